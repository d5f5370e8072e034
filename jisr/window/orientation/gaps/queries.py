"""Reads of gaps, of the families that the reader may see."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from jisr.window.orientation.gaps.models import Gap


def open_of(needs: Iterable[UUID]) -> dict[UUID, Gap]:
    """The open gap of each of these needs that has one."""
    return {gap.need_id: gap for gap in Gap.objects.filter(need__in=list(needs), closed_on=None)}


def of_household(household: Any) -> Any:
    """Gaps of a household, the newest first."""
    return Gap.objects.filter(household=household).order_by("-since", "-id")
