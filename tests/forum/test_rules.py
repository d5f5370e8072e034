"""Covering words, answering alike, who came, and the duty to answer on any day."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.forum.rules import alike, asof
from jisr.forum.rules.lineage import settling
from jisr.forum.rules.masking import COVER, Span, cover, covered_words, left_open, spans, suspects, told, uncover
from jisr.forum.rules.represent import compare, wilson
from tests.forum.histories import DAY, histories

SAID = st.text(alphabet="ابتفطمةّ ،.\n'-aéz09@▇", max_size=80)


@st.composite
def marked(draw):
    """A text and some of its words, marked."""
    text = draw(SAID)
    places = [match.span() for match in re.finditer(r"[\w▇ّ]+", text)]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, max_size=5)) if places else []
    return text, [Span(start, end, "name") for start, end in sorted(chosen)]


def between(text, marks):
    """What stands between the marks."""
    starts, ends = [*(one.start for one in marks), len(text)], [0, *(one.end for one in marks)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


@given(marked())
def test_the_published_text_has_the_same_words_but_those_covered(case):
    """Same words: nothing is reworded, shortened or added by moderation."""
    text, marks = case

    published, covers = cover(text, marks)

    assert len(covers) == len(marks)
    assert all(published[one.start : one.end] == COVER for one in covers)
    assert between(text, marks) == between(published, covers)
    assert uncover(text, covers, published) == marks


@given(marked())
def test_a_published_text_tells_no_word_that_it_covers(case):
    text, marks = case

    published, _covers = cover(text, marks)

    assert not set(covered_words(text, published)) & set(told(published, covered_words(text, published)))


def test_a_word_touched_in_the_middle_is_covered_whole():
    """A particle left standing (لفاطمة) or an ending tells too."""
    assert cover("نطلب لفاطمة نقلا", [Span(6, 11, "name")])[0] == "نطلب ▇ نقلا"


def test_marks_that_cover_nothing_are_a_fault():
    with pytest.raises(ValueError, match="covers no word"):
        cover("كلمة ، كلمة", [Span(5, 6, "name")])
    with pytest.raises(ValueError, match="ends after"):
        spans([{"start": 4, "end": 4, "reason": "name"}])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("اتصلوا بي على 0612345678", "phone"),
        ("appelez le +212 6 12 34 56 78", "phone"),
        ("رقم بطاقتي EE123456", "number"),
        ("écrivez à nom.prenom@exemple.ma", "identifies"),
        ("أنا السيدة تودرت من الدوار", "name"),
        ("ma voisine Khadija attend", "name"),
        ("جارتي فاطمة تنتظر", "name"),
        ("Je m’appelle Tazerwalt, et j’attends", "name"),
        ("je m'appelle Tazerwalt", "name"),
        ("سي أوتغزوت ما جاوبنيش", "name"),
        ("j'habite rue Ibn Sina 12", "address"),
    ],
)
def test_what_may_tell_who_somebody_is_is_flagged(text, reason):
    flags = suspects(text)

    assert [flag.reason for flag in flags] == [reason]
    assert left_open(flags, []) == flags and left_open(flags, flags) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أنا فاطمة بنت علي من الدوار", "فاطمة بنت علي"),
        ("جارتي فاطمة بنت الحسين بن سعيد تنتظر", "فاطمة بنت الحسين بن سعيد"),
        ("ma voisine Khadija bent Ali attend", "Khadija bent Ali"),
    ],
)
def test_whose_daughter_she_is_goes_with_her_name(text, name):
    """Covered alone, the given name leaves the part by which a village knows her."""
    assert [text[flag.start : flag.end] for flag in suspects(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "نريد دار الطالبة وتكوين النساء في التعاونيات وتحسين النقل المدرسي",
        "Nous demandons un centre pour les personnes en situation de handicap à 60 km, avec 120 places en 2027",
        "الكريم السعيد نور أمل",
        "كرسي متحرك وأساسي في المركز",
    ],
)
def test_ordinary_speech_is_not_flagged(text):
    """A flag on every second line is no longer read."""
    assert suspects(text) == []


def test_a_hidden_word_is_found_with_a_particle_before_it():
    assert told("ونطلب لفاطمة مقعدا", {"فاطمه"}) == ["فاطمه"]
    assert told("نطلب فطيمة", {"فاطمه"}) == []


def test_the_same_words_answer_at_most_five_that_are_not_joined():
    assert not alike.too_alike([1, 2, 3, 4, 5], joined=False)
    assert alike.too_alike([1, 2, 3, 4, 5, 6], joined=False)
    assert not alike.too_alike([1, 2, 3, 4, 5, 6], joined=True)


@given(st.text(max_size=30), st.text(max_size=30))
def test_signs_and_capitals_do_not_make_another_answer(what, why):
    assert alike.digest(what, why) == alike.digest(f"  {what.upper().lower()} ", why) or what.upper().lower() != what


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_share_and_narrows_with_more_people(successes, trials):
    successes = min(successes, trials)

    low, high = wilson(successes, trials)
    low_more, high_more = wilson(successes * 4, trials * 4)

    assert 0 <= low <= successes / trials + 1e-12 and successes / trials - 1e-12 <= high <= 1
    assert high_more - low_more < high - low


def test_few_women_in_the_room_are_told_apart_from_a_small_room():
    census = {"f": 0.5, "m": 0.5}

    assert {row.group: row.verdict for row in compare({"f": 20, "m": 80}, census)} == {"f": "fewer", "m": "more"}
    assert {row.verdict for row in compare({"f": 2, "m": 8}, census)} == {"unknown"}
    assert [row.share for row in compare({}, census)] == [None, None]


@given(histories(), st.data())
def test_the_figure_of_an_earlier_day_is_the_one_of_that_day(history, data):
    """As-of replay equals what would have been counted then, whatever came later."""
    contributions, statements, edges = history
    said = [
        asof.Said(node, DAY + timedelta(days=n % 4), "07" if n % 2 else "09") for n, node in enumerate(contributions)
    ]
    nodes = [*contributions, *statements]
    given_ = [
        asof.Given(data.draw(st.sampled_from(nodes)), DAY + timedelta(days=data.draw(st.integers(0, 12))), "body")
        for _ in range(data.draw(st.integers(0, 6)))
    ]
    day = DAY + timedelta(days=data.draw(st.integers(0, 15)))
    then = [one for one in edges if one.at <= day]

    whole = asof.response(said, given_, edges, on=day)

    assert whole == asof.response(
        [row for row in said if row.said_on <= day], [row for row in given_ if row.on <= day], then, on=day
    )
    regions = asof.by_region(said, given_, edges, on=day)
    assert sum(part.said for part in regions.values()) == whole.said
    assert sum(part.answered for part in regions.values()) == whole.answered
    assert (
        asof.by_body(said, given_, edges, on=day).get("body", asof.Response(0, 0, None, None)).answered
        == whole.answered
    )


@given(histories(), st.data())
def test_what_is_answered_stays_so_while_the_lineage_does(history, data):
    """A later answer never takes an earlier one back."""
    contributions, statements, edges = history
    node, other = (data.draw(st.sampled_from([*contributions, *statements])) for _ in range(2))

    before = settling({node: DAY}, edges)
    after = settling({node: DAY, other: DAY}, edges)

    assert all(after(one) is not None for one in contributions if before(one) is not None)


def test_no_delay_is_counted_from_a_day_that_is_not_known():
    said = [asof.Said("a", date(2026, 1, 1), dated=False), asof.Said("b", date(2026, 1, 1))]
    answers = [asof.Given("a", date(2026, 1, 2)), asof.Given("b", date(2026, 1, 21))]

    assert asof.response(said, answers, [], on=date(2026, 1, 31)) == asof.Response(2, 2, 1.0, 20.0)


def test_days_to_an_answer_are_counted_from_what_was_said():
    said = [asof.Said("a", date(2026, 1, 1)), asof.Said("b", date(2026, 1, 1)), asof.Said("c", date(2026, 1, 11))]
    answers = [
        asof.Given("a", date(2026, 1, 11)),
        asof.Given("b", date(2026, 1, 31)),
        asof.Given("c", date(2026, 1, 5)),
    ]

    assert asof.response(said, answers, [], on=date(2026, 1, 31)) == asof.Response(3, 3, 1.0, 10.0)
    assert asof.response(said, answers, [], on=date(2026, 1, 12)) == asof.Response(3, 2, 2 / 3, 5.0)
