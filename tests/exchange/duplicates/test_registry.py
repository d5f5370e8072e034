"""A search over the registry itself: read by its owner, told in the journal, handed over, nothing left."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jisr.common.database import scope
from jisr.common.models import JournalLine
from jisr.exchange.duplicates import registry
from jisr.exchange.duplicates.batch import Pair, Rules
from jisr.exchange.duplicates.handing import propose
from jisr.exchange.duplicates.leftovers import PLACE
from jisr.exchange.duplicates.searching import search
from jisr.families.models import Household, Person, Phone, Review
from tests.stories import received, under

RULES = Rules.of(date(2026, 11, 22))


def received_twice() -> tuple[Person, Person]:
    """A woman received twice, in Arabic and in Latin letters, with one telephone; and a neighbour of her age."""
    with under("officer") as held:
        first = received(held, given="فاطمة الزهراء", family="آيت وكريم", born=date(1988, 5, 2))
        again = received(held, given="", family="", born=date(1988, 2, 5),
                         names={"given_fr": "Fatima Zahra", "family_fr": "Ait Ouakrim"})  # fmt: skip
        received(held, given="مليكة", family="آيت أزرو", born=date(1988, 5, 2))
        for visit in (first, again):
            Phone.objects.create(household=visit.person.household, number="06 12-34 56 78")
        return first.person, again.person


def handed_by(data: Path, before: Callable[[], None] = lambda: None) -> list[Pair]:
    """What a search hands over; something may happen between reading and handing over."""
    handed: list[Pair] = []

    def take(pairs: Sequence[Pair]) -> int:
        before()
        still = registry.still_together((one, other) for one, other, _, _ in pairs)
        handed.extend(pair for pair in pairs if pair[:2] in still)
        return len(pairs)

    search(data, RULES, take, say=lambda line: None, memory_mb=100)
    assert not (data / PLACE).exists(), "names of people are left behind"
    return handed


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_who_stands_there_twice_is_handed_over_unless_she_was_hidden_since(tmp_path):
    """Read from the tables as they are; told in the journal; what was read is not told of who fled meanwhile."""
    twice = received_twice()

    handed = handed_by(tmp_path)

    assert [{one, other} for one, other, _, _ in handed] == [{person.pk for person in twice}]
    assert {"birth_swapped", "phone_same"} <= set(handed[0][3])
    with scope(speaking="owner"):
        assert JournalLine.objects.filter(verb="families.compared_all").count() == 1

    assert [propose(handed), propose(handed)] == [1, 0], "a search killed after handing over hands over again"
    with scope(speaking="owner"):
        [review] = Review.objects.all()
        assert {review.one, review.other} == {person.pk for person in twice}

    def flees() -> None:
        with scope(speaking="owner"):
            Household.objects.filter(pk=twice[0].household_id).update(compartment="violence")
            assert Person.objects.get(pk=twice[0].pk).compartment == "violence"

    assert handed_by(tmp_path, flees) == []


def test_the_command_says_what_is_wrong_with_a_threshold():
    """Before anything is read."""
    with pytest.raises(CommandError, match="threshold"):
        call_command("duplicates", "--threshold", "7")
