"""What the file says of the facts that conditions of services ask for: a value, or None where nobody knows.

"Not known" and "no" are two things: an empty field is not known, and only what was said is a no. What lies in a
compartment counts for what is done inside it alone: an open decision must not differ by what is hidden.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model

from jisr.centres.conditions import vocabulary
from jisr.common.prepared import Prepared
from jisr.conditions.facts import CHOICE, NUMBER, YES_NO, Fact
from jisr.families.choices import IdentityKind, MaritalState, Registered, Relation, ResourceKind
from jisr.families.models import DeclaredFact, Household, Identity, Membership, Person, Resource, read_keys
from jisr.families.rules import age

_REGISTERED: Mapping[str, bool] = {
    Registered.NO: False, Registered.ONGOING: False, Registered.DECLARED: True, Registered.VERIFIED: True,
}  # fmt: skip
_ALONE = frozenset({MaritalState.SINGLE, MaritalState.WIDOWED, MaritalState.DIVORCED, MaritalState.SEPARATED})
_RECEIVED = {
    "direct_aid": ResourceKind.DIRECT_AID, "pension": ResourceKind.PENSION, "alimony": ResourceKind.ALIMONY,
    "scholarship": ResourceKind.SCHOLARSHIP,
}  # fmt: skip
_PAPERS = {"holds_identity": IdentityKind.CIN, "holds_birth": IdentityKind.BIRTH}
#: Facts that are asked of the table of resources, of identities, of memberships.
_BY_RESOURCES = frozenset({"income", *_RECEIVED})


@dataclass
class Beside:
    """What stands beside the rows of persons, read for many households at once."""

    resources: Mapping[UUID, list[Resource]] = field(default_factory=dict)
    papers: Mapping[UUID, set[str]] = field(default_factory=dict)
    heads: Mapping[UUID, UUID] = field(default_factory=dict)
    declared: Mapping[UUID, list[DeclaredFact]] = field(default_factory=dict)


def condition_facts(
    person: Person, household: Household, members: Sequence[Person], *, on: date, compartment: str = "",
    names: Collection[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The known facts of one person, by name; None where the file does not know.

    Args:
        household: with its commune and province.
        members: everyone in it that the reader sees.
        on: the day on which ages are counted.
        compartment: of what is decided; what lies in another one is as if it did not exist.
        names: the facts that are needed; all of them when left out.

    Four queries and those of the keys, whatever the number of members.
    """
    found = condition_facts_of([person], household, members, on=on, compartment=compartment, names=names)
    return found[person.pk]


def condition_facts_of(
    people: Sequence[Person], household: Household, members: Sequence[Person], *, on: date, compartment: str = "",
    names: Collection[str] | None = None,
) -> dict[UUID, dict[str, Any]]:  # fmt: skip
    """The same for several people of one household, in as many queries as for one."""
    wanted = list(vocabulary().facts) if names is None else [name for name in names if name in vocabulary().facts]
    seen = {"", household.compartment, compartment}
    beside = _beside([household.pk], [person.pk for person in people], wanted, seen)
    visible = [one for one in members if one.compartment in seen]
    return {person.pk: _facts(person, household, visible, beside, on, wanted) for person in people}


def facts_of_members(
    households: Iterable[Household], *, on: date, names: Collection[str]
) -> dict[UUID, dict[str, Any]]:
    """The same for every member of many households, open ones alone, by person. A fixed number of queries.

    Args:
        households: with communes and provinces, their persons read with them.
        names: the facts that are needed.
    """
    rows = [one for one in households if not one.compartment]
    of = {one.pk: [person for person in one.persons.all() if not person.compartment] for one in rows}
    everybody = [person.pk for members in of.values() for person in members]
    belonging = set(
        Membership.objects.filter(household__in=list(of), until=None, compartment="").values_list(
            "person_id", flat=True
        )
    )
    beside = _beside(list(of), everybody, names, {""})
    if {"disability", "disability_kind"} & set(names):
        read_keys(everybody)
    found: dict[UUID, dict[str, Any]] = {}
    for household in rows:
        members = [person for person in of[household.pk] if person.pk in belonging]
        found |= {person.pk: _facts(person, household, members, beside, on, names) for person in members}
    return found


