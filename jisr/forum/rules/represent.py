"""Who came, against who lives there: shares with their intervals."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

#: Two-sided 95 %.
Z = 1.959963984540054
#: Below this many people nothing is concluded.
LEAST_PEOPLE = 20


@dataclass(frozen=True)
class Share:
    """One kind of people among those who came.

    Attributes:
        n: how many came.
        share, low, high: their share and its interval, 0 to 1; None when nobody came at all.
        expected: their share in the census, 0 to 1; None where the census does not say.
        verdict: fewer, as_many, more, or unknown.
    """

    group: str
    n: int
    share: float | None
    low: float | None
    high: float | None
    expected: float | None
    verdict: str


def wilson(successes: int, trials: int, *, z: float = Z) -> tuple[float, float]:
    """The interval of a share, which stays within 0 and 1 and is wide when few were asked.

    Raises:
        ValueError: no trials, or more successes than trials.

    Source: Wilson 1927, Journal of the American Statistical Association 22, https://doi.org/10.2307/2276774

    >>> [round(x, 4) for x in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
    share, square = successes / trials, z * z
    middle = share + square / (2 * trials)
    half = z * math.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    scale = 1 + square / trials
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def compare(came: Mapping[str, int], lives: Mapping[str, float | None]) -> list[Share]:
    """Each kind of people among those who came, against the census.

    Args:
        came: kind -> people; what was not noted is left out by the caller.
        lives: kind -> share of the residents, 0 to 1.

    Returns:
        one share for each kind of either side, in order of its code.
    """
    total = sum(came.values())
    return [_share(group, came.get(group, 0), total, lives.get(group)) for group in sorted({*came, *lives})]


def _share(group: str, n: int, total: int, expected: float | None) -> Share:
    if total == 0:
        return Share(group, 0, None, None, None, expected, "unknown")
    low, high = wilson(n, total)
    verdict = "as_many"
    if expected is None or total < LEAST_PEOPLE:
        verdict = "unknown"
    elif high < expected:
        verdict = "fewer"
    elif low > expected:
        verdict = "more"
    return Share(group, n, n / total, low, high, expected, verdict)
