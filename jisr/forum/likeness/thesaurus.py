"""The trilingual thesaurus of themes, publics and services: which concepts a text names, in whatever language.

A term is found where its words stand one after another, equal by stem; or, across the two scripts, equal by sound,
where the sounds are long enough to mean one word.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jisr.common import yaml_text
from jisr.forum.likeness.terms import SHORTEST_STEM, Term, is_arabic, read

_FILE: Final = Path(__file__).with_name("thesaurus.yaml")
_LANGUAGES: Final = ("ar", "fr", "da", "az")
# fewer consonants than these are shared by words that have nothing to do with each other
_SOUND_ALONE, _SOUND_WITH_VOWELS = 4, 3
_GLUED: Final = "وفبلك"
_TO_LATIN, _TO_ARABIC = "heard in Latin letters", "heard in Arabic letters"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing of the field.

    Attributes:
        code: its name in the file.
        kind: service, public or circumstance.
        theme: code of the theme it belongs to; "" where it belongs to several.
    """

    code: str
    kind: str
    theme: str


class Thesaurus:
    """Concepts found by the words that name them."""

    def __init__(self, entries: dict[str, dict]) -> None:
        """Read the terms of each concept; ``entries`` as in the file."""
        self.concepts = {
            code: Concept(code, entry["kind"], entry.get("theme", "")) for code, entry in sorted(entries.items())
        }
        self._names: dict[tuple[str, ...], set[str]] = {}
        for code, entry in sorted(entries.items()):
            written = [(phrase, language) for language in _LANGUAGES for phrase in entry[language]]
            for key in (key for phrase, language in written for key in _names(read(phrase), language)):
                self._names.setdefault(key, set()).add(code)
        self._longest = max(map(len, self._names))

    def found(self, terms: Sequence[Term]) -> list[str]:
        """The concepts that these words name, each as often as it is named, in the order of the words.

        >>> thesaurus().found(read("bghina dar taliba l bnat"))
        ['boarding', 'women']
        """
        return [code for _words, codes in self.spans(terms) for code in codes]

    def spans(self, terms: Sequence[Term]) -> list[tuple[Sequence[Term], list[str]]]:
        """The words in their order, those of one term together, with the concepts they name: none for most words."""
        spans = []
        start = 0
        while start < len(terms):
            size, codes = self._at(terms, start)
            spans.append((terms[start : start + max(size, 1)], codes))
            start += max(size, 1)
        return spans

    def themes(self, codes: Sequence[str]) -> list[str]:
        """The themes of these concepts, one for each concept that has one."""
        return [theme for code in codes if (theme := self.concepts[code].theme)]

    def _at(self, terms: Sequence[Term], start: int) -> tuple[int, list[str]]:
        """The longest term that begins here: its number of words and its concepts."""
        for size in range(min(self._longest, len(terms) - start), 0, -1):
            for key in _keys(terms[start : start + size]):
                if codes := self._names.get(key):
                    return size, sorted(codes)
        return 0, []


def _stems(terms: Sequence[Term]) -> tuple[str, ...]:
    return tuple(term.stem for term in terms)


def _sounds(terms: Sequence[Term]) -> tuple[str, ...]:
    """What a term is heard by: consonants where there are enough of them, else with the vowels; () where too few."""
    consonants = sum(len(term.sound) for term in terms)
    if consonants >= _SOUND_ALONE and all(term.sound for term in terms):
        return tuple(f"~{term.sound}" for term in terms)
    if consonants >= _SOUND_WITH_VOWELS and all(term.sound for term in terms):
        return tuple(f"^{term.heard}" for term in terms)
    return ()


def _names(terms: Sequence[Term], language: str) -> Iterator[tuple[str, ...]]:
    """Every key under which the file's term is kept."""
    if not terms:
        return
    yield _stems(terms)
    sounds = _sounds(terms)
    if not sounds or language == "fr":  # French is spelled, not heard: addiction and éducation have the same consonants
        return
    yield (_TO_LATIN, *sounds)
    if language == "az":
        yield (_TO_ARABIC, *sounds)


def _keys(terms: Sequence[Term]) -> Iterator[tuple[str, ...]]:
    """Every key by which words of a text look for a term; Arabic letters are not heard by Arabic letters."""
    stems = _stems(terms)
    yield stems
    if sounds := _sounds(terms):
        yield (_TO_ARABIC if is_arabic(terms[0].stem) else _TO_LATIN, *sounds)
    if stems[0][0] in _GLUED and len(stems[0]) > SHORTEST_STEM:  # بدار الطالب: no article shows that the ب is glued
        yield (stems[0][1:], *stems[1:])


@cache
def thesaurus() -> Thesaurus:
    """The thesaurus of this version, read once."""
    return Thesaurus(entries())


def entries() -> dict[str, dict]:
    """The concepts of the file: code -> kind, theme and terms by language."""
    return yaml_text.read(_FILE.read_text(encoding="utf-8"))["concepts"]
