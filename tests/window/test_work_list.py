"""The work list: what waits stands in one place, overdue first, and each role finds its own."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from jisr.families import actions as families
from jisr.families import queries as known
from jisr.messages import actions as outbox
from jisr.messages.models import Message
from jisr.web.work import counting, tasks
from jisr.window.orientation import actions as orientation
from jisr.window.orientation.models import Referral
from jisr.window.pathways import actions as pathways
from jisr.window.reception.models import Visit
from tests.access.people import entered
from tests.ground import OWN, SERVICE_OWN, SERVICE_SISTER, post_of
from tests.reading import text
from tests.stories import listened, received, referred, under, with_children

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}
TODAY = timezone.localdate()


def rows(name):
    """(words, tone, address) of each row of somebody's list."""
    page = entered(name).get("/work/", **FRENCH)
    return [(re.sub(r"<[^>]+>", "", str(task.what)), task.tone, task.href) for task in page.context["tasks"]]


def make_late(referral, days=3):
    """The day by which an answer was due has passed."""
    Referral.objects.filter(pk=referral.pk).update(answer_by=TODAY - timedelta(days=days))


@pytest.fixture
def story():
    """Everything that can wait, once each: at the first centre, and at its sister."""
    with under("worker") as held:
        visit = received(held)
        girl, boy = with_children(held, visit.household)
        interview = listened(held, visit, (boy, "disability"))
        late = referred(held, interview, SERVICE_SISTER)
        make_late(late)
        listened(held, visit, (girl, "student_lodging"))
        refused = referred(held, listened(held, visit, (visit.person, "disability")), SERVICE_SISTER)
        inside = referred(held, listened(held, visit, (visit.person, "family")), SERVICE_OWN)
        make_late(inside, 1)
        plan = pathways.open_plan(household=visit.household, centre=held.centre, goal="تمدرس", by=held.user)
        pathways.add_step(
            plan=plan, person=girl, kind="school", what="التسجيل", due_on=TODAY - timedelta(days=5), by=held.user
        )
        plan.follow_ups.filter(month=1).update(due_on=TODAY)
        received(held, given="الحسين", visit={"urgency": "now"})
        received(held, given="رقية", visit={"urgency": "normal"})
        outbox.queue(centre=OWN, channel="call", to="0600000000", template="x", body="اتصلوا بنا", about=visit)
    with under("sister_worker") as sister:
        orientation.answer(referral=refused, state="refused", refusal="full", by=sister.user)
        [elsewhere] = [one for one in known.known_persons("رقية") if not one.is_here]
        families.ask_access(mark=elsewhere.mark, centre=sister.centre, why="حاضرة عندنا", by=sister.user)
    return visit


def test_a_social_worker_finds_each_thing_once(story):
    """Waiting people, an answer to give, a call to make, needs to orient, a step, a look back, a request, a message."""
    listed = rows("worker")

    kinds = [what for what, _tone, _href in listed]
    assert len(listed) == len({href for _what, _tone, href in listed}) == 10
    for start in (
        "الحسين attend un entretien", "رقية attend un entretien", "Répondre à un adressage",
        "Centre deux n'a pas répondu".replace("'", "’"), "Trouver un service", "Orienter de nouveau", "التسجيل",
        "Suivi à 1 mois", "Un autre centre demande", "Un message à transmettre",
    ):  # fmt: skip
        assert sum(kind.startswith(start) for kind in kinds) == 1, (start, kinds)


def test_what_is_late_comes_first_and_the_latest_before(story):
    """Danger now stands before everything; one primary button, on the first row."""
    tones = [tone for _what, tone, _href in rows("worker")]
    page = entered("worker").get("/work/").content.decode().split("<main")[1]

    assert tones == sorted(tones, key=["late", "soon", ""].index)
    assert rows("worker")[0][0].startswith("الحسين")
    assert rows("worker")[1][0] == "التسجيل"
    buttons = re.findall(r'class="(button[^"]*)"', page)
    assert sum("quiet" not in names for names in buttons) == 1


def test_a_reception_officer_finds_who_waits_and_what_is_asked(story):
    """Nothing of what was listened to, no plan, no file that another centre asks to open."""
    listed = rows("officer")

    assert {href.split("/")[1] for _what, _tone, href in listed} == {"reception", "orientation", "work"}
    assert not any("Trouver un service" in what or "التسجيل" in what for what, _tone, _href in listed)


def test_a_director_finds_what_is_late_and_what_only_she_decides(story):
    """The daily work of others is not hers; its lateness is, and it leads to the file."""
    listed = [one for one in rows("director") if not one[2].startswith("/centres/")]  # her own pages apart

    tones = [tone for _what, tone, _href in listed]
    assert tones.count("late") == len(tones) - 1
    assert any(href.startswith("/families/requests/") for _what, _tone, href in listed)
    assert all(not href.startswith(("/pathways/", "/listening/", "/reception/")) for _what, _tone, href in listed)


@pytest.mark.parametrize("name", ["worker", "officer", "director", "sister_worker"])
def test_every_button_leads_somewhere(story, name):
    """A row whose page refuses its reader would be worse than no row."""
    client = entered(name)
    for what, _tone, href in rows(name):
        assert client.get(href).status_code == 200, (what, href)


