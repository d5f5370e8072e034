"""Work of the keeper: remind the centres that have not answered, close what nobody answered."""

from uuid import UUID

from jisr.centres.models import Contact
from jisr.common.database import scope
from jisr.common.errors import Refusal
from jisr.messages import actions as messages
from jisr.messages.choices import Channel
from jisr.messages.wording import body
from jisr.window.orientation import actions, queries
from jisr.window.orientation.models import Referral


def treat_due() -> dict[str, int]:
    """Remind or expire every referral that is due, each under the scope of the centre that sent it.

    Returns:
        how many were reminded and how many expired. One answered in the meantime is left alone.
    """
    treated = {"remind": 0, "expire": 0}
    for key, centre, compartment, what in queries.due():
        with scope(centres=[centre], compartments=[compartment] if compartment else []):
            treated[what] += _treat(key, what)
    return treated


def _treat(key: UUID, what: str) -> bool:
    referral = queries.referral(key)
    if referral is None:
        return False
    try:
        if what == "expire":
            actions.expire(referral=referral)
        else:
            actions.remind(referral=referral)
            _write_to(referral)
    except Refusal:  # answered or taken back since the list was made
        return False
    return True


def _write_to(referral: Referral) -> None:
    """Queue a message to the receiving centre's line for professionals, where one is recorded.

    A centre with an account reads the reminder in its own list; the message says a number and nothing else, in
    the same words for every referral.
    """
    contact = Contact.objects.filter(centre=referral.to_centre_id).exclude(phone="").first()
    if contact is None:
        return
    messages.queue(
        centre=referral.from_centre_id, channel=Channel.SMS, to=contact.phone, template="reminder", about=referral,
        body=body("reminder", code=referral.code, phone=referral.from_centre.phone), compartment=referral.compartment,
    )  # fmt: skip
