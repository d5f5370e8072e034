"""What is written of a round: whole or not at all, by the right calendar, and nothing of it twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jisr.atlas.rounds import actions, jobs, queries
from jisr.atlas.rounds.choices import RoundState
from jisr.atlas.rounds.kernels import Wanted, tours
from jisr.atlas.rounds.models import RoundStop
from jisr.atlas.rounds.rules import (
    Place,
    Question,
    dated,
    planned,
    read,
    read_answer,
    written,
    written_answer,
)
from jisr.centres import actions as centres
from jisr.centres.models import Centre, Stop
from jisr.centres.queries import stops
from jisr.centres.rules import next_stops
from jisr.common.database import call, scope
from jisr.common.errors import OutOfReach, Stale, Unacceptable
from tests.atlas.rounds import going
from tests.ground import CHICHAOUA, IMINTANOUTE, LALLA_AZIZA, OWN, SISTER, owner, user_of

LOGINS = ["default", "owner", "public", "counter", "sealer", "keeper"]
pytestmark = pytest.mark.django_db(databases=LOGINS)


@pytest.fixture
def by():
    """The delegate, in her scope."""
    user = user_of("delegate")
    with scope(user=user.pk):
        yield user


def test_a_question_and_its_answer_are_kept_as_they_were(by):
    """The inputs of a round are frozen: what was asked last month can be read and planned again."""
    question = going.question(off={going.monday(): "throne"}, ramadan=(going.monday(),))
    answer = planned(queries.problem_of(question, timezone.localdate()), tours, Wanted, effort=0.1)

    assert read(written(question)) == question
    assert read_answer(written_answer(answer)) == answer


def test_publishing_writes_exactly_the_days_of_the_calendar(by):
    """Orientation reads the catalogue: it must find the unit where the sheet on the wall says, and nowhere else."""
    row = going.planned()

    actions.publish(row=row, version=row.version, by=by)

    question = read(row.question)
    coming, _lost = dated(read_answer(row.answer), question.year)
    said = {(one.on, stop.place) for one in coming for stop in one.day.stops}
    place_of = {spot.commune: at for at, spot in enumerate(question.spots)}
    kept = stops(OWN, on=row.first_on)
    found = next_stops(kept, row.first_on, days=200, most=1_000)
    assert {(one.on, place_of[one.stop.commune_id]) for one in found} == said
    assert len(found) == len(said)


def test_publishing_ends_what_the_unit_had_from_its_first_day_on(by):
    """A unit that halts by two calendars would be in two places: the older stops hold until the eve."""
    unit = Centre.objects.get(pk=OWN)
    values = {"commune_id": CHICHAOUA, "place_ar": "سوق", "opens": "09:00", "closes": "10:00", "every_weeks": 1}
    old = centres.add_stop(centre=unit, values=values | {"since": timezone.localdate()}, by=by)
    later = centres.add_stop(centre=unit, values=values | {"since": going.monday() + timedelta(days=3)}, by=by)
    row = going.planned()

    actions.publish(row=row, version=row.version, by=by)

    old.refresh_from_db()
    assert old.until == row.first_on - timedelta(days=1)
    assert not Stop.objects.filter(pk=later.pk).exists()


def test_a_second_calendar_takes_the_place_of_the_first(by):
    """Of two published rounds of one unit the later begins where the earlier ends."""
    first, second = going.planned(), going.planned(places={IMINTANOUTE: Place(60, 7)})
    actions.publish(row=first, version=first.version, by=by)

    actions.publish(row=second, version=second.version, by=by)

    assert queries.round_of(first.pk).state == RoundState.ENDED
    assert {one.commune_id for one in stops(OWN, on=second.first_on)} == {IMINTANOUTE}


def test_nothing_is_published_where_a_unit_has_no_stops_to_show(by):
    """Whole or nothing: the refusal of one unit leaves the round a draft and the catalogue as it was."""
    row = going.planned()
    Centre.objects.filter(pk=OWN).update(closed_on=timezone.localdate())

    with pytest.raises(actions.OverTheDays):
        actions.publish(row=row, version=row.version, by=by)

    assert queries.round_of(row.pk).state == RoundState.PLANNED
    assert not RoundStop.objects.exists()


def test_a_unit_shared_with_another_published_round_is_refused(by):
    """Two units in one calendar, one of them alone in the next: nobody could say what the other does now."""
    both = going.question()
    other = going.question(unit=SISTER).bases[0]
    both = Question(**vars(both) | {"bases": (*both.bases, other)})
    asked = actions.ask(question=both, theme="disability", province=Centre.objects.get(pk=OWN).province, by=by)
    answer = planned(queries.problem_of(both, timezone.localdate()), tours, Wanted, effort=0.1)
    assert actions.keep_answer(row=asked, answer=answer)
    shared = queries.round_of(asked.pk)
    actions.publish(row=shared, version=shared.version, by=by)
    alone = going.planned()

    with pytest.raises(actions.SharedUnit):
        actions.publish(row=alone, version=alone.version, by=by)


def test_ending_a_round_strikes_its_stops(by):
    """What was taken back is announced no longer."""
    row = going.planned()
    actions.publish(row=row, version=row.version, by=by)

    actions.end(row=queries.round_of(row.pk), by=by)

    assert not stops(OWN, on=row.first_on)
    assert queries.round_of(row.pk).state == RoundState.ENDED
    with pytest.raises(OutOfReach):
        actions.end(row=row, by=by)


def test_a_round_that_was_changed_meanwhile_is_not_published(by):
    """Who presses publish means the calendar that she saw."""
    row = going.planned()
    seen = row.version
    actions.change(row=row, version=seen, question=going.question(weeks=4), by=by)

    with pytest.raises(OutOfReach):
        actions.publish(row=queries.round_of(row.pk), version=seen, by=by)
    with pytest.raises(Stale):
        actions.change(row=queries.round_of(row.pk), version=seen, question=going.question(), by=by)


def test_the_answer_to_an_older_question_is_not_kept(by):
    """A plan that was under way while somebody changed the round is thrown away."""
    row = going.asked()
    answer = planned(queries.problem_of(read(row.question), timezone.localdate()), tours, Wanted, effort=0.1)
    actions.change(row=queries.round_of(row.pk), version=row.version, question=going.question(weeks=4), by=by)

    assert not actions.keep_answer(row=row, answer=answer)
    assert queries.round_of(row.pk).answer is None


def test_the_keeper_finds_what_waits_and_a_process_plans_it():
    """The job begins with a key and an author; done again, it does nothing."""
    row = going.asked()

    assert jobs.plan(row.pk, author=row.made_by_id, route=tours, wanted=Wanted)
    assert not jobs.plan(row.pk, author=row.made_by_id, route=tours, wanted=Wanted)

    with scope(user=row.made_by_id):
        assert queries.round_of(row.pk).state == RoundState.PLANNED


def test_a_round_whose_process_fell_again_and_again_is_told_as_not_planned():
    """Killed half-way nothing is half-written; after three times it is said, not tried for ever."""
    row = going.asked()

    def falls(*_given, **_more):
        raise MemoryError

    for _try in range(jobs.TRIES):
        with pytest.raises(MemoryError):
            jobs.plan(row.pk, author=row.made_by_id, route=falls, wanted=Wanted)
    assert not jobs.plan(row.pk, author=row.made_by_id, route=falls, wanted=Wanted)

    with scope(user=row.made_by_id):
        found = queries.round_of(row.pk)
        assert found.state == RoundState.FAILED and found.answer is None


def test_a_round_without_a_unit_or_a_place_is_refused(by):
    """And one with so many places that no board would hold it."""
    question = going.question()
    province = Centre.objects.get(pk=OWN).province
    for changed in ({"bases": ()}, {"spots": ()}, {"spots": question.spots * 200}):
        with pytest.raises(Unacceptable):
            actions.ask(question=Question(**vars(question) | changed), theme="disability", province=province, by=by)


def test_visitors_read_published_rounds_alone(by):
    """A draft is nobody's promise: the public login does not see it, nor who made a published one."""
    row = going.planned()
    with scope(speaking="public"):
        assert queries.published_round(row.pk) is None


