"""Users are found by their key in the quick way of every request, as by any other."""

import pytest

from jisr.accounts.models import User
from tests.ground import user_of

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_a_user_is_found_by_her_key_as_by_her_address(django_assert_num_queries):
    """Every column, and one question."""
    by_address = user_of("officer")

    with django_assert_num_queries(1):
        by_key = User.objects.get(pk=by_address.pk)

    columns = [one.attname for one in User._meta.concrete_fields]
    assert [getattr(by_key, name) for name in columns] == [getattr(by_address, name) for name in columns]
    assert by_key._state.db == by_address._state.db and not by_key._state.adding


def test_nobody_has_a_key_that_was_never_given():
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=0)
