"""An answer by text message: a code that was printed for the centre, written from the line recorded for it.

Two things must be right, the code and the line; where one is not, nothing is answered, so that nobody learns which.
"""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from jisr.common.database import call
from jisr.common.errors import Refusal
from jisr.messages.wording import body
from jisr.window.orientation import link
from jisr.window.orientation.actions import AlreadyAnswered
from jisr.window.orientation.choices import ReferralState, Through
from jisr.window.orientation.codes import Texted, link_hash, spaced, texted
from jisr.window.orientation.queries import limits

NOTED, KNOWN, UNCLEAR = "sms_noted", "sms_known", "sms_unclear"


def hear(*, key: UUID, sender: str, text: str) -> str:
    """Take one text message for an answer.

    Args:
        key: of the message, as it arrived: once heard, it is not heard again, if this transaction lives.
        sender: the number that wrote.

    Returns:
        the template of the reply that was queued; "" where nothing is answered.
    """
    said = texted(text, today=timezone.localdate())
    if not said.code or not call("jisr_message_once", link_hash(said.code), sender, key)[0][0]:
        return ""  # of another line, or heard before
    template = _outcome(said)
    return template if call("jisr_link_reply", link_hash(said.code), key, template, body(template))[0][0] else ""


def _outcome(said: Texted) -> str:
    if not said.state:
        return UNCLEAR
    decide_by = _study_until() if said.state == ReferralState.UNDER_STUDY else None
    try:
        link.answer(
            spaced(said.code), state=said.state, booked_on=said.booked_on, decide_by=decide_by, refusal=said.refusal,
            through=Through.SMS,
        )  # fmt: skip
    except AlreadyAnswered:
        return KNOWN
    except Refusal:  # a day in the past
        return UNCLEAR
    return NOTED


def _study_until() -> date:
    """The day by which a decision is due that was announced by one digit."""
    return timezone.localdate() + timedelta(days=int(limits()["study_days"]))
