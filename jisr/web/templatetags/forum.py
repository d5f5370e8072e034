"""What the pages of the forum write: fields of two languages, covered words, sources, lengths of time."""

from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jisr.forum.choices import EdgeKind
from jisr.web import said, wording
from jisr.web.templatetags.face import day

register = template.Library()


@register.filter
def of_language(row: Any, name: str) -> SafeString | str:
    """A field kept in Arabic and French, in the reader's language or the one it has; its direction kept to itself."""
    text = said.of_language(row, name)
    return format_html('<bdi class="typed" dir="auto">{}</bdi>', escape(text)) if text else ""


@register.filter
def edge(kind: str) -> Any:
    """How a statement came to be."""
    return EdgeKind(kind).label


@register.filter
def paragraphs(text: str) -> list[list[said.Piece]]:
    """A text without masks as paragraphs."""
    return said.paragraphs(text)


@register.filter
def covered(row: Any) -> list[list[said.Piece]]:
    """The published text of a contribution as paragraphs, with what is covered."""
    return said.paragraphs(row.text, row.masks)


@register.filter
def excerpt(row: Any) -> str:
    """The first words of a contribution."""
    return said.excerpt(row)


@register.filter
def said_day(row: Any) -> SafeString | str:
    """The day on which a contribution was said, or that nobody published it."""
    return _("day not published") if said.is_undated(row) else day(row.said_on)


@register.filter
def organisation(row: Any) -> str:
    """For whom somebody spoke; of two names of it the one in the reader's language."""
    return said.organisation(row)


@register.filter
def sources(rows: Any) -> list[said.Source]:
    """Where a fact was read."""
    return said.sources(rows)


@register.filter
def tongue(language: str) -> str:
    """A language as browsers name it; "" for none of them."""
    return said.TAGS.get(language, "")


@register.filter
def span(days: float | None) -> str:
    """A number of days as people say it."""
    return "" if days is None else wording.span(round(days))


@register.filter
def why_inferred(meeting: Any) -> str:
    """How the day of a meeting was worked out."""
    return said.why_inferred(meeting)


@register.filter
def of(rows: Any, key: Any) -> Any:
    """The value of a key; nothing where there is none."""
    return rows.get(key)
