"""What every template uses: days, amounts and typed text written rightly; keys of acts; fields; drawings.

Load with ``{% load face %}``. Text that people typed goes through ``|typed``, which isolates its direction.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from jisr.centres.rules import phone_shown
from jisr.common.keys import new_key
from jisr.web import wording
from jisr.web.controls import drawn_input
from jisr.web.icons import ICONS, TURNING

register = template.Library()

ACT_KEY, VERSION = "act_key", "version"


@register.filter
def day(value: date | None) -> str:
    """A day in full in a ``<time>``; nothing for no day."""
    return _time(value, wording.day)


@register.filter
def weekday(value: date | None) -> str:
    """A day with its name."""
    return _time(value, wording.weekday)


@register.filter
def month(value: date | None) -> str:
    """A month and its year."""
    return "" if value is None else wording.month(value)


@register.filter
def when(value: datetime | None) -> str:
    """A moment: day and hour."""
    return _time(value, wording.when)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment with the name of its day."""
    return _time(value, wording.moment)


@register.filter
def ago(value: date | None) -> str:
    """How far a day is, with the day itself for whoever points at it."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', _machine(value), wording.day(value), wording.ago(value)
    )


@register.filter
def age(years: int | None) -> str:
    """An age in years."""
    return "" if years is None else wording.age(years)


@register.filter
def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """A number with the separators of the language."""
    return "" if value is None else wording.number(value, decimals)


@register.filter
def percent(share: float | None, decimals: int = 0) -> str:
    """A share of one as a percentage."""
    return "" if share is None else wording.percent(share, decimals)


@register.filter
def mad(minor: int | None) -> str:
    """An amount in dirhams from centimes, kept on one line."""
    return "" if minor is None else format_html('<span class="number">{}</span>', wording.mad(minor))


@register.filter
def distance(metres: float | None) -> str:
    """A distance from metres."""
    return "" if metres is None else wording.distance(metres)


@register.filter
def duration(minutes: float | None) -> str:
    """A length of time from minutes."""
    return "" if minutes is None else wording.duration(minutes)


@register.filter
def listed(items: list[Any]) -> str:
    """Several things in one sentence."""
    return wording.listed(list(items))


@register.filter
def typed(text: Any) -> str:
    """What a person typed: escaped whatever it claims to be, and its direction kept to itself."""
    return "" if text in (None, "") else format_html('<bdi class="typed" dir="auto">{}</bdi>', escape(text))


@register.filter
def code(text: Any) -> str:
    """A number, code or telephone that reads from left to right in every language and is not cut in two."""
    return "" if text in (None, "") else format_html('<bdi class="code" dir="ltr">{}</bdi>', text)


@register.filter
def phone(number: str | None) -> str:
    """A telephone as it is written in the country, for people to read and dial; nothing for no telephone."""
    shown = phone_shown(number or "")
    return format_html('<bdi class="code phone" dir="ltr">{}</bdi>', shown) if shown else ""


@register.filter
def named(place: Any) -> str:
    """The name of a place or centre in the language of the reader, or the one name it has."""
    return "" if place is None else format_html("<bdi>{}</bdi>", wording.name_of(place))


@register.simple_tag
def act_key() -> SafeString:
    """A hidden key that makes the act one act, however often the form is sent."""
    return format_html('<input type="hidden" name="{}" value="{}">', ACT_KEY, new_key())


@register.simple_tag
def version(row: Any) -> SafeString:
    """The version of the row that this form was made from, hidden."""
    return format_html('<input type="hidden" name="{}" value="{}">', VERSION, row.version)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside words; it is hidden from screen readers.

    Raises:
        KeyError: there is no such drawing (a fault of the template).
    """
    turns = " turns" if name in TURNING else ""
    return mark_safe(  # noqa: S308 - both values come from our own table
        f'<svg class="icon{turns}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{ICONS[name]}"/></svg>'
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """A field of a form: label, input, help and error, tied together for screen readers."""
    return bound.as_field_group()


@register.simple_tag
def control(widget: Mapping[str, Any]) -> SafeString:
    """One input inside a widget that has a template of its own."""
    return drawn_input(widget)


@register.simple_tag
def draft() -> SafeString:
    """Attributes of a ``<form>`` that is kept as it is typed: ``<form method="post" {% draft %}>``."""
    return format_html('data-draft-to="{}"', reverse("drafts:save"))


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The query string of this page with some values changed; ``None`` takes one away."""
    values = context["request"].GET.copy()
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return f"?{values.urlencode()}" if values else "?"


def _time(value: date | None, words: Any) -> str:
    """A ``<time>`` element whose text is made by ``words``."""
    return "" if value is None else format_html('<time datetime="{}">{}</time>', _machine(value), words(value))


def _machine(value: date) -> str:
    """The form of a day or moment that programs read."""
    return timezone.localtime(value).isoformat("T", "minutes") if isinstance(value, datetime) else value.isoformat()
