"""Which rounds and units a post may plan: its own centre's, those of its province, of its region, or all."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils import timezone

from jisr.atlas.rounds import queries
from jisr.atlas.rounds.models import MobileRound
from jisr.centres import queries as catalogue
from jisr.centres.choices import CentreType
from jisr.centres.models import Centre

#: Units and bases that a form offers.
MOST_UNITS = 60


def listed(request: HttpRequest) -> Any:
    """Rounds of the place of the post, the newest first."""
    post = request.post
    return queries.rounds(province=post.province_id or "", region=post.region_id or "", centre=post.centre_id)


def planned_by(request: HttpRequest, row: MobileRound) -> bool:
    """Whether the post that speaks plans this round."""
    post = request.post
    if post.centre_id:
        return set(row.centres) == {post.centre_id}
    if post.province_id:
        return row.province_id == post.province_id
    return not post.region_id or row.province.region_id == post.region_id


def to_plan(request: HttpRequest, key: UUID) -> MobileRound:
    """The round, for somebody who plans it.

    Raises:
        Http404: there is none, or it is another place's.
    """
    row = queries.round_of(key)
    if row is None or not planned_by(request, row):
        raise Http404
    return row


def units(request: HttpRequest, province: str) -> list[Centre]:
    """Centres that can send somebody out: mobile units of the region first, then centres of the province.

    Places that are not to be known, centres without a place, and what is invented for a real post or real for an
    invented one, are not among them.
    """
    post = request.post
    rows = Centre.objects.filter(
        confidential=False, closed_on=None, site__isnull=False, is_demonstration=post.is_demonstration
    )
    if post.centre_id:
        rows = rows.filter(pk=post.centre_id)
    elif post.province_id:
        rows = rows.filter(province=post.province_id)
    mobile = Q(type=CentreType.MOBILE_UNIT, province__region=province.partition(".")[0])
    rows = rows.filter(mobile | Q(province=province)) if not post.centre_id else rows
    found = list(rows.select_related("site__commune").order_by("sort_ar", "pk")[: 10 * MOST_UNITS])
    found.sort(key=lambda one: (one.type != CentreType.MOBILE_UNIT, one.province_id != province))
    return found[:MOST_UNITS]


def offering_nothing(row: MobileRound) -> list[Centre]:
    """Units of a round that do not offer its service, as far as the catalogue says: nobody is sent to their stops."""
    offer = catalogue.offered(timezone.localdate()).filter(theme=row.theme, centre__in=row.centres)
    return list(Centre.objects.filter(pk__in=row.centres).exclude(pk__in=offer.values("centre")).order_by("pk"))


def provinces(request: HttpRequest) -> dict[str, str]:
    """The part of the territory whose places the post may choose, as filters of provinces."""
    post = request.post
    if post.centre_id:
        return {"code": post.centre.province_id}
    if post.province_id:
        return {"code": post.province_id}
    return {"region": post.region_id} if post.region_id else {}