def test_no_surname_stands_on_a_list(story):
    """A list is read over a shoulder: the given name by which one is called, and nothing else."""
    for name in ("worker", "officer", "director", "sister_worker"):
        page = text(entered(name).get("/work/"))
        assert "وكريم" not in page and "إيمان" not in page and "ياسين" not in page


def test_the_list_of_another_centre_holds_nothing_of_this_one(story):
    """Not even a count."""
    page = entered("far_worker").get("/work/", **FRENCH)

    assert page.context["tasks"] == []
    assert "Rien ne vous attend" in text(page)


def test_a_protected_visit_is_on_the_list_of_its_keepers_alone():
    """The sentence on top counts what its reader sees."""
    with under("keeper") as held:
        received(held, given="كنزة", compartment="violence")
        received(held, given="رقية")

    worker, keeper = entered("worker").get("/work/", **FRENCH), entered("keeper").get("/work/", **FRENCH)

    assert "Une chose vous attend" in text(worker) and "كنزة" not in text(worker)
    assert "Deux choses vous attendent" in text(keeper) and "كنزة" in text(keeper)


def test_the_list_makes_a_fixed_number_of_queries(story):
    """However long the day."""
    client = entered("worker")
    client.get("/work/")
    with CaptureQueriesContext(connection) as few:
        client.get("/work/")
    with under("worker") as held:
        for _ in range(4):
            visit = received(held)
            girl, boy = with_children(held, visit.household)
            referral = referred(held, listened(held, visit, (boy, "disability")), SERVICE_SISTER)
            make_late(referral)
            listened(held, visit, (girl, "student_lodging"))
            plan = pathways.open_plan(household=visit.household, centre=held.centre, goal="x", by=held.user)
            pathways.add_step(plan=plan, person=girl, kind="school", what="y", due_on=TODAY, by=held.user)
            received(held, given="رقية")

    with CaptureQueriesContext(connection) as many:
        page = client.get("/work/")

    assert len(page.context["tasks"]) == 10 + 4 * 4
    assert len(many) == len(few)


def test_a_message_is_passed_on_once(story):
    """The words are fixed, the number is shown, and the list forgets it."""
    worker = entered("worker")
    with under("worker"):
        message = f"/work/message/{Message.objects.get().pk}/"
    assert "اتصلوا بنا" in text(worker.get(message))

    worker.post(message, {"answer": "passed", "act_key": str(uuid.uuid4())})
    again = worker.post(message, {"answer": "failed", "act_key": str(uuid.uuid4())}, follow=True)

    assert again.status_code == 200
    assert not any(href == message for _what, _tone, href in rows("worker"))
    with under("worker"):
        assert Message.objects.get().state == "passed"
    assert entered("far_worker").get(message).status_code == 404


def test_a_week_of_waiting_makes_a_visit_of_this_week_late():
    """What was promised for this week is late after it."""
    with under("worker") as held:
        visit = received(held, visit={"urgency": "week"})
        assert [task.tone for task in tasks.of(post_of("worker")).tasks] == ["soon"]
        Visit.objects.filter(pk=visit.pk).update(came_at=timezone.now() - timedelta(days=8))
        assert [task.tone for task in tasks.of(post_of("worker")).tasks] == ["late"]


@pytest.mark.parametrize(
    ("language", "things", "said"),
    [
        ("ar", 0, "لا شيء في انتظاركم"), ("ar", 2, "أمران في انتظاركم"), ("ar", 4, "أربعة أمور في انتظاركم"),
        ("ar", 11, "11 أمرا في انتظاركم"), ("ar", 102, "102 أمر في انتظاركم"),
        ("fr", 1, "Une chose vous attend"), ("fr", 21, "21 choses vous attendent"),
    ],
)  # fmt: skip
def test_the_sentence_on_top_counts_as_people_count(language, things, said):
    """Arabic has six numbers, and nobody writes "1 things"."""
    with translation.override(language):
        assert counting.waiting(things) == said


@pytest.mark.parametrize(
    ("things", "said"),
    [(1, "واحد منها متأخر."), (2, "اثنان منها متأخران."), (5, "5 منها متأخرة."), (0, "لا شيء متأخر.")],
)
def test_lateness_is_counted_too(things, said):
    """The second sentence says how many, or that none is."""
    with translation.override("ar"):
        assert counting.late(things, 20).startswith(said)
    assert counting.late(0, 0) == ""


def test_a_day_that_nobody_could_do_is_cut_and_says_so(monkeypatch):
    """Danger that arrives now stands before everything that nobody closed, and the page stays light."""
    monkeypatch.setattr(tasks, "MOST", 3)
    monkeypatch.setattr(tasks, "LOOKED_AT", 4)
    with under("worker") as held:
        for _ in range(5):
            received(held, given="رقية")
        received(held, given="الحسين", visit={"urgency": "now"})

    page = entered("worker").get("/work/", **FRENCH)

    assert "Plus de 3 choses vous attendent" in text(page)
    assert len(page.context["tasks"]) == 3
    assert "الحسين" in str(page.context["tasks"][0].what)
    assert "1 est en retard. Les plus urgentes de chaque sorte sont affichées" in text(page)
