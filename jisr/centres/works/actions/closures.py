"""Works shut a centre for some days, and it reopens."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres import actions as catalogue
from jisr.centres.models import Centre
from jisr.centres.works import queries
from jisr.centres.works.choices import NEXT
from jisr.centres.works.models import Operation, WorksClosure
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.events import emit

#: What the public page of the centre says beside the days, where it may say words.
SAID_AR, SAID_FR = "مغلق من أجل أشغال", "Fermé pour travaux"


@transaction.atomic
def shut(
    *, operation: Operation, since: date, until: date | None, by: User, to: Centre | None = None,
    moved: int | None = None, nowhere: int | None = None,
) -> WorksClosure:  # fmt: skip
    """Tell that the centre is closed for works, and where people go meanwhile.

    Args:
        since, until: first and last day; no last day: until it reopens.
        to: the centre that receives them.
        moved: people received there; None where nobody counted.
        nowhere: people received nowhere; None where nobody counted.

    Raises:
        OutOfReach: the operation is over.
        Unacceptable: the days are not in order, or the receiving centre is the closed one.
    """
    if not NEXT[queries.held(operation).state]:
        raise OutOfReach
    if until and until < since:
        raise Unacceptable({"until": _("The last day comes before the first.")})
    if to is not None and to.pk == operation.centre_id:
        raise Unacceptable({"to": _("Choose another centre: this one is closed.")})
    if to is not None and to.is_demonstration != operation.centre.is_demonstration:
        raise Unacceptable({"to": _("Invented people do not go to a real centre, nor real ones to an invented one.")})
    if moved is not None and to is None:
        raise Unacceptable({"to": _("Choose the centre that receives these people.")})
    centre = operation.centre
    words = {} if centre.confidential else {"text_ar": SAID_AR, "text_fr": SAID_FR}
    notice = catalogue.add_notice(
        centre=centre, values={"kind": "closure", "since": since, "until": until, **words}, by=by
    )
    row = WorksClosure(
        centre=centre, confidential=centre.confidential, operation=operation, since=since, until=until, to=to,
        moved=moved, nowhere=nowhere, notice=notice,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("works.shut", row, by=by)
    emit("centre.closed", centre=centre, subject=row, happened_on=since)
    return row


@transaction.atomic
def reopen(*, closure: WorksClosure, on: date, by: User) -> None:
    """The centre receives people again from a day on; its page says so.

    Args:
        on: the first day on which it receives.

    Raises:
        OutOfReach: it has reopened already, or is another's.
        Unacceptable: the day is to come, or is not after the first day of the closure.
    """
    if on > timezone.localdate():
        raise Unacceptable({"on": _("This day is still to come.")})
    if on <= closure.since:
        raise Unacceptable({"on": _("It was closed for one day at least: choose a later one.")})
    last = on - timedelta(days=1)
    if not WorksClosure.objects.filter(pk=closure.pk, ended=False).update(until=last, ended=True):
        raise OutOfReach
    notice = closure.notice
    if notice is not None and (notice.until is None or notice.until >= timezone.localdate()):
        catalogue.end_notice(notice=notice, by=by)
    journal.record("works.reopened", closure, by=by)
    emit("centre.reopened", centre=closure.centre_id, subject=closure, happened_on=on)
