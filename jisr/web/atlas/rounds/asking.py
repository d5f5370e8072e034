"""A question made of what was typed, and the same question with something changed."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import numpy as np
from django.conf import settings
from django.utils import timezone

from jisr.atlas import queries as atlas
from jisr.atlas.choices import FARTHEST_MIN, Way, Who
from jisr.atlas.figures import Ground
from jisr.atlas.reach import told_apart
from jisr.atlas.reach.apart import inside
from jisr.atlas.rounds.rules import Answer, Base, Place, Question, Spot, Why
from jisr.centres.models import Centre
from jisr.common.parameters import value
from jisr.territory.boundaries import boundaries
from jisr.window.appointments.rules import days_off

_NUMBER = re.compile(r"[-+]?\d{1,4}(?:[.,]\d+)?")


def minutes_to(theme: str, limit_min: int) -> np.ndarray[Any, Any]:
    """(communes,) minutes by shared taxi to the nearest service of a theme; infinite where none is near."""
    ground = atlas.ground()
    given = atlas.supply(theme, timezone.localdate(), ground)
    seen = atlas.view_of(
        ground, given, who=Who.ALL, way=Way.TAXI.value, limit_min=min(limit_min, FARTHEST_MIN), free=False,
        folder=settings.DATA / "travel",
    )  # fmt: skip
    return seen.minutes


def question_of(said: Mapping[str, Any], units: Sequence[Centre]) -> Question:
    """The question that a form asks, with the holidays and Ramadan of its weeks.

    Args:
        said: cleaned data of a ``RoundForm``.
        units: that could be chosen.
    """
    ground = atlas.ground()
    spots, apart = _typed(said["more"], ground, said)
    spots = [*_communes(said, ground), *spots]
    spots, twins = _once(spots)
    first, last = said["first"], said["first"] + timedelta(days=7 * said["weeks"] - 1)
    off, ramadan = days_off(first, last, {})
    chosen = {int(key) for key in (*said["units"], said["base"]) if key}
    return Question(
        tuple(_base(one) for one in units if one.pk in chosen), tuple(spots), (*apart, *twins),
        tuple(sorted(map(int, said["weekdays"]))), _minutes(said["opens"]), _minutes(said["closes"]), first, last,
        {day: one.feast for day, one in off.items()}, tuple(sorted(ramadan)), _ramadan_hours(), said["at_ar"],
        said["at_fr"],
    )  # fmt: skip


def _base(unit: Centre) -> Base:
    site = unit.site
    return Base(unit.pk, unit.name_ar, unit.name_fr, site.commune_id, site.lat, site.lon, unit.phone)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _ramadan_hours() -> tuple[int, int]:
    today = timezone.localdate()
    opens, closes = (
        int(value("jisr.window.appointments", "limits", name, on=today)) for name in ("ramadan_opens", "ramadan_closes")
    )
    return opens, closes


def _asked(said: Mapping[str, Any], weekday: str = "") -> Place:
    return Place(said["visit_min"], said["limit_days"], weekday=int(weekday) if weekday else None)


def _communes(said: Mapping[str, Any], ground: Ground) -> list[Spot]:
    chosen = set(said["places"])
    return [
        Spot(one.name_ar, one.name_fr, one.code, None, None, _asked(said, said.get(f"day-{one.code}", "")))
        for one in ground.communes if one.code in chosen
    ]  # fmt: skip


def _typed(lines: str, ground: Ground, said: Mapping[str, Any]) -> tuple[list[Spot], list[tuple[str, str]]]:
    """Places of the lines, and lines that are no place with the reason."""
    rows = [[part.strip() for part in re.split(r"[;\t]", line)] for line in lines.splitlines() if line.strip()]
    names = [row[0] or "—" for row in rows]
    lat, lon = (np.array([_degrees(row, at) for row in rows], dtype=float) for at in (1, 2))
    found = told_apart(lat, lon, np.zeros(len(rows)), country=list(boundaries("regions").values()))
    apart = [(names[at], Why(reason.value).value) for at, reason in found.reasons.items()]
    spots = [
        Spot(names[at], names[at], _commune_of(lat[at], lon[at], ground), float(lat[at]), float(lon[at]), _asked(said))
        for at in found.used.tolist()
    ]
    return spots, apart


def _degrees(row: Sequence[str], at: int) -> float:
    """The degrees of a column; nan where there are none."""
    text = row[at] if len(row) > at else ""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else float("nan")


def _commune_of(lat: float, lon: float, ground: Ground) -> str:
    """The commune that a point lies in; the nearest one where it stands in the water of a coast."""
    far = (ground.net.lat - lat) ** 2 + ((ground.net.lon - lon) * np.cos(np.radians(lat))) ** 2
    near = np.argsort(far)[:12].tolist()
    for at in near:
        code = ground.communes[at].code
        rings = boundaries(f"communes-{code.partition('.')[0]}").get(code)
        if rings and inside(np.array([lat]), np.array([lon]), [rings])[0]:
            return code
    return ground.communes[near[0]].code


def _once(spots: Sequence[Spot]) -> tuple[list[Spot], list[tuple[str, str]]]:
    """Each place once; two at one point are one stop, and the second is told."""
    seen: set[tuple[Any, ...]] = set()
    kept, twins = [], []
    for one in spots:
        key = (one.commune,) if one.lat is None else (round(one.lat, 4), round(one.lon or 0, 4))
        if key in seen:
            twins.append((one.name_fr or one.name_ar, Why.TWIN.value))
            continue
        seen.add(key)
        kept.append(one)
    return kept, twins


# changes


def slot_code(unit: int, week: int, weekday: int) -> str:
    """A day of a unit as a form says it."""
    return f"{unit}-{week}-{weekday}"


def with_place(question: Question, at: int, said: Mapping[str, Any]) -> Question:
    """One place visited otherwise, or left out."""
    if said["leave_out"]:
        return replace(question, spots=question.spots[:at] + question.spots[at + 1 :])
    return _with(question, lambda number, place: _said(place, said) if number == at else place)


def _said(place: Place, said: Mapping[str, Any]) -> Place:
    parts = [int(part) for part in said["slot"].split("-") if part]
    unit, week, weekday = parts if len(parts) == 3 else (None, None, parts[0] if parts else None)
    return Place(said["visit_min"], said["limit_days"], weekday, week, unit)


def swapped(question: Question, answer: Answer, one: str, other: str) -> Question:
    """Two days of a unit exchanged: what was visited on one is fixed to the other."""
    there = {one: other, other: one}
    goes: dict[int, str] = {}
    for day in answer.days:
        code = slot_code(day.unit, day.week, day.weekday)
        if code in there:
            goes |= {stop.place: there[code] for stop in day.stops}

    def moved(number: int, place: Place) -> Place:
        if number not in goes or place.limit_days < 7:
            return place
        unit, week, weekday = map(int, goes[number].split("-"))
        return replace(place, unit=unit, week=week % max(answer.between[number], 1), weekday=weekday)

    return _with(question, moved)


def _with(question: Question, change: Callable[[int, Place], Place]) -> Question:
    spots = tuple(replace(one, asked=change(at, one.asked)) for at, one in enumerate(question.spots))
    return replace(question, spots=spots)
