"""Awards: what the database never lets be, under random histories, and what the visits say in the end."""

from datetime import date
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Application, Award, Call, Decision, SiteVisit, Tranche
from jisr.ledger.calls.rules.months import months_after
from tests.access.people import entered
from tests.ground import user_of
from tests.ledger.calls import calling
from tests.ledger.calls.calling import PDF
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


def decided(code="award-call"):
    """A call with one selected project, its file and the code that opens it."""
    codes = []
    call = calling.read_through(code, lambda _call, opens: codes.append(opens))
    with under("council") as council:
        actions.decide(call=call, by=council.user)
    return Call.objects.get(pk=call.pk), codes[0]


def test_an_award_goes_step_by_step_and_tells_what_became_of_it():
    """No second instalment before proof of the first; more than was asked for never; visits make the figures."""
    call, code = decided()
    with under("coordinator") as keeper:
        row = Application.objects.get(call=call)
        for amounts in ((row.asked + 1,), (call.budget, 1)):
            with pytest.raises(Unacceptable):
                calling.awarded(row, *amounts)
        award = calling.awarded(row)
        with pytest.raises(Refusal):
            calling.awarded(row)
        first, second = award.tranches.all()
        with pytest.raises(actions.NotItsTurn):
            actions.pay(tranche=second, by=keeper.user)
        with pytest.raises(actions.NoPaperNow):
            actions.prove(code=code, tranche=first.pk, item="photo", content=PDF, size=len(PDF))
        actions.pay(tranche=first, by=keeper.user)
        with pytest.raises(actions.NothingShowsIt):
            actions.justify(tranche=first, by=keeper.user)
        with pytest.raises(actions.NotAPaper):
            actions.prove(code=code, tranche=first.pk, item="photo", content=PDF[:20], size=len(PDF))
        with pytest.raises(OutOfReach):
            actions.prove(code="AAAA-AAAA-AAAA", tranche=first.pk, item="photo", content=PDF, size=len(PDF))
        actions.prove(code=code, tranche=first.pk, item="photo", content=PDF, size=len(PDF))
        assert queries.my_award(code)["tranches"][0]["proofs"] == 1
        actions.justify(tranche=first, by=keeper.user)
        actions.pay(tranche=second, by=keeper.user)
        found = {"is_alive": True, "jobs": 9, "women": 7, "income": 120_000, "words": "س", "by": keeper.user}
        with pytest.raises(Unacceptable):
            actions.record_visit(visit=award.visits.get(months=6), **found | {"women": 10})
        actions.record_visit(visit=award.visits.get(months=6), **found)
        actions.record_visit(visit=award.visits.get(months=12), **found | {"is_alive": False, "jobs": 2, "women": 2})

        told, public = queries.followed(call, whole=True), queries.followed(call)

    assert (told.signed, told.promised, told.paid, told.justified) == (1, row.asked, row.asked, first.amount)
    assert (told.visited, told.alive, told.jobs) == ({6: 1, 12: 1}, {6: 1, 12: 0}, 2)
    assert (public.visited, public.alive, public.jobs, public.women) == (told.visited, {6: None, 12: None}, None, None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(1, 4_000_000), min_size=1, max_size=3), total=st.integers(1, 5_000_000),
    steps=st.lists(st.tuples(st.sampled_from(["pay", "prove", "justify"]), st.integers(0, 2)), max_size=9),
)  # fmt: skip
def test_no_history_breaks_the_laws_of_an_award(told, amounts, total, steps):
    """Raw statements in any order: what stands at the end of a transaction keeps every law, or nothing of it stands."""
    call, row = told
    try:
        with transaction.atomic(), under("coordinator"):
            _write(call, row, amounts, total, steps)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            awards, tranches = list(Award.objects.filter(call=call)), list(Tranche.objects.filter(call=call))
            transaction.set_rollback(True)
    except IntegrityError:
        return

    assert sum(one.amount for one in awards) <= call.budget
    assert sum(one.amount for one in tranches) == awards[0].amount <= row.asked
    held = sorted(tranches, key=lambda one: one.place)
    assert all(before.justified_on for before, after in pairwise(held) if after.paid_on)
    assert all(one.paid_on for one in held if one.justified_on)


@pytest.fixture
def told():
    """A call with one selected project."""
    call, _code = decided("random-call")
    with under("coordinator"):
        return call, Application.objects.get(call=call)


def _write(call, row, amounts, total, steps):
    alike = {"call": call, "is_demonstration": True}
    award = Award.objects.create(application=row, number=row.number, amount=total, **alike)
    day = date(2026, 1, 1)
    rows = [Tranche(award=award, place=n, amount=a, for_ar="س", due_on=day, **alike) for n, a in enumerate(amounts, 1)]
    Tranche.objects.bulk_create(rows)
    for step, at in steps:
        one = Tranche.objects.filter(award=award, place=at + 1)
        if step == "pay":
            one.update(paid_on=day)
        elif step == "justify":
            one.update(justified_on=day)


def test_the_desk_writes_a_convention_and_prints_it_in_arabic():
    """By plain forms: signed, paid, proved without an account, accepted, visited; the paper is a PDF."""
    call, code = decided()
    keeper = entered("coordinator")
    with under("coordinator"):
        row = Application.objects.get(call=call)
    day = "2027-01-10"
    first = {"amount_1": "10000", "for_1": "آلات", "due_1": day}
    second = {"amount_2": "20000", "for_2": "تكوين", "due_2": day}
    wrong = keeper.post(reverse("calls:desk:sign", args=[row.pk]), {"amount": "30000", **first})
    assert wrong.context["form"].errors
    keeper.post(reverse("calls:desk:sign", args=[row.pk]), {"amount": "30000", **first, **second})
    [(_decision, award, _where)] = keeper.get(reverse("calls:desk:awards", args=[call.code])).context["rows"]
    paper = keeper.get(reverse("calls:desk:convention", args=[award.pk]))
    assert paper.content.startswith(b"%PDF")
    tranche, visit = award.tranches.first(), award.visits.first()
    keeper.post(reverse("calls:desk:pay", args=[tranche.pk]))
    with under("coordinator"):
        actions.prove(code=code, tranche=tranche.pk, item="invoice", content=PDF, size=len(PDF))
    keeper.post(reverse("calls:desk:justify", args=[tranche.pk]))
    seen = {"is_alive": "yes", "jobs": "4", "women": "4", "income": "5 000", "words": "س"}
    keeper.post(reverse("calls:desk:visit", args=[visit.pk]), seen)
    page = keeper.get(reverse("calls:desk:award", args=[award.pk]))

    assert page.status_code == 200
    with under("coordinator"):
        assert Tranche.objects.get(pk=tranche.pk).justified_on is not None
        assert SiteVisit.objects.get(pk=visit.pk).income == 500_000
        assert Decision.objects.get(application=row).outcome == "selected"
    assert Client().get(reverse("calls:desk:award", args=[award.pk])).status_code == 302
    assert user_of("coordinator").is_demonstration
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
