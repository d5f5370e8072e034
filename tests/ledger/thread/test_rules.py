"""The thread as plain rules: onward and back it is one graph, delays add up, a search misses nothing."""

import re
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from jisr.common.text import fold
from jisr.ledger.thread.rules import steps
from jisr.ledger.thread.rules.finding import holds, pattern, words_of
from jisr.ledger.thread.rules.graph import Graph, Node
from jisr.ledger.thread.rules.knots import AgreementKnot, Money, pays
from jisr.ledger.thread.rules.standing import standing

KINDS = ("statement", "measure", "programme", "line", "agreement")
quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = some.dates(date(2020, 1, 1), date(2030, 1, 1))


@some.composite
def graphs(draw):
    """A small thread: each kind leads to the next one alone, as in the ledger."""
    place = some.integers(0, 2)
    drawn = draw(some.sets(some.tuples(some.integers(0, len(KINDS) - 2), place, place), max_size=14))
    links = [(Node(KINDS[at], str(one)), Node(KINDS[at + 1], str(other))) for at, one, other in drawn]
    return Graph(links, [Node("measure", str(n)) for n in range(3)])


@quickly
@given(graphs())
def test_what_leads_onward_leads_back(graph):
    """From a sentence to a dirham and from the dirham to the sentence: the same links, whichever end one holds."""
    onward = {(one, other) for one in graph.nodes for other in graph.after([one])}
    back = {(one, other) for other in graph.nodes for one in graph.before([other])}

    assert onward == back
    for node in graph.nodes:
        assert all(node in graph.through([other]) for other in graph.through([node]))


@quickly
@given(graphs(), some.data())
def test_what_comes_farther_came_all_the_way(graph, data):
    """Whoever leads to people served leads to a measure or is behind one, and to an agreement; lists name the rest."""
    lines = sorted(node for node in graph.nodes if node.kind == "line" and graph.next(node, "agreement"))
    paid = {node for node in graph.nodes if node.kind == "agreement" and data.draw(some.booleans())}
    served = data.draw(some.lists(some.sampled_from(lines), unique=True)) if lines else []

    found = standing(graph, paid, served)

    for node in graph.nodes:
        if node.kind not in {"statement", "measure"}:
            continue
        reached = graph.after([node])
        assert (node in found.to_paid) == bool(reached & paid)
        assert (node in found.to_served) == bool(reached & set(served))
        stops = found.stops(node)
        assert (stops == "agreement") == (
            any(one.kind == "measure" for one in reached) and not any(one.kind == "agreement" for one in reached)
        )
        assert (stops == "") == (node in found.to_served and node in found.to_paid)
        assert (node in found.asked) == any(one.kind == "statement" for one in graph.before([node]))


@quickly
@given(some.dictionaries(some.sampled_from(steps.STEPS), some.none() | days))
def test_delays_add_up(known):
    """However many steps lack a day, and whichever came first: from one dated step to another nothing is lost."""
    gaps = steps.gaps(known)
    dated = [step for step in steps.STEPS if known.get(step)]

    for last in dated:
        between = dated[1 : dated.index(last) + 1]
        assert sum(gaps[step] for step in between) == steps.between(known, dated[0], last)
    assert set(gaps) == set(dated[1:])


@quickly
@given(some.dictionaries(some.sampled_from(steps.STEPS), some.sets(some.integers(0, 20))))
def test_a_band_is_never_wider_than_the_bars_at_its_ends(found):
    """How many go on is at most how many are here, and at most how many are there."""
    told = steps.columns(found)

    for here, there in pairwise(told):
        assert here.onward <= min(here.reached, there.reached)
    assert told[-1].onward == 0


@quickly
@given(some.none() | days, some.none() | days, some.none() | days, days, some.sets(some.sampled_from("ab"), max_size=2))
def test_nobody_is_counted_without_a_programme_or_outside_the_days(since, until, signed, today, programmes):
    """No programme, no first day: not attributed. Otherwise days of the agreement, none of them to come."""
    row = AgreementKnot("k", "c", "", "", "07", "", "", "MAD", "running", since, until, signed, Money())

    found = pays(row, programmes, today)

    if not programmes or not (since or signed):
        assert found is None
    if found is not None:
        assert found.since == (since or signed) < found.until <= today and found.programmes == programmes
        assert until is None or found.until <= until + timedelta(days=1)


@quickly
@given(
    some.text(alphabet="أإآاةهىيئكل طالبدرءEÉéèœ'-ًٌَّـ", max_size=20),
    some.text(alphabet="اةى لéطبء", min_size=1, max_size=6),
)
def test_a_search_in_the_database_misses_nothing_that_folding_finds(text, asked):
    """The database looks by a pattern first: it may bring too much, never too little."""
    words = words_of(asked)
    if words and holds(text, words) and "œ" not in text:
        assert all(re.search(pattern(word), text, re.IGNORECASE) for word in words), fold(text)
