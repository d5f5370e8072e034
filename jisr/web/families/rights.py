"""Requests of a person about her own data: written down at the counter, answered, told by letter."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from jisr.common import journal
from jisr.common.errors import Refusal, Stale
from jisr.families import actions, queries
from jisr.families.models import Person, RetentionBatch, RightsRequest
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.families import papers
from jisr.web.families.rights_forms import RefuseForm, RightForm
from jisr.web.forms import once, put_refusal
from jisr.web.window import found, read_version


@needs("reception.receive")
@once
def ask_right(request: HttpRequest, person: UUID) -> HttpResponse:
    """Write down what a person asks about her own data."""
    row = found(Person.objects.select_related("household").filter(pk=person).first())
    form = RightForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_right(person=row, centre=request.post.centre, by=request.user, **form.cleaned_data)
            messages.success(request, _("Written down. Give her the letter: it says by when she has her answer."))
            return redirect("families:right", asked.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    back = reverse("families:household", args=[row.household_id])
    return render(request, "families/ask_right.html", {"form": form, "person": row, "back": back})


@needs("families.open")
@require_GET
def right(request: HttpRequest, asked: UUID) -> HttpResponse:
    """One request, its clock, its answer."""
    return _shown(request, found(queries.right(asked)), RefuseForm())


def _shown(request: HttpRequest, row: RightsRequest, form: RefuseForm, status: int = 200) -> HttpResponse:
    journal.opened("families.opened_right", row)
    waits = row.answered_at is None
    held = queries.held(row.person_id) if waits and row.right == "erasure" else []
    page = {
        "asked": row, "clock": queries.clock(row), "form": form, "held": papers.grounds(held),
        "answers": waits and may(request.post.role, "families.grant"),
        "proposed_it": row.first_by_id == request.user.pk, "can_export": may(request.post.role, "journal.of_file"),
        "takes_back": waits and may(request.post.role, "reception.receive"),
        "back": reverse("families:household", args=[row.household_id]),
    }  # fmt: skip
    return render(request, "families/right.html", page, status=status)


@needs("families.grant")
@require_POST
@once
def answer_right(request: HttpRequest, asked: UUID) -> HttpResponse:
    """Say yes or no; the second yes to an erasure ends the file."""
    row = found(queries.right(asked))
    form = RefuseForm(typed(request) if request.POST.get("answer") == "refuse" else None)
    version = read_version(request, row.version)
    try:
        if request.POST.get("answer") == "refuse":
            if not form.is_valid():
                return _shown(request, row, form)
            actions.refuse_right(request=row, version=version, by=request.user, **form.cleaned_data)
            messages.success(request, _("Refused, with its reasons. Give her the letter: it says where to appeal."))
        elif request.POST.get("answer") == "grant":
            done = actions.grant_right(request=row, version=version, by=request.user)
            if done is None:
                messages.success(request, _("Erased. The files of the database are swept in the night."))
                return redirect("families:erasures")
            proposed = done.state == "proposed"
            said = _("Proposed. Somebody else decides.") if proposed else _("Granted. Give her the letter.")
            messages.success(request, said)
    except (Refusal, Stale) as refusal:
        messages.warning(request, str(refusal))
    return redirect("families:right", asked)


@needs("reception.receive")
@require_POST
@once
def take_back_right(request: HttpRequest, asked: UUID) -> HttpResponse:
    """The person no longer asks."""
    row = found(queries.right(asked))
    try:
        actions.take_back_right(request=row, version=read_version(request, row.version), by=request.user)
        messages.success(request, _("Noted: she no longer asks."))
    except (Refusal, Stale) as refusal:
        messages.warning(request, str(refusal))
    return redirect("families:right", asked)


@needs("families.open")
@require_GET
def right_letter(request: HttpRequest, asked: UUID) -> HttpResponse:
    """The letter in her language: that it was received, or what was decided and where to appeal."""
    row = found(queries.right(asked))
    journal.opened("families.printed_right", row)
    language = papers.language_of(row.household)
    with override(language):
        content = papers.letter(row, language)
    return papers.answer(content, f"{row.code}.pdf", "application/pdf")


@needs("families.grant")
@require_GET
def erasures(request: HttpRequest) -> HttpResponse:
    """Who was erased at this centre, by the number of the request alone; what waits."""
    centres = [request.post.centre_id]
    page: dict[str, Any] = {"erased": queries.erasures(centres)[:200], "waiting": queries.rights_waiting(centres)[:100]}
    page["today"] = timezone.localdate()
    return render(request, "families/erasures.html", page)


@needs("families.retain")
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """What has been kept long enough at this centre, rule by rule."""
    return render(request, "families/retention.html", {"rules": queries.retention([request.post.centre_id])})


@needs("families.retain")
@require_POST
@once
def sign_retention(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Sign one batch; the keeper does it within the day."""
    row = found(RetentionBatch.objects.filter(pk=batch, centre=request.post.centre_id).first())
    try:
        actions.sign_retention(batch=row, by=request.user)
        messages.success(request, _("Signed. They are erased within the day."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("families:retention")
