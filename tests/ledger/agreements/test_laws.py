"""Random histories of payments, corrections, blocks and amendments: the database and the pure rules judge alike."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.common.errors import OutOfReach
from jisr.ledger.agreements import actions, queries
from jisr.ledger.agreements.models import Agreement, Entry, InstalmentTerm, Party, Share, Version
from jisr.ledger.agreements.queries.money import amounts_of
from jisr.ledger.agreements.rules.money import STEPS, Amounts, Rate
from tests.ledger.agreements import promised
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

amounts = st.sampled_from([1, 50, 100, 250, 400])
acts = st.one_of(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 1), amounts),
    st.tuples(st.just("back"), st.integers(0, 1), st.sampled_from(STEPS)),
    st.tuples(st.just("block"), st.integers(0, 1), st.just(0)),
    st.tuples(st.just("amend"), st.integers(0, 1), st.sampled_from([100, 300, 500])),
)
# most histories get somewhere: an instalment wholly called and approved comes first
histories = st.lists(acts, min_size=3, max_size=7).map(
    lambda more: [("called", 0, 400), ("approved", 0, 250), ("paid", 0, 250), *more]
)


@pytest.fixture
def told():
    """One party that owes 500 in each of two instalments."""
    agreement, version = promised.drafted()
    with under("council") as council:
        party = promised.a_party(council)
        actions.set_envelope(version=version, envelope=1_000, by=council)
        actions.pledge(version=version, party=party, amount=1_000, by=council)
        planned = [
            actions.plan(version=version, party=party, amount=500, due_on=promised.TODAY, by=council).instalment
            for _ in range(2)
        ]
    one = promised.Told(agreement, party, party, planned)
    promised.a_document(agreement)
    return promised.carried(one, "initialled", "signed", "running")


@given(history=histories)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_rules_judge_every_history_alike(told, history):
    """What the rules say breaks a law, the database refuses in words; what it took adds up to the same amounts."""
    with transaction.atomic():
        stand = [Amounts(due=500), Amounts(due=500)]
        blocked = [None, None]
        for act, place, value in history:
            with under("council"):
                stand, blocked = Judge(told, stand, blocked).tell(act, place, value)
        with under("council"):
            assert [amounts_of(one) for one in told.instalments] == stand
        transaction.set_rollback(True)


class Judge:
    """Does one act, and holds that it was taken exactly where the rules let it pass."""

    def __init__(self, told, stand, blocked):
        self.told, self.stand, self.blocked = told, list(stand), list(blocked)

    def tell(self, act, place, value):
        """One act on the instalment at a place."""
        instalment = self.told.instalments[place]
        if act == "block":
            self.toggle(instalment, place)
        elif act == "amend":
            self.amend(place, value)
        elif act == "back":
            self.back(instalment, place, value)
        else:
            after = replace(self.stand[place], **{act: getattr(self.stand[place], act) + value})
            allowed = not after.broken and not self.blocked[place]
            self.judged(lambda: self.step(instalment, act, value), place, after, allowed)
        return self.stand, self.blocked

    def judged(self, act, place, after, allowed):
        if allowed:
            act()
            self.stand[place] = after
        else:
            with pytest.raises(actions.BrokenLaw) as refused:
                act()
            assert refused.value.law and str(refused.value)

    def step(self, instalment, act, value):
        if act == "called":
            promised.called(instalment, value)
        elif act == "justified":
            promised.justified(instalment, value)
        else:
            promised.two(instalment, act, value)

    def back(self, instalment, place, step):
        """The last entry of a step that stands is taken back."""
        entry = instalment.entries.filter(step=step, amount__gt=0, reversed_by=None).order_by("-pk").first()
        if entry is None:
            return
        after = replace(self.stand[place], **{step: getattr(self.stand[place], step) - entry.amount})

        def act():
            if step in {"called", "justified"}:
                with under("council") as council:
                    actions.take_back(entry=entry, reason="خطأ", by=council)
                return
            with under("approver") as first:
                proposal = actions.propose_taking_back(entry=entry, reason="خطأ", by=first)
            try:
                with under("second_approver") as second:
                    actions.confirm(proposal=proposal, by=second)
            except actions.BrokenLaw:
                with under("approver") as first:
                    actions.withdraw(proposal=proposal, by=first)
                raise

        self.judged(act, place, after, not after.broken)

    def toggle(self, instalment, place):
        with under("council") as council:
            if self.blocked[place]:
                actions.unblock(stop=self.blocked[place], by=council)
                self.blocked[place] = None
            else:
                self.blocked[place] = actions.block(
                    instalment=instalment, reason="visa", who_must_act=self.told.region, by=council
                )

    def amend(self, place, amount):
        """The instalment is moved to another amount, and with it share and envelope."""
        after = replace(self.stand[place], due=amount)
        whole = amount + self.stand[1 - place].due
        with under("council") as council:
            version = actions.begin_amendment(agreement=self.told.agreement, by=council)
            actions.set_envelope(version=version, envelope=whole, by=council)
            actions.pledge(version=version, party=self.told.region, amount=whole, by=council)
            actions.plan(
                version=version, party=self.told.region, amount=amount, due_on=promised.TODAY,
                instalment=self.told.instalments[place], by=council,
            )  # fmt: skip
            try:
                self.judged(
                    lambda: actions.put_in_force(
                        version=version, on=promised.TODAY, why_ar="ملحق", why_fr="avenant", by=council
                    ),
                    place, after, not after.broken,
                )  # fmt: skip
            finally:
                if after.broken:
                    actions.drop_amendment(version=version, by=council)


def test_a_draft_that_does_not_add_up_is_not_initialled(told):
    """One dirham too few in the shares, one too many in the lines, a share that is not planned: each is named."""
    for broken, spoil in {
        "agreement_shares_are_the_envelope": {"envelope": 1_001},
        "agreement_amounts_known": {"envelope": None},
        "agreement_lines_within_the_envelope": {"line": 1_001},
        "agreement_instalments_are_the_share": {"plan": 999},
    }.items():
        agreement, version = promised.drafted()
        what = {"envelope": 1_000, "line": 1_000, "plan": 1_000} | spoil
        with under("council") as council:
            actions.pledge(version=version, party=told.region, amount=1_000, by=council)
            actions.fund(version=version, name_ar="بند", name_fr="ligne", amount=what["line"], by=council)
            actions.plan(version=version, party=told.region, amount=what["plan"], due_on=promised.TODAY, by=council)
            if what["envelope"]:
                actions.set_envelope(version=version, envelope=what["envelope"], by=council)
            with pytest.raises(actions.BrokenLaw) as refused:
                actions.carry_on(agreement=agreement, to="initialled", on=promised.TODAY, by=council)
            agreement.refresh_from_db()
            assert agreement.state == "drafted" and not agreement.versions.get().in_force
        assert refused.value.law == broken


def test_an_agreement_runs_only_when_each_share_is_planned(told):
    """Signed it may still lack its calendar; carried out it may not."""
    agreement, version = promised.drafted()
    with under("council") as council:
        actions.set_envelope(version=version, envelope=1_000, by=council)
        actions.pledge(version=version, party=told.region, amount=1_000, by=council)
    one = promised.carried(promised.Told(agreement, told.region, told.state, []), "initialled", "signed")

    with pytest.raises(actions.BrokenLaw) as refused:
        promised.carried(one, "running")
    assert refused.value.law == "agreement_instalments_are_the_share"


def test_two_people_of_two_posts(told):
    """The first cannot confirm, the caller can neither propose nor confirm, and a proposal is settled once."""
    instalment = told.instalments[0]
    promised.called(instalment, 500)
    with under("approver") as first:
        proposal = actions.propose(instalment=instalment, step="approved", amount=300, by=first)
        with pytest.raises(actions.NotOfThisRegion):
            actions.confirm(proposal=proposal, by=first)
        with pytest.raises(actions.BrokenLaw) as again:
            actions.propose(instalment=instalment, step="approved", amount=10, by=first)
    assert again.value.law == "proposal_one_open_a_step"
    with under("far_second_approver") as far, pytest.raises(actions.NotOfThisRegion):
        actions.confirm(proposal=proposal, by=far)
    with under("second_approver") as second:
        actions.refuse(proposal=proposal, reason="مبلغ غير صحيح", by=second)
        with pytest.raises(actions.BrokenLaw) as settled:
            actions.confirm(proposal=proposal, by=second)
    assert settled.value.law == "entry_as_it_was_proposed"
    with under("approver") as first:
        other = actions.propose(instalment=instalment, step="approved", amount=500, by=first)
    with under("second_approver") as second:
        actions.confirm(proposal=other, by=second)
    with under("approver") as first, pytest.raises(OutOfReach):
        actions.withdraw(proposal=other, by=first)


def test_a_pledge_in_another_currency_says_its_rate(told):
    """A foreign agency pledges euros: dirhams are what the dated rate makes of them, and one centime off is refused."""
    agreement, version = promised.drafted()
    rate = Rate(100_000_00, "EUR", Decimal("10.8125"), promised.TODAY, "Bank Al-Maghrib")
    with under("council") as council:
        share = actions.pledge(version=version, party=told.region, rate=rate, by=council)
        assert share.amount == 1_081_250_00
        with pytest.raises(DatabaseError), transaction.atomic():
            Share.objects.create(
                version=version, agreement=agreement, party=told.region, is_demonstration=True, amount=1, **rate.values
            )


@pytest.mark.parametrize(
    "write",
    [
        lambda told: Entry.objects.update(amount=1),
        lambda told: Entry.objects.all().delete(),
        lambda told: InstalmentTerm.objects.filter(version__in_force=True).update(amount=1),
        lambda told: Version.objects.filter(in_force=True).update(envelope=1),
        lambda told: Share.objects.all().delete(),
        lambda told: Agreement.objects.filter(pk=told.agreement.pk).update(state="drafted"),
        lambda told: Agreement.objects.filter(pk=told.agreement.pk).update(currency="EUR"),
        lambda told: Party.objects.update(name_ar="غيرها"),
    ],
)
def test_nothing_of_the_past_is_edited_even_past_the_actions(told, write):
    """Whatever a careless line of code tries: the database keeps what was agreed and what was paid."""
    promised.called(told.instalments[0], 100)
    with under("council"), pytest.raises(DatabaseError), transaction.atomic():
        write(told)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_instalment_is_cancelled_by_an_amendment_that_drops_it(told):
    """Not while something of it was called: that is taken back first, and both entries stay."""
    one, two = told.instalments
    entry = promised.called(two, 100)
    with under("council") as council:
        version = actions.begin_amendment(agreement=told.agreement, by=council)
        actions.take_off(part=version.terms.get(instalment=two), by=council)
        actions.plan(
            version=version, party=told.region, amount=1_000, due_on=promised.TODAY, instalment=one, by=council
        )
        said = {"version": version, "on": promised.TODAY, "why_ar": "ملحق", "why_fr": "", "by": council}
        with pytest.raises(actions.BrokenLaw) as refused:
            actions.put_in_force(**said)
        actions.take_back(entry=entry, reason="ألغي", by=council)
        actions.put_in_force(**said)
        standing = {
            row.instalment: row for row in queries.instalments([told.agreement.pk], promised.TODAY).popitem()[1]
        }
    assert refused.value.law == "instalment_called_within_due"
    assert (standing[two].state, standing[two].due_on, len(standing[two].entries)) == ("cancelled", None, 2)
    assert standing[one].amounts.due == 1_000
    with under("council") as council, pytest.raises(actions.BrokenLaw):
        actions.call(instalment=two, amount=1, by=council)
