"""Laws between two logins, which see each other only once what they wrote is saved."""

import pytest

from tests.access import (  # noqa: F401 - they write themselves down
    laws,
    laws_agreements,
    laws_atlas,
    laws_bodies,
    laws_calls,
    laws_forum,
    laws_kits,
    laws_protected,
    laws_results,
    laws_strategy,
)
from tests.access import world as story
from tests.access.law import LAWS


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter", "sealer"])
def test_laws_between_two_logins():
    """One story for all of them; it is taken out again afterwards."""
    world = story.make()

    for law in LAWS:
        if law.committed:
            law.probe(world)
