"""Two to four scenarios side by side: every figure before and after, by public and by province."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jisr.atlas.choices import Sharing
from jisr.atlas.scenarios.rules.told import figure
from jisr.common import pdf
from jisr.web import wording
from jisr.web.atlas import shown
from jisr.web.atlas.scenarios import told
from jisr.web.atlas.scenarios.drawn import Drawn


@dataclass(frozen=True)
class Row:
    """One line: what it is, and the cell of each scenario.

    Attributes:
        code: for whoever reads the file.
        about: what is counted.
        cells: (title of the scenario, words) of each.
        values: (before, after) of each; before is None where there is none.
    """

    code: str
    label: str
    about: str
    cells: Sequence[tuple[str, str]]
    values: Sequence[tuple[float | None, float]]


def rows(scenarios: Sequence[Drawn]) -> list[Row]:
    """Everything that is compared, the gain first."""
    of = shown.of_residents(Sharing.TWO_STEP)
    definition = {code: str(about) for code, (_label, about) in of.items()}
    found = [
        _single("cost", _("Cost"), _("What the deeds cost, by the costs written in the scenario."), scenarios,
                lambda one: one.figures["cost"], wording.mad),
        _single("gained", _("People who gain"), _("People of the public who come within the limit."), scenarios,
                lambda one: one.figures["groups"][one.who]["gained"], told.count),
        _single("by_mobile", _("of them by a mobile unit"), _("Within the limit on the days of the unit alone."),
                scenarios, lambda one: one.figures["by_mobile"], told.count),
        *_publics(scenarios),
        _both("within", _("Within the limit"), definition["within"], scenarios, _line("within"), shown.share),
        _both("minutes", _("Minutes to the nearest"), definition["minutes"], scenarios, _line("minutes"),
              shown.minutes),
    ]  # fmt: skip
    for at, limit in enumerate((30, 60)):
        label = _("Beyond %(n)s minutes") % {"n": wording.number(limit)}
        found.append(_both(f"beyond_{limit}", label, definition["beyond"], scenarios, _beyond(at), shown.share))
    found.append(_both("reach", _("Places for 1,000"), definition["reach"], scenarios, _line("reach"), shown.places))
    for code, say in (("gini", shown.index), ("theil", shown.index), ("palma", shown.index), ("worst", shown.places)):
        label = str(of[code][0])
        found.append(_both(code, label, definition[code], scenarios, _index(code), say))
    return [*found, *_roads(scenarios)]


def _publics(scenarios: Sequence[Drawn]) -> list[Row]:
    about = _("Of all residents who come within the limit, this part, where the census counts it.")
    return [
        _single(f"gained_{who.value}", _("Of all residents: %(who)s") % {"who": who.label}, about, scenarios,
                _gained(who.value), told.count)
        for who in told.GROUPS
    ]  # fmt: skip


def _gained(who: str) -> Callable[[Drawn], Any]:
    return lambda one: one.figures["groups"][who]["gained"]


def _roads(scenarios: Sequence[Drawn]) -> list[Row]:
    return [
        _single("km", _("Kilometres avoided in a year"), _("Of people, less those that mobile units drive."), scenarios,
                lambda one: one.figures["roads"]["people_km"] - one.figures["roads"]["unit_km"], told.count),
        _single("co2_kg", _("CO2 avoided in a year, kg"), _("By the factors said below."), scenarios,
                lambda one: one.figures["roads"]["kg"], told.count),
    ]  # fmt: skip


def _line(name: str) -> Callable[[Drawn], tuple[Any, Any]]:
    return lambda one: tuple(one.figures["groups"][one.who][side][name] for side in ("before", "after"))


def _beyond(at: int) -> Callable[[Drawn], tuple[Any, Any]]:
    return lambda one: tuple(one.figures["groups"][one.who][side]["beyond"][at] for side in ("before", "after"))


def _index(name: str) -> Callable[[Drawn], tuple[Any, Any]]:
    return lambda one: (one.figures["equity"][0][name], one.figures["equity"][1][name])


def _single(
    code: str, label: str, about: str, scenarios: Sequence[Drawn], value: Callable[[Drawn], Any],
    say: Callable[[Any], str],
) -> Row:  # fmt: skip
    values = [figure(value(one)) for one in scenarios]
    cells = [say(int(one) if code == "cost" else one) for one in values]
    return Row(code, label, about, _titled(scenarios, cells), [(None, one) for one in values])


def _both(
    code: str, label: str, about: str, scenarios: Sequence[Drawn], pair: Callable[[Drawn], tuple[Any, Any]],
    say: Callable[[float], str],
) -> Row:  # fmt: skip
    values = [(figure(before), figure(then)) for before, then in map(pair, scenarios)]
    cells = [
        say(then) if say(before) == say(then)
        else _("%(then)s (today %(before)s)") % {"then": say(then), "before": pdf.isolated(say(before))}
        for before, then in values
    ]  # fmt: skip
    return Row(code, label, about, _titled(scenarios, cells), list(values))


def _titled(scenarios: Sequence[Drawn], cells: Sequence[str]) -> list[tuple[str, str]]:
    return [(one.title, cell) for one, cell in zip(scenarios, cells, strict=True)]


def provinces(scenarios: Sequence[Drawn]) -> list[tuple[str, str, list[tuple[str, str]], list[float]]]:
    """(code, name, (title, people who gain in words), the numbers) of each province where somebody gains."""
    names: dict[str, str] = {}
    gained: dict[str, list[float]] = {}
    for at, one in enumerate(scenarios):
        for place in one.figures["provinces"]:
            names[place["code"]] = told.named(place)
            gained.setdefault(place["code"], [0.0] * len(scenarios))[at] = place["gained"]
    some = sorted((code for code, values in gained.items() if max(values) >= 1), key=lambda code: -max(gained[code]))
    return [
        (code, names[code], _titled(scenarios, [told.count(one) for one in gained[code]]), gained[code])
        for code in some
    ]


def method(scenarios: Sequence[Drawn]) -> list[str]:
    """How it was counted, with every factor that is ours."""
    roads = scenarios[0].roads
    number = wording.number
    return [
        _("Costs and places are assumptions of ours, not published, unless the author wrote others."),
        _("A mobile unit counts for its days: places of a visit times its share of a week of five days, and the same"
          " share of its cost. People reach it on those days alone."),
        _("Kilometres of people in a year: people × %(share)s who use the service × %(visits)s visits × 2 × (kilometres"
          " to the nearest today − then). Whoever reaches nothing today is not counted. Assumptions of ours.") % {
            "share": wording.percent(roads["users_share"]), "visits": number(roads["visits_a_year"])},
        _("A mobile unit drives from the largest commune of its province and back, on its days, %(weeks)s weeks a year."
          " Assumption of ours.") % {"weeks": number(roads["weeks_a_year"])},
        _("CO2: %(kg)s kg a litre of diesel (IPCC 2006); %(taxi)s l for 100 km and %(people)s people in a shared taxi,"
          " %(bus)s l and %(many)s people in a bus, %(unit)s l for a mobile unit. Assumptions of ours.") % {
            "kg": number(roads["diesel_kg_a_litre"], 2), "taxi": number(roads["taxi_litres"]),
            "people": number(roads["taxi_people"]), "bus": number(roads["bus_litres"]),
            "many": number(roads["bus_people"]), "unit": number(roads["unit_litres"])},
        _("Census of 1 September 2024 (HCP); minutes are estimates over neighbouring communes (docs/decisions/0113)."),
    ]  # fmt: skip


def alike(scenarios: Sequence[Drawn]) -> bool:
    """Whether all of them answer one question, so that they begin from the same figures."""
    return len({one.question for one in scenarios}) == 1
