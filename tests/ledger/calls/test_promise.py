"""A call promises no more than the agreement that pays for it gives."""

from datetime import timedelta

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


def test_a_call_closes_in_a_year_that_somebody_lives_to_see():
    """9999 is a slip of the finger, when it is prepared and when it is put off."""
    far = calling.NOW + timedelta(days=365 * 50)
    with pytest.raises(Unacceptable) as refused:
        calling.a_call("far", closes_at=far)
    assert list(refused.value.fields) == ["closes_at"]
    call = calling.a_call("near")
    with under("coordinator") as keeper, pytest.raises(Unacceptable):
        actions.extend(call=call, closes_at=far, reason_ar="تأجيل", reason_fr="Report", by=keeper.user)
