"""Reads of open offers: which centres could take a need, what a centre is offered, what became of one's own."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from jisr.centres.choices import Answers
from jisr.centres.models import Service
from jisr.common.shortlist import first
from jisr.window.listening.models import Need
from jisr.window.orientation.choices import LIVE, CardState, OfferState, Reach
from jisr.window.orientation.models import OfferCard, OpenOffer, Referral
from jisr.window.orientation.queries import limits, services_for
from jisr.window.orientation.ranking import Ranked

#: Looked at before those of one centre are put together.
_LOOKED_AT = 200
#: How long a centre still reads what became of an offer that it did not take.
_TOLD = timedelta(days=3)
_LISTED = (
    "theme", "sex", "age_band", "place", "urgent", "made_at", "until", "state", "ended_at", "service__name_ar",
    "service__name_fr", "from_centre__name_ar", "from_centre__name_fr", "service__places_free",
)  # fmt: skip


def capable(need: Need, reach: str, *, own: int) -> list[Ranked]:
    """The services that could take a need, the best first: one a centre, with its own list, in reach.

    Args:
        need: read by ``listening.queries.need``.
        reach: of ``Reach``.
        own: the sender's centre, which is not asked.

    Returns:
        at most ``offer_most_centres``; for a protected need, only services of its own compartment.
    """
    fits = Service.objects.filter(
        theme=need.theme, compartment=need.compartment, centre__answers=Answers.LIST, **_within(need, reach)
    ).exclude(centre=own)
    busy = Referral.objects.filter(need=need, state__in=LIVE)
    # left out before the best are looked for: the first hundreds of a country may all answer in another way
    rest = Service.objects.filter(theme=need.theme).exclude(
        Q(pk__in=fits.values("pk")) & ~Q(pk__in=busy.values("service"))
    )
    found: dict[int, Ranked] = {}
    for one in services_for(need, limit=_LOOKED_AT, without=list(rest.values_list("pk", flat=True))):
        found.setdefault(one.service.centre.pk, one)
    return list(found.values())[: int(limits()["offer_most_centres"])]


def _within(need: Need, reach: str) -> dict[str, Any]:
    """Where a centre stands that is in reach of a need, as a filter of services."""
    province = need.household.commune.province
    bounds = {
        Reach.PROVINCE: {"centre__province": province.pk},
        Reach.REGION: {"centre__province__region": province.region_id},
    }
    return bounds.get(Reach(reach), {})


def cards(centres: Sequence[int], *, most: int) -> Any:
    """Open offers that these centres may take, what ends first before."""
    rows = OfferCard.objects.filter(centre__in=centres, state=CardState.OPEN, until__gte=timezone.localdate())
    return first(rows.order_by("until", "id"), most, *_LISTED)


def lately(centres: Sequence[int], *, most: int) -> Any:
    """Offers that another centre took, or that ended, in the last days: whoever hesitated is told."""
    ended = Q(state__in=[CardState.GONE, CardState.CLOSED], ended_at__gte=timezone.now() - _TOLD)
    rows = OfferCard.objects.filter(ended, centre__in=centres)
    return first(rows.order_by("-ended_at", "id"), most, *_LISTED)


def card(pk: UUID, centres: Sequence[int]) -> OfferCard | None:
    """One card of these centres."""
    return (
        OfferCard.objects.select_related("service", "from_centre", "centre").filter(pk=pk, centre__in=centres).first()
    )


def offer(pk: UUID) -> OpenOffer | None:
    """One open offer of the reader's centre."""
    return OpenOffer.objects.select_related("from_centre", "taken_by", "need", "made_by").filter(pk=pk).first()


def sent(pk: UUID) -> OpenOffer | None:
    """One open offer of the reader's centre, whether or not it may still open the file."""
    return OpenOffer.objects.filter(pk=pk).first()


def of_need(need: Need) -> Any:
    """Open offers of one need, newest first."""
    return OpenOffer.objects.filter(need=need).select_related("taken_by").order_by("-made_at", "-id")


def made_here(centres: Sequence[int], *, most: int) -> Any:
    """Offers that these centres made and that nobody has taken yet."""
    rows = OpenOffer.objects.filter(from_centre__in=centres, state=OfferState.OPEN).order_by("until", "id")
    return rows.annotate(asked=Count("cards"), declined=Count("cards", Q(cards__state=CardState.DECLINED)))[:most]


def answers_to(made: OpenOffer) -> Any:
    """The cards of one's own offer, with the centre of each."""
    return made.cards.select_related("centre", "service").order_by("state", "id")
