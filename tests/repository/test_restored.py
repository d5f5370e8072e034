"""A test whose writes are saved leaves the database as it was laid, or the next one is judged on its leavings."""

import pytest
from django.db import connections

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.families.models import Household
from tests import restored
from tests.ground import OWN, user_of
from tests.stories import received, under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def contents():
    """Every row of every table."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        rows = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows[table] = sorted(row for (row,) in cursor.fetchall())
    return rows


def test_what_a_test_saved_is_taken_out_and_what_it_changed_is_put_back():
    """Added, changed and deleted rows alike, twice over; the keys of the ground stay the same."""
    restored.restore()  # another module may have left rows of its own
    laid = contents()
    for _ in range(2):
        with under("worker") as worker:
            received(worker)
        User.objects.using("owner").filter(pk=user_of("worker").pk).update(is_active=False)
        Centre.objects.using("owner").filter(pk=OWN).update(name_fr="Un autre nom")
        with connections["owner"].cursor() as cursor:
            cursor.execute("DELETE FROM staff_post WHERE role = 'auditor'")
        assert Household.objects.using("owner").exists()

        restored.restore()

        assert contents() == laid
