"""The distinct spellings of a registry, each folded once: names are few, however many people bear them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from jisr.common.text import Part, fold, name_whole

#: Spellings folded at a time.
BATCH = 20_000
#: DuckDB counts the bytes that differ and Spark the letters; an Arabic letter is two bytes, these are one.
_ONE_BYTE = str.maketrans("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "ABCDEFGHIJKLMNOPQRSTUVWXYZ<>")


class Folded(NamedTuple):
    """One spelling as it is compared; None where nothing is left of it.

    Attributes:
        skeleton: consonants of all its parts, the same in every script.
        sounds: with the vowels that every script writes; Arabic does not write the short a.
        letters: as written, without marks, articles and spaces; a sign of one byte for each.
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
    part = name_whole(spelling)
    if part is None:
        return Folded(spelling, None, None, None, None, None)
    pieces = [*_pieces(part), part.skeleton]
    sounds = part.fine.replace("a", "")
    letters = fold(spelling).replace(" ", "").translate(_ONE_BYTE)
    return Folded(
        spelling, part.skeleton, sounds or None, letters or None, pieces[0], pieces[1] if len(pieces) > 1 else None
    )


def in_batches(spellings: Iterable[str]) -> Iterator[list[Folded]]:
    """Spellings folded, some thousands at a time."""
    left = iter(spellings)
    while batch := [folded(spelling) for spelling in islice(left, BATCH)]:
        yield batch


def _pieces(part: Part) -> list[str]:
    """Skeletons by which it is also called, first and last; a lone consonant resembles too many others."""
    called = list(part.pieces)
    if part.particle and (rest := name_whole(" ".join(part.words[1:]))):
        called.insert(0, rest.skeleton)
    told = [piece for piece in called if len(piece) > 1]
    return [told[0], told[-1]] if len(told) > 1 else told
