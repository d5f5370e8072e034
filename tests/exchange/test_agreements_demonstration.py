"""The invented agreements: never to be taken for real, the same each time, and lawful as any other."""

import pytest
from django.utils import timezone

from jisr.common.database import scope
from jisr.exchange.demonstration.ledger import agreements as demonstration
from jisr.ledger.agreements import queries
from jisr.ledger.agreements.choices import InstalmentState
from jisr.ledger.agreements.models import Agreement, Entry, Party, Proposal

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_the_invented_agreements_show_every_state_and_are_loaded_once():
    """Late, blocked, paid in part, waiting for the second person, taken back: each is to be seen."""
    today = timezone.localdate()

    made, again = demonstration.load(today), demonstration.load(today)

    with scope(speaking="owner"):
        assert (made, again) == ({"agreements": 2}, {"agreements": 0})
        rows = Agreement.objects.filter(code__startswith="demo-")
        owed = [one for many in queries.instalments([row.pk for row in rows], today).values() for one in many]
        assert {one.state for one in owed} >= set(InstalmentState) - {InstalmentState.CANCELLED, InstalmentState.PAID}
        assert {one.days_late for one in owed} >= {0, 20, 40, 30, 80, 100}
        assert Proposal.objects.filter(state="open").count() == 1 and Entry.objects.filter(amount__lt=0).count() == 1
        assert len(queries.history(rows.get(code="demo-tamkine"))) == 2
        for row in rows:
            assert row.is_demonstration and row.region_id is None and row.place_fr == "Région de démonstration"
        assert all("démonstration" in one or "magina" in one for one in Party.objects.values_list("name_fr", flat=True))
