"""Corrections and additions to a family's file; two people who save the same thing at once lose nothing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.common import journal
from jisr.common.errors import Refusal, Stale
from jisr.families import actions, queries
from jisr.families.models import Consent, Household, Person
from jisr.families.queries import FAIR, STRONG
from jisr.web.access import needs, typed
from jisr.web.families.birth import birth_of
from jisr.web.families.forms import PLAIN, HouseholdForm, IdentityForm, PersonForm, PhoneForm, said_of_school
from jisr.web.families.results import Results, look_for
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.window import found, read_version, two_versions
from jisr.window.orientation import actions as orientation


@needs("families.edit")
@once
def edit_household(request: HttpRequest, household: UUID) -> HttpResponse:
    """Correct where a household lives, its language, its registers."""
    row = found(queries.household(household))
    back = reverse("families:household", args=[row.pk])
    form = HouseholdForm(typed(request), initial={name: getattr(row, name) for name in HouseholdForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_household(
                household=row, version=read_version(request, row.version), by=request.user, **form.cleaned_data
            )
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    journal.opened("families.opened", row)
    return render(request, "families/edit_household.html", {"form": form, "household": row, "back": back})


@needs("families.edit")
@once
@not_again
def add_person(request: HttpRequest, household: UUID) -> HttpResponse:
    """Write a member into a household."""
    row = found(queries.household(household))
    back = reverse("families:household", args=[row.pk])
    form = PersonForm(typed(request), initial={"relation": "child"})
    if request.method == "POST" and form.is_valid():
        try:
            alike = _alike(form, row)
            if alike.unseen(request.POST.get("seen", "")):
                return render(
                    request, "families/edit_person.html", {"form": form, "household": row, "back": back, "found": alike}
                )
            actions.add_person(household=row, by=request.user, relation=form.cleaned_data["relation"], **form.values())
            return redirect(back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "families/edit_person.html", {"form": form, "household": row, "back": back})


def _alike(form: PersonForm, household: Household) -> Results:
    """Who may be the person about to be written, here or elsewhere."""
    said = form.values()
    names = [f"{said[f'{part}_ar']} {said[f'{part}_fr']}".strip() for part in ("given", "family")]
    # a child is often added by her given name alone: of so many namesakes only the surest are worth a look
    return look_for(
        form.birth(), at_least=FAIR if names[1] else STRONG, given=names[0], family=names[1], sex=said["sex"],
        commune=household.commune_id,
        household=household.pk,
    )  # fmt: skip


@needs("families.edit")
@once
def edit_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Correct what is written of a person."""
    row = _person(person)
    back = reverse("families:household", args=[row.household_id])
    form = PersonForm(typed(request), initial=_stored(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(
                person=row, version=read_version(request, row.version), by=request.user,
                relation=form.cleaned_data["relation"], **form.values(),
            )  # fmt: skip
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, _as_shown(stale), cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    journal.opened("families.opened", row.household)
    return render(
        request, "families/edit_person.html", {"form": form, "household": row.household, "person": row, "back": back}
    )


def _stored(row: Person) -> dict[str, Any]:
    """What is written of a person, as the form says it."""
    relation = row.memberships.filter(until=None).values_list("relation", flat=True).first()
    said = {name: getattr(row, name) for name in PLAIN}
    return said | {"schooled": said_of_school(row.schooled), "relation": relation or "other"} | birth_of(row)


def _as_shown(stale: Stale) -> Stale:
    """The row stored now, with the answers that only the form has."""
    row = stale.current
    if row is not None:
        said = _stored(row)
        row.schooled, row.relation, row.age = said["schooled"], said["relation"], said.get("age")
        row.born_on = said.get("born_on")
    return stale


@needs("families.edit", "reception.receive")
@once
@not_again
def add_phone(request: HttpRequest, household: UUID) -> HttpResponse:
    """Write a number at which the household may be reached."""
    row = found(queries.household(household))
    back = reverse("families:household", args=[row.pk])
    form = PhoneForm(typed(request), initial={"owner": "own"})
    if request.method == "POST" and form.is_valid():
        actions.add_phone(household=row, by=request.user, **form.cleaned_data)
        return redirect(back)
    return render(request, "families/add_phone.html", {"form": form, "household": row, "back": back})


@needs("families.edit")
@once
@not_again
def add_identity(request: HttpRequest, person: UUID) -> HttpResponse:
    """Keep an identity number of a person."""
    row = _person(person)
    back = reverse("families:household", args=[row.household_id])
    form = IdentityForm(typed(request), initial={"kind": "cin"})
    if request.method == "POST" and form.is_valid():
        actions.add_identity(person=row, by=request.user, **form.cleaned_data)
        return redirect(back)
    return render(request, "families/add_identity.html", {"form": form, "person": row, "back": back})


@needs("families.edit", "reception.receive")
@once
def withdraw(request: HttpRequest, consent: UUID) -> HttpResponse:
    """Take a consent back, when the person says so."""
    row = found(Consent.objects.filter(pk=consent).select_related("person", "centre").first())
    back = reverse("families:household", args=[row.household_id])
    if request.method == "POST":
        try:
            actions.withdraw(consent=row, centre=request.post.centre, by=request.user)
            orientation.end_sharing(consent=row, by=request.user)
            messages.success(request, _("Withdrawn. From now on nothing more is shared on its ground."))
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        return redirect(back)
    return render(request, "families/withdraw.html", {"consent": row, "back": back})


def _person(key: UUID) -> Person:
    return found(Person.objects.select_related("household__commune__province").filter(pk=key).first())
