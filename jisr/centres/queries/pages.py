"""Reads of the catalogue: who offers what near a place, the page of a centre, what was said of places."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects

from jisr.centres.models import Centre, PlacesStatement, Service, Site
from jisr.centres.queries.keeping import notices_of
from jisr.centres.rules import Place, day_by_day, parse_hours
from jisr.common.prepared import Prepared
from jisr.common.text import fold
from jisr.territory.models import Commune
from jisr.territory.rules import road_km

#: What a page says of a service, in one query.
_WITH_CENTRE = (
    "centre__operator", "centre__province", "centre__site__commune", "programme", "intake_site__commune",
    "intake_site__centre",
)  # fmt: skip


@dataclass(frozen=True)
class Near:
    """A service seen from a commune.

    Attributes:
        service: with its centre, operator, province, site and programme.
        km: estimated road distance; None where the reader may not know the place, or nobody recorded it.
        takes_from_here: whether its zone holds the commune.
    """

    service: Service
    km: float | None
    takes_from_here: bool

    @property
    def site(self) -> Site | None:
        """Where it is, for those who may know."""
        return getattr(self.service.centre, "site", None)


@dataclass(frozen=True)
class Wanted:
    """What else somebody looks for; what is left out is not asked.

    Attributes:
        age: whole years that the service must take.
        public: code of a public: services meant for these, or for everyone.
        at: a day and hour at which it must be open; what has no known hours is left out.
        with_room: not those that say that more is asked than can be given, nor those that say they are full.
    """

    age: int | None = None
    public: str = ""
    at: datetime | None = None
    with_room: bool = False

    def narrowed(self, rows: QuerySet[Service]) -> QuerySet[Service]:
        """The part of it that the database can tell."""
        if self.age is not None:
            rows = rows.filter(Q(age_min=None) | Q(age_min__lte=self.age), Q(age_max=None) | Q(age_max__gte=self.age))
        if self.public:
            rows = rows.filter(~Q(welcomes="exclusive") | Q(publics__contains=[self.public]))
        if self.with_room:
            rows = rows.exclude(saturation="high").exclude(places_free=0)
        return rows

    def is_open(self, hours: str, notices: Sequence[Any]) -> bool:
        """Whether it is open when it is wanted, closures of that day included."""
        if self.at is None:
            return True
        minute = self.at.hour * 60 + self.at.minute
        [(_day, spans)] = day_by_day(parse_hours(hours), notices, self.at.date(), days=1)
        return any(start <= minute < end for start, end in spans or ())


def offered(on: date) -> QuerySet[Service]:
    """Services that are offered on a day at centres that are open, without those that nobody says true any more."""
    running = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gt=on)) & Q(hidden_on=None)
    return Service.objects.filter(running, Q(centre__closed_on=None) | Q(centre__closed_on__gt=on))


def near(commune: Commune, theme: str, *, on: date, limit: int = 20, wanted: Wanted = Wanted()) -> list[Near]:
    """Services of a theme, the nearest to a commune first; those whose zone holds it before all others.

    A confidential centre stands where its province stands: its distance is not computed, so that asking from
    many communes does not tell where it is. Two queries, whatever the number of services.

    Args:
        commune: where somebody lives, with its province.
        theme: code of the need.
        on: the day.
        limit: how many at most.
        wanted: what else is looked for (one query more where it is an hour).
    """
    fields = (
        "pk", "zone", "areas", "centre__confidential", "centre__site__commune_id", "centre__site__lat",
        "centre__site__lon", "centre__province_id", "centre__province__region_id", "centre__province__lat",
        "centre__province__lon", "centre_id", "hours", "centre__hours",
    )  # fmt: skip
    home = {commune.code, commune.province_id, commune.province.region_id}
    ranked = []
    rows = list(wanted.narrowed(offered(on).filter(theme=theme)).values_list(*fields))
    closing = notices_of([row[-3] for row in rows], on=wanted.at.date()) if wanted.at else {}
    for key, zone, areas, hidden, there, lat, lon, province, region, *middle, centre, own, general in rows:
        told = [one for one in closing.get(centre, []) if one.service_id in {None, key}]
        if not wanted.is_open(own or general, told):
            continue
        theirs = {"commune": there, "province": province, "region": region}
        takes = zone == "nation" or here(commune, zone) == theirs[zone] or not home.isdisjoint(areas)
        known = not hidden and lat is not None
        km = road_km(commune.lat, commune.lon, *((lat, lon) if known else middle))
        ranked.append((not takes, km, key, km if known else None))
    ranked.sort()
    chosen = ranked[:limit]
    found = Service.objects.select_related(*_WITH_CENTRE).in_bulk([key for _, _, key, _ in chosen])
    return [Near(found[key], km, not elsewhere) for elsewhere, _, key, km in chosen]


def here(commune: Commune, zone: str) -> str:
    """Code of the place of one level in which a commune lies."""
    return {"commune": commune.code, "province": commune.province_id, "region": commune.province.region_id}[zone]


def place_of(centre: Centre) -> Place:
    """Where a centre is, as far as the reader may know: a shelter is somewhere in its province."""
    site = getattr(centre, "site", None)
    return Place(commune=site.commune_id if site else "", province=centre.province_id, region=centre.province.region_id)


def centres(
    *, text: str = "", kind: str = "", province: str = "", region: str = "", keys: Collection[int] | None = None
) -> QuerySet[Centre]:
    """Centres for a list, with what a row shows.

    Args:
        text: words of a name, in Arabic or French, in any spelling that folds alike; or a code.
        kind, province, region: codes; "" for all.
        keys: only these centres.
    """
    rows = Centre.objects.select_related("operator", "province", "site__commune")
    for word in fold(text).split():
        rows = rows.filter(Q(sort_ar__contains=word) | Q(sort_fr__contains=word) | Q(code__iexact=text.strip()))
    chosen = {"type": kind, "province": province, "province__region": region}
    rows = rows.filter(**{name: value for name, value in chosen.items() if value})
    return rows if keys is None else rows.filter(pk__in=keys)


_OF_A_CENTRE = ("operator", "supervised_by", "province__region", "site__commune")
_CENTRE: Prepared[Centre] = Prepared(
    lambda pk: Centre.objects.select_related(*_OF_A_CENTRE, "contact").filter(pk=pk), pk=-1
)
_PUBLIC_CENTRE: Prepared[Centre] = Prepared(
    lambda pk: Centre.objects.select_related(*_OF_A_CENTRE).filter(pk=pk), pk=-1
)
_SERVICE: Prepared[Service] = Prepared(lambda pk: Service.objects.select_related(*_WITH_CENTRE).filter(pk=pk), pk=-1)


def centre(pk: int) -> Centre | None:
    """One centre with its services and all that its page shows (two queries)."""
    return _with_services(_CENTRE(pk=pk))


def public_centre(pk: int) -> Centre | None:
    """The same for visitors, who may not know the lines of professionals."""
    return _with_services(_PUBLIC_CENTRE(pk=pk))


def _with_services(found: list[Centre]) -> Centre | None:
    services = Service.objects.select_related("programme").order_by("theme", "id")
    prefetch_related_objects(found, Prefetch("services", services))
    return found[0] if found else None


def service(pk: int) -> Service | None:
    """One service with its centre."""
    return next(iter(_SERVICE(pk=pk)), None)


def statements(of: Service, *, limit: int = 12) -> QuerySet[PlacesStatement]:
    """What was said of its places, newest first."""
    return PlacesStatement.objects.filter(service=of).select_related("said_by").order_by("-said_on", "-id")[:limit]


def to_ask_again(*, province: str, before: date) -> QuerySet[Service]:
    """Services with places that nobody confirmed since a day, the oldest first: the list of an update campaign."""
    rows = Service.objects.filter(centre__province=province, places_total__isnull=False)
    old = Q(places_confirmed_on=None) | Q(places_confirmed_on__lt=before)
    return rows.filter(old).select_related("centre").order_by(F("places_confirmed_on").asc(nulls_first=True), "id")


def totals() -> dict[str, Any]:
    """How many centres, services and provinces the catalogue holds, and whether any is invented."""
    rows = Centre.objects.filter(closed_on=None)
    return {
        "centres": rows.count(),
        "services": Service.objects.count(),
        "demonstration": rows.filter(is_demonstration=True).exists(),
    }
