"""What a person's names and what somebody typed become, before the database is asked."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from jisr.common.text import Part, deletions, name_whole

#: Longest skeleton and longest sounds that are kept; nobody's name is cut by it.
LONGEST: Final = 60
LONGEST_HEARD: Final = 120


def code_of(skeleton: str) -> int:
    """The code of a skeleton: a hash that fits a signed integer of 32 bits; 0 for none.

    >>> code_of("mhmd") == code_of("mhmd"), code_of("")
    (True, 0)
    """
    if not skeleton:
        return 0
    found = zlib.crc32(skeleton.encode())
    return found - (1 << 32) if found >= 1 << 31 else found


class Reading(NamedTuple):
    """One field of a name, read.

    Attributes:
        code: of its skeleton; 0 where the field is empty.
        heard: its sounds, one space between words.
    """

    code: int
    heard: str
    part: Part | None


NOTHING: Final = Reading(0, "", None)


@lru_cache(maxsize=50_000)
def read(text: str) -> Reading:
    """A given name or a surname as one part.

    >>> read("فاطمة الزهراء").code == read("Fatima Zahra").code, read("").code
    (True, 0)
    """
    part = name_whole(text) if text else None
    if part is None:
        return NOTHING
    return Reading(code_of(part.skeleton[:LONGEST]), " ".join(part.sounds)[:LONGEST_HEARD], part)


class Keys(NamedTuple):
    """What is written of one person: pairs of (family, given), and the sounds of the four fields."""

    pairs: tuple[tuple[int, int], ...]
    heard: tuple[str, str, str, str]
    parts: tuple[Part, ...]


def keys_of(given_ar: str, family_ar: str, given_fr: str, family_fr: str) -> Keys:
    """The keys of a person under these names.

    A script that lacks a field takes it from the other one; where both scripts have one skeleton, one pair is enough.

    >>> len(keys_of("سعاد", "العلوي", "Souad", "El Alaoui").pairs), len(keys_of("يوسف", "", "Joseph", "").pairs)
    (1, 2)
    """
    ga, fa, gl, fl = read(given_ar), read(family_ar), read(given_fr), read(family_fr)
    arabic = ((fa if fa.code else fl).code, (ga if ga.code else gl).code)
    latin = ((fl if fl.code else fa).code, (gl if gl.code else ga).code)
    return Keys(
        (arabic,) if arabic == latin else (arabic, latin),
        (fa.heard, ga.heard, fl.heard, gl.heard),
        tuple(one.part for one in (ga, fa, gl, fl) if one.part is not None),
    )


@dataclass(slots=True)
class Vocabulary:
    """Skeletons with the aliases under which they are met, each once."""

    skeletons: set[tuple[int, str]] = field(default_factory=set)
    aliases: set[tuple[int, bool, int]] = field(default_factory=set)

    def add(self, part: Part) -> None:
        """Take in a part of a name: its skeleton, its deletions, the words it is also called by."""
        skeleton = part.skeleton[:LONGEST]
        code = code_of(skeleton)
        if (code, skeleton) not in self.skeletons:
            self.skeletons.add((code, skeleton))
            self.aliases |= {(code_of(one), False, code) for one in deletions(skeleton)}
        self.aliases |= {(code_of(piece[:LONGEST]), True, code) for piece in part.pieces}


def columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows as columns, to be handed to the database as arrays; empty ones where there is no row."""
    found = [list(column) for column in zip(*rows, strict=True)]
    return found or [[] for _ in range(width)]


def arrays(persons: Iterable[tuple[UUID, Keys]], parts: Iterable[Part] = ()) -> Iterator[list[Any]]:
    """The arguments of ``jisr_index_persons`` for these persons, in the order in which it takes them.

    Args:
        persons: each with her keys.
        parts: of names that join the vocabulary without a person, whose keys are written elsewhere.
    """
    vocabulary, rows = Vocabulary(), []
    for part in parts:
        vocabulary.add(part)
    for person, keys in persons:
        for part in keys.parts:
            vocabulary.add(part)
        rows += [(person, place, *pair, *keys.heard) for place, pair in enumerate(keys.pairs)]
    yield from columns(rows, 8)
    yield from columns(sorted(vocabulary.skeletons), 2)
    yield from columns(sorted(vocabulary.aliases), 3)
