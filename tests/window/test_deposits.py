"""Deposits and the clock of law 55-19: a receipt, one completion, a decision with reasons, an appeal."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from jisr.centres.choices import DOCUMENTS
from jisr.centres.models import Centre
from jisr.common import events
from jisr.common.database import scope
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.periods import years_after
from jisr.families import queries as families
from jisr.staff import actions as staff
from jisr.web.deposits.forms import DepositForm
from jisr.window.deposits import actions, queries, rules
from jisr.window.deposits.choices import OWED, TRANSITIONS, DepositState
from jisr.window.deposits.models import Deposit
from jisr.window.deposits.procedures import BadProcedure, procedure_of, procedures
from tests.access.people import entered
from tests.ground import OWN, user_of
from tests.stories import received, under, with_children
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
S = DepositState
TODAY = timezone.localdate()
days = st.dates(date(2024, 1, 1), date(2030, 1, 1))


@pytest.fixture
def boy():
    """A son of 7, at the counter with his mother."""
    with under("worker") as held:
        return with_children(held, received(held).household)[1]


@pytest.fixture
def told(monkeypatch):
    """The codes of the events, in their order; each is written as ever."""
    codes, emit = [], events.emit
    monkeypatch.setattr(events, "emit", lambda code, **values: codes.append(code) or emit(code, **values))
    return codes


def taken_in(held, person, *, procedure="disability_card", brought=("medical",), **values):
    """A request, deposited."""
    return actions.deposit(
        person=person, centre=held.centre, procedure=procedure, brought=brought, by=held.user, **values
    )


def another_director():
    """The director of another centre is given a post at this one, for some days, and works from it."""
    client, by = entered("far_director"), user_of("administrator")
    with scope(user=by.pk):
        post = staff.assign(
            user=user_of("far_director"), role="centre_director", place=Centre.objects.get(pk=OWN), by=by,
            until=TODAY + timedelta(days=5),
        )  # fmt: skip
    session = client.session
    session["post"] = str(post.pk)
    session.save()
    return client


def page(row, way=""):
    """The address of a request."""
    return f"/deposits/{row.pk}/{way}"


def sent(who, row, way, **fields):
    """A form of the page of a request, as it stands now."""
    with under("worker"):
        row.refresh_from_db()
    client = who if isinstance(who, Client) else entered(who)
    return client.post(page(row, way), act(version=row.version, **fields))


def said(response):
    """What the next page says."""
    return [str(message) for message in response.wsgi_request._messages]


def test_every_procedure_says_what_it_knows_with_its_source():
    """Papers are codes of the catalogue; a delay or a duration without a source is refused."""
    for one in procedures().values():
        assert set(one.papers) <= set(DOCUMENTS)
    words = {"ar": "ا", "fr": "a"}
    for claim in ({"days": 30}, {"years": 7}, {"papers": ["medical"]}, {"silence": "perhaps"}, {"delay": 3}):
        with pytest.raises(BadProcedure):
            procedure_of({"code": "x", "title": words, "about": words, "theme": "papers", **claim}, where="x")
    with pytest.raises(BadProcedure):
        procedure_of({"code": "x", "title": {"ar": "ا"}, "about": words, "theme": "papers"}, where="x")


@given(deposited=days, asked=st.integers(0, 59), waited=st.integers(0, 400), delay=st.integers(1, 60))
def test_the_days_that_papers_were_awaited_are_not_the_centres(deposited, asked, waited, delay):
    """Whoever asks late gains nothing: the days before and after come to the same delay."""
    due, asked_on = rules.due_day(deposited, delay), deposited + timedelta(days=min(asked, delay))

    goes_on = rules.resumed(due, asked_on, asked_on + timedelta(days=waited))

    assert (asked_on - deposited) + (goes_on - (asked_on + timedelta(days=waited))) == timedelta(days=delay)


@given(due=days, today=days, soon=st.integers(0, 30), agrees=st.booleans())
def test_a_clock_says_one_thing(due, today, soon, agrees):
    """Silent exactly once the day has passed; agreement never before."""
    stands = rules.clock(due_on=due, decided=False, today=today, soon_days=soon, agrees=agrees)

    assert (stands.how == rules.SILENT) == (today > due)
    assert stands.agrees <= (today > due)
    assert stands.days == abs((due - today).days)
    assert rules.clock(due_on=due, decided=True, today=today, soon_days=soon, agrees=agrees).how == rules.DONE


def test_a_whole_file_has_its_decision_its_letter_and_its_end(boy, told):
    """The counter takes it in, the direction grants it, the counter hands it over; each step once."""
    new = f"/deposits/person/{boy.pk}/new/"
    choice = entered("worker").post(new, act(procedure="disability_card"))
    assert choice.status_code == 200
    assert "medical" in choice.content.decode()
    response = entered("worker").post(
        new, act(procedure="disability_card", brought="medical", speaks="guardian", checked="now",
                 deposited_on=TODAY.isoformat()),
    )  # fmt: skip
    with under("worker"):
        row = Deposit.objects.get()
        assert (row.state, row.due_on) == (S.COMPLETE, TODAY + timedelta(days=60))
        assert "unsettled" in families.held(boy.pk)
    assert response.url == page(row)

    assert sent("worker", row, "stage/", stage="capacity", day=TODAY.isoformat(), took_place="on").status_code == 302
    assert sent("director", row, "decide/", answer="grant").status_code == 302
    assert "2.75" not in entered("worker").get(page(row)).content.decode()
    assert sent("worker", row, "hand/").status_code == 302
    again = sent("worker", row, "hand/")

    with under("worker"):
        row.refresh_from_db()
        assert (row.state, row.holds_until) == (S.GRANTED, years_after(TODAY, 7))
        assert row.handed_on == TODAY
    assert told == ["deposited", "decided", "handed"]
    assert again.status_code == 302
    for who in ("worker", "director"):
        for way in ("", "print/?to=child", "print/?size=slip&to=child", "letter/?to=child"):
            assert entered(who).get(page(row, way)).status_code == 200
    assert entered("director").get("/deposits/").status_code == 200


def test_missing_papers_are_asked_for_once(boy):
    """At the deposit; afterwards nobody may ask again, not even past the pages."""
    with under("worker") as held:
        row = taken_in(held, boy, brought=[])
        assert (row.state, row.asked, row.due_on) == (S.ASKED, ["medical"], None)
        actions.bring(deposit=row, version=row.version, papers=["medical"], by=held.user)
        assert (row.state, row.due_on) == (S.COMPLETE, TODAY + timedelta(days=60))
        with pytest.raises(actions.AskedBefore):
            actions.ask_completion(deposit=row, version=row.version, papers=["birth"], by=held.user)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE deposits_deposit SET asked = '{}' WHERE id = %s", [row.pk])

    assert sent("worker", row, "completion/", papers="birth").status_code == 409


def test_what_is_typed_on_an_old_page_stands_beside_where_the_request_is_now(boy):
    """Another hand moved it: the reasons stay in their form, or are shown beside what was written, to be copied."""
    with under("worker") as held:
        row = taken_in(held, boy)
    old = {"answer": "refuse", "ground": "condition", "reason": "السن أقل من الشرط", "version": row.version - 1}
    again = entered("director").post(page(row, "decide/"), act(**old))
    text = again.content.decode()
    assert again.status_code == 409 and "السن أقل من الشرط</textarea>" in text
    assert f'name="version" value="{row.version}"' in text
    assert sent("director", row, "decide/", answer="grant").status_code == 302
    late = entered("director").post(page(row, "decide/"), act(**old))
    assert late.status_code == 409 and "السن أقل من الشرط" in late.content.decode()
    with under("worker"):
        row.refresh_from_db()
        assert (row.state, row.reason) == (S.GRANTED, "")


def test_a_day_past_the_parameter_says_why_and_the_direction_sees_it(boy):
    """Three days back without a word; before that with one, which lies under her key; a day to come, never."""
    new, back = f"/deposits/person/{boy.pk}/new/", queries.delays()["back_days"]
    fields = {"procedure": "disability_card", "brought": "medical", "speaks": "guardian", "checked": "now"}

    def posted(days, **more):
        day = (TODAY - timedelta(days=days)).isoformat()
        return entered("worker").post(new, act(**fields, deposited_on=day, **more)).status_code

    assert [posted(back), posted(back + 1), posted(-1), posted(-1, late_why="…"), posted(9_000, late_why="…")] == [
        302, 200, 200, 200, 200,
    ]  # fmt: skip
    assert posted(50, late_why="دفتر ورقي") == 302

    with under("director") as held:
        [row] = queries.keyed_late([held.centre_id], today=TODAY, days=7, most=9)
        assert not queries.keyed_late([held.centre_id], today=TODAY + timedelta(days=7), days=7, most=9)
        assert not Deposit.objects.exclude(pk=row.pk).get().late_why
        row.refresh_from_db()
        assert (row.late_why, row.late_why_plain, row.keyed_on) == ("دفتر ورقي", "", TODAY)
        # what the centre lost by keying it in late is the centre's
        assert row.due_on == row.deposited_on + timedelta(days=row.delay_days) == TODAY + timedelta(days=10)
        assert queries.clock(row, TODAY + timedelta(days=11)).how == rules.SILENT
        with pytest.raises(IntegrityError), transaction.atomic():
            Deposit.objects.filter(pk=row.pk).update(deposited_on=TODAY + timedelta(days=1))
    week = entered("director", headers={"accept-language": "en"}).get("/deposits/").content.decode()
    assert "Keyed in late" in week and "keyed in 50 days later" in week
    assert "دفتر ورقي" in entered("director").get(page(row)).content.decode()


def test_papers_that_do_not_come_keep_nobody_waiting_for_ever(boy):
    """Before their day nothing is decided without them; after it the clock goes on, and their lack can be a ground."""
    with under("worker") as held:
        row = taken_in(held, boy, brought=[])
        with pytest.raises(Unacceptable):
            actions.go_on_without(deposit=row, version=row.version, by=held.user)
        ago = TODAY - timedelta(days=40)
        Deposit.objects.filter(pk=row.pk).update(asked_on=ago, deposited_on=ago, bring_by=ago + timedelta(days=30))
    assert sent("worker", row, "without/").status_code == 302
    refusal = sent("director", row, "decide/", answer="refuse", ground="papers", reason="لم تأت الشهادة الطبية")
    assert refusal.status_code == 302
    with under("worker"):
        row.refresh_from_db()
        assert (row.state, row.reason) == (S.REFUSED, "لم تأت الشهادة الطبية")


def test_a_refusal_says_why_and_can_be_contested(boy):
    """Without a ground or a reason it is no refusal; the appeal has its words, its clock and its answer."""
    with under("worker") as held:
        row = taken_in(held, boy)
    assert sent("director", row, "decide/", answer="refuse", ground="condition", reason=" ").status_code == 422
    assert sent("worker", row, "appeal/", words="قبل القرار").status_code == 409
    assert sent("director", row, "decide/", answer="refuse", ground="condition", reason="…").status_code == 302
    assert sent("worker", row, "appeal/", words="لم يسمعني أحد").status_code == 302
    assert sent(another_director(), row, "settle/", granted="yes", words="قبل الطعن").status_code == 302
    with under("worker"):
        row.refresh_from_db()
        assert (row.state, row.appeal, row.settled) == (S.REVERSED, "لم يسمعني أحد", "قبل الطعن")
        raw = Deposit.objects.values_list("reason_plain", "appeal_plain", "settled_plain").get(pk=row.pk)
    assert raw == ("", "", "")  # what was said lies under the key of the person


def test_a_silence_that_agrees_cannot_be_refused(boy, told, monkeypatch):
    """Where a public text counts it as agreement; where none was found, it is shown and decided on."""
    with under("worker") as held:
        row = taken_in(held, boy, deposited_on=TODAY - timedelta(days=70), late_why="دفتر ورقي")
        assert queries.clock(row).how == rules.SILENT
        agreeing = {**procedures()[row.procedure].__dict__, "silence": "agrees"}
        monkeypatch.setattr(queries, "procedure_of", lambda _row: type(procedures()[row.procedure])(**agreeing))
        with pytest.raises(actions.SilenceAgreed):
            actions.refuse(deposit=row, version=row.version, ground="condition", reason="…", by=held.user)
        with pytest.raises(actions.Moved):
            actions.complain(deposit=taken_in(held, boy), version=1, by=held.user)
        del told[1:]
        actions.complain(deposit=row, version=row.version, by=held.user)
        with pytest.raises(actions.Moved):
            actions.complain(deposit=row, version=row.version, by=held.user)
        actions.grant(deposit=row, version=row.version, by=held.user)
    assert told == ["deposited", "appealed", "decided.late"]


def test_whoever_refused_does_not_answer_the_appeal(boy):
    """She reads whom to ask; the director of another centre, given a post here for some days, answers it."""
    with under("worker") as held:
        row = taken_in(held, boy)
    sent("director", row, "decide/", answer="refuse", ground="condition", reason="…")
    sent("worker", row, "appeal/", words="لم يسمعني أحد")
    refusal = sent("director", row, "settle/", granted="no", words="كما قررت")
    shown = entered("director", headers={"accept-language": "en"}).get(page(row)).content.decode()
    assert said(refusal) and "ask the delegate of the province" in shown and 'name="granted"' not in shown
    assert f'action="{page(row)}settle/"' not in shown
    task = [one for one in entered("director").get("/work/").context["tasks"] if one.href == page(row)]
    assert [str(one.what) for one in task] == [gettext("Have somebody else answer an appeal")]

    another = another_director()
    assert f'action="{page(row)}settle/"' in another.get(page(row)).content.decode()
    assert sent(another, row, "settle/", granted="no", words="سمعناه").status_code == 302

    with under("worker"):
        row.refresh_from_db()
        assert (row.state, row.settled_by) == (S.UPHELD, user_of("far_director"))


def test_the_database_lets_nobody_settle_her_own_refusal(boy):
    """Neither in her own name, nor in another's, nor by saying afterwards that another had decided."""
    me, other = user_of("director").pk, user_of("far_director").pk
    with under("worker") as held:
        row = taken_in(held, boy)
    with under("director") as held:
        assert broken("state = 'refused', ground = 'other', decided_on = now(), decided_by_id = %s", row, other)
        _after(held, row, ["refuse"])
    with under("worker") as held:
        _after(held, row, ["appeal"])
    with under("director") as held:
        for settler in (me, other, None):
            assert broken("state = 'upheld', settled_on = now(), settled_by_id = %s", row, settler)
        assert broken("decided_by_id = %s", row, other)
        assert broken("state = 'reversed'", row)
    with under("director") as held, scope(user=other, centres=[held.centre_id]):
        actions.settle(deposit=row, version=row.version, granted=False, words="…", by=user_of("far_director"))
        assert broken("settled_by_id = NULL", row) and broken("settled_on = settled_on - 1", row)


