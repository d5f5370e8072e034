"""Names of invented people: given names really borne in Morocco, surnames that nobody in the lists bears.

The lists of surnames come from people in Wikidata, so a surname of theirs beside a given name could be somebody.
Surnames here are made of common Tachelhit nouns, and one that stands in the lists is left out.
"""

import csv
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jisr.common.text import fold

DATA = Path(__file__).parent / "data"
#: Entries of the list that are no given name by themselves, or are borne by the other sex as well.
_LEFT_OUT = frozenset({"عبد ال", "رجاء", "صباح", "بهاء", "صوفيا", "ناديا"})
#: How a surname is begun: (Arabic, Latin spellings, joined to the noun). Spellings differ, as they do on papers.
_BEGINNINGS = (
    ("آيت ", ("Aït ", "Ait "), ""),
    ("نايت ", ("Naït ", "Nait "), ""),
    ("إد ", ("Id ", "Ed "), ""),
    ("أو", ("Ou",), "ت"),
    ("بو", ("Bou",), "ت"),
)


class Names:
    """Chooses names, the same ones for the same numbers."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        given = list(_given())
        self._given = {sex: [row for row in given if row[0] == sex] for sex in "fm"}
        # the root of the weight: a register of 1,500 people should not have 200 called Mohamed
        self._weights = {sex: [row[3] ** 0.5 for row in rows] for sex, rows in self._given.items()}
        self._surnames = surnames()

    def given(self, sex: str) -> tuple[str, str]:
        """A given name in Arabic and in one of its Latin spellings."""
        _, arabic, spellings, _ = self.chance.choices(self._given[sex], self._weights[sex])[0]
        return arabic, self.chance.choices([s for s, _ in spellings], [n for _, n in spellings])[0]

    def surname(self) -> tuple[str, str]:
        """A surname in Arabic and in one of its Latin spellings."""
        arabic, spellings = self.chance.choice(self._surnames)
        return arabic, self.chance.choice(spellings)


@cache
def surnames() -> list[tuple[str, tuple[str, ...]]]:
    """Every invented surname: Arabic, and its Latin spellings."""
    seen_arabic, seen_latin = seen()
    found = []
    for stem in _rows("surname_stems.csv"):
        for arabic, latin, starts in _BEGINNINGS:
            if starts and not stem["arabic"].startswith(starts):
                continue
            joined = stem["latin"].lower() if starts else stem["latin"]
            name, spellings = arabic + stem["arabic"], tuple(begin + joined for begin in latin)
            if fold(name) not in seen_arabic and not {fold(s) for s in spellings} & seen_latin:
                found.append((name, spellings))
    return found


@cache
def seen() -> tuple[frozenset[str], frozenset[str]]:
    """Folded surnames of the lists, in Arabic and in Latin letters."""
    rows = list(_rows("surnames_seen.csv"))
    return frozenset(fold(row["arabic_key"]) for row in rows), frozenset(fold(row["latin_main"]) for row in rows)


def _given() -> Iterator[tuple[str, str, list[tuple[str, int]], int]]:
    for row in _rows("given_names.csv"):
        if row["name_ar"] in _LEFT_OUT:
            continue
        spellings = [part.rpartition(":") for part in row["latin_variants"].split("|")]
        yield row["sex"], row["name_ar"], [(name, int(count)) for name, _, count in spellings], int(row["weight"])


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
