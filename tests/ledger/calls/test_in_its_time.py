"""Each step of a call in its time and by whoever takes it, held by the database past the pages and the acts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import DatabaseError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.errors import OutOfReach
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.models import Appeal, Application, Award, Call, Decision, HelpRequest, Override, Reading
from jisr.ledger.calls.rules.codes import new_code
from jisr.staff.models import Post
from jisr.web.paging import page
from tests.access.people import entered
from tests.access.probes import refused, rows
from tests.ground import user_of
from tests.ledger.calls import calling
from tests.stories import under

LOGINS = ["default", "owner", "public"]
pytestmark = pytest.mark.django_db(databases=LOGINS)
committed = pytest.mark.django_db(databases=LOGINS, transaction=True)
_CALL = (
    "INSERT INTO calls_call SELECT (jsonb_populate_record(c,"
    " jsonb_build_object('id', gen_random_uuid(), 'code', gen_random_uuid())"
    " || '{}'::jsonb)).* FROM calls_call c WHERE code = 'draft-call'"
)


def begun(**values: object) -> str:
    """A copy of the draft, as a statement, with other values."""
    said = ", ".join(f"'{name}', {value}" for name, value in values.items())
    return _CALL.replace("'{}'::jsonb", f"jsonb_build_object({said})")


def test_a_call_goes_forward_in_the_name_of_whoever_keeps_it():
    """Nobody begins one half-way or in another's name, takes an announced one back, or lets another propose it."""
    calling.a_call("draft-call", announced=False)
    call, other = calling.a_call(), user_of("council").pk
    with under("coordinator") as keeper:
        assert not refused(begun())
        for values in (
            {"state": "'announced'"}, {"prepared_by_id": other},
            {"sources": """'[{"title": "x"}]'::jsonb"""},
            {"state": "'decided'", "decided_by_id": other, "decided_at": "now()", "proposed_by_id": keeper.user_id,
             "proposed_at": "now()", "method": "'greedy'"},
        ):  # fmt: skip
            assert refused(begun(**values)), values
        assert refused(f"UPDATE calls_call SET state = 'drafted' WHERE id = '{call.pk}'"), (
            "its terms would be free again"
        )
        proposed = "UPDATE calls_call SET state = 'proposed', method = 'greedy', proposed_at = now(), proposed_by_id = "
        assert refused(f"{proposed}{other} WHERE id = '{call.pk}'")
        assert not refused(f"{proposed}{keeper.user_id} WHERE id = '{call.pk}'")


def test_points_are_given_by_the_published_criteria_before_the_proposal_by_whoever_still_reads(monkeypatch):
    """No points for another, none beside the criteria, none after a conflict, after the proposal or after the post."""
    call = calling.a_call()
    for _n in range(2):
        calling.here(call)
    calling.over(call)
    calling.complete(call)
    with under("coordinator") as keeper:
        row = Application.objects.filter(call=call).first()
        forged = Reading(call=call, application=row, reader=user_of("reader_three"), place=1, total=100,
                         read_at=timezone.now(), is_demonstration=True)  # fmt: skip
        with pytest.raises(OutOfReach):
            actions.override(application=row, outcome="selected", reason="س", by=user_of("council"))
        assert _fails(lambda: forged.save(force_insert=True))
    calling.given(call, "reader_one", "reader_two")
    with under("reader_one") as held:
        one, other = queries.files_of(held.user)
        first, second = call.criteria.all()
        full = {str(first.pk): 50, str(second.pk): 50}
        for points, total in ((full, 99), (full | {"x": 1}, 101), ({str(first.pk): 100}, 100), ({}, 0)):
            values = {"points": points, "total": total, "words": "س", "read_at": timezone.now()}
            assert _fails(lambda values=values: Reading.objects.filter(pk=one.pk).update(**values)), points
        actions.declare_conflict(reading=other, why="أختي", by=held.user)
        assert refused("UPDATE calls_reading SET conflict = '' WHERE conflict <> ''")
        assert Application.objects.count() == 1
    calling.given(call)
    calling.read(call, lambda row, place: 60)
    call = calling.proposed(call)
    with under("reader_one"):
        assert refused(f"UPDATE calls_reading SET words = 'x' WHERE id = '{one.pk}'")
    with under("coordinator") as keeper:
        for write in (
            lambda: Override.objects.create(
                call=call, application=row, outcome="refused", reason="س", by=keeper.user, is_demonstration=True
            ),
            lambda: Call.objects.filter(pk=call.pk).update(state="drafted"),
        ):
            assert _fails(write)
    monkeypatch.setattr(actions.deciding, "told", lambda _call, _choice: call.selection | {"ranked": 9})
    with under("council") as council, pytest.raises(actions.OtherThanProposed):
        actions.decide(call=Call.objects.get(pk=call.pk), by=council.user)


