"""Acts of listening."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.families import queries as family_queries
from jisr.families.models import Person
from jisr.window.listening.choices import NeedState, Secrecy
from jisr.window.listening.models import Interview, Need, Note
from jisr.window.reception import actions as reception
from jisr.window.reception.choices import VisitState
from jisr.window.reception.models import Visit


@transaction.atomic
def listen(
    *, person: Person, centre: Centre, by: User, needs: Sequence[Mapping[str, Any]] = (), visit: Visit | None = None,
    place: str = "centre", strengths: str = "", risks: str = "", note: str = "", secrecy: str = Secrecy.TEAM,
    compartment: str = "", minutes: int | None = None,
) -> Interview:  # fmt: skip
    """Write down what was heard: needs by domain, strengths, risks, a note.

    Args:
        needs: each with person, theme, gravity and words.
        visit: the reception that it follows; it leaves the list of those who wait.
        compartment: where the whole of it is kept; a disclosure is an interview of its own.
        minutes: of work, where the worker notes them.

    Raises:
        Unacceptable: nothing was written.
    """
    if not needs and not clean_typed(note, lines=True):
        raise Unacceptable({"note": _("Write at least one need or a note.")})
    compartment = compartment or person.compartment
    interview = Interview(
        household_id=person.household_id, person=person, visit=None if compartment != _of(visit) else visit,
        centre=centre, place=place, by=by, compartment=compartment, minutes=minutes,
    )  # fmt: skip
    interview.strengths, interview.risks = clean_typed(strengths, lines=True), clean_typed(risks, lines=True)
    interview.save(force_insert=True)
    for need in needs:
        add_need(interview=interview, by=by, **need)
    if clean_typed(note, lines=True):
        add_note(interview=interview, text=note, secrecy=secrecy, by=by)
    if visit is not None and visit.state == VisitState.WAITING and compartment == visit.compartment:
        reception.listened(visit=visit, by=by)
    journal.record("listening.listened", interview, by=by)
    _tell(interview)
    return interview


@transaction.atomic
def add_need(*, interview: Interview, person: Person, theme: str, by: User, gravity: int = 3, words: str = "") -> Need:
    """Write one need of one member of the household."""
    if person.household_id != interview.household_id:
        raise OutOfReach
    need = Need(
        interview=interview, household_id=interview.household_id, person=person, theme=theme, gravity=gravity,
        compartment=interview.compartment,
    )  # fmt: skip
    need.words = clean_typed(words, lines=True)
    need.save(force_insert=True)
    journal.record("listening.added_need", need, by=by)
    return need


@transaction.atomic
def change_need(*, need: Need, version: int, by: User, **values: Any) -> Need:
    """Correct a need.

    Raises:
        Stale: somebody else saved it in between.
    """
    need.save_version(
        version, **{k: clean_typed(v, lines=True) if isinstance(v, str) else v for k, v in values.items()}
    )
    journal.record("listening.changed_need", need, by=by)
    return need


@transaction.atomic
def close_need(*, need: Need, version: int, met: bool, by: User) -> Need:
    """Say that a need is met, or that it is closed without being met."""
    need.save_version(version, state=NeedState.MET if met else NeedState.CLOSED)
    journal.record("listening.closed_need", need, by=by, reason="met" if met else "not_met")
    return need


@transaction.atomic
def add_note(*, interview: Interview, text: str, by: User, secrecy: str = Secrecy.TEAM) -> Note:
    """Add a note for the team or for its author alone; a note is never edited, another follows it."""
    note = Note(
        interview=interview, household_id=interview.household_id, author=by, secrecy=secrecy,
        compartment=interview.compartment,
    )  # fmt: skip
    note.text = clean_typed(text, lines=True)
    note.save(force_insert=True)
    journal.record("listening.added_note", note, by=by)
    return note


def _of(visit: Visit | None) -> str:
    return visit.compartment if visit else ""


def _tell(interview: Interview) -> None:
    household, person = interview.person.household, interview.person
    events.emit(
        "listened", centre=interview.centre_id, subject=interview, person=person, commune=household.commune_id,
        compartment=interview.compartment, facts=family_queries.facts_of_event(person, household),
    )  # fmt: skip
