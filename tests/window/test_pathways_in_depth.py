"""Pathways in depth: levels that ask for a goal and a step, aid that somebody else allows, costs, signals, units."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.errors import Unacceptable
from jisr.common.models import Event
from jisr.families import actions as families
from jisr.web.work import tasks
from jisr.window.pathways import actions, library, queries
from jisr.window.pathways.models import Aid, Approval, Plan, Score, SignalAnswered, Step, TrainingUnit
from jisr.window.reception.models import Visit
from tests.ground import OWN
from tests.stories import listened, planned, received, under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=14)


# told through the acts


@pytest.fixture
def family():
    """A mother with a girl and a boy, and their plan."""
    return planned()


def step_of(plan, person, held, kind="aid", **values):
    """A step of a plan."""
    return actions.add_step(plan=plan, person=person, kind=kind, what="خطوة", due_on=TODAY, by=held.user, **values)


def on_the_list(account, kind):
    """Addresses of one kind of thing on the list of an account."""
    with under(account) as held:
        return [task.href for task in tasks.of(held).tasks if kind in task.href]


def test_a_plan_with_a_low_domain_waits_on_the_workers_list_and_in_no_other(family):
    """Until a goal and a step answer it; a step that is given up brings it back; the next level tells it anew."""
    _visit, plan, girl, _boy = family
    with under("worker") as held:
        actions.assess(plan=plan, levels={"rent": 4, "income": 2}, by=held.user)
        [low] = [one for one in queries.standings(queries.plan(plan.pk)) if one.low]
        assert (low.domain.code, low.lacks) == ("income", "goal")
        address = f"/pathways/plan/{plan.pk}/levels"

    for account in ("worker", "keeper", "director", "sister_worker"):
        wanted = [address] if account in {"worker", "keeper"} else []
        assert on_the_list(account, "/levels") == wanted, account

    with under("worker") as held:
        _goal, step = actions.answer_level(
            score=low.score, person=girl, words="طعام كل يوم", what="قفة", due_on=SOON, by=held.user
        )
    assert on_the_list("worker", "/levels") == []
    with under("worker") as held:
        actions.end_step(step=step, version=1, outcome="not_reached", centre=held.centre, by=held.user)
        assert queries.standings(queries.plan(plan.pk))[0].lacks == "step"
    assert on_the_list("worker", "/levels") == [address]
    with under("worker") as held:
        actions.assess(plan=plan, levels={"income": 4}, by=held.user)
        [income] = [one for one in queries.standings(queries.plan(plan.pk)) if one.domain.code == "income"]
        assert income.lacks == "" and income.history == [(TODAY, 4)], "the last word of a day stands"
        with pytest.raises(Unacceptable):
            actions.assess(plan=plan, levels={"health": 1}, by=held.user)  # of a person, and nobody is named
    assert on_the_list("worker", "/levels") == []


def test_no_aid_above_the_limit_without_the_yes_of_another(family):
    """Neither by the act, nor by SQL in the name of the application, nor in small parts, nor by one's own yes."""
    _visit, plan, girl, _boy = family
    limit = queries.limit()
    with under("worker") as held:
        step = step_of(plan, girl, held)
        give = {"step": step, "kind": "money", "what": "منحة", "centre": held.centre, "by": held.user}
        actions.give_aid(**give, amount=limit)
        with pytest.raises(actions.NotAllowedYet):
            actions.give_aid(**give, amount=100)
        with pytest.raises(IntegrityError), transaction.atomic():
            Aid.objects.filter(step=step).update(amount=limit + 1)
        asked = actions.ask_approval(step=step, kind="money", amount=3 * limit, why="كراء", by=held.user)
        with pytest.raises(actions.AskedAlready):
            actions.ask_approval(step=step, kind="money", amount=3 * limit, why="كراء", by=held.user)
        with pytest.raises(actions.NotYours):
            actions.decide_approval(approval=asked, version=1, granted=True, by=held.user)
        for change in ({"state": "granted", "decided_by": held.user, "decided_at": timezone.now()},
                       {"state": "granted"}, {"amount": 9 * limit}):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                Approval.objects.filter(pk=asked.pk).update(**change)
    with under("keeper") as colleague, pytest.raises(actions.NotYours):
        actions.decide_approval(approval=asked, version=1, granted=True, by=colleague.user)

    assert on_the_list("director", "/approval/") == [f"/pathways/approval/{asked.pk}/"]
    assert on_the_list("worker", "/approval/") == on_the_list("sister_director", "/approval/") == []
    with under("director") as director:
        row = queries.approval(asked.pk)
        with pytest.raises(Unacceptable):
            actions.decide_approval(approval=row, version=1, granted=False, by=director.user)
        actions.decide_approval(approval=row, version=1, granted=True, by=director.user)
    assert on_the_list("director", "/approval/") == []

    with under("worker") as held:
        actions.give_aid(**give, amount=2 * limit)
        assert Aid.objects.get(amount=2 * limit).approval_id == asked.pk
        with pytest.raises(actions.NotAllowedYet):
            actions.give_aid(**give, amount=2 * limit)
        actions.give_aid(**give, amount=limit)
        with pytest.raises(actions.NotAllowedYet):
            actions.give_aid(**give, amount=100)


