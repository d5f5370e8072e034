"""Two people pay an award at the same moment, and one person with two posts: paid once, and never by one alone."""

import pytest

from jisr.common.database import scope
from jisr.common.errors import Refusal
from jisr.ledger.calls import actions
from jisr.ledger.calls.models import Application, Call, Payment, Tranche
from jisr.staff.models import Post
from tests.ground import user_of
from tests.ledger.agreements.at_once import at_once
from tests.ledger.calls import calling
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])


def test_two_people_pay_at_the_same_moment_and_it_happens_once():
    """Proposed by two, confirmed by two, confirmed while it is withdrawn; then one person who holds both posts."""
    call = calling.read_through("paid-at-once")
    with under("council") as council:
        actions.decide(call=Call.objects.get(pk=call.pk), by=council.user)
    with under("coordinator"):
        first, _second = calling.awarded(Application.objects.get(call=call)).tranches.all()

    def propose():
        with under("approver") as held:
            return actions.propose_payment(tranche=first, by=held)

    def confirm():
        with under("second_approver") as held:
            return actions.confirm_payment(payment=proposal, by=held)

    def withdraw():
        with under("approver") as held:
            return actions.withdraw_payment(payment=proposal, by=held)

    proposed = at_once(propose, propose, refusals=Refusal)
    [proposal] = [one for one in proposed if isinstance(one, Payment)]
    ended = at_once(confirm, confirm, withdraw, refusals=Refusal)
    if not any(isinstance(one, Payment) and one.state == "confirmed" for one in ended):  # she was quicker
        [proposal] = [propose()]
        ended = at_once(confirm, confirm, refusals=Refusal)

    for done in (proposed, ended):
        assert sum(isinstance(one, Payment) for one in done) == 1
        assert all(len(str(one)) > 20 for one in done if isinstance(one, Refusal))
    with under("council"):
        assert Payment.objects.filter(state="confirmed").count() == 1
        assert Tranche.objects.get(pk=first.pk).paid_on == proposal.happened_on

    with scope(speaking="owner"):
        Tranche.objects.filter(pk=first.pk).update(paid_on=None)
        Payment.objects.all().delete()
        Post.objects.create(user=user_of("approver"), role="second_approver", region_id="07", is_demonstration=True)
        Post.objects.create(user=user_of("reader_one"), role="first_approver", region_id="07", is_demonstration=True)
        both = {post.role: post for post in Post.objects.filter(user=user_of("approver"))}
        reads = Post.objects.get(user=user_of("reader_one"), role="first_approver")
    with scope(user=both["first_approver"].user_id):
        alone = actions.propose_payment(tranche=first, by=both["first_approver"])
        with pytest.raises(actions.BrokenLaw) as by_herself:
            actions.confirm_payment(payment=alone, by=both["second_approver"])
        actions.withdraw_payment(payment=alone, by=both["first_approver"])
    with scope(user=reads.user_id), pytest.raises(actions.BrokenLaw) as chose:
        actions.propose_payment(tranche=first, by=reads)
    assert (by_herself.value.law, chose.value.law) == ("payment_of_two_people", "payment_not_by_who_chose")