def test_a_place_in_a_commune_that_is_not_loaded_has_no_road(by):
    """An older list may name a commune that another edition does not have: it is named, never at distance zero."""
    question = going.question(places={CHICHAOUA: Place(60, 14), LALLA_AZIZA: Place(60, 14)})
    gone = Question(**vars(question) | {"spots": tuple(
        type(one)(**vars(one) | {"commune": "99.999.99.99"}) if one.commune == LALLA_AZIZA else one
        for one in question.spots
    )})  # fmt: skip

    answer = planned(queries.problem_of(gone, timezone.localdate()), tours, Wanted, effort=0.1)

    assert dict(answer.apart) == {1: "no_road"}


def test_nobody_fills_the_planner_with_rounds_of_hers(by):
    """Each takes minutes at the worst, and her colleagues wait behind it: one that waits too many is refused."""
    drafts = [going.planned(), *(going.asked() for _one in range(actions.MOST_WAITING))]

    with pytest.raises(actions.TooManyWaiting):
        going.asked()
    with pytest.raises(actions.TooManyWaiting):
        actions.change(row=drafts[0], version=drafts[0].version, question=going.question(weeks=4), by=by)
    actions.change(row=drafts[1], version=drafts[1].version, question=going.question(weeks=4), by=by)

    actions.drop(row=drafts[2], by=by)
    assert going.asked()


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_a_round_whose_author_plans_there_no_longer_is_not_begun():
    """The keeper would try again each second for ever; nothing of her is written after her post."""
    kept, left = going.asked(), going.asked()
    other = user_of("sister_director")
    owner("UPDATE rounds_mobileround SET made_by_id = %s WHERE id = %s", other.pk, left.pk)

    with scope(speaking="keeper"):
        assert [key for key, _author in call("jisr_rounds_due")] == [kept.pk]
