"""Pure decisions of a bundle: which services may stand in it, and what it spares beside the nearest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jisr.centres.rules import Week, parse_hours
from jisr.common.exact import Exact
from jisr.window.orientation.bundling.days import Day
from jisr.window.orientation.bundling.kernels import Offer, Plan, Trip, fewest_trips

#: Why nothing covers a need.
NONE_IN_ZONE, ALL_FULL, CONDITION, TOO_FAR = "none_in_zone", "all_full", "condition", "too_far"


@dataclass(frozen=True)
class Terms:
    """What a bundle is made under (parameters/bundle.yaml).

    Attributes:
        leave_home, first_visit, back_home: minutes after midnight, before or after which nobody leaves, is received
            anywhere, is still away.
        between: minutes from one house of a place to another.
        visit: minutes of a first visit.
        loss: points by which a service may stand behind the best one for its need.
        assumed: hours of a service that has told none.
        assumed_km: of a way that is not known; never summed.
        trip_km: kilometres that a family would go to be spared a trip.
        co2_g_km: grams for one person and kilometre.
    """

    leave_home: int
    first_visit: int
    back_home: int
    between: int
    visit: int
    loss: float
    assumed: str
    assumed_km: float
    trip_km: float
    co2_g_km: float


@dataclass(frozen=True)
class Candidate:
    """A ranked service as the bundle reads it.

    Attributes:
        points: the shown sum of its rank.
        km: by road, one way; None when not known, or the place is not shown.
        minutes: one way.
        hours: its own, or its centre's; "" when not known.
    """

    need: str
    service: str
    place: str
    site: str
    points: float
    km: float | None
    minutes: int
    hours: str


@dataclass(frozen=True)
class Figures:
    """What a plan costs a family; all of it estimated.

    Attributes:
        km: of all trips, there and back; of those whose way is known.
        minutes: away from home, all trips together.
        co2_g: of all who travel.
        unknown: trips whose way is not known.
    """

    trips: int
    places: int
    km: float
    minutes: int
    co2_g: float
    unknown: int = 0


@dataclass(frozen=True)
class Bundle:
    """The plan with the fewest trips, and beside it that of the nearest service for each need."""

    plan: Plan
    figures: Figures
    nearest: Plan
    nearest_figures: Figures


def admitted(candidates: Sequence[Candidate], loss: float) -> list[Candidate]:
    """Those that stand at most ``loss`` points behind the best one for their need."""
    best: dict[str, float] = {}
    for one in candidates:
        best[one.need] = max(best.get(one.need, one.points), one.points)
    return [one for one in candidates if one.points >= best[one.need] - loss]


def nearest_of_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The nearest service for each need; of two as near the better ranked, as a list by distance would show."""
    found: dict[str, Candidate] = {}
    for one in candidates:
        if one.need not in found or _by_way(one) < _by_way(found[one.need]):
            found[one.need] = one
    return list(found.values())


def _by_way(one: Candidate) -> tuple[float, float, str]:
    return (1e9 if one.km is None else one.km), -one.points, one.service


def bundle(
    needs: Sequence[str], candidates: Sequence[Candidate], terms: Terms, *, who: Mapping[str, str],
    adults: frozenset[str] = frozenset(), first_day: int = 0, solver_of: Callable[[Any], Any] = Exact,
) -> Bundle:  # fmt: skip
    """The bundle of a family.

    Args:
        needs: in the order in which they are told; each may have no candidate.
        who: need -> the member who has it.
        adults: members who travel alone; others are brought by one grown-up.
        first_day: of the week, the first on which they can go.
        solver_of: what solves programmes; another one only to be compared.
    """
    chosen, by_way = admitted(candidates, terms.loss), nearest_of_each(candidates)
    away = _days(candidates, terms)
    sought: dict[str, Any] = {"a_trip": round(10 * terms.trip_km), "first_day": first_day, "solver_of": solver_of}
    plan = fewest_trips(needs, _offers(chosen, terms), away, **sought)
    nearest = fewest_trips(needs, _offers(by_way, terms), away, **sought)
    ways = {one.place: one for one in candidates}
    figures = [figures_of(one, ways, terms, who=who, adults=adults) for one in (plan, nearest)]
    return Bundle(plan, figures[0], nearest, figures[1])


def figures_of(
    plan: Plan, ways: Mapping[str, Candidate], terms: Terms, *, who: Mapping[str, str], adults: frozenset[str]
) -> Figures:
    """Trips, kilometres, time away and CO2 of a plan."""
    km = co2 = 0.0
    minutes = unknown = 0
    for trip in plan.trips:
        way, there = ways[trip.place], away_from_home(trip, ways[trip.place].minutes)
        minutes += there[1] - there[0]
        unknown += way.km is None
        km += 2 * (way.km or 0.0)
        co2 += 2 * (way.km or 0.0) * travellers(trip, who, adults) * terms.co2_g_km
    places = {trip.place for trip in plan.trips}
    return Figures(len(plan.trips), len(places), round(km, 1), minutes, round(co2), unknown)


def away_from_home(trip: Trip, minutes: int) -> tuple[int, int]:
    """When a family leaves home for a trip and when it is back, in minutes after midnight."""
    last, begins = trip.visits[-1]
    return trip.visits[0][1] - minutes, begins + last.minutes + minutes


def travellers(trip: Trip, who: Mapping[str, str], adults: frozenset[str]) -> int:
    """How many go: each member once, and a grown-up where none of them is one."""
    members = {who[offer.need] for offer, _ in trip.visits}
    return len(members) + (not members & adults)


def why_not(ranked: int, excluded: Sequence[tuple[Any, ...]], full: int) -> str:
    """Why nothing covers a need.

    Args:
        ranked: services that would take the person.
        excluded: one entry for each service of the theme that does not take her.
        full: of ``ranked``, those that say that they have no place.

    >>> why_not(0, [("age",)], 0), why_not(2, [], 2), why_not(1, [], 0), why_not(0, [], 0)
    ('condition', 'all_full', 'too_far', 'none_in_zone')
    """
    if not ranked:
        return CONDITION if excluded else NONE_IN_ZONE
    return ALL_FULL if full == ranked else TOO_FAR


def _days(candidates: Sequence[Candidate], terms: Terms) -> dict[str, Day]:
    return {
        one.place: Day(
            max(terms.leave_home + one.minutes, terms.first_visit), terms.back_home - one.minutes, terms.between
        )
        for one in candidates
    }


def _offers(candidates: Sequence[Candidate], terms: Terms) -> list[Offer]:
    best: dict[str, float] = {}
    for one in candidates:
        best[one.need] = max(best.get(one.need, one.points), one.points)
    return [
        Offer(
            one.need, one.service, one.place, one.site, round(20 * (terms.assumed_km if one.km is None else one.km)),
            round(100 * (best[one.need] - one.points)), terms.visit, week_of(one.hours, terms),
        )
        for one in candidates
    ]  # fmt: skip


def week_of(hours: str, terms: Terms) -> Week:
    """The opening hours; those that are assumed where none are told."""
    told = parse_hours(hours) or parse_hours(terms.assumed)
    assert told is not None
    return told
