"""What two programmes have in common: a score with its four parts, the kind of each pair, and how firm the order is.

Plain Python over ``kernels``. A pair is a duplicate where place, public, theme and time are all shared; a complement
where the same people are met at the same time about something else; a sequence where the same is done one after the
other. What shares neither theme nor time is no pair. The number orders a list; a person decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from jisr.ledger.strategy import kernels
from jisr.ledger.strategy.kernels import PARTS, Flags, Numbers
from jisr.ledger.strategy.rules.lines import Ground, Line

DUPLICATE, COMPLEMENT, SEQUENCE = "duplicate", "complement", "sequence"
#: A half that was added up in another order is a half all the same.
HAIR = 1e-9
#: Parts that are high in a pair of the kind: its strength is made of them.
HIGH_PARTS: Mapping[str, tuple[int, ...]] = {DUPLICATE: (0, 1, 2, 3), COMPLEMENT: (0, 1, 3), SEQUENCE: (0, 1, 2)}


@dataclass(frozen=True, slots=True)
class Method:
    """The dated parameters of one computation.

    Attributes:
        weights: of territory, publics, themes and period.
        high: a part from which two lines are said to share it.
        between_days: days that may lie between two lines of a sequence.
        moved_by: share by which weights are moved.
        watched: pairs at the top that are watched meanwhile.
    """

    weights: tuple[float, float, float, float]
    high: float
    between_days: int
    moved_by: float
    watched: int

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Method":
        """The method of a file of parameters."""
        return cls(
            tuple(float(values[f"weight_{part}"]) for part in PARTS),  # type: ignore[arg-type]
            *(values[name] for name in ("high", "between_days", "moved_by", "watched")),
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """One of our lines and one of theirs.

    Attributes:
        parts: territory, publics, themes, period, from 0 to 1.
        score: of all four.
        strength: of those that make its kind, from 0 to 1; lists are ordered by it.
        stays: at how many of the sixteen corners of the moved weights a duplicate stands in the top; else 0.
    """

    ours: str
    theirs: str
    kind: str
    parts: tuple[float, float, float, float]
    score: float
    strength: float
    stays: int = 0


@dataclass(frozen=True, slots=True)
class Stability:
    """How firm the order of the duplicates is while weights move.

    Attributes:
        mean: share of the top that stays, on average.
        worst: the same at the worst corner.
        watched: how many pairs made the top.
    """

    mean: float
    worst: float
    watched: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sets of lines, compared.

    Attributes:
        pairs: the strongest of each kind, the strongest first.
        counts: kind -> how many there are in all.
        left_out: keys of lines that lack what it takes -> what they lack.
    """

    pairs: Sequence[Pair]
    counts: Mapping[str, int]
    stability: Stability
    left_out: Mapping[str, tuple[str, ...]]


def compare(ours: Sequence[Line], theirs: Sequence[Line], ground: Ground, method: Method, *, most: int) -> Compared:
    """Every line of ours against every line of theirs.

    Args:
        most: pairs kept of each kind.
    """
    left_out = {line.key: line.missing for line in (*ours, *theirs) if line.missing}
    mine, others = ([line for line in lines if not line.missing] for lines in (ours, theirs))
    one, other = ground.arrays(mine), ground.arrays(others)
    shared = kernels.parts(one, other, ground.residents)
    scores = kernels.score(shared, method.weights)
    stability, stays = _stability(shared, scores, method)
    pairs: list[Pair] = []
    counts: dict[str, int] = {}
    for kind, chosen in _kinds(shared, _between(one, other), method).items():
        rows, columns = np.nonzero(chosen)
        strength = scores[chosen] if kind == DUPLICATE else _strength(shared[:, chosen], kind, method.weights)
        counts[kind] = len(rows)
        for n in np.argsort(-strength, kind="stable")[:most]:
            at = int(rows[n]), int(columns[n])
            four = tuple(float(part[at]) for part in shared)
            keys = mine[at[0]].key, others[at[1]].key
            pairs.append(Pair(*keys, kind, four, float(scores[at]), float(strength[n]), stays.get(at, 0)))  # type: ignore[arg-type]
    return Compared(pairs, counts, stability, left_out)


