"""Writing what a person answers to a question of a condition: into its place in the file, or as she declares it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.conditions import vocabulary
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.conditions.facts import IN_FILE
from jisr.families.actions.households import change_household
from jisr.families.actions.persons import NAMES, change_person
from jisr.families.choices import Registered
from jisr.families.models import DeclaredFact, Household, Person
from jisr.families.queries.conditions import declared_facts, write_value
from jisr.families.rules import birth_from_age

_ON_HOUSEHOLD = frozenset({"language", "rsu", "rnp"})
_COLUMN = {"disability_kind": "disability"}


@transaction.atomic
def answer_facts(
    *, person: Person, household: Household, answers: Mapping[str, Any], by: User, compartment: str = ""
) -> list[str]:
    """Write answers to questions of conditions.

    What has a place of its own in the file is written there, where that place is still empty; the rest is kept as
    it was declared. What is answered for a protected need stays in its compartment, whatever it is.

    Args:
        answers: fact to value: a yes or no, a whole number, the code of an option.
        compartment: of what it was asked for.

    Returns:
        the facts written: what somebody else has answered in between is left as it is, and what was declared so
        before is not declared again.

    Raises:
        Unacceptable: a value that the fact cannot have, fact by fact.
        OutOfReach: the person is not of the household.
    """
    facts = vocabulary().facts
    if person.household_id != household.pk:
        raise OutOfReach
    wrong = {
        name: _("This answer cannot be. Check it.")
        for name, value in answers.items()
        if name not in facts or not write_value(facts[name], value)
    }
    if wrong:
        raise Unacceptable(wrong)
    own = compartment in {person.compartment, household.compartment}
    in_file = {name: value for name, value in answers.items() if own and facts[name].known == IN_FILE}
    written = [*_on_household(household, in_file, by), *_on_person(person, in_file, by)]
    known = declared_facts(person, household, compartment=compartment)
    for name, value in answers.items():
        text = write_value(facts[name], value)
        if name not in in_file and not (name in known and known[name].value == text):
            _declare(person, household, name, text, compartment, by)
            written.append(name)
    return written


def _on_household(household: Household, answers: Mapping[str, Any], by: User) -> list[str]:
    row = Household.objects.select_for_update().get(pk=household.pk)
    values = {
        name: (Registered.DECLARED if value is True else Registered.NO if value is False else value)
        for name, value in answers.items()
        if name in _ON_HOUSEHOLD and not getattr(row, name)
    }
    if values:
        change_household(household=row, version=row.version, by=by, **values)
    return list(values)


def _on_person(person: Person, answers: Mapping[str, Any], by: User) -> list[str]:
    row, written = Person.objects.select_for_update().get(pk=person.pk), []
    values: dict[str, Any] = {}
    for name, value in answers.items():
        if name in _ON_HOUSEHOLD or getattr(row, _held_by(name)) not in {"", None}:
            continue
        written.append(name)
        if name == "age":
            values |= {"born_on": birth_from_age(value, timezone.localdate()), "born_about": True}
        else:
            values[_held_by(name)] = value
    if values:
        names = {name: getattr(row, name) for name in NAMES}
        change_person(person=row, version=row.version, by=by, **names, **values)
    return written


def _held_by(name: str) -> str:
    return "born_on" if name == "age" else _COLUMN.get(name, name)


def _declare(person: Person, household: Household, name: str, value: str, compartment: str, by: User) -> None:
    row = DeclaredFact(
        household=household, person=person, fact=name, by=by, compartment=compartment or household.compartment
    )
    row.value = value
    row.save(force_insert=True)
    journal.record("families.declared_fact", row, by=by)