@committed
def test_a_reader_whose_post_ended_or_who_keeps_the_call_too_reads_no_file():
    """Her readings stay with the call; she comes to none of them, nor to a file, from a post elsewhere."""
    call = calling.a_call(is_blind=False)
    calling.deposited(call)
    calling.close(call)
    calling.complete(call)
    calling.given(call, "reader_one", "reader_two")
    with under("reader_one"):
        assert rows("SELECT (SELECT count(*) FROM calls_application), (SELECT count(*) FROM calls_applicant)") == [
            (1, 1)
        ]
    with scope(speaking="owner"):
        Post.objects.filter(user=user_of("reader_one")).update(region="09")
        Post.objects.create(
            user=user_of("reader_three"), role="regional_council", region_id="07", is_demonstration=True
        )
    with under("reader_one") as held:
        for table in ("application", "applicant", "reading"):
            assert rows(f"SELECT count(*) FROM calls_{table}") == [(0,)], table
        assert not queries.files_of(held.user).exists()
        assert rows("UPDATE calls_reading SET words = 'x' RETURNING 1") == []
    with under("coordinator"):
        row = Application.objects.get()
        both = Reading(call=call, application=row, reader=user_of("reader_three"), place=3, is_demonstration=True)
        assert _fails(lambda: both.save(force_insert=True)), "she reads who applies, and what the others gave"
        assert user_of("reader_three") not in queries.readers_of(call)


def test_results_are_those_of_the_files_and_never_more_than_there_is():
    """Nothing is published beside the publishing; a place beyond the budget and one under a convention stay refused."""
    call = calling.a_call(places=1)
    for _n in range(2):
        calling.here(call)
    calling.over(call)
    calling.complete(call)
    calling.given(call, "reader_one", "reader_two")
    calling.read(call, lambda row, place: 60)
    copied = (
        "INSERT INTO calls_decision (id, is_demonstration, call_id, application_id, number, kind, province, asked,"
        " outcome, reason, reason_text) SELECT gen_random_uuid(), true, call_id, id, number, kind, province, {},"
        " 'waiting', 'no_money', '' FROM calls_application"
    )
    with under("council"):
        assert refused(copied.format("asked")), "before the results"
    call = calling.proposed(call)
    # what she read is not what is proposed now: nothing is published
    entered("council").post(reverse("calls:desk:decide", args=[call.code]), {"version": call.version - 1})
    with under("council") as council:
        assert Call.objects.get(pk=call.pk).state == "proposed"
        actions.decide(call=call, by=council.user)
        chosen, waits = Decision.objects.filter(call=call).order_by("rank")
        assert _fails(lambda: Decision.objects.filter(pk=waits.pk).update(outcome="selected"))
        with pytest.raises(actions.PaysNoMore):
            actions.call_up(call=call, by=council.user)
    with under("coordinator"):
        award = calling.awarded(Application.objects.get(pk=chosen.application_id))
        assert Award.objects.get() == award
    with under("council") as council:
        assert _fails(
            lambda: Decision.objects.filter(pk=chosen.pk).update(outcome="refused", reason="gave_up", reason_text="س")
        )
        Decision.objects.filter(pk=waits.pk).update(outcome="refused")


