"""The indices themselves. Each is 0 or 1 where everybody has the same, and does not change when all people double."""

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from jisr.atlas.equity.known import Index, Known, Measure, known
from jisr.atlas.faults import same_length
from jisr.atlas.kernels.strips import Reals

__all__ = ["Index", "Theil", "beyond", "gini", "palma", "share_beyond", "theil", "worst_tenth"]


class Theil(NamedTuple):
    """Theil's index, and what of it lies between groups and within them: the two sum to it.

    Attributes:
        whole: 0 where everybody has the same; ln(people) where one has everything.
        between: were everybody to have the mean of the group.
        within: what is left, each group's own index weighted by its share of what there is.
        groups: each group's own index.
    """

    whole: Index
    between: float
    within: float
    groups: dict[int, float]


def gini(values: ArrayLike, people: ArrayLike) -> Index:
    """Gini's index of what people have: 0 all the same, towards 1 all in one hand; nan where nobody has anything.

    Args:
        values: (points,) what a person there has, >= 0; nan where not known.
        people: (points,) >= 0; nan where not known.

    Raises:
        ShapeMismatch: not as many values as people.
        NotNumbers: one is negative or infinite.

    Source: C. Gini, Variabilità e mutabilità, 1912; twice the area between the Lorenz curve and the diagonal.

    >>> round(gini([1, 2, 3, 4], [1, 1, 1, 1]).value, 12)
    0.25
    """
    there = known(values, people)
    order = np.argsort(there.values)
    who, have = there.people[order], (there.values * there.people)[order]
    whole, everything = who.sum(), have.sum()
    if everything == 0:
        return there.figure(np.nan)
    below = np.cumsum(have)
    return there.figure(1 - float(who @ (2 * below - have)) / (whole * everything))


def theil(values: ArrayLike, people: ArrayLike, group: ArrayLike | None = None) -> Theil:
    """Theil's T, parted into what lies between groups (provinces, milieux) and within them.

    Args:
        values, people: as for ``gini``.
        group: (points,) the whole number of each point's group; all are one group when left out.

    Raises:
        ShapeMismatch: not as many groups as people.
        NotNumbers: as for ``gini``.

    Source: H. Theil, Economics and Information Theory, 1967, chapter 4.
    """
    there = known(values, people)
    kinds = np.zeros(len(there.where), dtype=np.int64) if group is None else np.asarray(group)
    same_length(group=kinds, people=there.where)
    names, which = np.unique(kinds[there.where], return_inverse=True)
    have = there.values * there.people
    everything = float(have.sum())
    if everything == 0:
        return Theil(there.figure(np.nan), np.nan, np.nan, dict.fromkeys(names.tolist(), float("nan")))
    who_of, have_of = (np.bincount(which, weights=each, minlength=len(names)) for each in (there.people, have))
    mean, mean_of = everything / there.people.sum(), have_of / who_of
    between = float(have_of @ _log(mean_of / mean)) / everything
    of_each = have * _log(np.divide(there.values, mean_of[which], out=np.zeros_like(have), where=mean_of[which] > 0))
    sums = np.bincount(which, weights=of_each, minlength=len(names))
    own = np.divide(sums, have_of, out=np.full(len(names), np.nan), where=have_of > 0)
    within = float(sums.sum()) / everything
    return Theil(there.figure(between + within), between, within, dict(zip(names.tolist(), own.tolist(), strict=True)))


def palma(values: ArrayLike, people: ArrayLike) -> Index:
    """What the best served tenth of people have, as a multiple of what the worst served four tenths have.

    1/4 where everybody has the same; infinite where the worst served four tenths have nothing; nan where nobody has
    anything. A point is parted where a tenth ends within it.

    Source: A. Cobham and A. Sumner, Is It All About the Tails?, CGD Working Paper 343, 2013, after J. G. Palma 2011.
    """
    there = known(values, people)
    have = there.values * there.people
    if have.sum() == 0:
        return there.figure(np.nan)
    low = _held_by(there, 0.4)
    top = float(have.sum()) - _held_by(there, 0.9)
    return there.figure(top / low if low > 0 else np.inf)


def worst_tenth(values: ArrayLike, people: ArrayLike) -> Index:
    """What a person of the worst served tenth has on average."""
    there = known(values, people)
    if not len(there.people):
        return there.figure(np.nan)
    return there.figure(_held_by(there, 0.1) / (0.1 * there.people.sum()))


def share_beyond(limit: float) -> Measure:
    """The share of people who have further than a limit to go, those without a road included.

    Args:
        limit: in the unit of the ways, for instance 30 or 60 minutes.

    Returns:
        a measure of (ways, people): ways (points,) >= 0, infinite without a road, nan where not known.

    >>> share_beyond(30)([10, 30, 31, float("inf"), float("nan")], [4, 4, 1, 1, 50])
    Index(value=0.2, people=10.0, points=4, apart=1)
    """
    return partial(beyond, limit)


def beyond(limit: float, ways: ArrayLike, people: ArrayLike) -> Index:
    """As ``share_beyond``, all at once."""
    there = known(ways, people, may_be_infinite=True)
    whole = float(there.people.sum())
    return there.figure(float(there.people[there.values > limit].sum()) / whole if whole else np.nan)


def _held_by(there: Known, share: float) -> float:
    """What the worst served share of people hold together."""
    order = np.argsort(there.values)
    who, value = there.people[order], there.values[order]
    upto = np.cumsum(who)
    taken = np.clip(share * upto[-1] - (upto - who), 0.0, who)
    return float(taken @ value)


def _log(ratio: Reals) -> Reals:
    """Logarithms, 0 at 0: what nobody has adds nothing (x ln x goes to 0)."""
    return np.log(np.where(ratio > 0, ratio, 1.0))
