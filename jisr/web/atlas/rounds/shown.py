"""A round in words: its months, its places, what it costs, what it cannot do and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jisr.atlas.rounds.models import MobileRound
from jisr.atlas.rounds.rules import Coming, Lost, Spot, Why, dated, long_waits, read, read_answer
from jisr.web import wording
from jisr.web.centres.days import every
from jisr.window.appointments.choices import Feast

REASONS: dict[str, Any] = {
    Why.NO_COORDINATES: gettext_lazy("no coordinates were given"),
    Why.NOT_ON_EARTH: gettext_lazy("the coordinates are not of this world"),
    Why.SWAPPED: gettext_lazy("latitude and longitude are exchanged"),
    Why.OUTSIDE: gettext_lazy("it lies at sea or outside the country"),
    Why.TWIN: gettext_lazy("it stands in the list already"),
    Why.NO_TIME: gettext_lazy("a visit has no minutes, or the day no hours"),
    Why.NO_DAY: gettext_lazy("the working days leave no day that keeps its wait or its market"),
    Why.NO_ROAD: gettext_lazy("no road leads there from a base"),
    Why.TOO_FAR: gettext_lazy("the way there, the visit and the way back take longer than a day"),
    Why.TOO_MANY: gettext_lazy("no day was left for it"),
}


@dataclass(frozen=True)
class Halt:
    """A visit as it is shown."""

    place: int
    name: str
    hours: str


@dataclass(frozen=True)
class UnitDay:
    """What one unit does on one day."""

    unit: int
    name: str
    coming: Coming
    halts: list[Halt]


@dataclass(frozen=True)
class Cell:
    """A day of a month; None in front of its first."""

    on: date | None
    weekday: str
    units: list[UnitDay]
    feast: str


@dataclass(frozen=True)
class Line:
    """A place of the round.

    Attributes:
        when: its weekday, and how often.
        fixed: whether the planner fixed its day.
        coming: days on which it is visited.
    """

    at: int
    name: str
    when: str
    hours: str
    unit: str
    fixed: bool
    coming: list[date]


class Sheet:
    """A round that was planned, read once for a page or a file."""

    def __init__(self, row: MobileRound) -> None:
        self.row = row
        self.question = read(row.question)
        self.answer = read_answer(row.answer) if row.answer else None

    @cached_property
    def _dated(self) -> tuple[list[Coming], list[Lost]]:
        if self.answer is None:
            return [], []
        return dated(self.answer, replace(self.question.year, last=min(self.question.last, self.row.last_on)))

    @property
    def coming(self) -> list[Coming]:
        """Days on which units go out."""
        return self._dated[0]

    def unit(self, at: int) -> str:
        """The name of a unit."""
        return wording.name_of(self.question.bases[at])

    def place(self, at: int) -> str:
        """The name of a place."""
        return wording.name_of(self.question.spots[at])

    # months

    def months(self) -> list[date]:
        """First days of the months of the calendar."""
        return sorted({one.on.replace(day=1) for one in self.coming})

    def weekdays(self) -> list[str]:
        """Names of the days that a month shows."""
        return [str(WEEKDAYS[number]) for number in self.question.weekdays]

    def month(self, first: date) -> list[list[Cell]]:
        """Weeks of a month, each with the working days."""
        by_day: dict[date, list[UnitDay]] = defaultdict(list)
        for one in self.coming:
            by_day[one.on].append(self._unit_day(one))
        monday = first - timedelta(days=first.weekday())
        weeks = []
        while monday <= _last_of(first):
            week = [self._cell(monday + timedelta(days=number), first, by_day) for number in self.question.weekdays]
            within = self.coming[0].on <= monday + timedelta(days=6) and monday <= self.coming[-1].on
            if within and any(cell.on for cell in week):
                weeks.append(week)
            monday += timedelta(days=7)
        return weeks

    def _cell(self, on: date, first: date, by_day: dict[date, list[UnitDay]]) -> Cell:
        inside = (on.year, on.month) == (first.year, first.month)
        feast = self.question.off.get(on, "") if inside else ""
        return Cell(
            on if inside else None,
            str(WEEKDAYS[on.weekday()]),
            by_day.get(on, []) if inside else [],
            feast_words(feast),
        )

    def _unit_day(self, one: Coming) -> UnitDay:
        halts = [Halt(stop.place, self.place(stop.place), hours(stop.arrives, stop.leaves)) for stop in one.day.stops]
        return UnitDay(one.day.unit, self.unit(one.day.unit), one, halts)

    # places

    def lines(self) -> list[Line]:
        """Places that are visited, in the order of the list."""
        found: dict[int, list[Coming]] = defaultdict(list)
        for one in self.coming:
            for stop in one.day.stops:
                found[stop.place].append(one)
        return [self._line(at, found[at]) for at in sorted(found)]

    def _line(self, at: int, coming: list[Coming]) -> Line:
        usual = [one for one in coming if one.instead_of is None] or coming
        weekdays = sorted({one.on.weekday() for one in usual})
        stop = next(stop for stop in usual[0].day.stops if stop.place == at)
        days = wording.listed([str(WEEKDAYS[day]) for day in weekdays])
        asked, units = self.question.spots[at].asked, sorted({one.day.unit for one in coming})
        return Line(
            at, self.place(at), _("%(days)s, %(hours)s") % {"days": days, "hours": self.often(at)},
            hours(stop.arrives, stop.leaves), wording.listed([self.unit(unit) for unit in units]),
            asked.weekday is not None, [one.on for one in coming],
        )  # fmt: skip

    def often(self, at: int) -> str:
        """How often a place is visited."""
        weeks = self.answer.between[at] if self.answer else 0
        if self.question.spots[at].asked.limit_days < 7:
            return _("several times a week")
        return every(weeks)

    # what it costs, and what it cannot do

    def figures(self) -> list[tuple[str, str]]:
        """(figure, what it is)."""
        answer = self.answer
        if answer is None:
            return []
        visited = len({stop.place for day in answer.days for stop in day.stops})
        weeks = ngettext("%(n)s week", "%(n)s weeks", answer.weeks) % {"n": wording.number(answer.weeks)}
        return [
            (f"{wording.number(visited)} / {wording.number(len(self.question.spots))}", _("places visited")),
            (weeks, _("and the calendar begins again")),
            (wording.number(len(answer.days)),
             _("days of units in it; no plan does with fewer than %(n)s") % {"n": wording.number(answer.needed)}),
            (f"{wording.number(round(answer.km))} {_('km')}", _("driven in it; a shorter way may exist")),
        ]  # fmt: skip

    def apart(self) -> list[tuple[int | None, str, Any]]:
        """(position, name, reason) of what is not visited; no position for a line that is no place."""
        told: list[tuple[int | None, str, Any]] = [(None, name, REASONS[why]) for name, why in self.question.apart]
        if self.answer:
            told += [(at, self.place(at), REASONS[why]) for at, why in self.answer.apart.items()]
        return told

    def would_do(self) -> list[str]:
        """What would visit those for whom no day was left."""
        answer = self.answer
        if answer is None or Why.TOO_MANY not in answer.apart.values():
            return []
        days = len(self.question.bases) * len(self.question.weekdays) * answer.weeks
        found = [_(
            "There are %(days)s days of units in a calendar; all these places need at least %(needed)s."
        ) % {"days": wording.number(days), "needed": wording.number(answer.needed)}]  # fmt: skip
        if answer.units_more:
            found.append(ngettext(
                "With %(n)s unit more at the same base, all of them are visited.",
                "With %(n)s units more at the same base, all of them are visited.", answer.units_more,
            ) % {"n": wording.number(answer.units_more)})  # fmt: skip
        if answer.weeks_more:
            found.append(ngettext(
                "If everybody may wait %(n)s week longer, all of them are visited.",
                "If everybody may wait %(n)s weeks longer, all of them are visited.", answer.weeks_more,
            ) % {"n": wording.number(answer.weeks_more)})  # fmt: skip
        return found

    def odd_days(self) -> list[str]:
        """What holidays and Ramadan change, in sentences."""
        told = [
            _("%(unit)s goes out on %(day)s instead of %(holiday)s.") % {
                "unit": self.unit(one.day.unit), "day": wording.weekday(one.on),
                "holiday": wording.weekday(one.instead_of),
            }
            for one in self.coming if one.instead_of
        ]  # fmt: skip
        for one in self._dated[1]:
            why = _("the hours of Ramadan are too short") if one.why == "ramadan" else feast_words(one.why)
            places = wording.listed([self.place(stop.place) for stop in one.day.stops])
            told.append(_("Nobody comes on %(day)s (%(why)s): %(places)s.") % {
                "day": wording.weekday(one.on), "why": why, "places": places,
            })  # fmt: skip
        return told + self._long_waits()

    def _long_waits(self) -> list[str]:
        """Waits that a holiday makes longer than was allowed, those of the same days in one sentence."""
        limits = {at: spot.asked.limit_days for at, spot in enumerate(self.question.spots)}
        together: dict[tuple[date, date], list[str]] = defaultdict(list)
        for one in long_waits(self.coming, limits):
            together[one.since, one.until].append(self.place(one.place))
        return [
            _("Between %(since)s and %(until)s, these wait %(span)s: %(places)s.") % {
                "span": wording.span((until - since).days), "since": wording.day(since), "until": wording.day(until),
                "places": wording.listed(places),
            }
            for (since, until), places in sorted(together.items())
        ]  # fmt: skip

    def slots(self) -> list[tuple[str, str]]:
        """(code, words) of every day of every unit in the calendar."""
        weeks = range(self.answer.weeks if self.answer else 1)
        return [
            (f"{unit}-{week}-{weekday}", self.slot_words(unit, week, weekday))
            for unit in range(len(self.question.bases)) for week in weeks for weekday in self.question.weekdays
        ]  # fmt: skip

    def slot_words(self, unit: int, week: int, weekday: int) -> str:
        """A day of the calendar in words."""
        return _("%(unit)s, week %(week)s, %(day)s") % {
            "unit": self.unit(unit), "week": wording.number(week + 1), "day": WEEKDAYS[weekday],
        }  # fmt: skip

    def weekday_slots(self) -> list[tuple[str, str]]:
        """(code, words) of the weekdays alone."""
        return [
            (str(day), _("each %(day)s that is its turn") % {"day": WEEKDAYS[day]}) for day in self.question.weekdays
        ]


def hours(arrives: int, leaves: int) -> str:
    """Hours of a visit on 24 hours: 09:30–11:00."""
    return f"{_clock(arrives)}–{_clock(leaves)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def feast_words(feast: str) -> str:
    """The name of a holiday; nothing for none."""
    return str(Feast(feast).label) if feast in Feast.values else ""


def of_commune(spots: Sequence[Spot], commune: str) -> Iterable[int]:
    """Positions of the places of a commune."""
    return [at for at, one in enumerate(spots) if one.commune == commune]
