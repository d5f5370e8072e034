"""Reads of reception."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, Max, When

from jisr.common.shortlist import first
from jisr.families.models import Household
from jisr.window.reception.choices import Urgency, VisitState
from jisr.window.reception.models import Visit

_URGENT_FIRST = Case(When(urgency=Urgency.NOW, then=0), When(urgency=Urgency.WEEK, then=1), default=2)


def waiting(centres: Sequence[int], *, most: int) -> Any:
    """Who waits to be listened to at these centres: danger first, then the longest wait."""
    rows = Visit.objects.filter(centre_id__in=centres, state=VisitState.WAITING)
    # ordered before it is cut: danger that arrives today stands before two hundred visits that nobody closed
    return first(
        rows.order_by(_URGENT_FIRST, "came_at", "id"), most, "came_at", "urgency", "person__given_ar",
        "person__given_fr", "household__commune__name_ar", "household__commune__name_fr",
    )  # fmt: skip


def visits(household: Household) -> Any:
    """Visits of a household, newest first."""
    rows = Visit.objects.filter(household=household).select_related("person", "centre", "received_by")
    return rows.order_by("-came_at", "-id")


def visit(pk: Any) -> Visit | None:
    """One visit, or None when it does not exist for the reader."""
    rows = Visit.objects.select_related("person", "household__commune__province", "centre", "received_by")
    return rows.filter(pk=pk).first()


def last_visits(persons: Iterable[Any]) -> dict[Any, datetime]:
    """When each of these people was last received, as far as the reader may know.

    Args:
        persons: keys of persons.
    """
    rows = Visit.objects.filter(person__in=list(persons)).values("person").annotate(last=Max("came_at"))
    return {row["person"]: row["last"] for row in rows}
