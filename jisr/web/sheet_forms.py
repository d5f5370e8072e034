"""Forms of every import of a sheet: the file, and the yes to its preview."""

from django import forms
from django.utils.translation import gettext_lazy

#: Rows that a preview shows of each kind; the refused ones are all in the download.
MOST_SHOWN = 100


class SendForm(forms.Form):
    """A file."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV or XLSX, at most 10 megabytes and 20,000 rows."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )  # fmt: skip


class TakeForm(forms.Form):
    """The yes to a preview."""

    without_refused = forms.BooleanField(
        label=gettext_lazy("Take the other rows in without the refused ones"), required=False
    )
