"""The laws of convergence, under made-up programmes: what must hold whatever the lines say."""

from datetime import date, timedelta
from math import isclose

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jisr.centres.choices import Public, Theme
from jisr.common import parameters
from jisr.ledger.strategy import kernels
from jisr.ledger.strategy.queries.compared import PACKAGE
from jisr.ledger.strategy.rules.convergence import (
    COMPLEMENT,
    DUPLICATE,
    SEQUENCE,
    Method,
    common,
    compare,
    kind_of,
)
from jisr.ledger.strategy.rules.coverage import NEEDS, Cover, Need, Window, gap
from jisr.ledger.strategy.rules.lines import NATION, Ground, Line
from jisr.territory.models import Commune

PUBLICS, THEMES = ("women", "disabled", "rural"), ("literacy", "work", "health")
PEOPLE = {f"{region}.{province}.01.0{n}": 500 * n + int(province) for region, province in
          (("07", "161"), ("07", "191"), ("09", "541")) for n in (1, 2, 3)}  # fmt: skip
PLACES = [NATION, "07", "09", "07.161", "07.191", "09.541", *PEOPLE]
GROUND = Ground(PEOPLE, PUBLICS, THEMES)
METHOD = Method((0.30, 0.25, 0.30, 0.15), 0.5, 730, 0.2, 20)
FIRST, LAST = date(2022, 1, 1), date(2031, 12, 31)
WINDOW = Window(FIRST, LAST)

few = settings(max_examples=40, deadline=None)
weights = st.sampled_from([1.0, 2.0, 5.0])
days = st.integers(0, 2_000).map(lambda n: FIRST + timedelta(n))


@st.composite
def lines(draw, key="a"):
    """A line of anybody's programme that misses nothing."""
    since = draw(days)
    return Line(
        key, draw(st.frozensets(st.sampled_from(PLACES), min_size=1, max_size=3)),
        draw(st.dictionaries(st.sampled_from(PUBLICS), weights)),
        draw(st.dictionaries(st.sampled_from(THEMES), weights, min_size=1)),
        since, since + timedelta(draw(st.integers(0, 900))),
    )  # fmt: skip


def parts(one: Line, other: Line) -> tuple[float, ...]:
    """The four parts of one pair."""
    return tuple(kernels.parts(GROUND.arrays([one]), GROUND.arrays([other]), GROUND.residents)[:, 0, 0])


def score(one: Line, other: Line) -> float:
    """Their score."""
    return float(kernels.score(np.array(parts(one, other))[:, None], METHOD.weights)[0])


@few
@given(line=lines())
def test_a_line_and_itself_share_everything(line):
    assert parts(line, line) == (1, 1, 1, 1)
    assert score(line, line) == 1


@few
@given(one=lines(), other=lines())
def test_it_does_not_matter_who_comes_first(one, other):
    assert parts(one, other) == parts(other, one)
    assert 0 <= score(one, other) <= 1


@few
@given(one=lines(), other=lines(), what=st.sampled_from(["places", "publics", "themes", "period"]))
def test_two_lines_that_share_nothing_of_one_part_share_nothing(one, other, what):
    """Other communes, other people, another theme or another time: the score is nought."""
    apart = {
        "places": ({"places": frozenset({"07"})}, {"places": frozenset({"09.541"})}),
        "publics": ({"publics": {"women": 1.0}}, {"publics": {"disabled": 3.0}}),
        "themes": ({"themes": {"work": 1.0}}, {"themes": {"health": 1.0}}),
        "period": ({"until": one.since}, {"since": one.since + timedelta(1), "until": one.since + timedelta(9)}),
    }[what]
    one, other = (Line(**{name: getattr(line, name) for name in Line.__slots__} | changed)
                  for line, changed in zip((one, other), apart, strict=True))  # fmt: skip

    assert score(one, other) == 0


