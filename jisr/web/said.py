"""What the pages of the forum say of their rows: words as they were said, days as far as they are known, sources."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jisr.forum.choices import DateCertainty, MaskReason, Tongue
from jisr.forum.models import Contribution, Meeting
from jisr.web import wording

COVER = "▇▇▇"
MOST_EXCERPT = 220
#: How a paragraph of minutes begins that says how an inferred day was worked out, in the public record.
INFERRED = ("التاريخ مستنتج", "Date déduite")
#: Languages as browsers and screen readers name them; none for a sign language written down, or for several at once.
TAGS: Mapping[str, str] = {
    Tongue.AR: "ar", Tongue.FR: "fr", Tongue.EN: "en", Tongue.DARIJA: "ary", Tongue.TACHELHIT: "shi",
    Tongue.TAMAZIGHT: "tzm", Tongue.TARIFIT: "rif", Tongue.HASSANIA: "mey",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words as they were said, or a cover with its reason."""

    text: str
    reason: Any = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read; ``url`` is empty for what has none, ``read`` for a day nobody noted."""

    title: str
    url: str
    read: str


def paragraphs(text: str, masks: Iterable[Mapping[str, Any]] = ()) -> list[list[Piece]]:
    """A published text as paragraphs of pieces; whatever stands under a mask is covered, not passed on."""
    found: list[list[Piece]] = [[]]
    for piece in _pieces(text, masks):
        if piece.reason:
            found[-1].append(piece)
            continue
        first, *others = piece.text.split("\n\n")
        found[-1].append(Piece(first))
        found.extend([Piece(part)] for part in others)
    return [[piece for piece in row if piece.text] for row in found if any(piece.text.strip() for piece in row)]


def _pieces(text: str, masks: Iterable[Mapping[str, Any]]) -> Iterator[Piece]:
    here = 0
    for mask in sorted(masks, key=lambda mask: mask["start"]):
        start, end = max(mask["start"], here), max(mask["end"], here)
        if start > here:
            yield Piece(text[here:start])
        if end > start:
            yield Piece(COVER, _reasons().get(mask["reason"], _("covered")))
        here = end
    yield Piece(text[here:])


def _reasons() -> dict[str, Any]:
    return dict(MaskReason.choices)


def excerpt(row: Contribution) -> str:
    """The first words of a contribution, of a text in two languages those that the reader reads."""
    rows = ["".join(piece.text for piece in pieces) for pieces in paragraphs(row.text, row.masks)]
    if row.language == Tongue.MIXED:
        rows = _for_reader(rows)
    text = " ".join(" ".join(rows).split())
    return text if len(text) <= MOST_EXCERPT else f"{text[:MOST_EXCERPT].rsplit(' ', 1)[0]}…"


def organisation(row: Contribution) -> str:
    """For whom somebody spoke; where the record names it in both languages, in the reader's."""
    names = row.organisation.split(" — ")
    both = len(names) == 2 and _is_arabic(names[0]) != _is_arabic(names[1])
    return _for_reader(names)[0] if both else row.organisation


def is_undated(row: Contribution) -> bool:
    """Whether nobody published the day of a contribution: it then holds the latest that it can be."""
    return row.said_certainty == DateCertainty.UNKNOWN


def _for_reader(rows: list[str]) -> list[str]:
    """Those in the letters of the reader's language; all of them where none is."""
    arabic = wording.language() in {"ar", "zgh"}
    return [one for one in rows if _is_arabic(one) == arabic] or rows


def _is_arabic(text: str) -> bool:
    """Whether most letters of a text are Arabic."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum("\u0600" <= sign <= "\u06ff" for sign in letters) * 2 > len(letters)


def of_language(row: Any, name: str) -> str:
    """A field that is kept in Arabic and in French, in the reader's language or the one it has."""
    arabic, french = getattr(row, f"{name}_ar"), getattr(row, f"{name}_fr")
    return (arabic or french) if wording.language() in {"ar", "zgh"} else (french or arabic)


def sources(rows: Iterable[Mapping[str, str]]) -> list[Source]:
    """Where a fact was read, as a page may link it."""
    return [
        Source(row.get("title", ""), url if (url := row.get("url", "")).startswith(("https://", "http://")) else "",
               _read(row.get("read_on", "")))
        for row in rows
    ]  # fmt: skip


def _read(value: str) -> str:
    """A day or a month, in words."""
    try:
        return (
            wording.day(date.fromisoformat(value))
            if len(value) > 7
            else wording.month(date.fromisoformat(f"{value}-01"))
        )
    except ValueError:
        return ""


def minutes(meeting: Meeting) -> list[str]:
    """The paragraphs of the minutes, without the one that says how the day was worked out."""
    return [one for one in _paragraphs(meeting) if not one.startswith(INFERRED)]


def why_inferred(meeting: Meeting) -> str:
    """How the day of a meeting was worked out; "" where it is certain or nobody said."""
    if meeting.date_certainty != DateCertainty.INFERRED:
        return ""
    found = next((one for one in _paragraphs(meeting) if one.startswith(INFERRED)), "")
    return found.partition(":")[2].strip()


def _paragraphs(meeting: Meeting) -> list[str]:
    return [one for one in of_language(meeting, "minutes").split("\n\n") if one.strip()]
