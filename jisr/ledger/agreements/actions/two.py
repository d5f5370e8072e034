"""Acts of two people: what is proposed is settled once, by somebody else; each refusal has its word why."""

from datetime import date
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.ledger.agreements.actions.laws import LAWS, Laws, lawful
from jisr.ledger.agreements.choices import ProposalState
from jisr.ledger.agreements.models.two import OfTwo
from jisr.staff.models import Post

Row = TypeVar("Row", bound=OfTwo)


class ReasonMissing(Refusal):
    """Something is taken back or refused without a word why."""

    message = _("Say why, in a few words: it stays in the history.")


def why(reason: str) -> str:
    """The reason as it is kept.

    Raises:
        ReasonMissing: no word why.
    """
    said = clean_typed(reason)
    if not said:
        raise ReasonMissing
    return said


def past(on: date | None) -> date:
    """The day on which something happened; today where none is given.

    Raises:
        Unacceptable: it is still to come.
    """
    today = timezone.localdate()
    if on is not None and on > today:
        raise Unacceptable({"on": _("This day is still to come. Write it down when it has passed.")})
    return on or today


def settled(
    row: Row, state: ProposalState, *, by: Post, verb: str, reason: str = "", laws: Laws = LAWS, **more: Any
) -> Row:
    """Settle what waits, once; the journal line beside it.

    Raises:
        OutOfReach: it was settled in the meantime, or is not hers to settle.
        BrokenLaw: a law of the database does not hold.
    """
    with lawful(laws):
        values = {"state": state, "settled_by": by.user, "settled_at": timezone.now(), "settled_reason": reason}
        changed = type(row)._default_manager.filter(pk=row.pk, state=ProposalState.OPEN).update(**values, **more)
        if not changed:
            raise OutOfReach
        journal.record(verb, row, by=by.user, reason=getattr(row, "step", ""))
    row.refresh_from_db()
    return row