def _within(rows: type[Model], homes: list[UUID], seen: list[str]) -> Any:
    return rows._default_manager.filter(household_id__any_of=homes, compartment__any_of=seen)


# asked for every list of services, so written once: households, and compartments that count
_WITHIN: dict[str, Any] = {"homes": [UUID(int=0)], "seen": [""]}
_RESOURCES: Prepared[Resource] = Prepared(
    lambda homes, seen: _within(Resource, homes, seen).filter(ended_on=None), **_WITHIN
)
_IDENTITIES: Prepared[Identity] = Prepared(
    lambda homes, seen, persons: _within(Identity, homes, seen)
    .filter(person_id__any_of=persons)
    .only("person_id", "kind"),
    **_WITHIN, persons=[UUID(int=1)],
)  # fmt: skip
_HEADS: Prepared[Membership] = Prepared(
    lambda homes, seen: _within(Membership, homes, seen)
    .filter(until=None, relation=Relation.HEAD)
    .only("household_id", "person_id"),
    **_WITHIN,
)  # fmt: skip
_DECLARED: Prepared[DeclaredFact] = Prepared(
    lambda homes, seen, names: _within(DeclaredFact, homes, seen)
    .filter(fact__any_of=names)
    .order_by("said_at", "id"),
    **_WITHIN, names=["?"],
)  # fmt: skip


def _beside(households: list[UUID], persons: list[UUID], names: Collection[str], seen: set[str]) -> Beside:
    resources: dict[UUID, list[Resource]] = defaultdict(list)
    declared: dict[UUID, list[DeclaredFact]] = defaultdict(list)
    papers: dict[UUID, set[str]] = defaultdict(set)
    within: dict[str, Any] = {"homes": households, "seen": list(seen)}
    if _BY_RESOURCES & set(names):
        for lived_on in _RESOURCES(**within):
            resources[lived_on.household_id].append(lived_on)
    if set(_PAPERS) & set(names):
        for paper in _IDENTITIES(**within, persons=persons):
            papers[paper.person_id].add(paper.kind)
    heads = {}
    if "raises_alone" in names:
        heads = {row.household_id: row.person_id for row in _HEADS(**within)}
    for row in _DECLARED(**within, names=list(names)):
        declared[row.household_id].append(row)
    if declared:
        read_keys({row.person_id for told in declared.values() for row in told})
    return Beside(resources, papers, heads, declared)


def _facts(
    person: Person, household: Household, members: Sequence[Person], beside: Beside, on: date, names: Collection[str]
) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for row in beside.declared.get(household.pk, []):
        fact = vocabulary().facts.get(row.fact)
        if fact is not None and (fact.of == "household" or row.person_id == person.pk):
            told[row.fact] = read_value(fact, row.value)  # in order: the newest stays
    found = {}
    for name in names:
        value = _in_file(name, person, household, members, beside, on)
        found[name] = told.get(name) if value is None else value
    if found.get("disability_kind") is None and found.get("disability") is False:
        found["disability_kind"] = ""  # none of them
    return found


def _in_file(
    name: str, person: Person, household: Household, members: Sequence[Person], beside: Beside, on: date
) -> Any:
    if name in _RECEIVED:
        return any(row.kind == _RECEIVED[name] for row in beside.resources.get(household.pk, [])) or None
    if name in _PAPERS:
        return _PAPERS[name] in beside.papers.get(person.pk, ()) or None
    return (
        _OF_PERSON[name](person, on)
        if name in _OF_PERSON
        else _of_household(name, person, household, members, beside, on)
    )


