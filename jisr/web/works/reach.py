"""Whose building a post may read about, and whose it keeps; what is not hers does not exist."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from jisr.centres import queries as catalogue
from jisr.centres.models import Centre
from jisr.centres.rules import may_edit
from jisr.centres.works import queries
from jisr.centres.works.models import BuildingAudit, Meter, Operation
from jisr.staff.rules import may
from jisr.web.window import found


def keeps(request: HttpRequest, centre: int) -> bool:
    """Whether the post writes about this centre: its director alone."""
    return may(request.post.role, "works.keep") and request.post.centre_id == centre


def reads(request: HttpRequest, centre: Centre) -> bool:
    """Whether the post reads about this centre: her own, or one of the part of the country that she looks after."""
    post = request.post
    if centre.confidential and post.centre_id != centre.pk:
        return False
    return may_edit(
        centre.pk, centre.province_id, centre.province.region_id, of_centre=post.centre_id,
        of_province=post.province_id, of_region=post.region_id,
    )  # fmt: skip


def centre(request: HttpRequest, pk: int, *, to_keep: bool = False) -> Centre:
    """The centre, for somebody who may read about it, or keep it.

    Raises:
        Http404: there is none, or it is not hers.
    """
    row = catalogue.centre(pk)
    if row is None or not (keeps(request, row.pk) if to_keep else reads(request, row)):
        raise Http404
    return row


def sheet(request: HttpRequest, pk: UUID, *, to_keep: bool = False) -> BuildingAudit:
    """A sheet, likewise."""
    return _row(request, queries.sheet(pk), to_keep)


def operation(request: HttpRequest, pk: UUID, *, to_keep: bool = False) -> Operation:
    """An operation, likewise."""
    return _row(request, queries.operation(pk), to_keep)


def meter(request: HttpRequest, pk: UUID) -> Meter:
    """A meter, for who keeps it."""
    return _row(request, queries.meter(pk), True)


def kept(request: HttpRequest, row: Any) -> Any:
    """A row of a centre that the post keeps.

    Raises:
        Http404: there is none, or it is not hers.
    """
    return _row(request, row, True)


def _row(request: HttpRequest, row: Any, to_keep: bool) -> Any:
    found(row)
    if not (keeps(request, row.centre_id) if to_keep else reads(request, row.centre)):
        raise Http404
    return row
