"""Pairs that may be one person, as each side may see them; joinings; identifiers of yesterday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from jisr.centres.models import Centre
from jisr.common.parameters import value
from jisr.families.choices import FormerKind, ReviewState
from jisr.families.models import Former, Household, Merge, Person, ProtectedLink, Review

OPEN_STATES = (ReviewState.WAITING, ReviewState.SENT_ON)


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two: the person where the reader may open her file; else the centre where she is known alone."""

    person: Person | None
    centre: Centre
    since: date
    said: str

    @property
    def is_here(self) -> bool:
        """Whether the reader may open this file."""
        return self.person is not None


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair with its two halves, the one that the reader sees first."""

    review: Review
    halves: tuple[Half, Half]

    @property
    def both(self) -> bool:
        """Whether the reader sees both, and so decides alone."""
        return all(half.is_here for half in self.halves)

    @property
    def mine(self) -> Half:
        """The half that the reader sees; of two, the first."""
        return self.halves[0]

    @property
    def theirs(self) -> Half:
        """The other half."""
        return self.halves[1]

    @property
    def waits_for_other(self) -> bool:
        """Whether this side has said its word, and the other has not."""
        return not self.both and bool(self.mine.said) and not self.theirs.said


def waiting_pairs(centres: Sequence[int]) -> Any:
    """Pairs in which these centres have a side and no decision was taken, the likeliest first."""
    sides = Q(one_centre__in=centres) | Q(other_centre__in=centres)
    return Review.objects.filter(sides, state__in=OPEN_STATES).select_related("one_centre", "other_centre")


def pairs(reviews: Sequence[Review]) -> list[Pair]:
    """These pairs with what the reader may see of each half; one query, whatever their number.

    A pair of which the reader may open neither half (its access has ended) is left out.
    """
    keys = {key for review in reviews for key in (review.one, review.other)}
    persons = Person.objects.select_related("household__commune__province").in_bulk(keys)
    found = (_pair(review, persons) for review in reviews)
    return [pair for pair in found if pair.mine.is_here]


def pair(key: UUID) -> Pair | None:
    """One pair, or None when it does not exist for the reader."""
    review = Review.objects.select_related("one_centre", "other_centre").filter(pk=key).first()
    return next(iter(pairs([review] if review else [])), None)


def _pair(review: Review, persons: Mapping[UUID, Person]) -> Pair:
    one = Half(persons.get(review.one), review.one_centre, review.one_since, review.one_said)
    other = Half(persons.get(review.other), review.other_centre, review.other_since, review.other_said)
    halves = sorted((one, other), key=lambda half: not half.is_here)
    return Pair(review, (halves[0], halves[1]))


def sent_for_review(score: float) -> bool:
    """Whether a likeness that nobody has looked at is put before people who decide; never more than that."""
    return score >= float(value("jisr.families", "duplicates", "review_from", on=timezone.localdate()))


def joinings(household: Household) -> list[Merge]:
    """Files that were joined into this one and stand so today, the newest first."""
    rows = Merge.objects.filter(household=household, undone_at=None).select_related("person", "by")
    return list(rows.order_by("-at", "id"))


def joined_by(review: Review) -> UUID | None:
    """The household in which the one file stands since a pair was joined; None where it was not, or is hidden."""
    rows = Merge.objects.filter(review=review.pk, undone_at=None)
    return rows.values_list("household", flat=True).first()


def joining(key: UUID) -> Merge | None:
    """One joining, or None when it does not exist for the reader."""
    rows = Merge.objects.select_related("by", "household", "person", "one_centre", "other_centre")
    return rows.filter(pk=key).first()


def links(household: Household) -> list[tuple[ProtectedLink, Person]]:
    """Files of the same persons that keepers linked with those of this household, as far as the reader may see."""
    mine = {person.pk for person in household.persons.all()}
    rows = list(ProtectedLink.objects.filter(Q(person__in=mine) | Q(same__in=mine), undone_at=None).order_by("id"))
    found = Person.objects.select_related("household").in_bulk(
        {k for row in rows for k in (row.person_id, row.same_id)}
    )
    others = ((row, found.get(row.same_id if row.person_id in mine else row.person_id)) for row in rows)
    return [(row, person) for row, person in others if person is not None]


def link(key: UUID) -> ProtectedLink | None:
    """One link that stands, or None when it does not exist for the reader."""
    return ProtectedLink.objects.filter(pk=key, undone_at=None).first()


def former_person(key: UUID) -> UUID | None:
    """Who is meant today by the key of a person whose file was joined; None for whoever may not open that file."""
    return _former(FormerKind.PERSON, str(key), "person_id")


def former_household(key: UUID) -> UUID | None:
    """Which household is meant today by the key of one that was joined; None for whoever may not open it."""
    return _former(FormerKind.HOUSEHOLD, str(key), "household_id")


def household_of_reference(reference: str) -> Household | None:
    """The household of a reference, of today or of yesterday, where the reader may open it."""
    rows = Household.objects.select_related("commune")
    found = rows.filter(reference=reference).first()
    if found is None:
        key = _former(FormerKind.REFERENCE, reference, "household_id")
        found = rows.filter(pk=key).first() if key else None
    return found


def _former(kind: str, old: str, column: str) -> UUID | None:
    return Former.objects.filter(kind=kind, old=old).values_list(column, flat=True).first()
