"""Who asked to stay together goes to one place or waits together: whole parties, exactly, by HiGHS.

For rounds of some hundreds. What two sisters take is not what one and one other take, so prices prove nothing here:
the solver proves each level in turn (a gap of 0), and what it proved is held while the next is sought.
"""

from dataclasses import dataclass

import numpy as np

from jisr.common.exact import Exact
from jisr.window.allocation.kernels.field import Allotment, Field, Numbers

HIGHS = "highs"


@dataclass(frozen=True)
class Bounds:
    """What was proven, level by level: how many can be placed, and then the least on the way."""

    placed: tuple[int, ...]
    on_the_way: int


def allot_whole(field: Field, together: Numbers) -> tuple[Allotment, Bounds]:
    """The allotment that is best level by level when some groups are one party each.

    Args:
        together: (groups,) whether all of a group go to one service, or wait.

    Raises:
        Unproven: too large for the time it has.
    """
    ways, whole = len(field.service), together[field.group]
    each = np.where(whole, field.people[field.group], 1)
    solver = Exact(np.where(whole, 1, np.minimum(field.people[field.group], field.capacity[field.service])))
    for group in range(len(field.people)):
        at = np.arange(field.starts[group], field.starts[group + 1])
        solver.at_most(at, 1, 1 if together[group] else int(field.people[group]))
    for service in range(len(field.capacity)):
        at = np.flatnonzero(field.service == service)
        solver.at_most(at, each[at], int(field.capacity[service]))
    placed = []
    for level in range(field.levels):
        costs = np.where(field.level[field.group] == level, -each, 0)
        reached, _values = solver.least(costs)
        solver.hold(costs, reached)
        placed.append(-reached)
    length, values = solver.least(field.cost * each)
    found = values * each if ways else values
    left = field.people - np.bincount(field.group, weights=found, minlength=len(field.people)).astype(np.int64)
    nothing = np.zeros(len(field.capacity), dtype=np.int64)
    return Allotment(found, left, np.zeros(len(left), dtype=np.int64), nothing, HIGHS, 0), Bounds(tuple(placed), length)
