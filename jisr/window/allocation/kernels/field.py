"""What an allocation is made of, and what it costs when places go to some and others wait. Numbers only."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]

#: Most that a sum of costs may come to, so that no sum of 64 bits overflows.
_MOST = 2**61


class TooLarge(ValueError):
    """The whole numbers of this allocation would not fit in 64 bits."""


@dataclass(frozen=True)
class Field:
    """People in groups, places of services, and who can reach what.

    People of one group are interchangeable: they live in one commune, need one thing and stand on one level.

    Attributes:
        people: (groups,) how many, > 0.
        level: (groups,) whose turn it is: 0 before 1 before 2.
        capacity: (services,) places, >= 0.
        starts: (groups + 1,) where the ways of each group begin in ``service`` and ``cost``.
        service: (ways,) the service that a way leads to; each once a group.
        cost: (ways,) of one person on that way, >= 0, for instance in hundreds of metres.
    """

    people: Numbers
    level: Numbers
    capacity: Numbers
    starts: Numbers
    service: Numbers
    cost: Numbers

    def __post_init__(self) -> None:
        groups, ways = len(self.people), len(self.service)
        if self.level.shape != (groups,) or self.starts.shape != (groups + 1,) or self.cost.shape != (ways,):
            raise ValueError(
                f"{groups} groups, {self.level.shape} levels, {self.starts.shape} starts, {self.cost.shape} costs"
            )
        if (self.people <= 0).any() or (self.level < 0).any() or (self.capacity < 0).any() or (self.cost < 0).any():
            raise ValueError("people are more than none; levels, places and costs are not negative")
        if self.starts[0] != 0 or self.starts[-1] != ways or (np.diff(self.starts) < 0).any():
            raise ValueError("the starts do not part the ways")
        if ways and (self.service.min() < 0 or self.service.max() >= len(self.capacity)):
            raise ValueError("a way leads to no service")
        heaviest = self.step * max(self.levels, 1) * max(int(self.people.sum()), int(self.capacity.sum()), 1)
        if heaviest >= _MOST:
            raise TooLarge(f"{groups} groups on {self.levels} levels, {self.step} between two levels")

    @cached_property
    def levels(self) -> int:
        """How many levels there are."""
        return int(self.level.max()) + 1 if len(self.level) else 0

    @cached_property
    def step(self) -> int:
        """What parts two levels: more than twice what any exchange of places can save on the way.

        An exchange passes each group and each service at most once, so it changes no more ways than the fewer of
        them; one person who waits less of an earlier level then outweighs whatever it costs on the way. A sum of such
        whole numbers is the order of the levels itself, without a weight of any person.
        """
        if not len(self.cost):
            return 1
        passed = min(len(self.people), int((self.capacity > 0).sum()))
        return 2 * (passed + 1) * int(self.cost.max()) + 2

    @cached_property
    def waits(self) -> Numbers:
        """(groups,) what it costs that one person of a group waits: the most on level 0."""
        return (self.levels - self.level.astype(np.int64)) * self.step

    @cached_property
    def group(self) -> Numbers:
        """(ways,) the group that a way begins at."""
        return np.repeat(np.arange(len(self.people)), np.diff(self.starts))


@dataclass(frozen=True)
class Allotment:
    """Who goes where, who waits, and the prices that prove that nothing is better.

    Attributes:
        placed: (ways,) how many go each way.
        waiting: (groups,) how many wait.
        worth: (groups,) what one more person of the group would add to the whole cost.
        price: (services,) what one more place would take from it; 0 where places are left.
        engine: what computed it.
        turns: exchanges made.
    """

    placed: Numbers
    waiting: Numbers
    worth: Numbers
    price: Numbers
    engine: str
    turns: int


@dataclass(frozen=True)
class Proof:
    """Whether an allotment keeps the laws, and whether any other could cost less.

    Attributes:
        kept: everybody is placed or waits, and no service takes more than it has places.
        least_reduced: the least that any way not taken would save; none saves when it is >= 0.
        cost: of the allotment.
        bound: below which no allotment whatever can cost, by the prices alone.
    """

    kept: bool
    least_reduced: int
    cost: int
    bound: int

    @property
    def proven(self) -> bool:
        """Nothing is better: the cost is the bound itself."""
        return self.kept and self.least_reduced >= 0 and self.cost == self.bound


def prove(field: Field, found: Allotment) -> Proof:
    """Check an allotment by weak duality; nothing is believed of how it was found.

    Prices that leave no way with a saving bound every allotment from below: what people are worth, less what the
    places are.
    """
    group = field.group
    reduced = field.cost - found.worth[group] + found.price[field.service]
    stay = field.waits - found.worth
    left = np.add.reduceat(np.append(found.placed, 0), field.starts[:-1]) if len(field.people) else found.waiting
    left = np.where(np.diff(field.starts) > 0, left, 0)
    used = np.bincount(field.service, weights=found.placed, minlength=len(field.capacity)).astype(np.int64)
    kept = (
        bool((found.placed >= 0).all()) and bool((found.waiting >= 0).all())
        and bool((left + found.waiting == field.people).all()) and bool((used <= field.capacity).all())
    )  # fmt: skip
    least = min((int(part.min()) for part in (reduced, stay, found.price) if len(part)), default=0)
    cost = int(field.cost @ found.placed + field.waits @ found.waiting)
    bound = int(field.people @ found.worth - field.capacity @ found.price)
    return Proof(kept, least, cost, bound)


def waiting_by_level(field: Field, found: Allotment) -> list[int]:
    """How many wait on each level, the first level first."""
    return np.bincount(field.level, weights=found.waiting, minlength=field.levels).astype(int).tolist()


def on_the_way(field: Field, found: Allotment) -> int:
    """What all who are placed have on their ways together."""
    return int(field.cost @ found.placed)
