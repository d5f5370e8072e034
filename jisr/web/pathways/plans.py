"""Pages of a household's plan: open it, read it, print it, look back at its months, close it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jisr.common import journal
from jisr.common.errors import Refusal, Stale
from jisr.families import queries as families
from jisr.web.access import needs, typed
from jisr.web.families.handing import ask_first
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.pathways import chart
from jisr.web.pathways.depth_forms import ContactForm
from jisr.web.pathways.forms import FollowUpForm, PlanForm
from jisr.web.window import Unhurried, found, read_version, two_versions
from jisr.window.listening import queries as listening
from jisr.window.pathways import actions, queries
from jisr.window.pathways.models import Plan, Step
from jisr.window.pathways.rules import plan_status, progress, status


@needs("pathways.follow")
@once
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the household's plan; one that is open already is shown instead."""
    household = found(families.household(pk))
    free = [] if household.compartment else request.post.compartments
    is_open = [plan for plan in queries.plans(household) if plan.closed_on is None]
    ordinary = next((plan for plan in is_open if plan.compartment == household.compartment), None)
    free = [code for code in free if code not in {plan.compartment for plan in is_open}]
    if ordinary and not free and request.method == "GET":
        return redirect("pathways:plan", ordinary.pk)
    form = PlanForm(typed(request), compartments=free, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.open_plan(
                household=household, centre=request.post.centre, by=request.user, **form.cleaned_data
            )
            return redirect("pathways:plan", plan.pk)
        except actions.PlanOpen as refusal:
            put_refusal(form, refusal)
        except Refusal as refusal:
            put_refusal(form, refusal)
    needs_heard = [need for need in listening.needs(household) if need.state == "open" and not need.compartment]
    page = {"form": form, "household": household, "open_plans": is_open, "needs": needs_heard}
    return render(request, "pathways/new.html", page)


@needs("pathways.follow")
@require_http_methods(["GET"])
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan: goal, steps person by person, follow-ups."""
    row = found(queries.plan(pk))
    journal.opened("pathways.read_plan", row)
    page = page_of(row)
    # another centre to which the file is open adds to it; it ends where it is kept
    page["may_close"] &= row.centre_id == request.post.centre_id
    return render(request, "pathways/plan.html", page)


@needs("pathways.follow")
@require_http_methods(["GET"])
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan on paper, for the family."""
    row = found(queries.plan(pk))
    if (asked := ask_first(request, row.household_id, [step.person for step in row.steps.all()])) is not None:
        return asked
    journal.opened("pathways.printed_plan", row)
    return render(request, "pathways/paper.html", page_of(row))


def page_of(row: Plan) -> dict[str, Any]:
    """What the pages of a plan show."""
    today = timezone.localdate()
    steps = sorted(row.steps.all(), key=lambda step: (str(step.person_id), step.due_on, step.pk))
    done, total = progress([step.state for step in steps])
    return {
        "plan": row, "household": row.household, "today": today, "done": done, "total": total,
        "people": _by_person(steps), "next": _next(steps),
        "follow_ups": sorted(row.follow_ups.all(), key=lambda follow: follow.month),
        "may_close": total > 0 and done == total and row.closed_on is None,
        "status": _status(row, steps, today), "standings": _standings(row), "cost": queries.cost(row),
        "goals": list(row.goals.all()), "before": queries.closed_before(row),
        "contacts": sorted(row.contacts.all(), key=lambda contact: (contact.on, contact.pk), reverse=True)[:_SHOWN],
    }  # fmt: skip


#: As many contacts as a card shows; all of them are counted.
_SHOWN = 5


def _status(row: Plan, steps: Sequence[Step], today: Any) -> str:
    within = queries.numbers(today)["steps_within_days"]
    stand = [status(outcome=step.outcome, ended=step.ended_on is not None, due_on=step.due_on, today=today,
                    within=within) for step in steps]  # fmt: skip
    looks = sorted((look for look in row.follow_ups.all() if look.done_on), key=lambda look: look.month)
    return plan_status(stand, closed=row.closed_on is not None, last_look=looks[-1].state if looks else "")


def _standings(row: Plan) -> list[tuple[Any, Any]]:
    return [(one, chart.of(one.history)) for one in queries.standings(row)]


def _by_person(steps: Sequence[Step]) -> list[tuple[Any, list[Step]]]:
    return [(found[0].person, found) for _key, group in groupby(steps, lambda step: step.person_id)
            if (found := list(group))]  # fmt: skip


def _next(steps: Sequence[Step]) -> Any:
    """Key of the step that is due first; it bears the primary button."""
    waiting = [step for step in steps if step.ended_on is None]
    return min(waiting, key=lambda step: (step.due_on, step.pk)).pk if waiting else None


@needs("pathways.follow")
@once
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look back with the family at 1, 3, 6 or 12 months."""
    row = found(queries.follow_up(pk))
    back = reverse("pathways:plan", args=[row.plan_id])
    start = {"state": row.state, "words": row.words, "satisfaction": row.satisfaction}
    form = FollowUpForm(typed(request), initial=start, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        version = read_version(request, row.version)
        try:
            actions.follow_up(
                follow=row, version=version, centre=request.post.centre, by=request.user, **form.cleaned_data
            )
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    if request.method == "GET":
        journal.opened("pathways.opened_follow_up", row)
    page = {"form": form, "follow": row, "back": back, "today": timezone.localdate()}
    return render(request, "pathways/follow_up.html", page)


@needs("pathways.follow")
@once
@not_again
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note when you met the family, and what it took."""
    row = found(queries.plan(pk))
    back = reverse("pathways:plan", args=[row.pk])
    start = {"on": timezone.localdate()}
    form = ContactForm(typed(request), initial=start, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_contact(plan=row, by=request.user, centre=request.post.centre, **form.cleaned_data)
            return redirect(back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    if request.method == "GET":
        journal.opened("pathways.read_plan", row)
    return render(request, "pathways/contact.html", {"form": form, "plan": row, "back": back})


class _Nothing(Unhurried):
    """Closing asks nothing further."""


@needs("pathways.follow")
@once
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a plan whose steps are all ended, where it is kept."""
    row = queries.plan(pk)
    row = found(row if row is not None and row.centre_id == request.post.centre_id else None)
    back = reverse("pathways:plan", args=[row.pk])
    form = _Nothing(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_plan(plan=row, version=read_version(request, row.version), by=request.user)
            return redirect(back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": _("Close the plan"),
        "text": _("The family stays known; a new plan can be opened whenever it is needed."),
        "form": form, "verb": _("Close the plan"), "cancel": back, "versioned": row,
    }  # fmt: skip
    return render(request, "confirm.html", page)
