"""What follows each move of a referral, once: the person hears that a message awaits her, the next service is found.

Done by the keeper under the scope of the centre that sent it: the other side may read neither her telephone nor her
need. The mark ``news`` falls in the same transaction in which the message is written: killed half-way, both are
undone, and the next turn finds the referral again.
"""

from typing import Any

from django.db import transaction

from jisr.centres.models import Contact
from jisr.families.choices import Literacy
from jisr.families.models import Phone
from jisr.messages import actions as messages
from jisr.messages.choices import Channel
from jisr.messages.models import Message
from jisr.messages.wording import body
from jisr.window.listening import queries as listening
from jisr.window.orientation.choices import CLOSED_UNMET, TOLD_TO_HER
from jisr.window.orientation.models import OpenOffer, Referral
from jisr.window.orientation.queries import services_for, services_left_out

#: The one text of every message about a referral, to a person or to a centre, protected or not.
TEMPLATE = "awaits"


@transaction.atomic
def pass_news_on(key: Any) -> bool:
    """Tell the person of a referral that moved, and look for the next service where it did not serve.

    Returns:
        whether there was something to do: two keepers at once do it once.
    """
    rows = Referral.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=key, news=True)
    referral = rows.select_related("from_centre").first()
    if referral is None:
        return False
    if referral.state in TOLD_TO_HER:
        tell_person(referral)
    found = next_service(referral) if referral.state in CLOSED_UNMET else None
    Referral.objects.filter(pk=referral.pk).update(news=False, next_service=found)
    return True


def tell_person(referral: Referral) -> Message | None:
    """Queue "a message awaits you" to her safe channel; nothing where none is recorded.

    For a compartment only a telephone recorded inside it counts: one that is safe for the family may be the very one
    that he answers.
    """
    phone = safe_phone(referral)
    if phone is None:
        return None
    reads = referral.person.literacy != Literacy.NO
    return _queue(referral, Channel.SMS if reads else Channel.CALL, phone.number, f"her:{referral.version}")


def tell_centre(referral: Referral, occasion: str) -> Message | None:
    """Queue the same words to the line of the receiving centre, where one is recorded for professionals."""
    contact = Contact.objects.filter(centre=referral.to_centre_id).exclude(phone="").first()
    return _queue(referral, Channel.SMS, contact.phone, occasion) if contact else None


def _queue(referral: Referral, channel: str, to: str, occasion: str) -> Message:
    return messages.queue(
        centre=referral.from_centre_id, channel=channel, to=to, template=TEMPLATE, about=referral,
        body=body(TEMPLATE, code=referral.code), compartment=referral.compartment,
        once_key=f"awaits:{referral.pk}:{occasion}",
    )  # fmt: skip


def safe_phone(referral: Referral) -> Phone | None:
    """Her own safe number, else one of the household that is safe; inside the compartment of the referral."""
    rows = Phone.objects.filter(household=referral.household_id, is_safe=True, compartment=referral.compartment)
    known = [phone for phone in rows.order_by("id") if phone.person_id in {None, referral.person_id}]
    return next((phone for phone in known if phone.person_id), next(iter(known), None))


def next_service(referral: Referral) -> Any:
    """The best service left for a need that was not served; None where it was sent on since, or nothing is left."""
    need = listening.need(referral.need_id)
    if need is None or need.state != "open":
        return None
    sent = list(Referral.objects.filter(need=need).values_list("service", "state"))
    if any(state not in CLOSED_UNMET for _service, state in sent) or OpenOffer.objects.filter(need=need, state="open"):
        return None
    out = services_left_out(need.household_id)
    ranked = services_for(need, limit=1, without=[*(service for service, _state in sent), *out])
    return ranked[0].service if ranked else None
