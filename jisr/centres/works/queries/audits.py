"""Sheets of a building."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jisr.centres.works.models import BuildingAudit, Finding, WorksPhoto

#: What a photograph is without its content.
_UNSEALED = ("sealed",)


def sheets(centre: int) -> QuerySet[BuildingAudit]:
    """The sheets of a centre, the newest first."""
    return BuildingAudit.objects.filter(centre=centre).select_related("by").order_by("-on", "-id")


def last_audit(centre: int) -> BuildingAudit | None:
    """The newest sheet; None where nobody has looked yet."""
    return sheets(centre).first()


def sheet(key: UUID) -> BuildingAudit | None:
    """One sheet, with its centre."""
    return BuildingAudit.objects.filter(pk=key).select_related("by", "centre__province").first()


def findings(audit: BuildingAudit | None) -> dict[str, Finding]:
    """What a sheet says, by code of the item; nothing where there is no sheet."""
    return {one.item: one for one in Finding.objects.filter(audit=audit)} if audit else {}


def photos(audit: BuildingAudit) -> list[WorksPhoto]:
    """The photographs of a sheet that the speaker may see, without their content."""
    return list(WorksPhoto.objects.filter(audit=audit).defer(*_UNSEALED).order_by("id"))


def photo(key: UUID) -> Any:
    """One photograph with its content; None for whoever may not see it."""
    return WorksPhoto.objects.filter(pk=key).select_related("audit__centre__province").first()
