"""A whole name in one cell, split by rule into given name and surname, in the script it is written in."""

import re
from typing import Final

#: Words that belong to the one after them; the article is one where a space stands after it.
_LEAN_ON_NEXT: Final = frozenset(
    "بن ابن بنت ولد آيت أيت ايت اولاد أولاد بو أبو ابو أم ام عبد ال مولاي سيدي لالة لالا سي"
    " ben ibn bent bint ould oulad ait aït el al bou abou abu oum abd abdel abdul moulay my sidi si lalla la le".split()
)
#: Words that belong to the one before them.
_LEAN_ON_LAST: Final = frozenset("الدين الله eddine eddin ddine allah ellah الزهراء ezzahra zahra".split())
_ARABIC: Final = re.compile(r"[\u0621-\u064a]")


def is_arabic(text: str) -> bool:
    """Whether a name is written in Arabic letters."""
    return bool(_ARABIC.search(text))


def split_name(text: str, *, family_first: bool = False) -> tuple[str, str]:
    """(given name, surname) of a whole name; a single part is a given name.

    Where some words are in capitals and others not, the capitals are the surname, as offices write it. Otherwise the
    first part is the given name, or the surname if the list puts it first; particles stay with what they belong to.

    >>> split_name("فاطمة الزهراء أيت وكريم"), split_name("BEN ALI Fatima")
    (('فاطمة الزهراء', 'أيت وكريم'), ('Fatima', 'BEN ALI'))
    >>> split_name("Alaoui Sidi Ahmed", family_first=True)
    ('Sidi Ahmed', 'Alaoui')
    """
    words = text.split()
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    parts = _parts(words)
    if len(parts) < 2:
        return text, ""
    if family_first:
        return " ".join(parts[1:]), parts[0]
    return parts[0], " ".join(parts[1:])


def _parts(words: list[str]) -> list[str]:
    """Words joined into parts of a name."""
    parts: list[str] = []
    leaning = False
    for word in words:
        if parts and (leaning or word.casefold() in _LEAN_ON_LAST):
            parts[-1] += f" {word}"
        else:
            parts.append(word)
        leaning = word.casefold() in _LEAN_ON_NEXT
    return parts
