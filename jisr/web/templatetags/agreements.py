"""What the pages of agreements write: amounts in their currency, days as far as they were published."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jisr.common.money import MAD, MINOR
from jisr.ledger.agreements.choices import ClaimAbout, InstalmentState, Precision, Step
from jisr.ledger.agreements.queries import Owed
from jisr.web import wording
from jisr.web.templatetags import face

register = template.Library()

#: The next step of an instalment -> who takes it.
NEXT = {
    Step.CALLED: _("next: the council calls it"),
    Step.APPROVED: _("next: two approvers approve it"),
    Step.PAID: _("next: it is paid, and two approvers note it"),
    Step.JUSTIFIED: _("next: the council justifies it"),
}

#: State of an instalment -> tone of its tag; the words say it too.
TONES = {
    InstalmentState.BLOCKED: "late", InstalmentState.PAID: "done", InstalmentState.JUSTIFIED: "done",
    InstalmentState.CALLED: "soon", InstalmentState.APPROVED: "soon",
}  # fmt: skip


@register.filter
def money(minor: int | None, currency: str = MAD) -> SafeString | str:
    """An amount from minor units, in its currency; "" for none."""
    if minor is None:
        return ""
    if currency == MAD:
        return face.mad(minor)
    amount = wording.number(Decimal(minor) / MINOR, 0 if minor % MINOR == 0 else 2)
    return format_html('<bdi class="number" dir="ltr">{} {}</bdi>', amount, currency)


@register.filter
def envelopes(claims: Any) -> list[Any]:
    """Of published figures, those of the whole money."""
    return [one for one in claims or () if one.about == ClaimAbout.ENVELOPE and one.value]


@register.filter
def known_day(row: Any) -> str:
    """The day of a milestone, or its month or year where no more was published."""
    if row.precision == Precision.DAY:
        return face.day(row.happened_on)
    return wording.month(row.happened_on) if row.precision == Precision.MONTH else str(row.happened_on.year)


@register.filter
def tone(state: InstalmentState) -> str:
    """How the tag of a state looks."""
    return TONES.get(state, "")


@register.filter
def onward(one: Owed) -> Any:
    """What an instalment waits for, and of whom; nothing for one that is blocked, justified or cancelled."""
    return "" if one.block or not one.next_step else NEXT[one.next_step]


@register.filter
def days(count: int) -> str:
    """A number of days, however many: who owes for 1,484 days is not told of four years."""
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": wording.number(count)}


@register.filter
def megabytes(size: int) -> str:
    """The size of a file in megabytes, one decimal."""
    return wording.number(size / 1024**2, 1)


@register.filter
def iso(day: date | None) -> str:
    """A day as forms send it."""
    return day.isoformat() if day else ""
