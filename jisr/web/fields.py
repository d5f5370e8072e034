"""Fields of forms beyond Django's own."""

from typing import Any

from django import forms

from jisr.common.text import clean_typed


class TypedField(forms.CharField):
    """A text as it will be kept: tidied first, then judged by its length.

    One sign of an old machine can stand for a whole sentence (ﷺ is 18 letters): judged as typed it would be short
    enough for the form and too long for the table.
    """

    def to_python(self, value: Any) -> str:
        """The text with the same letters in one Unicode form, and nothing invisible."""
        return clean_typed(super().to_python(value), lines=isinstance(self.widget, forms.Textarea))
