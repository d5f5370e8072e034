"""How sure a figure is where it comes from a sample: the same figure on samples drawn again from it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from jisr.atlas.equity.known import Measure
from jisr.atlas.faults import NotNumbers, same_length


class Interval(NamedTuple):
    """A figure and where it would fall on other samples.

    Attributes:
        value: on the sample itself.
        low, high: the middle share of it on samples drawn again; nan where too few could be said.
        level: that share.
        draws: samples on which it could be said.
        units: what was drawn: points, or clusters of them. Fewer than some thirty say little.
    """

    value: float
    low: float
    high: float
    level: float
    draws: int
    units: int


def bootstrap(
    measure: Measure, values: ArrayLike, people: ArrayLike, *,
    cluster: ArrayLike | None = None, draws: int = 1_000, level: float = 0.95, seed: int = 0,
) -> Interval:  # fmt: skip
    """The percentile interval of a figure by drawing as many units again, with replacement.

    For a sample only: a figure counted on everybody has no interval. What is not known stays so in each draw.

    Args:
        values, people: as the measure takes them.
        cluster: (points,) whole numbers; drawn together, as a survey that visits communes drew them. None: each point.
        draws: how many samples.
        level: between 0 and 1.
        seed: of the lot; the same seed gives the same interval.

    Raises:
        ShapeMismatch: not as many clusters as points.
        NotNumbers: the level is not between 0 and 1, or there are no draws.

    Source: B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; of clusters: A. C. Davison,
    D. V. Hinkley, Bootstrap Methods and their Application, 1997, section 3.8.
    """
    if not 0 < level < 1 or draws < 1:
        raise NotNumbers(f"a level of {level}, {draws} draws")
    who = np.asarray(people, dtype=np.float64)
    of = np.arange(len(who)) if cluster is None else np.asarray(cluster)
    same_length(cluster=of, people=who)
    names, which = np.unique(of, return_inverse=True)
    units = len(names)
    whole = measure(values, who).value
    if not units:
        return Interval(whole, np.nan, np.nan, level, 0, 0)
    chance, found = np.random.default_rng(seed), []
    for _ in range(draws):
        times = np.bincount(chance.integers(0, units, units), minlength=units)
        found.append(measure(values, who * times[which]).value)
    said = np.array(found)
    said = said[~np.isnan(said)]
    if not len(said):
        return Interval(whole, np.nan, np.nan, level, 0, units)
    low, high = np.quantile(said, ((1 - level) / 2, (1 + level) / 2))
    return Interval(whole, float(low), float(high), level, len(said), units)
