"""What the pages of the forum say of their rows: words as they were said, days, sources, the way of a contribution."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.forum.choices import DateCertainty, MaskReason, Tongue
from jisr.forum.models import Answer, Contribution, Meeting
from jisr.web import wording
from jisr.web.forum.public.reads import Kin

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


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a public thread.

    Attributes:
        kind: said, published, joined or answered.
        days: since the words were said; None where that is not known.
        rows: statements joined, or answers given, on that step.
    """

    kind: str
    on: date
    days: int | None
    rows: list[Any] = field(default_factory=list)


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
        arabic = wording.language() in {"ar", "zgh"}
        rows = [one for one in rows if _is_arabic(one) == arabic] or rows
    text = " ".join(" ".join(rows).split())
    return text if len(text) <= MOST_EXCERPT else f"{text[:MOST_EXCERPT].rsplit(' ', 1)[0]}…"


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


def steps(contribution: Contribution, joined: Iterable[Kin], given: Iterable[Answer]) -> list[Step]:
    """The way of a contribution, each step with the days since it was said."""
    said = contribution.said_on
    found = [Step("said", said, None)]
    if contribution.published_at:
        found.append(_step("published", wording.local_day(contribution.published_at), said))
    for one in joined:
        on = wording.local_day(one.at)
        if found[-1].kind == "joined" and found[-1].on == on:
            found[-1].rows.append(one)
        else:
            found.append(_step("joined", on, said, one))
    found += [_step("answered", one.answered_on, said, one) for one in given]
    return sorted(found, key=lambda step: (step.kind != "said", step.on))


def _step(kind: str, on: date, said: date, *rows: Any) -> Step:
    return Step(kind, on, days_between(said, on), list(rows))


def days_between(first: date | None, on: date) -> int | None:
    """Days from one day to another, none for an answer that was there before; None where the first is not known."""
    return None if first is None else max((on - first).days, 0)


def waiting_days(contribution: Contribution) -> int:
    """For how many days a contribution has been known without an answer that we found."""
    return max((timezone.localdate() - contribution.said_on).days, 0)
