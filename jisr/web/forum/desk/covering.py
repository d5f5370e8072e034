"""Which words are to be covered: those a machine suspects, and those that a moderator types as she reads them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jisr.common.text import fold
from jisr.forum.choices import MaskReason
from jisr.forum.rules.masking import COVER, Span

_WORD = re.compile(r"\w[\w\u064b-\u0652\u0670]*")
_SPACES = re.compile(r"\s+")
#: Between words or phrases typed in one field.
_COMMAS = re.compile(r"[,،;؛\n]+")
#: Letters that Arabic writes onto the word after them: و ف ب ل ك ال, and two or three of them together.
_MOST_BEFORE = 3
#: Shorter words stand alone: one letter before them makes another word.
_LEAST_WITH_BEFORE = 4
#: How much of the sentence is shown around a suspected word.
_AROUND = 34
#: Letters that are looked at for it: a long speech may hold thousands of such places.
_FAR = 4 * _AROUND


@dataclass(frozen=True)
class Suspect:
    """A place that may have to be covered, as it is shown beside its box.

    Attributes:
        value: what the box sends: start, end and reason.
    """

    value: str
    before: str
    words: str
    after: str
    reason: str

    @property
    def why(self) -> str:
        """The reason in words."""
        return str(MaskReason(self.reason).label)


def suspects(sealed: str, flags: Iterable[Span]) -> list[Suspect]:
    """The places flagged in a sealed text, each with the words around it."""
    return [
        Suspect(
            value=value_of(flag), words=sealed[flag.start : flag.end], reason=flag.reason,
            before=_cut(sealed[max(0, flag.start - _FAR) : flag.start], last=True),
            after=_cut(sealed[flag.end : flag.end + _FAR], last=False),
        )
        for flag in flags
    ]  # fmt: skip


def value_of(span: Span) -> str:
    """A place as a box sends it."""
    return f"{span.start}-{span.end}-{span.reason}"


def span_of(value: str) -> Span:
    """A place from what a box sent; boxes send nothing but what they were given."""
    start, end, reason = value.split("-")
    return Span(int(start), int(end), reason)


def phrases(typed: str) -> list[str]:
    """Words and phrases typed in one field, between commas."""
    return [phrase for part in _COMMAS.split(typed) if (phrase := " ".join(part.split()))]


def places(sealed: str, phrase: str, reason: str) -> list[Span]:
    """Every place where a phrase stands, also with another spelling or with letters written onto its first word.

    >>> places("شكرا لفاطمة ولفاطمه", "فاطمة", "name")
    [Span(start=5, end=11, reason='name'), Span(start=12, end=19, reason='name')]
    """
    wanted = [folded for word in _WORD.findall(phrase) if (folded := fold(word, articles=True))]
    there = [(word.start(), word.end(), fold(word[0], articles=True)) for word in _WORD.finditer(sealed)]
    if not wanted:
        return []
    return [Span(there[n][0], there[n + len(wanted) - 1][1], reason) for n in _starts(there, wanted)]


def together(marked: Iterable[Span]) -> list[Span]:
    """Places in order, each once: what is chosen twice is covered once, for the first reason given."""
    kept: list[Span] = []
    for span in marked:
        if not any(one.start <= span.start and span.end <= one.end for one in kept):
            kept.append(span)
    return sorted(kept)


def pieces(published: str) -> list[tuple[str, bool]]:
    """A published text cut at its covers: (text, whether it is a cover), so that a page can name each."""
    cut = re.split(f"({COVER})", published)
    return [(part, part == COVER) for part in cut if part]


def _starts(there: Sequence[tuple[int, int, str]], wanted: Sequence[str]) -> Iterator[int]:
    for n in range(len(there) - len(wanted) + 1):
        here = [word for _start, _end, word in there[n : n + len(wanted)]]
        if here[1:] == list(wanted[1:]) and _is_same(here[0], wanted[0]):
            yield n


def _is_same(said: str, wanted: str) -> bool:
    if said == wanted:
        return True
    longer = len(said) - len(wanted)
    return len(wanted) >= _LEAST_WITH_BEFORE and 0 < longer <= _MOST_BEFORE and said.endswith(wanted)


def _cut(text: str, *, last: bool) -> str:
    """Some words before or after a place; a space beside it stays, as it parts or joins them."""
    line = _SPACES.sub(" ", text)
    if len(line) <= _AROUND:
        return line
    return "…" + line[-_AROUND:] if last else line[:_AROUND] + "…"
