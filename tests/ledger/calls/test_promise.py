"""A call promises no more than the agreement that pays for it gives."""

import pytest

from jisr.common.errors import Unacceptable
from jisr.ledger.agreements.models import ObjectLine
from jisr.ledger.calls import actions
from jisr.ledger.calls.queries import lines_for
from tests.ledger.agreements import promised
from tests.ledger.calls import calling
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


def test_a_call_is_announced_within_its_object_line_and_not_under_a_closed_agreement():
    """3 MDH for the line: a call of one centime more is prepared, and not announced; closed, it pays for none."""
    told = promised.running()
    with under("coordinator") as keeper:
        line = ObjectLine.objects.get(agreement=told.agreement)
        whole = 3_000_000 * promised.DH
        assert list(lines_for(told.agreement.region, invented=True)) == [line]
    much = calling.a_call("too-much", announced=False, line=line, budget=whole + 1)
    with under("coordinator") as keeper, pytest.raises(Unacceptable) as refused:
        actions.announce(call=much, expected=1, by=keeper.user)
    assert list(refused.value.fields) == ["budget"]
    calling.a_call("whole", line=line, budget=whole)
    promised.carried(told, "closed")
    with under("coordinator"):
        assert not lines_for(told.agreement.region, invented=True).exists()
