"""Planted duplicates: one person, registered again by somebody who hears, writes or is told otherwise.

It knows nothing of the product's folding nor of its search, so that neither is measured by its own rules: a respelling
comes from the letter model learned of the lists, and never is a spelling that stands in the lists (which tests of a
folding may have been made with).
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from jisr.exchange.population.lists import plain, spellings_seen, surnames_seen
from jisr.exchange.population.respelling import as_written, respell

#: Every kind, with how often it is chosen where it can be.
KINDS: Mapping[str, float] = {
    "other_script": 20, "transliteration": 22, "parts_swapped": 7, "particle_missing": 11, "compound_shortened": 35,
    "typo": 14, "birth_approximate": 9, "day_month_swapped": 14, "married_name": 14,
}  # fmt: skip
#: The household was registered again in another commune: by itself, or with one of the others.
MOVED = "moved"
#: Kinds that can come on top of another, and how often one does.
_ON_TOP = ("typo", "birth_approximate")
_TOPPED = 0.2
#: A clerk who writes a name in the other script spells it as most do so often.
_AS_MOST = 0.5
_LATIN_PARTICLE = re.compile(
    r"^(?:(?:ben|bin) (?:el )?|(?:el|al|id)[ -]|(?:ou|bou|ould|a[iï]t) |el(?=\w{4}))", re.IGNORECASE
)
_ARABIC_PARTICLE = re.compile(r"^(?:بن ال|بن |آيت |ولد |إد |ال)")
_CONFUSED = {
    "س": "ص", "ص": "س", "ت": "ط", "ط": "ت", "د": "ض", "ض": "د", "ذ": "د", "ظ": "ض", "ه": "ح", "ح": "ه", "ك": "ق",
    "ق": "ك", "ث": "ت", "غ": "ع", "ع": "غ", "ج": "ح", "خ": "ح", "ز": "ر", "ر": "ز", "ب": "ن", "ن": "ت", "ش": "س",
}  # fmt: skip
_BESIDE = {
    "a": "qz", "b": "vn", "c": "xv", "d": "sf", "e": "zr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "km", "m": "ln", "n": "bm", "o": "ip", "p": "om", "q": "a", "r": "et", "s": "dz", "t": "ry",
    "u": "yi", "v": "cb", "w": "x", "x": "wc", "y": "tu", "z": "ae",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """What a clerk wrote of somebody, and what is so though it was not written.

    Attributes:
        given_ar, family_ar, given_fr, family_fr: as recorded; both of a script or none.
        known: the same four, in both scripts.
        short: given name shortened, Arabic and Latin; ("", "") when it is no compound.
        husband: his surname, Arabic and Latin, for a married woman of his household; ("", "") else.
    """

    given_ar: str
    family_ar: str
    given_fr: str
    family_fr: str
    born_on: date
    born_about: bool
    known: tuple[str, str, str, str]
    short: tuple[str, str] = ("", "")
    husband: tuple[str, str] = ("", "")


def again(record: Record, chance: random.Random, *, moved: bool = False) -> tuple[Record, str, str]:
    """The person registered a second time: how she is recorded then, the kind of difference, and one on top or "".

    Args:
        moved: the household is registered in another commune this time.
    """
    if moved and chance.random() < 0.5:
        return record, MOVED, ""
    left = dict(KINDS)
    while left:
        kind = chance.choices(list(left), list(left.values()))[0]
        del left[kind]
        found = _do(kind, record, chance)
        if found is not None:
            on_top = MOVED if moved else ""
            if not moved and chance.random() < _TOPPED:
                found, on_top = _on_top(found, kind, chance)
            return found, kind, on_top
    raise ValueError("a name of one letter, born on an approximate first of January")


def _on_top(record: Record, kind: str, chance: random.Random) -> tuple[Record, str]:
    other = chance.choice(_ON_TOP)
    birth = {"birth_approximate", "day_month_swapped"}
    found = None if other == kind or {other, kind} <= birth else _do(other, record, chance)
    return (record, "") if found is None else (found, other)


def _do(kind: str, record: Record, chance: random.Random) -> Record | None:
    """The record with a difference of this kind; None where it cannot be, or would make a surname of the lists."""
    found = _MAKERS[kind](record, chance)
    if found is None:
        return None
    families = (found.family_ar, found.family_fr)
    if kind != "parts_swapped" and any(plain(name) in surnames_seen() for name in families if name):
        return None
    return found


def _other_script(record: Record, chance: random.Random) -> Record | None:
    given_ar, family_ar, given_fr, family_fr = record.known
    if record.given_ar and record.given_fr:
        return None
    if record.given_fr:
        return replace(record, given_ar=_as_arabic(given_ar, chance), family_ar=_as_arabic(family_ar, chance),
                       given_fr="", family_fr="")  # fmt: skip
    return replace(record, given_ar="", family_ar="", given_fr=_as_latin(given_fr, chance),
                   family_fr=_as_latin(family_fr, chance))  # fmt: skip


def _transliteration(record: Record, chance: random.Random) -> Record | None:
    given = _respelled(record.given_fr, chance)
    family = _respelled(record.family_fr, chance)
    if not given or not family:
        return None
    return replace(record, given_ar="", family_ar="", given_fr=given, family_fr=family)


def _parts_swapped(record: Record, chance: random.Random) -> Record | None:
    return replace(record, given_ar=record.family_ar, family_ar=record.given_ar, given_fr=record.family_fr,
                   family_fr=record.given_fr)  # fmt: skip


def _particle_missing(record: Record, chance: random.Random) -> Record | None:
    family_ar = _ARABIC_PARTICLE.sub("", record.family_ar)
    family_fr = _LATIN_PARTICLE.sub("", record.family_fr)
    if (family_ar, family_fr) == (record.family_ar, record.family_fr):
        return None
    if any(len(name) < 3 for name in (family_ar, family_fr) if name):
        return None
    return replace(record, family_ar=family_ar, family_fr=as_written(family_fr))


def _compound_shortened(record: Record, chance: random.Random) -> Record | None:
    arabic, latin = record.short
    if not arabic:
        return None
    return replace(record, given_ar=record.given_ar and arabic, given_fr=record.given_fr and latin)


def _typo(record: Record, chance: random.Random) -> Record | None:
    part = chance.choice(["given", "family"])
    changes: dict[str, Any] = {}
    for script, slip in (("ar", _slip_arabic), ("fr", _slip_latin)):
        name = f"{part}_{script}"
        written = getattr(record, name)
        if written:
            changes[name] = slip(written, chance)
    return replace(record, **changes) if all(len(name) > 1 for name in changes.values()) else None


def _birth_approximate(record: Record, chance: random.Random) -> Record | None:
    dated = (record.born_on.month, record.born_on.day) != (1, 1)
    years = chance.choice([0, 0, -1, 1, -2, 2] if dated else [-2, -1, 1, 2])
    born = date(record.born_on.year + years, 1, 1)
    return replace(record, born_on=born, born_about=True) if born.year <= 2025 else None


def _day_month_swapped(record: Record, chance: random.Random) -> Record | None:
    born = record.born_on
    if born.day > 12 or born.day == born.month:
        return None
    return replace(record, born_on=date(born.year, born.day, born.month))


def _married_name(record: Record, chance: random.Random) -> Record | None:
    arabic, latin = record.husband
    if not arabic or arabic == record.known[1]:
        return None
    return replace(record, family_ar=record.family_ar and arabic, family_fr=record.family_fr and latin)


_MAKERS: dict[str, Callable[[Record, random.Random], Record | None]] = {
    "other_script": _other_script, "transliteration": _transliteration, "parts_swapped": _parts_swapped,
    "particle_missing": _particle_missing, "compound_shortened": _compound_shortened, "typo": _typo,
    "birth_approximate": _birth_approximate, "day_month_swapped": _day_month_swapped, "married_name": _married_name,
}  # fmt: skip


def _respelled(text: str, chance: random.Random) -> str:
    return text and respell(text, chance, not_in=spellings_seen(), changes=1 + (chance.random() < 0.3))


def _as_latin(text: str, chance: random.Random) -> str:
    return text if chance.random() < _AS_MOST else _respelled(text, chance) or text


def _as_arabic(text: str, chance: random.Random) -> str:
    """As written, or as many type it: without hamza, final ta marbuta as ha, alef maqsura as ya."""
    if chance.random() < 0.6:
        return text
    text = re.sub(r"[أإآ]", "ا", text)
    return re.sub(r"ى\b", "ي", re.sub(r"ة\b", "ه", text)) if chance.random() < 0.5 else text


def _slip_arabic(text: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(text) if letter in _CONFUSED]
    if places and chance.random() < 0.5:
        place = chance.choice(places)
        return text[:place] + _CONFUSED[text[place]] + text[place + 1 :]
    return _slip(text, chance)


def _slip_latin(text: str, chance: random.Random) -> str:
    places = [place for place, letter in enumerate(text) if place and letter in _BESIDE]
    if places and chance.random() < 0.4:
        place = chance.choice(places)
        return text[:place] + chance.choice(_BESIDE[text[place]]) + text[place + 1 :]
    return _slip(text, chance)


def _slip(text: str, chance: random.Random) -> str:
    """A letter left out, written twice, or two in the wrong order; never the first."""
    places = [p for p in range(1, len(text)) if text[p] != " " and text[p - 1] != " "]
    if not places:
        return text
    place, how = chance.choice(places), chance.randrange(3)
    if how == 0:
        return text[:place] + text[place + 1 :]
    if how == 1 or place + 1 >= len(text) or text[place] == text[place + 1] or text[place + 1] == " ":
        return text[:place] + text[place] + text[place:]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
