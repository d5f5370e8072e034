"""The framework of agreements with everything that was promised and reported, period by period."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results.choices import Better, ReportState
from jisr.ledger.results.models import Indicator, IndicatorTarget, Report, ReportPart
from jisr.ledger.results.queries.standing import Waiting, periods_of, waiting
from jisr.ledger.results.rules.owing import Owing, owing
from jisr.ledger.results.rules.periods import Period, due_on
from jisr.ledger.results.rules.values import Value, lacking, reached, until_now, whole

Part = tuple[str, str]


@dataclass
class Cell:
    """One period of an indicator.

    Attributes:
        targets: of the whole under ``("", "")``, and of parts.
        history: every approved version, the first one first; the last one stands.
        open: the version that is being written or waits, as far as the reader may see it.
        waits: what everybody may know of it.
        parts: of the version that stands.
    """

    period: Period
    due_on: date
    targets: dict[Part, IndicatorTarget] = field(default_factory=dict)
    history: list[Report] = field(default_factory=list)
    open: Report | None = None
    waits: Waiting | None = None
    owing: Owing | None = None
    parts: dict[Part, Value] = field(default_factory=dict)
    less_is_better: bool = False

    @property
    def report(self) -> Report | None:
        """The version that stands."""
        return self.history[-1] if self.history else None

    @property
    def actual(self) -> Value:
        """What was reached; nothing where nothing is approved."""
        return self.report.value if self.report else Value(None)

    @property
    def target(self) -> Value:
        """What was promised."""
        return self.target_of("", "")

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where one of the two is not known."""
        return reached(self.actual, self.target, less_is_better=self.less_is_better)

    def target_of(self, dimension: str, part: str) -> Value:
        """What was promised of a part."""
        row = self.targets.get((dimension, part))
        return Value(row.top, row.out_of) if row else Value(None)


@dataclass
class Line:
    """An indicator with its periods, the first one first."""

    indicator: Indicator
    cells: list[Cell]

    @property
    def told(self) -> list[Cell]:
        """Periods with an approved report."""
        return [one for one in self.cells if one.history]

    @property
    def actual(self) -> Value:
        """What was reached until now."""
        return self._until([one.actual for one in self.told])

    @property
    def beside(self) -> tuple[Value, Value]:
        """What was reached and promised, over the periods of which both are known."""
        both = [one for one in self.told if one.target.top is not None]
        return self._until([one.actual for one in both]), self._until([one.target for one in both])

    @property
    def promised(self) -> Value:
        """What is promised until the end, over all periods with a target."""
        return self._until([one.target for one in self.cells if one.target.top is not None])

    @property
    def met(self) -> bool | None:
        """Whether what was promised until now was met."""
        return reached(*self.beside, less_is_better=self.indicator.better == Better.LESS)

    @property
    def owed(self) -> list[Cell]:
        """Periods past their day without an approved report."""
        return [one for one in self.cells if one.owing]

    def parts(self, dimension: str) -> dict[str, Value]:
        """Part -> what was reached of it until now, over the periods that tell it apart."""
        found: dict[str, list[Value]] = defaultdict(list)
        cells = [one for one in self.told if any(of == dimension for of, _part in one.parts)]
        for cell in cells[-1:] if self.indicator.is_cumulative else cells:
            for (of, part), value in cell.parts.items():
                if of == dimension:
                    found[part].append(value)
        return {part: whole(values, is_ratio=self.indicator.is_ratio) for part, values in found.items()}

    def not_told_apart(self, dimension: str) -> Value:
        """What was reached in periods that do not tell it apart by a dimension."""
        return lacking(self.actual, self.parts(dimension))

    def _until(self, values: Sequence[Value]) -> Value:
        return until_now(values, is_ratio=self.indicator.is_ratio, is_cumulative=self.indicator.is_cumulative)


def lines(agreements: Iterable[UUID], today: date) -> dict[UUID, list[Line]]:
    """agreement -> its indicators with every period; five queries, whatever their number."""
    keys = list(agreements)
    rows = Indicator.objects.filter(agreement__in=keys).select_related("agreement", "party", "province")
    indicators = list(rows.order_by("agreement", "place", "pk"))
    targets: dict[tuple[Any, date], dict[Part, IndicatorTarget]] = defaultdict(dict)
    for target in IndicatorTarget.objects.filter(agreement__in=keys):
        targets[target.indicator_id, target.starts_on][target.dimension, target.part] = target
    told: dict[tuple[Any, date], list[Report]] = defaultdict(list)
    for report in Report.objects.filter(agreement__in=keys).select_related("document").order_by("number"):
        told[report.indicator_id, report.starts_on].append(report)
    standing = [rows[-1].pk for rows in map(_approved, told.values()) if rows]
    parts: dict[Any, dict[Part, Value]] = defaultdict(dict)
    for part in ReportPart.objects.filter(report__in=standing).order_by("pk"):
        parts[part.report_id][part.dimension, part.part] = part.value
    waits = waiting(keys)
    found: dict[UUID, list[Line]] = defaultdict(list)
    for one in indicators:
        cells = [_cell(one, period, targets, told, parts, waits) for period in periods_of(one, today)]
        _owing(one, cells, today)
        found[one.agreement_id].append(Line(one, cells))
    return found


def lines_of(agreement: Agreement, today: date) -> list[Line]:
    """The indicators of one agreement."""
    return lines([agreement.pk], today).get(agreement.pk, [])


def naming(strategy: str, measure: str) -> list[Indicator]:
    """Indicators of agreements that name a measure of a strategy by its code; one query."""
    rows = Indicator.objects.filter(strategy=strategy, measure=measure).select_related("agreement")
    return list(rows.order_by("agreement__code", "place"))


def _approved(rows: Sequence[Report]) -> list[Report]:
    return [one for one in rows if one.state == ReportState.APPROVED]


def _cell(one: Indicator, period: Period, targets: Any, told: Any, parts: Any, waits: Any) -> Cell:
    key = one.pk, period.starts_on
    rows = told.get(key, [])
    history = _approved(rows)
    return Cell(
        period, due_on(period, one.due_days), targets.get(key, {}), history,
        next((row for row in rows if row.state != ReportState.APPROVED), None), waits.get(key),
        parts=parts.get(history[-1].pk, {}) if history else {}, less_is_better=one.better == Better.LESS,
    )  # fmt: skip


def _owing(one: Indicator, cells: Sequence[Cell], today: date) -> None:
    late = owing(
        [cell.period for cell in cells], due_days=one.due_days, today=today,
        approved={cell.period.starts_on for cell in cells if cell.history},
        waiting={cell.period.starts_on for cell in cells if cell.waits and cell.waits.state == ReportState.PENDING},
    )  # fmt: skip
    found = {row.period: row for row in late}
    for cell in cells:
        cell.owing = found.get(cell.period)
