"""What happens in a household: somebody leaves, dies, comes back, is brought to safety; who heads it; its referent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.families import queries
from jisr.families.actions.households import open_household
from jisr.families.actions.persons import add_identity, write_person
from jisr.families.choices import Began, Ended, MaritalState, Relation
from jisr.families.models import Household, Membership, Person, Referent
from jisr.territory.models import Commune

#: What goes along when somebody is written into another household; consents do not: she is asked again.
_SAME = (
    "given_ar", "family_ar", "given_fr", "family_fr", "sex", "born_on", "born_about", "marital_state", "literacy",
    "schooled", "disability",
)  # fmt: skip
_MARITAL = {Ended.MARRIAGE: MaritalState.MARRIED, Ended.DIVORCE: MaritalState.DIVORCED}
_BEGAN = {Ended.MARRIAGE: Began.MARRIAGE, Ended.KAFALA: Began.KAFALA}


class LeftBefore(Refusal):
    """Somebody else wrote it down first."""

    message = _("This person no longer belongs to the household: it was written before. The file shows it.")


@transaction.atomic
def leave(*, person: Person, why: str, on: date, by: User) -> Membership:
    """Write that somebody no longer belongs to the household, and why; her file and what was done for her stay.

    Raises:
        LeftBefore: she had left.
        Unacceptable: no reason of the list, or a day to come.
    """
    _check(why, on)
    row = _current(person)
    # written on the day of the reception, although she had left before: she was of it until then
    row.since, row.until, row.ended = min(row.since, on), on, why
    row.save(update_fields=["since", "until", "ended"])
    changed: dict[str, Any] = {"died_on": on} if why == Ended.DEATH else {}
    if why in _MARITAL:
        changed["marital_state"] = _MARITAL[Ended(why)]
    if changed:
        person.save_version(person.version, **changed)
    journal.record("families.left_household", person, by=by, reason=why)
    return row


@transaction.atomic
def leave_together(*, persons: Sequence[Person], why: str, on: date, by: User) -> None:
    """Write that several people left, where to is not known here; all of them or none.

    Raises:
        LeftBefore, Unacceptable: as for ``leave``.
    """
    for person in persons:
        leave(person=person, why=why, on=on, by=by)


@transaction.atomic
def move(
    *, persons: Sequence[Person], to: Household, why: str, on: date, by: User, relations: Mapping[UUID, str]
) -> list[Person]:
    """Write people into another household whose file is open to the speaker; they leave the one they were in.

    Each household keeps its own half: what was done in one stays in it, and whoever may open one alone sees one.

    Args:
        relations: by person, what each is to the head there; left out, another member.

    Raises:
        OutOfReach: it is the household in which they are.
        LeftBefore: one of them had left.
        Unacceptable: no reason of the list, or a day to come.
    """
    if any(person.household_id == to.pk for person in persons):
        raise OutOfReach
    moved = []
    for person in persons:
        leave(person=person, why=why, on=on, by=by)
        began = _BEGAN.get(Ended(why), Began.MOVED)
        moved.append(_again(person, to, relations.get(person.pk, Relation.OTHER), began, on, by))
    return moved


@transaction.atomic
def move_out(
    *, persons: Sequence[Person], commune: Commune, locality: str, centre: Centre, why: str, on: date, by: User,
    head: UUID | None = None,
) -> Household:  # fmt: skip
    """Write people into a household of their own, opened here.

    Args:
        head: who heads it; the first of them when left out.

    Raises:
        LeftBefore, Unacceptable: as for ``move``.
    """
    old = persons[0].household
    new = open_household(
        commune=commune, centre=centre, by=by, locality=locality, language=old.language,
        is_demonstration=old.is_demonstration,
    )  # fmt: skip
    relations = {person.pk: Relation.OTHER for person in persons} | {head or persons[0].pk: Relation.HEAD}
    move(persons=persons, to=new, why=why, on=on, by=by, relations=relations)
    return new


@transaction.atomic
def bring_to_safety(
    *, persons: Sequence[Person], compartment: str, commune: Commune, locality: str, centre: Centre, by: User
) -> Household:
    """Open a protected household for people who must not be found; in the file that they leave nothing changes.

    Where she lives now stands in the compartment alone. Whoever keeps it finds the two halves by their origin.
    """
    old = persons[0].household
    new = open_household(
        commune=commune, centre=centre, by=by, locality=locality, language=old.language, compartment=compartment,
        is_demonstration=old.is_demonstration,
    )  # fmt: skip
    for place, person in enumerate(persons):
        relation = Relation.HEAD if not place else Relation.OTHER
        _again(person, new, relation, Began.MOVED, timezone.localdate(), by)
    return new


@transaction.atomic
def come_back(*, person: Person, on: date, by: User, relation: str = Relation.OTHER) -> Membership:
    """Write that somebody who had left belongs to the household again.

    Raises:
        OutOfReach: she never left, or she has died.
        Unacceptable: a day to come, or before she left.
    """
    last = person.memberships.order_by("-until").exclude(until=None).first()
    if last is None or person.died_on or person.memberships.filter(until=None).exists():
        raise OutOfReach
    _check(Ended.MOVED, on)
    if last.until and on < last.until:
        raise Unacceptable({"on": _("This is before the day on which she or he left. Check the day.")})
    row = Membership(
        household_id=person.household_id, person=person, relation=relation, since=on, began=Began.RETURNED,
        compartment=person.compartment,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("families.came_back", person, by=by)
    return row


@transaction.atomic
def change_head(*, household: Household, relations: Mapping[UUID, str], by: User) -> None:
    """Write who heads a household, and what everybody else is to that person.

    Args:
        relations: of every member of today; exactly one of them the head.

    Raises:
        Unacceptable: no head, or two.
        LeftBefore: the members are no longer those that were shown.
    """
    if list(relations.values()).count(Relation.HEAD) != 1:
        raise Unacceptable({"relations": _("Choose one head of the household.")})
    rows = {row.person_id: row for row in household.memberships.filter(until=None).select_for_update()}
    if set(rows) != set(relations):
        raise LeftBefore
    # the one who heads it now first: the database knows one head at a time
    for key in sorted(rows, key=lambda key: rows[key].relation != Relation.HEAD):
        Membership.objects.filter(pk=rows[key].pk).update(
            relation=Relation.OTHER if relations[key] == Relation.HEAD else relations[key]
        )
    head = next(key for key, relation in relations.items() if relation == Relation.HEAD)
    Membership.objects.filter(pk=rows[head].pk).update(relation=Relation.HEAD)
    journal.record("families.changed_head", household, by=by)


@transaction.atomic
def name_referent(*, household: Household, user: User, centre: Centre, by: User) -> Referent:
    """Say which worker the family knows as hers; the one before her is so no longer."""
    today = timezone.localdate()
    current = Referent.objects.filter(household=household, compartment=household.compartment, until=None)
    if (held := current.select_for_update().first()) is not None:
        if held.user_id == user.pk:
            return held
        held.until = today
        held.save(update_fields=["until"])
    row = Referent(household=household, user=user, centre=centre, since=today, compartment=household.compartment)
    row.save(force_insert=True)
    journal.record("families.named_referent", row, by=by)
    return row


@transaction.atomic
def hand_papers_to(*, child: Person, adult: Person | None, by: User) -> Person:
    """Say to which adult of the household a child's papers may be handed; None: to nobody but the child.

    Raises:
        OutOfReach: the adult is not a member of the same household.
    """
    if adult is not None and (adult.household_id != child.household_id or adult.pk == child.pk):
        raise OutOfReach
    child.save_version(child.version, papers_to=adult)
    journal.record("families.said_who_gets_papers", child, by=by)
    return child


def _again(person: Person, to: Household, relation: str, began: str, on: date, by: User) -> Person:
    """The same person in another household's file.

    The origin is the most open of her files: from an open one nobody can tell that there is a protected one.
    """
    comes_into_the_open = bool(person.compartment) and not to.compartment and person.origin is None
    row = write_person(
        household=to, relation=relation, began=began, since=on,
        origin=None if comes_into_the_open else person.origin or person.pk,
        **{name: getattr(person, name) for name in _SAME},
    )  # fmt: skip
    if comes_into_the_open:
        Person.objects.filter(pk=person.pk).update(origin=row.pk)
    for kind, number in queries.numbers_of(person):
        add_identity(person=row, kind=kind, number=number, by=by)
    journal.record("families.wrote_into_household", row, by=by)
    return row


def _current(person: Person) -> Membership:
    row = person.memberships.filter(until=None).select_for_update().first()
    if row is None:
        raise LeftBefore
    return row


def _check(why: str, on: date) -> None:
    wrong: dict[str, Any] = {}
    if why not in Ended.values:
        wrong["why"] = _("Say what happened.")
    if on > timezone.localdate():
        wrong["on"] = _("This day is still to come. Write the day on which it happened.")
    if wrong:
        raise Unacceptable(wrong)
