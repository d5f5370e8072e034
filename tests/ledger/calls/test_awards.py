"""Awards: what the database never lets be, under random histories, and what the visits say in the end."""

from itertools import pairwise

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.common.errors import OutOfReach, Refusal, Unacceptable
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Application, Award, Call, Decision, Payment, SiteVisit, Tranche
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
        with pytest.raises(actions.BrokenLaw) as too_soon:
            calling.paid(second)
        assert too_soon.value.law == "tranche_in_turn"
        with pytest.raises(actions.NoPaperNow):
            actions.prove(code=code, tranche=first.pk, item="photo", content=PDF, size=len(PDF))
        calling.paid(first)
        with pytest.raises(actions.NothingShowsIt):
            actions.justify(tranche=first, by=keeper.user)
        with pytest.raises(actions.NotAPaper):
            actions.prove(code=code, tranche=first.pk, item="photo", content=PDF[:20], size=len(PDF))
        with pytest.raises(OutOfReach):
            actions.prove(code="AAAA-AAAA-AAAA", tranche=first.pk, item="photo", content=PDF, size=len(PDF))
        actions.prove(code=code, tranche=first.pk, item="photo", content=PDF, size=len(PDF))
        assert queries.my_award(code)["tranches"][0]["proofs"] == 1
        actions.justify(tranche=first, by=keeper.user)
        calling.paid(second)
        found = {"is_alive": True, "jobs": 9, "women": 7, "income": 120_000, "words": "س", "by": keeper.user}
        with pytest.raises(Unacceptable):
            actions.record_visit(visit=award.visits.get(months=6), **found | {"women": 10})
        actions.record_visit(visit=award.visits.get(months=6), **found)
        actions.record_visit(visit=award.visits.get(months=12), **found | {"is_alive": False, "jobs": 2, "women": 2})

        told, public = queries.followed(call, whole=True), queries.followed(call)

    assert (told.signed, told.promised, told.paid, told.justified) == (1, row.asked, row.asked, first.amount)
    assert (told.visited, told.alive, told.jobs) == ({6: 1, 12: 1}, {6: 1, 12: 0}, 2)
    assert (public.visited, public.alive, public.jobs, public.women) == (told.visited, {6: None, 12: None}, None, None)


WHO = ("coordinator", "council", "reader_one", "approver", "second_approver", "far_second_approver")
_STEP = st.tuples(
    st.sampled_from(["propose", "propose", "confirm", "confirm", "refuse", "back", "prove", "justify"]),
    st.sampled_from(WHO), st.integers(0, 2),
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(1, 1_500_000), min_size=1, max_size=3), more=st.sampled_from([0, 0, 0, 1]),
    steps=st.lists(_STEP, max_size=14), fair=st.booleans(),
)  # fmt: skip
def test_no_history_breaks_the_laws_of_an_award(told, amounts, more, steps, fair):
    """Raw statements of anybody in any order: what stands in the end keeps every law.

    Args:
        fair: whether whoever may do a step does it, so that histories get far.
    """
    call, row, code = told
    try:
        with transaction.atomic():
            with under("coordinator"):
                _signed(call, row, amounts, sum(amounts) + more)
            for step, who, at in steps:
                _try(step, _MAY.get(step, who) if fair else who, code, Tranche.objects.filter(place=at + 1).first())
            with under("council"):
                _judged()
                awards, tranches = list(Award.objects.filter(call=call)), list(Tranche.objects.filter(call=call))
                payments = list(Payment.objects.filter(state="confirmed").select_related("proposed_post"))
            transaction.set_rollback(True)
    except IntegrityError:
        assert more or sum(amounts) > row.asked
        return

    assert sum(one.amount for one in awards) <= call.budget
    assert sum(one.amount for one in tranches) == awards[0].amount <= row.asked
    held = sorted(tranches, key=lambda one: one.place)
    assert all(before.justified_on for before, after in pairwise(held) if after.paid_on)
    assert all(one.paid_on for one in held if one.justified_on)
    for one in held:  # what the instalment says is what two people said, to the centime
        money = sum(payment.amount for payment in payments if payment.tranche_id == one.pk)
        assert money == (one.amount if one.paid_on else 0)
    chose = {user_of(name).pk for name in WHO[:3]}
    for one in payments:
        assert len({one.proposed_by_id, one.settled_by_id}) == len({one.proposed_post_id, one.settled_post_id}) == 2
        assert not {one.proposed_by_id, one.settled_by_id} & chose
        assert one.proposed_post.region_id == "07"


