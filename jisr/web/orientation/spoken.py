"""What the person is told of a referral, to be said or read aloud; and what was sent about it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jisr.messages import queries as outbox
from jisr.messages.models import Message
from jisr.web import wording
from jisr.web.wording import name_of
from jisr.window.orientation.choices import SEEN_BY_PERSON, TOLD_TO_HER, ReferralState
from jisr.window.orientation.models import Referral
from jisr.window.orientation.telling import safe_phone

S = ReferralState
#: What each message is for; its words say nothing of it.
_KINDS = {
    "awaits": gettext_lazy("A message awaits you"),
    "link_code": gettext_lazy("Code for what was shared"),
    "sms_noted": gettext_lazy("Answer noted"),
    "sms_known": gettext_lazy("An answer was there already"),
    "sms_unclear": gettext_lazy("Answer not understood"),
}


def to_her(referral: Referral) -> list[str]:
    """Short sentences for the person; a reason meant for professionals is not among them."""
    centre = {"centre": name_of(referral.to_centre)}
    says: dict[str, list[str]] = {
        S.BOOKED: [
            _("%(centre)s expects you.") % centre,
            _("The day is %(day)s.") % {"day": wording.weekday(referral.booked_on)} if referral.booked_on else "",
        ],
        S.ACCEPTED: [_("%(centre)s will receive you.") % centre, _("It will give you a day.")],
        S.UNDER_STUDY: [
            _("%(centre)s is looking at your request.") % centre,
            _("It will say by %(day)s.") % {"day": wording.day(referral.decide_by)} if referral.decide_by else "",
        ],
        S.REFUSED: [_("%(centre)s cannot receive you now.") % centre, _why(referral), _others()],
        S.EXPIRED: [_("%(centre)s has not answered.") % centre, _others()],
    }
    return [words for words in says.get(referral.state, []) if words]


def _why(referral: Referral) -> str:
    if not SEEN_BY_PERSON.get(referral.refusal, False):
        return ""
    reason = str(referral.get_refusal_display())
    return _("It says why: %(reason)s.") % {"reason": reason[:1].lower() + reason[1:]}


def _others() -> str:
    return _("We are looking for another place with you.")


@dataclass(frozen=True)
class Log:
    """What was sent about a referral, and why nothing was.

    Attributes:
        no_channel: the person was to be told, and no safe telephone of hers is recorded.
    """

    messages: list[tuple[Any, Message]]
    no_channel: bool


def log(referral: Referral) -> Log:
    """Messages of the reader's centre about a referral, the newest first."""
    sent = [(_KINDS.get(one.template, one.template), one) for one in outbox.about(referral)]
    return Log(sent, referral.state in TOLD_TO_HER and safe_phone(referral) is None)