@few
@given(one=lines(), other=lines(), times=st.sampled_from([0.5, 3.0]))
def test_the_scale_of_weights_says_nothing(one, other, times):
    """Three and one, or thirty and ten, are the same shares."""
    scaled = Line(one.key, one.places, {code: times * weight for code, weight in one.publics.items()},
                  {code: times * weight for code, weight in one.themes.items()}, one.since, one.until)  # fmt: skip

    assert all(isclose(a, b, abs_tol=1e-12) for a, b in zip(parts(one, other), parts(scaled, other), strict=True))


@few
@given(ours=st.lists(lines(), max_size=4), one=lines(), public=st.sampled_from(PUBLICS), theme=st.sampled_from(THEMES))
def test_a_line_more_takes_no_coverage_away(ours, one, public, theme):
    before = Cover(ours, GROUND, WINDOW).days(public, theme)
    after = Cover([*ours, one], GROUND, WINDOW).days(public, theme)

    assert (after >= before).all()


@few
@given(
    ours=st.lists(lines(), max_size=3), line=lines(), by=st.sampled_from(["places", "publics", "themes", "period"]),
    public=st.sampled_from(PUBLICS), theme=st.sampled_from(THEMES), data=st.data(),
)  # fmt: skip
def test_a_line_cut_in_two_covers_what_it_covered(ours, line, by, public, theme, data):
    """By places, by people, by themes or by time: a programme is not made larger by writing it on two lines."""
    if by == "period":
        cut = line.since + timedelta(data.draw(st.integers(0, (line.until - line.since).days)))
        assume(cut < line.until)
        halves = [{"until": cut}, {"since": cut + timedelta(1)}]
    else:
        whole = getattr(line, by) or dict.fromkeys(PUBLICS, 1.0)
        codes = sorted(GROUND_CODES[by](whole))
        assume(len(codes) > 1)
        at = data.draw(st.integers(1, len(codes) - 1))
        halves = [{by: keep(whole, part)} for part in (codes[:at], codes[at:])]
    named = {name: getattr(line, name) for name in Line.__slots__}
    split = [Line(**named | half) for half in halves]

    before = Cover([*ours, line], GROUND, WINDOW).days(public, theme)
    assert (Cover([*ours, *split], GROUND, WINDOW).days(public, theme) == before).all()


GROUND_CODES = {
    "places": lambda places: {code for code, here in zip(PEOPLE, GROUND.within(places), strict=True) if here},
    "publics": set, "themes": set,
}  # fmt: skip


def keep(whole, codes):
    """A part of the places, or of the weights."""
    return frozenset(codes) if isinstance(whole, frozenset) else {code: whole[code] for code in codes}


@few
@given(
    spans=st.lists(
        st.tuples(st.sampled_from(["07", "07.161", "07.161.01.01"]), st.integers(0, 90), st.integers(0, 60)), max_size=5
    ),
    public=st.sampled_from(PUBLICS), theme=st.sampled_from(THEMES[:2]),
)  # fmt: skip
def test_covered_days_are_those_one_would_count(spans, public, theme):
    """Commune by commune and day by day, as nobody would do it by hand; lines lie over and inside one another."""
    ours = [
        Line("a", frozenset({place}), {}, {"literacy": 1.0}, FIRST + timedelta(a), FIRST + timedelta(a + n))
        for place, a, n in spans
    ]
    window = Window(FIRST, FIRST + timedelta(120))
    found = Cover(ours, GROUND, window).days(public, theme)
    for n, commune in enumerate(PEOPLE):
        at_work = [line for line in ours if line.names(public, theme) and GROUND.within(line.places)[n]]
        on = {FIRST + timedelta(d) for d in range(window.days)}
        assert found[n] == sum(any(line.since <= day <= line.until for line in at_work) for day in on), commune