def test_lodging_waits_for_a_yes_and_a_shelter_does_not(family):
    """The director allows a place; in a compartment, where she does not read, safety comes first."""
    visit, plan, girl, _boy = family
    with under("worker") as held:
        step = step_of(plan, girl, held, "lodging")
        with pytest.raises(actions.NotAllowedYet):
            actions.begin_step(step=step, version=1, by=held.user)
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.filter(pk=step.pk).update(state="ongoing")
        asked = actions.ask_approval(step=step, kind="lodging", why="بلا مأوى", by=held.user)
    with under("director") as director:
        row = queries.approval(asked.pk)
        actions.decide_approval(approval=row, version=1, granted=True, by=director.user)
    assert on_the_list("worker", f"/step/{step.pk}") == [f"/pathways/step/{step.pk}/"] * 2, "due, and allowed"
    with under("worker") as held:
        actions.begin_step(step=step, version=1, by=held.user)
    with under("keeper") as keeper:
        kept = actions.open_plan(
            household=visit.household, centre=keeper.centre, goal="الأمان", by=keeper.user, compartment="violence"
        )
        actions.begin_step(step=step_of(kept, girl, keeper, "lodging"), version=1, by=keeper.user)
        money = step_of(kept, girl, keeper)
        asked = actions.ask_approval(step=money, kind="money", amount=queries.limit() * 2, why="سر", by=keeper.user)
    assert on_the_list("director", "/approval/") == on_the_list("keeper", "/approval/") == []
    with under("director"):
        assert queries.approval(asked.pk) is None


def test_four_figures_none_of_them_typed(family):
    """Money, gifts as valued, hours as noted, ways made; each says not measured as soon as one input is missing."""
    visit, plan, girl, _boy = family
    with under("worker") as held:
        start = queries.cost(queries.plan(plan.pk))
        assert (start.money.value, start.gifts.value, start.minutes.value, start.trips) == (0, 0, None, 0)
        step = step_of(plan, girl, held)
        give = {"step": step, "centre": held.centre, "by": held.user}
        actions.give_aid(**give, kind="money", what="منحة", amount=20_000)
        actions.give_aid(**give, kind="goods", what="دفاتر", amount=5_000)
        listened(held, visit, (girl, "schooling"), minutes=40)
        actions.note_contact(plan=plan, way="home", minutes=20, by=held.user)
        actions.note_contact(plan=plan, way="phone", minutes=10, km=9, by=held.user)
        actions.note_contact(plan=plan, way="beside", minutes=30, km=12, by=held.user)
        actions.mark_attendance(step=step, day=TODAY, present=True, centre=held.centre, by=held.user)
        whole = queries.cost(queries.plan(plan.pk))
        assert (whole.money.value, whole.gifts.value, whole.minutes.value, whole.trips) == (20_000, 5_000, 100, 4)
        assert whole.km.value and whole.km.value > 12 and whole.km.inputs == 4

        actions.give_aid(**give, kind="device", what="كرسي")
        actions.note_contact(plan=plan, way="phone", by=held.user)
        less = queries.cost(queries.plan(plan.pk))
        assert less.gifts.value is None and (less.gifts.known, less.gifts.missing) == (5_000, 1)
        assert less.minutes.value is None and less.minutes.known == 100
        assert (less.money, less.km) == (whole.money, whole.km), "what is missing in one figure touches no other"


def said(signals):
    """Codes of these signals."""
    return sorted(one.rule.code for one in signals)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_is_asked_twice_at_one_instant_waits_once():
    """Two colleagues ask for the same yes: whoever decides would say it twice."""
    _visit, plan, girl, _boy = planned()
    with under("worker") as held:
        step = step_of(plan, girl, held)
    asked = threading.Event()

    def ask():
        try:
            with under("worker") as held:
                actions.ask_approval(step=step, kind="money", why="x", amount=200_000, by=held.user)
                asked.set()
                time.sleep(1)  # the other one asks now, and waits for this to be written
        finally:
            asked.set()
            connections.close_all()

    other = threading.Thread(target=ask)
    other.start()
    asked.wait(60)
    with under("keeper") as held, pytest.raises(actions.AskedAlready):
        actions.ask_approval(step=step, kind="money", why="y", amount=200_000, by=held.user)
    other.join()


