"""What the desk says of its rows, in one line each."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.forum.choices import DateCertainty
from jisr.forum.models import Commitment, Contribution, Meeting
from jisr.web import wording
from jisr.web.stale import words_of

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


def promised_by(row: Commitment) -> str:
    """Who promised something, and by when."""
    arabic = wording.language() in {"ar", "zgh"}
    owner = (row.owner_ar or row.owner_fr) if arabic else (row.owner_fr or row.owner_ar)
    kept = f"\u2068{owner}\u2069"  # whole inside a line of the other script
    return f"{kept} · {wording.day(row.due_on)}" if row.due_on else kept


def of_row(form: Form, values: Mapping[str, Any]) -> str:
    """One stored row in a line: the words of its choices, then how many people."""
    said = [words_of(form[name], value) for name, value in values.items() if name != "n"]
    return " · ".join([*filter(None, said), wording.number(values["n"])])


def place_of(wave: Any) -> str:
    """The place that a wave is over, in the language of the reader."""
    place = wave.province or wave.region
    return wording.name_of(place) if place else _("the country")


def wave_name(wave: Any) -> str:
    """A wave in the language of the reader."""
    return wording.name_of(wave)
