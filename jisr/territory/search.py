"""Finding a commune by what a person typed: any spelling, either script, old codes and names. Pure, in memory.

A commune answers, in this order, because what was typed is: its code, its code of 2014, its name, its spelling of
2014, the name of one of its arrondissements, the start of one of these, close to one of these, or because it lies in
the province so called. Names are compared folded (``jisr.common.text.fold``) and without spaces; closeness is the
better of letter by letter (optimal string alignment) and sound by sound (``fine``: Bni and Beni, Ouled and Oulad),
less where the consonants differ. A province typed along ("Tazarine, Zagora", «تازارين (زاكورة)») tells namesakes
apart. Equal answers stand in the order of their population.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final, Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from jisr.common.text import fine, fold, skeleton
from jisr.territory.sources import Territory, shipped

Why = Literal["code", "former_code", "name", "former_name", "arrondissement", "start", "close", "province"]

#: Below this likeness (0 to 1) two names are not proposed for each other.
LEAST: Final = 0.62
#: What is typed beyond this is not a name of a place.
MOST_LETTERS: Final = 120
_EXACT: Final = {"name": 1.0, "former_name": 0.98, "arrondissement": 0.97}
#: Answers so much less alike than the best one are left out.
_FAR: Final = 0.3
_START, _WORD_START, _SOUND_START, _IN_PROVINCE = 0.85, 0.8, 0.7, 0.6
_SAME_PROVINCE: Final = 0.85
_SAME_SOUND: Final = 0.7
_ARTICLES: Final = frozenset({"ال", "al", "el"})
_POOL: Final = 40
_CODE: Final = re.compile(r"\d{2}\.?\d{3}\.?\d{2}\.?\d{1,2}")
_KINDS: Final = re.compile(
    r"^(?:(?:province|prefecture|region|commune|ville|municipalite|cr)\b|(?:اقليم|عماله|جهه|جماعه|مدينه|بلديه)\b)"
    r"(?: (?:de|du|des|d)\b)? ?"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A commune as the search knows it.

    Attributes:
        province: code of its province; ``province_ar`` and ``province_fr`` its names.
    """

    code: str
    name_ar: str
    name_fr: str
    province: str
    province_ar: str
    province_fr: str
    population: int

    def label(self, language: str = "ar") -> str:
        """Name and province, which no two communes share: «أجدير (الحسيمة)»."""
        if language in {"ar", "zgh"}:
            return f"{self.name_ar} ({self.province_ar})"
        return f"{self.name_fr} ({self.province_fr})"


