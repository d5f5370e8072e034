"""Near-duplicates: the same sentence said or keyed twice, within a script or across the two."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jisr.forum.likeness.corpus import Corpus
from jisr.forum.likeness.kernels import likeness_of_pairs
from jisr.forum.likeness.method import METHOD, SAME, VERSION
from jisr.forum.likeness.terms import letter_groups, pronounced, spelled

# two texts with so much in common in the space are worth comparing letter by letter
WORTH_COMPARING = 0.6


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contributions that are probably one.

    Attributes:
        one, other: keys, the lower first.
        score: share of letter groups in common, 0 to 1; 1 for one sentence typed in two ways.
        method, version: how it was found.
    """

    one: str
    other: str
    score: float
    method: str = f"{METHOD}+dice"
    version: str = VERSION


def near_duplicates(corpus: Corpus, at_least: float = SAME) -> list[Pair]:
    """The pairs that say the same with nearly the same letters, the surest first.

    Args:
        at_least: lowest share of letter groups in common (Dice), 0 to 1.
    """
    spellings = [_threes(spelled(text)) for text in corpus.texts]
    sounds = [_threes(pronounced(text)) for text in corpus.texts]
    pairs = []
    for low, high in _candidates(corpus):
        score = max(_dice(spellings[low], spellings[high]), _dice(sounds[low], sounds[high]))
        if score >= at_least:
            pairs.append(Pair(corpus.keys[low], corpus.keys[high], round(score, 4)))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


def double_of(text: str, others: Mapping[str, str], at_least: float = SAME) -> list[Pair]:
    """Which of these texts (key -> text) say the same as one that is being keyed, the surest first.

    Args:
        others: few texts, such as the nearest of a corpus.

    Returns:
        pairs whose ``one`` is "", for the text that has no key yet.
    """
    mine = spelled(text)
    threes, sounds = _threes(mine), _threes(pronounced(text))
    found = []
    for key, other in others.items():
        theirs = spelled(other)
        score = max(_dice(threes, _threes(theirs)), _dice(sounds, _threes(pronounced(other))))
        if mine and (score >= at_least or theirs == mine):
            found.append(Pair("", key, round(score, 4)))
    return sorted(found, key=lambda pair: (-pair.score, pair.other))


def _candidates(corpus: Corpus) -> Iterator[tuple[int, int]]:
    """Pairs near in the space, and those of one spelling, whatever the space knows of them."""
    near = set(likeness_of_pairs(corpus.vectors, WORTH_COMPARING))
    first: dict[str, int] = {}
    for row, text in enumerate(corpus.texts):
        if (kept := first.setdefault(spelled(text), row)) != row:
            near.add((kept, row))
    yield from sorted(near)


def _threes(text: str) -> frozenset[str]:
    return frozenset(group for word in text.split() for group in letter_groups(word, 3, 3))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
