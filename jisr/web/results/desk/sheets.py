"""Taking sheets of results and of targets in: what would happen is shown first."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.common.errors import Refusal
from jisr.exchange import results_actions as exchange
from jisr.exchange import results_sheets, sheets
from jisr.exchange.results_sheets.columns import COLUMNS
from jisr.ledger.results.choices import SheetKind
from jisr.ledger.results.models import Indicator, StagedResults
from jisr.staff.rules import may
from jisr.web import results_words as words
from jisr.web import wording
from jisr.web.access import needs
from jisr.web.downloads import download
from jisr.web.forms import once, put_refusal
from jisr.web.results.desk import reach
from jisr.web.results.desk.forms import SheetForm
from jisr.web.sheet_forms import MOST_SHOWN, SendForm
from jisr.web.strategy.desk.sheets import STATES


def _kind(request: HttpRequest, kind: str) -> str:
    """The kind of a sheet that the reader may send.

    Raises:
        Http404: there is none, or others send it.
    """
    verbs = {SheetKind.RESULTS: "results.report", SheetKind.TARGETS: "results.keep"}
    if kind not in verbs or not may(request.post.role, verbs[SheetKind(kind)]):
        raise Http404
    return kind


@needs("results.report", "results.keep")
@once
def send(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Choose a sheet."""
    row, kind = reach.agreement(request, code), _kind(request, kind)
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = exchange.stage_rows(
                name=file.name, content=file.read(), agreement=row, kind=kind, by=request.post
            )  # fmt: skip
            return redirect("results:desk:preview", staged.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    page = {"form": form, "kind": kind, "columns": COLUMNS[kind], "agreement": row, "back": _back(row)}
    return render(request, "results/desk/send.html", page | {"invented": row.is_demonstration})


@needs("results.report", "results.keep")
@once
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a sheet would do, period by period, and the yes."""
    staged = reach.staged(request, pk)
    sends = staged.kind == SheetKind.RESULTS
    form = SheetForm(request.POST if request.method == "POST" else None, sends=sends)
    if request.method == "POST" and form.is_valid():
        try:
            taken = exchange.take_rows(staged=staged, by=request.post, **form.cleaned_data)
            said = {name: wording.number(count) for name, count in taken.counts.items()}
            messages.success(request, _("Taken in: %(new)s new, %(changed)s changed.") % said)
            return redirect(_back(staged.agreement))
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {"staged": staged, "form": form, "back": _back(staged.agreement), "agreement": staged.agreement}
    if staged.taken_at is None:
        page |= _shown(staged, request)
    return render(request, "results/desk/preview.html", page | {"invented": staged.agreement.is_demonstration})


def _shown(staged: StagedResults, request: HttpRequest) -> dict[str, Any]:
    report = exchange.report_of(staged, request.post)
    rows = [
        {
            "row": min(group.rows.values()), "indicator": group.indicator, "parts": len(group.rows) - 1,
            "period": words.period_name(group.cell.period, group.indicator.frequency),
            "value": words.read(group.values[("", "")], group.indicator) if ("", "") in group.values else "",
            "state": STATES[report.state[key]], "new": report.state[key] != "same",
        }
        for key, group in report.checked.groups.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: not row["new"])
    problems = report.checked.problems
    return {
        "report": report, "counts": report.counts, "rows": rows[:MOST_SHOWN], "more": len(rows) - MOST_SHOWN,
        "problems": problems[:MOST_SHOWN], "more_problems": len(problems) - MOST_SHOWN,
    }  # fmt: skip


@needs("results.report", "results.keep")
@require_safe
def refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused rows with their reasons, to correct them in the file."""
    problems = exchange.report_of(reach.staged(request, pk), request.post).checked.problems
    lines = ([one.row, sheets.guarded(one.label()), sheets.guarded(one.sentence())] for one in problems)
    return download(sheets.as_csv([_("Row"), _("Column"), _("Reason")], lines), "csv", "refused")


@needs("results.report", "results.keep")
@require_safe
def empty(request: HttpRequest, code: str, kind: str, form: str) -> HttpResponse:
    """What is still to be filled in: the periods of the reader's indicators, with their parts."""
    row, kind = reach.agreement(request, code), _kind(request, kind)
    if form not in sheets.TYPES:
        raise Http404
    indicators = (
        reach.hers(request, row) if kind == SheetKind.RESULTS else Indicator.objects.filter(agreement=row)
    )  # fmt: skip
    return download(results_sheets.empty(kind, row, indicators, form), form, f"{kind}-{row.code}")


@needs("results.report", "results.keep")
@require_safe
def take_out(request: HttpRequest, code: str, kind: str, form: str) -> HttpResponse:
    """What is approved, or promised, in the columns in which it can come back."""
    row, kind = reach.agreement(request, code), _kind(request, kind)
    if form not in sheets.TYPES:
        raise Http404
    return download(results_sheets.written(kind, row, form), form, f"{kind}-{row.code}")


def _back(row: Any) -> str:
    return reverse("results:desk:agreement", args=[row.code])