def _judged():
    """The laws that are kept for the end of a transaction are judged now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


_MAY = {"propose": "approver", "back": "approver", "confirm": "second_approver", "refuse": "second_approver",
        "prove": "coordinator", "justify": "coordinator"}  # fmt: skip


def _signed(call, row, amounts, total):
    alike = {"call": call, "is_demonstration": True}
    award = Award.objects.create(
        application=row, number=row.number, amount=total, signed_by=user_of("coordinator"), **alike
    )
    day = timezone.localdate()
    rows = [Tranche(award=award, place=n, amount=a, for_ar="س", due_on=day, **alike) for n, a in enumerate(amounts, 1)]
    Tranche.objects.bulk_create(rows)


def _try(step, who, code, tranche):
    """One statement by somebody; what the database refuses leaves nothing behind."""
    if tranche is None:
        return
    try:
        with transaction.atomic(), under(who) as held:
            _raw(step, held, code, tranche)
    except (DatabaseError, Refusal):
        return


def _raw(step, held, code, tranche):
    waits = Payment.objects.filter(tranche=tranche, state="open")
    settled = {"settled_by": held.user, "settled_at": timezone.now(), "settled_post": held}
    under_it = {
        "tranche": tranche, "call_id": tranche.call_id, "proposed_by": held.user, "proposed_post": held,
        "is_demonstration": True,
    }  # fmt: skip
    if step == "propose":
        Payment.objects.create(amount=tranche.amount, **under_it)
    elif step == "back":
        paid = Payment.objects.filter(tranche=tranche, state="confirmed", amount__gt=0).last()
        Payment.objects.create(amount=-tranche.amount, reverses=paid, reason="س", **under_it)
    elif step == "prove":
        actions.prove(code=code, tranche=tranche.pk, item="photo", content=PDF, size=len(PDF))
    elif step == "justify":
        Tranche.objects.filter(pk=tranche.pk).update(justified_on=timezone.localdate())
        _judged()
    else:
        waits.update(state="confirmed" if step == "confirm" else "refused", **settled)


@pytest.fixture
def told():
    """A call with one selected project."""
    call, code = decided("random-call")
    with under("coordinator"):
        return call, Application.objects.get(call=call), code


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
    first_approver, second = entered("approver"), entered("second_approver")
    assert keeper.post(reverse("calls:desk:pay", args=[tranche.pk])).status_code == 403
    [due] = first_approver.get(reverse("calls:desk:home")).context["payable"]
    assert due == tranche
    first_approver.post(reverse("calls:desk:pay", args=[due.pk]), {"on": f"{timezone.localdate():%Y-%m-%d}"})
    [waits] = second.get(reverse("calls:desk:home")).context["opened"]
    page = second.get(reverse("calls:desk:award", args=[award.pk])).content.decode()
    assert row.title not in page and calling.NAME not in page
    second.post(reverse("calls:desk:refuse_payment", args=[waits.pk]), {"reason": "الحساب خاطئ"})
    assert "الحساب خاطئ" in first_approver.get(reverse("calls:desk:award", args=[award.pk])).content.decode()
    first_approver.post(reverse("calls:desk:pay", args=[due.pk]), {"on": f"{timezone.localdate():%Y-%m-%d}"})
    [waits] = second.get(reverse("calls:desk:home")).context["opened"]
    second.post(reverse("calls:desk:confirm_payment", args=[waits.pk]))
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
