"""Groups of contributions that a person may look at together, join or part; named by their own words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np

from jisr.forum.likeness.corpus import Corpus
from jisr.forum.likeness.kernels import average_groups
from jisr.forum.likeness.method import METHOD, TOGETHER, VERSION
from jisr.forum.likeness.terms import quoted, read
from jisr.forum.likeness.thesaurus import Thesaurus, thesaurus
from jisr.forum.likeness.vectors import features

_THEME_FROM: Final = 1 / 3


@dataclass(frozen=True, slots=True)
class Group:
    """Contributions that seem to ask for the same.

    Attributes:
        keys: of its contributions, the most typical first.
        terms: words, or runs of words, as they stand in its texts, the most telling first: no word that nobody typed.
        quotation: key of the contribution nearest to all others, to be quoted whole as its label.
        themes: codes that the thesaurus finds in a third of them or more, the commonest first.
        score: average likeness of its contributions to its middle, 0 to 1.
        method, version: how it was found.
    """

    keys: tuple[str, ...]
    terms: tuple[str, ...]
    quotation: str
    themes: tuple[str, ...]
    score: float
    method: str = f"{METHOD}+average"
    version: str = VERSION


def groups(corpus: Corpus, *, together: float = TOGETHER, smallest: int = 2, terms: int = 5) -> list[Group]:
    """Suggest groups, the largest first; contributions that resemble no other are in none.

    Args:
        together: average likeness at which two groups are still one, 0 to 1: higher gives more, smaller groups.
        smallest: fewer contributions than this make no group.
        terms: at most so many words in a label.
    """
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, number in enumerate(group_of_each(corpus, together=together)):
        rows_of[number].append(row)
    telling = _Telling(corpus)
    found = [_group(corpus, rows, telling, terms) for rows in rows_of.values() if len(rows) >= smallest]
    return sorted(found, key=lambda group: (-len(group.keys), group.keys))


def group_of_each(corpus: Corpus, *, together: float = TOGETHER) -> list[int]:
    """The number of the group of each text of the corpus, in the order of its keys."""
    return [int(number) for number in average_groups(corpus.vectors, together)]


@dataclass(frozen=True, slots=True)
class _Span:
    """A word, or a term of several, as it stands in a text; its stems and the concepts it names, to count it by."""

    typed: str
    marks: tuple[str, ...]


class _Telling:
    """How much a word says of a group: often in it and seldom elsewhere, itself or what it names in any language."""

    def __init__(self, corpus: Corpus) -> None:
        self._spans = [_spans(text, corpus.space.known) for text in corpus.texts]
        self._among = Counter(mark for spans in self._spans for mark in {mark for span in spans for mark in span.marks})

    def words(self, rows: Sequence[int], most: int) -> tuple[str, ...]:
        """The commonest way of typing each of the most telling words; of equals, those of the first row first."""
        inside: Counter[str] = Counter()
        typed: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for row in rows:
            inside.update({mark for span in self._spans[row] for mark in span.marks})
            for span in self._spans[row]:
                typed[span.marks][span.typed] += 1
        weight = {
            marks: sum(inside[mark] * log(1 + len(self._spans) / self._among[mark]) for mark in marks)
            for marks in typed
            if len(rows) == 1 or any(inside[mark] > 1 for mark in marks)
        }
        first = {span.marks for span in self._spans[rows[0]]}
        ranked = sorted(weight, key=lambda marks: (-round(weight[marks], 6), marks not in first, marks))[:most]
        return tuple(min(typed[marks], key=lambda word: (-typed[marks][word], word)) for marks in ranked)


def _spans(text: str, known: Thesaurus) -> list[_Span]:
    spans, at = [], 0
    for terms, codes in known.spans(read(text)):
        marks = (" ".join(term.stem for term in terms), *(f"@{code}" for code in codes))
        spans.append(_Span(quoted(text, at, at + len(terms) - 1), marks))
        at += len(terms)
    return spans


def _group(corpus: Corpus, rows: list[int], telling: _Telling, most: int) -> Group:
    vectors = corpus.vectors[rows]
    middle = vectors.mean(axis=0)
    length = float(np.linalg.norm(middle))
    near = np.round(vectors @ (middle / length if length else middle), 6)
    typical = [rows[at] for at in np.lexsort((np.array(rows), -near))]
    themes = Counter(theme for row in rows for theme in set(features(corpus.texts[row], corpus.space.known)["theme"]))

    def often(theme: str) -> bool:
        return themes[theme] >= _THEME_FROM * len(rows)

    return Group(
        keys=tuple(corpus.keys[row] for row in typical),
        terms=telling.words(typical, most),
        quotation=corpus.keys[typical[0]],
        themes=tuple(theme for theme in sorted(themes, key=lambda theme: (-themes[theme], theme)) if often(theme)),
        score=round(float(np.clip(near.mean(), 0.0, 1.0)), 4),
    )


def themes_of(text: str) -> tuple[str, ...]:
    """The themes a text names, the most often named first: a suggestion for the field, never its answer."""
    counts = Counter(features(text, thesaurus())["theme"])
    return tuple(sorted(counts, key=lambda theme: (-counts[theme], theme)))
