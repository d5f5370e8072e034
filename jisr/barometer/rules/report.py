"""A page of figures: counts put into lines, with everything that must be hidden already hidden. Plain Python."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jisr.barometer.rules.figures import ALL, Cell, Count, Figure, Period, count, months_back, week_of
from jisr.barometer.rules.hiding import hide, hide_together
from jisr.common.periods import months_after

#: Code of where every figure here comes from.
SOURCE = "events"
KINDS = ("received", "oriented", "answered")
MONTH = "month"
_WEEK = 7

#: By what -> counts of the acts told apart by it, as ``hide`` takes them; ``MONTH`` is a list of months.
Tables = Mapping[str, Mapping[Cell, Count]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What is looked at: the last months, in parts of equal length, the month of the last whole week last.

    Attributes:
        today: on which one looks; who must answer is told as of that day, all else until the Sunday before.
        late_days: an answer is late after so many days.
        gone_days: a referral older than this is no longer waited for.
    """

    today: date
    late_days: int
    gone_days: int
    many: int = 12
    wide: int = 3

    @property
    def known(self) -> date:
        """The day before which acts are counted: Monday of the running week."""
        return week_of(self.today)

    @property
    def last(self) -> date:
        """The last day that is counted: a Sunday."""
        return self.known - timedelta(days=1)

    @property
    def months(self) -> list[date]:
        """First day of each month."""
        return months_back(self.last, self.many)

    @property
    def parts(self) -> list[Period]:
        """Each part, the oldest first; the last one until the last Sunday."""
        months = self.months
        starts = range(0, self.many, self.wide)
        return [Period(months[start], self._end(months[start + self.wide - 1])) for start in starts]

    def period(self, part: int | None) -> Period:
        """The days of a part, or of all of them, until the last Sunday."""
        return Period(self.months[0], self._end(self.months[-1])) if part is None else self.parts[part]

    def _end(self, month: date) -> date:
        return min(months_after(month, 1), self.known)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Referrals that one centre has not answered in time.

    Attributes:
        people: hashes that tell people apart; never shown.
        oldest: day on which the oldest was sent.
    """

    centre: int
    value: int
    people: frozenset[str]
    oldest: date


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted, before anything is hidden.

    Attributes:
        tables: kind -> by what -> cells.
        accepted: part, or ``ALL`` -> referrals accepted.
        days: part, or ``ALL`` -> median of the days to an answer, and what it is the median of.
        funnel: people received, oriented, answered.
        waiting: one entry per centre.
    """

    tables: Mapping[str, Tables]
    accepted: Mapping[Hashable, Count]
    days: Mapping[Hashable, tuple[int, Count]]
    funnel: Sequence[int]
    waiting: Collection[Waiting]


@dataclass(frozen=True, slots=True)
class Line:
    """The three counts of one row; ``answered`` has ``oriented`` as its whole."""

    key: Hashable
    received: Figure
    oriented: Figure
    answered: Figure

    @property
    def hidden(self) -> bool:
        """Whether any of them is hidden."""
        return self.received.hidden or self.oriented.hidden or self.answered.hidden


