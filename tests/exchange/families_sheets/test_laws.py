"""What holds of every list that a centre brings."""

import pytest

from jisr.common.models import JournalLine
from jisr.families import queries as families
from jisr.families.models import Household, Person
from tests.exchange.families_sheets import lists
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_a_list_becomes_households_and_persons():
    rows = [
        lists.row("1", cin="JB 123", phone="0612345678"),
        lists.row("2", relation="ابن", given="ياسين", sex="ذكر", born="2015"),
        lists.row("3", home="M-2", given="محمد", family="العلوي", sex="M", born="12 مارس 1970"),
    ]
    figures = lists.taken(lists.as_csv(rows))
    assert (figures.new, figures.refused, figures.homes) == (3, 0, 2)
    with under("director"):
        assert Household.objects.count() == 2 and Person.objects.count() == 3
        assert [one.person.given_ar for one in families.known_persons("Mohamed Alaoui")] == ["محمد"]
