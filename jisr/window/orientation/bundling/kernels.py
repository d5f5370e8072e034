"""The fewest trips that cover the most needs: a small exact programme, each aim proven and held before the next."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jisr.common.exact import Exact
from jisr.window.orientation.bundling.days import Day, Stop, in_order


@dataclass(frozen=True)
class Offer:
    """One service that may answer one need.

    Attributes:
        need: which.
        service: which.
        place: where one travels to: what is in one place can be done on one trip.
        site: which house of the place.
        metres: to the place and back, in hundreds of metres.
        loss: points by which it stands behind the best for this need, in hundredths.
        minutes: how long the visit lasts.
        week: seven days from Monday, the spans when it is open.
    """

    need: str
    service: str
    place: str
    site: str
    metres: int
    loss: int
    minutes: int
    week: tuple[tuple[tuple[int, int], ...], ...]

    def stop(self, day: int) -> Stop:
        """The visit on a day of the week."""
        return Stop(self.site, self.week[day], self.minutes)


@dataclass(frozen=True)
class Trip:
    """One day to one place.

    Attributes:
        place: where.
        day: of the week, Monday 0.
        visits: (offer, minute at which it begins), in the order of the day.
    """

    place: str
    day: int
    visits: tuple[tuple[Offer, int], ...]


@dataclass(frozen=True)
class Plan:
    """Trips and the needs that they leave.

    Attributes:
        trips: the soonest first.
        uncovered: needs that no offer can answer within a day.
        rounds: programmes solved until no trip was too full.
    """

    trips: tuple[Trip, ...]
    uncovered: tuple[str, ...]
    rounds: int

    @property
    def metres(self) -> int:
        """Hundreds of metres of all trips."""
        return sum(trip.visits[0][0].metres for trip in self.trips)

    @property
    def loss(self) -> int:
        """Points, in hundredths, behind the best for each need."""
        return sum(offer.loss for trip in self.trips for offer, _ in trip.visits)


def fewest_trips(
    needs: Sequence[str], offers: Sequence[Offer], away: Mapping[str, Day], *, a_trip: int = 0,
    first_day: int = 0, solver_of: Callable[[NDArray[np.int64]], Any] = Exact,
) -> Plan:  # fmt: skip
    """The plan that covers the most needs; of these the one whose trips and ways are least, a trip counting as much as
    ``a_trip`` hundreds of metres; then the best ranked services, then the soonest days.

    Those who go, go together: one trip a day. A day whose visits cannot follow one another is forbidden when it turns
    up, and the programme solved again: what is found is proven, since what is forbidden was impossible.

    Args:
        needs: in the order in which they are told.
        away: place -> bounds of a day there.
        a_trip: what a trip costs a family beside its way, in hundreds of metres; 0 for more than any way.
        first_day: of the week, from which days are counted as soon.
        solver_of: what solves programmes; another one only to be compared.
    """
    made = _Made(offers, away)
    solver = solver_of(np.ones(made.count, dtype=np.int64))
    for group in made.of_need.values():
        solver.at_most(group, 1, 1)
    for trip, needed in made.served.items():
        for group in needed.values():
            solver.at_most([*group, made.trips[trip]], [*([1] * len(group)), -1], 0)
    for outings in made.on_day.values():
        solver.at_most(outings, 1, 1)
    for pair in made.apart:
        solver.at_most(pair, 1, 1)
    rounds, values = 0, np.zeros(made.count, dtype=np.int64)
    for aim in made.aims(a_trip, first_day):
        while True:
            reached, values = solver.least(aim)
            rounds += 1
            if not (full := made.too_full(values)):
                break
            for some in full:
                solver.at_most(some, 1, len(some) - 1)
        solver.hold(aim, reached)
    trips = made.told(values)
    covered = {offer.need for trip in trips for offer, _ in trip.visits}
    soon = sorted(trips, key=lambda trip: ((trip.day - first_day) % 7, trip.place))
    return Plan(tuple(soon), tuple(need for need in needs if need not in covered), rounds)


class _Made:
    """Variables of the programme: each offer on each day on which it can be visited, then each trip."""

    def __init__(self, offers: Sequence[Offer], away: Mapping[str, Day]) -> None:
        self.away, self.visits = away, [
            (offer, day) for offer in offers for day in range(7)
            if in_order([offer.stop(day)], away[offer.place]) is not None
        ]  # fmt: skip
        self.rank = {id(offer): number for number, offer in enumerate(offers)}
        self.trips: dict[tuple[str, int], int] = {}
        self.of_need: dict[str, list[int]] = defaultdict(list)
        self.served: dict[tuple[str, int], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for at, (offer, day) in enumerate(self.visits):
            self.of_need[offer.need].append(at)
            self.served[offer.place, day][offer.need].append(at)
        self.on_day: dict[int, list[int]] = defaultdict(list)
        for place, day in self.served:
            self.trips[place, day] = len(self.visits) + len(self.trips)
            self.on_day[day].append(self.trips[place, day])
        self.count = len(self.visits) + len(self.trips)
        self.apart = [
            pair for trip, needed in self.served.items()
            for one, other in combinations(needed.values(), 2) for pair in _pairs(one, other)
            if not self._fits(trip, pair)
        ]  # fmt: skip

    def aims(self, a_trip: int, first_day: int) -> list[NDArray[np.int64]]:
        """What is made least, the first before all."""
        visits = len(self.visits)
        covered, trips, loss, soon = (np.zeros(self.count, dtype=np.int64) for _ in range(4))
        covered[:visits] = -1
        each = a_trip or sum(offer.metres for offer, _ in self.visits) + 1
        for (place, day), at in self.trips.items():
            trips[at] = each + next(offer.metres for offer, _ in self.visits if offer.place == place)
            soon[at] = (day - first_day) % 7 * (len(self.rank) * 8 + 1)
        loss[:visits] = [offer.loss for offer, _ in self.visits]
        soon[:visits] = [self.rank[id(offer)] for offer, _ in self.visits]
        return [covered, trips, loss, soon]

    def too_full(self, values: NDArray[np.int64]) -> list[tuple[int, ...]]:
        """Visits of one trip that cannot follow one another, as few as show it."""
        return [
            self._core(trip, chosen) for trip, chosen in self._chosen(values).items() if not self._fits(trip, chosen)
        ]

    def told(self, values: NDArray[np.int64]) -> list[Trip]:
        """The trips that these values mean."""
        found = []
        for (place, day), chosen in self._chosen(values).items():
            offers = [self.visits[at][0] for at in chosen]
            begins = in_order([offer.stop(day) for offer in offers], self.away[place])
            assert begins is not None
            found.append(Trip(place, day, tuple(sorted(zip(offers, begins, strict=True), key=lambda one: one[1]))))
        return found

    def _chosen(self, values: NDArray[np.int64]) -> dict[tuple[str, int], tuple[int, ...]]:
        found: dict[tuple[str, int], tuple[int, ...]] = {}
        for at in np.flatnonzero(values[: len(self.visits)]).tolist():
            offer, day = self.visits[at]
            found[offer.place, day] = (*found.get((offer.place, day), ()), at)
        return found

    def _fits(self, trip: tuple[str, int], chosen: Sequence[int]) -> bool:
        place, day = trip
        return in_order([self.visits[at][0].stop(day) for at in chosen], self.away[place]) is not None

    def _core(self, trip: tuple[str, int], chosen: tuple[int, ...]) -> tuple[int, ...]:
        """Without every visit that the rest does not need to be too full: it forbids the most."""
        for at in chosen:
            rest = tuple(one for one in chosen if one != at)
            if rest and not self._fits(trip, rest):
                chosen = rest
        return chosen


def _pairs(one: Sequence[int], other: Sequence[int]) -> list[tuple[int, int]]:
    return [(first, second) for first in one for second in other]
