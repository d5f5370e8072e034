"""What somebody writes to a meeting on her own telephone: one choice, her words, and more if she wishes."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jisr.centres.choices import Theme
from jisr.common.keys import new_key
from jisr.forum.choices import Channel, Kind, Manner, SpeakerRole
from jisr.forum.models import MOST_CHARACTERS, Meeting
from jisr.web.fields import TypedField
from jisr.web.forum.places import CommuneOfRegion
from jisr.web.territory.fields import CommuneField

_NOT_SAID = [("", _("not said"))]
#: Kinds as people say them; the word of the office stands beside each.
PLAIN = {
    Kind.CONSTRAINT: _("Something stands in the way"),
    Kind.EXPECTATION: _("Something I wait for"),
    Kind.PROPOSAL: _("An idea of what should be done"),
    Kind.OFFER: _("Something I can give or do"),
    Kind.QUESTION: _("Something I want to know"),
}
#: Where somebody writes from -> how her words reached us.
WHERE = {Channel.WRITTEN: _("in the hall"), Channel.REMOTE: _("from home or elsewhere")}
#: Fields that one may leave alone; they are folded away until one of them is wrong.
BESIDE = ("theme", "commune", "speaker_role", "organisation")


class KindSelect(forms.RadioSelect):
    """The five kinds as large boxes, each with its plain words and the word of the office."""

    template_name = "forum/kinds.html"

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        """An option with its plain words."""
        option = super().create_option(*args, **options)
        option["plain"] = PLAIN[Kind(option["value"])]
        return option


class SayForm(CommuneOfRegion):
    """One contribution, by whoever has something to say.

    Args:
        meeting: to which it is said, with its wave.
    """

    kind = forms.ChoiceField(
        label=_("What do you want to say?"), choices=Kind, widget=KindSelect,
        error_messages={"required": _("Choose one of the five.")},
    )  # fmt: skip
    text = TypedField(
        label=_("In your own words"), max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        help_text=_(
            "In any language, as you speak: Arabic, Darija, Tamazight, French, also in Latin letters. No name is"
            " needed: a name that you write is covered before anything is published."
        ),
        error_messages={
            "required": _("Write what you want to say."),
            "max_length": _(
                "This is longer than %(limit_value)d characters: it has %(show_value)d. Send the first part, then the"
                " rest as a second contribution."
            ),
        },
    )  # fmt: skip
    where = forms.ChoiceField(label=_("Where do you write from?"), choices=WHERE, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Theme"), required=False, choices=[*_NOT_SAID, *Theme.choices])
    commune = CommuneField(
        label=_("Commune that it is about"), required=False,
        help_text=_("In Arabic or in Latin letters; empty for the whole region."),
    )  # fmt: skip
    speaker_role = forms.ChoiceField(
        label=_("In which quality"), required=False, choices=[*_NOT_SAID, *SpeakerRole.choices]
    )
    organisation = TypedField(
        label=_("Organisation"), required=False, max_length=200, help_text=_("Its name, not that of a person."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    marks_optional = False

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, **options)
        self.region = meeting.wave.region_id
        self.initial.setdefault("where", Channel.REMOTE if meeting.manner == Manner.REMOTE else Channel.WRITTEN)
        # a browser would cut a longer speech short without a word
        self.fields["text"].widget.attrs.pop("maxlength", None)

    def clean_key(self) -> UUID:
        """The key made with the form; a new one for a page that was changed on its way."""
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return new_key()

    def opens_beside(self) -> bool:
        """Whether one of the fields that are folded away holds something, or is wrong."""
        return any(name in self.errors or (self.is_bound and self[name].value()) for name in BESIDE)
