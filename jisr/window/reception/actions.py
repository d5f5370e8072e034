"""Acts of reception: receive somebody, give the receipt."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.crypto import encrypt
from jisr.common.database import call
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.common.keys import new_key, readable_code
from jisr.common.text import clean_typed
from jisr.families import actions as families
from jisr.families import queries as family_queries
from jisr.families.choices import Relation
from jisr.families.models import Person
from jisr.families.rules import age
from jisr.territory.models import Commune
from jisr.window.reception import queries
from jisr.window.reception.choices import AlertClosed, AlertState, Channel, Urgency, VisitState
from jisr.window.reception.models import Alert, Visit


class NobodyReceives(Refusal):
    """The centre chosen no longer receives, or nobody there keeps what is protected."""

    message = _("This centre cannot take it in any more. Open the page again: another one is proposed.")


@transaction.atomic
def receive_new(
    *, centre: Centre, commune: Commune, names: Mapping[str, Any], visit: Mapping[str, Any], by: User,
    locality: str = "", compartment: str = "", is_demonstration: bool = False,
) -> Visit:  # fmt: skip
    """Receive somebody whom no centre knows: her household's file, herself, the visit.

    Args:
        names: fields of ``Person``.
        visit: reasons, words, urgency, channel, language.

    Raises:
        Unacceptable: no name, or no reason for coming.
    """
    household = families.open_household(
        commune=commune, centre=centre, by=by, locality=locality, language=visit.get("language", ""),
        compartment=compartment, is_demonstration=is_demonstration,
    )  # fmt: skip
    years = age(names.get("born_on"), timezone.localdate())
    relation = Relation.OTHER if years is not None and years < 18 else Relation.HEAD  # a child alone heads no household
    person = families.add_person(household=household, by=by, relation=relation, **names)
    return receive(person=person, centre=centre, by=by, compartment=compartment, **visit)


@transaction.atomic
def receive(
    *, person: Person, centre: Centre, by: User, reasons: Sequence[str] = (), words: str = "",
    urgency: str = Urgency.NORMAL, channel: str = Channel.WALK_IN, language: str = "", compartment: str = "",
) -> Visit:  # fmt: skip
    """Receive somebody whose file the centre may open, and number her receipt.

    Raises:
        Unacceptable: neither a reason nor words say why she came.
    """
    words = clean_typed(words, lines=True)
    if not reasons and not words:
        raise Unacceptable({"reasons": _("Choose at least one reason, or write it in the person's words.")})
    visit = Visit(
        household=person.household, person=person, centre=centre, reasons=sorted(set(reasons)), words=words,
        urgency=urgency, channel=channel, language=language or person.household.language, received_by=by,
        receipt=f"{timezone.localdate():%y}-{readable_code(4)}-{readable_code(3)}",
        compartment=compartment or person.compartment,
    )  # fmt: skip
    visit.save(force_insert=True)
    journal.record("reception.received", visit, by=by)
    household = person.household
    for theme in visit.reasons or [""]:
        events.emit(
            "received", centre=centre, subject=visit, person=person, theme=theme, commune=household.commune_id,
            compartment=visit.compartment, facts=family_queries.facts_of_event(person, household),
        )  # fmt: skip
    return visit


@transaction.atomic
def receipt_was_read(*, visit: Visit, by: User) -> Visit:
    """Note that the receipt was read aloud to the person."""
    _move(visit, {"receipt_read_aloud": True})
    journal.record("reception.read_receipt", visit, by=by)
    return visit


@transaction.atomic
def left(*, visit: Visit, by: User) -> Visit:
    """Note that the person left before being listened to."""
    _move(visit, {"state": VisitState.LEFT}, waiting=True)
    journal.record("reception.left", visit, by=by)
    return visit


@transaction.atomic
def listened(*, visit: Visit, by: User) -> Visit:
    """Take a visit off the list of those who wait; once only."""
    _move(visit, {"state": VisitState.LISTENED}, waiting=True)
    journal.record("reception.listened", visit, by=by)
    return visit


def _move(visit: Visit, values: Mapping[str, Any], *, waiting: bool = False) -> None:
    rows = Visit.objects.filter(pk=visit.pk, **({"state": VisitState.WAITING} if waiting else {}))
    if not rows.update(**values):
        raise OutOfReach
    for name, value in values.items():
        setattr(visit, name, value)


@transaction.atomic
def take_in_alert(
    *, chosen: queries.Competent, told: queries.Told, language: str, said_on: date, province: Any, commune: Any
) -> UUID:
    """Take a report of danger in, sealed for the centre chosen. Whoever gives it cannot read it any more.

    The function of the database lets moderators of a consultation alone do this; the line of the journal is its own.

    Returns:
        its key.

    Raises:
        NobodyReceives: nobody receives there any more.
    """
    key = new_key()
    ((refused,),) = call(
        "jisr_take_in_alert", key, chosen.centre.pk, chosen.compartment, _sealed(key, told), language, said_on,
        getattr(province, "pk", None), getattr(commune, "pk", None),
    )  # fmt: skip
    if refused:
        raise NobodyReceives
    return key


def _sealed(key: UUID, told: queries.Told) -> bytes:
    return encrypt(json.dumps([told.words, told.channel, told.to]), bound_to=queries.bound_to(key))


@transaction.atomic
def take_on_alert(*, alert: Alert, by: User) -> Alert:
    """Say that one takes a report on; the first who says so has it.

    Raises:
        OutOfReach: somebody took it on before, or it has ended.
    """
    _move_alert(alert, AlertState.WAITING, state=AlertState.TAKEN, taken_by=by, taken_at=timezone.now())
    journal.record("reception.took_alert", alert, by=by)
    return alert


@transaction.atomic
def alert_received(*, alert: Alert, visit: Visit, by: User) -> Alert:
    """End a report with the visit of the person.

    A report that was in no compartment goes into that of the visit; a protected one is never opened by its visit.

    Raises:
        OutOfReach: it has ended, or the visit is another centre's.
        Unacceptable: the visit is less protected than the report.
    """
    if visit.centre_id != alert.centre_id:
        raise OutOfReach
    if alert.compartment not in {"", visit.compartment}:
        raise Unacceptable(
            {"receipt": _("This visit is not kept by the team that keeps the report. Receive her there.")}
        )
    _move_alert(alert, *queries.OPEN_ALERTS, state=AlertState.RECEIVED, visit=visit, ended_at=timezone.now(),
          compartment=visit.compartment, **_taken(alert, by))  # fmt: skip
    journal.record("reception.alert_received", alert, by=by)
    return alert


@transaction.atomic
def close_alert(*, alert: Alert, reason: str, by: User) -> Alert:
    """End a report without a visit, and say why.

    Raises:
        Unacceptable: no reason of the list.
        OutOfReach: it has ended.
    """
    if reason not in AlertClosed.values:
        raise Unacceptable({"reason": _("Say why it is closed.")})
    _move_alert(alert, *queries.OPEN_ALERTS, state=AlertState.CLOSED, closed_reason=reason, ended_at=timezone.now(),
          **_taken(alert, by))  # fmt: skip
    journal.record("reception.alert_closed", alert, by=by, reason=reason)
    return alert


def _taken(alert: Alert, by: User) -> dict[str, Any]:
    """Whoever ends what nobody took on took it on."""
    return {} if alert.taken_by_id else {"taken_by": by, "taken_at": timezone.now()}


def _move_alert(alert: Alert, *states: str, **values: Any) -> None:
    if not Alert.objects.filter(pk=alert.pk, state__in=states).update(**values):
        raise OutOfReach
    for name, what in values.items():
        setattr(alert, name, what)
