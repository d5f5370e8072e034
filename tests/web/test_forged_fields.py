"""Fields that no page offered: keys of others, compartments not kept, states that cannot follow. Nothing is written."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from jisr.families import queries as known
from jisr.families.models import AccessRequest, Consent, Household, Person
from jisr.window.listening.models import Interview, Need, Note
from jisr.window.orientation import actions as orientation
from jisr.window.pathways import actions as pathways
from jisr.window.pathways.models import Plan
from jisr.window.reception.models import Visit
from tests.access.people import entered
from tests.ground import LALLA_AZIZA, SERVICE_SHELTER, SERVICE_SISTER
from tests.reading import text
from tests.stories import listened, received, referred, under, with_children
from tests.window.forms import act, interview

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
TODAY = timezone.localdate()


def written():
    """Rows written in this transaction, but for what is remembered of the request itself."""
    beside = {"common_journalline", "django_session", "common_act", "common_draft", "accounts_user"}
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {table: rows for table, rows in cursor.fetchall() if table not in beside}


@pytest.fixture
def ours():
    """A family of the worker's centre with a need and a plan; and another one of the same centre."""
    with under("worker") as worker:
        visit = received(worker)
        _girl, boy = with_children(worker, visit.household)
        heard = listened(worker, visit, (boy, "disability"))
        other = received(worker, given="حليمة", family="الأخرى")
        their = listened(worker, other, (other.person, "disability"))
        plan = pathways.open_plan(household=visit.household, centre=worker.centre, goal="هدف", by=worker.user)
    return visit, boy, heard, other, their, plan


def need_of(ours):
    """The need of the first family."""
    with under("worker"):
        return ours[2].needs.get()


@pytest.fixture
def far():
    """A family of another region."""
    with under("far_worker") as held:
        visit = received(held, given="بعيدة")
        return visit, listened(held, visit, (visit.person, "disability"))


@pytest.mark.parametrize("whose", ["other", "far", "never"])
def test_a_need_is_of_a_member_of_the_family(ours, far, whose):
    """A person of the same centre, of another region, or nobody at all: the same sentence beside the field."""
    visit, _boy, heard, other, *_rest = ours
    key = {"other": other.person_id, "far": far[0].person_id, "never": uuid.uuid4()}[whose]
    client, before = entered("worker"), written()

    answers = [
        client.post(f"/listening/visit/{visit.pk}/new", interview(visit.person_id, (key, "health", "3", "كلام"))),
        client.post(
            f"/listening/household/{visit.household_id}/new", interview(key, (visit.person_id, "health", "3", ""))
        ),
        client.post(
            f"/listening/interview/{heard.pk}/need", act(person=key, theme="health", gravity="3", words="كلام")
        ),
    ]

    assert {answer.status_code for answer in answers} == {200}
    assert all('class="error' in text(answer) or "errorlist" in text(answer) for answer in answers)
    assert "كلام" in text(answers[0]) and "كلام" in text(answers[2])
    assert written() == before


@pytest.mark.parametrize("whose", ["other", "far", "never"])
def test_a_step_hangs_on_rows_of_its_own_family(ours, far, whose):
    visit, _boy, _heard, other, their, plan = ours
    person = {"other": other.person_id, "far": far[0].person_id, "never": uuid.uuid4()}[whose]
    with under("worker"):
        need = {"other": their.needs.get().pk, "far": uuid.uuid4(), "never": uuid.uuid4()}[whose]
    step = {"kind": "school", "what": "خطوة", "responsible": "worker", "due_on": str(TODAY)}
    client, before = entered("worker"), written()

    for wrong in ({"person": person}, {"person": visit.person_id, "need": need}, {"person": person, "need": need}):
        answer = client.post(f"/pathways/plan/{plan.pk}/step/new", act(**step, **wrong))
        assert answer.status_code == 200 and "خطوة" in text(answer), wrong

    assert written() == before


