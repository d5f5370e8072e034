"""Two files beside each other: field by field, what each holds, and what follows. A fixed number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from jisr.families.choices import LikenessReason
from jisr.families.models import Consent, Identity, Merge, Person, Phone
from jisr.families.queries import Pair
from jisr.families.rules.likeness import AGAINST, compare, described
from jisr.web import wording
from jisr.web.parts import Reason
from jisr.window.listening.models import Interview, Need
from jisr.window.orientation.models import Referral
from jisr.window.pathways.models import Step
from jisr.window.reception.models import Visit

#: Fields that may be taken from either file; what is kept of a birth goes with its "about".
FIELDS = (
    "given_ar", "family_ar", "given_fr", "family_fr", "sex", "born_on", "marital_state", "literacy", "schooled",
    "disability", "died_on",
)  # fmt: skip
#: What a file holds: (rows, words, verb without which it is not even counted).
_HELD: tuple[tuple[type[Model], Any, str], ...] = (
    (Visit, _("Visits and receipts"), ""),
    (Interview, _("Interviews"), "listening.read"),
    (Need, _("Needs"), "listening.read"),
    (Referral, _("Referrals"), ""),
    (Step, _("Steps of a plan"), "pathways.follow"),
    (Consent, _("Consents"), ""),
    (Phone, pgettext_lazy("what a file holds", "Telephones"), ""),
    (Identity, pgettext_lazy("what a file holds", "Identity numbers"), ""),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a person in both files.

    Attributes:
        values: in words, in the order of the halves.
        chosen: 0 or 1: what stands on the page first; the file that stays, or the only one that says something.
    """

    name: str
    label: Any
    values: tuple[str, str]
    differs: bool
    chosen: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What the page of a pair shows where the reader sees both halves."""

    fields: list[Field]
    held: list[tuple[Any, int, int]]
    reasons: list[Reason]
    stays: int
    homes_differ: bool
    others: bool


def compared(pair: Pair, able: Callable[[str], bool]) -> Compared:
    """Both files beside each other; the older one is proposed to stay."""
    people = [half.person for half in pair.halves if half.person is not None]
    stays = 0 if (pair.mine.since, people[0].pk) <= (pair.theirs.since, people[1].pk) else 1
    homes = [person.household for person in people]
    members = dict(Person.objects.filter(household__in=homes).order_by().values_list("household").annotate(Count("pk")))
    return Compared(
        fields=[_field(name, people, stays) for name in FIELDS], held=list(_held(people, able)),
        reasons=reasons_of(people), stays=stays, homes_differ=homes[0].pk != homes[1].pk,
        others=any(members.get(home.pk, 0) > 1 for home in homes),
    )  # fmt: skip


def facts(person: Person) -> list[tuple[Any, str]]:
    """What is written of one person, in words; what is not known is left out."""
    said = ((_label(name), in_words(person, name)) for name in FIELDS)
    return [(label, value) for label, value in said if value]


def reasons_of(people: Iterable[Person]) -> list[Reason]:
    """Why two persons may be one, or may not, in sentences; compared anew, as the files stand now."""
    people = list(people)
    homes = [person.household_id for person in people]
    numbers: dict[UUID, set[str]] = {}
    for home, number in Phone.objects.filter(household__in=homes).values_list("household", "number"):
        numbers.setdefault(home, set()).add(number)
    one, other = (
        described(person, communes=[person.household.commune_id], phones=numbers.get(person.household_id, ()))
        for person in people
    )
    words = dict(LikenessReason.choices)
    return [Reason(words[code], "no" if code in AGAINST else "yes") for code in compare(one, other).reasons]


def in_words(person: Person, name: str) -> str:
    """One field of a person, as a reader says it; "" when it is not known."""
    value = getattr(person, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "yes") if value else pgettext("answer", "no")
    if isinstance(value, date):
        day = wording.day(value)
        return str(_("about %(day)s")) % {"day": day} if name == "born_on" and person.born_about else day
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display else value)


def taken(pair: Pair, posted: Any, kept: int) -> list[str]:
    """Fields that are taken from the file that does not stay."""
    other = 1 - kept
    gone = pair.halves[other].person
    return [name for name in FIELDS if posted.get(f"take_{name}") == str(other) and gone and in_words(gone, name)]


def since_joined(joining: Merge) -> int:
    """How many visits and interviews were written in the file since; they stay in it."""
    of = Q(household=joining.household_id)
    visits = Visit.objects.filter(of, came_at__gt=joining.at).count()
    return visits + Interview.objects.filter(of, held_at__gt=joining.at).count()


def _field(name: str, people: list[Person], stays: int) -> Field:
    values = in_words(people[0], name), in_words(people[1], name)
    chosen = stays if values[stays] else 1 - stays
    return Field(name, _label(name), values, values[0] != values[1], chosen)


def _held(people: list[Person], able: Callable[[str], bool]) -> Iterable[tuple[Any, int, int]]:
    for model, label, verb in _HELD:
        if verb and not able(verb):
            continue
        rows = model._default_manager.filter(person__in=people).order_by().values_list("person")
        counted = dict(rows.annotate(Count("pk")))
        yield label, counted.get(people[0].pk, 0), counted.get(people[1].pk, 0)


def _label(name: str) -> Any:
    """What a field is called; words under a key have their name on the place where they once stood in clear."""
    return Person._meta.get_field(f"{name}_plain" if name in Person.sealed_words else name).verbose_name
