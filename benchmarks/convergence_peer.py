"""What stands beside convergence: its formula as anybody would write it, one pair at a time over sets and dicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jisr.ledger.strategy.rules.convergence import HAIR, Method
from jisr.ledger.strategy.rules.lines import NATION, Ground, Line


@dataclass(frozen=True)
class PlainPair:
    """One pair: its parts, its score, its kind or ""."""

    parts: tuple[float, float, float, float]
    score: float
    kind: str


def plain_pairs(
    ours: Sequence[Line], theirs: Sequence[Line], ground: Ground, method: Method
) -> dict[tuple[int, int], PlainPair]:
    """Every pair, by the places of its two lines."""
    places = {line.key: _communes(line, ground) for line in (*ours, *theirs)}
    return {
        (i, j): _pair(one, other, places[one.key], places[other.key], ground, method)
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
    }


def _pair(one: Line, other: Line, here: set[str], there: set[str], ground: Ground, method: Method) -> PlainPair:
    smaller = min(sum(ground.people[code] for code in side) for side in (here, there))
    parts = (
        sum(ground.people[code] for code in here & there) / smaller,
        _jaccard(_shares(one.publics, ground.publics), _shares(other.publics, ground.publics)),
        _jaccard(_shares(one.themes, ground.themes), _shares(other.themes, ground.themes)),
        _period(one, other),
    )
    score = 1.0
    for part, weight in zip(parts, method.weights, strict=True):
        score *= part**weight
    return PlainPair(parts, score, _kind(parts, one, other, method))


def _kind(parts: tuple[float, ...], one: Line, other: Line, method: Method) -> str:
    where, publics, themes, period = (part >= method.high - HAIR for part in parts)
    if not (where and publics):
        return ""
    if themes and period:
        return "duplicate"
    if period:
        return "complement"
    return "sequence" if themes and _between(one, other) <= method.between_days else ""


def _between(one: Line, other: Line) -> int:
    first, last = sorted((one, other), key=lambda line: (line.since, line.until))
    return max((last.since - first.until).days - 1, 0)  # type: ignore[operator]


def _period(one: Line, other: Line) -> float:
    common = (min(one.until, other.until) - max(one.since, other.since)).days + 1  # type: ignore[type-var,operator]
    shorter = min((line.until - line.since).days + 1 for line in (one, other))  # type: ignore[operator]
    return max(common, 0) / shorter


def _jaccard(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    codes = one.keys() | other.keys()
    both = sum(min(one.get(code, 0), other.get(code, 0)) for code in codes)
    return both / sum(max(one.get(code, 0), other.get(code, 0)) for code in codes)


def _shares(weights: Mapping[str, float], codes: Sequence[str]) -> dict[str, float]:
    named = weights or dict.fromkeys(codes, 1.0)
    return {code: weight / sum(named.values()) for code, weight in named.items()}


def _communes(line: Line, ground: Ground) -> set[str]:
    if NATION in line.places:
        return set(ground.people)
    return {code for code in ground.people if any(f"{code}.".startswith(f"{place}.") for place in line.places)}