_OF_PERSON: dict[str, Any] = {
    "age": lambda person, on: age(person.born_on, on),
    "sex": lambda person, on: person.sex or None,
    "marital_state": lambda person, on: person.marital_state or None,
    "literacy": lambda person, on: person.literacy or None,
    "schooled": lambda person, on: person.schooled,
    "disability": lambda person, on: bool(person.disability) or None,
    "disability_kind": lambda person, on: person.disability or None,
}


def _of_household(
    name: str, person: Person, household: Household, members: Sequence[Person], beside: Beside, on: date
) -> Any:
    if name == "raises_alone":
        return _raises_alone(person, members, beside.heads.get(household.pk), on)
    if name in {"children", "small_children"}:
        return _below(members, 18 if name == "children" else 6, on)
    if name == "income":
        return _income(beside.resources.get(household.pk, []))
    if name == "household_size":
        return len(members) or None
    return _OF_HOME[name](household) if name in _OF_HOME else None


_OF_HOME: dict[str, Callable[[Household], Any]] = {
    "language": lambda home: home.language or None,
    "milieu": lambda home: "rural" if home.commune.type == "rural" else "urban",
    "commune": lambda home: home.commune.pk,
    "province": lambda home: home.commune.province_id,
    "region": lambda home: home.commune.province.region_id,
    "rsu": lambda home: _REGISTERED.get(home.rsu),
    "rnp": lambda home: _REGISTERED.get(home.rnp),
}


def _below(members: Sequence[Person], years: int, on: date) -> int | None:
    """How many members are younger; None where an age is not known."""
    ages = [age(member.born_on, on) for member in members]
    return None if None in ages else sum(one < years for one in ages if one is not None)


def _raises_alone(person: Person, members: Sequence[Person], head: UUID | None, on: date) -> bool | None:
    """Known where it follows: a married person does not; who heads a home with children, and is alone, does."""
    others = [member for member in members if member.pk != person.pk]
    young = _below(others, 18, on)
    if person.marital_state == MaritalState.MARRIED or young == 0:
        return False
    return True if person.marital_state in _ALONE and head == person.pk and young else None


def _income(rows: Sequence[Resource]) -> int | None:
    """Whole dirhams a month; None where nothing was said, or one amount is not known."""
    if not rows or any(row.monthly is None for row in rows):
        return None
    return sum(row.monthly or 0 for row in rows) // 100


def declared_facts(person: Person, household: Household, *, compartment: str = "") -> dict[str, DeclaredFact]:
    """What was declared of a person and her household, the newest of each fact; two queries.

    Args:
        compartment: of what it is read for; what lies in another one is as if it did not exist.
    """
    seen = {"", household.compartment, compartment}
    rows = list(DeclaredFact.objects.filter(household=household, compartment__in=seen).order_by("said_at", "id"))
    if rows:
        read_keys({row.person_id for row in rows})
    facts, found = vocabulary().facts, {}
    for row in rows:
        fact = facts.get(row.fact)
        if fact is not None and (fact.of == "household" or row.person_id == person.pk):
            found[row.fact] = row
    return found


def read_value(fact: Fact, text: str) -> Any:
    """A declared value again; None for one that the fact no longer knows.

    >>> read_value(vocabulary().facts["works"], "no")
    False
    """
    if fact.kind == YES_NO:
        return {"yes": True, "no": False}.get(text)
    if fact.kind == NUMBER:
        return int(text) if text.isascii() and text.isdigit() else None
    return text if fact.kind == CHOICE and text in fact.options else None


def write_value(fact: Fact, value: Any) -> str:
    """A value as it is kept; "" for one that the fact cannot have.

    >>> write_value(vocabulary().facts["works"], False)
    'no'
    """
    if fact.kind == YES_NO:
        return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
    if fact.kind == NUMBER:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return str(value) if whole and 0 <= value <= (fact.most or 0) else ""
    return value if isinstance(value, str) and value in fact.options else ""
