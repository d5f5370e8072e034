"""Answers that say the same to many: allowed where the many were joined in one statement, and counted in public."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable

from jisr.common.text import fold

#: The same words may answer this many contributions one by one; more have to be joined first.
MOST_ALIKE = 5


def digest(*words: str) -> str:
    """64 hexadecimal digits, equal for words that differ by signs, spaces or vowels only.

    >>> digest("Oui, en 2027.", "") == digest("oui en 2027", "")
    True
    """
    return hashlib.sha256("\x1f".join(fold(part, articles=True) for part in words).encode()).hexdigest()


def too_alike(same: Collection[object], *, joined: bool, most: int = MOST_ALIKE) -> bool:
    """Whether these contributions may not all get the same words one by one.

    Args:
        same: the contributions that already have these words, and the one about to get them.
        joined: whether one statement holds them all.
    """
    return len(set(same)) > most and not joined


def answered_alike(answers: Iterable[tuple[object, str]]) -> int:
    """How many contributions got, one by one, words that another one got too.

    Args:
        answers: (contribution, digest) of the answers given to a contribution itself.

    >>> answered_alike([(1, "a"), (2, "a"), (3, "b")])
    2
    """
    pairs = set(answers)
    used = Counter(words for _contribution, words in pairs)
    return len({contribution for contribution, words in pairs if used[words] > 1})
