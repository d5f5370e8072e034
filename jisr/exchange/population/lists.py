"""The real lists of names: what they hold, and how a name is compared with them.

They are lists of given names and of surnames, apart: nothing in them says who bears both. To keep away from the people
behind them, no surname of a list, in any spelling of either script, is ever given to anybody; so no given name and
surname of a generated person can be joined in one of them. Comparing is done here, on purpose not by the product's
folding, which is measured on these people.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
SEXED = DATA.parents[1] / "demonstration" / "data" / "given_names.csv"
#: Entries that are no given name by themselves, or are borne by the other sex as well.
LEFT_OUT = frozenset({"عبد ال", "رجاء", "صباح", "بهاء", "صوفيا", "ناديا", "خضر"})
_ARABIC = str.maketrans("أإآٱةىؤئگڭڤپ", "ااااهيوي" + "ككفب")
_LATIN_ARTICLE = re.compile(
    r"^(?:el|al|l|ar|as|es|er|ez|et|ed|en|ech|ach)[ '-](?=\w)|^(?:el|al)(?=\w{4})", re.IGNORECASE
)


@dataclass(frozen=True)
class Listed:
    """One name of a list: Arabic, and the Latin spellings seen with how often."""

    arabic: str
    spellings: tuple[tuple[str, int], ...]
    count: int


def plain(text: str) -> str:
    """Letters alone, without marks, article or spaces: two writings that anybody would call one name are equal.

    >>> plain("El-Alaoui"), plain("العلوي") == plain("علوى")
    ('alaoui', True)
    """
    bare = _LATIN_ARTICLE.sub("", text.strip())
    bare = unicodedata.normalize("NFKD", bare.translate(_ARABIC)).casefold()
    bare = "".join(letter for letter in bare if letter.isalpha())
    return bare[2:] if bare.startswith("ال") and len(bare) > 4 else bare


@cache
def surnames() -> tuple[Listed, ...]:
    """Surnames of the list; for comparing and for learning how names are written, never to be borne."""
    return tuple(_read("surnames_seen.csv"))


@cache
def given_names() -> tuple[Listed, ...]:
    """Given names of the list, with their real spellings."""
    return tuple(_read("given_names_seen.csv"))


@cache
def sexed() -> tuple[tuple[str, Listed], ...]:
    """Given names whose sex is known, in Arabic as it is written: ("f" or "m", name)."""
    with SEXED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name_ar"] not in LEFT_OUT]
    return tuple(
        (row["sex"], Listed(row["name_ar"], _spellings(row["latin_variants"]), int(row["weight"]))) for row in rows
    )


@cache
def surnames_seen() -> frozenset[str]:
    """Plain form of every surname of the list, in each of its spellings."""
    return _plain_of(surnames())


@cache
def given_seen() -> frozenset[str]:
    """Plain form of every given name of the lists, in each of their spellings."""
    return _plain_of(given_names()) | _plain_of(name for _, name in sexed())


@cache
def spellings_seen() -> frozenset[str]:
    """Every Latin spelling of the lists, casefolded: what tests of a folding may have been made with."""
    rows = (*surnames(), *given_names(), *(name for _, name in sexed()))
    return frozenset(spelling.casefold() for row in rows for spelling, _ in row.spellings)


def _plain_of(rows: Iterator[Listed] | tuple[Listed, ...]) -> frozenset[str]:
    found = set()
    for row in rows:
        found |= {plain(row.arabic), *(plain(spelling) for spelling, _ in row.spellings)}
    return frozenset(found - {""})


def _read(name: str) -> Iterator[Listed]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Listed(row["arabic_key"], _spellings(row["latin_variants"]), int(row["count"]))


def _spellings(text: str) -> tuple[tuple[str, int], ...]:
    parts = [part.rpartition(":") for part in text.split("|")]
    return tuple((name, int(count)) for name, _, count in parts if name != "France")
