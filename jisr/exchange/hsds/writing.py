"""A plan into the catalogue: few statements, one transaction; then what our rows cannot say of it, beside them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from jisr.accounts.models import User
from jisr.centres.choices import PlacesSource
from jisr.centres.models import (
    Attribute,
    Capacity,
    Centre,
    Notice,
    Operator,
    PlacesStatement,
    Service,
    ServiceRule,
    Stop,
    TaxonomyTerm,
)
from jisr.exchange.bulk import insert_all
from jisr.exchange.hsds import eligibility
from jisr.exchange.hsds.comparing import mark_of, plain
from jisr.exchange.hsds.nesting import Objects, nothing
from jisr.exchange.hsds.planning import Plan, Planner
from jisr.exchange.hsds.reading import Reader
from jisr.exchange.hsds.saying import told_of
from jisr.exchange.hsds.standard import Row
from jisr.exchange.models import ForeignObject


def write(planner: Planner, *, by: User, source: str, today: date) -> None:
    """Write all of a plan.

    Args:
        planner: which has made its plan.
        source: file and day.
    """
    plan = planner.plan
    operators = [row for row in plan.operators.values() if row.pk is None]
    programmes = [row for row in plan.programmes.values() if row.pk is None]
    places = [one for one in plan.places.values() if not one.is_known]
    centres = [one.centre for one in places]
    services = [one.service for one in plan.offers]
    new = {id(row) for row in (*operators, *programmes)}
    insert_all(operators)
    insert_all(programmes)
    for centre in centres:
        centre.set_sort_keys()
    insert_all(centres)
    insert_all([one.site for one in places if one.site is not None])
    by_key = {one.key: one for one in plan.places.values() if one.key}
    for one in plan.offers:
        intake = by_key.get(one.intake)
        if intake is not None and intake.site is not None and intake.centre.pk != one.place.centre.pk:
            one.service.intake_site = intake.site
    insert_all(services)
    _around(plan, by)
    ServiceRule.objects.bulk_create(
        eligibility.rule(one.conditions, source=source, service=one.service, version=1, since=today, by=by)
        for one in plan.offers if one.conditions is not None
    )  # fmt: skip
    _words(plan)
    _keep(plan, planner, new=new, source=source, today=today)


def _around(plan: Plan, by: User) -> None:
    capacities: list[Capacity] = []
    notices: list[Notice] = []
    stops: list[Stop] = []
    for place in plan.places.values():
        if place.is_known:
            continue
        for stop in place.stops:
            stop.centre, stop.confidential = place.centre, place.centre.confidential
        for notice in place.notices:
            notice.centre, notice.confidential, notice.by = place.centre, place.centre.confidential, by
        stops += place.stops
        notices += place.notices
    for offer in plan.offers:
        for notice in offer.notices:
            notice.service, notice.centre = offer.service, offer.place.centre
            notice.confidential, notice.by = offer.place.centre.confidential, by
        for capacity in offer.capacities:
            capacity.service, capacity.said_by = offer.service, by
        notices += offer.notices
        capacities += offer.capacities
    Capacity.objects.bulk_create(capacities)
    Notice.objects.bulk_create(notices)
    Stop.objects.bulk_create(stops)
    insert_all(list(_statements(plan, by)))


def _statements(plan: Plan, by: User) -> Iterator[PlacesStatement]:
    for offer in plan.offers:
        row = offer.service
        if row.places_total is not None and row.places_free is not None and row.places_confirmed_on is not None:
            yield PlacesStatement(
                service=row, said_on=row.places_confirmed_on, said_by=by, through=PlacesSource.IMPORT,
                total=row.places_total, free=row.places_free, waiting=row.places_waiting,
            )  # fmt: skip


def _words(plan: Plan) -> None:
    """Foreign words: each once, then what they say of services and places."""
    told: list[tuple[dict[str, Any], list[Row]]] = [({"service": one.service}, one.words) for one in plan.offers]
    told += [({"centre": one.centre}, one.words) for one in plan.places.values() if not one.is_known]
    found = [(of, *_term(row), str(row.get("value") or "")[:300]) for of, rows in told for row in rows]
    marks = {(taxonomy, code): name for _of, taxonomy, code, name, _value in found if code}
    here = _terms()
    TaxonomyTerm.objects.bulk_create(
        [
            TaxonomyTerm(taxonomy=taxonomy, code=code, name=name)
            for (taxonomy, code), name in marks.items() if (taxonomy, code) not in here
        ]
    )  # fmt: skip
    here = _terms()
    once = {}
    for of, taxonomy, code, _name, value in found:
        if code:
            [(kind, row)] = of.items()
            once[taxonomy, code, kind, row.pk, value] = Attribute(term_id=here[taxonomy, code], value=value, **of)
    Attribute.objects.bulk_create(once.values())


def _terms() -> dict[tuple[str, str], int]:
    return {(taxonomy, code): pk for pk, taxonomy, code in TaxonomyTerm.objects.values_list("pk", "taxonomy", "code")}


def _term(row: Row) -> tuple[str, str, str]:
    term = row.get("taxonomy_term") or {}
    detail = term.get("taxonomy_detail") or {}
    taxonomy = str(term.get("taxonomy") or detail.get("name") or "?")[:100]
    return taxonomy, str(term.get("code") or term.get("id") or "")[:100], str(term.get("name") or "")[:300]


def _keep(plan: Plan, planner: Planner, *, new: set[int], source: str, today: date) -> None:
    """Keys that are not ours, and words that our rows do not say."""
    rows = list(_rows(plan, new, source))
    for row in rows:
        row.publisher = planner.publisher
    ForeignObject.objects.bulk_create(rows)  # so that what is given out bears these keys
    ours = _ours(plan, today)
    for row in rows:
        theirs, told = (side[row.entity].get(row.foreign_key, {}) for side in (planner.objects, ours))
        if not theirs or (row.centre is not None and row.centre.confidential):
            continue
        if row.entity != "service_at_location":
            stood_for = row.service or row.centre or row.programme or row.operator
            row.said = {name: plain(value) for name, value in told_of(row.entity, theirs, stood_for, planner).items()}
            row.mark = mark_of(theirs)
        if row.is_first and bare(theirs) != bare(told):
            row.object, row.base = theirs, told
    ForeignObject.objects.bulk_update(rows, ["said", "mark", "object", "base"], batch_size=500)


def _rows(plan: Plan, new: set[int], source: str) -> Iterator[ForeignObject]:
    for key, operator in plan.operators.items():
        if id(operator) in new:
            yield ForeignObject(entity="organization", foreign_key=key, source=source, operator=operator)
    for key, programme in plan.programmes.items():
        if id(programme) in new:
            yield ForeignObject(entity="program", foreign_key=key, source=source, programme=programme)
    for place in plan.places.values():
        if not place.is_known and not place.centre.confidential:
            yield ForeignObject(entity="location", foreign_key=place.key, source=source, centre=place.centre)
    for offer in plan.offers:
        of = {"source": source, "centre": offer.place.centre, "service": offer.service}
        yield ForeignObject(entity="service", foreign_key=offer.key, is_first=offer.is_first, **of)
        if offer.at and not offer.place.centre.confidential:
            yield ForeignObject(entity="service_at_location", foreign_key=offer.at, **of)


def _ours(plan: Plan, today: date) -> Objects:
    rows: list[Any] = [*plan.operators.values(), *plan.programmes.values(), *(one.service for one in plan.offers)]
    return ours_of([*rows, *(one.centre for one in plan.places.values() if not one.is_known)], today)


def ours_of(rows: Sequence[Any], today: date) -> Objects:
    """Rows of the catalogue as we give them out; every programme of their worlds with them."""
    found = nothing()
    for invented in {row.is_demonstration for row in rows}:
        reader = Reader(today, invented=invented)
        those = [row for row in rows if row.is_demonstration == invented]
        found["organization"].update(reader.organizations([row for row in those if isinstance(row, Operator)]))
        found["program"].update(reader.programs())
        for some in _some([row.pk for row in those if isinstance(row, Service)]):
            for entity, objects in reader.of_services(some).items():
                found[entity].update(objects)
        for some in _some([row.pk for row in those if isinstance(row, Centre)]):
            reader.places(found, some)
    return found


def _some(keys: list[int], size: int = 400) -> Iterator[list[int]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def bare(value: Any) -> Any:
    """A value without what says nothing: a table cannot tell an empty text from none."""
    if isinstance(value, dict):
        found = ((name, bare(inner)) for name, inner in value.items())
        return {name: inner for name, inner in found if inner not in (None, "", [])}
    return [bare(inner) for inner in value] if isinstance(value, list) else value
