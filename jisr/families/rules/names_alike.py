"""How alike two spellings of a given name or of a surname are: one word of a short list, the same both ways round.

From the most alike to the least: ``same`` (folded equal), ``script`` and ``spelling`` (one sound, in the other script
or the same), ``particle`` (ben, aït, ould… on one side alone), ``shortened`` (one of the words of a compound, the name
after Abd), ``letter`` (one letter more, less or other), ``vowels`` (Hassan and Houssine: often two brothers),
``differs``.

Vowels are compared place by place between the consonants. Arabic does not write the short ones: nothing stands for
any of them, ا at the start for all; two Latin spellings differ where both write a vowel and no two agree; an a at the
end alone makes another name (Rachid, Rachida), a mute French e does not (Amine is أمين).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from jisr.common.text import Part, deletions, fold, name_whole, probes
from jisr.common.text.letters import ARABIC

#: From the most alike to the least.
ORDER: Final = ("same", "script", "spelling", "particle", "shortened", "letter", "vowels", "differs")
_RANK: Final = {level: rank for rank, level in enumerate(ORDER)}
_READ, _PARTICLE = 0.1, 0.25
_CONSONANT: Final = re.compile("[^aiu]")
_VOWELS: Final = re.compile("[aiu]+")
_MUTE: Final = re.compile("[b-df-hj-np-tv-xz]e$")
_SHORTEST: Final = 4


def likest(one: Iterable[str], other: Iterable[str]) -> str:
    """How alike two names are, each in one or more spellings, whatever their scripts; "" where one is not known.

    >>> likest(["محمد", ""], ["", "Mohammed"]), likest(["Hassan"], ["Houssine"]), likest([""], ["Ali"])
    ('script', 'vowels', '')
    """
    theirs = [spelling for spelling in other if spelling]
    found = [alike(min(a, b), max(a, b)) for a in one if a for b in theirs]
    return min(filter(None, found), key=_RANK.__getitem__, default="")


@lru_cache(maxsize=100_000)
def alike(one: str, other: str) -> str:
    """How alike two spellings are; "" where one of them holds no letter.

    >>> alike("El Alaoui", "العلوي"), alike("Jelloun", "بنجلون"), alike("Fatima", "Fatima Zahra")
    ('script', 'particle', 'shortened')
    """
    here, there = name_whole(one), name_whole(other)
    if here is None or there is None:
        return ""
    if fold(one) == fold(other):
        return "same"
    heard = "spelling" if _writes_vowels(here) == _writes_vowels(there) else "script"
    if here.skeleton == there.skeleton:
        return "vowels" if _other_vowels(here, there) else heard
    cost = min(_cost(here, there), _cost(there, here))
    if cost <= _READ:
        return heard
    if _names_of(here) < _names_of(there) or _names_of(there) < _names_of(here):
        return "shortened"
    if cost <= _PARTICLE:
        return "particle"
    return "letter" if _one_letter(here.skeleton, there.skeleton, fold(one), fold(other)) else "differs"


def _names_of(part: Part) -> set[str]:
    """The names a compound is made of; of Abdellatif, itself and what follows Abd."""
    several = len(part.pieces) > 1
    return set(part.pieces) if several else {part.skeleton, *part.pieces}


def _cost(asked: Part, stored: Part) -> float:
    return next((cost for key, cost in probes(asked) if key == stored.skeleton), 9.0)


def _one_letter(here: str, there: str, one: str, other: str) -> bool:
    """One slip; not at the start of a short name, where it makes another (Ahmed and Mohamed, Samir and Amir)."""
    shorter = min(len(here), len(there))
    if shorter > 2 and (here[0] == there[0] or shorter > _SHORTEST) and deletions(here) & deletions(there):
        return True
    return one[:1] == other[:1] and min(len(one), len(other)) >= _SHORTEST and OSA.distance(one, other) <= 1


def _writes_vowels(part: Part) -> bool:
    """Whether the script is one that writes every vowel: Latin or Tifinagh."""
    return not ARABIC.match(part.words[0])


def _slots(part: Part) -> tuple[list[str], str]:
    """The vowels before each consonant and those at the end, and the consonants."""
    sounds = part.fine.removesuffix("h") if len(part.fine) > 1 else part.fine
    if _MUTE.search(part.words[-1]) and len(part.words[-1]) > _SHORTEST and sounds.endswith("a"):
        sounds = sounds[:-1]
    return _CONSONANT.split(sounds), _VOWELS.sub("", sounds)


def _other_vowels(here: Part, there: Part) -> bool:
    """Whether the vowels make another name: one clear difference in one script, two between two scripts."""
    (mine, consonants), (theirs, others) = _slots(here), _slots(there)
    if consonants != others:
        return False
    written = _writes_vowels(here), _writes_vowels(there)
    wrong = 2 * _ends_otherwise(mine[-1], theirs[-1])
    for place, (a, b) in enumerate(zip(mine[:-1], theirs[:-1], strict=True)):
        if _otherwise(a, b, written, first=place == 0):
            wrong += 1 if any(written) else 2
    return wrong > 1


def _ends_otherwise(a: str, b: str) -> bool:
    return bool(a) != bool(b) or (bool(a) and not set(a) & set(b))


def _otherwise(a: str, b: str, written: tuple[bool, bool], *, first: bool) -> bool:
    if a == b or set(a) & set(b):
        return False
    if first and (not a or not b or ("a" in a + b and not all(written))):
        return False
    if a and b:
        return True
    # one writes no vowel here: in Latin letters anybody leaves one out (M'hamed), in Arabic only the short ones
    silent = written[0] if not a else written[1]
    return (a or b) != "a" and not all(written) and (silent or not any(written))
