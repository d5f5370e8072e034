"""Laws of the family's bundle, beside every plan there is."""

from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.window.orientation.bundling.days import Day, Stop, in_order
from jisr.window.orientation.bundling.kernels import Offer, fewest_trips
from jisr.window.orientation.bundling.rules import Candidate, Terms, bundle, nearest_of_each

AWAY = Day(480, 900, 15)
TERMS = Terms(390, 510, 1200, 15, 60, 1.5, "Mo-Fr 09:00-15:00", 30, 60, 89)
SPANS = st.sampled_from([(), ((540, 660),), ((540, 600), (780, 900)), ((480, 900),)])


@st.composite
def families(draw):
    """Up to four needs, two places, a week of which three days matter."""
    needs = [f"n{at}" for at in range(draw(st.integers(1, 4)))]
    metres = {"p": draw(st.integers(1, 30)), "q": draw(st.integers(1, 30))}
    offers = [
        Offer(need, f"{need}-{at}", place := draw(st.sampled_from("pq")), f"{place}{draw(st.integers(0, 1))}",
              metres[place], draw(st.integers(0, 5)), 60, (*(draw(SPANS) for _ in range(3)), (), (), (), ()))
        for need in needs for at in range(draw(st.integers(0, 2)))
    ]  # fmt: skip
    return needs, offers


def every_plan(needs, offers):
    """What all plans come to, the best first: (needs left, trips, way, points lost)."""
    choices = [[None, *((o, day) for o in offers if o.need == need for day in range(3))] for need in needs]
    found = []
    for chosen in product(*choices):
        trips = {}
        for offer, day in filter(None, chosen):
            trips.setdefault((offer.place, day), []).append(offer)
        one_a_day = len({day for _, day in trips}) == len(trips)
        if one_a_day and all(in_order([o.stop(day) for o in some], AWAY) for (_, day), some in trips.items()):
            taken = [one for one in chosen if one]
            found.append((len(needs) - len(taken), len(trips), sum(some[0].metres for some in trips.values()),
                          sum(offer.loss for offer, _ in taken)))  # fmt: skip
    return sorted(found)


@settings(max_examples=50, deadline=None)
@given(families())
def test_no_plan_is_better(family):
    needs, offers = family
    plan = fewest_trips(needs, offers, {"p": AWAY, "q": AWAY})
    assert (len(plan.uncovered), len(plan.trips), plan.metres, plan.loss) == every_plan(needs, offers)[0]


@settings(max_examples=20, deadline=None)
@given(families(), st.integers(1, 20))
def test_a_trip_counts_as_much_as_a_family_would_go_to_be_spared_it(family, trip):
    needs, offers = family
    plan = fewest_trips(needs, offers, {"p": AWAY, "q": AWAY}, a_trip=trip)
    plans = [one for one in every_plan(needs, offers) if one[0] == len(plan.uncovered)]
    assert len(plan.trips) * trip + plan.metres == min(trips * trip + way for _, trips, way, _ in plans)


@settings(max_examples=50, deadline=None)
@given(families())
def test_each_need_once_and_only_where_the_door_is_open(family):
    needs, offers = family
    plan = fewest_trips(needs, offers, {"p": AWAY, "q": AWAY})
    served = [offer.need for trip in plan.trips for offer, _ in trip.visits]
    assert sorted([*served, *plan.uncovered]) == sorted(needs)
    for trip in plan.trips:
        for offer, begins in trip.visits:
            assert offer.place == trip.place
            assert any(start <= begins and begins + 60 <= end for start, end in offer.week[trip.day])
        for (one, begins), (other, later) in zip(trip.visits, trip.visits[1:], strict=False):
            assert later >= begins + 60 + (15 if one.site != other.site else 0)


@settings(max_examples=60)
@given(st.lists(st.tuples(SPANS, st.sampled_from("ab"), st.integers(20, 120)), min_size=1, max_size=4))
def test_a_day_is_too_full_only_if_every_order_is(told):
    stops = [Stop(site, spans, minutes) for spans, site, minutes in told]
    ways = []
    for order in permutations(stops):
        at, site, fits = AWAY.arrives, order[0].site, True
        for stop in order:
            at += AWAY.between if stop.site != site else 0
            begins = [max(start, at) for start, end in stop.spans if max(start, at) + stop.minutes <= min(end, 900)]
            fits = fits and bool(begins)
            at, site = (min(begins) + stop.minutes, stop.site) if begins else (at, site)
        ways.append(fits)
    assert (in_order(stops, AWAY) is not None) == any(ways)


def candidate(need, service, place, **values):
    """A service ten kilometres away, open on workdays."""
    told = {"site": service, "points": 5.0, "km": 10.0, "minutes": 10, "hours": "Mo-Fr 09:00-12:00"}
    return Candidate(need=need, service=service, place=place, **{**told, **values})


def test_what_is_spared_is_told_beside_the_nearest():
    """Three needs: three towns if each takes the nearest, one town if they go together; a child is brought."""
    near = [candidate(f"n{at}", f"near{at}", f"t{at}", km=8.0) for at in range(3)]
    town = [candidate(f"n{at}", f"town{at}", "town", points=4.0) for at in range(2)]
    far = candidate("n2", "town2", "town", points=1.0)
    made = bundle(
        ["n0", "n1", "n2", "n3"], [*near, *town, far], TERMS,
        who={"n0": "mother", "n1": "child", "n2": "mother", "n3": "child"}, adults=frozenset({"mother"}),
    )  # fmt: skip
    assert (made.figures.trips, made.nearest_figures.trips) == (2, 3)
    assert (made.figures.km, made.nearest_figures.km) == (36.0, 48.0)
    assert made.plan.uncovered == made.nearest.uncovered == ("n3",)
    assert {trip.place for trip in made.plan.trips} == {"town", "t2"}, "town2 is too far behind the best"
    assert made.nearest_figures.co2_g == ((16 + 2 * 16 + 16) * 89)
    assert [one.service for one in nearest_of_each([*town, *near])] == ["near0", "near1", "near2"]


def test_nobody_is_in_two_towns_on_one_day():
    """Both are open on Mondays alone: one need is left, and it is said."""
    monday = [candidate("n0", "a", "ta", hours="Mo 09:00-12:00"), candidate("n1", "b", "tb", hours="Mo 09:00-12:00")]
    made = bundle(["n0", "n1"], monday, TERMS, who={"n0": "m", "n1": "c"})
    assert (made.figures.trips, len(made.plan.uncovered)) == (1, 1)


def test_a_way_that_is_not_known_is_counted_as_such_and_unknown_hours_are_assumed():
    made = bundle(["n"], [candidate("n", "s", "c:1", km=None, hours="")], TERMS, who={"n": "m"}, first_day=3)
    assert (made.figures.km, made.figures.unknown, made.plan.trips[0].day) == (0.0, 1, 3)
