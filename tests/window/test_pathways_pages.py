"""Pathways, as a browser meets them: one plan for the household, steps that end with an outcome, looks back in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.models import Event
from jisr.window.pathways import actions
from jisr.window.pathways.models import Aid, Attendance, FollowUp, Plan, Step
from tests.access.people import entered
from tests.stories import listened, received, under, with_children
from tests.window.forms import act, shown

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
SOON = (timezone.localdate() + timedelta(days=14)).isoformat()


@pytest.fixture
def family():
    """A mother, her girl and her boy, with one need heard."""
    with under("worker") as held:
        visit = received(held)
        girl, boy = with_children(held, visit.household)
        listened(held, visit, (girl, "schooling"))
    return visit.household, girl, boy


@pytest.fixture
def plan(family):
    """Their plan."""
    with under("worker") as held:
        return actions.open_plan(household=family[0], centre=held.centre, goal="أن تكمل البنت دراستها", by=held.user)


@pytest.fixture
def step(plan, family):
    """Its first step, for the girl."""
    with under("worker") as held:
        return actions.add_step(
            plan=plan, person=family[1], kind="school", what="التسجيل", due_on=timezone.localdate(), by=held.user
        )


def test_a_plan_sets_its_own_looks_back(family):
    """At 1, 3, 6 and 12 months, without anybody reckoning."""
    household, *_children = family

    answer = entered("worker").post(f"/pathways/household/{household.pk}/plan", act(goal="دخل قار للأم"))

    assert answer.status_code == 302
    with under("worker"):
        assert list(FollowUp.objects.order_by("month").values_list("month", flat=True)) == [1, 3, 6, 12]


def test_a_household_has_one_open_plan(plan, family):
    """The second is refused with a sentence, and the page leads to the first."""
    household, *_children = family
    worker, address = entered("worker"), f"/pathways/household/{household.pk}/plan"

    page = worker.post(address, act(goal="مخطط ثان"))

    assert page.status_code == 200 and f"/pathways/plan/{plan.pk}/" in page.content.decode()
    assert worker.get(address)["Location"] == f"/pathways/plan/{plan.pk}/"
    with under("worker"):
        assert Plan.objects.count() == 1


def test_a_plan_needs_a_goal(family):
    """In the family's words, or not at all."""
    page = entered("worker").post(f"/pathways/household/{family[0].pk}/plan", act(goal="   "))

    assert page.status_code == 200 and 'id="id_goal_error"' in page.content.decode()


def test_a_protected_plan_is_its_own_and_changes_no_other_page(plan, family):
    """For the next desk there is one plan, with the same steps and the same bytes."""
    household, girl, _boy = family
    pages = [f"/pathways/plan/{plan.pk}/", f"/pathways/plan/{plan.pk}/print"]
    before = [shown(entered("worker"), page) for page in pages]

    opened = entered("keeper").post(
        f"/pathways/household/{household.pk}/plan", act(goal="سلامة الأم", compartment="violence")
    )
    added = entered("keeper").post(
        f"{opened['Location']}step/new",
        act(person=str(girl.pk), kind="protection", what="إيواء", responsible="worker", due_on=SOON),
    )

    assert opened.status_code == added.status_code == 302
    assert entered("worker").get(opened["Location"]).status_code == 404
    assert [shown(entered("worker"), page) for page in pages] == before
    assert entered("worker").get(f"/pathways/household/{household.pk}/plan")["Location"] == pages[0]


def test_a_protected_plan_is_no_choice_for_who_keeps_nothing(family):
    """A form altered by hand opens an ordinary plan, or none."""
    entered("worker").post(f"/pathways/household/{family[0].pk}/plan", act(goal="هدف", compartment="violence"))

    with under("worker"):
        assert list(Plan.objects.values_list("compartment", flat=True)) == [""]


