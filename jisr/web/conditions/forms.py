"""What a director says beside the conditions themselves: from when, and where it is written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.web.centres.forms import CleanForm
from jisr.web.fields import NO_DAY, TypedField
from jisr.web.widgets import DayInput


class VersionForm(CleanForm):
    """The version that is about to be written."""

    since = forms.DateField(label=_("Holds from"), widget=DayInput(), error_messages=NO_DAY)
    source_title = TypedField(
        label=_("Where this is written, or who decided it"), max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("For example: internal rules of the centre, article 4; decision of the board of 12 October."),
    )  # fmt: skip
    source_url = forms.URLField(
        label=_("Address of the text, if it is published"), required=False, max_length=300,
        widget=forms.URLInput(attrs={"dir": "ltr"}), assume_scheme="https",
        error_messages={"invalid": _("This is not an address of a page. It begins with https://.")},
    )  # fmt: skip
    source_read_on = forms.DateField(label=_("Read on"), required=False, widget=DayInput(), error_messages=NO_DAY)

    def clean(self) -> dict[str, Any]:
        """An address of the web alone."""
        values = super().clean()
        if values.get("source_url") and not values["source_url"].startswith(("https://", "http://")):
            self.add_error("source_url", _("This is not an address of a page. It begins with https://."))
        return values


class EndForm(forms.Form):
    """The day from which there are no conditions any more."""

    on = forms.DateField(label=_("No conditions from"), widget=DayInput(), error_messages=NO_DAY)
