"""Laws of turns: classes first, then who waits longest; who is handed over first means nothing."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.window.allocation.rules import ALL_FULL, NONE_WITHIN, NOT_TOGETHER, Applicant, allocate, worth_of_a_place

TODAY = date(2026, 11, 23)
TERMS = {"on": TODAY, "band_days": 30, "seed": "R-1"}


def girl(key, position=0, days=0, reach=None, party=""):
    """An applicant who reaches one house by default."""
    return Applicant(key, position, TODAY - timedelta(days=days), {"house": 100} if reach is None else reach, party)


@st.composite
def rounds(draw):
    """Up to a dozen applicants, three houses."""
    places = {name: draw(st.integers(0, 3)) for name in ("a", "b", "c")}
    applicants = [
        girl(f"r{at}", draw(st.integers(0, 2)), draw(st.integers(0, 90)),
             draw(st.dictionaries(st.sampled_from("abc"), st.integers(0, 50))))
        for at in range(draw(st.integers(0, 12)))
    ]  # fmt: skip
    return applicants, places


@settings(max_examples=60)
@given(rounds(), st.randoms())
def test_the_order_of_the_list_changes_nothing(asked, chance):
    applicants, places = asked
    shuffled = chance.sample(applicants, len(applicants))
    assert allocate(applicants, places, **TERMS) == allocate(shuffled, places, **TERMS)


@settings(max_examples=60)
@given(rounds())
def test_turns_are_kept_and_so_are_the_places(asked):
    applicants, places = asked
    outcome = allocate(applicants, places, **TERMS)
    by_key = {one.key: one for one in applicants}
    assert outcome.given.keys() == by_key.keys()
    for service, count in places.items():
        assert sum(one.service == service for one in outcome.given.values()) + outcome.left[service] == count
    turn = lambda one: (one.position, -((TODAY - one.asked_on).days // 30))  # noqa: E731
    for key, proposed in outcome.given.items():
        if proposed.service is None:
            assert (proposed.why == NONE_WITHIN) == (not by_key[key].reach)
            for other, hers in outcome.given.items():
                if hers.service in by_key[key].reach:
                    assert turn(by_key[other]) <= turn(by_key[key])


def test_the_one_who_asked_first_goes_first_and_the_next_is_told_so():
    outcome = allocate([girl("late", days=1), girl("early", days=20), girl("far", reach={})], {"house": 1}, **TERMS)
    assert outcome.given["early"].service == "house"
    assert (outcome.given["late"].why, outcome.given["late"].before) == (ALL_FULL, 0)
    assert outcome.given["far"].why == NONE_WITHIN


def test_what_one_more_place_would_do_is_said():
    """A place that lets in one of class 1, a place that only shortens ways, and one that nobody needs."""
    applicants = [
        girl("x"), girl("y", 1), girl("z", 2, reach={"near": 10, "wide": 40}),
        girl("w", 0, reach={"near": 10, "wide": 40}),
    ]  # fmt: skip
    worth = worth_of_a_place(applicants, {"house": 1, "near": 1, "wide": 5}, **TERMS)
    assert worth == {"house": (1, 100), "near": (None, -30), "wide": (None, 0)}


def test_sisters_stay_together_and_stand_where_the_later_of_them_stands():
    sisters = [girl("s1", 0, party="s"), girl("s2", 1, party="s")]
    one_left = allocate([girl("x", 0), *sisters], {"house": 2}, **TERMS)
    assert {one_left.given[key].why for key in ("s1", "s2")} == {NOT_TOGETHER}
    room = allocate([girl("x", 2), *sisters], {"house": 2}, **TERMS)
    assert room.given["s1"].service == room.given["s2"].service == "house"
    assert room.given["x"].why == ALL_FULL
