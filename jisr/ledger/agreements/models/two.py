"""What two people of two posts do: one proposes, the other confirms or refuses; of an instalment, and of an award."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME
from jisr.ledger.agreements.choices import ProposalState
from jisr.staff.models import Post


class OfTwo(models.Model):
    """Something that one person proposes from a post, and that another one settles."""

    state = models.CharField(
        pgettext_lazy("of proposal", "state"), max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    proposed_post = models.ForeignKey(Post, models.PROTECT, related_name="+", editable=False)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_reason = models.CharField(_("why it was refused"), max_length=300, blank=True)

    class Meta:
        abstract = True


def proposed_or_refused(first: str, second: str) -> str:
    """SQL condition on rows that the first person writes, and on those that the second one refuses.

    Args:
        first: SQL condition: the post named in the row is the speaker's, and may propose.
        second: SQL condition: the speaker holds a post that may settle.
    """
    return (
        f"proposed_by_id = {ME} AND {first}"
        f" AND (state = 'open' OR state = 'withdrawn' AND settled_by_id = {ME})"
        f" OR state = 'refused' AND settled_by_id = {ME} AND {second}"
    )


def walls_of_two(table: str) -> list[Any]:
    """Its states are known; it begins open, and is settled once."""
    return [
        models.CheckConstraint(name=f"{table}_state_known", condition=Q(state__in=ProposalState.values)),
        Policy(
            name=f"{table}_begins_open", to="jisr_app", using="true", check="state = 'open'", restrictive=True,
            on="INSERT",
        ),
        Policy(
            name=f"{table}_settled_once", to="jisr_app", using="state = 'open'", check="true", restrictive=True,
            on="UPDATE",
        ),
    ]  # fmt: skip
