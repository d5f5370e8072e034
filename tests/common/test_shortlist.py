"""The first rows of a long list are chosen before anything is joined to them."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jisr.centres.choices import Theme
from jisr.common.database import scope
from jisr.common.shortlist import first
from jisr.territory.models import Commune
from jisr.window.listening.models import Need
from tests.ground import PROVINCES


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_shortlist_has_the_first_rows_in_their_order_and_one_query():
    with scope():
        rows = Commune.objects.filter(province=PROVINCES[0]).order_by("-population", "code")
        expected = [(row.code, row.province.name_ar) for row in rows.select_related("province")[:3]]
        with CaptureQueriesContext(connections["default"]) as asked:
            found = [(row.code, row.province.name_ar) for row in first(rows, 3, "name_ar", "province__name_ar")]
    assert found == expected
    assert len(asked) == 1


@pytest.mark.django_db(databases=["default", "owner"])
def test_what_a_shortlist_does_not_show_is_not_read():
    with scope():
        [row] = first(Commune.objects.order_by("code"), 1, "name_ar", "province__name_ar")
    assert "name_fr" in row.get_deferred_fields()
    assert "name_fr" in row.province.get_deferred_fields()


def test_a_shortlist_that_shows_nothing_of_other_rows_joins_nothing():
    """Django joins everything within five steps when it is asked to join and not told what."""
    found = first(Commune.objects.order_by("code"), 1, "name_ar")
    assert found.query.get_compiler(using="default").as_sql()[0].count("JOIN") == 0


def test_the_words_of_one_choice_are_said_without_asking_for_those_of_all(monkeypatch):
    said = []
    monkeypatch.setattr(translation._trans, "gettext", lambda words: said.append(words) or words)
    need = Need(theme=Theme.DISABILITY)
    assert need.get_theme_display() == Theme.DISABILITY.label
    assert set(said) == {said[0]}