@committed
def test_two_places_given_at_once_are_one_where_there_is_one():
    """The second waits for the first, sees what it left, and is told that nothing pays for it."""
    call = calling.a_call(places=1, budget=9_000_000)
    codes = [calling.deposited(call, title=f"t{n}") for n in range(3)]
    calling.close(call)
    calling.complete(call)
    calling.given(call, "reader_one", "reader_two")
    calling.read(call, lambda row, place: 60)
    call = calling.proposed(call)
    with under("council") as council:
        actions.decide(call=call, by=council.user)
        chosen = Decision.objects.get(call=call, outcome="selected")
        actions.give_up(decision=chosen, why="س", by=council.user)
        waits = list(Decision.objects.filter(call=call, outcome="waiting").order_by("rank"))
    written, going = Event(), Event()

    def select(decision, *, slowly=False):
        try:
            with under("council"):
                actions.deciding._turn(decision, "waiting", outcome="selected", reason="called_up", reason_text="")
                if slowly:
                    written.set()
                    going.wait(20)
            return "selected"
        except actions.PaysNoMore:
            return "too late"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(select, waits[0], slowly=True)
        assert written.wait(20)
        second = threads.submit(select, waits[1])
        with pytest.raises(TimeoutError):
            second.result(timeout=0.3)
        going.set()
        assert (first.result(20), second.result(20)) == ("selected", "too late")
    assert [calling.of_code(code).decision["outcome"] for code in codes].count("selected") == 1


def test_appeals_and_help_are_in_the_name_of_whoever_takes_them():
    """An answer in a colleague's name is refused; what an association took does not exist for the others."""
    codes = []
    call = calling.read_through("appeal-call", lambda _call, opens: codes.append(opens))
    with under("council") as council:
        actions.decide(call=call, by=council.user)
        actions.appeal(code=codes[0], words="خطأ")
        answered = {"answered_on": timezone.localdate(), "upheld": False, "answer": "س"}
        assert _fails(lambda: Appeal.objects.update(**answered, answered_by=user_of("coordinator")))
    calling.a_call("help-call", closes_at=timezone.now() + timedelta(days=1))
    with under("secretary"):
        person = {"name": calling.NAME, "phone": calling.PHONE}
        actions.ask_help(call=Call.objects.get(code="help-call"), code=new_code(), person=person)
    with under("incubator") as helper:
        row = queries.help_of(helper.user).get()
        assert _fails(lambda: HelpRequest.objects.update(helper=user_of("reader_one"), taken_on=timezone.localdate()))
        actions.take_help(request=row, by=helper.user)
        assert HelpRequest.objects.count() == 1


def _fails(write):
    """Whether the database refuses a write of the speaker, or finds no row that is hers to write."""
    try:
        with transaction.atomic():
            return write() == 0
    except DatabaseError:
        return True


def test_whoever_comes_in_by_an_appeal_stands_on_some_page_of_the_results():
    """Never ranked, she has no place in the order: she comes after everybody, and is not lost between two pages."""
    call = calling.a_call()
    codes = [calling.here(call) for _n in range(3)]
    calling.over(call)
    with under("coordinator") as keeper:
        aside = Application.objects.filter(call=call).order_by("number").first()
        actions.set_aside(application=aside, expected=1, why="not_eligible", why_text="س", by=keeper.user)
    calling.complete(call)
    calling.given(call, "reader_one", "reader_two")
    calling.read(call, lambda row, place: 60)
    call = calling.proposed(call)
    with under("council") as council:
        actions.decide(call=call, by=council.user)
        mine = next(code for code in codes if queries.by_code(code).key == aside.pk)
        actions.appeal(code=mine, words="خطأ")
        row = queries.appeals_of(call).get()
        actions.answer_appeal(appeal=row, outcome="selected", answer="نعم", by=council.user)
        seen, after = [], ""
        while len(seen) < 4:
            shown = page(queries.decisions_of(call, "selected"), by=("place", "number"), after=after, size=1)
            seen += [one.application_id for one in shown]
            if not (after := shown.next_key):
                break
    assert len(seen) == 3 and seen[-1] == aside.pk


@committed
def test_who_gave_points_does_not_publish_from_another_post():
    """She was given a seat of the council after she had read; somebody else publishes the very same results."""
    call = calling.a_call()
    calling.deposited(call)
    calling.close(call)
    calling.complete(call)
    calling.given(call, "reader_one", "reader_two")
    calling.read(call, lambda row, place: 60)
    call = calling.proposed(call)
    both = user_of("reader_one")
    with scope(speaking="owner"):
        Post.objects.create(user=both, role="regional_council", region_id="07", is_demonstration=True)
    with scope(user=both.pk), pytest.raises(actions.TookPart):
        actions.decide(call=call, by=both)
    with under("council") as council:
        assert actions.decide(call=call, by=council.user) == 1
