"""Reads of listening."""

from typing import Any
from uuid import UUID

from jisr.common.prepared import Prepared
from jisr.families.models import Household
from jisr.territory.models import Commune, Province
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


def _needs_at(household: UUID) -> Any:
    rows = Need.objects.filter(household_id=household).select_related("person", "household__commune__province")
    return rows.defer(*_UNASKED).order_by("-gravity", "id")


#: What nobody asks of where a family lives: a row of a place has sixty figures.
_UNASKED = (
    *(f"household__commune__{one.name}" for one in Commune._meta.concrete_fields
      if one.name not in {"code", "name_ar", "name_fr", "type", "lat", "lon", "province"}),
    *(f"household__commune__province__{one.name}" for one in Province._meta.concrete_fields
      if one.name not in {"code", "name_ar", "name_fr", "region"}),
)  # fmt: skip
_NEEDS_AT: Prepared[Need] = Prepared(_needs_at, household=UUID(int=0))


def needs_at(household: UUID) -> list[Need]:
    """Needs of a household, the gravest first, each with its person and where they live; one query."""
    needs = _NEEDS_AT(household=household)
    for need in needs:
        need.household = need.person.household = needs[0].household  # one home, not one for each
    return needs


def need(pk: Any) -> Need | None:
    """One need, or None when it does not exist for the reader."""
    rows = Need.objects.select_related("person__household__commune__province", "household", "interview__centre")
    return rows.filter(pk=pk).first()