@dataclass(frozen=True, slots=True)
class Late:
    """A centre that must answer.

    Attributes:
        weeks: whole weeks since the oldest was sent, at most 4: told also where the count is hidden.
    """

    centre: int
    count: Figure
    weeks: int


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one area in one period."""

    shape: Shape
    part: int | None
    total: Line
    accepted: Figure
    days: Figure
    funnel: tuple[Figure, Figure, Figure]
    trend: Sequence[Line]
    tables: Mapping[str, Sequence[Line]]
    late: Sequence[Late]
    late_total: Figure

    @property
    def period(self) -> Period:
        """The days that are shown."""
        return self.shape.period(self.part)


def made(counts: Counts, shape: Shape, part: int | None = None) -> Report:
    """The report of counts: everything small hidden, and what would give it away."""
    hidden = {
        kind: hide_together({name: cells for name, cells in tables.items() if name != MONTH})
        for kind, tables in counts.tables.items()
    }
    period, column = shape.period(part), ALL if part is None else part
    by_unit = next(iter(counts.tables["received"]))
    tables = {
        name: [_line(counts, hidden, name, key, column, period) for key in _keys(counts.tables, name)]
        for name in counts.tables["received"]
        if name != MONTH
    }
    answered = counts.tables["answered"][by_unit].get((ALL, column), Count())
    accepted = counts.accepted.get(column, Count())
    median, behind = counts.days.get(column, (None, Count()))
    late, late_total = _late(counts.waiting, shape)
    return Report(
        shape=shape, part=part, total=_line(counts, hidden, by_unit, ALL, column, period),
        accepted=count(accepted.value, period, SOURCE, hidden=accepted.is_small(), of=answered.value),
        days=Figure(None, None, None, period, SOURCE, hidden=True) if behind.is_small()
        else Figure(median, answered.value, None, period, SOURCE),
        funnel=tuple(count(n, period, SOURCE, hidden=Count(n, n).is_small()) for n in counts.funnel),  # type: ignore[arg-type]
        trend=_trend(counts, hidden, by_unit, shape), tables=tables, late=late, late_total=late_total,
    )  # fmt: skip


def _line(
    counts: Counts, hidden: Mapping[str, Mapping[str, Collection[Cell]]], name: str, key: Hashable, column: Hashable,
    period: Period,
) -> Line:  # fmt: skip
    cell = (key, column)
    found = {kind: counts.tables[kind][name].get(cell, Count()) for kind in KINDS}
    kept = {kind: cell in hidden[kind][name] for kind in KINDS}
    whole = None if kept["oriented"] else found["oriented"].value
    return Line(
        key,
        count(found["received"].value, period, SOURCE, hidden=kept["received"]),
        count(found["oriented"].value, period, SOURCE, hidden=kept["oriented"]),
        count(found["answered"].value, period, SOURCE, hidden=kept["answered"], of=whole),
    )


def _keys(tables: Mapping[str, Tables], name: str) -> list[Hashable]:
    """Rows of a table, those with most receptions first; hidden numbers do not decide the order of the others."""
    keys = {key for kind in KINDS for key, column in tables[kind][name] if key != ALL}
    shown = {key: tables["received"][name].get((key, ALL), Count()) for key in keys}
    return sorted(keys, key=lambda key: (-shown[key].value if not shown[key].is_small() else 0, str(key)))


def _trend(
    counts: Counts, hidden: Mapping[str, Mapping[str, Collection[Cell]]], by_unit: str, shape: Shape
) -> list[Line]:
    """The three counts of each month; a month is a row of the part in which it lies."""
    kept: dict[str, set[Hashable]] = {kind: set() for kind in KINDS}
    for kind in KINDS:
        for part in range(len(shape.parts)):
            cells: dict[Cell, Count] = {
                (month, ALL): counts.tables[kind][MONTH].get((month, ALL), Count())
                for month in range(part * shape.wide, (part + 1) * shape.wide)
            }
            total = counts.tables[kind][by_unit].get((ALL, part), Count())
            also = [(ALL, ALL)] if (ALL, part) in hidden[kind][by_unit] else []
            kept[kind] |= {month for month, _ in hide(cells | {(ALL, ALL): total}, also=also)}
    lines = []
    for place, first in enumerate(shape.months):
        period = Period(first, months_after(first, 1))
        found = {kind: counts.tables[kind][MONTH].get((place, ALL), Count()) for kind in KINDS}
        whole = None if place in kept["oriented"] else found["oriented"].value
        figures = {
            kind: count(
                what.value, period, SOURCE, hidden=place in kept[kind], of=whole if kind == "answered" else None
            )
            for kind, what in found.items()
        }
        lines.append(Line(first, **figures))
    return lines


def _late(waiting: Collection[Waiting], shape: Shape) -> tuple[list[Late], Figure]:
    """Centres that must answer, the longest wait first, and how many referrals wait in all."""
    everybody = frozenset().union(*(one.people for one in waiting)) if waiting else frozenset()
    cells: dict[Cell, Count] = {(one.centre, ALL): Count(one.value, len(one.people)) for one in waiting}
    total = Count(sum(one.value for one in waiting), len(everybody))
    hidden = hide({**cells, (ALL, ALL): total})
    period = Period(shape.today, shape.today)
    lines = [
        Late(
            one.centre, count(one.value, period, SOURCE, hidden=(one.centre, ALL) in hidden),
            min(4, (shape.today - one.oldest).days // _WEEK),
        )
        for one in waiting
    ]  # fmt: skip
    lines.sort(key=lambda line: (-line.weeks, -(line.count.value or 0), line.centre))
    return lines, count(total.value, period, SOURCE, hidden=(ALL, ALL) in hidden)
