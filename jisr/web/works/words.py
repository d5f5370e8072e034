"""What the works are called: things of a sheet, their groups, and what a page says of a state."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.works.choices import Grade, Measured, MeterKind, State
from jisr.centres.works.items import Item, items
from jisr.web import wording

GROUPS: dict[str, Any] = {
    "building": pgettext_lazy("sheet", "The building"), "access": pgettext_lazy("sheet", "To come in and move about"),
    "water": pgettext_lazy("sheet", "Water"), "energy": pgettext_lazy("sheet", "Energy"),
    "connection": pgettext_lazy("sheet", "Connection"), "safety": pgettext_lazy("sheet", "Safety"),
    "rooms": pgettext_lazy("sheet", "Rooms"),
}  # fmt: skip
ROLES: dict[str, Any] = {
    "vital": _("Vital: it alone can decide the grade."),
    "access": _("Counts for accessibility."),
    "noted": _("Noted; outside the grade."),
}
#: How a state is coloured; the word says it first.
TONES: dict[str, str] = {
    Grade.A: "done", Grade.B: "done", Grade.C: "soon", Grade.D: "late", Grade.NONE: "",
    State.DIAGNOSIS: "", State.PROGRAMME: "", State.WORKS: "soon", State.RECEPTION: "soon", State.CLOSED: "done",
    State.ABANDONED: "late",
    "good": "done", "repair": "soon", "out": "late", "absent": "late", "unseen": "",
    Measured.MEASURED: "done", Measured.ESTIMATED: "soon", Measured.PART: "soon",
}  # fmt: skip
#: The four steps that are drawn; an operation that was given up says so beside them.
COURSE = (State.DIAGNOSIS, State.PROGRAMME, State.WORKS, State.RECEPTION, State.CLOSED)
KINDS = dict(MeterKind.choices)


def label(item: Item | str) -> str:
    """What a thing is called, in the language of the reader."""
    one = items()[item] if isinstance(item, str) else item
    return _said(one.labels)


def about(item: Item) -> str:
    """What to look for."""
    return _said(item.about)


def _said(words: Any) -> str:
    reads = wording.language()
    return str(words.get("ar" if reads == "zgh" else reads, words["fr"]))


def tone(code: str) -> str:
    """The tone of a state, a grade or an answer."""
    return TONES.get(code, "")


def amount(value: Any, decimals: int = 0) -> str:
    """A quantity, rounded only here."""
    return wording.number(round(float(value), decimals), decimals)