def kind_of(parts: Sequence[float], between: int, method: Method) -> str:
    """The kind of one pair, or "": the same decision as ``compare`` takes for all of them.

    Args:
        parts: its four.
        between: days between the end of one and the beginning of the other; 0 where they touch or overlap.
    """
    shared = np.asarray(parts, dtype=np.float64).reshape(4, 1, 1)
    found = _kinds(shared, np.array([[between]]), method)
    return next((kind for kind, chosen in found.items() if chosen[0, 0]), "")


def _kinds(shared: Numbers, between: Any, method: Method) -> dict[str, Flags]:
    where, publics, themes, period = (part >= method.high - HAIR for part in shared)
    same = where & publics
    return {
        DUPLICATE: same & themes & period,
        COMPLEMENT: same & ~themes & period,
        SEQUENCE: same & themes & ~period & (between <= method.between_days),
    }


def _between(ours: kernels.Lines, theirs: kernels.Lines) -> Any:
    """Days between two lines, 0 where they touch or overlap."""
    later = np.maximum(ours.since[:, None], theirs.since[None, :])
    return np.maximum(later - np.minimum(ours.until[:, None], theirs.until[None, :]), 0)


def _strength(shared: Numbers, kind: str, weights: Sequence[float]) -> Numbers:
    kept = list(HIGH_PARTS[kind])
    only = [weight if n in kept else 0.0 for n, weight in enumerate(weights)]
    return kernels.score(shared, only)


def _stability(shared: Numbers, scores: Numbers, method: Method) -> tuple[Stability, dict[tuple[int, int], int]]:
    """Of the pairs that share something of everything: how firm the order is, and how often each stands in the top."""
    rows, columns = np.nonzero(scores > 0)
    mean, worst, times = kernels.staying(
        shared[:, rows, columns], method.weights, moved_by=method.moved_by, watched=method.watched
    )
    seen = np.flatnonzero(times)
    stays = {(int(rows[n]), int(columns[n])): int(times[n]) for n in seen}
    return Stability(mean, worst, min(method.watched, len(rows))), stays


@dataclass(frozen=True, slots=True)
class Common:
    """What two lines share, as it is put in a sentence.

    Attributes:
        publics, themes: codes in both, those with most weight in both first; publics empty where both are for all.
        communes: how many, and their residents.
        days: of both at once.
        between: days from the end of one to the beginning of the next; 0 where they overlap.
        ours_first: whether ours begins before theirs.
    """

    publics: tuple[str, ...]
    themes: tuple[str, ...]
    communes: int
    residents: int
    days: int
    between: int
    ours_first: bool


def common(ours: Line, theirs: Line, ground: Ground) -> Common:
    """What two comparable lines share.

    Raises:
        ValueError: one of them misses something.
    """
    if ours.missing or theirs.missing or not (ours.since and ours.until and theirs.since and theirs.until):
        raise ValueError("a line that misses something is not compared")
    both = ground.within(ours.places) & ground.within(theirs.places)
    residents = sum(n for n, here in zip(ground.people.values(), both, strict=True) if here)
    first, last = max(ours.since, theirs.since), min(ours.until, theirs.until)
    return Common(
        publics=_shared(ours.publics, theirs.publics), themes=_shared(ours.themes, theirs.themes),
        communes=int(both.sum()), residents=residents, days=_days(first, last),
        between=max((first - last).days - 1, 0), ours_first=ours.since <= theirs.since,
    )  # fmt: skip


def _shared(ours: Mapping[str, float], theirs: Mapping[str, float]) -> tuple[str, ...]:
    """Codes in both; where one side names none it is for all, and the other side's are shared."""
    if not ours or not theirs:
        return tuple(sorted(ours or theirs))
    both = ours.keys() & theirs.keys()
    return tuple(sorted(both, key=lambda code: (-min(ours[code], theirs[code]), code)))


def _days(first: date, last: date) -> int:
    return max((last - first).days + 1, 0)
