"""The whole territory, loaded by the product's own command; the ground of other tests is three provinces of it."""

import pytest
from django.apps import apps
from django.core.management import call_command

_COMMUNES = 1_503


def _load():
    """Load it where it is not: a test that commits ends by emptying every table, also for the files after it."""
    if apps.get_model("territory", "Commune").objects.count() < _COMMUNES:
        call_command("territory", verbosity=0)


@pytest.fixture(scope="module")
def _whole_territory(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        _load()


@pytest.fixture
def whole_territory(_whole_territory, db):
    """Every region, province and commune is in the database."""
    _load()
