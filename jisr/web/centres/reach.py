"""Which centres a post may edit or show: its own, those of its province, of its region, or all."""

from typing import Any

from django.http import Http404, HttpRequest

from jisr.centres import queries
from jisr.centres.models import Centre
from jisr.centres.rules import may_edit
from jisr.staff.rules import may


def edits(request: HttpRequest, centre: Centre) -> bool:
    """Whether the post that speaks may edit this centre."""
    post = request.post
    return may(post.role, "centres.edit") and may_edit(
        centre.pk, centre.province_id, centre.province.region_id, of_centre=post.centre_id,
        of_province=post.province_id, of_region=post.region_id,
    )  # fmt: skip


def to_edit(request: HttpRequest, pk: int) -> Centre:
    """The centre, for somebody who may edit it.

    Raises:
        Http404: there is none, or it is not hers to edit.
    """
    centre = queries.centre(pk)
    if centre is None or not edits(request, centre):
        raise Http404
    return centre


def shown(request: HttpRequest) -> dict[str, Any]:
    """The part of the catalogue that the post's list starts from, as arguments of ``queries.centres``."""
    post = request.post
    if post.centre_id is not None:
        return {"province": post.centre.province_id}
    return {"province": post.province_id or "", "region": post.region_id or ""}
