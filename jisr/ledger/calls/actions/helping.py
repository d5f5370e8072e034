"""An association helps whoever asked for it."""

from django.db import transaction
from django.utils import timezone

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach
from jisr.ledger.calls.models import HelpRequest


@transaction.atomic
def take_help(*, request: HelpRequest, by: User) -> HelpRequest:
    """Take a request: from now on no other association calls her.

    Raises:
        OutOfReach: somebody took it before.
    """
    if not HelpRequest.objects.filter(pk=request.pk, helper=None).update(helper=by, taken_on=timezone.localdate()):
        raise OutOfReach
    journal.record("calls.took_help", request, by=by)
    return request


@transaction.atomic
def end_help(*, request: HelpRequest, by: User) -> HelpRequest:
    """Say that she was helped; her name and number are destroyed.

    Raises:
        OutOfReach: it is not hers, or it is over.
    """
    rows = HelpRequest.objects.filter(pk=request.pk, helper=by, done_on=None)
    if not rows.update(done_on=timezone.localdate(), sealed=b""):
        raise OutOfReach
    journal.record("calls.ended_help", request, by=by)
    return request
