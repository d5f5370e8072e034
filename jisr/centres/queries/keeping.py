"""Reads about what is kept up to date: what holds now, where a unit halts, who said what true, who was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from jisr.centres.models import Campaign, Capacity, Centre, Confirmation, Notice, Service, Stop
from jisr.centres.rules import SECTIONS

#: What visitors may read of rows that also say who wrote them.
_NOTICE = ("centre", "confidential", "service", "kind", "since", "until", "hours", "text_ar", "text_fr", "said_on")
_OF_SERVICE = ("service__code", "service__name_ar", "service__name_fr", "service__name_zgh")
_CAPACITY = ("service", "kind", "maximum", "available", "unit", "said_on", "through")


def notices(centre: int, *, on: date) -> list[Notice]:
    """What holds at a centre on a day or will, the first to begin first; those of one service among them."""
    rows = Notice.objects.filter(Q(until=None) | Q(until__gte=on), centre=centre).select_related("service")
    return list(rows.only(*_NOTICE, *_OF_SERVICE).order_by("since", "pk"))


def notices_of(centres: Sequence[int], *, on: date) -> dict[int, list[Notice]]:
    """What holds on a day at each of these centres."""
    rows = Notice.objects.filter(Q(until=None) | Q(until__gte=on), centre__in=centres, since__lte=on)
    found: dict[int, list[Notice]] = {}
    for row in rows.only(*_NOTICE).order_by("-since", "pk"):
        found.setdefault(row.centre_id, []).append(row)
    return found


def stops(centre: int, *, on: date) -> list[Stop]:
    """Where a unit halts from a day on."""
    rows = Stop.objects.filter(Q(until=None) | Q(until__gte=on), Q(every_weeks__gt=0) | Q(since__gte=on), centre=centre)
    return list(rows.select_related("commune").order_by("since", "opens", "pk"))


def stops_in(commune: str, *, on: date) -> list[Stop]:
    """Stops of every unit in one commune from a day on, with the unit."""
    rows = Stop.objects.filter(Q(until=None) | Q(until__gte=on), Q(every_weeks__gt=0) | Q(since__gte=on))
    return list(rows.filter(commune=commune).select_related("commune", "centre").order_by("since", "opens", "pk"))


def capacities(services: Sequence[int]) -> dict[int, list[Capacity]]:
    """What services have beside the places they count, by kind."""
    found: dict[int, list[Capacity]] = {}
    for row in Capacity.objects.filter(service__in=services).only(*_CAPACITY).order_by("kind"):
        found.setdefault(row.service_id, []).append(row)
    return found


def said_true(services: Sequence[int]) -> dict[int, dict[str, date]]:
    """For each service and section ("" for all at once), the day it was last said true."""
    found: dict[int, dict[str, date]] = {}
    rows = Confirmation.objects.filter(service__in=services).values_list("service", "section")
    for key, section, day in rows.annotate(newest=Max("on")):
        found.setdefault(key, {})[section] = day
    return found


def last_said(service: int) -> Confirmation | None:
    """Who said last that something of a page is true."""
    return Confirmation.objects.filter(service=service).select_related("by").order_by("-on", "-pk").first()


# campaigns


@dataclass(frozen=True)
class Asked:
    """A centre that a campaign asks.

    Attributes:
        services: how many of its services are asked about.
        open: how many of them nobody has said true since the campaign began.
    """

    centre: Centre
    services: int
    open: int

    @property
    def answered(self) -> bool:
        """Whether all of it was said."""
        return not self.open


def campaigns(*, province: str = "", region: str = "") -> QuerySet[Campaign]:
    """Campaigns of a place, the newest first."""
    chosen = {"province": province, "province__region": region}
    rows = Campaign.objects.filter(**{name: value for name, value in chosen.items() if value})
    return rows.select_related("province", "by").order_by("-until", "-pk")


def campaign(pk: int) -> Campaign | None:
    """One campaign."""
    return Campaign.objects.select_related("province__region", "by").filter(pk=pk).first()


def asked_by(campaign: Campaign, *, centre: int | None = None) -> list[Asked]:
    """Every centre that a campaign asks, those that have not answered first (two queries).

    Args:
        campaign: as read.
        centre: this one alone.
    """
    rows = Service.objects.filter(centre__province=campaign.province_id, centre__closed_on=None)
    if campaign.types:
        rows = rows.filter(centre__type__in=campaign.types)
    if centre is not None:
        rows = rows.filter(centre=centre)
    counts = rows.values("centre").annotate(n=Count("pk"), left=Count("pk", filter=~_said_since(campaign)))
    left = {row["centre"]: (row["n"], row["left"]) for row in counts}
    found = [Asked(row, *left[row.pk]) for row in Centre.objects.filter(pk__in=left).order_by("sort_ar", "pk")]
    return sorted(found, key=lambda one: one.answered)


def _said_since(campaign: Campaign) -> Any:
    since = {"service": OuterRef("pk"), "on__gte": campaign.since}
    rows = [
        Confirmation.objects.filter(section__in=["", section], **since) for section in campaign.sections or SECTIONS
    ]
    return reduce(and_, [Q(Exists(one)) for one in rows])


def open_campaign(centre: Centre, *, on: date) -> Campaign | None:
    """The campaign that asks a centre on a day and that it has not answered, the one that ends first."""
    rows = Campaign.objects.filter(Q(types=[]) | Q(types__contains=[centre.type]), province=centre.province_id)
    for row in rows.filter(since__lte=on, until__gte=on).order_by("until", "pk")[:3]:
        if any(not one.answered for one in asked_by(row, centre=centre.pk)):
            return row
    return None
