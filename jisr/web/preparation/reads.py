"""What a province has and lacks, read for the page that prepares a consultation. A fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from jisr.centres.choices import CENTRE_TYPES
from jisr.centres.models import Centre, PlacesStatement, Service, Site
from jisr.common import parameters
from jisr.forum.models import Commitment, Contribution, Meeting
from jisr.territory.models import Commune, Province
from jisr.territory.rules import great_circle_km


@dataclass(frozen=True, slots=True)
class Supply:
    """The centres of one type in a province.

    Attributes:
        services, places, free, waiting: of those that said so; None where none did.
        unsaid: how many services never said how many places they have.
        far: residents of communes whose nearest such centre is farther than ``far_km``; None where no place is known.
        share: the same, as a share of the residents.
    """

    label: Any
    centres: int
    services: int
    places: int | None
    free: int | None
    waiting: int | None
    unsaid: int
    far: int | None
    share: float | None


def far_km() -> int:
    """Beyond so many kilometres as the crow flies a centre is far, today."""
    kilometres: int = parameters.value("jisr.web.preparation", "sheet", "far_km", on=timezone.localdate())
    return kilometres


def supply(province: Province) -> list[Supply]:
    """Every type of centre that stands in the country, the ones of the province first. Five queries.

    A type of which the province has none is a row too: nobody would otherwise see that it is missing.
    """
    here = Centre.objects.filter(province=province)
    centres = dict(here.order_by().values_list("type").annotate(n=Count("pk")))
    services = {row["centre__type"]: row for row in _services(province)}
    everywhere = _points()
    residents = list(Commune.objects.filter(province=province).values_list("population", "lat", "lon"))
    rows = []
    for code, label in CENTRE_TYPES.items():
        if code not in everywhere and code not in centres:
            continue
        told = services.get(code, {})
        far = _far(residents, everywhere.get(code, []))
        rows.append(
            Supply(
                label, centres.get(code, 0), told.get("n", 0), told.get("places"), told.get("free"),
                told.get("waiting"), told.get("unsaid", 0), far,
                None if far is None else far / sum(people for people, _lat, _lon in residents),
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row.centres == 0, -row.centres))


def _services(province: Province) -> Any:
    newest = PlacesStatement.objects.filter(service=OuterRef("pk")).order_by("-said_on", "-id").values("waiting")[:1]
    rows = Service.objects.filter(centre__province=province).annotate(queue=Subquery(newest))
    return rows.order_by().values("centre__type").annotate(
        n=Count("pk"), places=Sum("places_total"), free=Sum("places_free"), waiting=Sum("queue"),
        unsaid=Count("pk", filter=Q(places_total=None)),
    )  # fmt: skip


def _points() -> dict[str, list[tuple[float, float]]]:
    """Type -> (latitude, longitude) of its centres, or of their communes; nothing of a confidential one."""
    found: dict[str, list[tuple[float, float]]] = {}
    sites = Site.objects.filter(confidential=False).values_list(
        "centre__type", "lat", "lon", "commune__lat", "commune__lon"
    )
    for code, lat, lon, commune_lat, commune_lon in sites:
        found.setdefault(code, []).append((commune_lat, commune_lon) if lat is None else (lat, lon))
    return found


def _far(residents: Sequence[tuple[int, float, float]], points: Sequence[tuple[float, float]]) -> int | None:
    """Residents of the communes none of the points is near to; None without points."""
    if not points:
        return None
    km = far_km()
    return sum(people for people, lat, lon in residents if not any(_near(km, lat, lon, *point) for point in points))


def _near(km: float, lat: float, lon: float, other_lat: float, other_lon: float) -> bool:
    # a degree of latitude is 111 km: most points are told apart without a sine
    if abs(lat - other_lat) * 111 > km:
        return False
    return great_circle_km(lat, lon, other_lat, other_lon) <= km


def said_before(province: Province) -> Any:
    """Published contributions about the province, or said in its region about no province, the newest first."""
    about = Q(province=province) | Q(province=None, region=province.region_id)
    rows = Contribution.objects.filter(about, state="published", is_demonstration=False)
    return rows.select_related("wave", "province", "commune").order_by("-said_on", "-id")


def met(province: Province) -> Any:
    """Meetings held for the region or the province, the last one first; invented ones stay in their own region."""
    return Meeting.objects.filter(Q(region=province.region_id) | Q(province=province), is_demonstration=False).order_by(
        F("held_on").desc(nulls_last=True), "-id"
    )


def promised(meetings: Any) -> Any:
    """What was promised at these meetings, the earliest due first."""
    return Commitment.objects.filter(meeting__in=meetings).order_by(F("due_on").asc(nulls_last=True), "id")
