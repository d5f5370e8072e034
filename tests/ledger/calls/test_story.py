"""A call from its announcement to an appeal, as the login of whoever does each step."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.errors import OutOfReach
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Application, Call, Decision, Reading
from jisr.ledger.calls.rules.codes import new_code
from tests.ledger.calls import calling
from tests.stories import under

LOGINS = ["default", "owner", "public"]
pytestmark = pytest.mark.django_db(databases=LOGINS)
#: Two logins that must see each other: what one writes is really saved.
committed = pytest.mark.django_db(databases=LOGINS, transaction=True)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@committed
def test_from_the_announcement_to_the_answer_of_an_appeal():
    """Receipt, one request for papers, two readers and a third, two methods, another who decides, an appeal."""
    call = calling.a_call()
    codes = [calling.deposited(call, province=place, asked=asked, title=f"t{n}") for n, (place, asked) in enumerate(
        [("chichaoua", 4_000_000), ("chichaoua", 3_500_000), ("chichaoua", 2_500_000), ("essaouira", 2_500_000)]
    )]  # fmt: skip
    not_hers = calling.deposited(call, title="t4", facts={"registered": False}, declared=[])
    again = calling.deposited(call, code=codes[0], title="t0")
    assert again == codes[0]
    assert Application.objects.count() == 0, "without a post nobody sees a file"
    calling.close(call)

    with under("coordinator") as keeper:
        assert queries.counts_of(call) == {"deposited": 5}
        aside = Application.objects.get(title="t4")
        assert aside.eligible == "no"
        asked = actions.ask_papers(application=aside, expected=1, items=["statutes", "bank"], by=keeper.user)
        with pytest.raises(actions.AskedBefore):
            actions.ask_papers(application=asked, expected=2, items=["members"], by=keeper.user)
        actions.set_aside(application=asked, expected=2, why="not_eligible", why_text="غير مسجلة", by=keeper.user)
    calling.complete(call)
    assert calling.given(call) == 8
    totals = {"t0": (90, 80), "t1": (80, 70), "t2": (90, 40), "t3": (30, 30)}
    calling.read(call, lambda row, place: totals[row.title][place - 1])
    with pytest.raises(actions.StillRead):
        calling.proposed(call)
    assert calling.given(call) == 1
    assert calling.given(call) == 0
    calling.read(call, lambda row, place: 60)
    call = calling.proposed(call)

    with under("council") as council:
        assert actions.decide(call=Call.objects.get(pk=call.pk), by=council.user) == 5
    with scope(speaking="public"):
        told = {one.number: one for one in Decision.objects.all()}
    seen = [calling.of_code(code) for code in (*codes, not_hers)]
    shown = [(told[one.number].outcome, told[one.number].points, told[one.number].reason) for one in seen]

    assert shown == [
        ("selected", Decimal("85.0"), "ranked"), ("selected", Decimal("75.0"), "ranked"),
        # 90, 40 and 60: the two nearest count
        ("waiting", Decimal("50.0"), "no_money"),
        ("selected", Decimal("30.0"), "reserved"), ("refused", None, "not_eligible"),
    ]  # fmt: skip
    assert seen[2].decision["outcome"] == "waiting"
    _appeal(codes[2])


def _appeal(code):
    with scope(speaking="public"):
        actions.appeal(code=code, words="لم تحتسب الوثيقة")
        with pytest.raises(OutOfReach):
            actions.appeal(code=code, words="مرة أخرى")
    with under("council") as council:
        row = queries.appeals_of(Call.objects.get()).get()
        assert queries.opened(row, row.sealed)["words"] == "لم تحتسب الوثيقة"
        with pytest.raises(actions.PaysNoMore):
            actions.answer_appeal(appeal=row, outcome="selected", answer="نعم", by=council.user)
        actions.answer_appeal(appeal=row, outcome="waiting", answer="الترتيب صحيح", by=council.user)

    mine = calling.of_code(code)
    _next_in_the_order(code)

    assert (mine.appeal["upheld"], mine.appeal["answer"]) == (False, "الترتيب صحيح")
    assert calling.NAME not in repr(mine)


def _next_in_the_order(code):
    """A place becomes free: who waits first, and whom the money pays for, is selected; by who decides alone."""
    call = Call.objects.get()
    with under("council") as council:
        with pytest.raises(actions.PaysNoMore):
            actions.call_up(call=call, by=council.user)
        first = Decision.objects.get(rank=1)
        actions.give_up(decision=first, why="وجدت تمويلا آخر", by=council.user)
        with pytest.raises(OutOfReach):
            actions.give_up(decision=first, why="مرة أخرى", by=council.user)
    with under("coordinator") as keeper, pytest.raises(OutOfReach):
        actions.call_up(call=call, by=keeper.user)
    with under("council") as council:
        actions.call_up(call=call, by=council.user)
    assert calling.of_code(code).decision["reason"] == "called_up"


@committed
def test_what_somebody_writes_survives_the_closing_and_opens_by_its_code_alone():
    """The draft is kept after the last moment; the deposit is not; another code opens nothing."""
    call, code = calling.a_call(), new_code()
    with scope(speaking="public"):
        actions.keep(call=call, code=code, fields={"title": ["معصرة"]})
    calling.close(call)

    with scope(speaking="public"):
        actions.keep(call=call, code=code, fields={"title": ["معصرة أركان"]})
        with pytest.raises(actions.CallClosed):
            actions.deposit(call=call, code=code, person=calling.PERSON, values=calling.VALUES, facts={}, language="ar")
        kept = queries.unsent(code.lower().replace("-", " "))
        assert (kept[0], kept[1]) == (call, {"title": ["معصرة أركان"]})
        assert queries.unsent(new_code()) is None
        assert queries.by_code(code) is None


def test_a_paper_comes_whole_or_not_at_all():
    """Cut on its way, no picture, too large, twice: one row at the end, with the very same bytes."""
    call = calling.a_call()
    code = calling.here(call)
    with under("coordinator"):
        for content, size in (
            (PDF[: len(PDF) // 2], len(PDF)), (PDF[:30], 30), (b"MZ" + bytes(400), 402), (b"hello", 5), (b"", 0),
            (PDF + bytes(9 * 2**20), len(PDF) + 9 * 2**20),
        ):  # fmt: skip
            with pytest.raises(actions.NotAPaper):
                actions.hand_in(code=code, item="statutes", content=content, size=size)
        for _twice in range(2):
            actions.hand_in(code=code, item="statutes", content=PDF, size=len(PDF))

    with under("coordinator"):
        assert [one["item"] for one in queries.by_code(code).handed] == ["statutes"]
        row = Application.objects.get().handed.get()
        assert (queries.paper_content(row), row.media) == (PDF, "application/pdf")


def test_who_applies_is_told_to_the_keeper_and_to_no_reader_of_a_blind_call():
    """A reader sees the project; names, telephone and papers are not there for her."""
    blind, known = calling.a_call(), calling.a_call("known-call", is_blind=False)
    for call in (blind, known):
        calling.here(call)
        calling.over(call)
        calling.complete(call)
        calling.given(call, "reader_one", "reader_two")

    with under("reader_one"):
        seen = {row.call.code: row.application for row in Reading.objects.select_related("application", "call")}
        assert queries.applicant_of(seen["call-of-tests"]) is None
        assert queries.applicant_of(seen["known-call"])["phone"] == calling.PHONE
    with under("reader_three"):
        assert Application.objects.count() == Reading.objects.count() == 0
    with under("coordinator"):
        assert queries.applicant_of(Application.objects.get(call=blind))["name"] == calling.NAME


def test_help_is_asked_without_an_account_and_taken_once():
    """Where to reach her is read by the associations of her region; the second one finds it taken."""
    call, code = calling.a_call(), new_code()
    with under("secretary"):
        actions.ask_help(call=call, code=code, person={"name": calling.NAME, "phone": calling.PHONE})
    with under("incubator") as helper:
        row = queries.help_of(helper.user).get()
        assert queries.opened(row, row.sealed)["phone"] == calling.PHONE
        actions.take_help(request=row, by=helper.user)
        with pytest.raises(OutOfReach):
            actions.take_help(request=row, by=helper.user)
        actions.end_help(request=row, by=helper.user)
        assert not queries.help_of(helper.user).exists()
        row.refresh_from_db()
        assert bytes(row.sealed) == b"", "her number is gone, not only hidden"
    with under("coordinator"):
        assert call.applications.count() == 0
    assert row.asked_at - timezone.now() < timedelta(minutes=1)