@dataclass(frozen=True, slots=True)
class Match:
    """A commune that answers what was typed.

    Attributes:
        commune: which one.
        why: the reason, a code of ``choices.MatchReason``.
        matched: the name, spelling or code by which it was found.
        score: likeness, 0 to 1; 1 is the same name.
    """

    commune: Found
    why: Why
    matched: str
    score: float

    @property
    def is_exact(self) -> bool:
        """Whether what was typed is a code or a name of it, not only close to one."""
        return self.why not in {"start", "close", "province"}


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of one commune, ready to be compared.

    Attributes:
        joined: folded, without spaces; ``whole``: the same with its article.
        sounds, bones: with and without vowels, the same in both scripts.
    """

    commune: Found
    why: Why
    text: str
    folded: str
    joined: str
    whole: str
    sounds: str
    bones: str


class _Starts:
    """Names by the start of a key."""

    def __init__(self, entries: Iterable[tuple[str, _Name]]) -> None:
        self._entries = sorted(entries, key=itemgetter(0))
        self._keys = [key for key, _name in self._entries]

    def of(self, start: str) -> Iterable[_Name]:
        """The names whose key begins so."""
        first, last = bisect_left(self._keys, start), bisect_left(self._keys, start + chr(0x10FFFF))
        return (name for _key, name in self._entries[first:last])


class Index:
    """All names of all communes, made once a process from the files that ship with the package."""

    def __init__(self, territory: Territory) -> None:
        provinces = {row["code"]: row for row in territory.provinces}
        self.communes = {
            row["code"]: Found(
                code=row["code"], name_ar=row["name_ar"], name_fr=row["name_fr"], province=row["province_id"],
                province_ar=provinces[row["province_id"]]["name_ar"],
                province_fr=provinces[row["province_id"]]["name_fr"], population=row["population"],
            )
            for row in territory.communes
        }  # fmt: skip
        self._names = list(self._all_names(territory))
        self._joined = [name.joined for name in self._names]
        self._sounds = [name.sounds for name in self._names]
        self._starts = _Starts((key, name) for name in self._names for key in {name.joined, name.whole})
        self._word_starts = _Starts((key, name) for name in self._names for key in _later_words(name.folded))
        self._bone_starts = _Starts((name.bones, name) for name in self._names)
        self._same: dict[str, list[_Name]] = defaultdict(list)
        for name in self._names:
            self._same[name.joined].append(name)
        self._former = {row["code"]: self.communes[row["commune_id"]] for row in territory.former_names}
        self._digits = {code.replace(".", ""): code for code in (*self._former, *self.communes)}
        self._provinces: dict[str, set[str]] = defaultdict(set)
        for code, row in provinces.items():
            for text in (row["name_ar"], row["name_fr"]):
                self._provinces[_joined(fold(text))].add(code)

    def find(self, text: str, *, province: str | None = None, limit: int = 8) -> list[Match]:
        """Communes that answer ``text``, best first; every commune whose name it is, even beyond the limit.

        Args:
            text: a name, a name and its province, or a code, as typed.
            province: code of the province to look in.
            limit: how many to return when they are only close.
        """
        text = text[:MOST_LETTERS]
        by_code = self._by_code(text)
        if by_code:
            return [match for match in by_code if province in {None, match.commune.province}]
        within = {province} if province else None
        best: list[Match] = []
        for name, places in self._readings(text):
            found = self._by_name(name, _both(places, within))
            if found and (not best or found[0].score > best[0].score):
                best = found
            if best and best[0].is_exact:
                break
        else:
            # the very name of a province means it; what only looks like one may be a commune with a slip
            best = self._in_province(text, within, likeness=1 if best else _SAME_PROVINCE) or best
        exact = sum(match.is_exact for match in best)
        near = [match for match in best if match.score >= best[0].score - _FAR]
        return near[: max(limit, exact)]

    def _by_code(self, text: str) -> list[Match]:
        """The commune whose code, of 2024 or of 2014, was typed with or without points."""
        typed = "".join(text.split())
        if not _CODE.fullmatch(typed):
            return []
        code = self._digits.get(typed.replace(".", ""), "")
        if code in self.communes:
            return [Match(self.communes[code], "code", code, 1.0)]
        return [Match(self._former[code], "former_code", code, 1.0)] if code else []

    def _readings(self, text: str) -> Iterable[tuple[str, set[str] | None]]:
        """Ways to read a text as a name and provinces: by brackets or a comma, whole, by words from the end."""
        parts = [part for part in re.split(r"[(),،؛;/|—–]| - ", text) if fold(part)]
        places = self._province(" ".join(parts[1:])) if len(parts) > 1 else set()
        if places:
            yield parts[0], places
        yield text, None
        typed = fold(text).split()
        for cut in range(len(typed) - 1, 0, -1):
            places = self._province(" ".join(typed[cut:]))
            if places:
                yield " ".join(typed[:cut]), places

    def _province(self, text: str) -> set[str]:
        """Codes of the provinces so called."""
        return self._provinces.get(_joined(_KINDS.sub("", fold(text))), set())

    def _in_province(self, text: str, within: set[str] | None, *, likeness: float) -> list[Match]:
        """The communes of the province whose name was typed instead of theirs."""
        key = _joined(_KINDS.sub("", fold(text)))
        like = process.extractOne(key, self._provinces.keys(), scorer=OSA.normalized_similarity, score_cutoff=likeness)
        places = self._provinces[like[0]] if like else set()
        found: dict[str, Match] = {}
        for commune in self.communes.values() if places else ():
            if commune.province in places:
                _keep(found, Match(commune, "province", commune.province_fr, _IN_PROVINCE), within)
        return sorted(found.values(), key=_rank)

    def _by_name(self, text: str, within: set[str] | None) -> list[Match]:
        folded = fold(text)
        typed = _name(None, "close", _KINDS.sub("", folded) or folded)
        if len(typed.joined) < 2 or typed.joined in _ARTICLES:
            return []
        found: dict[str, Match] = {}
        for name in self._same.get(typed.joined, []):
            _keep(found, Match(name.commune, name.why, name.text, _EXACT[name.why]), within)
        for name, score, why in self._near(typed):
            _keep(found, Match(name.commune, why, name.text, score), within)
        return sorted(found.values(), key=_rank)

    def _near(self, typed: _Name) -> Iterable[tuple[_Name, float, Why]]:
        """Names that begin like what was typed, or are close to it, with their likeness."""
        for name in self._starts.of(typed.joined):
            yield name, _START, "start"
        for name in self._word_starts.of(typed.folded) if len(typed.joined) > 2 else ():
            yield name, _WORD_START, "start"
        for name in self._bone_starts.of(typed.bones) if len(typed.bones) > 2 else ():
            if OSA.normalized_similarity(typed.sounds, name.sounds[: len(typed.sounds)]) >= _SAME_SOUND:
                yield name, _SOUND_START, "start"
        near = {
            place
            for key, keys in ((typed.joined, self._joined), (typed.sounds, self._sounds))
            for _text, _score, place in process.extract(
                key, keys, scorer=OSA.normalized_similarity, score_cutoff=LEAST - 0.1, limit=_POOL
            )
        }
        for place in near:
            score = _likeness(typed, self._names[place])
            if score >= LEAST:
                yield self._names[place], score, "close"

    def _all_names(self, territory: Territory) -> Iterable[_Name]:
        for commune in self.communes.values():
            yield _name(commune, "name", commune.name_ar)
            yield _name(commune, "name", commune.name_fr)
        rows: tuple[tuple[Iterable[dict], Why], ...] = (
            (territory.former_names, "former_name"),
            (territory.arrondissements, "arrondissement"),
        )
        for places, why in rows:
            for row in places:
                commune = self.communes[row["commune_id"]]
                for text in (row["name_ar"], row["name_fr"]):
                    if _joined(fold(text)) not in {_joined(fold(commune.name_ar)), _joined(fold(commune.name_fr))}:
                        yield _name(commune, why, text)


@lru_cache(maxsize=1)
def index() -> Index:
    """The index of this process, made at its first use in about a fifth of a second."""
    return Index(shipped())


def _name(commune: Found | None, why: Why, text: str) -> _Name:
    folded = fold(text)
    whole = _joined(fold(text, articles=True))
    sounds = _joined(fine(text))
    return _Name(commune, why, text, folded, _joined(folded), whole, sounds, skeleton(text))  # type: ignore[arg-type]


def _joined(folded: str) -> str:
    return folded.replace(" ", "")


def _later_words(folded: str) -> list[str]:
    """The name from its second word on, from its third on, and so on."""
    words = folded.split()
    return [" ".join(words[place:]) for place in range(1, len(words))]


def _likeness(typed: _Name, name: _Name) -> float:
    """How alike two names are, from 0 to just under that of a former name."""
    letters = max(
        OSA.normalized_similarity(typed.joined, name.joined), OSA.normalized_similarity(typed.whole, name.whole)
    )
    sounds = OSA.normalized_similarity(typed.sounds, name.sounds)
    bones = OSA.normalized_similarity(typed.bones, name.bones)
    return 0.96 * (0.7 * max(letters, sounds) + 0.15 * sounds + 0.15 * bones)


def _rank(match: Match) -> tuple[float, int, str]:
    return -round(match.score, 2), -match.commune.population, match.commune.code


def _both(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    """What is in both sets; None is everything."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _keep(found: dict[str, Match], match: Match, within: set[str] | None) -> None:
    """Keep the best reason for each commune."""
    if within is not None and match.commune.province not in within:
        return
    known = found.get(match.commune.code)
    if known is None or match.score > known.score:
        found[match.commune.code] = match
