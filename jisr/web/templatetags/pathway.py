"""Words of data files of pathways in a page."""

from collections.abc import Mapping

from django import template

from jisr.web import wording

register = template.Library()


@register.filter
def said(words: Mapping[str, str]) -> str:
    """Words of a data file in the reader's language."""
    return wording.of_file(words)
