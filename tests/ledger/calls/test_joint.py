"""A dirham paid to an award is a dirham of its agreement: never more under a line than the line gives."""

from dataclasses import dataclass

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.common.errors import Refusal, Unacceptable
from jisr.ledger.agreements import actions as promises
from jisr.ledger.agreements import queries as agreements
from jisr.ledger.agreements.models import Agreement, ObjectLine, Outlay, Version
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Application, Award, Call, Decision, Payment, Tranche
from tests.access.people import entered
from tests.access.probes import refused, refused_as
from tests.ledger.agreements import promised
from tests.ledger.calls import calling
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
#: What the object line gives, in centimes; each of two projects asks for three quarters of it.
GIVES = 4_000_000


@dataclass
class Told:
    """An agreement whose line pays for two calls, each with one selected project."""

    agreement: Agreement
    line: ObjectLine
    calls: list[Call]
    files: list[Application]


@pytest.fixture
def told():
    """10 MDH of which a line of 40,000 dirhams pays for two calls; nothing has come in yet."""
    made = promised.balanced()
    with under("council") as council:
        line = promises.fund(
            version=made.agreement.versions.get(), name_ar="مشاريع", name_fr="Projets", amount=GIVES, by=council
        ).line
    promised.carried(made, "initialled", "signed", "running")
    calls = [calling.read_through(f"joint-{n}", line=line) for n in range(2)]
    with under("council") as council:
        for call in calls:
            actions.decide(call=call, by=council.user)
        files = [Application.objects.get(call=call) for call in calls]
    return Told(made.agreement, line, calls, files)


def given_under(line):
    """What stands: by the agreement's own rows, by the payments, by what the thread reads."""
    with under("council"):
        outlays = sum(Outlay.objects.filter(line=line).values_list("amount", flat=True))
        payments = sum(Payment.objects.filter(state="confirmed").values_list("amount", flat=True))
        paid = queries.paid_to_awards([line.pk]).get(line.pk)
    assert outlays == payments == (paid.amount if paid else 0)
    return outlays


def test_money_given_to_projects_is_counted_under_its_line_and_kept_within_it(told):
    """Signed within the line, paid before the parties paid: said before and on the page, and no amendment undoes it."""
    with under("coordinator"):
        award = calling.awarded(told.files[0], 1_500_000, 1_500_000)
        with pytest.raises(Unacceptable):
            calling.awarded(told.files[1], 1_000_001)
        other = calling.awarded(told.files[1], 1_000_000)
    first = award.tranches.first()
    asks = entered("approver", headers={"accept-language": "en"})
    assert asks.get(reverse("calls:desk:pay", args=[first.pk])).context["beyond"] == first.amount
    payment = calling.paid(first)
    calling.paid(other.tranches.get())
    assert given_under(told.line) == 2_500_000

    with under("council") as council:
        assert agreements.treasury(told.agreement.pk).beyond() == 2_500_000
        version = promises.begin_amendment(agreement=told.agreement, by=council)
        promises.fund(version=version, line=told.line, amount=2_499_999, by=council)
        for _left_out in range(2):
            with pytest.raises(promises.BrokenLaw) as broken:
                promises.put_in_force(version=version, on=promised.TODAY, why_ar="س", why_fr="s", by=council)
            assert broken.value.law == "outlay_within_its_line"
            promises.take_off(part=Version.objects.get(pk=version.pk).line_terms.get(line=told.line), by=council)
            promises.fund(version=version, line=told.line, amount=2_499_998, by=council)
        promises.drop_amendment(version=version, by=council)

    page = entered("council", headers={"accept-language": "en"}).get(
        reverse("agreements:desk:agreement", args=[told.agreement.code])
    )
    assert (page.context["handed"].given, page.context["handed"].projects) == (2_500_000, 2)
    assert page.context["handed"].beyond == 2_500_000
    with under("approver") as held:
        back = actions.propose_return(payment=payment, reason="عادت", by=held)
    with under("second_approver") as held:
        actions.confirm_payment(payment=back, by=held)
    assert given_under(told.line) == 1_000_000
    with under("council"):
        found = queries.paid_to_awards([told.line.pk])[told.line.pk]
        assert (found.count, found.first_on) == (1, promised.TODAY)
        assert refused("INSERT INTO agreements_outlay SELECT * FROM agreements_outlay")
        assert refused("UPDATE agreements_outlay SET amount = 1")
        assert refused("DELETE FROM agreements_outlay")
    assert refused_as("public", "INSERT INTO agreements_outlay DEFAULT VALUES")
    assert Client().get(reverse("agreements:list")).status_code == 200


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.lists(st.integers(1, 2_000_000), min_size=1, max_size=2), min_size=2, max_size=2),
    steps=st.lists(st.tuples(st.sampled_from(["pay", "pay", "back", "lower"]), st.integers(0, 3)), max_size=8),
)
def test_no_history_gives_more_under_a_line_than_the_line_gives(told, amounts, steps):
    """Conventions, payments, returns and amendments in any order: the law holds after each, and the sums agree."""
    with transaction.atomic():
        limit = GIVES
        for file, parts in zip(told.files, amounts, strict=True):
            _try(lambda file=file, parts=parts: _sign(file, parts))
        for step, at in steps:
            if step == "lower":
                [limit] = _try(lambda at=at: _lower(told, at * 1_000_000)) or [limit]
            else:
                _try(lambda step=step, at=at: _move(step, at))
            with under("council"):
                signed = sum(Award.objects.values_list("amount", flat=True))
            assert 0 <= given_under(told.line) <= min(limit, signed) <= GIVES
        transaction.set_rollback(True)


def _try(act):
    """What an act gave; nothing of one that is refused stands."""
    try:
        with transaction.atomic():
            made = act()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return made
    except (DatabaseError, IntegrityError, Refusal):
        return None


def _sign(file, parts):
    with under("coordinator"):
        calling.awarded(file, *parts)


def _move(step, at):
    with under("council"):
        tranche = Tranche.objects.order_by("award", "place")[at : at + 1].first()
        paid = Payment.objects.filter(tranche=tranche, state="confirmed", amount__gt=0).last()
    if step == "pay" and tranche:
        calling.paid(tranche)
    if step == "pay" or paid is None:
        return
    with under("approver") as held:
        back = actions.propose_return(payment=paid, reason="س", by=held)
    with under("second_approver") as held:
        actions.confirm_payment(payment=back, by=held)


def _lower(told, amount):
    with under("council") as council:
        version = promises.begin_amendment(agreement=told.agreement, by=council)
        promises.fund(version=version, line=told.line, amount=amount, by=council)
        promises.put_in_force(version=version, on=promised.TODAY, why_ar="س", why_fr="s", by=council)
    return [amount]


def test_a_call_is_not_paid_by_the_line_of_another_region(told):
    """The wall of the database: a line of region 07 pays for no call of region 09."""
    with under("far_coordinator") as keeper:
        with pytest.raises(actions.OutOfReach):
            actions.prepare(
                code="far-joint", region=keeper.region, values=calling.TERMS, criteria=calling.CRITERIA,
                quotas=calling.QUOTAS, by=keeper.user, line=told.line,
            )  # fmt: skip
        assert Decision.objects.count() == 2
