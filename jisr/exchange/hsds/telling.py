"""Rows of the catalogue as objects of the standard. Pure: what it reads was read before; a place that is not to be
told never comes here (``reading``)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jisr.centres.choices import CostPer, Zone
from jisr.centres.models import Attribute, Capacity, Centre, Notice, Operator, Programme, Service, Site, Stop
from jisr.common.periods import iso_day
from jisr.conditions.trees import Tree
from jisr.exchange.hsds import eligibility, hours
from jisr.exchange.hsds.keys import Keys, key_of
from jisr.exchange.hsds.standard import Row, profile
from jisr.exchange.hsds.vocabularies import ISO, label, labels, term

_MINOR = 100


def filled(**values: Any) -> Row:
    """A row without what is not known."""
    return {name: value for name, value in values.items() if value is not None and value != "" and value != []}


def of_operator(operator: Operator, keys: Keys) -> Row:
    """An operator as an organization."""
    kind = label("operator_kind", operator.kind)
    key = keys.organization(operator)
    row = {"id": key} | named(operator) | {"description": kind.both}
    return row | {"attributes": [said(key, "organization", "operator_kind", operator.kind)]}


def of_programme(programme: Programme, keys: Keys) -> Row:
    """A programme, with what it is about and for whom."""
    key = keys.program(programme)
    themes = ", ".join(label("theme", code).both for code in programme.themes)
    attributes = [said(key, "program", "theme", code) for code in programme.themes]
    attributes += [said(key, "program", "public", code) for code in programme.publics]
    about = filled(valid_from=iso_day(programme.since), valid_to=iso_day(programme.until), attributes=attributes)
    owner = {"organization_id": keys.organization(programme.owner)}
    return {"id": key} | named(programme) | owner | {"description": themes} | about


def of_centre(centre: Centre, keys: Keys, notices: Iterable[Notice], attributes: Iterable[Attribute]) -> Row:
    """A centre whose place may be known, with that place."""
    key, site = keys.location(centre), getattr(centre, "site", None)
    supervisor = centre.supervised_by
    found = [said(key, "location", "centre_type", centre.type), *_foreign(key, "location", attributes)]
    place = filled(latitude=site.lat, longitude=site.lon) if site else {}
    return (
        {"id": key, "location_type": "physical", "organization_id": keys.organization(centre.operator)}
        | named(centre)
        | {"description": label("centre_type", centre.type).both}
        | place
        | filled(
            supervised_by=keys.organization(supervisor) if supervisor else None,
            province=centre.province_id, commune=site.commune_id if site else None, opened_on=iso_day(centre.opened_on),
            languages=_languages(key, centre.languages), addresses=[_address(key, centre)],
            contacts=[{"id": key_of("contact", key), "email": centre.email}] if centre.email else [],
            accessibility=_accessible(key, centre.accessibility), phones=_phones(key, centre.phone),
            schedules=[*_week(key, centre.hours), *_notices(key, notices)], attributes=found,
        )
    )  # fmt: skip


def of_stop(key: str, stop: Stop, centre: Centre, keys: Keys) -> Row:
    """A stop of a mobile unit as a place of its own, with its days and hours."""
    commune = stop.commune
    names = stop.place_ar or commune.name_ar, stop.place_fr or commune.name_fr
    every = {"freq": "WEEKLY", "interval": stop.every_weeks} if stop.every_weeks else {"count": 1}
    schedule = filled(
        id=key_of("schedule", key), dtstart=iso_day(stop.since), until=iso_day(stop.until), **every,
        byday=hours.BYDAY[stop.since.weekday()] if stop.every_weeks else None, opens_at=f"{stop.opens:%H:%M}",
        closes_at=f"{stop.closes:%H:%M}", timezone_name=profile()["timezone"],
    )  # fmt: skip
    return filled(
        id=key, location_type="physical", organization_id=keys.organization(centre.operator), name=names[0],
        alternate_name=names[1], description=label("mode", "mobile").both, latitude=stop.lat, longitude=stop.lon,
        name_ar=stop.place_ar, name_fr=stop.place_fr, province=commune.province_id, commune=stop.commune_id,
        stop_of=keys.location(centre), is_demonstration=centre.is_demonstration or None, schedules=[schedule],
    )  # fmt: skip


def stop_key(stop: Stop, centre: Centre) -> str:
    """The key of a stop: where and when it is."""
    parts = (stop.commune_id, stop.since, stop.opens, stop.closes, stop.every_weeks, stop.place_fr, stop.place_ar)
    return key_of("stop", centre.code, *parts)


@dataclass(frozen=True)
class Around:
    """What is known of a service beside its own row."""

    capacities: list[Capacity] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    today: date = date.min
    conditions: Tree | None = None


def of_service(service: Service, keys: Keys, around: Around) -> Row:
    """A service; of one with a confidential place, what closed lists say of it and no more."""
    key, centre, hidden = keys.service(service), service.centre, service.centre.confidential
    paid = service.programme
    row = {"id": key, "organization_id": keys.organization(centre.operator)}
    row |= _general(service) if hidden else named(service)
    closed = [one for one in around.notices if one.kind == "closure" and one.since <= around.today]
    row |= filled(
        program_id=keys.program(paid) if paid and not hidden else None,
        status="temporarily closed" if closed else "active",
    )  # fmt: skip
    if not hidden:
        row |= _words(service, around) | filled(conditions=eligibility.written(around.conditions))
    intake = service.intake_site
    row |= filled(
        application_process=_listed("mode", service.modes), fees_description=_fee(service),
        wait_time=f"{service.wait_days} d" if service.wait_days is not None else None,
        eligibility_description=_for_whom(service, None if hidden else around.conditions),
        minimum_age=service.age_min, maximum_age=service.age_max,
        assured_date=iso_day(service.verified_on), zone=service.zone, confidential=hidden or None,
        province=centre.province_id if hidden else None,
        valid_from=iso_day(service.since), valid_to=iso_day(service.until),
        intake_location=keys.location(intake.centre) if intake and _is_open(intake, around.today) else None,
        **_places(service),
        phones=_phones(key, centre.phone) if hidden else [],
        schedules=[*_week(key, service.hours), *_notices(key, around.notices, silent=hidden)],
        service_areas=list(_areas(key, service)), languages=_languages(key, service.languages),
        cost_options=_costs(key, service), required_documents=_documents(key, service.documents),
        capacities=_capacities(key, service, around.capacities),
    )  # fmt: skip
    return row | {"attributes": list(_attributes(key, service, around))}


def _is_open(site: Site, today: date) -> bool:
    closed = site.centre.closed_on
    return not site.confidential and (closed is None or closed > today)


def at_location(service: Service, location: str, keys: Keys) -> Row:
    """That a service is offered at a place."""
    key = keys.service(service)
    return {"id": keys.at_location(service, location), "service_id": key, "location_id": location}


def named(row: Any) -> Row:
    """Names, code and where it is known from: Arabic first, as on our pages."""
    return filled(
        name=row.name_ar, alternate_name=row.name_fr, code=row.code, name_ar=row.name_ar, name_fr=row.name_fr,
        name_zgh=row.name_zgh, is_demonstration=row.is_demonstration or None, source=row.source,
    )  # fmt: skip


def said(key: str, entity: str, taxonomy: str, code: str, *, part: str = "", value: str = "", **more: Any) -> Row:
    """That a row is described by a code of one of our lists."""
    found = term(taxonomy, code)
    return filled(
        id=key_of("attribute", key, part or taxonomy, code), link_id=key, link_type=part or taxonomy,
        link_entity=entity, value=value, taxonomy_term_id=found["id"], taxonomy_term=found, **more,
    )  # fmt: skip


def _foreign(key: str, entity: str, attributes: Iterable[Attribute]) -> Iterator[Row]:
    """What words of other lists say of it, as they came."""
    for one in attributes:
        word = one.term
        found = filled(
            id=key_of("taxonomy_term", word.taxonomy, word.code), code=word.code, name=word.name,
            description=word.name, taxonomy=word.taxonomy,
        )  # fmt: skip
        yield filled(
            id=key_of("attribute", key, found["id"], one.value), link_id=key, link_entity=entity, value=one.value,
            taxonomy_term_id=found["id"], taxonomy_term=found,
        )  # fmt: skip


def _general(service: Service) -> Row:
    name = label("theme", service.theme)
    return filled(
        name=name.ar, alternate_name=name.fr, name_ar=name.ar, name_fr=name.fr,
        is_demonstration=service.is_demonstration or None,
    )  # fmt: skip


def _words(service: Service, around: Around) -> Row:
    told = [service.about_ar, service.about_fr]
    alerts = [text for one in around.notices if one.since <= around.today for text in (one.text_ar, one.text_fr)]
    return filled(
        description="\n\n".join(filter(None, told)), description_ar=service.about_ar, description_fr=service.about_fr,
        alert=" / ".join(filter(None, alerts)),
    )  # fmt: skip


def _places(service: Service) -> dict[str, Any]:
    known = service.places_total is not None
    return {
        "places_kind": service.places_kind if known else None, "places_total": service.places_total,
        "places_free": service.places_free, "places_waiting": service.places_waiting,
        "places_confirmed_on": iso_day(service.places_confirmed_on), "wait_days": service.wait_days,
        "saturation_on": iso_day(service.saturation_on),
    }  # fmt: skip


def _attributes(key: str, service: Service, around: Around) -> Iterator[Row]:
    for taxonomy, codes in (
        ("theme", [service.theme]), ("theme", service.topics), ("public", service.publics),
        ("welcome", [service.welcomes]), ("mode", service.modes), ("accessibility", service.accessibility),
    ):  # fmt: skip
        for code in codes:
            part = "topic" if codes is service.topics else ""
            yield said(key, "service", taxonomy, code, part=part)
    for part, taxonomy, code in (
        ("sex", "sex", service.sex), ("staff_gender", "sex", service.staff_gender),
        ("saturation", "saturation", service.saturation),
    ):  # fmt: skip
        if code:
            yield said(key, "service", taxonomy, code, part=part)
    for one in around.capacities:
        yield said(
            key, "service", "capacity", one.kind, value=str(one.maximum), said_on=iso_day(one.said_on),
            through=one.through, unit="" if service.centre.confidential else one.unit, available=one.available,
        )  # fmt: skip
    if not service.centre.confidential:
        yield from _foreign(key, "service", around.attributes)


def _areas(key: str, service: Service) -> Iterator[Row]:
    """The zone in words, then each place named besides; of a confidential service no commune."""
    words = labels("zone")[Zone(service.zone)]
    yield {"id": key_of("service_area", key), "name": words.ar, "description": words.fr}
    for code in service.areas:
        if not service.centre.confidential or code.count(".") < 2:
            yield {
                "id": key_of("service_area", key, code), "name": code, "extent": code, "extent_type": "text",
                "place": code,
            }  # fmt: skip


def _costs(key: str, service: Service) -> list[Row]:
    if not service.cost:
        return []
    words = labels("cost")[service.cost]
    per = labels("cost_per")[CostPer(service.cost_per)].both if service.cost_per else None
    amount = None if service.cost_mad is None else service.cost_mad / _MINOR
    return [
        filled(
            id=key_of("cost_option", key), option=words.both, currency="MAD" if amount is not None else None,
            amount=amount, amount_description=per, cost=service.cost, cost_per=service.cost_per,
        )
    ]  # fmt: skip


def _fee(service: Service) -> str:
    return labels("cost")[service.cost].both if service.cost else ""


def _for_whom(service: Service, conditions: Tree | None) -> str:
    publics = f"{_listed('public', service.publics)} ({labels('welcome')[service.welcomes].both})"
    told = [publics if service.publics else "", eligibility.in_words(conditions) if conditions else ""]
    return "\n".join(filter(None, told))


def _listed(which: str, codes: Iterable[str]) -> str:
    return "; ".join(labels(which)[code].both for code in codes)


def _documents(key: str, codes: Iterable[str]) -> list[Row]:
    words = labels("document")
    return [
        {"id": key_of("required_document", key, code), "document": words[code].both, "code": code} for code in codes
    ]


def _capacities(key: str, service: Service, more: Iterable[Capacity]) -> list[Row]:
    """Capacities of which it is known how much is free: the standard has no place for others."""
    found = [(service.places_kind, service.places_free, service.places_total, service.places_confirmed_on, "")]
    hidden = service.centre.confidential
    found += [(one.kind, one.available, one.maximum, one.said_on, "" if hidden else one.unit) for one in more]
    return [
        filled(
            id=key_of("service_capacity", key, kind), unit=_unit(kind), unit_id=_unit(kind)["id"], available=free,
            maximum=total, description=unit, updated=f"{on}T00:00:00Z",
        )
        for kind, free, total, on, unit in found if free is not None and on is not None
    ]  # fmt: skip


def _unit(kind: str) -> Row:
    return {"id": key_of("unit", kind), "name": label("capacity", kind).both, "scheme": "jisr", "identifier": kind}


def _languages(key: str, codes: Iterable[str]) -> list[Row]:
    words = labels("language")
    return [{"id": key_of("language", key, code), "name": words[code].both, "code": ISO[code]} for code in codes]


def _accessible(key: str, codes: Iterable[str]) -> list[Row]:
    return [
        {"id": key_of("accessibility", key, code), "description": label("accessibility", code).both, "code": code}
        for code in codes
    ]


def _phones(key: str, number: str) -> list[Row]:
    return [{"id": key_of("phone", key), "number": number, "type": "voice"}] if number else []


def _address(key: str, centre: Centre) -> Row:
    site, province = getattr(centre, "site", None), centre.province
    commune = site.commune if site else None
    return {
        "id": key_of("address", key), "address_1": site.address if site else "",
        "city": _both(commune) if commune else "", "region": _both(province.region), "state_province": _both(province),
        "postal_code": "", "country": "MA", "address_type": "physical",
    }  # fmt: skip


def _both(place: Any) -> str:
    return f"{place.name_ar} / {place.name_fr}"


def _week(key: str, text: str) -> list[Row]:
    whole = {"opening_hours": text, "timezone_name": profile()["timezone"]}
    return [
        {
            "id": key_of("schedule", key, byday, opens), "freq": "WEEKLY", "interval": 1, "wkst": "MO",
            "byday": byday, "opens_at": opens, "closes_at": closes,
        } | whole
        for byday, opens, closes in hours.spans(text)
    ]  # fmt: skip


def _notices(key: str, notices: Iterable[Notice], *, silent: bool = False) -> Iterator[Row]:
    for one in notices:
        words = labels("notice")[one.kind]
        texts: Mapping[str, str] = {} if silent else {"text_ar": one.text_ar, "text_fr": one.text_fr}
        yield filled(
            id=key_of("schedule", key, one.kind, one.since, one.until, one.hours, *texts.values()),
            valid_from=iso_day(one.since), valid_to=iso_day(one.until), description=words.both, opening_hours=one.hours,
            timezone_name=profile()["timezone"], notice=one.kind, said_on=iso_day(one.said_on), **texts,
        )  # fmt: skip