def test_a_step_is_refused_field_by_field(plan, family):
    """What, by when, for whom: each lack stands beside its field."""
    page = entered("worker").post(f"/pathways/plan/{plan.pk}/step/new", act(kind="school", responsible="worker"))

    text = page.content.decode()
    assert page.status_code == 200
    for field in ("person", "what", "due_on"):
        assert f'id="id_{field}_error"' in text, field


def test_a_step_hangs_only_on_what_its_own_plan_may_know(plan, family):
    """A need of a compartment is no choice in the ordinary plan, even for who keeps both."""
    household, girl, _boy = family
    with under("keeper") as held:
        hidden = listened(
            held, received(held, given="رقية"), compartment="violence", note="سر"
        )  # a disclosure elsewhere: its file is another one
    page = entered("keeper").get(f"/pathways/plan/{plan.pk}/step/new").content.decode()

    assert page.count("<option") >= 3 and str(hidden.pk) not in page
    assert str(girl.pk) in page and household.reference not in page


def test_a_step_goes_its_way_once(step):
    """Begun, ended with an outcome; ended again: a sentence."""
    worker, page = entered("worker"), f"/pathways/step/{step.pk}/"

    begun = worker.post(f"{page}begin", act(version="1"))
    without = worker.post(f"{page}end", act(version="2", words="لم يذكر"))
    ended = worker.post(f"{page}end", act(version="2", outcome="partly", words="سُجِّلت متأخرة"))
    again = worker.post(f"{page}end", act(version="3", outcome="reached"))

    assert (begun.status_code, without.status_code, ended.status_code, again.status_code) == (302, 200, 302, 200)
    assert "لم يذكر" in without.content.decode()
    with under("worker"):
        assert (Step.objects.get().state, Step.objects.get().outcome) == ("done", "partly")


def test_a_step_ended_by_two_shows_both_versions(step):
    """The second loses no word."""
    worker, page = entered("worker"), f"/pathways/step/{step.pk}/"
    worker.post(f"{page}begin", act(version="1"))

    stale = worker.post(f"{page}end", act(version="1", outcome="reached", words="كلماتي"))

    assert stale.status_code == 409 and "كلماتي" in stale.content.decode()
    with under("worker"):
        assert Step.objects.get().state == "ongoing"


def test_a_day_is_noted_once_and_can_be_corrected(step):
    """A second mark of the same day replaces the first; a day to come is refused."""
    worker, address = entered("worker"), f"/pathways/step/{step.pk}/attendance"
    today = timezone.localdate().isoformat()

    answers = [worker.post(address, act(day=day, present=said)).status_code for day, said in (
        (today, "yes"), (today, "no"), (SOON, "yes"), ("", "yes"), (today, ""),
    )]  # fmt: skip

    assert answers == [302, 302, 200, 200, 200]
    with under("worker"):
        assert list(Attendance.objects.values_list("present", flat=True)) == [False]


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter"])
def test_a_presence_taken_back_is_no_longer_counted(step):
    """Figures are made of events; the one of a day noted by mistake is reversed, and noted again it counts once."""
    worker, address = entered("worker"), f"/pathways/step/{step.pk}/attendance"
    today = timezone.localdate().isoformat()

    counted = []
    for said in ("yes", "yes", "no", "no", "yes"):
        worker.post(address, act(day=today, present=said))
        with scope(speaking="counter"):
            events = {event.pk: event for event in Event.objects.filter(code__in=["attended", "reversed"])}
        reversed_ones = {event.reverses for event in events.values()}
        counted.append(sum(event.code == "attended" and key not in reversed_ones for key, event in events.items()))

    assert counted == [1, 1, 0, 0, 1]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"kind": "money", "what": "منحة"}, "amount"),
        ({"kind": "money", "what": "منحة", "amount": "-5"}, "amount"),
        ({"kind": "money", "what": "منحة", "amount": "مائة"}, "amount"),
        ({"kind": "goods", "what": ""}, "what"),
        ({"kind": "goods", "what": "سرير", "given_on": "غدا"}, "given_on"),
    ],
)
def test_an_aid_is_refused_field_by_field(step, form, field):
    """Nothing is given by mistake."""
    page = entered("worker").post(
        f"/pathways/step/{step.pk}/aid", act(given_on=timezone.localdate().isoformat()) | form
    )

    assert page.status_code == 200 and f'id="aid_{field}_error"' in page.content.decode()
    with under("worker"):
        assert not Aid.objects.exists()


