"""What a round says in the language of its reader: classes, turns, and what would change them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jisr.centres.choices import THEMES
from jisr.conditions.sentences import in_language
from jisr.web.wording import listed
from jisr.window.allocation.choices import RoundState
from jisr.window.allocation.models import Placement, Round
from jisr.window.allocation.orders import Order, in_force


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """An order in words.

    Attributes:
        classes: the first before all; the last one is everybody else.
    """

    code: str
    title: str
    themes: list[Any]
    since: date
    source: str
    classes: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in a round, as its page shows her.

    Attributes:
        stands: the class she is counted in, in words.
        could: what would have to be known, and the class that she would then stand in; "" where nothing is missing.
    """

    row: Placement
    who: Any
    stands: str
    could: str
    together: bool
    metres: float | None


def language() -> str:
    """The language of the reader, as orders are written in it: Arabic, or else French."""
    return "ar" if (get_language() or "ar").startswith(("ar", "zgh")) else "fr"


def shown_order(order: Order) -> ShownOrder:
    """An order in the language of the reader."""
    classes = [in_language(one.label, language()) for one in order.classes]
    return ShownOrder(
        order.code, in_language(order.title, language()), [THEMES[code] for code in order.themes], order.since,
        str(order.source["title"]), [*classes, _("everybody else")] if classes else [_("everybody")],
    )  # fmt: skip


def order_of(row: Round) -> Order:
    """The order of a round, as it was when it was made."""
    return in_force(row.order, row.order_since)


def lines(row: Round, found: Sequence[Placement], who: Any) -> list[Line]:
    """Everybody of a round in words."""
    order = order_of(row)
    classes = shown_order(order).classes
    return [
        Line(
            one, who(one.referral.shared), classes[min(one.position, len(classes) - 1)],
            _could(one, order, classes) if one.could_be is not None else "", bool(one.party),
            None if one.km is None else one.km * 1000,
        )
        for one in found
    ]  # fmt: skip


def _could(one: Placement, order: Order, classes: Sequence[str]) -> str:
    missing = [in_language(order.facts[name].label, language()) for name in one.missing if name in order.facts]
    return _("Not known: %(facts)s. If it were, she might stand in: %(class)s.") % {
        "facts": listed(missing), "class": classes[one.could_be or 0],
    }  # fmt: skip


def one_more(row: Round) -> str:
    """What one more place would do, in words."""
    if row.worth == "":
        return _("One more place would be given to nobody.")
    classes = shown_order(order_of(row)).classes
    named = classes[min(int(row.worth), len(classes) - 1)]
    return _("One more place would let one more person in: %(class)s.") % {"class": named}


def state_tone(row: Round) -> str:
    """The colour beside the word."""
    return {RoundState.PROPOSED: "soon", RoundState.SIGNED: "done"}.get(RoundState(row.state), "")
