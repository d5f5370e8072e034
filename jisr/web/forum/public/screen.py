"""What stands on the screen of the hall: the square code, how many have written, and what was published of it.

It goes on by itself, without a script: each page names the next one and when. Nothing that nobody has moderated is
ever read here, as the login that speaks cannot read it.
"""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from jisr.forum import queries
from jisr.forum.models import Meeting
from jisr.web import said
from jisr.web.access import open_to_all
from jisr.web.forum.hall import way_in

#: So many of the newest go round; more would be seen once an hour.
MOST = 40
#: After so many the square code stands there alone, large enough for the last row.
BETWEEN = 4
#: Seconds for which each stands there: time to look up, and time to read a word to a neighbour.
LEAST_S, A_WORD_S, MOST_S = 8, 0.45, 25
#: Letters up to which words are written large, and up to which they are middling; the smallest are still read.
LARGE, MIDDLING = 90, 170
#: Letters that fit; the whole of it stands on its public page.
FITS = 240


@dataclass(frozen=True)
class Slide:
    """One thing on the screen.

    Attributes:
        joins: whether it joins what several said, or stands as one person said it.
        size: large, middling or small, by its length.
    """

    text: str
    joins: bool
    language: str

    @property
    def size(self) -> str:
        """How large its letters are."""
        return "large" if len(self.text) <= LARGE else "middling" if len(self.text) <= MIDDLING else "small"

    @property
    def seconds(self) -> int:
        """How long it stands."""
        return round(min(max(LEAST_S, LEAST_S / 2 + A_WORD_S * len(self.text.split())), MOST_S))


@require_safe
@open_to_all
def screen(request: HttpRequest, code: str) -> HttpResponse:
    """One slide of the screen; it leads to the next one after some seconds, unless it was told to stand still."""
    meeting, tribune = queries.hall(code)
    if meeting is None:
        raise Http404
    takes = queries.is_taking(meeting, tribune)
    slides = _with_code(_slides(meeting)) if takes else list[Slide | None](_slides(meeting))
    here = _place(request.GET.get("n", ""), len(slides))
    slide = slides[here] if slides else None
    following = f"{reverse('forum:screen', args=[meeting.code])}?n={here + 1}"
    values: dict[str, Any] = {
        "meeting": meeting, "wave": meeting.wave, "invented": meeting.is_demonstration, "slide": slide,
        "place": here + 1, "of": len(slides), "heard": queries.heard(meeting), "tribune": tribune,
        "takes": takes, "joining": takes and slide is None,
        "still": "still" in request.GET,
        "following": following, "opens_later": queries.opens_later(meeting, tribune),
    } | way_in(request, tribune)  # fmt: skip
    response = render(request, "forum/screen.html", values)
    if not values["still"]:
        response["Refresh"] = f"{slide.seconds if slide else LEAST_S};url={following}"
    add_never_cache_headers(response)
    return response


def _slides(meeting: Meeting) -> list[Slide]:
    """What was joined, then what stands by itself, each the newest first; two queries."""
    joined = [Slide(_fitting(row.text), True, row.language) for row in queries.joined_from(meeting)[:MOST]]
    alone = [Slide(_fitting(said.excerpt(row)), False, row.language) for row in queries.not_joined(meeting)[:MOST]]
    return [*joined, *alone][:MOST]


def _with_code(slides: list[Slide]) -> list[Slide | None]:
    """The slides with the square code, as no slide, before them and between."""
    turns: list[Slide | None] = [] if slides else [None]
    for n, slide in enumerate(slides):
        turns += [slide] if n % BETWEEN else [None, slide]
    return turns


def _fitting(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= FITS else f"{line[:FITS].rsplit(' ', 1)[0]}…"


def _place(asked: str, of: int) -> int:
    """Which slide; past the last one it begins again, and whatever is no number is the first."""
    return int(asked) % of if of and asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
