"""The heavy numbers of convergence: arrays in, arrays out, no words and no database.

A set of lines is four arrays, one row a line: where it works (communes), for whom and about what (shares that add up to
one), and its days. Populations are whole numbers, so that sums of them are exact and nothing hangs on an order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from jisr.common.faults import ShapeMismatch

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]
PARTS = ("territory", "publics", "themes", "period")


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines as arrays.

    Attributes:
        where: (lines, communes) whether a line works there.
        publics: (lines, publics) shares, each row adding up to one.
        themes: (lines, themes) shares, each row adding up to one.
        since: (lines,) first day, as an ordinal.
        until: (lines,) the day after the last one.
    """

    where: Flags
    publics: Numbers
    themes: Numbers
    since: Days
    until: Days

    def __post_init__(self) -> None:
        if len({len(getattr(self, name)) for name in self.__slots__}) > 1:
            raise ShapeMismatch("where, publics, themes, since and until have a row for each line")

    def __len__(self) -> int:
        return len(self.since)

    def only(self, chosen: Flags) -> "Lines":
        """The chosen ones, in their order."""
        return Lines(*(getattr(self, name)[chosen] for name in self.__slots__))


def parts(ours: Lines, theirs: Lines, people: Days) -> Numbers:
    """What each two lines have in common, from 0 to 1.

    Args:
        people: (communes,) residents, at least one each: an empty commune must not divide by nothing.

    Returns:
        (4, ours, theirs) in the order of ``PARTS``: shared population over the smaller one; weighted Jaccard of the
        publics, and of the themes; common days over the shorter period. Each is 1 for a line and itself, the same
        whichever line comes first, and 0 where nothing is shared.
    """
    if ours.where.shape[1] != len(people) or theirs.where.shape[1] != len(people):
        raise ShapeMismatch(f"{len(people)} communes have residents, lines know {ours.where.shape[1]}")
    return np.stack(
        [
            _territory(ours, theirs, people.astype(np.float64)),
            _jaccard(ours.publics, theirs.publics),
            _jaccard(ours.themes, theirs.themes),
            _period(ours, theirs),
        ]
    )


def score(shared: Numbers, weights: Sequence[float]) -> Numbers:
    """One number for each pair: the product of its parts, each to the power of its weight.

    Args:
        shared: (4, …) as ``parts`` gives them.
        weights: four, at least 0; they are made to add up to one.
    """
    powers = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    found = np.ones(shared.shape[1:])
    for part, power in zip(shared, powers, strict=True):
        if power:
            found *= np.power(part, power)
    return found


def staying(shared: Numbers, weights: Sequence[float], *, moved_by: float, watched: int) -> tuple[float, float, Days]:
    """How many of the top pairs stay at the top when the weights move, each up or down by a share of itself.

    Args:
        shared: (4, pairs) parts of the pairs that are ranked.
        moved_by: 0.2 moves each weight by a fifth of itself: all sixteen corners are tried.
        watched: how many pairs make the top.

    Returns:
        (share of the top that stays, on average over the corners; the same at the worst corner; for each pair the
        number of corners at which it stands in the top). Shares are 1 where no pair is ranked.
    """
    n = min(watched, shared.shape[1])
    times = np.zeros(shared.shape[1], dtype=np.int64)
    if not n:
        return 1.0, 1.0, times
    before = _top(score(shared, weights), n)
    kept = []
    for corner in product((1 - moved_by, 1 + moved_by), repeat=len(PARTS)):
        now = _top(score(shared, [weight * move for weight, move in zip(weights, corner, strict=True)]), n)
        times[now] += 1
        kept.append(len(np.intersect1d(before, now)) / n)
    return sum(kept) / len(kept), min(kept), times


def covered_days(lines: Lines, since: int, until: int) -> Days:
    """On how many days of a time each commune has a line at work; a day with two lines counts once.

    Args:
        since: first day, as an ordinal.
        until: the day after the last one.

    Returns:
        (communes,) days. A line more never takes any away, and a line cut in two leaves them as they were.
    """
    reached = np.full(lines.where.shape[1], since, dtype=np.int64)
    days = np.zeros_like(reached)
    for row in np.argsort(lines.since, kind="stable"):
        here = lines.where[row]
        begins, ends = np.maximum(reached[here], lines.since[row]), min(int(lines.until[row]), until)
        days[here] += np.maximum(ends - begins, 0)
        reached[here] = np.maximum(reached[here], ends)
    return days


def _territory(ours: Lines, theirs: Lines, people: Numbers) -> Numbers:
    here, there = ours.where.astype(np.float64), theirs.where.astype(np.float64)
    smaller = np.minimum((here @ people)[:, None], (there @ people)[None, :])
    return _ratio((here * people) @ there.T, smaller)


def _jaccard(ours: Numbers, theirs: Numbers) -> Numbers:
    both, either = np.zeros((len(ours), len(theirs))), np.zeros((len(ours), len(theirs)))
    for one, other in zip(ours.T, theirs.T, strict=True):
        both += np.minimum(one[:, None], other[None, :])
        either += np.maximum(one[:, None], other[None, :])
    return _ratio(both, either)


def _period(ours: Lines, theirs: Lines) -> Numbers:
    common = np.minimum(ours.until[:, None], theirs.until[None, :]) - np.maximum(
        ours.since[:, None], theirs.since[None, :]
    )
    shorter = np.minimum((ours.until - ours.since)[:, None], (theirs.until - theirs.since)[None, :])
    return _ratio(np.maximum(common, 0).astype(np.float64), shorter.astype(np.float64))


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _top(scores: Numbers, n: int) -> Days:
    """Places of the n highest, the first of equal ones first."""
    return np.argsort(-scores, kind="stable")[:n]
