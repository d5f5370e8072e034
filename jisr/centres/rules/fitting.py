"""Whether a service fits a person: everything that speaks for or against it, with what is unknown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

Verdict = Literal["yes", "no", "unknown"]


class Offered(Protocol):
    """What ``fits`` reads of a service; the model has it, and so has any plain object in a test."""

    age_min: int | None
    age_max: int | None
    sex: str
    publics: Sequence[str]
    welcomes: str
    zone: str
    areas: Sequence[str]
    languages: Sequence[str]
    accessibility: Sequence[str]
    places_total: int | None
    places_free: int | None
    places_confirmed_on: date | None


@dataclass(frozen=True)
class Place:
    """Where somebody lives or a centre stands, as codes; "" where not known."""

    commune: str = ""
    province: str = ""
    region: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of a person, and no more than what is needed; None and absent mean "not known".

    Attributes:
        age: whole years.
        sex: f or m.
        publics: code of a public -> whether the person is of it.
        place: where the person lives.
        languages: languages in which the person can be served; empty when not known.
        needs: codes of accessibility without which the person cannot use a place.
    """

    age: int | None = None
    sex: str = ""
    publics: Mapping[str, bool] = field(default_factory=dict)
    place: Place = Place()
    languages: Collection[str] = ()
    needs: Collection[str] = ()


#: Of a reason that names nothing.
_NONE: Mapping[str, Any] = MappingProxyType({})


class Reason(NamedTuple):
    """One thing that was looked at; a tuple, since a thousand are made for each family.

    Attributes:
        about: age, sex, publics, zone, language, access or places.
        verdict: yes, no or unknown; never a number.
        blocking: whether a "no" means that the service does not take this person.
        shade: which sentence says it, where the verdict alone is not enough.
        values: what the sentence names.
    """

    about: str
    verdict: Verdict
    blocking: bool = False
    shade: str = ""
    values: Mapping[str, Any] = _NONE


def fits(service: Offered, facts: Facts, *, centre: Place = Place(), today: date | None = None) -> list[Reason]:
    """Everything that speaks for or against a service for a person, with what is unknown.

    Args:
        service: what is offered.
        facts: what is known of the person.
        centre: where the service is; for a confidential one, its province and region only.
        today: the day on which places are judged; places are not judged without it.

    Returns:
        reasons in a fixed order; conditions that the service does not have are left out.
    """
    reasons = [
        *_age(service, facts),
        *_sex(service, facts),
        _publics(service, facts),
        _zone(service, facts, centre),
        *_languages(service, facts),
        *_access(service, facts),
    ]
    return [*reasons, places(service, today)] if today else reasons


def verdict(reasons: Sequence[Reason]) -> Verdict:
    """The whole of it: a blocking "no" excludes; then one blocking unknown leaves the answer open."""
    blocking = {reason.verdict for reason in reasons if reason.blocking}
    return "no" if "no" in blocking else "unknown" if "unknown" in blocking else "yes"


def _age(service: Offered, facts: Facts) -> list[Reason]:
    low, high = service.age_min, service.age_max
    if low is None and high is None:
        return []
    values = {"age": facts.age, "low": low, "high": high}
    if facts.age is None:
        return [Reason("age", "unknown", True, values=values)]
    inside = (low is None or facts.age >= low) and (high is None or facts.age <= high)
    return [Reason("age", "yes" if inside else "no", True, values=values)]


def _sex(service: Offered, facts: Facts) -> list[Reason]:
    if not service.sex:
        return []
    answer: Verdict = "unknown" if not facts.sex else "yes" if facts.sex == service.sex else "no"
    return [Reason("sex", answer, True, values={"sex": service.sex})]


def _publics(service: Offered, facts: Facts) -> Reason:
    """Exclusive: these alone. Preferential: these first. Unconditional: made for these, open to everyone."""
    if not service.publics:
        return Reason("publics", "yes", shade="open")
    said = [facts.publics.get(code) for code in service.publics]
    met = [code for code, answer in zip(service.publics, said, strict=True) if answer]
    values = {"publics": met or list(service.publics)}
    if service.welcomes == "unconditional":
        return Reason("publics", "yes", shade="" if met else "open", values=values)
    answer: Verdict = "yes" if met else "unknown" if None in said else "no"
    exclusive = service.welcomes == "exclusive"
    return Reason("publics", answer, exclusive, "" if exclusive else "first", values)


def _zone(service: Offered, facts: Facts, centre: Place) -> Reason:
    values = {"zone": service.zone}
    places = {facts.place.commune, facts.place.province, facts.place.region} - {""}
    if service.zone == "nation" or places.intersection(service.areas):
        return Reason("zone", "yes", True, "named" if service.zone != "nation" else "", values)
    home, here = getattr(facts.place, service.zone), getattr(centre, service.zone)
    if not home or not here:
        return Reason("zone", "unknown", True, values=values)
    return Reason("zone", "yes" if home == here else "no", True, values=values)


def _languages(service: Offered, facts: Facts) -> list[Reason]:
    if not facts.languages:
        return []
    wanted = list(facts.languages)
    if not service.languages:
        return [Reason("language", "unknown", values={"languages": wanted})]
    shared = [language for language in wanted if language in service.languages]
    return [Reason("language", "yes" if shared else "no", values={"languages": shared or wanted})]


def _access(service: Offered, facts: Facts) -> list[Reason]:
    if not facts.needs:
        return []
    if not service.accessibility:
        return [Reason("access", "unknown", values={"needs": list(facts.needs)})]
    missing = [need for need in facts.needs if need not in service.accessibility]
    return [Reason("access", "no" if missing else "yes", values={"needs": missing or list(facts.needs)})]


#: Days after which a statement of places is shown as old. Update campaigns of Soliguide and Dora ask again monthly.
PLACES_FRESH = timedelta(days=30)


def places(service: Offered, today: date, *, fresh: timedelta = PLACES_FRESH) -> Reason:
    """What is known of free places: how many, and how long ago the centre said so; never a 0 for "not known"."""
    if service.places_total is None and service.places_free is None:
        return Reason("places", "unknown")
    if service.places_free is None or service.places_confirmed_on is None:
        return Reason("places", "unknown", values={"total": service.places_total})
    age = today - service.places_confirmed_on
    values = {"free": service.places_free, "on": service.places_confirmed_on, "days": age.days}
    if age > fresh:
        return Reason("places", "unknown", shade="old", values=values)
    return Reason("places", "yes" if service.places_free > 0 else "no", values=values)
