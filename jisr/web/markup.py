"""Sentences with markup in their gaps: a place or a person's words keep their direction, nothing is escaped twice."""

from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


def fill(sentence: Any, **values: Any) -> SafeString:
    """A translated sentence whose gaps are filled with text (escaped) or with markup made by a filter.

    Args:
        sentence: with gaps like ``%(centre)s``.
        values: what goes into them.
    """
    filled = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(conditional_escape(sentence) % filled)  # noqa: S308 - each part was escaped above
