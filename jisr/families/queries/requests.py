"""Requests to open a file."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from jisr.common.parameters import values
from jisr.families.models import AccessRequest


def opened_until() -> tuple[date, date]:
    """The first day on which a file opened today is usually closed again, and the latest one (parameters/access.yaml).

    The day after the last one on which it can be read, as ``Access.until`` counts.
    """
    today = timezone.localdate()
    days = values("jisr.families", "access", on=today)
    return today + timedelta(days=days["usual_days"]), today + timedelta(days=days["most_days"])


def requests_to(centres: Sequence[int]) -> Any:
    """Requests to open a file that wait for these centres' answer, the oldest first."""
    rows = AccessRequest.objects.filter(to_centre__in=centres, answered_at=None)
    return rows.select_related("from_centre", "asked_by").order_by("asked_at", "id")


def requests_from(centres: Sequence[int]) -> Any:
    """Requests that these centres sent, the newest first."""
    rows = AccessRequest.objects.filter(from_centre__in=centres)
    return rows.select_related("to_centre", "asked_by").order_by("-asked_at", "id")


def opened_to_others(centres: Sequence[int]) -> Any:
    """Requests that these centres granted and that still hold, the first to end first."""
    rows = AccessRequest.objects.filter(to_centre__in=centres, granted=True, until__gt=timezone.localdate())
    return rows.select_related("from_centre", "household__commune").order_by("until", "id")
