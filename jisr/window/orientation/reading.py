"""Services as rows of the database become lines of the catalogue in columns, and candidates that are worded.

Both ask the same three things of the same rows, so that they agree: where it stands, whose people it takes, what
closes it. Of a confidential centre they know its province and no more, whoever reads (decision 0050).
"""

from collections import defaultdict, namedtuple
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from jisr.centres.choices import NoticeKind
from jisr.centres.conditions import Held as Rule
from jisr.centres.conditions import reason_of, rules_in_force
from jisr.centres.models import Notice, Service, Stop
from jisr.centres.rules import Place, next_stops
from jisr.common.prepared import Prepared
from jisr.window.orientation.columns import Area, Entry, Halt
from jisr.window.orientation.ranking import STOPS_WITHIN_DAYS, Asked, Candidate

#: What a line of the columns is made of.
_PATHS = (
    "pk", "theme", "compartment", "age_min", "age_max", "sex", "publics", "welcomes", "zone", "areas", "languages",
    "accessibility", "since", "until", "hidden_on", "verified_on", "places_free", "places_confirmed_on", "saturation",
    "saturation_on", "wait_days", "answer_days", "quality", "cost", "cost_mad", "staff_gender", "modes", "centre_id",
    "centre__confidential", "centre__languages", "centre__accessibility", "centre__opened_on", "centre__closed_on",
    "centre__province_id", "centre__province__region_id", "centre__province__lat", "centre__province__lon",
    "centre__site__commune_id", "centre__site__lat", "centre__site__lon", "centre__site__commune__lat",
    "centre__site__commune__lon", "intake_site_id", "intake_site__confidential", "intake_site__lat",
    "intake_site__lon", "intake_site__commune__lat", "intake_site__commune__lon",
)  # fmt: skip
_Line = namedtuple("_Line", [path.replace("__", "_") for path in _PATHS])  # type: ignore[misc]
#: Where a service stands: what of the rows around it says so.
_STANDS = (
    "centre__confidential", "centre__province_id", "centre__province__region_id", "centre__province__lat",
    "centre__province__lon", "centre__site__commune_id", "centre__site__lat", "centre__site__lon",
    "centre__site__commune__lat", "centre__site__commune__lon", "intake_site_id", "intake_site__confidential",
    "intake_site__lat", "intake_site__lon", "intake_site__commune__lat", "intake_site__commune__lon",
)  # fmt: skip
#: What is read of a service that is worded and shown, and of its centre. Where it stands is held with the columns.
_SHOWN = (
    *(path for path in _PATHS if path != "pk" and path not in _STANDS), "code", "name_ar", "name_fr", "places_total",
    "cost_per", "hours", "programme_id", "intake_site_id", "centre__confidential", "centre__province_id",
    "centre__name_ar", "centre__name_fr", "centre__type", "centre__phone", "centre__answers", "centre__hours",
)  # fmt: skip
_NOWHERE = (None,) * 5
_Stands = namedtuple("_Stands", [path.replace("__", "_") for path in _STANDS])  # type: ignore[misc]


@dataclass(frozen=True)
class Beside:
    """What stands beside the rows of services, by centre or by service.

    Attributes:
        stops: centre -> where its mobile unit halts, and when.
        closures: ("centre" or "service", key) -> (first day, last day or None).
        rules: service -> its conditions in force.
        stands: service -> where it stands.
    """

    stops: Mapping[int, Sequence[Any]]
    closures: Mapping[tuple[str, int], Sequence[tuple[date, date | None]]]
    rules: Mapping[int, Rule]
    stands: Mapping[int, "Standing"] = field(default_factory=dict)

    def shut(self, service: int, centre: int) -> list[tuple[date, date | None]]:
        """What closes a service, or the whole of its centre."""
        return [*self.closures.get(("service", service), ()), *self.closures.get(("centre", centre), ())]

    def with_again(self, read: "Beside", services: Collection[int], centres: Collection[int]) -> "Beside":
        """The same with what was read again of some services and of their centres."""
        gone = {("service", key) for key in services} | {("centre", key) for key in centres}
        return Beside(
            {key: stops for key, stops in self.stops.items() if key not in centres} | dict(read.stops),
            {key: days for key, days in self.closures.items() if key not in gone} | dict(read.closures),
            {key: rule for key, rule in self.rules.items() if key not in services} | dict(read.rules),
            {key: stands for key, stands in self.stands.items() if key not in services} | dict(read.stands),
        )


#: Nothing stands beside.
NOTHING = Beside({}, {}, {})


def beside(today: date, *, centres: Collection[int] | None = None, services: Collection[int] | None = None) -> Beside:
    """Stops, closures and conditions of some services, or of all; three queries."""
    at = {} if centres is None else {"centre__in": centres}
    stops = defaultdict(list)
    for stop in Stop.objects.filter(confidential=False, **at).select_related("commune").only(
        "centre_id", "lat", "lon", "since", "until", "every_weeks", "opens", "commune__lat", "commune__lon"
    ):  # fmt: skip
        stops[stop.centre_id].append(stop)
    return Beside(stops, _closures(today, at), _rules(today, services))


def _closures(today: date, at: Mapping[str, Any]) -> dict[tuple[str, int], list[tuple[date, date | None]]]:
    """Closures that hold on a day; of a confidential centre those without words, which alone everybody may read."""
    readable = Q(confidential=False) | Q(text_ar="", text_fr="")
    holding = Q(until=None) | Q(until__gte=today)
    rows = Notice.objects.filter(readable, holding, kind=NoticeKind.CLOSURE, since__lte=today, **at)
    found = defaultdict(list)
    for centre, service, since, until in rows.values_list("centre_id", "service_id", "since", "until"):
        found[("service", service) if service else ("centre", centre)].append((since, until))
    return found


