"""Reads of reception."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Max, Q, When
from django.utils import timezone

from jisr.centres.models import Centre, Site
from jisr.common import journal
from jisr.common.crypto import decrypt
from jisr.common.database import call
from jisr.common.parameters import value
from jisr.common.shortlist import first
from jisr.families.models import Household
from jisr.staff.choices import ROLES
from jisr.staff.models import Post
from jisr.staff.queries import holding
from jisr.staff.rules import may
from jisr.territory.rules import road_km
from jisr.window.reception.choices import AlertState, Urgency, VisitState
from jisr.window.reception.models import Alert, Visit

#: Roles from which somebody receives.
RECEIVING = tuple(code for code in ROLES if may(code, "reception.receive"))
OPEN_ALERTS = (AlertState.WAITING, AlertState.TAKEN)
_FAR = 1e9

_URGENT_FIRST = Case(When(urgency=Urgency.NOW, then=0), When(urgency=Urgency.WEEK, then=1), default=2)


def waiting(centres: Sequence[int], *, most: int) -> Any:
    """Who waits to be listened to at these centres: danger first, then the longest wait."""
    rows = Visit.objects.filter(centre_id__in=centres, state=VisitState.WAITING)
    # ordered before it is cut: danger that arrives today stands before two hundred visits that nobody closed
    return first(
        rows.order_by(_URGENT_FIRST, "came_at", "id"), most, "came_at", "urgency", "person__given_ar",
        "person__given_fr", "household__commune__name_ar", "household__commune__name_fr",
    )  # fmt: skip


def visits(household: Household) -> Any:
    """Visits of a household, newest first."""
    rows = Visit.objects.filter(household=household).select_related("person", "centre", "received_by")
    return rows.order_by("-came_at", "-id")


def visit(pk: Any) -> Visit | None:
    """One visit, or None when it does not exist for the reader."""
    rows = Visit.objects.select_related("person", "household__commune__province", "centre", "received_by")
    return rows.filter(pk=pk).first()


def last_visits(persons: Iterable[Any]) -> dict[Any, datetime]:
    """When each of these people was last received, as far as the reader may know.

    Args:
        persons: keys of persons.
    """
    rows = Visit.objects.filter(person__in=list(persons)).values("person").annotate(last=Max("came_at"))
    return {row["person"]: row["last"] for row in rows}


@dataclass(frozen=True)
class Competent:
    """A centre that can take a report in.

    Attributes:
        compartment: where it would be kept there; "" where nobody keeps the one that was asked for.
        km: estimated road distance; None when it is not known.
    """

    centre: Centre
    compartment: str
    km: float | None


@dataclass(frozen=True)
class Told:
    """What a report says: the words, and where she may be reached; "" where she did not say."""

    words: str
    channel: str = ""
    to: str = ""


def competent(
    *, compartment: str, region: Any = None, province: Any = None, commune: Any = None, is_demonstration: bool
) -> Competent | None:
    """The centre that takes a report of danger in: of the province, then of the region; three queries.

    Within each, those whose team keeps the compartment come first, then the nearest. None where nobody receives.
    """
    posts = Post.objects.filter(
        holding(), role__in=RECEIVING, user__is_active=True, centre__is_demonstration=is_demonstration
    )  # fmt: skip
    posts = posts.filter(Q(centre__closed_on=None) | Q(centre__closed_on__gt=timezone.localdate()))
    if region is not None:
        posts = posts.filter(centre__province__region=region)
    kept: dict[int, bool] = {}
    for centre, compartments in posts.values_list("centre", "compartments").order_by("centre"):
        kept[centre] = kept.get(centre, False) or compartment in compartments
    places = {site.pk: site for site in Site.objects.filter(pk__in=kept).select_related("commune")}
    found = [
        Competent(one, compartment if kept[one.pk] else "", _km(commune, places.get(one.pk)))
        for one in Centre.objects.filter(pk__in=kept)
    ]
    home = getattr(province, "pk", None)
    return min(
        found, default=None, key=lambda one: (
            home is not None and one.centre.province_id != home, bool(compartment) and not one.compartment,
            _FAR if one.km is None else one.km, one.centre.pk,
        ),
    )  # fmt: skip


def _km(commune: Any, site: Site | None) -> float | None:
    if site is None or commune is None:
        return None
    lat, lon = (site.lat, site.lon) if site.lat is not None else (site.commune.lat, site.commune.lon)
    if lat is None or lon is None or commune.lat is None:
        return None
    return road_km(commune.lat, commune.lon, lat, lon)


def bound_to(alert: UUID) -> str:
    """What the words of a report belong to; elsewhere they cannot be read."""
    return f"reception.alert:{alert}"


def opened_alert(alert: Alert) -> Told:
    """What a report says; leaves a line on the journal."""
    journal.opened("reception.opened_alert", alert)
    return Told(*json.loads(decrypt(bytes(alert.sealed), bound_to=bound_to(alert.pk))))


def open_alerts(centres: Sequence[int], *, most: int) -> Any:
    """Reports of danger that have not ended at these centres, the longest waiting first; without their words."""
    rows = Alert.objects.filter(centre__in=centres, state__in=OPEN_ALERTS).order_by("came_at", "id")
    return first(rows, most, "came_at", "state", "taken_by__display_name", "commune__name_ar", "commune__name_fr")


def alert(key: Any) -> Alert | None:
    """One report, or None when it does not exist for the reader."""
    rows = Alert.objects.select_related("centre", "province", "commune__province", "taken_by", "visit")
    return rows.filter(pk=key).first()


def alert_of(visit: Visit) -> UUID | None:
    """Key of the report of danger that a visit answers; None where it answers none."""
    return Alert.objects.filter(visit=visit.pk).values_list("pk", flat=True).first()


def late_alerts() -> int:
    """How many reports wait for longer than is allowed, where the speaker answers for a centre or a province.

    All of them, protected or not: a number, from which nobody learns more than that somebody must act.
    """
    hours = value("jisr.window.reception", "alerts", "taken_within_hours", on=timezone.localdate())
    ((n,),) = call("jisr_late_alerts", int(hours))
    return int(n)
