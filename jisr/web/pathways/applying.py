"""Pages that apply a template: choose a pathway and a person, change what comes, write it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.pathways.depth_forms import ApplyForm, ChooseForm
from jisr.web.pathways.levels import people_of
from jisr.web.window import found, members
from jisr.window.pathways import actions, library, queries
from jisr.window.pathways.models import Plan


@needs("pathways.follow")
@once
def template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose a pathway, then change what it proposes; nothing is written before the second yes."""
    plan = found(queries.plan(pk))
    rows = list(people_of(plan))
    if request.method == "POST" and "keep" in request.POST:
        return _apply(request, plan, rows)
    start = {"start": timezone.localdate(), "person": str(rows[0].pk) if rows else ""}
    people = members(rows, timezone.localdate())
    form = ChooseForm(typed(request), initial=start, people=people, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        chosen = library.templates()[values["template"]]
        proposed = ApplyForm(
            None, template=chosen, start=values["start"], checked=False, initial={"person": values["person"]}
        )
        return _proposal(request, plan, rows, proposed, values["person"])
    if request.method == "GET":
        journal.opened("pathways.read_plan", plan)
    return render(request, "pathways/choose_template.html", {"form": form, "plan": plan})


def _apply(request: HttpRequest, plan: Plan, rows: list[Any]) -> HttpResponse:
    chosen = found(library.templates().get(request.POST.get("template", "")))
    person = found(next((row for row in rows if str(row.pk) == request.POST.get("person")), None))
    form = ApplyForm(request.POST, template=chosen, start=_day(request.POST.get("start", "")))
    if form.is_valid():
        try:
            actions.apply_template(
                plan=plan, person=person, template=chosen, steps=form.kept_steps(), goals=form.kept_goals(),
                units=form.kept_units(), by=request.user, centre=request.post.centre,
            )  # fmt: skip
            return redirect("pathways:plan", plan.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _proposal(request, plan, rows, form, str(person.pk))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _proposal(request: HttpRequest, plan: Plan, rows: list[Any], form: ApplyForm, person: str) -> HttpResponse:
    who = next((row for row in rows if str(row.pk) == person), None)
    page = {"form": form, "plan": plan, "person": who, "template": form.template}
    return render(request, "pathways/apply_template.html", page)