def test_a_signal_is_shown_until_somebody_answers_and_not_again_for_the_same_facts(family):
    """By its rule and its facts; new facts are a new signal. Another centre has none of it."""
    visit, plan, girl, boy = family
    household = visit.household
    with under("worker") as held:
        assert said(queries.of_household(household)) == []
        families.change_person(person=boy, version=boy.version, by=held.user, schooled=False,
                               given_ar=boy.given_ar, family_ar=boy.family_ar)  # fmt: skip
        step = step_of(plan, girl, held, "training")
        for back in (1, 3, 5):
            actions.mark_attendance(
                step=step, day=TODAY - timedelta(back), present=False, centre=held.centre, by=held.user
            )
        actions.assess(plan=plan, levels={"rent": 2}, by=held.user)
        fired = queries.of_household(household)
        assert said(fired) == ["absences", "rent", "school_left"] == said(queries.of_centres([OWN], most=9))
        absences, rent, school = (next(one for one in fired if one.rule.code == code) for code in
                                  ("absences", "rent", "school_left"))  # fmt: skip
        assert (absences.person, len(absences.days), absences.text) == (girl.pk, 3, "خطوة")
        actions.set_aside(household=household, signal=absences, because="explained", by=held.user)
        done = actions.act_on(
            household=household, signal=school, plan=plan, person=boy, kind="parenting", what="مجموعة الآباء",
            due_on=SOON, by=held.user,
        )  # fmt: skip
        assert said(queries.of_household(household)) == ["rent"]
        assert SignalAnswered.objects.get(step=done).answer == "acted"
        with pytest.raises(actions.NoSuchSignal):
            actions.found(household, "absences", absences.facts)
        for answered in (absences, school):  # two pages that were open at once: the second finds it answered
            with pytest.raises(actions.NoSuchSignal):
                actions.set_aside(household=household, signal=answered, because="known", by=held.user)
        with pytest.raises(actions.NoSuchSignal):
            actions.act_on(
                household=household, signal=school, plan=plan, person=boy, kind="parenting", what="x", due_on=SOON,
                by=held.user,
            )  # fmt: skip
        assert (SignalAnswered.objects.count(), Step.objects.count()) == (2, 2)
        with pytest.raises(Unacceptable):
            actions.set_aside(household=household, signal=rent, because="", by=held.user)
        actions.mark_attendance(step=step, day=TODAY, present=False, centre=held.centre, by=held.user)
        assert said(queries.of_household(household)) == ["absences", "rent"], "a fourth absence is a new fact"
    for other in ("sister_worker", "far_worker"):
        with under(other) as held:
            assert queries.of_centres([held.centre_id], most=9) == queries.of_household(household) == []
    assert len(on_the_list("worker", "/signals")) == 2


def test_a_family_that_comes_back_is_told_and_counted(family):
    """A second request in a year, a return after a closed plan, and the event of the plan that begins anew."""
    visit, plan, _girl, _boy = family
    with under("worker") as held:
        actions.close_plan(plan=plan, version=1, by=held.user)
        Plan.objects.filter(pk=plan.pk).update(closed_on=TODAY - timedelta(40))
        Visit.objects.filter(pk=visit.pk).update(came_at=timezone.now() - timedelta(60))
        again = received(held)
        Visit.objects.filter(pk=again.pk).update(household=visit.household, person=visit.person)
        assert said(queries.of_household(visit.household)) == ["came_back", "second_request"]
        new = actions.open_plan(household=visit.household, centre=held.centre, goal="من جديد", by=held.user)
        assert said(queries.of_household(visit.household)) == ["second_request"]
        assert (queries.closed_before(new), queries.closed_before(plan)) == (plan, None)
        actions.close_plan(plan=new, version=1, by=held.user)
    assert not on_the_list("worker", "/levels")


