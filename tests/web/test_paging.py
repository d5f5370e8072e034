"""Pages of long lists by key."""

import pytest

from jisr.common.database import scope
from jisr.territory.models import Commune
from jisr.web.paging import page

pytestmark = pytest.mark.django_db(databases="__all__")


def walked(by, size):
    """Every row met from the first page to the last, and the number of pages."""
    met, after, pages = [], "", 0
    while True:
        found = page(Commune.objects.all(), by=by, after=after, size=size)
        met += [row.pk for row in found]
        pages += 1
        after = found.next_key
        if not after:
            return met, pages


@pytest.mark.parametrize("by", [("pk",), ("-pk",), ("province_id", "-pk"), ("-province__region_id", "pk")])
def test_every_row_is_met_once(by):
    """Offset pages lose and repeat rows while others come in; keys do not."""
    with scope(speaking="public"):
        met, pages = walked(by, 7)
        whole = list(Commune.objects.order_by(*by).values_list("pk", flat=True))

    assert met == whole
    assert pages == -(-len(whole) // 7)


@pytest.mark.parametrize("key", ["", "x", "%%%", "WzFd", "W10", "eyJhIjogMX0", "é", "WyJcdWQ4MDAiXQ"])
def test_a_damaged_key_gives_the_first_page(key):
    """An address cut in two by a message is no reason for an error page."""
    with scope(speaking="public"):
        first = page(Commune.objects.all(), size=5)
        found = page(Commune.objects.all(), after=key, size=5)

    assert [row.pk for row in found] == [row.pk for row in first]
    assert found.after == ""


def test_a_page_takes_one_query(django_assert_num_queries):
    """Whatever the length of the list."""
    with scope(speaking="public"), django_assert_num_queries(1, using="public"):
        found = page(Commune.objects.all(), size=5)

    assert len(found) == 5
