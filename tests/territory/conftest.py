"""The whole territory, loaded by the product's own command; the ground of other tests is three provinces of it."""

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session")
def _whole_territory(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("territory", verbosity=0)


@pytest.fixture
def whole_territory(_whole_territory, db):
    """Every region, province and commune is in the database."""
