"""Sixty thousand surnames of invented families, derived as surnames are, none of them in the lists.

A surname is a stem under a construction: son of (Ben, Ould, Aït, Ou), the one of (Bou), the people of a place (nisba in
-i), a trade or trait (patterns of Arabic on three consonants), with or without article. Stems are given names, names of
communes, Tachelhit nouns, and consonants of the lists' names on patterns. Each family line keeps its own Latin
spelling of its name; other lines of the name spell it otherwise.
"""

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from jisr.exchange.population import lists
from jisr.exchange.population.lists import given_seen, plain, surnames_seen
from jisr.exchange.population.margins import COMMUNES
from jisr.exchange.population.respelling import as_written, respell

#: Families of a nation; of rank r, Zipf: the weight falls with this power, so that the first is borne by about 1 %.
FAMILIES = 60_000
_POWER = 0.7
#: Ways of spelling a name, and how many of its lines spell it so.
SPELLINGS = 4
SPELLING_SHARES = np.array([0.58, 0.22, 0.12, 0.08])
ORDINARY, AMAZIGH, HASSANI = range(3)
_NOUNS = lists.SEXED.parent / "surname_stems.csv"
#: Construction: (Arabic before, after), Latin before in the order of use, Latin after, speech, how often it is chosen.
_WAYS = {
    "nisba": ("ال", "ي", ("El ", "", "El", "Al "), "i", ORDINARY, 10.0),
    "aoui": ("ال", "اوي", ("El ", "", "El"), "aoui", ORDINARY, 3.0),
    "article": ("ال", "", ("El ", "", "El", "L"), "", ORDINARY, 5.0),
    "ben": ("بن ", "", ("Ben ", "Ben", "Bin "), "", ORDINARY, 6.0),
    "ben_article": ("بن ال", "", ("Ben El ", "Ben ", "Benel"), "", ORDINARY, 1.0),
    "bou": ("بو", "", ("Bou", "Bou "), "", ORDINARY, 3.0),
    "ait": ("آيت ", "", ("Ait ", "Aït "), "", AMAZIGH, 8.0),
    "ou": ("أو", "", ("Ou", "Ou "), "", AMAZIGH, 3.0),
    "id": ("إد ", "", ("Id ", "Id-"), "", AMAZIGH, 2.0),
    "ould": ("ولد ", "", ("Ould ",), "", HASSANI, 0.7),
}
_KINDS = {
    "given": ("ben", "ait", "ou", "ould", "bou", "id", "nisba", "aoui"),
    "place": ("nisba", "aoui"),
    "noun": ("ait", "id", "ou", "bou"),
    "tribe": ("ait", "ould", "nisba"),
    "trait": ("article", "nisba", "aoui", "ben", "ben_article", "bou", "ould"),
}
#: How much likelier a stem's names are to stand high in the list of frequency.
_LIKELY = {"given": 6.0, "place": 6.0, "noun": 4.0, "tribe": 8.0, "trait": 0.15}
_SOUNDS = "b t t j h kh d d r z s ch s d t d gh f k k l m n h".split()
_LETTERS = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", _SOUNDS, strict=True))
#: Pattern of Arabic and of Latin on three consonants, as Haddad, Kamel, Jamil, Mansour, Hamdane, Ahmad, Jaloul.
_PATTERNS = (
    ("{0}{1}ا{2}", "{0}a{1}{1}a{2}"), ("{0}ا{1}{2}", "{0}a{1}i{2}"), ("{0}{1}ي{2}", "{0}a{1}i{2}"),
    ("م{0}{1}و{2}", "ma{0}{1}ou{2}"), ("{0}{1}{2}ان", "{0}a{1}{2}ane"), ("أ{0}{1}{2}", "a{0}{1}a{2}"),
    ("{0}{1}و{2}", "{0}a{1}ou{2}"), ("{0}{1}{2}ون", "{0}a{1}{2}oun"), ("{0}وي{1}{2}", "{0}oui{1}e{2}"),
    ("{0}{1}ا{2}ة", "{0}a{1}{1}a{2}a"), ("{0}{1}{2}وش", "{0}a{1}{2}ouch"), ("م{0}{1}{2}", "mo{0}a{1}{1}e{2}"),
    ("{0}{1}و{2}ة", "{0}a{1}ou{2}a"), ("{0}ا{1}و{2}", "{0}a{1}ou{2}"), ("{0}{1}يو{2}", "{0}{1}iou{2}"),
)  # fmt: skip
_MEETS_FIRST = frozenset({"ou", "nisba", "aoui", "bou", "ben_article", "article"})
_MEETS_LAST = frozenset({"nisba", "aoui"})
#: Before these a middle h is read with the letter that stands before it: Mashour, Makhouf.
_BEFORE_H = frozenset("s k t d g z p".split())
_TRIBE_AR = re.compile(r"^(?:آيت|ايت|أيت|أولاد|اولاد|بني) ")
_TRIBE_LA = re.compile(r"^(?:a[iï]t|oul[ae]d|be?ni) ", re.IGNORECASE)
#: What a nisba takes away: the article before, the vowel behind.
_PLACE_AR = re.compile(r"^ال|[ةاىويه]$")
_PLACE_LA = re.compile(r"^(?:el|al) |(?:ia|iya|ou|[aeiouy])$", re.IGNORECASE)


