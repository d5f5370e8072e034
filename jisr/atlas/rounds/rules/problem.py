"""What a round is asked to do: units, places, working days, and how long a place may wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from jisr.common.faults import ShapeMismatch

Numbers = NDArray[np.float64]
#: A stop of the catalogue comes again after so many weeks at most.
MOST_WEEKS = 8
#: Hours on a notice board end on such minutes; ways are rounded up to them, so a day's hours hold.
STEP_MIN = 5


class Why(StrEnum):
    """Why a place is not visited; the first that holds, in this order."""

    NO_COORDINATES = "no_coordinates"
    NOT_ON_EARTH = "not_on_earth"
    SWAPPED = "swapped"
    OUTSIDE = "outside"
    TWIN = "twin"
    NO_TIME = "no_time"
    NO_DAY = "no_day"
    NO_ROAD = "no_road"
    TOO_FAR = "too_far"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Place:
    """A place that is to be visited.

    Attributes:
        visit_min: minutes spent there.
        limit_days: days between two visits at most, >= 1.
        weekday: the day it keeps (0 is Monday), as of a weekly market; None for any.
        week: which week of its rhythm it keeps, from 0; None for any.
        unit: position of the unit that it keeps; None for any.
    """

    visit_min: int
    limit_days: int
    weekday: int | None = None
    week: int | None = None
    unit: int | None = None


@dataclass(frozen=True, eq=False)
class Problem:
    """Units that leave their bases each working day, and the places they are to visit.

    Attributes:
        units: how many; their bases are the first rows of the ways.
        minutes: (units + places, units + places) from the row to the column; ``inf`` where there is no road.
        km: of the same ways.
        weekdays: on which units go out, 0 is Monday; growing.
        opens_min, closes_min: a unit leaves its base and is back within these minutes of the day.
    """

    units: int
    places: Sequence[Place]
    minutes: Numbers
    km: Numbers
    weekdays: Sequence[int]
    opens_min: int
    closes_min: int

    def __post_init__(self) -> None:
        size = self.units + len(self.places)
        if self.minutes.shape != (size, size) or self.km.shape != (size, size):
            raise ShapeMismatch(f"minutes is {self.minutes.shape} and km {self.km.shape}, not {(size, size)}")

    @property
    def day_min(self) -> int:
        """Minutes between leaving the base and being back."""
        return self.closes_min - self.opens_min

    @property
    def rounded(self) -> Numbers:
        """Minutes of ways as they are promised: rounded up to ``STEP_MIN``."""
        return np.asarray(STEP_MIN * np.ceil(np.round(self.minutes, 3) / STEP_MIN))


def weekday_sets(limit_days: int, weekdays: Sequence[int]) -> list[tuple[int, ...]]:
    """The smallest choices of weekdays between which nobody waits longer than a limit shorter than a week.

    >>> weekday_sets(4, [0, 1, 2, 3, 4])
    [(0, 3), (0, 4), (1, 4)]
    >>> weekday_sets(1, [0, 1, 2, 3, 4])
    []
    """
    for many in range(1, len(weekdays) + 1):
        found = [days for days in combinations(weekdays, many) if longest_gap(days) <= limit_days]
        if found:
            return found
    return []


def longest_gap(days: Sequence[int], *, around: int = 7) -> int:
    """The longest wait, in days, of what comes on these days of a circle; ``around`` where it comes once.

    >>> longest_gap((0, 3)), longest_gap((2,))
    (4, 7)
    """
    return max((later - day) % around or around for day, later in zip(days, [*days[1:], days[0]], strict=True))


def weeks_between(limits: Sequence[int]) -> list[int]:
    """Weeks between two visits of each place: always on the same weekday, so that people can keep it in mind.

    Rhythms fold into each other: each is the shortest of them doubled some times, none longer than ``MOST_WEEKS``.

    Args:
        limits: (places,) days, >= 1; those shorter than a week are visited on several days of each week.

    >>> weeks_between([14, 21, 30, 60]), weeks_between([21, 45]), weeks_between([4, 21])
    ([2, 2, 4, 8], [3, 6], [1, 2])
    """
    whole = [min(max(limit // 7, 1), MOST_WEEKS) for limit in limits]
    shortest = min(whole, default=1)
    return [max(n for n in (shortest << power for power in range(4)) if n <= weeks) for weeks in whole]


def told_apart(problem: Problem) -> dict[int, Why]:
    """Places that no plan can visit, each with one reason.

    - no time: a visit without minutes, or a day that ends before it begins;
    - no day: it keeps a day on which units do not go out, or the days they do leave longer gaps than it may wait;
    - no road: no unit can drive there and back;
    - too far: there, the visit and back take longer than a day.
    """
    found = {}
    ways = problem.rounded
    for at, place in enumerate(problem.places):
        why = _why(problem, ways, at, place)
        if why:
            found[at] = why
    return found


def _why(problem: Problem, ways: Numbers, at: int, place: Place) -> Why | None:
    if place.visit_min <= 0 or problem.day_min <= 0:
        return Why.NO_TIME
    if not _has_a_day(problem, place):
        return Why.NO_DAY
    node, bases = problem.units + at, [place.unit] if place.unit is not None else list(range(problem.units))
    round_trip = (ways[bases, node] + ways[node, bases]).min(initial=np.inf)
    if not np.isfinite(round_trip):
        return Why.NO_ROAD
    return Why.TOO_FAR if round_trip + place.visit_min > problem.day_min else None


def _has_a_day(problem: Problem, place: Place) -> bool:
    if place.weekday is not None and place.weekday not in problem.weekdays:
        return False
    if place.limit_days >= 7:
        return bool(problem.weekdays)
    return place.weekday is None and bool(weekday_sets(place.limit_days, problem.weekdays))


def days_needed(problem: Problem, among: Sequence[int], weeks: int) -> int:
    """Days of units without which these places cannot be visited in so many weeks: a bound that holds for every plan.

    Each visit costs its minutes and at least the shortest way by which it can be come to; each day one way back.

    Args:
        among: positions of the places.
        weeks: of the calendar.
    """
    if not among:
        return 0
    ways = problem.rounded.copy()
    np.fill_diagonal(ways, np.inf)
    nodes = problem.units + np.asarray(among)
    rhythm = weeks_between([problem.places[at].limit_days for at in among])
    visits = np.array([weeks / n * _a_week(problem, at) for n, at in zip(rhythm, among, strict=True)])
    reached = np.array([problem.places[at].visit_min for at in among]) + ways[:, nodes].min(axis=0)
    back = ways[np.ix_(nodes, np.arange(problem.units))].min()
    return int(np.ceil((visits * reached).sum() / (problem.day_min - back) - 1e-9))


def _a_week(problem: Problem, at: int) -> int:
    """Visits in each week of its rhythm: one, or several where the limit is shorter than a week."""
    limit = problem.places[at].limit_days
    return 1 if limit >= 7 else len(weekday_sets(limit, problem.weekdays)[0])
