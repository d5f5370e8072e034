"""Taking in rows of measures or of lines: those that are new, and those that say something else than before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jisr.accounts.models import User
from jisr.centres.models import Programme
from jisr.common import journal
from jisr.common.text import fold
from jisr.ledger.strategy.actions.reach import drafted, on_same_side
from jisr.ledger.strategy.models import (
    Axis,
    Measure,
    MeasureBudget,
    MeasureIndicator,
    MeasureProgramme,
    Objective,
    Plan,
    PlanLine,
    StrategyVersion,
)
from jisr.ledger.strategy.queries.rows import line_row, line_rows, measure_row, measure_rows
from jisr.ledger.strategy.rules.sheets import LineRow, MeasureRow, Row, told


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows were new, and how many said something else than before; the others stay as they are."""

    new: int
    changed: int


@transaction.atomic
def put_measures(*, version: StrategyVersion, rows: Sequence[MeasureRow], by: User) -> Taken:
    """Write measures into a draft, by their codes; measures that no row names stay as they are.

    Axes and objectives are those of the version with the same title; a title that none has makes a new one.

    Raises:
        InForce: the version is no draft.
    """
    held = drafted(version, by)
    new, changed = written_measures(held, rows)
    journal.record("strategy.measures_taken_in", held, by=by)
    return Taken(len(new), len(changed))


def written_measures(held: StrategyVersion, rows: Sequence[MeasureRow]) -> tuple[list[Measure], list[Measure]]:
    """Write measures into a draft that is held still: those that are new, and those that say something else now."""
    there = {row.code: row for row in measure_rows(held)}
    axes = _axes(held, rows)
    objectives = _objectives(held, rows, axes)
    known = _programmes(rows, held.is_demonstration)
    new: list[tuple[Measure, MeasureRow]] = []
    changed: list[tuple[Measure, MeasureRow]] = []
    for row in rows:
        stored = there.get(row.code)
        if stored is not None and measure_row(stored) == row and not stored.dropped:
            continue
        measure = stored or Measure(of=held, code=row.code, is_demonstration=held.is_demonstration)
        _say(measure, told(row))
        axis = axes.get(_title(row.axis))
        measure.axis = axis
        measure.objective = objectives.get((axis.pk, _title(row.objective))) if axis else None
        (changed if stored else new).append((measure, row))
    Measure.objects.bulk_create([measure for measure, _ in new])
    _update(Measure, [measure for measure, _ in changed], ["axis", "objective"])
    _belongings([measure for measure, _ in changed], [*new, *changed], known)
    return [measure for measure, _ in new], [measure for measure, _ in changed]


@transaction.atomic
def put_lines(*, plan: Plan, rows: Sequence[LineRow], by: User) -> Taken:
    """Write lines of somebody's programme, by their codes; lines that no row names stay as they are."""
    on_same_side(plan, by)
    new, changed = written_lines(plan, rows)
    journal.record("strategy.lines_taken_in", plan, by=by)
    return Taken(len(new), len(changed))


def written_lines(plan: Plan, rows: Sequence[LineRow]) -> tuple[list[PlanLine], list[PlanLine]]:
    """Write lines into a programme: those that are new, and those that say something else now."""
    there = {row.code: row for row in line_rows(plan)}
    known = _programmes(rows, plan.is_demonstration)
    new: list[PlanLine] = []
    changed: list[PlanLine] = []
    for row in rows:
        stored = there.get(row.code)
        if stored is not None and line_row(stored) == row and not stored.dropped:
            continue
        line = stored or PlanLine(plan=plan, code=row.code, is_demonstration=plan.is_demonstration)
        _say(line, told(row))
        line.programme = known.get(row.programme)
        (changed if stored else new).append(line)
    PlanLine.objects.bulk_create(new)
    _update(PlanLine, changed, ["budget", "programme"])
    return new, changed


def _say(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.dropped, row.dropped_why = False, ""


def _update(model: Any, rows: Sequence[Any], more: Sequence[str]) -> None:
    names = list(told(MeasureRow("") if model is Measure else LineRow("")))
    for row in rows:
        row.version += 1
    if rows:
        model._default_manager.bulk_update(rows, [*dict.fromkeys([*names, *more]), "version", "dropped", "dropped_why"])


def _title(pair: tuple[str, str]) -> tuple[str, str]:
    return fold(pair[0]), fold(pair[1])


def _axes(version: StrategyVersion, rows: Iterable[MeasureRow]) -> dict[tuple[str, str], Axis]:
    found = {_title((axis.title_ar, axis.title_fr)): axis for axis in version.axes.order_by("place")}
    place = max((axis.place for axis in found.values()), default=0)
    for row in rows:
        if any(row.axis) and _title(row.axis) not in found:
            place += 1
            found[_title(row.axis)] = Axis.objects.create(
                of=version, place=place, title_ar=row.axis[0], title_fr=row.axis[1],
                is_demonstration=version.is_demonstration,
            )  # fmt: skip
    return found


def _objectives(
    version: StrategyVersion, rows: Iterable[MeasureRow], axes: Mapping[tuple[str, str], Axis]
) -> dict[tuple[Any, tuple[str, str]], Objective]:
    """(axis, title) -> objective."""
    stored = Objective.objects.filter(of=version).order_by("place")
    found = {(one.axis_id, _title((one.title_ar, one.title_fr))): one for one in stored}
    for row in rows:
        axis = axes.get(_title(row.axis))
        if axis is None or not any(row.objective) or (axis.pk, _title(row.objective)) in found:
            continue
        place = 1 + max((one.place for (of, _), one in found.items() if of == axis.pk), default=0)
        found[axis.pk, _title(row.objective)] = Objective.objects.create(
            of=version, axis=axis, place=place, title_ar=row.objective[0], title_fr=row.objective[1],
            is_demonstration=version.is_demonstration,
        )  # fmt: skip
    return found


def _programmes(rows: Iterable[Row], is_demonstration: bool) -> dict[str, Programme]:
    codes = {
        code
        for row in rows
        for code in (row.programmes if isinstance(row, MeasureRow) else [getattr(row, "programme", "")])
    }
    found = Programme.objects.filter(code__in=codes, is_demonstration=is_demonstration)
    return {programme.code: programme for programme in found}


def _belongings(
    before: Sequence[Measure], pairs: Sequence[tuple[Measure, MeasureRow]], known: Mapping[str, Programme]
) -> None:
    """Budgets, indicators and programmes as the rows say, in place of what was there."""
    for model in (MeasureBudget, MeasureIndicator, MeasureProgramme):
        model._default_manager.filter(measure__in=before).delete()
    MeasureBudget.objects.bulk_create(
        MeasureBudget(measure=measure, year=year, amount=amount)
        for measure, row in pairs
        for year, amount in row.budgets.items()
    )
    MeasureIndicator.objects.bulk_create(
        MeasureIndicator(measure=measure, place=place, **vars(one))
        for measure, row in pairs
        for place, one in enumerate(row.indicators, 1)
    )
    MeasureProgramme.objects.bulk_create(
        MeasureProgramme(measure=measure, programme=known[code], is_demonstration=measure.is_demonstration)
        for measure, row in pairs
        for code in row.programmes
        if code in known
    )
