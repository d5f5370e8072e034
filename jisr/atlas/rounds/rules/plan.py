"""A calendar that repeats: which unit visits which places on which day, rhythm by rhythm, the shortest first."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from jisr.atlas.rounds.rules.problem import Place, Problem, Why, days_needed, told_apart, weekday_sets, weeks_between

#: A unit, its day, and positions of its visits: ``kernels.Tour``.
Tour = tuple[int, int | None, tuple[int, ...]]
#: Puts visits into days: ``kernels.tours``, handed in since it loads a library of routing.
Router = Callable[..., Sequence[Tour]]
#: What is tried beside a plan that leaves places out: units more, weeks more to wait.
_MORE_UNITS, _MORE_WEEKS = 3, 2


@dataclass(frozen=True)
class Stop:
    """A visit on a day: the place by position, and minutes of the day."""

    place: int
    arrives: int
    leaves: int


@dataclass(frozen=True)
class Day:
    """What a unit does on one day of the calendar.

    Attributes:
        unit: its position.
        week: of the calendar, from 0.
        weekday: 0 is Monday.
        stops: in their order.
        leaves, back: minutes of the day at the base.
        km: of the whole day.
    """

    unit: int
    week: int
    weekday: int
    stops: tuple[Stop, ...]
    leaves: int
    back: int
    km: float


@dataclass(frozen=True)
class Answer:
    """A calendar and what stands beside it.

    Attributes:
        weeks: after so many it begins again.
        days: by week, weekday and unit.
        between: weeks between two visits of each place.
        apart: position of each place that is not visited, and why.
        needed: days of units in one calendar that no plan for the places which can be visited does without.
        units_more: so many units more visit everything; None where nothing is missing or three do not.
        weeks_more: so many weeks more to wait do; None likewise.
    """

    weeks: int
    days: tuple[Day, ...]
    between: tuple[int, ...]
    apart: Mapping[int, Why]
    needed: int
    units_more: int | None = None
    weeks_more: int | None = None

    @property
    def km(self) -> float:
        """Kilometres of one calendar."""
        return sum(day.km for day in self.days)


@dataclass(frozen=True)
class _Held:
    """A visit that has its day: of a rhythm that was planned before."""

    at: int
    unit: int
    week: int
    weekday: int
    every: int


def planned(problem: Problem, route: Router, wanted: Callable[..., object], *, effort: float = 1.0) -> Answer:
    """A calendar for a problem: first as many places as are found room for, then few kilometres.

    Args:
        route, wanted: ``kernels.tours`` and ``kernels.Wanted``.
        effort: how long is searched; 1 is usual.
    """
    apart = told_apart(problem)
    among = [at for at in range(len(problem.places)) if at not in apart]
    between = dict(zip(among, weeks_between([problem.places[at].limit_days for at in among]), strict=True))
    weeks = max(between.values(), default=1)
    held: list[_Held] = []
    days: tuple[Day, ...] = ()
    for every in sorted(set(between.values())):
        fold = _Fold(problem, every, held, [at for at in among if between[at] == every])
        made = fold.made(route, wanted, effort)
        held, days = fold.held_in(made), fold.days_of(made)
    seen = {one.at for one in held}
    apart = apart | {at: Why.TOO_MANY for at in among if at not in seen}
    rhythm = tuple(between.get(at, 0) for at in range(len(problem.places)))
    return Answer(weeks, days, rhythm, dict(sorted(apart.items())), days_needed(problem, among, weeks))


class _Fold:
    """The places of one rhythm, put beside those whose day is given out."""

    def __init__(self, problem: Problem, weeks: int, held: Sequence[_Held], new: Sequence[int]) -> None:
        self.problem, self.weeks, self.new = problem, weeks, new
        self.slots = [(week, day) for week in range(weeks) for day in problem.weekdays]
        self.visits = [(one.at, (at,), one.unit, True) for one in held for at in self._again(one)] + self._fresh()

    def _again(self, one: _Held) -> list[int]:
        weeks = range(one.week, self.weeks, one.every)
        return [self.slots.index((week, one.weekday)) for week in weeks]

    def _fresh(self) -> list[tuple[int, tuple[int, ...], int | None, bool]]:
        found: list[tuple[int, tuple[int, ...], int | None, bool]] = []
        load: dict[int, int] = defaultdict(int)
        for at in self.new:
            place = self.problem.places[at]
            if place.limit_days >= 7:
                found.append((at, self._days(place), place.unit, False))
                continue
            sets = weekday_sets(place.limit_days, self.problem.weekdays)
            best = min(sets, key=lambda days: (max(load[day] for day in days), days))
            for day in best:
                load[day] += place.visit_min
                found.append((at, (self.slots.index((0, day)),), place.unit, False))
        return found

    def _days(self, place: Place) -> tuple[int, ...]:
        """Positions of the days it may have; none for any."""
        if place.weekday is None and place.week is None:
            return ()
        week = None if place.week is None else place.week % self.weeks
        return tuple(
            at for at, (its_week, day) in enumerate(self.slots)
            if week in {None, its_week} and place.weekday in {None, day}
        )  # fmt: skip

    def made(self, route: Router, wanted: Callable[..., object], effort: float) -> list[Tour]:
        """Tours of visits by their positions, each on its day."""
        problem = self.problem
        asked = [
            wanted(problem.units + at, problem.places[at].visit_min, days, unit, promised)
            for at, days, unit, promised in self.visits
        ]
        found: Sequence[Tour] = route(
            asked, problem.rounded, problem.km, units=problem.units, days=len(self.slots), day_min=problem.day_min,
            effort=effort,
        )  # fmt: skip
        return self._on_days(found)

    def _on_days(self, found: Sequence[Tour]) -> list[Tour]:
        """Tours that may be on any day, spread evenly over the days of their unit."""
        free: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for unit, day, visits in sorted(found, key=lambda one: (one[0], one[2])):
            if day is None:
                free[unit].append(visits)
        spread = [
            (unit, number * len(self.slots) // len(several), visits)
            for unit, several in free.items() for number, visits in enumerate(several)
        ]  # fmt: skip
        return [one for one in found if one[1] is not None] + spread

    def held_in(self, made: Sequence[Tour]) -> list[_Held]:
        """Which place has which day; a place that lacks one of its days in a week has none."""
        found: dict[int, list[_Held]] = defaultdict(list)
        owed: dict[int, int] = defaultdict(int)
        for at, *_rest in self.visits:
            owed[at] += 1
        for unit, day, visits in made:
            week, weekday = self.slots[day or 0]
            for number in visits:
                at = self.visits[number][0]
                found[at].append(_Held(at, unit, week, weekday, self.weeks))
        self.whole = {at for at, days in found.items() if len(days) == owed[at]}
        return [one for at in sorted(self.whole) for one in found[at]]

    def days_of(self, made: Sequence[Tour]) -> tuple[Day, ...]:
        """The days with their hours; visits of a place that lacks another of its days are left out."""
        days = []
        for unit, day, visits in made:
            week, weekday = self.slots[day or 0]
            kept = [self.visits[number][0] for number in visits if self.visits[number][0] in self.whole]
            if kept:
                days.append(timed(self.problem, unit, week, weekday, kept))
        return tuple(sorted(days, key=lambda one: (one.week, one.weekday, one.unit)))


def timed(problem: Problem, unit: int, week: int, weekday: int, places: Sequence[int]) -> Day:
    """A day with its hours: the unit leaves when the day begins and stays at each place as long as was asked."""
    ways = problem.rounded
    clock, here, km, stops = float(problem.opens_min), unit, 0.0, []
    for at in places:
        node = problem.units + at
        clock, km = clock + ways[here, node], km + float(problem.km[here, node])
        stops.append(Stop(at, int(clock), int(clock) + problem.places[at].visit_min))
        clock, here = clock + problem.places[at].visit_min, node
    back = int(clock + ways[here, unit])
    return Day(unit, week, weekday, tuple(stops), problem.opens_min, back, round(km + float(problem.km[here, unit]), 1))


def what_would_do(problem: Problem, answer: Answer, route: Router, wanted: Callable[..., object]) -> Answer:
    """The answer with what would visit the places that found no day: units more, or weeks more to wait.

    What is told was found by a plan, so it does; fewer may do as well.
    """
    if Why.TOO_MANY not in answer.apart.values():
        return answer

    def does(changed: Problem) -> bool:
        return Why.TOO_MANY not in planned(changed, route, wanted, effort=0.5).apart.values()

    missing = [at for at, why in answer.apart.items() if why == Why.TOO_MANY]
    base = _nearest_base(problem, missing)
    units = next((n for n in range(1, _MORE_UNITS + 1) if does(with_units(problem, base, n))), None)
    weeks = next((n for n in range(1, _MORE_WEEKS + 1) if does(_waiting(problem, n))), None)
    return replace(answer, units_more=units, weeks_more=weeks)


def _nearest_base(problem: Problem, missing: Sequence[int]) -> int:
    nodes = problem.units + np.asarray(missing)
    return int(problem.minutes[np.ix_(np.arange(problem.units), nodes)].sum(axis=1).argmin())


def with_units(problem: Problem, base: int, more: int) -> Problem:
    """The same problem with units more at one base."""
    order = np.r_[np.arange(problem.units), [base] * more, np.arange(problem.units, len(problem.minutes))].astype(int)
    grid = np.ix_(order, order)
    return replace(problem, units=problem.units + more, minutes=problem.minutes[grid], km=problem.km[grid])


def _waiting(problem: Problem, weeks: int) -> Problem:
    return replace(problem, places=[replace(one, limit_days=one.limit_days + 7 * weeks) for one in problem.places])
