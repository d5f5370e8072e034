"""A centre's list of families: brought, opened, given a meaning, followed until it is written; and taken out again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.common.errors import Refusal
from jisr.exchange.choices import WORKING, FamilyImportState
from jisr.exchange.families_sheets import actions, columns, store
from jisr.exchange.families_sheets import export as exporting
from jisr.exchange.families_sheets.looking import Look, Reading
from jisr.exchange.models import FamilyImport
from jisr.web.access import needs
from jisr.web.forms import once, put_refusal
from jisr.web.imports import shown
from jisr.web.imports.forms import AgainForm, ExportForm, MeaningForm, SendForm
from jisr.web.sheet_forms import TakeForm
from jisr.web.window import found

_MOST_IMPORTS = 20
_LOOK_AGAIN_S = 4


def of(pk: UUID) -> FamilyImport:
    """One of the reader's own files.

    Raises:
        Http404: it is another's, or gone.
    """
    return found(FamilyImport.objects.select_related("source").filter(pk=pk).first())


@needs("families.import")
@once
def listed(request: HttpRequest) -> HttpResponse:
    """Bring a file, and those brought before."""
    form = SendForm(request.POST, request.FILES) if request.method == "POST" else SendForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.bring(
                name=file.name, chunks=file.chunks(), size=file.size, centre=request.post.centre, by=request.post
            )
            return redirect("imports:one", made.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    rows = FamilyImport.objects.select_related("source").order_by("-at", "-id")[:_MOST_IMPORTS]
    earlier = [(row, store.told(row).get("name", ""), actions.Figures.of(row)) for row in rows]
    return render(request, "imports/list.html", {"form": form, "earlier": earlier, "columns": columns.COLUMNS})


@needs("families.import")
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a file stands: being read, waiting for a word, written."""
    row = of(pk)
    if row.state == FamilyImportState.LOOKED:
        return redirect("imports:meaning", pk)
    page: dict[str, Any] = {"row": row, "name": store.told(row).get("name", ""), "figures": actions.Figures.of(row)}
    if row.state in WORKING:
        answer = render(request, "imports/progress.html", page | shown.progress(row))
        answer["Refresh"] = str(_LOOK_AGAIN_S)  # without a script; a link beside it does the same
        return answer
    if row.state == FamilyImportState.CHECKED:
        return render(request, "imports/preview.html", page | shown.preview(row) | {"form": TakeForm()})
    return render(request, "imports/done.html", page | {"why": shown.why_stopped(row)})


@needs("families.import")
@once
def meaning(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What each column is; guessed, and remembered from the last time."""
    row = of(pk)
    told = store.told(row)
    if row.state not in {FamilyImportState.LOOKED, FamilyImportState.CHECKED}:
        return redirect("imports:one", pk)
    look = Look.unpacked(told["look"])
    form = MeaningForm(look, request.POST if request.method == "POST" else None, initial=_initial(row, look, told))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_meaning(
                importing=row, reading=form.reading(), list_name=form.cleaned_data["list_name"], by=request.user
            )
            return redirect("imports:one", pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    again = AgainForm(initial={"encoding": look.layout.encoding, "separator": look.layout.separator})
    context = {
        "row": row, "name": told["name"], "form": form, "look": look, "again": again, "readings": shown.readings(look),
    }  # fmt: skip
    return render(request, "imports/meaning.html", context)


def _initial(row: FamilyImport, look: Look, told: dict[str, Any]) -> dict[str, Any]:
    if "reading" in told and row.source:
        return MeaningForm.initial_of(Reading.unpacked(told["reading"]), row.source.name)
    source = actions.remembered(row, look)
    if source is not None:
        return MeaningForm.initial_of(Reading.unpacked(source.mapping), source.name)
    return MeaningForm.initial_of(look.guess, "")


@needs("families.import")
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the file in other letters."""
    row, form = of(pk), AgainForm(request.POST)
    if form.is_valid():
        try:
            actions.read_again(importing=row, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("imports:one", pk)


@needs("families.import")
@require_safe
def template(request: HttpRequest, form: str) -> HttpResponse:
    """The headings, and what each column takes."""
    return download(exporting.template(form), form, "families-template")


@needs("families.export")
def export(request: HttpRequest) -> HttpResponse:
    """Take the centre's families out, with a reason."""
    form = ExportForm(request.POST if request.method == "POST" else None, initial={"form": "xlsx"})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["form"]
        content = exporting.export(
            centre=request.post.centre, form=chosen, reason=form.cleaned_data["reason"], by=request.post,
            numbers=form.cleaned_data["numbers"],
        )  # fmt: skip
        return download(content, chosen, f"families-{timezone.localdate().isoformat()}")
    return render(request, "imports/export.html", {"form": form})


def download(content: bytes, form: str, name: str) -> HttpResponse:
    """A file to keep."""
    if form not in exporting.TYPES:
        raise Http404
    answer = HttpResponse(content, content_type=exporting.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def said_no(request: HttpRequest, refusal: Refusal) -> None:
    """A refusal above the next page."""
    messages.error(request, str(refusal) or _("This cannot be done."))
