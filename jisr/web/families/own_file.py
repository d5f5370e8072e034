"""A person's own file, handed over: on paper in her language, or as JSON; and her consents in plain words."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from jisr.centres.choices import THEMES
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.exchange.own_file import gathered, is_minor
from jisr.families import actions, queries
from jisr.families.choices import ConsentScope
from jisr.families.models import Person
from jisr.staff.rules import may
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.families import papers
from jisr.web.families.own_words import sections
from jisr.web.families.rights_forms import ConsentForm, OwnFileForm
from jisr.web.forms import once, put_refusal
from jisr.web.window import found
from jisr.window.orientation import queries as orientation


@needs("journal.of_file")
def own_file(request: HttpRequest, person: UUID) -> HttpResponse:
    """Hand a person everything that is kept of her; for a child, first ask which adult is safe."""
    row = _person(person)
    minor = is_minor(row)
    form = OwnFileForm(
        typed(request), minor=minor, keeps=bool(request.post.compartments),
        initial={"language": papers.language_of(row.household)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            return _handed(row, form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
    back = reverse("families:household", args=[row.household_id])
    return render(request, "families/own_file.html", {"form": form, "person": row, "minor": minor, "back": back})


def _handed(row: Person, said: Mapping[str, Any]) -> HttpResponse:
    file = gathered(row, protected=bool(said.get("protected")))
    journal.opened("families.exported_own_file", row, reason=said.get("safe", ""))
    if said["shape"] == "json":
        content = json.dumps(file, ensure_ascii=False, indent=1).encode()
        return papers.answer(content, "jisr.json", "application/json")
    with override(said["language"]):
        parts = sections(file, said["language"])
        content = papers.own_file(file, row.household, parts, said["language"])
    return papers.answer(content, "jisr.pdf", "application/pdf")


@needs("families.edit", "reception.receive")
@once
def add_consent(request: HttpRequest, person: UUID) -> HttpResponse:
    """Write down what a person agrees to outside a referral."""
    row = _person(person)
    form = ConsentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.consent(person=row, centre=request.post.centre, by=request.user, **form.cleaned_data)
            messages.success(request, _("Written down. She can take it back whenever she likes, here."))
            return redirect("families:consents", row.household_id)
        except Refusal as refusal:
            put_refusal(form, refusal)
    back = reverse("families:household", args=[row.household_id])
    return render(request, "families/add_consent.html", {"form": form, "person": row, "back": back})


@needs("families.open")
@require_GET
def consents(request: HttpRequest, household: UUID) -> HttpResponse:
    """What each consent covers, in plain words, to be read aloud or printed."""
    row = found(queries.household(household))
    journal.opened("families.opened_consents", row)
    rows = row.consents.select_related("person", "centre").order_by("withdrawn_at", "-given_at", "id")
    adds = may(request.post.role, "families.edit") or may(request.post.role, "reception.receive")
    themes: dict[UUID, set[str]] = {}
    for referral in orientation.referrals(row).exclude(consent=None):
        themes.setdefault(referral.consent_id, set()).add(referral.service.theme)
    for one in rows:
        one.said = [ConsentScope(code).label for code in one.covers]
        one.about = wording.listed([str(THEMES[code]) for code in sorted(themes.get(one.pk, ()))])
    return render(request, "families/agreed.html", {"household": row, "consents": rows, "adds": adds})


def _person(key: UUID) -> Person:
    rows = Person.objects.select_related("household__commune__province")
    return found(rows.filter(pk=key).first())
