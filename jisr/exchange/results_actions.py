"""Taking sheets of results and of targets in: previewed, then all of the accepted periods or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from jisr.common import journal
from jisr.common.errors import OutOfReach
from jisr.exchange.actions import NoColumns, NothingToTake, RefusedRows
from jisr.exchange.centres_import.reading import read_table
from jisr.exchange.results_sheets.checking import WHOLE, Checked, Ground, Group, Key, cells_of, check, is_same
from jisr.exchange.sheet_actions import AllThere, TakenAlready
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results import actions, queries
from jisr.ledger.results.actions.sheets import Told
from jisr.ledger.results.choices import SheetKind
from jisr.ledger.results.models import Indicator, StagedResults
from jisr.ledger.results.rules.values import Value
from jisr.staff.models import Post

#: How long a preview waits for a yes.
PREVIEW_LIVES = timedelta(hours=24)


@dataclass(frozen=True)
class Report:
    """What a sheet would do.

    Attributes:
        state: period of an indicator -> new, changed or same.
    """

    checked: Checked
    state: Mapping[Key, str]

    @property
    def counts(self) -> dict[str, int]:
        """How many periods are new, changed, the same; how many rows are refused."""
        named = {state: sum(found == state for found in self.state.values()) for state in ("new", "changed", "same")}
        return named | {"refused": len(self.checked.refused)}


@transaction.atomic
def stage_rows(*, name: str, content: bytes, agreement: Agreement, kind: str, by: Post) -> StagedResults:
    """Read and check a sheet for an agreement; nothing of it is touched.

    Args:
        name: of the file.
        kind: results or targets.

    Raises:
        NotOfThisRegion, NotTheReporter: the sender keeps no targets there, or reports nothing.
        Refusal: the file is no readable table, or has none of the columns.
    """
    if kind == SheetKind.TARGETS:
        actions.keeps(agreement, by)
    elif not mine(agreement, by):
        raise actions.NotTheReporter
    table = read_table(name, content)
    lines, unknown = cells_of(table, kind)
    if len(unknown) == len([heading for heading in table.headings if heading]):
        raise NoColumns
    staged = StagedResults(
        author=str(by.user_id), agreement=agreement, kind=kind, file_name=name[:120], unknown=unknown, lines=lines,
        dies_at=timezone.now() + PREVIEW_LIVES,
    )  # fmt: skip
    staged.counts = {"rows": len(lines)} | report_of(staged, by).counts
    staged.save(force_insert=True)
    journal.record("results.sheet_previewed", staged, by=by.user)
    return staged


def mine(agreement: Agreement, by: Post) -> list[Indicator]:
    """The indicators of an agreement that a post reports."""
    found = []
    for one in Indicator.objects.filter(agreement=agreement).select_related("agreement").order_by("place"):
        try:
            actions.reported_by(one, by)
        except actions.NotTheReporter:
            continue
        found.append(one)
    return found


def report_of(staged: StagedResults, by: Post) -> Report:
    """What the sheet would do now."""
    agreement, today = staged.agreement, timezone.localdate()
    lines = queries.lines_of(agreement, today)
    if staged.kind == SheetKind.RESULTS:
        hers = {one.pk for one in mine(agreement, by)}
        lines = [line for line in lines if line.indicator.pk in hers]
    ground = Ground(
        staged.kind, {line.indicator.code: line.indicator for line in lines},
        {line.indicator.code: {cell.period.starts_on: cell for cell in line.cells} for line in lines},
        queries.places(agreement), today,
    )  # fmt: skip
    checked = check([(number, said) for number, said in staged.lines], ground)
    return Report(checked, {key: _state(group, staged.kind) for key, group in checked.groups.items()})


def _state(group: Group, kind: str) -> str:
    if is_same(group, kind):
        return "same"
    there = group.cell.targets if kind == SheetKind.TARGETS else group.cell.open
    return "changed" if there else "new"


@transaction.atomic
def take_rows(*, staged: StagedResults, by: Post, without_refused: bool = False, send: bool = False) -> Report:
    """Take a previewed sheet in: all of its accepted periods, or nothing.

    Args:
        without_refused: the refused rows, with the rest of their periods, are left out knowingly.
        send: results are sent for approval at once.

    Raises:
        TakenAlready, RefusedRows, NothingToTake, AllThere.
        Refusal: one of them cannot be written any more; none is.
    """
    held = StagedResults.objects.select_for_update(of=("self",)).filter(pk=staged.pk).first()
    if held is None:
        raise OutOfReach
    if held.taken_at is not None:
        raise TakenAlready
    report = report_of(held, by)
    if report.checked.refused and not without_refused:
        raise RefusedRows(count=len(report.checked.refused))
    if not report.checked.groups:
        raise NothingToTake
    groups = [group for key, group in report.checked.groups.items() if report.state[key] != "same"]
    if not groups:
        raise AllThere
    _put(held, groups, by, send)
    StagedResults.objects.filter(pk=held.pk).update(
        taken_at=timezone.now(), lines=[], counts=held.counts | report.counts
    )
    staged.refresh_from_db()
    journal.record("results.sheet_taken_in", staged, by=by.user)
    return report


def _put(held: StagedResults, groups: list[Group], by: Post, send: bool) -> None:
    if held.kind == SheetKind.TARGETS:
        told = [
            (group.indicator, group.cell.period.starts_on, part, value)
            for group in groups
            for part, value in group.values.items()
        ]
        actions.put_targets(told=told, by=by)
        return
    actions.put_results(told=[_told(group) for group in groups], by=by, send=send)


def _told(group: Group) -> Told:
    parts = {part: value for part, value in group.values.items() if part != WHOLE}
    value = group.values.get(WHOLE, Value(None))
    return Told(group.indicator, group.cell.period, value, group.words, group.words_in, parts)
