"""Complete or not, admitted or not: what is missing is asked for once, whole, and a refusal has its reason."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.parameters import value
from jisr.common.text import clean_typed
from jisr.ledger.calls.choices import ApplicationState, Reason
from jisr.ledger.calls.models import Application
from jisr.ledger.calls.queries.rows import asked_of

_OPEN = (ApplicationState.DEPOSITED, ApplicationState.ASKED)
#: Reasons for which a file is not read.
_ASIDE = (Reason.NOT_ELIGIBLE, Reason.NOT_COMPLETE)


class AskedBefore(Refusal):
    """Law 55-19 allows one request for what is missing."""

    message = _("What was missing has been asked for already: the law allows one request. Decide with what is there.")


class StillTime(Refusal):
    """The day until which papers may come is not over."""

    message = _("The applicant still has time to hand in what was asked for, until the day named beside it.")


@transaction.atomic
def find_complete(*, application: Application, expected: int, by: User) -> Application:
    """The file is whole and the conditions are met: it goes to its readers.

    Raises:
        OutOfReach: it was settled before.
        Stale: somebody saved it in between.
    """
    _open(application)
    application.save_version(expected, state=ApplicationState.COMPLETE, settled_on=timezone.localdate())
    journal.record("calls.found_complete", application, by=by)
    return application


@transaction.atomic
def ask_papers(*, application: Application, expected: int, items: Iterable[str], by: User) -> Application:
    """Ask for everything that is missing, at once; the days to bring it begin today.

    Raises:
        AskedBefore: it was asked before.
        Unacceptable: nothing is asked for, or something that this kind of applicant does not bring.
    """
    _open(application)
    if application.asked_on is not None:
        raise AskedBefore
    wanted = sorted(set(items))
    known = {item.code for item in asked_of(application).items}
    if not wanted or not set(wanted) <= known:
        raise Unacceptable({"items": _("Tick every paper that is missing: it is asked for once.")})
    today = timezone.localdate()
    days = value("jisr.ledger.calls", "deadlines", "completion_days", on=today)
    application.save_version(
        expected, state=ApplicationState.ASKED, asked_items=wanted, asked_on=today,
        asked_until=today + timedelta(days=days),
    )  # fmt: skip
    journal.record("calls.asked_papers", application, by=by)
    return application


@transaction.atomic
def set_aside(*, application: Application, expected: int, why: str, why_text: str, by: User) -> Application:
    """A published condition is not met, or what was asked for did not come: said with its reason, by a person.

    Raises:
        StillTime: papers may still come.
        Unacceptable: without a reason in words.
    """
    _open(application)
    if why not in _ASIDE:
        raise Unacceptable({"why": _("Choose one of the reasons.")})
    words = clean_typed(why_text)
    if not words:
        raise Unacceptable({"why_text": _("Say in words what is missing or which condition: she reads it.")})
    if why == Reason.NOT_COMPLETE and (
        application.asked_until is None or timezone.localdate() <= application.asked_until
    ):
        raise StillTime
    application.save_version(
        expected, state=ApplicationState.SET_ASIDE, settled_on=timezone.localdate(), why=why, why_text=words
    )
    journal.record("calls.set_aside", application, by=by, reason=why)
    return application


def _open(application: Application) -> None:
    if application.state not in _OPEN:
        raise OutOfReach
