"""A vignette becomes what the ranking is asked with: facts of a person, and a catalogue as the model has it."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from jisr.centres.rules import Facts, Place, Reason
from jisr.common.parameters import value, values
from jisr.conditions import judge
from jisr.families.rules import publics
from jisr.territory.sources import shipped
from jisr.window.orientation.columns import Entry, Halt, catalogue_of
from jisr.window.orientation.ranking import Asked, Candidate, Ranked, order, weigh
from jisr.window.orientation.reading import areas, offered
from jisr.window.orientation.shortlist import Wanted, shortlist


@cache
def _places() -> tuple[dict[str, Any], dict[str, Any]]:
    found = shipped()
    return ({one["code"]: one for one in found.communes}, {one["code"]: one for one in found.provinces})


def place_of(commune: str) -> Place:
    """Codes of a commune and of what it lies in."""
    province = _places()[0][commune]["province_id"]
    return Place(commune, province, _places()[1][province]["region_id"])


def point_of(commune: str) -> tuple[float, float]:
    """Where a commune stands."""
    row = _places()[0][commune]
    return row["lat"], row["lon"]


def asked_of(vignette: Any, need: Any) -> Asked:
    """What is known of the person whose need it is."""
    family, person = vignette.family, vignette.member(need.of)
    rural = _places()[0][family.commune]["type"] == "rural"
    disabled = None if person.disability is None else person.disability != "none"
    told = publics(
        years=person.age, sex=person.sex, marital_state=person.marital_state, schooled=person.schooled,
        disabled=disabled, rural=rural, raises_children=any(
            one is not person and one.age is not None and one.age < 18 for one in family.members
        ),
    )  # fmt: skip
    told |= dict.fromkeys(person.also, True) | dict.fromkeys(person.is_not, False)
    needs = {"motor": ["ramp"], "hearing": ["sign"]}.get(person.disability, [])
    facts = Facts(
        age=person.age, sex=person.sex, publics=told, place=place_of(family.commune),
        languages=[family.language] if family.language else [],
        needs=list(dict.fromkeys([*needs, *need.asks.accessibility])),
    )  # fmt: skip
    return Asked(
        facts, vignette.day, point_of(family.commune), need.asks.staff_gender, _known(family, person, rural=rural)
    )


def _known(family: Any, person: Any, *, rural: bool) -> dict[str, Any]:
    """Facts that conditions of the vignettes speak of (tests.window.orientation_cases.FACTS)."""
    amounts = [one.monthly_mad for one in family.resources]
    known = {
        "age": person.age, "sex": person.sex, "schooled": person.schooled, "literacy": person.literacy or None,
        "marital_state": person.marital_state or None, "disability": person.disability, "rsu": family.rsu or None,
        "members": len(family.members), "rural": rural,
        "children": sum(one.relation == "child" for one in family.members),
        "monthly_mad": sum(amounts) if amounts and None not in amounts else None,
        **{f"document_{code}": True for code in person.documents},
        **{f"document_{code}": False for code in person.lacks},
    }  # fmt: skip
    return {name: one for name, one in known.items() if one is not None}


def service_of(key: int, told: Any, centre: Any, day: date) -> SimpleNamespace:
    """A service with the fields of the model."""
    places = told.places
    hide = value("jisr.centres", "freshness", "hide_days", on=day)
    hidden = told.verified_on and told.verified_on + timedelta(days=hide)
    own = SimpleNamespace(opened_on=None, closed_on=centre.closed_on)
    return SimpleNamespace(
        pk=key, code="", centre=own, theme=told.theme, compartment=told.compartment, age_min=told.age_min, modes=(),
        age_max=told.age_max, sex=told.sex, publics=told.publics, welcomes=told.welcomes, zone=told.zone, areas=(),
        languages=centre.languages, accessibility=centre.accessibility, since=told.since, until=told.until,
        places_total=places and places.total, places_free=places and places.free,
        places_confirmed_on=places and places.said_on, saturation=told.saturation,
        saturation_on=(places.said_on if places else told.verified_on or day) if told.saturation else None,
        wait_days=told.wait_days, verified_on=told.verified_on, quality=50, answer_days=centre.answers_in_days,
        hidden_on=hidden if hidden and hidden <= day else None, staff_gender=told.staff_gender,
        cost=told.cost, cost_per="",
        cost_mad=None if told.cost_mad is None else 100 * told.cost_mad,
    )  # fmt: skip


def lines_of(vignette: Any, asked: Asked) -> list[tuple[str, Candidate, Entry]]:
    """Each line of the catalogue for the plain rules and for the columns; visitors see what is theirs."""
    found = []
    for key, one in enumerate(vignette.catalogue, 1):
        if vignette.seen_by == "public" and one.service.professional_only:
            continue
        service = service_of(key, one.service, one.centre, vignette.day)
        place, hidden = place_of(one.centre.commune), one.centre.confidential
        if hidden:
            province = _places()[1][place.province]
            place, point = Place("", place.province, place.region), (province["lat"], province["lon"])
        else:
            point = point_of(one.service.intake or one.centre.commune)
        halts = [Halt(*point_of(stop.commune), stop.day, None, 0) for stop in one.centre.stops]
        closed = one.service.temporary_closure
        closures = [(closed.from_, closed.until)] if closed else []
        tree = one.service.conditions
        entry = Entry(
            service, service.languages, service.accessibility,
            offered((service.since, service.until), (None, one.centre.closed_on)), point,
            areas(service.zone, (), place), halts,
            closures[0] if closures else None, tree,
        )  # fmt: skip
        soon = [(halt.lat, halt.lon) for halt in halts if 0 <= (halt.since - vignette.day).days <= 30]
        candidate = Candidate(
            service, place, tuple(soon) if halts else (point,), hidden, closures,
            Reason("conditions", judge(tree, asked.known).answer, True) if tree else None,
        )  # fmt: skip
        found.append((one.code, candidate, entry))
    return found


def ranked(vignette: Any, number: int, weights: Mapping[str, float] | None = None) -> tuple[list[str], list[Ranked]]:
    """Codes in their order for one need, by the plain rules over what the columns let through."""
    need = vignette.needs[number]
    asked = asked_of(vignette, need)
    weights = weights or values("jisr.window.orientation", "ranking", on=max(vignette.day, date(2026, 11, 23)))
    lines = lines_of(vignette, asked)
    codes = {candidate.service.pk: code for code, candidate, _ in lines}
    catalogue = catalogue_of([entry for _, _, entry in lines])
    [few] = shortlist(catalogue, [Wanted(need.theme, need.compartment, asked)], weights, most=99)
    plain = {candidate.service.pk: weigh(candidate, asked, weights) for _, candidate, _ in lines}
    found = order([plain[key] for key in few if plain[key].verdict != "no"], asked)
    return [codes[one.service.pk] for one in found], found
