"""Taking sheets in: measures into a draft, lines into somebody's programme; what would happen is shown first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from jisr.common.errors import Refusal
from jisr.exchange import sheets
from jisr.exchange import strategy_actions as exchange
from jisr.exchange.strategy_sheets import export
from jisr.exchange.strategy_sheets.columns import COLUMNS, LINES, MEASURES
from jisr.ledger.strategy import queries
from jisr.ledger.strategy.models import Plan, StagedRows, StrategyVersion
from jisr.web import wording
from jisr.web.access import needs
from jisr.web.downloads import download
from jisr.web.forms import once, put_refusal
from jisr.web.sheet_forms import MOST_SHOWN, SendForm, TakeForm
from jisr.web.strategy import told
from jisr.web.strategy.desk import reach

STATES = {
    "new": pgettext_lazy("of row", "new"), "changed": pgettext_lazy("of row", "changed"),
    "same": pgettext_lazy("of row", "as it is"),
}  # fmt: skip


@needs("strategy.edit")
@once
def send_measures(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Choose a sheet of measures for a draft."""
    return _send(request, MEASURES, version=reach.version(request, code, number))


@needs("strategy.edit")
@once
def send_lines(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a sheet of lines for a programme."""
    return _send(request, LINES, plan=reach.plan(request, code))


@needs("strategy.edit")
@once
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a sheet would do, row by row, and the yes."""
    staged = reach.staged(request, pk)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = exchange.take_rows(staged=staged, by=request.user, **form.cleaned_data)
            values = {"new": wording.number(taken.new), "changed": wording.number(taken.changed)}
            messages.success(request, _("Taken in: %(new)s new, %(changed)s changed.") % values)
            return redirect(_back(staged.version, staged.plan))
        except Refusal as refusal:
            put_refusal(form, refusal)
    page: dict[str, Any] = {
        "staged": staged, "form": form, "back": _back(staged.version, staged.plan),
        "name": wording.name_of(staged.version.strategy if staged.version else staged.plan),
    }  # fmt: skip
    if staged.taken_at is None:
        report = exchange.report_of(staged)
        rows = [
            {"row": number, "code": row.code, "title": told.title(row), "state": STATES[report.state[number]],
             "new": report.state[number] != "same"}
            for number, row in report.checked.rows.items()
        ]  # fmt: skip
        rows.sort(key=lambda row: not row["new"])
        page |= {
            "report": report, "counts": report.counts, "rows": rows[:MOST_SHOWN], "more": len(rows) - MOST_SHOWN,
            "problems": report.checked.problems[:MOST_SHOWN],
            "more_problems": len(report.checked.problems) - MOST_SHOWN,
        }  # fmt: skip
    return render(request, "strategy/desk/preview.html", page)


@needs("strategy.edit")
@require_safe
def refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused rows with their reasons, to correct them in the file."""
    problems = exchange.report_of(reach.staged(request, pk)).checked.problems
    lines = ([one.row, sheets.guarded(one.label()), sheets.guarded(one.sentence())] for one in problems)
    return download(sheets.as_csv([_("Row"), _("Column"), _("Reason")], lines), "csv", "refused")


@needs("strategy.edit")
@require_safe
def empty(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """The empty sheet: headings, and what each column takes."""
    if kind not in COLUMNS or form not in sheets.TYPES:
        raise Http404
    return download(export.empty(kind, form), form, kind)


@needs("strategy.edit")
@require_safe
def take_out(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """The measures of a version, a draft too, in the columns in which they can come back."""
    row = reach.version(request, code, number)
    if form not in sheets.TYPES:
        raise Http404
    return download(export.measures(row, form), form, f"{code}-{number}")


def _send(
    request: HttpRequest, kind: str, *, version: StrategyVersion | None = None, plan: Plan | None = None
) -> HttpResponse:
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged: StagedRows = exchange.stage_rows(
                name=file.name, content=file.read(), by=request.user, version=version, plan=plan
            )
            return redirect("strategy:desk:preview", staged.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    rows = list(queries.line_rows(plan)) if plan else []
    page = {
        "form": form, "kind": kind, "columns": COLUMNS[kind], "back": _back(version, plan), "plan": plan,
        "name": wording.name_of(version.strategy if version else plan), "version": version,
        "lines": [row for row in rows if not row.dropped], "left_out": [row for row in rows if row.dropped],
    }  # fmt: skip
    return render(request, "strategy/desk/send.html", page)


def _back(version: StrategyVersion | None, plan: Plan | None) -> str:
    if version is not None:
        return reverse("strategy:desk:version", args=[version.strategy.code, version.number])
    assert plan is not None
    return reverse("strategy:plan", args=[plan.code])
