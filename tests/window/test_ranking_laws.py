"""Laws of the order of services: what is shown adds up, the columns agree with the plain rules, equals take turns."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.centres.choices import Accessibility, Language, Public
from jisr.centres.rules import Facts, Place, Reason, verdict
from jisr.common.parameters import values
from jisr.conditions import AllOf, Not, Test, judge
from jisr.window.orientation import kernels
from jisr.window.orientation.columns import Entry, Halt, catalogue_of
from jisr.window.orientation.frozen import freeze, thaw
from jisr.window.orientation.points import PARTS, points
from jisr.window.orientation.ranking import Asked, Candidate, before, excluded_by, order, turn, weigh
from jisr.window.orientation.reading import areas, offered
from jisr.window.orientation.shortlist import Wanted, checksum, looked_at, shortlist

TODAY = date(2026, 11, 23)
WEIGHTS = values("jisr.window.orientation", "ranking", on=TODAY)
HERE, THERE = Place("07.161.05.09", "07.161", "07"), Place("09.541.01.13", "09.541", "09")
TREES = (
    Test("registered", "is", True), Test("members", "at_least", 4),
    AllOf((Test("registered", "is", True), Not(Test("members", "less_than", 3)))),
)  # fmt: skip


def _rarely(what, otherwise=None):
    """Mostly nothing, so that most services are not kept out by it."""
    return st.tuples(st.integers(0, 5), what).map(lambda drawn: otherwise if drawn[0] else drawn[1])


_some = st.one_of(st.none(), st.integers(0, 90))
_days = st.one_of(st.none(), st.integers(-500, 60).map(lambda days: TODAY + timedelta(days=days)))
_past = st.one_of(st.none(), st.integers(-500, 0).map(lambda days: TODAY + timedelta(days=days)))


def _codes(choices, most=3):
    return st.lists(st.sampled_from(choices.values), max_size=most, unique=True)


_point = st.tuples(st.floats(28, 35), st.floats(-11, -2))
_services = st.builds(
    SimpleNamespace, pk=st.integers(1, 9_999), theme=st.just("health"), compartment=st.just(""), age_min=_rarely(_some),
    age_max=_rarely(_some), sex=_rarely(st.sampled_from(["f", "m"]), ""), publics=_codes(Public), areas=st.lists(
        st.sampled_from([HERE.commune, HERE.region, "01"]), max_size=1
    ), welcomes=st.sampled_from(["unconditional", "preferential", "exclusive"]), languages=_codes(Language),
    zone=st.sampled_from(["nation", "region", "province", "commune"]), accessibility=_codes(Accessibility),
    since=_rarely(_days), until=_rarely(_days), hidden_on=_rarely(_days),
    verified_on=_past, places_total=st.just(50), places_free=_some,
    places_confirmed_on=_past, saturation=st.sampled_from(["", "low", "moderate", "high"]), saturation_on=_past,
    wait_days=_some, answer_days=_some, quality=st.integers(0, 100), staff_gender=st.sampled_from(["", "f", "m"]),
    cost=st.sampled_from(["", "free", "donation", "fixed", "income", "members"]), cost_per=st.just(""),
    cost_mad=st.one_of(st.none(), st.integers(0, 100_000)), modes=st.lists(
        st.sampled_from(["walk_in", "telephone", "home"]), max_size=2, unique=True
    ), centre=st.builds(SimpleNamespace, opened_on=_rarely(_days), closed_on=_rarely(_days)),
)  # fmt: skip
_stands = st.fixed_dictionaries({
    "place": st.sampled_from([HERE, THERE, replace(HERE, commune=""), replace(THERE, commune="")]),
    "point": st.one_of(st.none(), _point),
    "halts": st.lists(st.builds(
        Halt, st.floats(28, 35), st.floats(-11, -2), st.integers(-60, 60).map(lambda d: TODAY + timedelta(days=d)),
        st.just(None), st.integers(0, 3)
    ), max_size=2),
    "closure": _rarely(st.tuples(
        st.integers(-30, 0).map(lambda d: TODAY + timedelta(days=d)),
        st.one_of(st.none(), st.integers(0, 30).map(lambda d: TODAY + timedelta(days=d))),
    )), "tree": st.one_of(st.none(), st.sampled_from(TREES)),
})  # fmt: skip
_people = st.builds(
    Asked,
    st.builds(
        Facts, age=_some, sex=st.sampled_from(["", "f", "m"]), place=st.just(HERE),
        publics=st.dictionaries(st.sampled_from(Public.values), st.booleans(), max_size=8),
        languages=_codes(Language, 1), needs=_codes(Accessibility, 2),
    ),
    st.just(TODAY), st.just((31.1, -9.0)), st.sampled_from(["", "f", "m"]),
    st.fixed_dictionaries({}, optional={"registered": st.booleans(), "members": st.integers(1, 9)}),
)  # fmt: skip


def _in_order(service):
    """Limits in their order, as the table holds them."""
    for low, high in (("age_min", "age_max"), ("since", "until")):
        ends = [getattr(service, low), getattr(service, high)]
        if None not in ends:
            service.__dict__.update(zip((low, high), sorted(ends), strict=True))
    return service


def _both(service, stands, person):
    """One service for the plain rules, and for the columns."""
    service, closed = _in_order(service), stands["closure"]
    halting = [
        (halt.lat, halt.lon) for halt in stands["halts"]
        if any(0 <= (day - TODAY).days <= 30 for day in _halting(halt))
    ]  # fmt: skip
    point = () if stands["point"] is None else (stands["point"],)
    candidate = Candidate(
        service, stands["place"], tuple(halting) if stands["halts"] else point, False, [closed] if closed else [],
        Reason("conditions", judge(stands["tree"], person.known).answer, True) if stands["tree"] else None,
    )  # fmt: skip
    span = offered((service.since, service.until), (service.centre.opened_on, service.centre.closed_on))
    return candidate, Entry(
        service, service.languages, service.accessibility, span, stands["point"],
        areas(service.zone, service.areas, stands["place"]), stands["halts"], closed, stands["tree"],
    )  # fmt: skip


def _halting(halt):
    step = timedelta(weeks=halt.every_weeks)
    return [halt.since + n * step for n in range(60)] if step else [halt.since]


@settings(max_examples=40)
@given(st.lists(st.tuples(_services, _stands), min_size=1, max_size=6, unique_by=lambda one: one[0].pk), _people)
def test_the_columns_say_what_the_plain_rules_say(services, person):
    """Every service in its zone: kept out by both or by neither, with the same tenths in every part; no other shown."""
    lines = [_both(service, stands, person) for service, stands in services]
    plain = {candidate.service.pk: weigh(candidate, person, WEIGHTS) for candidate, _ in lines}
    catalogue = catalogue_of([entry for _, entry in lines])

    at, out, tenths = looked_at(catalogue, [Wanted("health", "", person)], WEIGHTS)

    seen = dict(zip(catalogue.columns.key[at].tolist(), range(len(at)), strict=True))
    for key, one in plain.items():
        kept = excluded_by(one.reasons)
        assert (key in seen and out[0, seen[key]] == 0) == (one.verdict != "no") == (kept is None), one.reasons
        if key in seen:  # whoever is kept out for sure has nothing to be asked first
            told = dict(zip(PARTS, tenths[:, 0, seen[key]].tolist(), strict=True))
            same = [part for part in PARTS if part != "sure" or kept is None]
            assert {part: told[part] for part in same} == {part: one.tenths.get(part, 0) for part in same}
    [few] = shortlist(catalogue, [Wanted("health", "", person)], WEIGHTS, most=2)
    expected = order([one for one in plain.values() if one.verdict != "no"], person)
    assert [one.service.pk for one in expected[:2]] == [
        one.service.pk for one in order([plain[key] for key in few], person)[:2]
    ]


@settings(max_examples=40)
@given(_services, _stands, _people)
def test_the_parts_add_up_to_the_sum_and_are_made_of_what_is_frozen(service, stands, person):
    """To the tenth: today on the page, and read again from the referral that it was frozen with."""
    one = weigh(_both(service, stands, person)[0], person, WEIGHTS)
    kept = thaw(freeze(one))

    assert 10 * one.total == sum(one.tenths.values()) == sum(round(10 * part) for part in one.parts.values())
    assert points(kept.reasons, kept.counted_km, WEIGHTS) == one.tenths
    assert kept.parts == one.parts and verdict(kept.reasons) == one.verdict


@settings(max_examples=40)
@given(st.lists(st.tuples(_services, _stands), min_size=2, max_size=2), _people)
def test_what_puts_one_before_the_other_is_the_difference_of_their_sums(pair, person):
    """Gains less losses, part by part, whichever comes first."""
    one, other = (weigh(_both(service, stands, person)[0], person, WEIGHTS) for service, stands in pair)
    told = before(one, other)

    assert told.by == sum(one.tenths.values()) - sum(other.tenths.values())
    assert told.by == sum(gap for _, gap in told.gains) - sum(gap for _, gap in told.losses)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=9, unique=True), st.integers(0, 400))
def test_equals_take_turns_and_each_is_shown_as_often(keys, day):
    """Over 30 days nobody is first more than one day oftener than another; the batch chooses whom the page shows."""
    service = SimpleNamespace(
        **dict.fromkeys(("age_min", "age_max", "since", "until", "hidden_on", "verified_on")),
        **dict.fromkeys(("cost_mad", "places_total")),
        **dict.fromkeys(("places_free", "places_confirmed_on", "saturation_on", "wait_days", "answer_days")),
        **dict.fromkeys(("sex", "saturation", "staff_gender", "cost", "cost_per"), ""), zone="nation", quality=50,
        publics=(), languages=(), accessibility=(), areas=(), modes=(), welcomes="unconditional",
        centre=SimpleNamespace(opened_on=None, closed_on=None),
    )  # fmt: skip
    first, turns = Counter(), kernels.turns(np.array(keys), checksum(HERE.commune))
    assert turns.tolist() == [turn(key, HERE.commune) for key in keys]
    for today in (TODAY + timedelta(days=day + n) for n in range(30)):
        person = Asked(Facts(place=HERE), today)
        ranked = [
            weigh(Candidate(SimpleNamespace(**{**vars(service), "pk": key}), HERE), person, WEIGHTS) for key in keys
        ]
        shown = [one.service.pk for one in order(ranked, person)]
        first[shown[0]] += 1
        place = kernels.first(np.zeros((1, len(keys)), dtype=np.int16), turns, today.toordinal())
        assert keys[place[0]] == shown[0]
    assert len(first) == min(len(keys), 30) and max(first.values()) - min(first.values()) <= 1


@settings(max_examples=60)
@given(
    st.lists(st.tuples(_services, _stands), min_size=2, max_size=6, unique_by=lambda one: one[0].pk), _people, st.data()
)
def test_a_catalogue_read_again_in_part_is_the_one_read_whole(services, person, data):
    """Whatever was changed, taken away or added: the same answers as from nothing."""
    entries = [_both(service, stands, person)[1] for service, stands in services]
    cut = data.draw(st.integers(0, len(entries)))
    changed = data.draw(st.sets(st.sampled_from([one.service.pk for one in entries])))
    older = [
        replace(one, tree=None, areas=areas("nation", (), HERE)) if one.service.pk in changed else one
        for one in entries[:cut]
    ]  # fmt: skip
    fresh = {one.service.pk for one in entries[cut:]} | changed
    gone = replace(entries[0], service=SimpleNamespace(**{**vars(entries[0].service), "pk": 99_999}))

    again = catalogue_of(
        [one for one in entries if one.service.pk in fresh], catalogue_of([*older, gone]), fresh | {99_999}
    )

    assert _told(again, person) == _told(catalogue_of(entries), person)


def _told(catalogue, person):
    at, out, tenths = looked_at(catalogue, [Wanted("health", "", person)], WEIGHTS)
    keys = catalogue.columns.key[at].tolist()
    return {key: (int(out[0, n]), tenths[:, 0, n].tolist() if out[0, n] == 0 else None) for n, key in enumerate(keys)}
