"""Wordings that hang on nothing but their values and the language: worked out once, then remembered by the process.

A family's services are explained in some thousand words, most of which the family before was told too. Django asks
with every look-up of a translation which language is active, and that alone takes longer than to find a sentence here.
"""

from collections.abc import Hashable
from functools import lru_cache, wraps
from typing import Protocol

from django.utils.translation import get_language

#: Sentences kept of each wording; with the values by which they are found half a kilobyte each, so two megabytes.
_MOST = 4_096


class Wording(Protocol):
    """Plain values in words, always the same for the same values and language."""

    def __call__(self, *values: Hashable) -> str:
        """The words, in the language of the reader."""


class Remembered(Protocol):
    """A wording that is remembered."""

    def __call__(self, *values: Hashable, language: str | None = None) -> str:
        """The words.

        Args:
            values: of the wording.
            language: the one that is active, from whoever asked for it already; asked for when left out.
        """


def remembered(wording: Wording) -> Remembered:
    """The same wording, remembered for each language; it must not hang on the day or on who reads."""
    known = lru_cache(maxsize=_MOST)(lambda _language, *values: wording(*values))

    @wraps(wording)
    def told(*values: Hashable, language: str | None = None) -> str:
        return known(language or get_language(), *values)

    return told
