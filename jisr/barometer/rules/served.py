"""Whom money reached: people served under the programmes that something funds. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jisr.barometer.rules.figures import ALL, Cell, Count, Figure, Period, count
from jisr.barometer.rules.hiding import hide_together
from jisr.barometer.rules.report import SOURCE


@dataclass(frozen=True, slots=True)
class Funded:
    """What pays, and when: an agreement, an object line, a measure.

    Attributes:
        programmes: codes of the programmes that it funds; an event of two of them still counts its person once.
        period: its days.
        region: code of the region within which events without a programme are told; "" for the whole country.
    """

    programmes: frozenset[str]
    period: Period
    region: str = ""


@dataclass(slots=True)
class Reached:
    """What was counted, before anything is hidden.

    Attributes:
        people: by what -> value -> different people; the total under ``ALL``, ``ALL``.
        given: acts.
        first_on: the first of them.
        unattributed: different people under no programme.
    """

    people: dict[str, dict[str, int]] = field(default_factory=dict)
    given: int = 0
    first_on: date | None = None
    unattributed: int = 0


@dataclass(frozen=True, slots=True)
class Served:
    """The people whom money reached, with what must be hidden already hidden.

    Attributes:
        people: different people; 0 where there is none, hidden below five.
        tables: by what (sex, age, disability, milieu, province) -> (value, people), each person once; the most first.
        given: acts; hidden where the people are.
        first_on: day of the first act; None where there is none, and where the people are hidden.
        unattributed: different people in the same days and region under no programme; part of no other figure.
    """

    people: Figure
    tables: Mapping[str, Sequence[tuple[str, Figure]]]
    given: Figure
    first_on: date | None
    unattributed: Figure


def told(reached: Reached, period: Period) -> Served:
    """What may be shown of what was counted.

    >>> who = Reached({ALL: {ALL: 11}, "sex": {"f": 9, "m": 2}}, given=30)
    >>> shown = told(who, Period(date(2026, 1, 1), date(2027, 1, 1)))
    >>> shown.people.value, [(sex, one.hidden) for sex, one in shown.tables["sex"]]
    (11, [('f', True), ('m', True)])
    """
    total = reached.people.get(ALL, {}).get(ALL, 0)
    by = {name: table for name, table in reached.people.items() if name != ALL}
    cells = {name: _list(table, total) for name, table in by.items()}
    hidden = hide_together(cells)
    whole = Count(total, total).is_small() or any((ALL, ALL) in found for found in hidden.values())
    tables = {
        name: [
            (value, count(many, period, SOURCE, hidden=(value, ALL) in hidden[name], of=None if whole else total))
            for value, many in sorted(table.items(), key=lambda one: (-one[1], one[0]))
        ]
        for name, table in by.items()
    }
    apart = reached.unattributed
    return Served(
        people=count(total, period, SOURCE, hidden=whole),
        tables=tables,
        given=count(reached.given, period, SOURCE, hidden=whole),
        first_on=None if whole else reached.first_on,
        unattributed=count(apart, period, SOURCE, hidden=Count(apart, apart).is_small()),
    )


def _list(table: Mapping[str, int], total: int) -> dict[Cell, Count]:
    """A list of people with its total, as ``hide`` takes it."""
    cells: dict[Cell, Count] = {(ALL, ALL): Count(total, total)}
    for value, many in table.items():
        cells[value, ALL] = Count(many, many)
    return cells
