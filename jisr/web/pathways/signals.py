"""Pages of signals: the rules that fired for a family, each with its facts; act, or set aside with a reason."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.families import queries as families
from jisr.families.models import Household
from jisr.web import wording
from jisr.web.access import needs
from jisr.web.forms import once, put_refusal
from jisr.web.pathway_words import rule_in_words, signal_facts
from jisr.web.pathways.depth_forms import ActForm, AsideForm
from jisr.web.window import found, members
from jisr.window.pathways import actions, queries
from jisr.window.pathways.models import Plan, Step
from jisr.window.pathways.queries import Signal


@needs("pathways.follow")
@require_GET
def signals(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What calls for a look in this family."""
    household = found(families.household(pk))
    journal.opened("pathways.read_signals", household)
    return _show(request, household)


def _show(request: HttpRequest, household: Household, **bound: Any) -> HttpResponse:
    """The page, with the forms of one signal as they were sent; ``key`` says which."""
    plans = {plan.compartment: plan for plan in queries.plans(household) if plan.closed_on is None}
    rows = [_row(household, signal, n, plans, bound) for n, signal in enumerate(queries.of_household(household))]
    page = {"household": household, "rows": rows, "notice": bound.get("notice"), "plan": plans.get("")}
    return render(request, "pathways/signals.html", page)


def _row(household: Household, signal: Signal, n: int, plans: dict[str, Plan], bound: dict[str, Any]) -> dict[str, Any]:
    mine = bound if bound.get("key") == (signal.rule.code, signal.facts) else {}
    who = next((one for one in household.members if one.pk == signal.person), None)
    return {
        "signal": signal, "name": wording.of_file(signal.rule.name), "rule": rule_in_words(signal.rule),
        "do": wording.of_file(signal.rule.do), "facts": signal_facts(signal), "person": who, "n": n,
        "plan": plans.get(signal.compartment), "source": signal.rule.source,
        "aside": mine.get("aside") or AsideForm(auto_id=f"aside{n}_%s"),
        "act": mine.get("act") or _act_form(household, signal, n),
    }  # fmt: skip


def _act_form(household: Household, signal: Signal, n: int, data: Any = None) -> ActForm:
    start = {"person": str(signal.person or ""), "kind": signal.rule.kinds[0]}
    return ActForm(
        data, people=members(household.members, timezone.localdate()), kinds=signal.rule.kinds, initial=start,
        auto_id=f"act{n}_%s",
    )  # fmt: skip


def _found(request: HttpRequest, pk: UUID) -> tuple[Household, Signal]:
    household = found(families.household(pk))
    return household, actions.found(household, request.POST.get("rule", ""), request.POST.get("facts", ""))


@needs("pathways.follow")
@require_POST
@once
def aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set a signal aside, with a reason."""
    try:
        household, signal = _found(request, pk)
        form = AsideForm(request.POST, auto_id="aside_%s")
        if form.is_valid():
            actions.set_aside(household=household, signal=signal, by=request.user, **form.cleaned_data)
            return redirect("pathways:signals", household.pk)
    except actions.NoSuchSignal as gone:
        return _show(request, found(families.household(pk)), notice=gone)
    return _show(request, household, key=(signal.rule.code, signal.facts), aside=form)


@needs("pathways.follow")
@require_POST
@once
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a signal by a step of the family's plan."""
    try:
        household, signal = _found(request, pk)
        form = _act_form(household, signal, 0, request.POST)
        step = _acted(request, household, signal, form)
    except actions.NoSuchSignal as gone:
        return _show(request, found(families.household(pk)), notice=gone)
    if step is not None:
        return redirect("pathways:step", step.pk)
    return _show(request, household, key=(signal.rule.code, signal.facts), act=form)


def _acted(request: HttpRequest, household: Household, signal: Signal, form: ActForm) -> Step | None:
    """The step that answers; None where the form, or the act, says why not.

    Raises:
        NoSuchSignal: somebody answered it in between.
    """
    plans = [one for one in queries.plans(household) if one.closed_on is None and one.compartment == signal.compartment]
    if not plans or not form.is_valid():
        return None
    # of several plans of the family, that of the centre which acts
    plan = next((one for one in plans if one.centre_id == request.post.centre_id), plans[0])
    values = dict(form.cleaned_data)
    key = values.pop("person")
    person = next(one for one in household.members if str(one.pk) == key)
    try:
        return actions.act_on(
            household=household, signal=signal, plan=plan, person=person, by=request.user,
            centre=request.post.centre, **values,
        )  # fmt: skip
    except actions.NoSuchSignal:
        raise
    except Refusal as refusal:
        put_refusal(form, refusal)
        return None
