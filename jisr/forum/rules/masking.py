"""The published text: the same words as were said, with ▇ for each word that a person covered."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from jisr.common.text import fold
from jisr.forum.rules.given_names import GIVEN_NAMES

COVER = "▇"
#: A word with the vowel signs of Arabic and the apostrophes of French; a cover is a word too.
_WORD = re.compile(r"[\w▇\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
#: Shorter words than this say nothing of anybody, and stand in every text.
_SHORTEST = 2
#: Particles have at most so many letters (وبال), and a word no longer than that is not sought within another.
_ALONE = 3
_FOUND = (
    ("phone", re.compile(r"(?:\+|00)?\d(?:[ .\-/]?\d){8,13}")),
    ("number", re.compile(r"\b[A-Za-z]{1,2} ?\d{5,7}\b")),
    # from the start of a run and no longer than such addresses are: a long run is read once, not once a letter
    ("identifies", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}")),
    (
        "name",
        re.compile(
            r"(?:\b(?:Mme|Mlle|Mr|M\.|[Mm]onsieur|[Mm]adame|Si|Lalla|[Jj]e m['’ ]appelle|[Mm]on nom est)"
            r"|(?:السيدة|السيد|الأستاذة|الأستاذ|الدكتورة|الدكتور|الحاجة|الحاج|اسمي|سميتي|إسمي|للا|لالة|\bسي))\s+"
            r"(?P<it>\w+(?:\s+(?:El|Al|Ait|Aït|Ben|Bent|بن|بنت|أيت|آيت)?\s?[A-ZÉ\u0621-\u064a]\w+)?)"
        ),
    ),
    ("address", re.compile(r"(?:\b(?:rue|avenue|quartier|lot|n°)|زنقة|شارع|رقم الدار|بلوك)\s+\w+(?:\s+\d+)?", re.I)),
)
#: Whose daughter or son: it names somebody after a given name, where alone it is said of anybody.
_CHILD_OF = re.compile(r"(?:\s{1,3}(?:بنت|بن|ابنة|ابن|ولد|[Bb]ent|[Bb]int|[Bb]en|[Oo]uld)\s{1,3}\w+)+")


@dataclass(frozen=True, order=True)
class Span:
    """Letters ``start`` to ``end`` (not included) of a text, and why they are covered."""

    start: int
    end: int
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """As it is kept."""
        return {"start": self.start, "end": self.end, "reason": self.reason}


def spans(rows: Iterable[Mapping[str, Any]]) -> list[Span]:
    """Spans as they are kept or sent by a form, in order of their place.

    Raises:
        ValueError: a row without numbers, or that ends before it starts.
    """
    found = sorted(Span(int(row["start"]), int(row["end"]), str(row["reason"])) for row in rows)
    if any(not 0 <= span.start < span.end for span in found):
        raise ValueError("a span starts at 0 or later, and ends after it starts")
    return found


def cover(sealed: str, marked: Sequence[Span]) -> tuple[str, list[Span]]:
    """The text with every word that a span touches covered whole, and where the covers stand in it.

    One ▇ stands for one word, whatever its length, so that the length tells nothing. Signs between words stay.

    Raises:
        ValueError: a span that covers no word.

    >>> cover("ابنة فاطمة، من الدوار", [Span(5, 7, "name")])
    ('ابنة ▇، من الدوار', [Span(start=5, end=6, reason='name')])
    """
    pieces, covers, last, length, used = [], [], 0, 0, set()
    # in the order of their places: each is looked at beside its own words alone, however many there are
    places, near = sorted(range(len(marked)), key=lambda n: marked[n].start, reverse=True), list[int]()
    for word in _WORD.finditer(sealed):
        while places and marked[places[-1]].start < word.end():
            near.append(places.pop())
        near = [n for n in near if word.start() < marked[n].end]
        touching = [marked[n] for n in sorted(near)]
        if not touching:
            continue
        used.update(touching)
        pieces += [sealed[last : word.start()], COVER]
        length += word.start() - last
        covers.append(Span(length, length + len(COVER), touching[0].reason))
        length, last = length + len(COVER), word.end()
    if used != set(marked):
        raise ValueError("a span covers no word")
    return "".join([*pieces, sealed[last:]]), covers


def uncover(sealed: str, covers: Sequence[Span], published: str) -> list[Span]:
    """The spans of the sealed text that stand under the covers of the published one: word for word."""
    there, here = list(_WORD.finditer(published)), list(_WORD.finditer(sealed))
    reasons = {span.start: span.reason for span in covers}
    return [
        Span(word.start(), word.end(), reasons[seen.start()])
        for seen, word in zip(there, here, strict=True)
        if seen.start() in reasons
    ]


def suspects(sealed: str) -> list[Span]:
    """What may tell who somebody is: telephone, identity number, e-mail, address, a name. A person decides.

    >>> suspects("اتصلوا بي 0612345678")
    [Span(start=10, end=20, reason='phone')]
    """
    found, taken = list[Span](), bytearray(len(sealed))
    for reason, pattern in _FOUND:
        for match in pattern.finditer(sealed):
            group = "it" if "it" in pattern.groupindex else 0
            _add(found, taken, Span(match.start(group), match.end(group), reason))
    for word in _WORD.finditer(sealed):
        if _is_given_name(word[0]):
            whole = _CHILD_OF.match(sealed, word.end()) or word
            _add(found, taken, Span(word.start(), whole.end(), "name"))
    return sorted(found)


def left_open(flags: Iterable[Span], marked: Sequence[Span]) -> list[Span]:
    """What was flagged and is not covered."""
    marked = sorted(marked)
    starts, reach = [span.start for span in marked], [*accumulate((span.end for span in marked), max)]
    # of those that start before the flag ends, the one that reaches farthest
    before = ((flag, bisect_left(starts, flag.end)) for flag in flags)
    return [flag for flag, n in before if not n or reach[n - 1] <= flag.start]


def covered_words(sealed: str, published: str) -> frozenset[str]:
    """The folded words that the published text covers and shows nowhere else."""
    pairs = zip(_WORD.findall(sealed), _WORD.findall(published), strict=True)
    hidden: set[str] = set()
    shown: set[str] = set()
    for said, seen in pairs:
        (hidden if said != seen else shown).update(fold(said, articles=True).split())
    return frozenset(word for word in hidden - shown if len(word) >= _SHORTEST)


def told(text: str, hidden: Iterable[str]) -> list[str]:
    """The hidden words that a text says, also with a particle before them (لفاطمة).

    >>> told("نطلب لفاطمة نقلا", {"فاطمه"})
    ['فاطمه']
    """
    said = fold(text, articles=True).split()
    return sorted(word for word in set(hidden) if any(_says(other, word) for other in said))


def hide(text: str, hidden: Iterable[str]) -> str:
    """The text with every word covered that says a hidden one: for what was written before it was hidden.

    >>> hide("نطلب لفاطمة، نقلا", {"فاطمه"})
    'نطلب ▇، نقلا'
    """
    wanted = set(hidden)
    return _WORD.sub(lambda word: COVER if told(word[0], wanted) else word[0], text)


def _says(said: str, hidden: str) -> bool:
    """The word itself, or a long one with the particles that Arabic writes before it."""
    return said == hidden or (len(hidden) > _ALONE and said.endswith(hidden) and len(said) - len(hidden) <= _ALONE)


def _is_given_name(word: str) -> bool:
    return fold(word, articles=True) in GIVEN_NAMES


def _add(found: list[Span], taken: bytearray, span: Span) -> None:
    """Keep a span where none stands yet: what people send without an account may be names and nothing else."""
    if taken.find(1, span.start, span.end) < 0:
        taken[span.start : span.end] = b"\x01" * (span.end - span.start)
        found.append(span)