def _rules(today: date, services: Collection[int] | None) -> dict[int, Rule]:
    return rules_in_force(services, today)


def entries(today: date, keys: Collection[int] | None = None) -> tuple[list[Entry], Beside]:
    """Every service, or some, as lines of the columns, and what stands beside them; four queries."""
    rows = Service.objects.order_by("pk") if keys is None else Service.objects.filter(pk__in=keys).order_by("pk")
    lines: list[Any] = [_Line(*row) for row in rows.values_list(*_PATHS)]
    centres = None if keys is None else {line.centre_id for line in lines}
    known = replace(beside(today, centres=centres, services=keys), stands={line.pk: _of_line(line) for line in lines})
    return [_entry(line, known) for line in lines], known


def _entry(line: Any, known: Beside) -> Entry:
    standing = known.stands[line.pk]
    rule = known.rules.get(line.pk)
    return Entry(
        line, line.languages or line.centre_languages, line.accessibility or line.centre_accessibility,
        offered((line.since, line.until), (line.centre_opened_on, line.centre_closed_on)), standing.point,
        areas(line.zone, line.areas, standing.place), [_halt(stop) for stop in known.stops.get(line.centre_id, ())],
        next(iter(known.shut(line.pk, line.centre_id)), None), rule.tree if rule else None,
    )  # fmt: skip


def _halt(stop: Any) -> Halt:
    return Halt(*_point_of(stop), stop.since, stop.until, stop.every_weeks)


def _point_of(stop: Any) -> tuple[float, float]:
    return (stop.commune.lat, stop.commune.lon) if stop.lat is None else (stop.lat, stop.lon)


@dataclass(frozen=True)
class Standing:
    """Where a service stands, as far as everybody may know."""

    place: Place
    point: tuple[float, float] | None
    hidden: bool


def _of_line(line: Any) -> Standing:
    province = (line.centre_province_lat, line.centre_province_lon)
    place = Place("", line.centre_province_id, line.centre_province_region_id)
    if line.centre_confidential:
        return Standing(place, province, hidden=True)
    if line.centre_site_commune_id is not None:
        place = Place(line.centre_site_commune_id, place.province, place.region)
    own = (line.centre_site_lat, line.centre_site_lon, line.centre_site_commune_lat, line.centre_site_commune_lon)
    # a confidential place of intake is unseen by some readers, so nobody's way is counted to it
    first = (line.intake_site_lat, line.intake_site_lon, line.intake_site_commune_lat, line.intake_site_commune_lon)
    seen = line.intake_site_id is not None and line.intake_site_confidential is False
    return Standing(place, _point(*(first if seen else own)), hidden=False)


def _point(lat: float | None, lon: float | None, middle_lat: float | None, middle_lon: float | None) -> Any:
    """The point of a place, or that of its commune."""
    if lat is not None and lon is not None:
        return lat, lon
    return None if middle_lat is None else (middle_lat, middle_lon)


def areas(zone: str, named: Iterable[str], there: Place) -> list[Area]:
    """Whose people a service takes: those of its zone, and of the places that it names."""
    code = "" if zone == "nation" else getattr(there, zone)
    unsure = zone != "nation" and not code
    return [Area(there.province if unsure else code, unsure), *(Area(one) for one in named)]


def offered(*spans: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    """The days that several spans share: the latest beginning, the earliest end."""
    begins, ends = ([day for day in days if day is not None] for days in zip(*spans, strict=True))
    return max(begins, default=None), min(ends, default=None)


def _shown(keys: list[int]) -> QuerySet[Service]:
    return Service.objects.filter(pk__any_of=keys).select_related("centre").only(*_SHOWN)


_SHOWN_ROWS: Prepared[Service] = Prepared(_shown, keys=[-1])


def shown(keys: Collection[int]) -> dict[int, Service]:
    """Services with what is worded and shown of them, by key; one query."""
    return {row.pk: _with_centre(row) for row in _SHOWN_ROWS(keys=list(keys))}


def _with_centre(service: Service) -> Service:
    """The service, speaking the languages of its centre where it says nothing of its own."""
    service.languages = service.languages or service.centre.languages
    service.accessibility = service.accessibility or service.centre.accessibility
    return service


def candidate(service: Service, standing: Standing, known: Beside, asked: Asked) -> Candidate:
    """A service that was read, for one person.

    Args:
        standing: of ``Beside.stands``, or of ``standing_of``.
    """
    points: Sequence[tuple[float, float]] = () if standing.point is None else (standing.point,)
    if stops := known.stops.get(service.centre_id):
        coming = next_stops(stops, asked.today, days=STOPS_WITHIN_DAYS, most=99)
        points = tuple(dict.fromkeys(_point_of(one.stop) for one in coming))
    rule = known.rules.get(service.pk)
    return Candidate(
        service, standing.place, points, standing.hidden, known.shut(service.pk, service.centre_id),
        reason_of(rule, asked.known, asked.today) if rule else None,
    )  # fmt: skip


def standing_of(service: Service) -> Standing:
    """Where a service stands that was read as a model, along its relations."""
    centre, first = service.centre, service.intake_site
    site = getattr(centre, "site", None)
    stands, intake = site and site.commune, first and first.commune
    return _of_line(_Stands._make((
        centre.confidential, centre.province_id, centre.province.region_id, centre.province.lat, centre.province.lon,
        *((site.commune_id, site.lat, site.lon, stands.lat, stands.lon) if site and stands else _NOWHERE),
        service.intake_site_id,
        *((first.confidential, first.lat, first.lon, intake.lat, intake.lon) if first and intake else _NOWHERE),
    )))  # fmt: skip
