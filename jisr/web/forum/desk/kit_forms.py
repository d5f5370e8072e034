"""Forms of the meeting kit: the phrase was written down, the file is brought, the clock was looked at."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.common.keys import ALPHABET, readable_code
from jisr.web.widgets import DayInput

#: The largest file that is looked at; a day of keying makes a hundredth of it. In bytes.
LARGEST = 10 * 2**20
_PHRASE = re.compile(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{3}}")


def new_phrase() -> str:
    """Sixteen signs of an alphabet of 25: 74 bits, read aloud and copied by hand without doubt."""
    return "-".join(readable_code(4) for _ in range(4))


class CutForm(forms.Form):
    """The phrase that stood on the page, and that somebody wrote it down."""

    phrase = forms.CharField(widget=forms.HiddenInput)
    noted = forms.BooleanField(
        label=_("I wrote the pass phrase down"),
        error_messages={"required": _("Write the pass phrase down first: nobody can find it again.")},
    )

    def clean_phrase(self) -> str:
        """A phrase that this program made: one that somebody thinks up is guessed."""
        phrase = self.cleaned_data["phrase"]
        if not _PHRASE.fullmatch(phrase):
            raise forms.ValidationError(_("Open this page again: it makes a new pass phrase."))
        return phrase


class BringForm(forms.Form):
    """The file that came back."""

    file = forms.FileField(
        label=_("The file of the laptop"), allow_empty_file=True,
        help_text=_("It ends in .jisr, and was made by \u201cTake out what was gathered\u201d."),
        error_messages={"required": _("Choose the file that you took out of the laptop.")},
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Not larger than any kit makes."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than any that a kit makes. Choose the other one."))
        return file


class JoinForm(forms.Form):
    """Joined as it is; where both counted who came, whose count stays is chosen."""

    take_people = forms.BooleanField(label=_("Put the count of the laptop in place of the one here"), required=False)

    def __init__(self, *args: Any, chooses: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not chooses:
            del self.fields["take_people"]


class TakeOutForm(forms.Form):
    """What a telephone says beside the clock of the laptop."""

    clock = forms.ChoiceField(
        label=_("Look at a telephone: is it right?"), widget=forms.RadioSelect,
        choices=[
            ("right", pgettext_lazy("of clock", "It is right, give or take some minutes")),
            ("wrong", pgettext_lazy("of clock", "It is wrong: the right day and hour are")),
        ],
        error_messages={"required": _("Compare the clock with a telephone, then choose.")},
    )  # fmt: skip
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    hour = forms.TimeField(
        label=pgettext_lazy("of clock", "Hour"), required=False,
        widget=forms.TimeInput(attrs={"type": "time", "dir": "ltr"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A clock that is wrong asks for the day and the hour."""
        values = super().clean() or {}
        if values.get("clock") == "wrong":
            for name in ("day", "hour"):
                if name not in self.errors and not values.get(name):
                    self.add_error(name, _("Write the day and the hour that a telephone shows."))
        return values

    def true_at(self) -> datetime:
        """The right time now."""
        said = self.cleaned_data
        if said["clock"] == "right":
            return timezone.now()
        return timezone.make_aware(datetime.combine(said["day"], said["hour"]))
