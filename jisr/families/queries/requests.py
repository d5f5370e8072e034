"""Requests to open a file."""

from collections.abc import Sequence
from typing import Any

from jisr.families.models import AccessRequest


def requests_to(centres: Sequence[int]) -> Any:
    """Requests to open a file that wait for these centres' answer, the oldest first."""
    rows = AccessRequest.objects.filter(to_centre__in=centres, answered_at=None)
    return rows.select_related("from_centre", "asked_by").order_by("asked_at", "id")


def requests_from(centres: Sequence[int]) -> Any:
    """Requests that these centres sent, the newest first."""
    rows = AccessRequest.objects.filter(from_centre__in=centres)
    return rows.select_related("to_centre", "asked_by").order_by("-asked_at", "id")
