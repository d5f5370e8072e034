"""Requests of a person about her own data: written down, answered, and the one that ends with her file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import OperationalError, ProgrammingError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.families import queries
from jisr.families.choices import REQUEST_TRANSITIONS, RefusalGround, RequestState, Right
from jisr.families.models import Identity, Person, Phone, RightsRequest


class AlreadyAnswered(Refusal):
    """The request was answered before."""

    message = _("This request was answered before. Open it again to read the answer.")


class AnotherDecides(Refusal):
    """One person proposed the erasure; another must decide."""

    message = _("You proposed this erasure: somebody else decides. One of the two directs the centre.")


class AnotherCentreErases(Refusal):
    """The file was opened to this centre for a time; it is not its own."""

    message = _("This family came to another centre, and that centre erases its file. Send the request there.")


class BeingWritten(Refusal):
    """A list that may hold her is being written; what it writes would come after her erasure."""

    message = _(
        "A list of families is being written at this moment. Nothing was erased; say yes again in some minutes."
    )


class Held(Refusal):
    """Something holds an erasure."""

    message = _("It cannot be erased yet: %(why)s. Settle that first, or refuse with this reason.")


@transaction.atomic
def ask_right(
    *, person: Person, centre: Centre, right: str, speaks: str, checked: str, by: User, words: str = "",
    asked_on: date | None = None,
) -> RightsRequest:  # fmt: skip
    """Write down what a person asks about her own data; the clock runs from the day she asked.

    Raises:
        Unacceptable: the day has not come yet, or nothing says what is to be corrected or stopped.
    """
    asked, said = asked_on or timezone.localdate(), clean_typed(words, lines=True)
    if asked > timezone.localdate():
        raise Unacceptable({"asked_on": _("This day has not come yet. Check it.")})
    if right in {Right.RECTIFICATION, Right.OPPOSITION} and not said:
        raise Unacceptable({"words": _("Write what is to be corrected, or what must stop.")})
    row = RightsRequest(
        household_id=person.household_id, person=person, centre=centre, right=right, speaks=speaks, checked=checked,
        asked_on=asked, due_on=queries.due_day(right, asked), received_by=by,
        code=f"{readable_code(4)}-{readable_code(4)}", compartment=person.compartment,
    )  # fmt: skip
    row.words = said
    row.save(force_insert=True)
    journal.record("families.asked_right", row, by=by, reason=right)
    return row


@transaction.atomic
def grant_right(*, request: RightsRequest, version: int, by: User, reason: str = "") -> RightsRequest | None:
    """Say yes: to an erasure first as a proposal; the second yes, of another person, erases. None once she is erased.

    Raises:
        AlreadyAnswered: somebody answered it before.
        AnotherCentreErases: the file was only opened to this centre.
        AnotherDecides: the second yes is the first one's.
        BeingWritten: a list that may hold her was not written within 20 seconds.
        Held: something holds the erasure.
        OutOfReach: neither of the two directs the centre, or the file is not open to who decides.
        Stale: somebody else saved it in between.
    """
    if request.right != Right.ERASURE:
        return _answer(request, version, RequestState.GRANTED, by, reason=reason)
    if not queries.received_at(request.household_id, request.centre_id):
        raise AnotherCentreErases
    _raise_held(request)
    if request.state == RequestState.RECEIVED:
        request.save_version(version, state=RequestState.PROPOSED, first_by=by, first_at=timezone.now())
        journal.record("families.proposed_erasure", request, by=by)
        return request
    if request.first_by_id == by.pk:
        raise AnotherDecides
    person = request.person_id
    words = _words_of(person)
    _answer(request, version, RequestState.GRANTED, by, reason="")
    try:
        with transaction.atomic():
            call("jisr_erase", request.pk, words)
    except ProgrammingError as fault:
        raise OutOfReach from fault
    except OperationalError as fault:  # waited too long, or each for the other
        raise BeingWritten from fault
    journal.record("families.erased", f"families.person:{person}", by=by)
    return None


@transaction.atomic
def refuse_right(*, request: RightsRequest, version: int, ground: str, reason: str, by: User) -> RightsRequest:
    """Say no, with a ground and reasons in plain words; the letter says where to appeal.

    Raises:
        AlreadyAnswered: somebody answered it before.
        Unacceptable: no reason was written.
        Stale: somebody else saved it in between.
    """
    if not clean_typed(reason, lines=True):
        raise Unacceptable({"reason": _("Write the reason in plain words: it stands in the letter.")})
    return _answer(request, version, RequestState.REFUSED, by, ground=ground, reason=reason)


@transaction.atomic
def take_back_right(*, request: RightsRequest, version: int, by: User) -> RightsRequest:
    """The person no longer asks.

    Raises:
        AlreadyAnswered: somebody answered it before.
    """
    return _answer(request, version, RequestState.WITHDRAWN, by)


def _answer(request: RightsRequest, version: int, state: str, by: User, **values: Any) -> RightsRequest:
    if state not in REQUEST_TRANSITIONS[request.state]:
        raise AlreadyAnswered
    if "reason" in values:
        values["reason"] = clean_typed(values["reason"], lines=True)
    request.save_version(version, state=state, answered_by=by, answered_at=timezone.now(), **values)
    journal.record("families.answered_right", request, by=by, reason=state)
    return request


def _raise_held(request: RightsRequest) -> None:
    why = queries.held(request.person_id)
    if why:
        raise Held(why=RefusalGround(why[0]).label)


def _words_of(person: Any) -> Sequence[str]:
    """What of her may stand in a sheet between preview and yes: numbers, beside the names that the database knows."""
    phones = Phone.objects.filter(person=person).values_list("number", flat=True)
    return [*phones, *(row.number for row in Identity.objects.filter(person=person))]
