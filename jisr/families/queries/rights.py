"""Requests of persons about their own data, their clock, and what holds an erasure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from jisr.common.database import call
from jisr.common.parameters import value
from jisr.families.choices import AccessReason, Right
from jisr.families.models import Access, Erasure, Household, RightsRequest

_PLACE = ("jisr.families", "rights")
#: Why a centre opens the file of a family as its own.
_CAME = (AccessReason.RECEPTION, AccessReason.IMPORTED)


def due_day(right: str, asked: date) -> date:
    """The last day to answer (parameters/rights.yaml)."""
    return asked + timedelta(days=value(*_PLACE, f"{Right(right).value}_days", on=asked))


def clock(request: RightsRequest, today: date | None = None) -> str:
    """Where the clock of a request stands: answered, late, soon or open."""
    today = today or timezone.localdate()
    if request.answered_at is not None:
        return "answered"
    if today > request.due_on:
        return "late"
    return "soon" if request.due_on - today <= timedelta(days=value(*_PLACE, "soon_days", on=today)) else "open"


def rights_waiting(centres: Sequence[int]) -> Any:
    """Requests that wait for an answer at these centres, the most overdue first."""
    rows = RightsRequest.objects.filter(centre__in=centres, answered_at=None)
    return rows.select_related("person", "household", "first_by").order_by("due_on", "id")


def rights_of(household: Household) -> Any:
    """Requests of the members of a household, the newest first."""
    rows = RightsRequest.objects.filter(household=household).select_related("person", "centre")
    return rows.order_by("-asked_on", "-id")


def right(pk: UUID) -> RightsRequest | None:
    """One request, or None when it does not exist for the reader."""
    rows = RightsRequest.objects.select_related("person", "household__commune", "centre", "received_by", "first_by")
    return rows.filter(pk=pk).first()


def held(person: UUID) -> list[str]:
    """Why somebody may not be erased yet, as codes of ``RefusalGround``; what is hidden holds nothing."""
    return [code for (code,) in call("jisr_erasure_held", person)]


def received_at(household: UUID, centre: int) -> bool:
    """Whether a family came to this centre or stood in its own list, and its file was not only opened to it."""
    rows = Access.objects.filter(household=household, centre=centre, why__in=_CAME)
    today = timezone.localdate()
    return rows.filter(Q(until=None) | Q(until__gt=today), since__lte=today).exists()


def erasures(centres: Sequence[int]) -> Any:
    """Who was erased at these centres, by the number of the request alone; the newest first."""
    shown = ("request_code", "asked_on", "at", "first_by__display_name", "second_by__display_name", "swept_at")
    return Erasure.objects.filter(centre__in=centres).order_by("-at").values(*shown)
