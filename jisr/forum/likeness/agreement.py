"""How far two ways of grouping the same things agree."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import comb


def adjusted_rand(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Agreement of two groupings by pairs, 1 when equal, about 0 by chance, negative below it.

    Args:
        one: the group of each thing.
        other: the group of each of the same things in the other grouping.

    Raises:
        ValueError: they do not speak of the same number of things.

    Source: Hubert and Arabie 1985, Journal of Classification 2, https://doi.org/10.1007/BF01908075

    >>> adjusted_rand([1, 1, 2, 2], ["a", "a", "b", "b"]), round(adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]), 2)
    (1.0, -0.5)
    """
    if len(one) != len(other):
        raise ValueError(f"{len(one)} things on one side, {len(other)} on the other")
    both = sum(comb(count, 2) for count in Counter(zip(one, other, strict=True)).values())
    first = sum(comb(count, 2) for count in Counter(one).values())
    second = sum(comb(count, 2) for count in Counter(other).values())
    pairs = comb(len(one), 2)
    chance = first * second / pairs if pairs else 0.0
    most = (first + second) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)
