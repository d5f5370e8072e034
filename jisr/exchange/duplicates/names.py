"""The distinct spellings of a registry, each folded once: names are few, however many people bear them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from jisr.common.text import fine, fold, skeletons

#: Spellings folded at a time.
BATCH = 20_000
#: Skeletons of ben, bent, ould, aït, naït, bou, oum where they stand as words: too many families have them.
_PARTICLES = frozenset({"bn", "bnt", "ld", "t", "it", "nt", "bu", "um"})
_ABD = "bd"


class Folded(NamedTuple):
    """One spelling as it is compared; None where nothing is left of it.

    Attributes:
        skeleton: consonants of all its parts, the same in every script.
        sounds: with the vowels that every script writes; Arabic does not write the short a.
        letters: as written, without marks, articles and spaces.
        word, word_2: skeletons of a first and a last piece, for a compound of which one piece is said.
    """

    spelling: str
    skeleton: str | None
    sounds: str | None
    letters: str | None
    word: str | None
    word_2: str | None


def folded(spelling: str) -> Folded:
    """One spelling, folded.

    >>> folded("Fatima Zahra").skeleton == folded("فاطمة الزهراء").skeleton, folded("Zahra").word
    (True, 'zhr')
    >>> folded("Abdelaziz").word, folded("Aziz").word
    ('zz', 'zz')
    """
    parts = skeletons(spelling)
    sounds = fine(spelling)
    pieces = _pieces(parts, sounds.split())
    return Folded(
        spelling, "".join(parts) or None, sounds.replace("a", "").replace(" ", "") or None,
        fold(spelling).replace(" ", "") or None, pieces[0] if pieces else None, pieces[-1] if len(pieces) > 1 else None,
    )  # fmt: skip


def in_batches(spellings: Iterable[str]) -> Iterator[list[Folded]]:
    """Spellings folded, some thousands at a time."""
    left = iter(spellings)
    while batch := [folded(spelling) for spelling in islice(left, BATCH)]:
        yield batch


def _pieces(parts: Sequence[str], sounds: Sequence[str]) -> list[str]:
    """Skeletons by which it is also called: words of a compound, the name after Abd; no particle, no lone consonant."""
    said = [part for part in parts if part not in _PARTICLES] or list(parts)
    named = [part[2:] for part in said if part.startswith(_ABD)] if any(s.startswith("abda") for s in sounds) else []
    return [piece for piece in [*named, *said] if len(piece) > 1]
