"""The report of an area: what its centres received, sent and answered in the last months."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jisr.barometer import sql
from jisr.barometer.choices import Dimension
from jisr.barometer.queries.asking import rows
from jisr.barometer.rules import ALL, Count, Counts, Report, Shape, Waiting, made
from jisr.barometer.rules.report import MONTH
from jisr.common.database import scope

#: Number of acts and three sketches of the people behind them, as the database gives them.
_Sketch = tuple[int, int, int, int]
_NOTHING: _Sketch = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Area:
    """What is counted.

    Attributes:
        units: key of each centre that is counted -> code of the unit under which it stands in the table.
        services: key of each of their services -> key of its centre.
        communes: whether figures are also told apart by commune.
    """

    units: Mapping[int, str]
    services: Mapping[int, int]
    communes: bool = True

    @property
    def dimensions(self) -> list[str]:
        """By what the acts are told apart."""
        left_out = {Dimension.PROVINCE} if self.communes else {Dimension.PROVINCE, Dimension.COMMUNE}
        return [one.value for one in Dimension if one not in left_out]


def report(area: Area, shape: Shape, *, part: int | None = None, compartments: Collection[str] = ()) -> Report:
    """The figures of an area, with what must be hidden already hidden. Three queries, whatever the area.

    Args:
        shape: the months that are looked at.
        part: which part of them is shown; all of them when left out.
        compartments: those that the reader keeps.
    """
    everything, chosen = shape.period(None), shape.period(part)
    values = {
        "months": shape.months, "wide": shape.wide, "since": everything.since, "until": everything.until,
        "known": shape.known,
        "centres": list(area.units), "units": list(area.units.values()),
        "chosen_since": chosen.since, "chosen_until": chosen.until,
    }  # fmt: skip
    with scope(speaking="counter", compartments=compartments):
        received = rows(sql.received(area.dimensions), {**values, "code": "received"})
        oriented = rows(sql.oriented(area.dimensions), {**values, "code": "oriented"})
        waiting = _waiting(area, shape)
    funnel = next(row[3:6] for row in oriented if row[0] == "funnel")
    answers = {ALL if row[2] is None else row[2]: row[3:] for row in oriented if row[0] == "days"}
    sent = [row for row in oriented if row[0] not in {"days", "funnel"}]
    tables = {
        "received": _tables(received, area, 3),
        "oriented": _tables(sent, area, 3),
        "answered": _tables(sent, area, 7),
    }
    counts = Counts(
        tables,
        accepted={column: _count(row[4:8]) for column, row in answers.items()},
        days={column: (row[0], _count((1, *row[1:4]))) for column, row in answers.items()},
        funnel=funnel, waiting=waiting,
    )  # fmt: skip
    return made(counts, shape, part)


def _tables(rows: Sequence[tuple[Any, ...]], area: Area, start: int) -> dict[str, dict[tuple[Any, Any], Count]]:
    """Rows as one table for each dimension with its totals, and a list of months.

    Args:
        start: where the number of acts stands in a row; its three sketches follow.
    """
    cells: dict[str, dict[tuple[Any, Any], _Sketch]] = {name: {} for name in [*area.dimensions, MONTH]}
    for row in rows:
        name, key, part = row[:3]
        here = tuple(number or 0 for number in row[start : start + 4])
        if name == MONTH:
            cells[MONTH][int(key), ALL] = here  # type: ignore[assignment]
            continue
        cells[name][key, part] = here  # type: ignore[assignment]
        cells[name][key, ALL] = _joined([cells[name].get((key, ALL), _NOTHING), here])
    by_unit = cells[Dimension.UNIT]
    parts = {part for _, part in by_unit if part != ALL}
    totals = {part: _joined(what for (_, other), what in by_unit.items() if other == part) for part in parts}
    totals[ALL] = _joined(totals.values())
    for name in area.dimensions:
        cells[name] |= {(ALL, part): what for part, what in totals.items()}
    return {name: {cell: _count(what) for cell, what in table.items()} for name, table in cells.items()}


def _joined(sketches: Iterable[Sequence[int]]) -> _Sketch:
    """Acts added up, people joined."""
    acts = one = two = three = 0
    for sketch in sketches:
        acts, one, two, three = acts + sketch[0], one | sketch[1], two | sketch[2], three | sketch[3]
    return acts, one, two, three


def _count(sketch: Sequence[int]) -> Count:
    """Acts, and at least how many people: the most bits set in one of the sketches."""
    return Count(sketch[0], max(((bits or 0) & 0xFFFF_FFFF_FFFF_FFFF).bit_count() for bits in sketch[1:4]))


def _waiting(area: Area, shape: Shape) -> list[Waiting]:
    """Centres of the area that have not answered in time."""
    values = {
        "before": shape.today - timedelta(days=shape.late_days), "since": shape.today - timedelta(days=shape.gone_days),
        "services": list(area.services),
    }  # fmt: skip
    counted: dict[int, int] = defaultdict(int)
    people: dict[int, set[str]] = defaultdict(set)
    oldest: dict[int, date] = {}
    for service, count, behind, day in rows(sql.LATE, values):
        centre = area.services[service]
        counted[centre] += count
        people[centre].update(behind)
        oldest[centre] = min(day, oldest.get(centre, day))
    return [Waiting(centre, counted[centre], frozenset(people[centre]), oldest[centre]) for centre in counted]
