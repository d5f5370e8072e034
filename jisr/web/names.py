"""Names as they are spoken at a counter: each script into its own field, given name and surname told apart."""

import re
from collections.abc import Mapping
from typing import Final

from jisr.common.text import clean_typed

_ARABIC: Final = re.compile(r"[\u0621-\u064a\u066e-\u06d3\u06ef\u06fa-\u06ff\u0750-\u077f]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
#: A word that is never a name by itself: it holds on to the one that follows.
_HOLDS_ON: Final = frozenset(
    "عبد أبو ابو أبا بو بن ابن بنت آيت أيت ايت ولد أولاد لالة للا مولاي سيدي سي أم ام نور "
    "abd abdel abdul abou abu bou ben bin bent ibn ait aït ould oulad lalla moulay sidi si el al oum um nour".split()
)
#: Second words of given names that are said as one.
_SECOND: Final = frozenset(
    "الزهراء زهراء الزهرة أمين امين الدين zahra zahrae ezzahra ezzahrae zohra amine eddine ed-dine".split()
)


def by_script(text: str) -> tuple[str, str]:
    """A name as typed, parted into its Arabic words and its Latin ones.

    Returns:
        (in Arabic, in Latin letters); both empty when no word has a letter of either.

    >>> by_script("Fatima فاطمة")
    ('فاطمة', 'Fatima')
    """
    parts: dict[bool, list[str]] = {True: [], False: []}
    for word in clean_typed(text).split():
        if _ARABIC.search(word):
            parts[True].append(word)
        elif _LATIN.search(word):
            parts[False].append(word)
    return " ".join(parts[True]), " ".join(parts[False])


def fields_of(given: str, family: str) -> dict[str, str]:
    """The four name fields of a person from what was typed as given name and as surname."""
    given_ar, given_fr = by_script(given)
    family_ar, family_fr = by_script(family)
    return {"given_ar": given_ar, "given_fr": given_fr, "family_ar": family_ar, "family_fr": family_fr}


def split(name: str) -> tuple[str, str]:
    """A guess at (given name, surname) in what was typed in one go, to be corrected by whoever sees it.

    >>> split("فاطمة الزهراء آيت علي")
    ('فاطمة الزهراء', 'آيت علي')
    >>> split("Lhoussine")
    ('Lhoussine', '')
    """
    words = clean_typed(name).split()
    taken = _first(words)
    if taken < len(words) and words[taken].casefold() in _SECOND:
        taken += 1
    return " ".join(words[:taken]), " ".join(words[taken:])


def _first(words: list[str]) -> int:
    """How many words the first name takes, with what holds on to it."""
    taken = 1
    while taken < len(words) and words[taken - 1].casefold() in _HOLDS_ON:
        taken += 1
    return min(taken, len(words))


#: Field of a person -> field of the counter's form that it came from.
TYPED_IN: Final[Mapping[str, str]] = {
    "given_ar": "name", "given_fr": "name", "family_ar": "surname", "family_fr": "surname",
}  # fmt: skip
