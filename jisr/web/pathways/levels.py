"""Pages of levels: how it stands in each domain, aloud; the goal and the step that a low one asks for."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.families.models import Person
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.pathways import chart
from jisr.web.pathways.depth_forms import AnswerLevelForm, LevelsForm
from jisr.web.window import found, members
from jisr.window.pathways import actions, library, queries
from jisr.window.pathways.choices import About
from jisr.window.pathways.models import Plan


@needs("pathways.follow")
@once
def levels(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it stands for the family and around it, and the way to each of its people."""
    plan = found(queries.plan(pk))
    return _assess(request, plan, None)


@needs("pathways.follow")
@once
def of_person(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    """How it stands for one person of the family."""
    plan = found(queries.plan(pk))
    return _assess(request, plan, found(people_of(plan).filter(pk=person).first()))


def people_of(plan: Plan) -> Any:
    """Whoever lives in the household of a plan."""
    return Person.objects.filter(household=plan.household_id, memberships__until=None).order_by("born_on", "id")


def _assess(request: HttpRequest, plan: Plan, person: Person | None) -> HttpResponse:
    domains = [one for one in library.scale().domains if (one.about == About.PERSON) is (person is not None)]
    form = LevelsForm(typed(request), domains=domains, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.assess(plan=plan, person=person, levels=form.levels(), by=request.user)
            return redirect("pathways:levels", plan.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    if request.method == "GET":
        journal.opened("pathways.read_levels", plan)
    standing = [one for one in queries.standings(plan) if one.score.person_id == (person.pk if person else None)]
    return render(request, "pathways/levels.html", {
        "plan": plan, "person": person, "form": form, "standings": [(one, chart.of(one.history)) for one in standing],
        "people": list(people_of(plan)), "version": library.scale().version,
        "lacking": [one for one in queries.standings(plan) if one.lacks],
    })  # fmt: skip


@needs("pathways.follow")
@once
@not_again
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set the goal and the first step for a low level."""
    score = found(queries.score(pk))
    domain = found(library.scale().domain(score.domain))
    rows = list(people_of(score.plan))
    start = {"person": str(score.person_id or ""), "kind": domain.kind}
    people = members(rows, timezone.localdate())
    form = AnswerLevelForm(typed(request), initial=start, people=people, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        key = values.pop("person")
        person = next(row for row in rows if str(row.pk) == key)
        try:
            actions.answer_level(score=score, person=person, by=request.user, centre=request.post.centre, **values)
            return redirect("pathways:plan", score.plan_id)
        except Refusal as refusal:
            put_refusal(form, refusal)
    if request.method == "GET":
        journal.opened("pathways.read_levels", score.plan)
    page = {
        "form": form, "score": score, "domain": domain, "level": domain.levels[score.level - 1],
        "back": reverse("pathways:plan", args=[score.plan_id]),
    }  # fmt: skip
    return render(request, "pathways/answer_level.html", page)
