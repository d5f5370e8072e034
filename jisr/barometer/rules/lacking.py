"""Needs that nothing covers, as they stood when the last whole week ended: by theme, by place, by why. Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jisr.barometer.rules.figures import ALL, Cell, Count, Figure, Period, count
from jisr.barometer.rules.hiding import hide_together
from jisr.barometer.rules.report import SOURCE


@dataclass(frozen=True, slots=True)
class Lacking:
    """Open gaps, with what must be hidden already hidden.

    Attributes:
        total: needs that nothing covers.
        tables: by what (theme, place, why) -> (value, needs), the most first, what is hidden last.
    """

    total: Figure
    tables: Mapping[str, Sequence[tuple[str, Figure]]]


def lacking(counted: Mapping[str, Mapping[str, Count]], period: Period) -> Lacking:
    """What may be shown of what was counted.

    Args:
        counted: by what -> value -> needs and different people; the total under ``ALL``, ``ALL``.

    >>> from datetime import date
    >>> open_gaps = {ALL: {ALL: Count(9, 9)}, "theme": {"health": Count(7, 7), "work": Count(2, 2)}}
    >>> shown = lacking(open_gaps, Period(date(2026, 1, 1), date(2026, 2, 1)))
    >>> shown.total.value, [(theme, one.hidden) for theme, one in shown.tables["theme"]]
    (9, [('health', True), ('work', True)])
    """
    total = counted.get(ALL, {}).get(ALL, Count())
    by = {name: values for name, values in counted.items() if name != ALL}
    cells: dict[str, dict[Cell, Count]] = {
        name: {(ALL, ALL): total, **{(value, ALL): one for value, one in values.items()}} for name, values in by.items()
    }
    hidden = hide_together(cells)
    whole = total.is_small() or any((ALL, ALL) in found for found in hidden.values())
    tables = {
        name: [
            (value, count(one.value, period, SOURCE, hidden=(value, ALL) in hidden[name]))
            for value, one in sorted(
                values.items(), key=lambda row: ((row[0], ALL) in hidden[name], -row[1].value, row[0])
            )
        ]
        for name, values in by.items()
    }
    return Lacking(count(total.value, period, SOURCE, hidden=whole), tables)
