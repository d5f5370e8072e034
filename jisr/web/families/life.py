"""What happens in a household: somebody leaves or comes back, who heads it, its referent, what it lives on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.choices import Compartment
from jisr.common.errors import Refusal
from jisr.families import actions, queries
from jisr.families.choices import Relation
from jisr.families.models import Household, Person, Resource
from jisr.staff.models import Post
from jisr.staff.queries import holding
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.families.life_forms import (
    BackForm,
    HeadForm,
    LeftForm,
    PapersForm,
    ReferentForm,
    ResourceForm,
    SafetyForm,
)  # fmt: skip
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.window import found


@needs("families.edit")
@once
def left(request: HttpRequest, person: UUID) -> HttpResponse:
    """Somebody left the household, alone or with others, or died."""
    household, row = _member(person)
    others = [member for member in household.members if member.pk != row.pk]
    form = LeftForm(typed(request), others=others)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_file(_leave(request, household, row, form)))
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _page(request, "families/left.html", household, form, person=row)


def _leave(request: HttpRequest, household: Household, row: Person, form: LeftForm) -> Household:
    """The file to show next: that of the household they left, or the one that was opened."""
    values = form.cleaned_data
    along = set(values.get("along", ()))
    people = [row, *(one for one in household.members if str(one.pk) in along)]
    what = {"why": values["why"], "on": values["on"], "by": request.user}
    if values["where"] == "new":
        return actions.move_out(
            persons=people, commune=values["commune"], locality=values["locality"], centre=request.post.centre, **what
        )
    if values["where"] == "file":
        relations = {row.pk: values["relation"] or Relation.OTHER}
        actions.move(persons=people, to=values["to"], relations=relations, **what)
    else:
        actions.leave_together(persons=people, **what)
    messages.success(request, _("Written. What was done before stays in this file."))
    return household


@needs("families.edit")
@once
def back(request: HttpRequest, person: UUID) -> HttpResponse:
    """Somebody who had left belongs to the household again."""
    household, row = _member(person)
    form = BackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.come_back(person=row, by=request.user, **form.cleaned_data)
            return redirect(_file(household))
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _page(request, "families/back.html", household, form, person=row)


@needs("families.edit")
@once
def head(request: HttpRequest, household: UUID) -> HttpResponse:
    """Who heads the household, and what everybody is to that person."""
    row = found(queries.household(household))
    form = HeadForm(typed(request), people=row.members)
    if request.method == "POST" and form.is_valid():
        try:
            relations = {UUID(key): relation for key, relation in form.relations().items()}
            actions.change_head(household=row, relations=relations, by=request.user)
            return redirect(_file(row))
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _page(request, "families/head.html", row, form)


@needs("families.edit", "families.grant")
@once
def referent(request: HttpRequest, household: UUID) -> HttpResponse:
    """Which worker the family knows as hers."""
    row = found(queries.household(household))
    workers = _workers(request)
    now = queries.referent(row)
    form = ReferentForm(
        typed(request), workers=[(str(user.pk), user.display_name) for user in workers],
        initial={"worker": str(now.user_id) if now else ""},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = next(user for user in workers if str(user.pk) == form.cleaned_data["worker"])
        actions.name_referent(household=row, user=chosen, centre=request.post.centre, by=request.user)
        return redirect(_file(row))
    return _page(request, "families/referent.html", row, form, now=now)


def _workers(request: HttpRequest) -> list[User]:
    """Workers of the reader's centre who follow families."""
    posts = Post.objects.filter(holding(), centre=request.post.centre).select_related("user").order_by("user_id")
    return list({post.user_id: post.user for post in posts if may(post.role, "pathways.follow")}.values())


@needs("families.edit")
@once
@not_again
def resources(request: HttpRequest, household: UUID) -> HttpResponse:
    """What the household lives on, and how well that is known."""
    row = found(queries.household(household))
    form = ResourceForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_resource(household=row, by=request.user, **form.cleaned_data)
            return redirect("families:resources", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _page(request, "families/resources.html", row, form, resources=queries.resources(row))


@needs("families.edit")
@require_POST
@once
def end_resource(request: HttpRequest, resource: UUID) -> HttpResponse:
    """The household no longer has this resource."""
    row = found(Resource.objects.filter(pk=resource).first())
    try:
        actions.end_resource(resource=row, by=request.user)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("families:resources", row.household_id)


@needs("families.edit", "reception.receive")
@once
def papers(request: HttpRequest, person: UUID) -> HttpResponse:
    """To which adult a child's papers may be handed."""
    household, row = _member(person)
    adults = [one for one in queries.adults_of(household, timezone.localdate()) if one.pk != row.pk]
    form = PapersForm(typed(request), adults=adults, initial={"adult": str(row.papers_to_id or "")})
    if request.method == "POST" and form.is_valid():
        adult = next((one for one in adults if str(one.pk) == form.cleaned_data["adult"]), None)
        try:
            actions.hand_papers_to(child=row, adult=adult, by=request.user)
            return redirect(_file(household))
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _page(request, "families/papers.html", household, form, person=row)


@needs("families.edit")
@once
def safety(request: HttpRequest, household: UUID) -> HttpResponse:
    """Bring people to safety, in a compartment that the reader's post keeps; the page exists for no other post."""
    row = found(queries.household(household))
    kept = [(code, label) for code, label in Compartment.choices if code in request.post.compartments]
    if not kept or row.compartment:
        raise Http404
    form = SafetyForm(typed(request), people=row.members, kept=kept)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        chosen = set(values.pop("people"))
        people = sorted(
            (one for one in row.members if str(one.pk) in chosen),
            key=lambda one: queries.is_minor(one, timezone.localdate()),
        )
        new = actions.bring_to_safety(persons=people, centre=request.post.centre, by=request.user, **values)
        return redirect(_file(new))
    return _page(request, "families/safety.html", row, form, line=kept[0][0])


def _member(key: UUID) -> tuple[Household, Person]:
    """A person's household, read whole, and herself as it holds her."""
    row = found(Person.objects.filter(pk=key).first())
    household = found(queries.household(row.household_id))
    return household, next(person for person in household.persons.all() if person.pk == row.pk)


def _file(household: Household) -> str:
    return reverse("families:household", args=[household.pk])


def _page(request: HttpRequest, template: str, household: Household, form: Any, *, line: str = "", **more: Any) -> Any:
    """The form under its household; who read it is written, in the compartment of the page where it has one."""
    if request.method == "GET":
        journal.opened("families.opened", household, compartment=line or household.compartment)
    return render(request, template, {"household": household, "form": form, "back": _file(household)} | more)
