"""Pairs gathered into clusters, guarded: a cluster is one person, so nothing in it may contradict itself.

Connected components alone chain: A resembles B, B resembles C, and at a million the chain has no end. So

1. a pair whose facts contradict each other is no pair, whatever its score (``contradiction``);
2. links are taken from the surest down, and two groups join only where no person of one contradicts a person of the
   other;
3. two groups of several persons each need a link that is ``bridge`` sure, not just one that is over the threshold;
4. no group grows past ``most`` persons.

A link that is refused is not proposed either.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
import scipy  # its parts load when first used


class Facts(NamedTuple):
    """What can speak against two persons being one; None where it is not known."""

    household: str | None
    sex: str | None
    year: int | None
    about: bool | None
    cin: str | None
    idcs: str | None
    given: frozenset[str]


class Link(NamedTuple):
    """Two persons, by number, and how sure it is that they are one (0 to 1)."""

    one: int
    other: int
    score: float


def contradiction(one: Facts, other: Facts, *, generation: int) -> str:
    """Why two persons cannot be one, as a word; "" when nothing says so.

    Args:
        generation: years between two births that are both known exactly, from which on they are two births.

    >>> man = Facts(None, "m", 1980, False, None, None, frozenset({"hsn"}))
    >>> contradiction(man, man._replace(sex="f"), generation=12)
    'sex'
    """
    if one.sex and other.sex and one.sex != other.sex:
        return "sex"
    for name in ("cin", "idcs"):
        numbers = {getattr(one, name), getattr(other, name)}
        if None not in numbers and len(numbers) == 2:
            return name
    exact = one.about is False and other.about is False
    if exact and one.year is not None and other.year is not None and abs(one.year - other.year) >= generation:
        return "generation"
    if one.household and one.household == other.household and not one.given & other.given:
        return "housemates"
    return ""


def gather(
    links: Iterable[Link], facts: Mapping[int, Facts], *, most: int, bridge: float, generation: int
) -> Iterator[tuple[Link, int]]:
    """The links that stand, each with its cluster (the smallest number in it), by the rules above.

    Args:
        links: over the threshold, in any order; pairs that contradict each other among them.
        facts: of every person of a link.
        most: persons in a cluster.
        bridge: score that a link between two groups of several needs.
        generation: see ``contradiction``.
    """
    groups: dict[int, list[int]] = {}
    kept: list[Link] = []
    for link in sorted(links, key=lambda each: (-each.score, each.one, each.other)):
        left = groups.get(link.one) or [link.one]
        right = groups.get(link.other) or [link.other]
        if left is right:
            kept.append(link)
            continue
        several = len(left) > 1 and len(right) > 1
        if len(left) + len(right) > most or (several and link.score < bridge):
            continue
        if any(contradiction(facts[a], facts[b], generation=generation) for a, b in product(left, right)):
            continue
        joined = left + right
        groups.update(dict.fromkeys(joined, joined))
        kept.append(link)
    names = {id(group): min(group) for group in groups.values()}
    for link in kept:
        yield link, names[id(groups[link.one])]


def components(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Number of the connected component of each link, so that one component at a time is held in memory.

    Args:
        one: (links,) number of a person.
        other: (links,) number of the other person.

    Returns:
        (links,) numbers from 0.
    """
    persons, places = np.unique(np.concatenate([one, other]), return_inverse=True)
    left, right = places[: len(one)], places[len(one) :]
    ones = np.ones(len(one), dtype=np.int8)
    graph = scipy.sparse.coo_matrix((ones, (left, right)), shape=(len(persons), len(persons)))
    return scipy.sparse.csgraph.connected_components(graph, directed=False)[1][left]