@few
@given(ours=st.lists(lines(), max_size=5), theirs=st.lists(lines("b"), max_size=5))
def test_the_list_says_what_each_pair_says(ours, theirs):
    """All at once, or one by one: the same kinds; kinds exclude each other; the top stays where nothing moves."""
    ours = [Line(f"a{n}", *(getattr(line, name) for name in Line.__slots__[1:])) for n, line in enumerate(ours)]
    theirs = [Line(f"b{n}", *(getattr(line, name) for name in Line.__slots__[1:])) for n, line in enumerate(theirs)]
    found = compare(ours, theirs, GROUND, METHOD, most=100)
    kinds = {(pair.ours, pair.theirs): pair.kind for pair in found.pairs}
    for one in ours:
        for other in theirs:
            between = common(one, other, GROUND).between
            assert kinds.get((one.key, other.key), "") == kind_of(parts(one, other), between, METHOD)
    assert sum(found.counts.values()) == len(found.pairs)
    still = compare(ours, theirs, GROUND, Method(METHOD.weights, 0.5, 730, 0.0, 20), most=100).stability
    assert (still.mean, still.worst) == (1, 1)
    assert found.stability.worst <= found.stability.mean <= 1


def test_the_three_kinds_and_what_is_none():
    """As they would be told to a wali."""
    year = {"since": date(2027, 1, 1), "until": date(2027, 12, 31)}
    women = Line("a", frozenset({"07.161"}), {"women": 1.0}, {"literacy": 1.0}, **year)
    after = {"since": date(2028, 3, 1), "until": date(2028, 12, 31)}
    told = {
        DUPLICATE: Line("b", frozenset({"07"}), {"women": 1.0}, {"literacy": 2.0}, **year),
        COMPLEMENT: Line("b", frozenset({"07.161"}), {"women": 1.0}, {"work": 1.0}, **year),
        SEQUENCE: Line("b", frozenset({"07.161"}), {"women": 1.0}, {"literacy": 1.0}, **after),
        "": Line("b", frozenset({"07.161"}), {"women": 1.0}, {"work": 1.0}, **after),
    }
    for kind, other in told.items():
        pairs = compare([women], [other], GROUND, METHOD, most=5).pairs
        assert [pair.kind for pair in pairs] == ([kind] if kind else [])
    shared = common(women, told[SEQUENCE], GROUND)
    assert (shared.days, shared.between, shared.ours_first, shared.communes) == (0, 60, True, 3)


def test_what_is_not_published_is_not_compared():
    """Nobody's territory is guessed, and silence covers nothing."""
    silent = Line("a", frozenset(), {}, {"work": 1.0}, None, None)
    other = Line("b", frozenset({NATION}), {}, {"work": 1.0}, FIRST, LAST)
    found = compare([silent], [other], GROUND, METHOD, most=5)

    assert found.left_out == {"a": ("territory", "period")}
    assert not found.pairs
    assert not Cover([silent], GROUND, WINDOW).days("women", "work").any()


def test_a_gap_is_a_need_above_that_of_the_country_with_nobody_at_work():
    """Residents weigh; a commune of which the census says nothing is not said to be in need."""
    codes = list(PEOPLE)
    values = dict.fromkeys(codes, 10.0) | {codes[0]: 40.0, codes[3]: 50.0, codes[6]: None}
    line = Line("a", frozenset({codes[0]}), {"women": 1.0}, {"literacy": 1.0}, FIRST, LAST)
    everywhere = GROUND.within([NATION])
    found = gap(Need("x", "women", "literacy"), values, Cover([line], GROUND, WINDOW), GROUND, everywhere)

    known = [code for code in codes if values[code] is not None]
    mean = sum(values[code] * PEOPLE[code] for code in known) / sum(PEOPLE[code] for code in known)
    assert found.nation == pytest.approx(mean)
    assert (dict(found.communes), found.residents, found.above) == ({codes[3]: 50.0}, PEOPLE[codes[3]], 2)
    low = gap(Need("x", "women", "literacy", low=True), values, Cover([], GROUND, WINDOW), GROUND, everywhere)
    assert set(low.communes) == set(known) - {codes[0], codes[3]}


def test_weights_add_up_to_one_and_lists_exist():
    """What is published is what is computed with."""
    method = Method.of(parameters.values(PACKAGE, "convergence", on=date(2026, 11, 22)))

    assert method == METHOD
    assert isclose(sum(method.weights), 1)
    for need in NEEDS:
        assert need.public in Public.values
        assert need.theme in Theme.values
        assert hasattr(Commune, need.code)
