"""What the kernels of siting work on: sparse ways from people to sites, and where a plan stands."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Numbers = NDArray[Any]


class Field(NamedTuple):
    """Ways from people to sites, by person and by site; a way that is no better than ``ceiling`` is not there.

    Attributes:
        start: (n + 1,) where the ways of each person begin.
        site: (ways,) to which site, nearest first.
        cost: (ways,) what it costs when these people go there, >= 0.
        ceiling: (n,) what it costs when they go to none of these sites.
        begin: (m + 1,) where the ways of each site begin.
        who: (ways,) whose way, in the order of people.
        price: (ways,) the same costs by site.
    """

    start: NDArray[np.int64]
    site: NDArray[np.int32]
    cost: Reals
    ceiling: Reals
    begin: NDArray[np.int64]
    who: NDArray[np.int32]
    price: Reals


class Limits(NamedTuple):
    """What a plan may be. Numbers for kernels; ``jisr.atlas.siting.rules`` makes and explains them.

    Attributes:
        most: sites at most.
        money: (1,) the budget.
        cost: (m,) of each site.
        group: (m,) of each site, 0 and more.
        need: (groups,) sites that each group needs.
        place: (m,) where a site is: one site a place.
    """

    most: int
    money: float
    cost: Reals
    group: NDArray[np.int32]
    need: NDArray[np.int32]
    place: NDArray[np.int32]


class Stand(NamedTuple):
    """Where a plan stands; the kernels change it in place.

    Attributes:
        is_open: (m,) 1 where a site is in the plan.
        first: (n,) the nearest site of the plan, -1 where none is nearer than the ceiling.
        second: (n,) the next nearest.
        near: (n,) what the nearest costs, or the ceiling.
        further: (n,) what the next nearest costs, or the ceiling.
        loss: (m,) what the plan would lose without this site.
        held: (groups,) sites of the plan in each group.
        taken: (places,) sites of the plan at each place.
        spent: (2,) money, and sites of the plan.
    """

    is_open: NDArray[np.int8]
    first: NDArray[np.int32]
    second: NDArray[np.int32]
    near: Reals
    further: Reals
    loss: Reals
    held: NDArray[np.int32]
    taken: NDArray[np.int32]
    spent: Reals


def empty(field: Field, limits: Limits) -> Stand:
    """A plan with no site."""
    people, sites = len(field.ceiling), len(field.begin) - 1
    return Stand(
        np.zeros(sites, np.int8), np.full(people, -1, np.int32), np.full(people, -1, np.int32),
        field.ceiling.copy(), field.ceiling.copy(), np.zeros(sites), np.zeros(len(limits.need), np.int32),
        np.zeros(int(limits.place.max(initial=-1)) + 1, np.int32), np.zeros(2),
    )  # fmt: skip