def test_what_is_kept_changes_nothing_for_those_outside(family):
    """Twins: the same family with and without a protected plan full of everything; every probe answers the same."""
    visit, plan, girl, _boy = family

    def probes():
        with under("worker") as held:
            shown = queries.plan(plan.pk)
            return (
                [one.lacks for one in queries.standings(shown)], queries.cost(shown),
                said(queries.of_household(visit.household)), said(queries.of_centres([OWN], most=9)),
                [model.objects.count() for model in (Score, Approval, TrainingUnit, SignalAnswered, Step)],
                [task.href for task in tasks.of(held).tasks],
            )  # fmt: skip

    with under("worker") as held:
        actions.assess(plan=plan, levels={"income": 1, "rent": 2}, by=held.user)
        actions.note_contact(plan=plan, way="home", minutes=20, by=held.user)
    before = probes()
    with under("keeper") as keeper:
        kept = actions.open_plan(
            household=visit.household, centre=keeper.centre, goal="سر", by=keeper.user, compartment="violence"
        )
        actions.assess(plan=kept, levels={"rent": 1}, by=keeper.user)
        actions.note_contact(plan=kept, way="home", by=keeper.user)
        listened(keeper, visit, (girl, "violence"), compartment="violence")
        [step] = actions.apply_template(
            plan=kept, person=girl, template=library.templates()["training"], by=keeper.user,
            steps=[{"what": "تكوين", "kind": "training", "due_on": TODAY, "units": True}],
            units=[{"code": "U1", "name": "وحدة", "hours": 30}], goals={"safety": "الأمان"},
        )  # fmt: skip
        for back in range(4):
            actions.mark_attendance(
                step=step, day=TODAY - timedelta(back), present=False, centre=keeper.centre, by=keeper.user
            )
        actions.ask_approval(step=step, kind="money", amount=10**6, why="سر", by=keeper.user)
        kept_signals = [one for one in queries.of_household(visit.household) if one.compartment]
        assert said(kept_signals) == ["absences", "rent"]
        actions.set_aside(household=visit.household, signal=kept_signals[0], because="known", by=keeper.user)

    assert probes() == before
    with under("keeper"):  # who reads both keeps them apart: the sheet of one plan is read aloud
        assert queries.cost(queries.plan(plan.pk)) == before[1]


def test_a_unit_is_certified_once_and_checked_by_number_and_name_together(family):
    """Neither alone tells anything; what was given stays."""
    _visit, plan, girl, _boy = family
    template = library.templates()["training"]
    with under("worker") as held:
        [step] = actions.apply_template(
            plan=plan, person=girl, template=template, by=held.user, goals={"learning": "شهادة"},
            steps=[{"what": "تكوين", "kind": "training", "due_on": SOON, "units": True, "papers": ["نسخة"]}],
            units=[{"code": one.code, "name": one.name["ar"], "hours": one.hours} for one in template.units],
        )  # fmt: skip
        assert (step.template, step.goal.words, step.papers, step.units.count()) == ("training@1", "شهادة", ["نسخة"], 3)
        unit = queries.unit(step.units.get(code="U1").pk)
        day = {"step": step, "centre": held.centre, "by": held.user, "unit": unit}
        for back, present in ((4, True), (3, False), (2, True), (1, True)):
            actions.mark_attendance(**day, day=TODAY - timedelta(back), present=present)
        actions.set_result(unit=unit, version=1, result="passed", by=held.user)
        with pytest.raises(actions.NotCertifiable):
            actions.certify(unit=unit, version=2, centre=held.centre, by=held.user)
        actions.mark_attendance(**day, day=TODAY, present=True)
        actions.mark_attendance(**day | {"unit": step.units.get(code="U2")}, day=TODAY, present=False)
        actions.certify(unit=unit, version=2, centre=held.centre, by=held.user)
        with pytest.raises(actions.Certified):
            actions.certify(unit=unit, version=3, centre=held.centre, by=held.user)
        with pytest.raises(actions.Certified):
            actions.set_result(unit=unit, version=3, result="left", by=held.user)
    code = unit.certificate
    with under("far_worker"):  # reads no row of it; whoever has no account asks through the same door
        told_by_paper = queries.certified(f" {code[:5].lower()}-{code[5:]}", " ايمان  امزيل ")
        assert told_by_paper and (told_by_paper.hours, told_by_paper.name_fr) == (30, "Centre un")
        assert queries.certified(code, "فاطمة أمزيل") is queries.certified(code, "") is None
        assert queries.certified(code[::-1], girl.shown) is None and not TrainingUnit.objects.exists()


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter"])
def test_what_happens_is_told_to_the_figures(family):
    """Money, valued gifts and minutes stand in events of their own; a return within the year is one too."""
    visit, plan, girl, _boy = family
    with under("worker") as held:
        step = step_of(plan, girl, held)
        give = {"step": step, "centre": held.centre, "by": held.user}
        actions.give_aid(**give, kind="money", what="منحة", amount=20_000)
        actions.give_aid(**give, kind="goods", what="دفاتر", amount=5_000)
        actions.note_contact(plan=plan, way="home", minutes=20, by=held.user)
        actions.end_step(step=step, version=1, outcome="reached", centre=held.centre, by=held.user)
        actions.close_plan(plan=plan, version=1, by=held.user)
        actions.open_plan(household=visit.household, centre=held.centre, goal="من جديد", by=held.user)
    with scope(speaking="counter"):
        events = Event.objects.values_list("code", "amount", "minutes")
        assert {("aid.given", 20_000, None), ("aid.given", None, None), ("gift.valued", 5_000, None),
                ("contacted", None, 20), ("plan.opened", None, None), ("plan.closed", None, None),
                ("reentered", None, None)} <= set(events)  # fmt: skip
