"""Reads of plans, steps and looks back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from jisr.common.parameters import value
from jisr.common.prepared import Prepared
from jisr.common.shortlist import first
from jisr.families.models import Household
from jisr.window.pathways.choices import StepState
from jisr.window.pathways.models import FollowUp, Goal, Plan, Score, Step

_OPEN = [StepState.PLANNED, StepState.ONGOING]
_COMMUNE = ("household__commune__name_ar", "household__commune__name_fr")


def plans(household: Household) -> Any:
    """Plans of a household that the reader may see, the open one first."""
    rows = Plan.objects.filter(household=household).select_related("centre", "by")
    return rows.prefetch_related("steps__person", "steps__aids", "steps__attendances", "follow_ups").order_by(
        "closed_on", "-id"
    )


def _plan(pk: UUID) -> Any:
    return Plan.objects.select_related("household__commune__province", "centre", "by").filter(pk=pk)


_PLAN: Prepared[Plan] = Prepared(_plan, pk=UUID(int=0))


def plan(pk: Any) -> Plan | None:
    """One plan with its steps and follow-ups."""
    found = _PLAN(pk=pk)
    prefetch_related_objects(
        found,
        Prefetch("steps", Step.objects.select_related("person", "goal", "referral", "programme")), "steps__aids",
        "steps__attendances", "steps__approvals", "steps__units", "follow_ups", "contacts",
        Prefetch("goals", Goal.objects.select_related("person")),
        Prefetch("scores", Score.objects.select_related("person")),
    )  # fmt: skip
    return found[0] if found else None


def closed_before(plan: Plan) -> Plan | None:
    """The plan after which the family came back within the days in which a return is told; None for a first one."""
    days = value("jisr.window.pathways", "pathways", "reentry_days", on=plan.opened_on)
    rows = Plan.objects.filter(household=plan.household_id, compartment=plan.compartment, closed_on__isnull=False)
    since = plan.opened_on - timedelta(days=days)
    return (
        rows.filter(closed_on__range=(since, plan.opened_on), id__lt=plan.pk).select_related("centre")
        .order_by("-closed_on").first()
    )  # fmt: skip


def step(pk: Any) -> Step | None:
    """One step, or None when it does not exist for the reader."""
    return (
        Step.objects.select_related("plan__centre", "person", "household__commune", "programme", "goal")
        .prefetch_related("units__days", "approvals__decided_by", "approvals__asked_by")
        .filter(pk=pk)
        .first()
    )


def steps_due(centres: Sequence[int], *, most: int, within: int = 7, today: date | None = None) -> Any:
    """Open steps of these centres' plans that are due within some days, the most overdue first."""
    today = today or timezone.localdate()
    rows = Step.objects.filter(plan__centre__in=centres, state__in=_OPEN, due_on__lte=today + timedelta(days=within))
    return first(
        rows.order_by("due_on", "id"),
        most,
        "what",
        "due_on",
        "responsible",
        "person__sex",
        "person__born_on",
        *_COMMUNE,
    )


def follow_ups_due(centres: Sequence[int], *, most: int, within: int = 7, today: date | None = None) -> Any:
    """Follow-ups of these centres' plans that are due within some days, the most overdue first."""
    today = today or timezone.localdate()
    rows = FollowUp.objects.filter(
        plan__centre__in=centres, plan__closed_on=None, done_on=None, due_on__lte=today + timedelta(days=within)
    )
    return first(rows.order_by("due_on", "id"), most, "month", "due_on", "plan__opened_on", *_COMMUNE)


def follow_up(pk: Any) -> FollowUp | None:
    """One follow-up, or None when it does not exist for the reader."""
    return FollowUp.objects.select_related("plan__centre", "household__commune").filter(pk=pk).first()
