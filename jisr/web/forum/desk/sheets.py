"""Taking a file of contributions into a wave: the empty sheet, the preview, the yes, the slips that were made."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jisr.centres.choices import THEMES
from jisr.common.errors import Refusal, Unacceptable
from jisr.exchange import sheet_actions as actions
from jisr.exchange import sheets
from jisr.exchange.contributions_import.columns import COLUMNS, empty
from jisr.exchange.models import StagedSheet
from jisr.forum import queries
from jisr.forum.choices import Kind
from jisr.forum.models import Meeting
from jisr.web import wording
from jisr.web.access import needs
from jisr.web.downloads import download
from jisr.web.forms import once, put_refusal, shown_once
from jisr.web.forum.desk import reach
from jisr.web.sheet_forms import MOST_SHOWN, SendForm, TakeForm
from jisr.web.window import found

_MOST_EARLIER = 10


@needs("forum.record")
@once
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a file; what is in it is shown before anything is written."""
    wave = reach.wave(request, code)
    if reach.is_over(request, wave):
        return redirect("forum:desk:wave", wave.code)
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = actions.stage_sheet(wave=wave, name=file.name, content=file.read(), by=request.user)
            return redirect("forum:desk:import_preview", staged.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    earlier = StagedSheet.objects.filter(wave=wave).defer("sealed").order_by("-at", "-id")[:_MOST_EARLIER]
    page = {"wave": wave, "form": form, "columns": COLUMNS, "earlier": earlier}
    return render(request, "forum/desk/import.html", page)


@needs("forum.record")
@once
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What would come in, what is here already, why rows are refused; and the yes."""
    staged = _staged(request, pk)
    form = TakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _taken(request, staged, form)
        except Unacceptable as refusal:
            form.add_error(None, str(next(iter(refusal.fields.values()))))
        except Refusal as refusal:
            put_refusal(form, refusal)
    report = actions.report_of(staged)
    page: dict[str, Any] = {"staged": staged, "wave": staged.wave, "form": form, "report": report}
    if report is not None:
        page |= {
            "problems": report.problems[:MOST_SHOWN], "more_problems": len(report.problems) - MOST_SHOWN,
            "new": [_shown(row) for row in report.rows[:MOST_SHOWN]], "more_new": len(report.rows) - MOST_SHOWN,
            "there": wording.listed([str(row) for row in report.there[:MOST_SHOWN]]),
            "more_there": len(report.there) - MOST_SHOWN,
        }  # fmt: skip
    return render(request, "forum/desk/import_preview.html", page)


def _staged(request: HttpRequest, pk: UUID) -> StagedSheet:
    rows = StagedSheet.objects.select_related("wave").filter(wave__in=reach.waves(request))
    return found(rows.filter(pk=pk).first())


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row that would come in, without a word of what it says: that is sealed."""
    theme = str(THEMES[row["theme"]]) if row["theme"] else ""
    return {
        "row": row["row"], "what": " · ".join(filter(None, [str(Kind(row["kind"]).label), theme])),
        "letters": len(row["text"]), "sheet": row["sheet"],
    }  # fmt: skip


def _taken(request: HttpRequest, staged: StagedSheet, form: TakeForm) -> HttpResponse:
    """Take it in; where slips were asked for, the answer is the sheet of their codes, once."""
    wants = "slips" in request.POST
    new, slips = actions.take_sheet(staged=staged, by=request.user, slips=wants, **form.cleaned_data)
    told = ngettext("%(n)s contribution is taken in, sealed.", "%(n)s contributions are taken in, sealed.", new)
    messages.success(request, told % {"n": wording.number(new)})
    page = reverse("forum:desk:import_preview", args=[staged.pk])
    if not slips:
        return redirect(page)
    address = request.get_host() + reverse("forum:slip")
    heads = [_("Row"), _("Number of the paper sheet"), _("Number of the contribution"), _("Code of the slip")]
    lines = ([one.row, sheets.guarded(one.sheet), one.number, one.code, address] for one in slips)
    content = sheets.as_xlsx("slips", [*heads, _("Read the answer at")], lines)
    return shown_once(download(content, "xlsx", f"slips-{staged.wave.code}"), page)


@needs("forum.record")
@require_safe
def refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused rows with their reasons, to correct them in the file."""
    report = found(actions.report_of(_staged(request, pk)))
    lines = ([one.row, sheets.guarded(one.label()), sheets.guarded(one.sentence())] for one in report.problems)
    return download(sheets.as_csv([_("Row"), _("Column"), _("Reason")], lines), "csv", "refused")


@needs("forum.record")
@require_safe
def sheet(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The empty sheet: headings, one row to be replaced, and what each column takes."""
    wave = reach.wave(request, code)
    if form not in sheets.TYPES:
        raise Http404
    return download(empty(form, [_named(row) for row in queries.meetings_of(wave)]), form, f"sheet-{wave.code}")


def _named(row: Meeting) -> tuple[str, str, str]:
    """A meeting as the sheet lists it."""
    day = row.held_on.isoformat() if row.held_on else ""
    return row.code, " ".join(filter(None, [row.place_ar, day])), " ".join(filter(None, [row.place_fr, day]))