def test_an_amount_is_kept_in_centimes(step):
    """However people write it: 1300,50 and 1.300,50 are the same money, and 1.300 is never one dirham."""
    worker, address = entered("worker"), f"/pathways/step/{step.pk}/aid"
    written = ("1300.50", "1300,50", "1.300,50", "1 300,5 DH", "1.300", "١٣٠٠")

    for amount in written:
        answer = worker.post(
            address, act(kind="goods", what="هبة", amount=amount, given_on=timezone.localdate().isoformat())
        )
        assert answer.status_code == 302, amount

    with under("worker"):
        assert list(Aid.objects.order_by("id").values_list("amount", flat=True)) == [130050] * 4 + [130000] * 2


def test_a_follow_up_keeps_the_words_and_the_face(plan):
    """What was found, in the family's words, and how they felt; a stale version shows both."""
    with under("worker"):
        follow = FollowUp.objects.get(month=1)
    worker, address = entered("worker"), f"/pathways/follow-up/{follow.pk}/"

    first = worker.post(address, act(version="1", state="fragile", words="نحتاج وقتا", satisfaction="3"))
    second = worker.post(address, act(version="1", state="holds", words="أحسن"))

    assert first.status_code == 302 and second.status_code == 409 and "نحتاج وقتا" in second.content.decode()
    with under("worker"):
        assert (FollowUp.objects.get(month=1).satisfaction, FollowUp.objects.get(month=1).state) == (3, "fragile")


def test_a_plan_closes_when_every_step_has_its_outcome(plan, step):
    """Not before, whatever the address; then a new one may be opened."""
    worker, page = entered("worker"), f"/pathways/plan/{plan.pk}/"

    early = worker.post(f"{page}close", act(version="1"))
    worker.post(f"/pathways/step/{step.pk}/end", act(version="1", outcome="reached"))
    closed = worker.post(f"{page}close", act(version="1"))

    assert early.status_code == 200 and 'role="alert"' in early.content.decode() and closed.status_code == 302
    with under("worker"):
        assert Plan.objects.get().closed_on == timezone.localdate()


@pytest.mark.parametrize("who", ["sister_worker", "far_worker"])
def test_another_centre_finds_no_plan(plan, step, who):
    """Neither by address nor by form."""
    with under("worker"):
        follow = FollowUp.objects.get(month=1)
    client = entered(who)

    for address in (
        f"/pathways/plan/{plan.pk}/", f"/pathways/plan/{plan.pk}/print", f"/pathways/step/{step.pk}/",
        f"/pathways/follow-up/{follow.pk}/", f"/pathways/household/{plan.household_id}/plan",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client.post(f"/pathways/step/{step.pk}/end", act(version="1", outcome="reached")).status_code == 404


def test_reading_a_plan_costs_the_same_with_one_step_or_ten(plan, family, django_assert_max_num_queries):
    """And it writes nothing."""
    household, girl, boy = family
    with under("worker") as held:
        for n in range(10):
            actions.add_step(
                plan=plan,
                person=(girl, boy)[n % 2],
                kind="aid",
                what=f"خطوة {n}",
                due_on=timezone.localdate(),
                by=held.user,
            )
    worker = entered("worker")

    with django_assert_max_num_queries(26):
        assert worker.get(f"/pathways/plan/{plan.pk}/").status_code == 200
    assert household.pk == plan.household_id
