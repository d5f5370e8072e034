"""Groups learned from how people vote, in the manner of Polis, and the three questions that they must survive.

Any vote can be cut in groups; most of such groups are an accident of the day. Shown are only groups of which it holds
that (1) the votes hang together, (2) there are gaps between the groups, and (3) the same groups come back when other
voters are drawn. Places of voters are those of Polis (Small et al. 2021, https://doi.org/10.6035/recerca.5516),
reproduced on a published conversation in the tests. **Mind the sign**: here +1 is agree; in the numbers of a server
of Polis it is disagree, so that its centre and its places are the mirror of ours.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jisr.forum.rules.consensus import LEAST_VOICES, Tally

Numbers = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

METHOD = "pca-kmeans/1"
#: Who voted on fewer statements has no place yet; as in Polis.
FEWEST_VOTES = 7
#: Below this many voters nothing is learned: two groups that may be shown need more.
FEWEST_VOTERS = 4 * LEAST_VOICES
MOST_GROUPS = 5
#: Draws of each question, and how many voters are drawn at most.
DRAWS, MOST_DRAWN = 99, 1_000
#: (1) and (2): how seldom chance may do as well.
SELDOM = 0.05
#: (3): mean Jaccard likeness of each group with what comes back of it; below it a group is not a stable one.
#: Source: Hennig 2007, Computational Statistics & Data Analysis 52, https://doi.org/10.1016/j.csda.2006.11.025
LEAST_ALIKE = 0.75
_WORTH = {"agree": 1.0, "disagree": -1.0, "pass": 0.0}
_SEED, _STARTS, _STEPS = 20_261_122, 5, 40


@dataclass(frozen=True)
class Landscape:
    """Where the voters stand.

    Attributes:
        centre: (statements,) mean of the votes on each.
        axes: (2, statements) the two directions in which voters differ most, each of length 1.
        places: (voters, 2).
    """

    centre: Numbers
    axes: Numbers
    places: Numbers


@dataclass(frozen=True)
class Learned:
    """What was learned from the votes of a wave.

    Attributes:
        labels: group of each voter, the largest group first; -1 for whoever has no place; all -1 unless ``shown``.
        together: how seldom votes without any tie between statements hang together as much, 0 to 1.
        apart: how seldom one crowd without gaps falls apart as much, 0 to 1; None where it was not asked any more.
        again: mean likeness of the least stable group with what comes back of it, 0 to 1; None likewise.
        placed: voters who voted on enough statements.
    """

    labels: Labels
    together: float
    apart: float | None
    again: float | None
    placed: int

    @property
    def shown(self) -> bool:
        """Whether the groups survived the three questions."""
        return bool((self.labels >= 0).any())


def table(cast: Iterable[tuple[str, Any, str]], columns: Sequence[Any]) -> Numbers:
    """Votes as numbers: (voters, statements), nan where a voter did not vote; voters in the order of their marks.

    Args:
        cast: (voter, statement, agree or disagree or pass), one for each pair.
        columns: the statements, in the order wanted.
    """
    said = list(cast)
    at = {voter: n for n, voter in enumerate(sorted({voter for voter, _statement, _value in said}))}
    place = {statement: n for n, statement in enumerate(columns)}
    votes = np.full((len(at), len(columns)), np.nan)
    for voter, statement, value in said:
        votes[at[voter], place[statement]] = _WORTH[value]
    return votes


def tally(votes: Numbers) -> Tally:
    """How many of these votes on one statement agree, disagree and pass."""
    return Tally(*(int((votes == worth).sum()) for worth in _WORTH.values()))


def landscape(votes: Numbers) -> Landscape:
    """Voters on the plane on which they differ most.

    Args:
        votes: (voters, statements): 1 agree, -1 disagree, 0 pass, nan not voted; a statement that was moderated out
            is all zeros. Every statement has a vote.

    Returns:
        a voter's place is what she voted, away from the centre, on both axes, stretched by how little she voted.
    """
    seen = ~np.isnan(votes)
    centre = np.nansum(votes, axis=0) / np.maximum(seen.sum(axis=0), 1)
    away = np.where(seen, votes - centre, 0.0)
    _sizes, directions = np.linalg.eigh(away.T @ away)
    axes = directions[:, ::-1][:, :2].T
    return Landscape(centre, axes, _placed(votes, centre, axes))


def learn(votes: Numbers, *, draws: int = DRAWS) -> Learned:
    """Groups of voters, if there are any; the order of the voters changes nothing.

    Args:
        votes: (voters, statements): 1 agree, -1 disagree, 0 pass, nan not voted.
        draws: of each of the three questions.
    """
    none = np.full(len(votes), -1)
    kept = votes[:, ~np.isnan(votes).all(axis=0)] if votes.size else votes.reshape(len(votes), 0)
    placed = np.flatnonzero((~np.isnan(kept)).sum(axis=1) >= max(2, min(FEWEST_VOTES, kept.shape[1])))
    if len(placed) < FEWEST_VOTERS or kept.shape[1] < 2:
        return Learned(none, 1.0, None, None, len(placed))
    placed = placed[np.lexsort(np.nan_to_num(kept[placed], nan=2.0).T)]
    sample = kept[placed]
    sample = sample[:, ~np.isnan(sample).all(axis=0)]
    chance = np.random.default_rng(_SEED)
    together = _together(sample, draws, chance)
    if together > SELDOM:
        return Learned(none, together, None, None, len(placed))
    stand = landscape(sample).places
    cuts = [_cut(stand, k, chance) for k in range(2, min(MOST_GROUPS, len(placed) // (2 * LEAST_VOICES)) + 1)]
    cuts.sort(key=lambda cut: -_silhouette(stand, cut))
    told = _told(sample, stand, cuts, draws, chance)
    if told.holds:
        order = np.argsort(np.argsort(-np.bincount(told.labels), kind="stable"))
        none[placed] = order[told.labels]
    return Learned(none, together, told.apart, told.again, len(placed))


@dataclass(frozen=True)
class _Cut:
    """One way of cutting the voters in groups, with what became of questions (2) and (3)."""

    labels: Labels
    apart: float
    again: float | None

    @property
    def holds(self) -> bool:
        return self.again is not None and self.again >= LEAST_ALIKE and np.bincount(self.labels).min() >= LEAST_VOICES


def _told(votes: Numbers, places: Numbers, cuts: list[Labels], draws: int, chance: np.random.Generator) -> _Cut:
    """The cleanest cut of which the last two questions hold; the cleanest of all where they hold of none."""
    asked: list[_Cut] = []
    for labels in cuts:
        apart = _apart(places, labels, draws, chance)
        asked.append(_Cut(labels, apart, _again(votes, labels, draws, chance) if apart <= SELDOM else None))
        if asked[-1].holds:
            return asked[-1]
    return asked[0]


def _placed(votes: Numbers, centre: Numbers, axes: Numbers) -> Numbers:
    seen = ~np.isnan(votes)
    away = np.where(seen, votes - centre, 0.0)
    stretch = np.sqrt(votes.shape[1] / np.maximum(seen.sum(axis=1), 1))
    return (away @ axes.T) * stretch[:, None]


def _together(votes: Numbers, draws: int, chance: np.random.Generator) -> float:
    """(1) Share of draws in which each statement was answered without regard to the others and yet one axis says as
    much: parallel analysis (Horn 1965, https://doi.org/10.1007/BF02289447).
    """

    def first(of: Numbers) -> float:
        seen = ~np.isnan(of)
        spread = np.where(seen, of - np.nansum(of, axis=0) / seen.sum(axis=0), 0.0)
        scale = np.sqrt((spread**2).sum(axis=0))
        each = np.divide(spread, scale, out=np.zeros_like(spread), where=scale > 0)
        return float(np.linalg.eigvalsh(each.T @ each)[-1])

    few = _few(votes, chance)
    return _as_often(first(few), lambda: first(_shuffled(few, chance)), draws)


def _shuffled(votes: Numbers, chance: np.random.Generator) -> Numbers:
    """The same votes on each statement, given by others among those who voted on it."""
    mixed = votes.copy()
    for column in mixed.T:
        said = np.flatnonzero(~np.isnan(column))
        column[said] = column[chance.permutation(said)]
    return mixed


def _apart(places: Numbers, labels: Labels, draws: int, chance: np.random.Generator) -> float:
    """(2) Share of draws in which one crowd without gaps, as wide as this one, is cut as cleanly: the thought of
    SigClust (Liu et al. 2008, https://doi.org/10.1198/016214508000000454).
    """
    shape, groups = np.cov(places.T), int(labels.max()) + 1
    size = min(len(places), MOST_DRAWN)

    def crowd() -> float:
        drawn = chance.multivariate_normal(np.zeros(2), shape, size)
        return _silhouette(drawn, _cut(drawn, groups, chance))

    return _as_often(_silhouette(places, labels), crowd, draws)


def _again(votes: Numbers, labels: Labels, draws: int, chance: np.random.Generator) -> float:
    """(3) Mean over draws of voters of the likeness of the least stable group with the nearest one that came back."""
    groups = int(labels.max()) + 1
    alike = np.zeros((draws, groups))
    for row in alike:
        drawn = votes[chance.integers(len(votes), size=min(len(votes), MOST_DRAWN))]
        there = landscape(np.where(np.isnan(drawn).all(axis=0), 0.0, drawn))  # what none of them voted on parts nobody
        cut = _cut(there.places, groups, chance)
        middles = _middles(there.places, cut, groups)
        found = _distances(_placed(votes, there.centre, there.axes), middles).argmin(axis=1)
        both = np.bincount(groups * labels + found, minlength=groups * groups).reshape(groups, groups)
        either = np.bincount(labels, minlength=groups)[:, None] + np.bincount(found, minlength=groups) - both
        row[:] = (both / np.maximum(either, 1)).max(axis=1)
    return float(alike.mean(axis=0).min())


def _few(votes: Numbers, chance: np.random.Generator) -> Numbers:
    return votes if len(votes) <= MOST_DRAWN else votes[chance.choice(len(votes), MOST_DRAWN, replace=False)]


def _as_often(found: float, draw: Callable[[], float], draws: int) -> float:
    return (1 + sum(draw() >= found - 1e-12 for _ in range(draws))) / (draws + 1)


def _silhouette(places: Numbers, labels: Labels) -> float:
    """How cleanly a cut parts the places: 1 when every place stands on the middle of its group; by middles, so that
    ten thousand voters take no longer than their number.
    """
    groups = int(labels.max()) + 1
    away = _distances(places, _middles(places, labels, groups))
    own = away[np.arange(len(labels)), labels]
    away[np.arange(len(labels)), labels] = np.inf
    other = away.min(axis=1)
    widest = np.maximum(own, other)
    return float(np.divide(other - own, widest, out=np.zeros_like(own), where=widest > 0).mean())


def _cut(places: Numbers, groups: int, chance: np.random.Generator) -> Labels:
    """k-means (Lloyd) from the best of a few starts (k-means++); every group has somebody."""
    tried = [_lloyd(places, _starts(places, groups, chance)) for _ in range(_STARTS)]
    return min(tried, key=lambda one: one[0])[1]


def _starts(places: Numbers, groups: int, chance: np.random.Generator) -> Numbers:
    chosen = [places[chance.integers(len(places))]]
    while len(chosen) < groups:
        away = _distances(places, np.array(chosen)).min(axis=1) ** 2
        there = int(np.searchsorted(np.cumsum(away), chance.random() * away.sum()))
        chosen.append(places[min(there, len(places) - 1)])
    return np.array(chosen)


def _lloyd(places: Numbers, middles: Numbers) -> tuple[float, Labels]:
    groups, before = len(middles), np.full(len(places), -1)
    for _ in range(_STEPS):
        away = _distances(places, middles)
        labels = away.argmin(axis=1)
        _give_everyone_somebody(labels, away.min(axis=1), groups)
        middles = _middles(places, labels, groups)
        if np.array_equal(labels, before):
            break
        before = labels
    return float(((places - middles[labels]) ** 2).sum()), labels


def _distances(places: Numbers, middles: Numbers) -> Numbers:
    """(places, middles) straight lines on the plane: scipy's ``cdist`` to the last bit, without its half second of
    reading in.
    """
    along, across = places[:, :1] - middles[:, 0], places[:, 1:] - middles[:, 1]
    return np.sqrt(along * along + across * across)


def _middles(places: Numbers, labels: Labels, groups: int) -> Numbers:
    sums = [np.bincount(labels, weights=places[:, axis], minlength=groups) for axis in range(places.shape[1])]
    return np.stack(sums, axis=1) / np.bincount(labels, minlength=groups)[:, None]


def _give_everyone_somebody(labels: Labels, own: Numbers, groups: int) -> None:
    """A group without anybody takes whoever stands furthest from the middle of a group that keeps others."""
    for group in np.flatnonzero(np.bincount(labels, minlength=groups) == 0):
        spared = np.bincount(labels, minlength=groups)[labels] > 1
        labels[np.where(spared, own, -1.0).argmax()] = group
