"""Acts of reception: receive somebody, give the receipt."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.keys import readable_code
from jisr.common.text import clean_typed
from jisr.families import actions as families
from jisr.families import queries as family_queries
from jisr.families.choices import Relation
from jisr.families.models import Person
from jisr.families.rules import age
from jisr.territory.models import Commune
from jisr.window.reception.choices import Channel, Urgency, VisitState
from jisr.window.reception.models import Visit


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
