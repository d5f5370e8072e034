"""The public catalogue out of the database, as objects of the standard: so many queries for so many services.

Whoever asks, it says what a visitor may know: not a place that is confidential, not a service for which a social
worker is needed, not one that nobody has said true for too long. The walls of the database say so again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from jisr.centres.conditions import rules_in_force
from jisr.centres.models import Attribute, Capacity, Centre, Notice, Operator, Programme, Service, Stop
from jisr.centres.queries import offered
from jisr.common.text import fold
from jisr.exchange.hsds import telling
from jisr.exchange.hsds.keys import Keys
from jisr.exchange.hsds.merging import merged
from jisr.exchange.hsds.nesting import Objects, nothing, put
from jisr.exchange.hsds.standard import Row
from jisr.exchange.hsds.vocabularies import label
from jisr.exchange.models import ForeignObject
from jisr.territory.models import Commune

#: Services of which everything is held in memory at once.
AT_ONCE = 400
#: Services, or places, that one answer gives inside their organization: as many as a page of them holds.
MOST_NESTED = 100
_OF_CENTRE = ("operator", "supervised_by", "province__region", "site__commune")
_OF_SERVICE = (
    "programme__owner", "intake_site__centre", *(f"centre__{one}" for one in ("operator", "province__region")),
)  # fmt: skip


def services(on: date, *, invented: bool) -> QuerySet[Service]:
    """The services that are given out, oldest row first: what is added later stands on later pages.

    Args:
        invented: those of the demonstration, which are never mixed with others.
    """
    rows = offered(on).filter(professional_only=False, is_demonstration=invented)
    same = ForeignObject.objects.filter(entity="service", is_first=False).values("service_id")
    return rows.exclude(pk__in=same).order_by("pk")


def operators(*, invented: bool) -> QuerySet[Operator]:
    """The operators that are given out."""
    return Operator.objects.filter(is_demonstration=invented).order_by("pk")


class Reader:
    """Reads some of the catalogue at a time; what all of it shares is read once.

    Args:
        on: the day.
        invented: of the demonstration.
    """

    def __init__(self, on: date, *, invented: bool) -> None:
        self.on, self.invented = on, invented
        rows = ForeignObject.objects.values_list(
            "entity", "operator_id", "programme_id", "centre_id", "service_id", "foreign_key"
        )
        self.keys = Keys(
            (entity, service or centre or programme or operator, key)
            for entity, operator, programme, centre, service, key in rows
        )

    def organizations(self, rows: Iterable[Operator]) -> dict[str, Row]:
        """Operators as organizations; one that has confidential centres alone does not name a commune."""
        rows = list(rows)
        foreign = _foreign("organization", operator__in=rows)
        hidden = _hidden_operators(rows)
        communes = _names_of_communes({province for found in hidden.values() for province in found})
        found = {}
        for row in rows:
            told = telling.of_operator(row, self.keys)
            if any(name in fold(f"{row.name_ar} {row.name_fr}") for name in _names(hidden.get(row.pk, ()), communes)):
                told = _nameless(told, row)
            elif row.pk not in hidden:
                told = _as_both(told, foreign.get(row.pk))
            found[told["id"]] = told
        return found

    def programs(self) -> dict[str, Row]:
        """Programmes."""
        rows = Programme.objects.filter(is_demonstration=self.invented).select_related("owner").order_by("pk")
        foreign = _foreign("program")
        told = [_as_both(telling.of_programme(row, self.keys), foreign.get(row.pk)) for row in rows]
        return {row["id"]: row for row in told}

    def everything(self) -> Iterator[Objects]:
        """Every service with the places where it is offered, some at a time, then the places where none is.

        A place may come several times.
        """
        told: set[str] = set()
        keys = list(services(self.on, invented=self.invented).order_by("centre_id", "pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            objects = self.of_services(keys[start : start + AT_ONCE])
            told.update(objects["location"])
            yield objects
        bare = [centre.pk for centre in self._centres() if self.keys.location(centre) not in told]
        for start in range(0, len(bare), AT_ONCE):
            objects = nothing()
            self.places(objects, bare[start : start + AT_ONCE])
            yield objects

    def _centres(self) -> QuerySet[Centre]:
        rows = Centre.objects.filter(is_demonstration=self.invented, confidential=False)
        return rows.filter(Q(closed_on=None) | Q(closed_on__gt=self.on)).only("code").order_by("pk")

    def of_organizations(self, rows: Collection[Operator]) -> Objects:
        """Organizations with all that hangs on them; a fixed number of queries.

        On one that has more than ``MOST_NESTED`` services or places neither hang: they are read by pages.
        """
        theirs = services(self.on, invented=self.invented).filter(centre__operator__in=rows)
        places = self._centres().filter(operator__in=rows)
        large = _many(theirs, "centre__operator") | _many(places, "operator")
        objects = self.of_services(list(theirs.exclude(centre__operator__in=large).values_list("pk", flat=True)))
        self.places(objects, list(places.exclude(operator__in=large).values_list("pk", flat=True)))
        objects["organization"] = self.organizations(rows)
        objects["program"] = {
            key: row for key, row in self.programs().items() if row["organization_id"] in objects["organization"]
        }
        return objects

    def of_services(self, keys: Collection[int]) -> Objects:
        """Services, and the places where they are offered; a fixed number of queries."""
        foreign = _foreign("service", service__in=keys)
        same = _same_elsewhere(foreign)
        rows = Service.objects.select_related(*_OF_SERVICE).filter(pk__in=[*keys, *same]).order_by("pk")
        found = list(rows)
        objects = nothing()
        around = self._around(found)
        for row in found:
            if row.pk not in same:
                told = telling.of_service(row, self.keys, around[row.pk])
                put(objects, "service", told if row.centre.confidential else _as_both(told, foreign.get(row.pk)))
        open_services = [row for row in found if not row.centre.confidential]
        places = self.places(objects, {row.centre_id for row in open_services})
        at_location = _foreign("service_at_location", service__in=[row.pk for row in open_services])
        for row in open_services:
            for place in places.get(row.centre_id, ()):
                told = telling.at_location(row, place, self.keys)
                own = place == self.keys.location(row.centre)
                put(objects, "service_at_location", _as_both(told, at_location.get(row.pk) if own else None))
        return objects

    def _around(self, rows: Collection[Service]) -> dict[int, telling.Around]:
        keys = [row.pk for row in rows]
        held = {service: rule.tree for service, rule in rules_in_force(keys, self.on).items()}
        found = {row.pk: telling.Around(today=self.on, conditions=held.get(row.pk)) for row in rows}
        for capacity in Capacity.objects.filter(service__in=keys).defer("said_by").order_by("kind"):
            found[capacity.service_id].capacities.append(capacity)
        for notice in self._notices().filter(service__in=keys):
            found[notice.service_id].notices.append(notice)  # type: ignore[index]
        for one in Attribute.objects.filter(service__in=keys).select_related("term").order_by("pk"):
            found[one.service_id].attributes.append(one)  # type: ignore[index]
        return found

    def _notices(self) -> QuerySet[Notice]:
        rows = Notice.objects.filter(Q(until=None) | Q(until__gte=self.on)).defer("by")
        return rows.order_by("since", "kind", "hours", "text_fr", "text_ar")

    def places(self, objects: Objects, centres: Collection[int]) -> dict[int, list[str]]:
        """Add the places of centres that are not confidential; key of the centre -> keys of its places."""
        rows = Centre.objects.select_related(*_OF_CENTRE).filter(pk__in=centres, confidential=False).order_by("pk")
        notices: dict[int, list[Notice]] = defaultdict(list)
        for notice in self._notices().filter(centre__in=centres, service=None):
            notices[notice.centre_id].append(notice)
        words: dict[int, list[Attribute]] = defaultdict(list)
        for one in Attribute.objects.filter(centre__in=centres).select_related("term").order_by("pk"):
            words[one.centre_id].append(one)  # type: ignore[index]
        foreign = _foreign("location", centre__in=centres)
        found: dict[int, list[str]] = defaultdict(list)
        by_key = {}
        for row in rows:
            by_key[row.pk] = row
            kept = foreign.get(row.pk)
            if kept is not None and not kept.foreign_key:
                continue  # it stands for a place that the package did not name
            told = telling.of_centre(row, self.keys, notices[row.pk], words[row.pk])
            put(objects, "location", _as_both(told, kept))
            found[row.pk].append(told["id"])
        stops = Stop.objects.filter(centre__in=list(by_key), confidential=False).filter(
            Q(until=None) | Q(until__gte=self.on)
        )
        for stop in stops.select_related("commune__province").order_by("pk"):
            centre = by_key[stop.centre_id]
            key = telling.stop_key(stop, centre)
            put(objects, "location", telling.of_stop(key, stop, centre, self.keys))
            found[centre.pk].append(key)
        return found


def _many(rows: QuerySet[Any], operator: str) -> set[int]:
    """Operators that have more rows than one answer holds."""
    counted = rows.order_by().values(operator).annotate(many=Count("pk", distinct=True))
    return set(counted.filter(many__gt=MOST_NESTED).values_list(operator, flat=True))


def _as_both(told: Row, kept: ForeignObject | None) -> Row:
    return merged(told, kept.base, kept.object) if kept else told


def _foreign(entity: str, **which: Any) -> dict[int, ForeignObject]:
    """Key of the row here -> what came from elsewhere."""
    rows = ForeignObject.objects.filter(entity=entity, **which)
    field = {"organization": "operator_id", "program": "programme_id", "location": "centre_id"}.get(
        entity, "service_id"
    )
    return {getattr(row, field): row for row in rows}


def _same_elsewhere(foreign: dict[int, ForeignObject]) -> set[int]:
    """Rows that are the same service at other places: one object there, several rows here."""
    if not foreign:
        return set()
    rows = ForeignObject.objects.filter(
        entity="service", is_first=False, foreign_key__in={row.foreign_key for row in foreign.values()}
    )
    return set(rows.values_list("service_id", flat=True))


def _hidden_operators(rows: Collection[Operator]) -> dict[int, set[str]]:
    """Operators all of whose centres are confidential -> provinces in which these are."""
    found: dict[int, set[str]] = defaultdict(set)
    seen: set[int] = set()
    for operator, confidential, province in Centre.objects.filter(operator__in=rows).values_list(
        "operator_id", "confidential", "province_id"
    ):
        if confidential:
            found[operator].add(province)
        else:
            seen.add(operator)
    return {operator: provinces for operator, provinces in found.items() if operator not in seen}


def _names_of_communes(provinces: Collection[str]) -> dict[str, set[str]]:
    """Province -> folded names of its communes."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Commune.objects.filter(province__in=provinces) if provinces else Commune.objects.none()
    for province, *names in rows.values_list("province_id", "name_ar", "name_fr"):
        found[province] |= {fold(name) for name in names} - {""}
    return found


def _names(provinces: Iterable[str], communes: dict[str, set[str]]) -> set[str]:
    return {name for province in provinces for name in communes[province]}


def _nameless(told: Row, row: Operator) -> Row:
    kind = label("operator_kind", row.kind)
    kept = {name: value for name, value in told.items() if name not in {"code", "source", "name_zgh"}}
    return kept | {"name": kind.ar, "alternate_name": kind.fr, "name_ar": kind.ar, "name_fr": kind.fr}
