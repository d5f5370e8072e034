"""What an auditor looks for in the journal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.web.widgets import DayInput

#: Start of the verbs of a room -> the room in words.
ROOMS: dict[str, Any] = {
    "families": _("families' files"),
    "reception": _("reception"),
    "listening": _("listening"),
    "orientation": _("orientation"),
    "pathways": _("pathways"),
    "centres": _("centres and services"),
    "staff": _("posts"),
    "accounts": _("accounts and sign-in"),
    "barometer": pgettext_lazy("door", "Figures"),
    "access": _("refusals"),
    "messages": _("messages"),
    "journal": _("the journal itself"),
}


class LookForm(forms.Form):
    """Which lines: of a room, of a day, of a user. Nothing is required."""

    room = forms.ChoiceField(label=_("Room"), required=False, choices=[("", _("all rooms")), *ROOMS.items()])
    day = forms.DateField(
        label=_("Day"), required=False, widget=DayInput(),
        error_messages={"invalid": _("Write the day as year-month-day, for example 2026-12-01.")},
    )  # fmt: skip
    by = forms.IntegerField(label=_("User number"), required=False, min_value=1, max_value=2**62)
    marks_optional = False
