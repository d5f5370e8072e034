"""Telling a participant that there is something to read: one message for each answer, to the address that she left.

The address is sealed, and stays so here: a function of the database copies it into the outbox, where the sender alone
is lent it. Nobody is told twice of one thing: its key is made of what it is about.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common.crypto import encrypt
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.keys import new_key
from jisr.forum.choices import ForgottenReason
from jisr.forum.models import Answer, Contribution, ReplyAddress, Wave
from jisr.forum.queries import lineage, sealed
from jisr.forum.rules import lineage as rules
from jisr.forum.rules.addresses import NoAddress, reply_address
from jisr.messages.wording import body

#: Where the code of a slip is typed; under the address of this installation.
SLIP = "/forum/slip/"
ANSWERED, NEWS = "forum_answered", "forum_news"


def bound_to(contribution: UUID) -> str:
    """What a sealed address belongs to; elsewhere it cannot be read."""
    return f"forum.replyaddress:{contribution}"


def keep(contribution: Contribution, typed: str) -> ReplyAddress:
    """Seal the address that somebody left with her contribution.

    Raises:
        Unacceptable: neither a mobile number nor an e-mail address.
    """
    try:
        channel, address = reply_address(typed)
    except NoAddress as fault:
        raise Unacceptable({"reply_to": NOT_READ}) from fault
    kept = ReplyAddress(
        contribution=contribution, wave_id=contribution.wave_id, channel=channel,
        sealed=encrypt(address, bound_to=bound_to(contribution.pk)),
    )  # fmt: skip
    kept.save(force_insert=True)
    return kept


NOT_READ = _("Write a mobile number, for example 06 12 34 56 78, or an e-mail address.")


@transaction.atomic
def leave_address(*, slip: str, reply_to: str) -> None:
    """Leave an address with the code of a slip, another one than before, or none: then it is taken back.

    No account is needed; the line of the journal is left by the function.

    Raises:
        Unacceptable: neither a mobile number nor an e-mail address.
        OutOfReach: nobody has this slip, or nothing is told there any more.
    """
    found = sealed.by_slip(slip)
    channel, address = "", None
    if reply_to.strip():
        try:
            channel, typed = reply_address(reply_to)
        except NoAddress as fault:
            raise Unacceptable({"reply_to": NOT_READ}) from fault
        address = encrypt(typed, bound_to=bound_to(found.contribution)) if found else None
    if found is None:
        raise OutOfReach
    ((refused,),) = call(
        "jisr_forum_leave_address", sealed.slip_hash(slip), found.contribution, channel, address
    )  # fmt: skip
    if refused:
        raise OutOfReach


def forget(contribution: Contribution, reason: str = ForgottenReason.ASKED) -> None:
    """Destroy the address of a contribution; a message on its way keeps its own copy until it has left."""
    ReplyAddress.objects.filter(pk=contribution.pk, forgotten_on=None).update(
        sealed=None, forgotten_on=timezone.localdate(), forgotten_reason=reason
    )


def tell_answers(wave: Wave, among: Collection[Any]) -> int:
    """Tell of each answer that reaches these contributions, directly or through what they were joined in.

    One query where nobody left an address; four otherwise.

    Returns:
        how many messages were queued; what was told before is not told again.
    """
    left = ReplyAddress.objects.filter(wave=wave, forgotten_on=None, contribution__in=list(among))
    days = dict(left.values_list("contribution_id", "contribution__said_on"))
    if not days:
        return 0
    answers = Answer.objects.filter(wave=wave).values_list("id", "contribution_id", "statement_id")
    ways, reached = rules.Ways(lineage.edges(wave)), _by_subject(answers)
    told = [
        (contribution, answer)
        for contribution in days
        for node in {contribution, *ways.below(contribution)}
        for answer in reached.get(node, ())
    ]
    return _queue(ANSWERED, [(key, str(answer), days[key]) for key, answer in told])


def tell_news(contribution: Contribution, occasion: str) -> int:
    """Tell that a contribution is not published, or that its sealed words are gone; in the same words for both.

    Args:
        occasion: withheld or destroyed; once each.
    """
    if not ReplyAddress.objects.filter(pk=contribution.pk, forgotten_on=None).exists():
        return 0
    return _queue(NEWS, [(contribution.pk, occasion, contribution.said_on)])


def _by_subject(answers: Iterable[tuple[Any, Any, Any]]) -> Mapping[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for key, contribution, statement in answers:
        found.setdefault(contribution or statement, []).append(key)
    return found


def _queue(template: str, told: list[tuple[Any, str, Any]]) -> int:
    """Queue one message for each (contribution, occasion, day on which it was said)."""
    if not told:
        return 0
    address = f"{settings.ADDRESS}{SLIP}"
    bodies = [body(template, day=f"{day:%d/%m/%Y}", address=address) for _key, _occasion, day in told]
    keys, contributions = [new_key() for _ in told], [key for key, _occasion, _day in told]
    occasions = [occasion for _key, occasion, _day in told]
    ((queued,),) = call("jisr_forum_tell", keys, contributions, occasions, template, bodies)
    return int(queued)