@pytest.mark.parametrize("compartment", ["violence", "child", "nothing", "a\0b"])
@pytest.mark.parametrize("who", ["officer", "worker"])
def test_a_compartment_that_the_post_does_not_keep_is_no_choice(ours, who, compartment):
    """The field is not on her pages; sent all the same it counts for nothing, and what is written is ordinary."""
    visit = ours[0]
    client = entered(who)
    new = {
        "name": "رقية", "surname": "", "sex": "f", "age": "30", "born_on": "", "commune": LALLA_AZIZA, "locality": "",
        "reasons": ["schooling"], "words": "", "urgency": "normal", "language": "", "channel": "walk_in", "seen": "",
    }  # fmt: skip
    client.post("/reception/new/", act(compartment=compartment, **new))
    client.post(
        f"/reception/person/{visit.person_id}/new/",
        act(reasons=["schooling"], words="", urgency="normal", channel="walk_in", compartment=compartment),
    )
    client.post(
        f"/listening/household/{visit.household_id}/new",
        interview(visit.person_id, (visit.person_id, "health", "3", ""), compartment=compartment),
    )
    client.post(
        f"/listening/household/{visit.household_id}/protected/new",
        interview(visit.person_id, (visit.person_id, "health", "3", ""), compartment=compartment),
    )
    client.post(f"/pathways/household/{visit.household_id}/plan", act(goal="هدف آخر", compartment=compartment))

    with under("keeper"):
        for model in (Household, Person, Visit, Interview, Need, Plan):
            assert set(model.objects.values_list("compartment", flat=True)) == {""}, model


@pytest.mark.parametrize("reason", ["violence", "child_protection"])
def test_a_guarded_reason_is_not_written_where_all_would_read_it(ours, reason):
    """Not by the counter's form, nor by that of a known person."""
    visit, before = ours[0], written()

    answer = entered("officer").post(
        f"/reception/person/{visit.person_id}/new/",
        act(reasons=[reason], words="", urgency="normal", channel="walk_in"),
    )

    assert answer.status_code == 200 and written() == before


def test_a_service_of_a_compartment_cannot_be_chosen_for_an_ordinary_need(ours):
    """The word shelter never stands in a file that her husband may see."""
    need = need_of(ours)
    address, client, before = f"/orientation/need/{need.pk}/refer/{SERVICE_SHELTER}/", entered("keeper"), written()

    answer = client.post(address, act(shares=["name"], manner="spoken"))

    assert answer.status_code == 200 and written() == before
    assert f"/refer/{SERVICE_SHELTER}/" not in text(client.get(f"/orientation/need/{need.pk}/"))


@pytest.mark.parametrize("shares", [["everything"], ["name", "notes"], ["name", "a\0b"], ["*"], [""]])
def test_what_is_not_offered_is_not_shared(ours, shares):
    need, before = need_of(ours), written()

    answer = entered("worker").post(
        f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/", act(shares=shares, manner="spoken")
    )

    assert answer.status_code == 200 and written() == before


@pytest.mark.parametrize("manner", ["", "telepathy"])
def test_nothing_is_shared_by_a_consent_that_was_not_given(ours, manner):
    need, before = need_of(ours), written()

    answer = entered("worker").post(
        f"/orientation/need/{need.pk}/refer/{SERVICE_SISTER}/", act(shares=["name"], manner=manner)
    )

    assert answer.status_code == 200 and written() == before
    with under("worker"):
        assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "state", ["completed", "started", "withdrawn", "expired", "offered", "failed", "x", "a\0b", ""]
)
def test_an_answer_is_one_of_those_offered(ours, state):
    """A state that the form does not have is refused in words; the referral waits on."""
    with under("worker") as worker:
        referral = referred(worker, ours[2], SERVICE_SISTER)
    before = written()

    answer = entered("sister_worker").post(
        f"/orientation/referral/{referral.pk}/answer", act(state=state, booked_on=str(TODAY), refusal="full")
    )

    assert answer.status_code == 200 and written() == before


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("book", {"booked_on": str(date(2020, 1, 1))}), ("book", {"booked_on": ""}),
        ("fail", {"failure": "stolen"}), ("confirm", {"served": "maybe"}),
    ],
)  # fmt: skip
def test_what_follows_an_answer_is_one_of_those_offered(ours, path, fields):
    with under("worker") as worker:
        referral = referred(worker, ours[2], SERVICE_SISTER)
    with under("sister_worker") as sister:
        orientation.answer(referral=referral, state="accepted", by=sister.user)
    who = "worker" if path == "confirm" else "sister_worker"
    before = written()

    answer = entered(who).post(f"/orientation/referral/{referral.pk}/{path}", act(**fields))

    assert answer.status_code == 200 and written() == before


