"""What was typed, fit to be kept."""

from typing import Any

from jisr.common.text import clean_typed


def as_typed(value: Any) -> Any:
    """A text tidied as ``clean_typed`` does; anything else as it is."""
    return clean_typed(value) if isinstance(value, str) else value
