"""A version in preparation: what it says so far, what still does not add up, and letting it hold."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jisr.common.errors import Refusal
from jisr.ledger.agreements import actions, queries
from jisr.ledger.agreements.actions.laws import LAWS
from jisr.ledger.agreements.choices import AgreementState
from jisr.ledger.agreements.models import InstalmentTerm, LineTerm, Provision, Share, Target, Version
from jisr.web.access import needs, typed
from jisr.web.agreements.desk import reach
from jisr.web.agreements.desk.acting import acted
from jisr.web.agreements.desk.forms import (
    EnvelopeForm,
    ForceForm,
    LineForm,
    NothingForm,
    ProvisionForm,
    ShareForm,
    TargetForm,
    TermForm,
)
from jisr.web.agreements.desk.kept import way_back
from jisr.web.agreements.shown import counted_label, place_of
from jisr.web.forms import once

PARTS: dict[str, Any] = {
    "share": Share, "line": LineTerm, "target": Target, "provision": Provision, "term": InstalmentTerm,
}  # fmt: skip


@needs("agreements.keep")
@require_safe
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a version says so far."""
    row = reach.version(request, pk)
    content = queries.contents([row])[row.pk]
    running = row.agreement.state == AgreementState.RUNNING
    page = {
        "version": row, "agreement": row.agreement, "content": content,
        "laws": [LAWS[law] for law in content.unbalanced(published=False, running=running)],
        "targets": [(one, counted_label(one.unit, one.public), place_of(one)) for one in content.targets],
        **way_back(row.agreement),
    }  # fmt: skip
    return render(request, "agreements/desk/version.html", page)


@needs("agreements.keep")
@once
def add(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """Write a part of a version: envelope, share, object line, target, provision or instalment."""
    row = reach.version(request, pk)
    if part not in _FORMS:
        raise Http404
    make, write, title = _FORMS[part]
    form = make(row, typed(request), request)
    return acted(
        request, form, lambda: write(row, form, request.post), done=_("Written down."), title=title(), verb=_("Save"),
        **_back(row),
    )  # fmt: skip


def _back(row: Version) -> dict[str, Any]:
    return {"back": reverse("agreements:desk:version", args=[row.pk]),
            "back_words": _("Version %(n)s") % {"n": row.number}}  # fmt: skip


def _checked(request: HttpRequest) -> dict[str, bool]:
    return {"checked": request.method == "POST"}


_FORMS: dict[str, tuple[Callable[..., Any], Callable[..., Any], Callable[[], str]]] = {
    "envelope": (
        lambda row, said, request: EnvelopeForm(said, **_checked(request)),
        lambda row, form, by: actions.set_envelope(version=row, by=by, **form.cleaned_data),
        lambda: _("Envelope"),
    ),
    "share": (
        lambda row, said, request: ShareForm(said, parties=reach.parties(request.post), **_checked(request)),
        lambda row, form, by: actions.pledge(version=row, party=form.cleaned_data["party"], by=by, **form.worth),
        lambda: _("Share of a party"),
    ),
    "line": (
        lambda row, said, request: LineForm(said, agreement=row.agreement, **_checked(request)),
        lambda row, form, by: actions.fund(version=row, by=by, **form.cleaned_data),
        lambda: _("Object line"),
    ),
    "target": (
        lambda row, said, request: TargetForm(said, agreement=row.agreement, **_checked(request)),
        lambda row, form, by: actions.promise(version=row, by=by, **form.cleaned_data),
        lambda: _("Target"),
    ),
    "provision": (
        lambda row, said, request: ProvisionForm(said, **_checked(request)),
        lambda row, form, by: actions.provide(version=row, by=by, **form.cleaned_data),
        lambda: _("Governance or condition"),
    ),
    "term": (
        lambda row, said, request: TermForm(said, version=row, **_checked(request)),
        lambda row, form, by: actions.plan(version=row, by=by, **form.cleaned_data),
        lambda: _("Instalment"),
    ),
}  # fmt: skip


@needs("agreements.keep")
@require_POST
@once
def off(request: HttpRequest, pk: UUID, part: str, row: UUID) -> HttpResponse:
    """Take a part off a version in preparation."""
    held = reach.version(request, pk)
    found = PARTS[part].objects.filter(version=held, pk=row).first() if part in PARTS else None
    if found is None:
        raise Http404
    try:
        actions.take_off(part=found, by=request.post)
        messages.success(request, _("Taken off."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("agreements:desk:version", held.pk)


@needs("agreements.keep")
@once
def amend(request: HttpRequest, code: str) -> HttpResponse:
    """Prepare an amendment: a copy of what holds, to be changed."""
    row = reach.agreement(request, code)
    form = NothingForm(typed(request))
    return acted(
        request, form, lambda: actions.begin_amendment(agreement=row, by=request.post),
        done=_("Change what is amended, then let it hold."), title=_("Prepare an amendment"), verb=_("Prepare it"),
        then=lambda made: reverse("agreements:desk:version", args=[made.pk]), **way_back(row),
        lead=_("What holds today stays in force until the amendment does, and stays readable after."),
    )  # fmt: skip


@needs("agreements.keep")
@once
def force(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let an amendment hold."""
    row = reach.version(request, pk)
    form = ForceForm(typed(request), checked=request.method == "POST")
    return acted(
        request, form, lambda: actions.put_in_force(version=row, by=request.post, **form.cleaned_data),
        done=_("The amendment holds. The page says what it changed."), title=_("Let the amendment hold"),
        verb=_("Let it hold"), then=lambda made: way_back(row.agreement)["back"], **_back(row),
        lead=_("From then on nobody changes it: the next change is another amendment."),
    )  # fmt: skip


@needs("agreements.keep")
@once
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give an amendment up."""
    row = reach.version(request, pk)
    form = NothingForm(typed(request))
    return acted(
        request, form, lambda: actions.drop_amendment(version=row, by=request.post),
        done=_("Given up. What was in force still is."), title=_("Give this amendment up?"), verb=_("Give it up"),
        then=lambda made: way_back(row.agreement)["back"], **_back(row),
    )  # fmt: skip