@pytest.mark.parametrize("outcome", ["", "done", "dropped", "x"])
def test_an_outcome_is_one_of_those_offered(ours, outcome):
    visit, *_rest, plan = ours
    with under("worker") as worker:
        step = pathways.add_step(
            plan=plan, person=visit.person, kind="school", what="خطوة", due_on=TODAY, by=worker.user
        )
    before = written()

    answer = entered("worker").post(f"/pathways/step/{step.pk}/end", act(outcome=outcome, words="كلام", version="1"))

    assert answer.status_code == 200 and "كلام" in text(answer) and written() == before


def test_a_day_to_come_and_an_aid_of_nothing_are_refused_beside_their_fields(ours):
    visit, *_rest, plan = ours
    with under("worker") as worker:
        step = pathways.add_step(
            plan=plan, person=visit.person, kind="school", what="خطوة", due_on=TODAY, by=worker.user
        )
    address, client, before = f"/pathways/step/{step.pk}/", entered("worker"), written()

    tomorrow = str(TODAY + timedelta(days=1))
    for path, fields in (
        ("attendance", {"day": tomorrow, "present": "yes"}), ("attendance", {"day": str(TODAY), "present": "x"}),
        ("aid", {"kind": "money", "what": "منحة", "amount": "0", "given_on": str(TODAY)}),
        ("aid", {"kind": "money", "what": "منحة", "amount": "-5", "given_on": str(TODAY)}),
        ("aid", {"kind": "money", "what": "منحة", "amount": "1e9", "given_on": str(TODAY)}),
        ("aid", {"kind": "gold", "what": "منحة", "amount": "5", "given_on": str(TODAY)}),
        ("aid", {"kind": "money", "what": "منحة", "amount": "5", "given_on": tomorrow}),
    ):  # fmt: skip
        answer = client.post(f"{address}{path}", act(**fields))
        assert answer.status_code == 200, (path, fields)

    assert written() == before


@pytest.mark.parametrize("version", ["0", "99", "-1", "x", "1.0", "a\0b", ""])
def test_a_version_made_up_by_hand_is_an_old_one(ours, version):
    """Both versions are shown; nothing is overwritten."""
    visit = ours[0]
    person = {
        "given_ar": "أخرى", "family_ar": "تماما", "given_fr": "", "family_fr": "", "relation": "head", "sex": "f",
        "age": "", "born_on": "", "marital_state": "", "literacy": "", "schooled": "", "disability": "",
    }  # fmt: skip
    before = written()

    answer = entered("worker").post(f"/families/person/{visit.person_id}/edit/", act(version=version, **person))

    assert answer.status_code == 409 and "أخرى" in text(answer) and "فاطمة" in text(answer)
    assert written() == before


def test_an_altered_mark_asks_for_nothing(ours):
    """By one letter, of another purpose, or none: there is nothing to ask for."""
    with under("far_worker"):
        [found] = known.known_persons("حليمة الأخرى")
    half = len(found.mark) // 2
    swapped = found.mark[:half] + ("A" if found.mark[half] != "A" else "B") + found.mark[half + 1 :]
    client = entered("far_worker")

    for mark in (swapped, "", "x", "é", found.mark[:-8], "a\0b"):
        assert client.post("/families/ask/", act(mark=mark, why="لماذا")).status_code in {200, 404}, mark
    with under("far_worker"):
        assert not AccessRequest.objects.exists()


@pytest.mark.parametrize("secrecy", ["public", "", "all"])
def test_a_note_is_for_those_whom_the_form_names(ours, secrecy):
    heard, before = ours[2], written()

    answer = entered("worker").post(f"/listening/interview/{heard.pk}/note", act(text="ملاحظة", secrecy=secrecy))

    assert answer.status_code == 200 and "ملاحظة" in text(answer) and written() == before
    with under("worker"):
        assert not Note.objects.exists()


def test_a_formset_that_says_more_rows_than_it_has_is_refused(ours):
    """Counts of rows are fields too."""
    visit, client, before = ours[0], entered("worker"), written()
    for total in ("9999999", "-1", "x", "13"):
        form = interview(visit.person_id, (visit.person_id, "health", "3", "كلام")) | {"needs-TOTAL_FORMS": total}
        answer = client.post(f"/listening/visit/{visit.pk}/new", form)
        assert answer.status_code == 200, total
        more = client.post(f"/listening/visit/{visit.pk}/new", form | {"more": "1"})
        assert more.status_code == 200, total
    assert written() == before
