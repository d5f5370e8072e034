"""Taking sheets of measures and of programme lines in: previewed, then all of the accepted rows or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jisr.accounts.models import User
from jisr.centres.models import Programme
from jisr.common import journal
from jisr.common.errors import OutOfReach
from jisr.exchange.actions import NoColumns, NothingToTake, RefusedRows
from jisr.exchange.centres_import.reading import read_table
from jisr.exchange.sheet_actions import AllThere, TakenAlready
from jisr.exchange.strategy_sheets.cells import named_places
from jisr.exchange.strategy_sheets.checking import Cells, Checked, cells_of, check, tidied
from jisr.exchange.strategy_sheets.columns import LINES, MEASURES
from jisr.ledger.strategy import actions as strategy
from jisr.ledger.strategy import queries
from jisr.ledger.strategy.models import Plan, StagedRows, StrategyVersion
from jisr.ledger.strategy.rules.sheets import LineRow, MeasureRow

#: How long a preview waits for a yes.
PREVIEW_LIVES = timedelta(hours=24)


@dataclass(frozen=True)
class Report:
    """What a sheet would do.

    Attributes:
        state: number of the row -> new, changed or same.
    """

    checked: Checked
    state: Mapping[int, str]

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return sum(found == state for found in self.state.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, the same, refused."""
        named = {state: self.count(state) for state in ("new", "changed", "same")}
        return named | {"refused": len(self.checked.refused)}


@transaction.atomic
def stage_rows(
    *, name: str, content: bytes, by: User, version: StrategyVersion | None = None, plan: Plan | None = None
) -> StagedRows:
    """Read and check a sheet of measures for a draft, or of lines for a programme; neither is touched.

    Args:
        name: of the file.

    Raises:
        InForce: the version is no draft.
        Refusal: the file is no readable table, or has none of the columns.
    """
    kind = _kind(version, plan)
    if version is not None:
        strategy.drafted(version, by)
    if plan is not None:
        strategy.on_same_side(plan, by)
    table = read_table(name, content)
    lines, unknown = cells_of(table, kind)
    if len(unknown) == len([heading for heading in table.headings if heading]):
        raise NoColumns
    staged = StagedRows(
        author=str(by.pk), version=version, plan=plan, file_name=name[:120], unknown=unknown, lines=lines,
        dies_at=timezone.now() + PREVIEW_LIVES,
    )  # fmt: skip
    staged.counts = {"rows": len(lines)} | report_of(staged).counts
    staged.save(force_insert=True)
    journal.record("strategy.sheet_previewed", staged, by=by)
    return staged


def report_of(staged: StagedRows) -> Report:
    """What the sheet would do now; a fixed number of queries."""
    kind, of = _kind(staged.version, staged.plan), staged.version or staged.plan
    assert of is not None
    lines = [(number, said) for number, said in staged.lines]
    checked = _checked(kind, lines, is_demonstration=of.is_demonstration)
    there = _there(staged)
    state = {
        number: "new" if row.code not in there else "same" if there[row.code] == row else "changed"
        for number, row in checked.rows.items()
    }
    return Report(checked, state)


def judged(kind: str, said: Mapping[str, str], *, is_demonstration: bool) -> Checked:
    """One measure or one line as somebody writes it, judged by the rules of the sheets; three queries.

    Args:
        said: column -> what stands there.
    """
    return _checked(kind, [(1, tidied(said))], is_demonstration=is_demonstration)


def _checked(kind: str, lines: Sequence[Cells], *, is_demonstration: bool) -> Checked:
    programmes = Programme.objects.filter(is_demonstration=is_demonstration).values_list("code", flat=True)
    return check(kind, lines, frozenset(programmes), named_places())


@transaction.atomic
def take_rows(*, staged: StagedRows, by: User, without_refused: bool = False) -> strategy.Taken:
    """Take a previewed sheet in: all of its accepted rows, or nothing.

    Args:
        without_refused: the refused rows are left out knowingly.

    Raises:
        TakenAlready, RefusedRows, NothingToTake, AllThere.
        InForce: the version was put in force meanwhile.
    """
    held = StagedRows.objects.select_for_update(of=("self",)).filter(pk=staged.pk).first()
    if held is None:
        raise OutOfReach
    if held.taken_at is not None:
        raise TakenAlready
    report = report_of(held)
    if report.checked.refused and not without_refused:
        raise RefusedRows(count=len(report.checked.refused))
    if not report.checked.rows:
        raise NothingToTake
    if not report.count("new") and not report.count("changed"):
        raise AllThere
    taken = _put(held, list(report.checked.rows.values()), by)
    StagedRows.objects.filter(pk=held.pk).update(
        taken_at=timezone.now(), lines=[], counts=held.counts | report.counts
    )  # fmt: skip
    staged.refresh_from_db()
    journal.record("strategy.sheet_taken_in", staged, by=by)
    return taken


def _put(held: StagedRows, rows: list[Any], by: User) -> strategy.Taken:
    if held.version is not None:
        return strategy.put_measures(version=held.version, rows=rows, by=by)
    assert held.plan is not None
    return strategy.put_lines(plan=held.plan, rows=rows, by=by)


def _there(staged: StagedRows) -> dict[str, MeasureRow | LineRow]:
    """Code -> what is stored; what was left out comes back as new."""
    if staged.version is not None:
        measures = queries.measure_rows(staged.version)
        return {one.code: queries.measure_row(one) for one in measures if not one.dropped}
    assert staged.plan is not None
    return {one.code: queries.line_row(one) for one in queries.line_rows(staged.plan) if not one.dropped}


def _kind(version: StrategyVersion | None, plan: Plan | None) -> str:
    if (version is None) == (plan is None):
        raise ValueError("rows are of one version or of one programme")
    return MEASURES if version is not None else LINES