@dataclass(frozen=True)
class Surnames:
    """Surnames by rank.

    Attributes:
        arabic: (families,) as written.
        speech: (families,) ORDINARY, AMAZIGH or HASSANI.
        cumulated: (families,) cumulated frequency.
    """

    arabic: np.ndarray
    speech: np.ndarray
    cumulated: np.ndarray
    _parts: tuple[tuple[str, str], ...]

    def draw(self, chance: np.ndarray) -> np.ndarray:
        """Ranks, from a chance in [0, 1) of each."""
        return np.minimum(np.searchsorted(self.cumulated, chance, side="right"), len(self.cumulated) - 1)

    def spelling(self, rank: int, place: int) -> str:
        """The Latin spelling of one of the lines of a name; the first is the plainest.

        Args:
            place: 0 to ``SPELLINGS`` - 1.
        """
        way, stem = self._parts[rank]
        _, _, before, after, _, _ = _WAYS[way]
        chance = random.Random(rank * SPELLINGS + place)
        begin = before[place % len(before)]
        written = _latin(begin, stem, after)
        if place >= len(before) or chance.random() < 0.5 * (place > 0):
            other = respell(stem, chance)
            written = _latin(begin, other, after) if other else written
        return written if plain(written) not in surnames_seen() else _latin(before[0], stem, after)


@cache
def surnames() -> Surnames:
    """The vocabulary of surnames, most frequent first."""
    chance = random.Random("jisr population surnames")
    rows = list(_derived())
    heights = [chance.expovariate(1.0) / weight for *_, weight in rows]
    order = sorted(range(len(rows)), key=heights.__getitem__)[:FAMILIES]
    chosen = [rows[place] for place in order]
    weights = np.cumsum(np.arange(1, len(chosen) + 1, dtype=float) ** -_POWER)
    return Surnames(
        np.array([arabic for arabic, *_ in chosen], dtype=object),
        np.array([_WAYS[way][4] for _, way, _, _ in chosen], dtype=np.int8),
        weights / weights[-1],
        tuple((way, stem) for _, way, stem, _ in chosen),
    )


def _derived() -> Iterator[tuple[str, str, str, float]]:
    """(Arabic, construction, Latin stem, weight) of every surname that no list holds, each once."""
    forbidden, names, met = surnames_seen(), given_seen(), set()
    for kind, arabic_stem, stem, weight in _stems():
        for way in _KINDS[kind]:
            begin, end, before, after, _, often = _WAYS[way]
            if (way in _MEETS_FIRST and arabic_stem[0] in "أإآا") or (
                way in _MEETS_LAST and arabic_stem[-1] in "ةىياءه"
            ):
                continue  # two vowels would meet
            arabic = begin + arabic_stem + end
            written = plain(arabic)
            if written in met or written in forbidden or written in names:
                continue
            spelled = {plain(_latin(start, stem, after)) for start in before}
            if spelled & forbidden or spelled & names:
                continue
            met.add(written)
            yield arabic, way, stem, weight * often


def _stems() -> Iterator[tuple[str, str, str, float]]:
    """(kind, Arabic, Latin, weight)."""
    for sex, name in lists.sexed():
        if sex == "m" and not name.arabic.startswith("عبد ") and " " not in name.arabic:
            yield "given", name.arabic.removeprefix("ال"), _main(name), _LIKELY["given"] * name.count**0.5
    yield from _places()
    with _NOUNS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield "noun", row["arabic"], row["latin"], _LIKELY["noun"]
    for one, two, three in _roots():
        sounds = [_LETTERS[letter] for letter in (one, two, three)]
        if sounds[2] == "h" or sounds[0] == sounds[1] or (sounds[1] == "h" and sounds[0] in _BEFORE_H):
            continue
        for arabic, latin in _PATTERNS:
            yield "trait", arabic.format(one, two, three), latin.format(*sounds).capitalize(), _LIKELY["trait"]


def _main(name: lists.Listed) -> str:
    """The commonest spelling, without the article."""
    return re.sub(r"^(?:el|al)[ -]", "", name.spellings[0][0], flags=re.IGNORECASE).capitalize()


def _places() -> Iterator[tuple[str, str, str, float]]:
    """Stems of the communes: tribes by their name, places without the ending that a nisba takes away."""
    with COMMUNES.open(encoding="utf-8", newline="") as file:
        rows = sorted((row["name_ar"], row["name_fr"]) for row in csv.DictReader(file))
    for named_ar, named_fr in rows:
        tribe = _TRIBE_AR.match(named_ar) and _TRIBE_LA.match(named_fr)
        kind = "tribe" if tribe else "place"
        if tribe:
            arabic, latin = _TRIBE_AR.sub("", named_ar), _TRIBE_LA.sub("", named_fr)
        else:
            arabic, latin = _PLACE_AR.sub("", named_ar), _PLACE_LA.sub("", named_fr)
        if " " not in arabic and " " not in latin and len(arabic) > 2 and len(latin) > 3 and latin.isalpha():
            yield kind, arabic, latin.capitalize(), _LIKELY[kind]


def _roots() -> list[tuple[str, str, str]]:
    """Three consonants as names of the lists have them, without weak ones."""
    found = set()
    for name in (*lists.surnames(), *lists.given_names()):
        for word in name.arabic.split():
            bare = re.sub(r"[اويىةءآأإ]", "", word.removeprefix("ال"))
            if len(bare) == 3 and all(letter in _LETTERS for letter in bare):
                found.add((bare[0], bare[1], bare[2]))
    return sorted(found)


def _latin(before: str, stem: str, after: str) -> str:
    joined = before + (stem if not before or before[-1] in " -" else stem[:1].lower() + stem[1:])
    return as_written((joined.rstrip("aeé") if after and len(stem) > 4 else joined) + after)
