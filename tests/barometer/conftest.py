"""Events that two logins must see are committed; emptying one table is a hundred times quicker than flushing all."""

import pytest
from django.db import connections


@pytest.fixture
def memory(django_db_setup, django_db_blocker):
    """An empty table of events, to be written by one login and read by another."""
    with django_db_blocker.unblock():
        yield
        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE common_event")
