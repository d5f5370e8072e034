"""What voters have in common, by the groups that they declared. The formulas are those of Polis.

Groups learned from votes change with every run; these are said by the voters themselves (region, role, sex, milieu).
Source: Small et al. 2021, Polis: Scaling deliberation by mapping high dimensional opinion spaces,
https://doi.org/10.6035/recerca.5516 ; reproduced on a published conversation in the tests.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

#: Fewer voices than this in a group are not counted apart: a voter could be told.
LEAST_VOICES = 5


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
