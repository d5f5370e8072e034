"""Pages of one step: add it, begin it, note who came, what was given, and what came of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jisr.centres.choices import THEMES
from jisr.common import journal
from jisr.common.errors import Refusal, Stale
from jisr.families.models import Person
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.pathways.forms import AidForm, AttendanceForm, EndForm, StepForm
from jisr.web.window import Unhurried, found, members, read_version, two_versions
from jisr.web.wording import name_of
from jisr.window.listening import queries as listening
from jisr.window.orientation import queries as orientation
from jisr.window.orientation.choices import CLOSED_UNMET
from jisr.window.pathways import actions, queries
from jisr.window.pathways.models import Plan, Step


class _Linked:
    """What a step of a plan may hang on: rows of the plan's own compartment, never of another."""

    def __init__(self, plan: Plan) -> None:
        household, kept = plan.household, plan.compartment
        self.people = list(
            Person.objects.filter(household=household, memberships__until=None).order_by("born_on", "id")
        )
        self.needs = [row for row in listening.needs(household) if row.compartment == kept and row.state == "open"]
        self.referrals = [
            row for row in orientation.referrals(household)
            if row.compartment == kept and row.state not in CLOSED_UNMET
        ]  # fmt: skip

    def choices(self) -> dict[str, list[tuple[str, Any]]]:
        """As the form takes them."""
        return {
            "people": members(self.people, timezone.localdate()),
            "need_choices": [(str(row.pk), f"{THEMES[row.theme]} · {row.person.given}") for row in self.needs],
            "referral_choices": [
                (str(row.pk), f"{name_of(row.service)} · {row.get_state_display()}") for row in self.referrals
            ],
        }

    def rows(self, values: dict[str, Any]) -> dict[str, Any]:
        """The chosen keys as rows."""
        return {
            "person": _of(self.people, values["person"]),
            "need": _of(self.needs, values.get("need", "")),
            "referral": _of(self.referrals, values.get("referral", "")),
        }


def _of(rows: list[Any], key: str) -> Any:
    return next((row for row in rows if str(row.pk) == key), None)


@needs("pathways.follow")
@once
@not_again
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a step to a plan."""
    plan = found(queries.plan(pk))
    linked = _Linked(plan)
    start = {name: request.GET.get(name, "") for name in ("person", "need", "referral")}
    form = StepForm(typed(request), initial=start, checked=request.method == "POST", **linked.choices())
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.add_step(plan=plan, by=request.user, centre=request.post.centre, **values | linked.rows(values))
            return redirect("pathways:plan", plan.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "pathways/new_step.html", {"form": form, "plan": plan})


@needs("pathways.follow")
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A step: where it stands, who came, what was given."""
    row = found(queries.step(pk))
    journal.opened("pathways.opened_step", row)
    return _show(request, row)


def _forms(row: Step) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "end_form": EndForm(),
        "attendance_form": AttendanceForm(initial={"day": today}, auto_id="at_%s"),
        "aid_form": AidForm(initial={"given_on": today}, auto_id="aid_%s"),
    }


def _show(request: HttpRequest, row: Step, **bound: Any) -> HttpResponse:
    page = {
        "step": row, "plan": row.plan, "today": timezone.localdate(),
        "attendances": row.attendances.select_related("unit").order_by("-day", "-id"), "limit": queries.limit(),
        "within_days": queries.within_days(),
        "aids": row.aids.select_related("programme").order_by("-given_on", "-id"),
        "units": sorted(row.units.all(), key=lambda unit: unit.code),
        "approvals": sorted(row.approvals.all(), key=lambda asked: asked.asked_at, reverse=True),
    }  # fmt: skip
    return render(request, "pathways/step.html", page | _forms(row) | bound)


def _do(
    request: HttpRequest, pk: UUID, name: str, make: Callable[[Any], Unhurried], act: Callable[..., Any], *,
    versioned: bool = False,
) -> HttpResponse:  # fmt: skip
    """One form of the page of a step, one act, back to the page."""
    row = found(queries.step(pk))
    form = make(typed(request))
    if request.method != "POST":
        return _show(request, row, **({name: form} if name else {}))
    if form.is_valid():
        extra = {"version": read_version(request, row.version)} if versioned else {"centre": request.post.centre}
        if name == "end_form":
            extra["centre"] = request.post.centre
        try:
            values = form.values() if isinstance(form, AidForm) else form.cleaned_data
            act(step=row, by=request.user, **values, **extra)
            return redirect("pathways:step", row.pk)
        except Stale as stale:
            back = reverse("pathways:step", args=[row.pk])
            return two_versions(request, form, stale, cancel=back, names={"words": "outcome_words"})
        except Refusal as refusal:
            put_refusal(form, refusal)
    return _show(request, row, **({name: form} if name else {"notice": form.non_field_errors()}))


@needs("pathways.follow")
@once
def begin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The step is under way."""
    return _do(request, pk, "", Unhurried, actions.begin_step, versioned=True)


@needs("pathways.follow")
@once
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the step with what came of it."""
    return _do(request, pk, "end_form", _checked(request, EndForm), actions.end_step, versioned=True)


@needs("pathways.follow")
@once
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note whether the person was there."""
    return _do(request, pk, "attendance_form", _checked(request, AttendanceForm, "at_%s"), actions.mark_attendance)


@needs("pathways.follow")
@once
@not_again
def aid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note what was given."""
    return _do(request, pk, "aid_form", _checked(request, AidForm, "aid_%s"), actions.give_aid)


def _checked(request: HttpRequest, kind: type[Unhurried], auto_id: str = "id_%s") -> Callable[[Any], Unhurried]:
    return lambda data: kind(data, auto_id=auto_id, checked=request.method == "POST")
