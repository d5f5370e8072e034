"""Reads of orientation: services for a need, referrals of both sides."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from jisr.centres.models import Service
from jisr.centres.rules import Facts, Place, fits
from jisr.common.database import call, scope
from jisr.common.parameters import values
from jisr.common.shortlist import first
from jisr.families import queries as family_queries
from jisr.families.models import Household
from jisr.territory.rules import road_km
from jisr.window.listening.models import Need
from jisr.window.orientation.choices import CLOSED_UNMET, WAITING, ReferralState
from jisr.window.orientation.models import Referral
from jisr.window.orientation.rules import Ranked, rank

#: Candidates looked at for one need, the nearest provinces first: more than any list shows.
_MOST = 400


def weights(on: date | None = None) -> dict[str, float]:
    """Weights and delays of orientation in force on a day (parameters/ranking.yaml)."""
    return values("jisr.window.orientation", "ranking", on=on or timezone.localdate())


def services_for(need: Need, *, limit: int = 8, without: Sequence[int] = ()) -> list[Ranked]:
    """Services that may answer a need, ranked, each with its reasons and what is unknown.

    Args:
        need: read by ``listening.queries.need``.
        without: keys of services to leave out (already refused).
    """
    today = timezone.localdate()
    household = need.household
    members = list(family_queries.members_of(household))
    facts = family_queries.facts(need.person, household, members, today=today)
    commune = household.commune
    rows = _candidates(need, facts, today).exclude(pk__in=list(without))
    candidates = []
    for service in rows[:_MOST]:
        site = getattr(service.centre, "site", None)
        place = Place(
            commune=site.commune_id if site else "", province=service.centre.province_id,
            region=service.centre.province.region_id,
        )  # fmt: skip
        km = _km(commune, site)
        candidates.append((service, km, fits(_with_centre(service), facts, centre=place, today=today)))
    return rank(candidates, weights(today))[:limit]


def _candidates(need: Need, facts: Facts, today: date) -> Any:
    zone = (
        Q(zone="nation")
        | Q(zone="region", centre__province__region=facts.place.region)
        | Q(zone="province", centre__province=facts.place.province)
        | Q(zone="commune", centre__site__commune=facts.place.commune)
    )  # fmt: skip
    return (
        Service.objects.filter(zone, theme=need.theme, compartment__in=["", need.compartment])
        .filter(Q(until=None) | Q(until__gt=today), Q(centre__closed_on=None) | Q(centre__closed_on__gt=today))
        .select_related("centre__site__commune", "centre__province", "centre__operator", "programme")
        .order_by("id")
    )


def _with_centre(service: Service) -> Service:
    """The service, speaking the languages of its centre where it says nothing of its own."""
    service.languages = service.languages or service.centre.languages
    service.accessibility = service.accessibility or service.centre.accessibility
    return service


def _km(commune: Any, site: Any) -> float | None:
    if site is None:
        return None
    lat, lon = (site.lat, site.lon) if site.lat is not None else (site.commune.lat, site.commune.lon)
    if None in (lat, lon, commune.lat, commune.lon):
        return None
    return road_km(commune.lat, commune.lon, lat, lon)


_BOTH_SIDES = ("service", "from_centre", "to_centre", "sent_by")
#: What a list shows of a referral.
_LISTED = (
    "need_id", "household_id", "state", "urgent", "refusal", "shared", "answer_by", "sent_at", "answered_at",
    "booked_on", "service__name_ar", "service__name_fr", "service__places_free", "from_centre__name_ar",
    "from_centre__name_fr", "to_centre__name_ar", "to_centre__name_fr", "to_centre__phone",
)  # fmt: skip
#: A person without her name, and the commune of her household.
_WHO_AND_WHERE = (
    "person__sex", "person__born_on", "household__commune__name_ar", "household__commune__name_fr",
)  # fmt: skip


def referral(pk: UUID) -> Referral | None:
    """One referral, whichever side reads it; the household is not joined: the receiver may not open it yet."""
    return Referral.objects.select_related(*_BOTH_SIDES).filter(pk=pk).first()


def to_answer(centres: Sequence[int], *, most: int) -> Any:
    """Referrals that wait for these centres' answer, the most overdue first."""
    rows = Referral.objects.filter(to_centre__in=centres, state__in=WAITING)
    return first(rows.order_by("answer_by", "id"), most, *_LISTED)


def to_carry_out(centres: Sequence[int], *, most: int) -> Any:
    """Referrals these centres accepted and must start, finish or report on."""
    states = [ReferralState.ACCEPTED, ReferralState.BOOKED, ReferralState.STARTED]
    rows = Referral.objects.filter(to_centre__in=centres, state__in=states)
    return first(rows.order_by("booked_on", "id"), most, *_LISTED)


def unanswered(centres: Sequence[int], today: date, *, most: int) -> Any:
    """Referrals that these centres sent and whose answer another one owes too long."""
    rows = Referral.objects.filter(from_centre__in=centres, state__in=WAITING, answer_by__lt=today).exclude(
        to_centre__in=centres
    )
    return first(rows.order_by("answer_by", "id"), most, *_LISTED)


def to_orient_again(centres: Sequence[int], *, most: int) -> Any:
    """The last referral of each open need that was refused, expired, withdrawn or failed; what waited longest first."""
    closed = Q(state__in=CLOSED_UNMET)
    others = Referral.objects.filter(from_centre__in=centres, need=OuterRef("need")).filter(
        ~closed | Q(sent_at__gt=OuterRef("sent_at")) | Q(sent_at=OuterRef("sent_at"), pk__gt=OuterRef("pk"))
    )
    rows = Referral.objects.filter(closed, ~Exists(others), from_centre__in=centres, need__state="open")
    return first(rows.order_by(Coalesce("answered_at", "sent_at"), "id"), most, *_LISTED, "need__theme")


def needs_to_orient(centres: Sequence[int], *, most: int) -> Any:
    """Open needs heard at these centres that no referral was ever sent for."""
    sent = Referral.objects.filter(need=OuterRef("pk"))
    rows = Need.objects.filter(~Exists(sent), interview__centre__in=centres, state="open")
    return first(rows.order_by("-gravity", "id"), most, "theme", "gravity", *_WHO_AND_WHERE, "interview__held_at")


def referrals(household: Household) -> Any:
    """Referrals of a household that the reader may see, newest first."""
    rows = Referral.objects.filter(household=household).select_related(*_BOTH_SIDES, "need__person")
    return rows.order_by("-sent_at", "-id")


def of_need(need: Need) -> Any:
    """Referrals of one need that the reader may see, newest first."""
    return Referral.objects.filter(need=need).select_related(*_BOTH_SIDES).order_by("-sent_at", "-id")


def due() -> list[tuple[UUID, int, str, str]]:
    """Referrals that a job must treat: (key, sending centre, compartment, remind or expire); keys only.

    Speaks as the keeper; each row is then treated under the scope of its own centre.
    """
    limits = weights()
    with scope(speaking="keeper"):
        return call("jisr_due_referrals", int(limits["remind_after_days"]), int(limits["expire_after_days"]))
