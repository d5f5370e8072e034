"""Files of the catalogue: the empty template, what is there, and taking a filled one in after a preview."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jisr.centres import queries as centre_queries
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.exchange import actions, centres_export, sheets
from jisr.exchange.centres_import.columns import COLUMNS
from jisr.exchange.centres_import.problems import unpacked
from jisr.exchange.models import StagedImport
from jisr.web.access import needs
from jisr.web.centres import changes, reach
from jisr.web.centres.forms import SendForm, TakeForm
from jisr.web.downloads import download
from jisr.web.forms import once, put_refusal
from jisr.web.window import found

_FORMS = {"csv": centres_export.as_csv, "xlsx": centres_export.as_xlsx}
#: Rows that a preview page shows of each kind; the rest is in the downloads.
MOST_SHOWN = 200
_MOST_IMPORTS = 20


@needs("centres.import")
@once
def send(request: HttpRequest) -> HttpResponse:
    """Choose a file; what it would change is shown before anything is written."""
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        region = request.post.region_id or ""
        try:
            staged = actions.stage_centres(name=file.name, content=file.read(), by=request.user, region=region)
            return redirect("centres:preview", staged.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    earlier = StagedImport.objects.defer("centres", "problems").order_by("-at", "-id")[:_MOST_IMPORTS]
    return render(request, "centres/import.html", {"form": form, "columns": COLUMNS, "earlier": earlier})


@needs("centres.import")
@once
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file would change, why rows are refused, and the yes that takes it in."""
    staged = found(StagedImport.objects.filter(pk=pk).first())
    form = TakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_centres(staged=staged, by=request.user, **form.cleaned_data)
            messages.success(request, _("Taken into the catalogue: %(n)s centres.") % {"n": _taken(staged)})
            return redirect("centres:preview", staged.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    problems = [unpacked(problem) for problem in staged.problems[:MOST_SHOWN]]
    context = {
        "staged": staged, "form": form, "problems": problems, "more_problems": len(staged.problems) - len(problems),
        "new": changes.new(staged, MOST_SHOWN), "changed": changes.changed(staged, MOST_SHOWN), "shown": MOST_SHOWN,
    }  # fmt: skip
    return render(request, "centres/preview.html", context)


def _taken(staged: StagedImport) -> int:
    return staged.counts["new"] + staged.counts["changed"]


@needs("centres.import")
@require_safe
def refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused rows with their reasons, to correct them in the file."""
    staged = found(StagedImport.objects.filter(pk=pk).first())
    lines = ([one.row, one.label(), sheets.guarded(one.sentence())] for one in map(unpacked, staged.problems))
    return download(sheets.as_csv([_("Row"), _("Column"), _("Reason")], lines), "csv", "refused")


@needs("centres.import")
@require_safe
def template(request: HttpRequest, form: str) -> HttpResponse:
    """The headings with one filled row."""
    return download(_written(form, centres_export.template()), form, "centres-template")


@needs("centres.edit", "centres.import")
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The reader's part of the catalogue, in the columns of the import."""
    rows = centre_queries.centres(**reach.shown(request)).order_by("code")
    content = _written(form, centres_export.rows(rows))
    journal.opened("centres.exported", f"post:{request.post.pk}")
    return download(content, form, f"centres-{timezone.localdate().isoformat()}")


def _written(form: str, lines: Any) -> bytes:
    if form not in _FORMS:
        raise Http404
    return _FORMS[form](lines)
