"""A large aid in small parts: in other steps, in another plan, on another day, at the same instant; one purse."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.utils import timezone
from hypothesis import given as law
from hypothesis import strategies as some

from jisr.common.database import scope
from jisr.window.pathways import actions, queries
from jisr.window.pathways.models import Aid, Plan
from jisr.window.pathways.rules import given_alone
from tests.ground import OWN
from tests.stories import received, under, with_children

TODAY = timezone.localdate()
on_walls = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])


def purse(held, visit, goal="دخل قار", **values):
    """A plan of a family."""
    return actions.open_plan(household=visit.household, centre=held.centre, goal=goal, by=held.user, **values)


def step_of(plan, person, held):
    return actions.add_step(plan=plan, person=person, kind="aid", what="خطوة", due_on=TODAY, by=held.user)


def money(step, amount, held, **values):
    return actions.give_aid(
        step=step, kind="money", what="منحة", amount=amount, centre=held.centre, by=held.user, **values
    )


@pytest.fixture
def family():
    with under("worker") as held:
        visit = received(held)
        girl, _boy = with_children(held, visit.household)
    return visit, girl


@on_walls
def test_steps_of_a_plan_are_one_purse_and_so_is_a_plan_opened_anew(family):
    """Three steps of 600 dirhams are 1,800 dirhams, whoever of the family each is for."""
    visit, girl = family
    most, part = queries.limit(), queries.limit() * 6 // 10
    with under("worker") as held:
        plan = purse(held, visit)
        steps = [step_of(plan, person, held) for person in (visit.person, girl, girl)]
        money(steps[0], part, held)
        for step in steps:
            with pytest.raises(actions.NotAllowedYet):
                money(step, part, held)
        money(steps[1], most - part, held)
        assert queries.given_alone(steps[2]) == most
        with pytest.raises(IntegrityError), transaction.atomic():
            Aid.objects.filter(step=steps[1]).update(amount=part)

        Plan.objects.filter(pk=plan.pk).update(closed_on=TODAY)
        again = step_of(purse(held, visit), girl, held)
        assert queries.given_alone(again) == most
        with pytest.raises(actions.NotAllowedYet):
            money(again, 100, held)
        actions.give_aid(step=again, kind="goods", what="قفة", amount=most, centre=held.centre, by=held.user)


@on_walls
def test_money_is_dated_back_a_little_and_never_out_of_the_sum(family):
    """A day of last year would lie outside every sum; two sums three months apart are two."""
    visit, girl = family
    most, within = queries.limit(), queries.within_days()
    with under("worker") as held:
        step = step_of(purse(held, visit), girl, held)
        with pytest.raises(actions.NotAllowedYet):
            money(step, 100, held, given_on=TODAY - timedelta(days=queries.back_days() + 1))
        money(step, most, held, given_on=TODAY - timedelta(days=queries.back_days()))
        with pytest.raises(actions.NotAllowedYet):
            money(step, 100, held)
    with scope(centres=[OWN]):  # as a loader, who speaks for nobody
        assert Aid.objects.filter(step=step).update(given_on=TODAY - timedelta(days=within)) == 1
    with under("worker") as held:
        money(step, most, held)


@on_walls
def test_what_a_protected_plan_gives_is_neither_added_nor_told(family):
    """A refusal in the open plan that counts the other one would say that there is one."""
    visit, girl = family
    with under("keeper") as keeper:
        hidden = step_of(purse(keeper, visit, compartment="violence"), visit.person, keeper)
        money(hidden, queries.limit(), keeper)
    with under("worker") as held:
        step = step_of(purse(held, visit), girl, held)
        assert queries.given_alone(step) == 0
        money(step, queries.limit(), held)


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter"])
def test_two_aids_of_one_instant_do_not_both_pass():
    """Two workers at two desks, two steps of one plan: what one gives, the other one's sum knows."""
    for _turn in range(8):
        with under("worker") as held:
            visit = received(held)
            plan = purse(held, visit)
            steps = [step_of(plan, visit.person, held) for _n in range(2)]
        ready, said = threading.Barrier(2), []

        def give(step, ready=ready, said=said):
            try:
                with under("worker") as held:
                    ready.wait()
                    money(step, queries.limit() * 6 // 10, held)
                said.append("given")
            except (actions.NotAllowedYet, DatabaseError) as fault:
                said.append(type(fault).__name__)
            finally:
                connections.close_all()

        desks = [threading.Thread(target=give, args=[step]) for step in steps]
        for one in desks:
            one.start()
        for one in desks:
            one.join()
        assert sorted(said) == ["NotAllowedYet", "given"]


@law(some.lists(some.tuples(some.integers(0, 400), some.integers(1, 10**6)), max_size=30), some.integers(1, 120))
def test_no_window_of_days_holds_more_than_was_allowed(asked, within):
    """Given in any order of days, what was let through never sums to more than the limit in so many days."""
    most, through = 10**6, []
    for back, amount in asked:
        day = TODAY - timedelta(days=back)
        if given_alone(through, day, within_days=within) + amount <= most:
            through.append((day, amount))

    for first, _amount in through:
        held = [n for day, n in through if first <= day < first + timedelta(days=within)]
        assert sum(held) <= most
