"""What voters have in common, by the groups that they declared. The formulas are those of Polis.

Groups learned from votes change with every run; these are said by the voters themselves (region, role, sex, milieu).
Source: Small et al. 2021, Polis: Scaling deliberation by mapping high dimensional opinion spaces,
https://doi.org/10.6035/recerca.5516 ; reproduced on a published conversation in the tests.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: Fewer voices than this in a group are not counted apart: a voter could be told.
LEAST_VOICES = 5
#: A statement speaks for a group when both of its tests pass this, at 90 %; the number of a server of Polis.
TELLING = 1.2816
MOST_TELLING = 5


class Tally(NamedTuple):
    """Last votes of one group on one statement."""

    agree: int
    disagree: int
    passed: int = 0

    @property
    def seen(self) -> int:
        """How many voted at all, passing included."""
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True)
class Verdict:
    """What the groups have in common on one statement.

    Attributes:
        score: geometric mean over the groups heard of the probability to agree, 0 to 1; None below two groups.
        least: the least convinced group heard.
        least_agreement: its probability to agree.
        spread: between the most and the least convinced group; the divisive ones have much.
        unheard: groups with not enough voices.
    """

    score: float | None
    least: str
    least_agreement: float | None
    spread: float | None
    unheard: tuple[str, ...]


def likely(successes: int, trials: int) -> float:
    """Probability of a success, drawn to one half while there are few trials.

    >>> likely(0, 0), likely(6, 6)
    (0.5, 0.875)
    """
    return (successes + 1) / (trials + 2)


def group_aware(tallies: Iterable[Tally]) -> float:
    """Product over groups of the probability to agree; 1 when there is no group.

    >>> group_aware([Tally(1, 0), Tally(0, 1)])
    0.2222222222222222
    """
    return math.prod(sorted(likely(tally.agree, tally.seen) for tally in tallies))


def proportion_test(successes: int, trials: int) -> float:
    """How far a proportion is from one half, in standard deviations, with one success and one trial added.

    >>> round(proportion_test(6, 6), 9)
    2.645751311
    """
    return 2 * math.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def two_proportions_test(here: int, trials_here: int, there: int, trials_there: int) -> float:
    """How far apart two proportions are, in standard deviations, with one success and one trial added to each."""
    one, other = (here + 1) / (trials_here + 1), (there + 1) / (trials_there + 1)
    pooled = (here + there + 2) / (trials_here + trials_there + 2)
    if pooled == 1:
        return 0.0
    return (one - other) / math.sqrt(pooled * (1 - pooled) * (1 / (trials_here + 1) + 1 / (trials_there + 1)))


def representative(here: int, trials_here: int, there: int, trials_there: int) -> float:
    """How many times likelier a group answers so than all others together."""
    return likely(here, trials_here) / likely(there, trials_there)


def verdict(groups: Mapping[str, Tally | None], *, least_voices: int = LEAST_VOICES) -> Verdict:
    """What declared groups have in common; the order of the groups changes nothing.

    Args:
        groups: group -> last votes; None where the database kept the numbers back.
        least_voices: groups with fewer are not heard.
    """
    heard = {
        name: likely(tally.agree, tally.seen)
        for name, tally in groups.items()
        if tally is not None and tally.seen >= least_voices
    }
    unheard = tuple(sorted(set(groups) - set(heard)))
    if not heard:
        return Verdict(None, "", None, None, unheard)
    agreement, least = min((share, name) for name, share in heard.items())
    if len(heard) == 1:
        return Verdict(None, least, agreement, None, unheard)
    score = math.exp(math.fsum(math.log(share) for share in heard.values()) / len(heard))
    return Verdict(score, least, agreement, max(heard.values()) - agreement, unheard)


def divisive(verdicts: Mapping[str, Verdict], *, most: int = 10) -> list[str]:
    """The statements on which the groups are furthest apart, the most divisive first.

    Args:
        verdicts: statement -> verdict.
        most: how many at most.
    """
    apart = [(-found.spread, name) for name, found in verdicts.items() if found.spread]
    return [name for _spread, name in sorted(apart)[:most]]


def shared(verdicts: Mapping[str, Verdict], *, most: int = 10) -> list[str]:
    """The statements that all groups heard are readiest to agree to, the readiest first."""
    scored = [(-found.score, name) for name, found in verdicts.items() if found.score is not None]
    return [name for _score, name in sorted(scored)[:most]]


def kept_back(groups: Mapping[str, int | None], total: int, *, least: int = LEAST_VOICES) -> frozenset[str]:
    """The groups whose numbers are not shown: those with too few, and with them enough others that what is missing
    from the whole is none of a few people either.

    Args:
        groups: group -> how many; None where the database kept the number back.
        total: how many in all, those who declared nothing included.

    >>> sorted(kept_back({"f": 30, "m": None}, 33)), sorted(kept_back({"f": 30, "m": None}, 40))
    (['f', 'm'], ['m'])
    """
    hidden = {name for name, n in groups.items() if n is None or n < least}
    shown = sorted((n, name) for name, n in groups.items() if name not in hidden and n is not None)
    while hidden and shown and 0 < total - sum(n for n, _name in shown) < least:
        hidden.add(shown.pop(0)[1])
    return frozenset(hidden)


def telling(
    groups: Mapping[str, Mapping[str, Tally]], *, most: int = MOST_TELLING
) -> dict[str, list[tuple[str, str]]]:  # fmt: skip
    """For each group the statements that tell it from all others, as Polis chooses them.

    Args:
        groups: group -> statement -> last votes.

    Returns:
        group -> (statement, agree or disagree), what it agrees to first, each by how telling it is; none where no
        statement passes both tests.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name, heard in groups.items():
        others = [groups[other] for other in groups if other != name]
        told = [
            _telling(statement, tally, [other.get(statement, Tally(0, 0)) for other in others])
            for statement, tally in heard.items()
        ]
        best = sorted((one for one in told if one is not None), key=lambda one: (-one[0], one[1]))[:most]
        found[name] = [(statement, side) for _weight, statement, side in sorted(best, key=lambda one: one[2])]
    return found


def _telling(statement: str, here: Tally, there: Sequence[Tally]) -> tuple[float, str, str] | None:
    """How telling a statement is of a group, and on which side; None below the tests."""
    seen, sides = sum(tally.seen for tally in there), []
    for at, side in enumerate(("agree", "disagree")):
        other = sum(tally[at] for tally in there)
        sides.append(
            (two_proportions_test(here[at], here.seen, other, seen), proportion_test(here[at], here.seen),
             representative(here[at], here.seen, other, seen) * likely(here[at], here.seen), side)
        )  # fmt: skip
    apart, sure, weight, side = sides[0] if sides[0][0] > sides[1][0] else sides[1]
    if not any(one[0] > TELLING and one[1] > TELLING for one in sides):
        return None
    return apart * sure * weight, statement, side
