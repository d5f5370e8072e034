"""A disclosure of danger leaves the forum: withheld, its sealed words given away once, and nothing kept of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.crypto import decrypt
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal
from jisr.forum.actions.team import on_team
from jisr.forum.actions.telling import bound_to
from jisr.forum.choices import ContributionState, DestroyedReason, SeatRole, WithheldReason
from jisr.forum.models import Contribution, Verbatim
from jisr.forum.queries import sealed


class AlreadyHandedOver(Refusal):
    """Somebody pressed the button before."""

    message = _("This was passed to a centre already. A social worker has it.")


@dataclass(frozen=True)
class Handed:
    """What leaves with a disclosure of danger; held for the length of one act, by whoever takes it in.

    Attributes:
        words: as they were said.
        reply_channel, reply_to: the address that she left; "" where she left none.
    """

    words: str
    language: str
    said_on: date
    region: Any
    province: Any
    commune: Any
    reply_channel: str = ""
    reply_to: str = ""


@transaction.atomic
def hand_over(*, contribution: Contribution, by: User) -> Handed:
    """Give a disclosure of danger away. Whoever calls takes it in, in the same transaction.

    Afterwards the forum holds its number, day, place and the reason; neither words, nor organisation, nor address.
    What waited to be told to her is not sent: nobody knows who reads her telephone.

    Raises:
        AlreadyHandedOver: somebody did it before.
        NotOnTheTeam: she does not moderate this wave.
        OutOfReach: the words were destroyed, or were never sealed.
    """
    role = on_team(contribution.wave_id, by, SeatRole.MODERATOR)
    verbatim = Verbatim.objects.select_for_update().filter(pk=contribution.pk).first()
    if verbatim is not None and verbatim.destroyed_reason == DestroyedReason.PASSED:
        raise AlreadyHandedOver
    words = sealed.opened(verbatim) if verbatim else ""
    if not words:
        raise OutOfReach
    row = Contribution.objects.select_related("region", "province", "commune").get(pk=contribution.pk)
    row.save_version(
        row.version, state=ContributionState.WITHHELD, text="", masks=[], withheld_reason=WithheldReason.DANGER,
        published_at=None, organisation="",
    )  # fmt: skip
    Verbatim.objects.filter(pk=row.pk).update(
        sealed=None, flags=[], destroyed_on=timezone.localdate(), destroyed_reason=DestroyedReason.PASSED,
        destroyed_by_role=role,
    )  # fmt: skip
    channel, address = _address(row)
    journal.record("forum.handed_over", row, by=by, reason=WithheldReason.DANGER)
    return Handed(words, row.language, row.said_on, row.region, row.province, row.commune, channel, address)


def _address(row: Contribution) -> tuple[str, str]:
    """The address that she left, taken out of the forum for good."""
    taken = call("jisr_forum_take_address", row.pk)
    if not taken:
        return "", ""
    channel, address = taken[0]
    return channel, decrypt(bytes(address), bound_to=bound_to(row.pk))
