"""Reads of listening."""

from typing import Any

from jisr.families.models import Household
from jisr.window.listening.models import Interview, Need


def interviews(household: Household) -> Any:
    """Interviews of a household, newest first, with their needs and the notes that the reader may read."""
    rows = Interview.objects.filter(household=household).select_related("person", "centre", "by")
    return rows.prefetch_related("needs__person", "notes__author").order_by("-held_at", "-id")


def interview(pk: Any) -> Interview | None:
    """One interview, or None when it does not exist for the reader."""
    rows = Interview.objects.select_related("person", "household__commune__province", "centre", "by", "visit")
    return rows.prefetch_related("needs__person", "notes__author").filter(pk=pk).first()


def needs(household: Household) -> Any:
    """Needs of a household, the gravest first."""
    return Need.objects.filter(household=household).select_related("person", "interview").order_by("-gravity", "id")


def need(pk: Any) -> Need | None:
    """One need, or None when it does not exist for the reader."""
    rows = Need.objects.select_related("person__household__commune__province", "household", "interview__centre")
    return rows.filter(pk=pk).first()
