"""Reads of rounds: who waits for a service, what a round says, the rounds of a centre."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils import timezone

from jisr.centres.models import Service, Site
from jisr.common.parameters import values
from jisr.territory.models import Commune
from jisr.territory.rules import road_km
from jisr.window.allocation.choices import RoundState
from jisr.window.allocation.models import Placement, Round
from jisr.window.orientation.choices import WAITING
from jisr.window.orientation.models import Referral


@dataclass(frozen=True)
class Waiting:
    """A referral that waits for a place, with what the round may know of her.

    Attributes:
        facts: name -> value, of those that orders speak of; absent where not known or not agreed to.
        fits: whether her age and sex are those that the service takes; True where not known.
    """

    referral: Referral
    facts: Mapping[str, Any]
    km: float | None
    asked_on: date
    fits: bool

    @property
    def metres(self) -> float | None:
        """The way from home, in metres."""
        return None if self.km is None else self.km * 1000


def limits(on: date | None = None) -> dict[str, Any]:
    """Delays of rounds in force on a day (parameters/round.yaml)."""
    return values("jisr.window.allocation", "round", on=on or timezone.localdate())


def services(centres: Sequence[int]) -> Any:
    """Services of these centres for which somebody waits: how many, and since when; the most first."""
    waiting = Referral.objects.filter(to_centre__in=centres, state__in=WAITING)
    counted = waiting.values("service_id", "compartment").annotate(many=Count("id"), since=Min("sent_at"))
    rows = Service.objects.select_related("centre").in_bulk([row["service_id"] for row in counted])
    found = [
        (rows[row["service_id"]], row["many"], timezone.localtime(row["since"]).date())
        for row in counted
        if row["service_id"] in rows and row["compartment"] == rows[row["service_id"]].compartment
    ]
    return sorted(found, key=lambda one: (-one[1], one[0].pk))


def waiting_for(service: Service) -> list[Waiting]:
    """Who waits for a service; those of another compartment than its own are answered one by one, not in a round."""
    rows = Referral.objects.filter(service=service, state__in=WAITING, compartment=service.compartment)
    found = list(rows.select_related("from_centre", "service").order_by("sent_at", "id"))
    site = Site.objects.select_related("commune").filter(centre=service.centre_id).first()
    codes = {one.shared.get("facts", {}).get("commune", "") for one in found}
    communes = Commune.objects.in_bulk([code for code in codes if code])
    return [_waiting(one, service, site, communes) for one in found]


def _waiting(one: Referral, service: Service, site: Site | None, communes: Mapping[str, Commune]) -> Waiting:
    told = one.shared.get("facts", {})
    km = _km(communes.get(told.get("commune", "")), site)
    agreed = one.shared.get("disability")
    facts = {
        "km": km, "age": told.get("age"), "rural": told.get("rural"), "urgent": one.urgent,
        "disability": None if agreed is None else bool(agreed.get("kind")),
    }  # fmt: skip
    asked_on = timezone.localtime(one.sent_at).date()
    return Waiting(one, {k: v for k, v in facts.items() if v is not None}, km, asked_on, _fits(service, told))


def _fits(service: Service, told: Mapping[str, Any]) -> bool:
    age, sex = told.get("age"), told.get("sex")
    young = age is not None and service.age_min is not None and age < service.age_min
    old = age is not None and service.age_max is not None and age > service.age_max
    return not (young or old or (service.sex and sex and sex != service.sex))


def _km(home: Commune | None, site: Site | None) -> float | None:
    if home is None or site is None or home.lat is None or home.lon is None:
        return None
    lat, lon = (site.lat, site.lon) if site.lat is not None else (site.commune.lat, site.commune.lon)
    return None if lat is None or lon is None else round(road_km(home.lat, home.lon, lat, lon), 1)


def rounds(centres: Sequence[int], *, most: int = 50) -> list[Round]:
    """Rounds of these centres, those to be reviewed first, then the newest; each with how many places it gives."""
    rows = Round.objects.filter(centre__in=centres).select_related("service", "made_by", "signed_by")
    rows = rows.annotate(
        given=Count("placements", filter=Q(placements__placed=True)),
        waits=Count("placements", filter=Q(placements__placed=False)),
    )
    return sorted(rows.order_by("-made_on", "-id")[:most], key=lambda one: one.state != "proposed")


def round_of(pk: UUID) -> Round | None:
    """One round, or None when it does not exist for the reader."""
    rows = Round.objects.select_related("service__centre", "centre", "made_by", "signed_by")
    return rows.filter(pk=pk).first()


def open_round(service: Service) -> Round | None:
    """The round of a service that waits for a review."""
    return Round.objects.filter(service=service, state="proposed").first()


def word_of_lots(row: Round) -> str:
    """The word from which the lots of a round are drawn: that of the first round since one was signed.

    A list that is dropped and made again keeps its lots, so that nobody makes it again until they please.
    """
    before = Round.objects.filter(service=row.service_id, id__lt=row.pk)
    signed = before.filter(state=RoundState.SIGNED).order_by("-id").values_list("id", flat=True).first()
    dropped = before.filter(id__gt=signed) if signed else before
    return dropped.order_by("id").values_list("code", flat=True).first() or row.code


def placements(row: Round) -> list[Placement]:
    """Everybody in a round whose referral the reader still sees, in the order of their turns."""
    found = Placement.objects.filter(round=row, referral__isnull=False)
    return list(found.select_related("referral__from_centre", "changed_by").order_by("turn"))


def placement(pk: UUID) -> Placement | None:
    """One who is in a round, or None."""
    rows = Placement.objects.select_related("round__service", "referral__from_centre")
    return rows.filter(pk=pk).first()


def families_of(waiting: Sequence[Waiting]) -> list[tuple[UUID, list[Waiting]]]:
    """Families of which several wait for the same service: they may ask to stay together."""
    many = Counter(one.referral.household_id for one in waiting)
    return [
        (household, [one for one in waiting if one.referral.household_id == household])
        for household, count in many.items()
        if count > 1
    ]
