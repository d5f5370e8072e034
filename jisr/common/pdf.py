"""Papers as PDF: Arabic shaped and ordered, tagged and kept for long (PDF/A-2a), without a program beside Python.

A paper is a page of Typst markup written by us, beside the view that hands it out, and facts that it only reads:
whatever somebody typed reaches it as a value, never as markup, so no letter in it can be an order. No file and no
address is read but those named here. See ``paper.typ`` for what every paper may use.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import typst

from jisr.common import letters

_FRAME = Path(__file__).with_name("paper.typ")
#: PDF/A-2a: the letters inside, text that a screen reader reads in its order.
STANDARDS = ("a-2a",)
#: Instead of a sign that our letters do not have; after so many different ones the paper is made without the standard.
MISSING, _MOST_SIGNS = "?", 60
#: Dots an inch of a picture: twice those of a screen.
_DOTS = 192.0
_MARKS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]+"
_UNKNOWN = re.compile(r'the text `"(?:\\u\{([0-9a-f]+)\}|(.+?))"` could not be displayed')
RIGHT_TO_LEFT = frozenset({"ar"})
#: Around what has its own direction, so that the words beside it stay on their sides (Unicode FSI and PDI).
ISOLATE, END = "\u2068", "\u2069"


def make(
    page: Traversable, facts: Mapping[str, Any], *, language: str, title: str, made_at: datetime | None = None
) -> bytes:
    """One paper.

    The same page, facts and moment give the same bytes. A sign that our letters do not have is shown as a question
    mark: what somebody typed never keeps a paper from being made.

    Args:
        page: Typst markup that begins ``#import "paper.typ": *`` and ``#show: paper``; it reads ``facts``.
        facts: what can be written as JSON; ``demonstration`` true puts its words (``demonstration_words``) on every
            page, ``footer`` stands at the foot of every page.
        language: ar, fr or en; Arabic is laid out from the right.
        title: of the paper, shown by whoever opens it.
        made_at: aware moment that the file says it was made; the beginning of 1970 when nothing is said.

    Raises:
        typst.TypstError: a fault of ours in the markup.
        FontsMissing: the letters are not installed.
    """
    said = _said(facts, language, title)
    at = int(made_at.timestamp()) if made_at else 0
    for _try in range(_MOST_SIGNS):
        try:
            return _compiled(page, said, format="pdf", timestamp=at, pdf_standards=list(STANDARDS))
        except typst.TypstError as fault:
            unknown = _UNKNOWN.search(str(fault))
            if unknown is None:
                raise
            before, said = said, _without(said, unknown)
            if said == before:
                break
    return _compiled(page, said, format="pdf", timestamp=at)


def picture(page: Traversable, facts: Mapping[str, Any], *, language: str, title: str, form: str) -> bytes:
    """A paper of one page as a picture, its letters drawn: it looks the same where our letters are not installed.

    Args:
        page, facts, language, title: as for ``make``.
        form: svg or png, the latter with twice the dots of a screen.
    """
    return _compiled(page, _said(facts, language, title), format=form, ppi=_DOTS if form == "png" else None)


def _said(facts: Mapping[str, Any], language: str, title: str) -> str:
    said = {**facts, "title": title, "language": language, "rtl": language in RIGHT_TO_LEFT}
    return json.dumps(said, default=str, ensure_ascii=False)


def _compiled(page: Traversable, said: str, **how: Any) -> bytes:
    sheets = {"main.typ": page.read_bytes(), "paper.typ": _FRAME.read_bytes()}
    return typst.compile(sheets, font_paths=_letters(), sys_inputs={"facts": said}, **how)


def _without(said: str, unknown: re.Match[str]) -> str:
    """The facts with a question mark for a sign that our letters do not have (Tifinagh, a picture).

    A letter that they have is named where the mark on it is unknown: then the mark goes, and the letter stays.
    """
    code, text = unknown.groups()
    sign = chr(int(code, 16)) if code else text
    bare = re.sub(f"({re.escape(sign)}){_MARKS}", r"\1", said)
    if bare != said or (sign.isascii() and sign.isprintable()):
        return bare
    return said.replace(json.dumps(sign, ensure_ascii=False)[1:-1], MISSING)


def isolated(text: object) -> str:
    """Words of a direction of their own (a number, a name in other letters) inside a sentence."""
    return f"{ISOLATE}{text}{END}"


@cache
def _letters() -> typst.Fonts:
    """The letters of the product alone: a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(letters.folder())])
