"""One file at the desk of its keeper: who applies, papers, and the step that is due."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.common import journal
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.choices import ApplicationState, CallState
from jisr.ledger.calls.models import Application
from jisr.web import acting
from jisr.web.access import needs, typed
from jisr.web.calls import words
from jisr.web.calls.desk import reach
from jisr.web.calls.desk.forms import AsideForm, HandForm, PapersForm
from jisr.web.forms import once

#: What the name of a file ends with, by what its content is.
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
_OPEN = (ApplicationState.DEPOSITED, ApplicationState.ASKED)


@needs("calls.keep")
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file, with who applies: its opening is written down."""
    row = reach.application(request, pk)
    journal.opened("calls.opened_file", row)
    handed = list(row.handed.defer("sealed").order_by("handed_at"))
    there = {*row.declared, *(one.item for one in handed)}
    labels = {item.code: item.said(words.tongue()) for item in queries.asked_of(row).items}
    values = {
        "file": row, "call": row.call, "who": queries.applicant_of(row),
        "province": words.province(row.call, row.province),
        "declared": words.paper_labels(row, row.declared), "why_not": words.why_not(row),
        "judged": words.judged_by(row),
        "missing": words.still_missing(row, there),
        "asked_items": words.paper_labels(row, row.asked_items),
        "handed": [(one, labels.get(one.item, one.item)) for one in handed],
        "settles": row.state in _OPEN, "by_hand": row.state == ApplicationState.COMPLETE
        and row.call.state == CallState.ANNOUNCED, "override": getattr(row, "override", None),
        "readings": list(row.readings.order_by("place", "given_at")),
    }  # fmt: skip
    return render(request, "calls/desk/file.html", values)


@needs("calls.keep")
@require_safe
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A paper as it was handed in; shown by the browser, run by nobody."""
    row = reach.paper(request, pk)
    journal.opened("calls.opened_paper", row)
    response = HttpResponse(queries.paper_content(row), content_type=row.media)
    response["Content-Disposition"] = (
        f'attachment; filename="{row.application.number}-{row.item}.{SUFFIXES[row.media]}"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs("calls.keep")
@require_POST
@once
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file is whole: it goes to its readers."""
    row = reach.application(request, pk)
    return acting.done_or_said(
        request, lambda: actions.find_complete(application=row, expected=row.version, by=request.user),
        done=_("Complete: it goes to its readers when the call is closed."), back=_next(row),
    )  # fmt: skip


@needs("calls.keep")
@once
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for what is missing, once."""
    row = reach.application(request, pk)
    form = PapersForm(typed(request), application=row, checked=request.method == "POST")
    return acting.answered(
        request, form,
        lambda: actions.ask_papers(application=row, expected=row.version, by=request.user, **form.cleaned_data),
        done=_("Asked. It stands on the page of her code."), title=_("Ask for what is missing"), verb=_("Ask for it"),
        versioned=row, **_back(row),
    )  # fmt: skip


@needs("calls.keep")
@once
def aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do not admit a file, with the reason."""
    row = reach.application(request, pk)
    form = AsideForm(typed(request), checked=request.method == "POST")
    return acting.answered(
        request, form,
        lambda: actions.set_aside(application=row, expected=row.version, by=request.user, **form.cleaned_data),
        done=_("Not admitted, with its reason."), title=_("Do not admit this file"), verb=_("Do not admit it"),
        versioned=row, lead=" ".join(words.why_not(row)), **_back(row),
    )  # fmt: skip


@needs("calls.keep")
@once
def hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decide one file by hand."""
    row = reach.application(request, pk)
    form = HandForm(typed(request), checked=request.method == "POST")
    return acting.answered(
        request, form, lambda: actions.override(application=row, by=request.user, **form.cleaned_data),
        done=_("Decided by hand. The rest is chosen by the method, within what is left."),
        title=_("Decide this file by hand"), verb=_("Decide"), **_back(row),
    )  # fmt: skip


def _back(row: Application) -> dict[str, str]:
    return {"back": reverse("calls:desk:file", args=[row.pk]), "back_words": row.number}


def _next(row: Application) -> str:
    return reverse("calls:desk:files", args=[row.call.code]) + f"?state={ApplicationState.DEPOSITED}"