def broken(sql, row, *values):
    """Whether the database refuses to write this to a request."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE deposits_deposit SET {sql} WHERE id = %s", [*values, row.pk])
    except IntegrityError:
        return True
    return False


ACTS = {
    "check_papers": {"brought": ["medical"]}, "ask_completion": {"papers": ["birth"]}, "bring": {"papers": ["medical"]},
    "go_on_without": {}, "grant": {}, "refuse": {"ground": "other", "reason": "…"}, "appeal": {"words": "…"},
    "settle": {"granted": True, "words": "…"}, "withdraw": {}, "complain": {},
}  # fmt: skip


def test_no_way_leads_outside_the_table(boy):
    """Every act tried in every state: what it comes to stands in the table, or it refuses and nothing moves."""
    reached = set()
    with under("worker") as held:
        rows = {
            S.DEPOSITED: lambda: taken_in(held, boy, checked=False),
            S.ASKED: lambda: taken_in(held, boy, brought=[]),
        }
        steps = {S.COMPLETE: [], S.GRANTED: ["grant"], S.REFUSED: ["refuse"], S.APPEALED: ["refuse", "appeal"],
                 S.REVERSED: ["refuse", "appeal", "settle"], S.WITHDRAWN: ["withdraw"]}  # fmt: skip
        for state, acts in steps.items():
            rows[state] = lambda acts=acts: _after(held, taken_in(held, boy), acts)
        rows[S.UPHELD] = lambda: _after(held, rows[S.APPEALED](), ["settle"], granted=False)
        assert set(rows) == set(TRANSITIONS)
        for state, make in rows.items():
            for name, given in ACTS.items():
                row = make()
                assert row.state == state
                try:
                    _act(held, row, name, given)
                except Refusal:
                    assert Deposit.objects.get(pk=row.pk).state == state
                else:
                    assert row.state in TRANSITIONS[state], name
                    reached.add((state, row.state))
    assert {wanted for _, wanted in reached} >= set(TRANSITIONS) - {S.DEPOSITED, S.UPHELD}


def _after(held, row, acts, **changes):
    for name in acts:
        _act(held, row, name, ACTS[name] | changes)
    return row


def _act(held, row, name, given):
    """One act; an appeal is settled by somebody else."""
    by = user_of("director") if name == "settle" else held.user
    with scope(user=by.pk, centres=[held.centre_id]):
        return getattr(actions, name)(deposit=row, version=row.version, by=by, **given)


def test_what_is_owed_stands_in_one_list(boy):
    """Whatever its state, a request is in at most one list of the centre; owed and complete ones in exactly one."""
    with under("worker") as held:
        made = [
            taken_in(held, boy), taken_in(held, boy, checked=False), taken_in(held, boy, brought=[]),
            _after(held, taken_in(held, boy), ["grant"]), _after(held, taken_in(held, boy), ["refuse", "appeal"]),
            _after(held, taken_in(held, boy), ["withdraw"]),
        ]  # fmt: skip
        centres = [held.centre_id]
        lists = [f(centres, most=20) for f in (
            queries.to_decide, queries.awaiting_papers, queries.to_settle, queries.to_hand_over, queries.to_renew,
        )]  # fmt: skip
        found = [row.pk for rows in lists for row in rows]
        assert len(found) == len(set(found))
        assert {row.pk for row in made if row.state in OWED - {S.WITHDRAWN}} <= set(found)
        assert sum(queries.by_day(centres, today=TODAY, days=90).values()) == 2


def test_where_nothing_is_to_be_brought_nobody_asks_whether_it_is_there():
    """A list without papers has nothing to look at, now or later."""
    [procedure, *_others] = procedures().values()
    assert "checked" in DepositForm(procedure=procedure, needed=["medical"]).fields
    assert not {"checked", "brought"} & set(DepositForm(procedure=procedure, needed=[]).fields)
