"""What the database refuses, in words: each law of money by its name, and who may write at all."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.common.database import speaker
from jisr.common.errors import OutOfReach, Refusal
from jisr.staff.models import Post
from jisr.staff.queries import holding

#: Roles of the access table that keep agreements, that propose a step of money, and that confirm it.
KEEPER, FIRST, SECOND = "regional_council", "first_approver", "second_approver"

#: Name of a law, of a trigger or of a constraint -> what is said to whoever broke it.
LAWS = {
    "agreement_amounts_known": _("An amount is missing: give the envelope, and the share of each party (0 for none)."),
    "agreement_shares_are_the_envelope": _("The shares of the parties do not make the envelope. Correct one of them."),
    "agreement_lines_within_the_envelope": _("The object lines cost more than the envelope. Lower one of them."),
    "agreement_instalments_are_the_share": _(
        "The instalments of a party do not make its share. Add one, or change an amount."
    ),
    "agreement_says_what_was_agreed": _("Write down the parties and what they pledge first."),
    "agreement_moves_forward": _("An agreement goes forward one step at a time, and never back."),
    "agreementversion_kept_once_in_force": _("This version is in force and is never changed. Prepare an amendment."),
    "agreementversion_one_in_preparation": _("An amendment is being prepared already. Open it instead."),
    "instalment_never_below_zero": _("More was taken back than there was. Open the page again."),
    "instalment_justified_within_paid": _("More would be justified than was paid. Check the amount."),
    "instalment_paid_within_approved": _("More would be paid than was approved. Check the amount."),
    "instalment_approved_within_called": _("More would be approved than was called. Check the amount."),
    "instalment_called_within_due": _("More would be called than is due. Check the amount, or amend the agreement."),
    "instalment_of_a_kept_agreement": _(
        "This agreement is known from publications alone: no instalment is kept under it."
    ),
    "entry_under_a_living_agreement": _("No money moves under an agreement that is not signed, or that is closed."),
    "entry_not_while_blocked": _("This instalment is blocked. Lift the block first, when its reason is gone."),
    "entry_taken_back_whole": _("An entry is taken back whole. Write the right amount as a new one."),
    "entry_as_it_was_proposed": _("This was settled in the meantime, or is not what was proposed. Open it again."),
    "entry_of_two_people": _("Two people of two posts do this: somebody else must confirm what you proposed."),
    "entry_caller_does_not_approve": _("Whoever called this instalment does not approve it. Ask a colleague."),
    "entry_proposal_id_key": _("A colleague confirmed this a moment ago. Open the page again."),
    "entry_reverses_id_key": _("This entry was taken back already. Open the page again."),
    "outlay_within_its_line": _(
        "More would be given to applicants than the agreement gives to this object line. Check the amount, or amend"
        " the agreement."
    ),
    "proposal_one_open_a_step": _("This step is proposed already and waits for the second person."),
    "block_one_at_a_time": _("This instalment is blocked already. Lift that block first."),
    "agreementdocument_once_an_agreement": _("This very file is among the documents already."),
    "share_once_a_party": _("This party stands among the shares already. Change its share there."),
    "agreementtarget_once_a_place": _("This target stands there already for the same place. Take it off first."),
}
#: Name of a law -> what is said to whoever broke it.
Laws = Mapping[str, Any]
#: Names that Django or PostgreSQL give to the key of a one-to-one column.
_SAME = {
    "agreements_entry_proposal_id_key": "entry_proposal_id_key",
    "agreements_entry_reverses_id_key": "entry_reverses_id_key",
}


class BrokenLaw(Refusal):
    """What was asked would break a law of money.

    Attributes:
        law: the name of the law, as the database knows it; "" for one that nobody named.
    """

    def __init__(self, law: str, laws: Laws = LAWS) -> None:
        super().__init__()
        self.law = _SAME.get(law, law)
        self.message = laws.get(self.law, Refusal.message)


class NotOfThisRegion(Refusal):
    """The writer holds no post for this in the region of the agreement."""

    message = _("This is done by the people of the region of this agreement. Ask its council.")


@contextmanager
def lawful(laws: Laws = LAWS) -> Iterator[None]:
    """Writes that keep every law, or are undone and refused in words.

    Laws over several rows are judged when this ends, not when the request does: whoever breaks one is told on the
    page on which she did.

    Args:
        laws: what is said of each.

    Raises:
        BrokenLaw: one does not hold.
        OutOfReach: a wall of the database stands in the way.
    """
    alias = speaker.get()
    try:
        with transaction.atomic(using=alias):
            yield
            with connections[alias].cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as fault:
        raise BrokenLaw(_diagnosed(fault, "constraint_name"), laws) from fault
    except DatabaseError as fault:
        if _diagnosed(fault, "sqlstate") == "42501":  # insufficient_privilege: a policy said no
            raise OutOfReach from fault
        raise


def _diagnosed(fault: DatabaseError, name: str) -> str:
    return getattr(getattr(fault.__cause__, "diag", None), name, "") or ""


class Placed(Protocol):
    """What belongs to a region, or to an invented one."""

    region_id: Any
    is_demonstration: Any


def of_its_region(agreement: Placed, post: Post, *roles: str) -> None:
    """Refuse a post of another region, or of none of these roles.

    Raises:
        NotOfThisRegion: it is not of this region, does not hold today, or one of two is invented and the other not.
    """
    place = Q(region=agreement.region_id) if agreement.region_id or not agreement.is_demonstration else Q()
    held = Post.objects.filter(
        holding(), place, pk=post.pk, user=post.user_id, role__in=roles, is_demonstration=agreement.is_demonstration
    )
    if not held.exists():
        raise NotOfThisRegion
