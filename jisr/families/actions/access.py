"""Opening a file to another centre."""

from datetime import date

from django.db import ProgrammingError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.keys import new_key
from jisr.common.text import clean_typed
from jisr.families import queries
from jisr.families.choices import AccessReason
from jisr.families.models import AccessRequest, Household


@transaction.atomic
def give_access(*, household: Household, centre: Centre, by: User, until: date | None = None) -> None:
    """Let a centre that asked open the file, granted by the one in charge; what else is tried, the door refuses.

    Raises:
        OutOfReach: the speaker's centre is not in charge of it, or was never asked.
    """
    try:
        with transaction.atomic():
            call("jisr_give_access", household.pk, centre.pk, AccessReason.GRANTED, until)
    except ProgrammingError as fault:
        raise OutOfReach from fault
    journal.record("families.gave_access", household, by=by)


@transaction.atomic
def ask_access(*, mark: str, centre: Centre, why: str, by: User) -> AccessRequest:
    """Ask the centre in charge to open a file known elsewhere.

    Args:
        mark: of ``queries.known_persons``; the household's key stays with the database.

    Raises:
        OutOfReach: the mark is another's, altered or too old, or the file is no longer one that the asker can find.
    """
    key = new_key()
    try:
        with transaction.atomic():
            call("jisr_ask_access", key, mark, centre.pk, clean_typed(why), by.pk)
    except ProgrammingError as fault:
        raise OutOfReach from fault
    row = AccessRequest.objects.get(pk=key)
    journal.record("families.asked_access", row, by=by)
    return row


@transaction.atomic
def answer_access(*, request: AccessRequest, granted: bool, by: User, until: date | None = None) -> AccessRequest:
    """Open the file to the centre that asks, until a day, or say no.

    Args:
        until: the first day on which it is no longer open; when it is not said, the usual time from now
            (parameters/access.yaml). A file is never opened to another centre without an end.

    Raises:
        OutOfReach: it was answered before, or the file is not this centre's.
        Unacceptable: the day has passed, or is further than a file may be opened at once.
    """
    waiting = AccessRequest.objects.filter(pk=request.pk, answered_at=None)
    household = Household.objects.filter(pk=request.household_id).first() if granted else None
    if granted and household is None:
        raise OutOfReach
    end = _end(until) if granted else None
    if not waiting.update(answered_at=timezone.now(), granted=granted, until=end):
        raise OutOfReach
    if household is not None:
        give_access(household=household, centre=request.from_centre, by=by, until=end)
    journal.record("families.answered_access", request, by=by, reason="granted" if granted else "not_granted")
    return request


def _end(until: date | None) -> date:
    """The day said, or the usual one."""
    usual, latest = queries.opened_until()
    if until is not None and until <= timezone.localdate():
        raise Unacceptable({"last_day": _("This day has passed. Write today or a later day.")})
    if until is not None and until > latest:
        raise Unacceptable({"last_day": _("A file is opened for a year at most. They can ask again.")})
    return until or usual
