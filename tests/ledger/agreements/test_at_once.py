"""Two people at the same moment, on two connections; one person with two posts: money never moves twice, or alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from jisr.common.database import scope
from jisr.ledger.agreements import actions
from jisr.ledger.agreements.models import Entry, Proposal
from jisr.staff.models import Post
from tests.ground import user_of
from tests.ledger.agreements import promised
from tests.ledger.agreements.at_once import alone, at_once
from tests.stories import under

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def test_two_people_approve_at_the_same_moment_and_it_happens_once():
    """The same proposal confirmed twice; two calls that together pass what is due; two first approvers."""
    told = promised.running()
    one, two, _other = told.instalments
    due = 4_000_000 * promised.DH
    promised.called(one, due)

    def propose(amount):
        with under("approver") as first:
            return actions.propose(instalment=one, step="approved", amount=amount, by=first)

    def confirm():
        with under("second_approver") as second:
            return actions.confirm(proposal=proposal, by=second)

    called, going = Event(), Event()

    def call(*, slowly=False):
        with under("council") as council:
            entry = actions.call(instalment=two, amount=1_500_000 * promised.DH, by=council)
            if slowly:
                called.set()
                going.wait(20)  # the other one is on her way to the lock
            return entry

    proposed = at_once(lambda: propose(due), lambda: propose(due))
    [proposal] = [one for one in proposed if isinstance(one, Proposal)]
    confirmed = at_once(confirm, confirm)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(alone, lambda: call(slowly=True))
        assert called.wait(20)
        second = threads.submit(alone, call)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.3)  # she waits for the lock of the agreement
        going.set()
        calls = [first.result(20), second.result(20)]

    for done in (proposed, confirmed, calls):
        refusals = [str(one) for one in done if isinstance(one, actions.BrokenLaw)]
        assert len(refusals) == 1 and len(refusals[0]) > 20
    with under("council"):
        assert Entry.objects.filter(step="approved").count() == 1
        assert Entry.objects.filter(instalment=two).count() == 1
        assert Proposal.objects.get().state == "confirmed"

    # one person with two posts, and one who called before she was given another post
    with scope(speaking="owner"):
        for name, role in (("approver", "second_approver"), ("council", "first_approver")):
            Post.objects.create(user=user_of(name), role=role, region_id="07", is_demonstration=True)
        both = {post.role: post for post in Post.objects.filter(user__email__startswith="approver@")}
        hers = {post.role: post for post in Post.objects.filter(user__email__startswith="council@")}
    with scope(user=both["first_approver"].user_id):
        proposal = actions.propose(instalment=one, step="paid", amount=due, by=both["first_approver"])
        with pytest.raises(actions.BrokenLaw) as by_herself:
            actions.confirm(proposal=proposal, by=both["second_approver"])
        actions.withdraw(proposal=proposal, by=both["first_approver"])
    with scope(user=hers["first_approver"].user_id), pytest.raises(actions.BrokenLaw) as own:
        actions.propose(instalment=one, step="paid", amount=due, by=hers["first_approver"])
    assert (by_herself.value.law, own.value.law) == ("entry_of_two_people", "entry_caller_does_not_approve")
    with under("second_approver"):
        assert not Entry.objects.filter(step="paid").exists()
