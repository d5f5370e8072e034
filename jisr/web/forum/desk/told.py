"""What the desk says of its rows, in one line each."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.forum.choices import DateCertainty
from jisr.forum.models import Contribution, Meeting
from jisr.web import wording

_MOST = 160


def short(text: str, most: int = _MOST) -> str:
    """The first words of a text."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…"


def subject(row: Contribution) -> str:
    """What a contribution is and is about: "Proposal · Schooling"."""
    theme = row.get_theme_display() if row.theme else ""
    return " · ".join(filter(None, [str(row.get_kind_display()), str(theme)]))


def meeting_name(row: Meeting) -> str:
    """A meeting by its place and day, or by what is known of them."""
    arabic = wording.language() in {"ar", "zgh"}
    place = (row.place_ar or row.place_fr) if arabic else (row.place_fr or row.place_ar)
    day = wording.day(row.held_on) if row.held_on else str(DateCertainty.UNKNOWN.label)
    return f"{place or row.code} · {day}"


def of_contributions(n: int) -> str:
    """How many contributions a statement holds."""
    return ngettext("joins %(n)s contribution", "joins %(n)s contributions", n) % {"n": n}


def more(n: int) -> str:
    """That others wait behind those shown."""
    return (
        ngettext("%(n)s more comes up as these are done.", "%(n)s more come up as these are done.", n) % {"n": n}
        if n > 0
        else ""
    )


def waits(counts: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """What waits in a wave, in one line: "to moderate: 3 · to answer: 1"."""
    colon = pgettext("after a label", ":")
    said = [f"{labels[kind]}{colon} {wording.number(n)}" for kind, n in counts.items() if n]
    return " · ".join(said) or _("Nothing waits")


def wave_name(wave: Any) -> str:
    """A wave in the language of the reader."""
    return wording.name_of(wave)
