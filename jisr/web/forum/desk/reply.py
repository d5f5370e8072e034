"""The address that a participant leaves to hear of her answer: asked with her consent, never shown again."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.forum import queries
from jisr.forum.actions.telling import NOT_READ
from jisr.forum.choices import ForgottenReason
from jisr.forum.models import Contribution, Wave
from jisr.forum.rules.addresses import NoAddress, reply_address
from jisr.messages import outlets
from jisr.messages.choices import Channel, Fault
from jisr.web import wording


class ReplyFields(forms.Form):
    """A number or an address, and the consent that goes with it; not asked where nothing carries messages."""

    reply_to = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail address"), required=False, max_length=254,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Only if the sheet gives one for this. It is sealed: nobody can read it here again."),
    )  # fmt: skip
    reply_consent = forms.BooleanField(
        label=gettext_lazy("She agreed to be told by a message that names nothing"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if settings.KIT or not outlets.carried():  # what is left in a hall would not come home with its kit
            del self.fields["reply_to"], self.fields["reply_consent"]

    def clean(self) -> dict[str, Any]:
        """An address that can be written to, by a channel that there is, and the consent to do so."""
        values = super().clean() or {}
        typed = values.get("reply_to", "")
        if not typed:
            return values
        try:
            channel, _address = reply_address(typed)
        except NoAddress:
            self.add_error("reply_to", NOT_READ)
            return values
        if channel not in outlets.carried():
            self.add_error("reply_to", _("Nothing here sends messages of this kind. Leave the field empty."))
        if not values.get("reply_consent"):
            self.add_error("reply_consent", _("Without her consent nobody writes to her: tick it, or empty the field."))
        return values


@dataclass(frozen=True)
class Reached:
    """Counts of a wave, as its desk shows them; ``faults`` in words."""

    left: int
    waiting: int
    sent: int
    failed: int
    faults: list[tuple[str, int]]
    nothing_carries: bool


def reached(wave: Wave) -> Reached:
    """How many participants could be told of their answers, and how many were; two queries."""
    counts = queries.reach(wave)
    faults = [(str(Fault(code).label), n) for code, n in counts.faults]
    nothing = bool(counts.waiting) and not outlets.carried()
    return Reached(counts.left, counts.waiting, counts.sent, counts.failed, faults, nothing)


def left(contribution: Contribution) -> str:
    """What the team reads of the address left with a contribution: that there is one, never which; one query."""
    kept = queries.left_address(contribution)
    if kept is None:
        return ""
    if kept["forgotten_on"]:
        why = str(ForgottenReason(kept["forgotten_reason"]).label)
        return _("The address left for the answer was destroyed on %(day)s: %(why)s.") % {
            "day": wording.day(kept["forgotten_on"]), "why": why,
        }  # fmt: skip
    return _("An address was left on %(day)s: she is told by %(channel)s. It is sealed; no page shows it.") % {
        "day": wording.day(kept["left_on"]), "channel": str(Channel(kept["channel"]).label),
    }  # fmt: skip
