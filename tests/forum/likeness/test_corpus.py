"""Nearest contributions: laws that hold for any corpus, and what is right on the half that is not held out."""

import subprocess
import sys
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.forum.likeness import METHOD, VERSION, Corpus, Fault, near_duplicates, nearest
from jisr.forum.likeness.terms import spelled
from jisr.launch.environment import ROOT

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
texts = st.lists(st.text("ابتدرسعفقكلمنهوي abdrst37é", min_size=0, max_size=40), min_size=1, max_size=12)


def keyed(rows):
    """Rows with keys."""
    return {f"k{at:02}": row for at, row in enumerate(rows)}


@few
@given(texts)
def test_likeness_is_the_same_both_ways(rows):
    """If mine resembles yours, yours resembles mine as much."""
    corpus = Corpus(keyed(rows))

    assert all(corpus.likeness(one, other) == corpus.likeness(other, one) for one, other in combinations(rows, 2))


@few
@given(texts)
def test_a_text_is_its_own_nearest(rows):
    """With the score 1, which only ways of typing the same sentence have."""
    corpus = Corpus(keyed(rows))

    for key, text in keyed(rows).items():
        same = [found.key for found in corpus.nearest(text, len(rows)) if found.score == 1.0]
        assert key in same
        assert {spelled(keyed(rows)[each]) for each in same} == {spelled(text)}


@few
@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_the_corpus_changes_nothing(rows, chance):
    """Sheets are keyed in any order."""
    pairs = list(keyed(rows).items())
    chance.shuffle(pairs)
    one, other = Corpus(keyed(rows)), Corpus(dict(pairs))

    assert [one.nearest(text, 5) for text in rows] == [other.nearest(text, 5) for text in rows]
    assert np.array_equal(one.vectors, other.vectors)


@few
@given(texts)
def test_scores_are_shares_and_fall(rows):
    """From 1 to 0, the most alike first, no more than asked for."""
    found = [Corpus(keyed(rows)).nearest(text, 3, at_least=0.0) for text in rows]

    assert all(1.0 >= one.score >= other.score >= 0.0 for each in found for one, other in pairwise(each))
    assert all(len(each) <= 3 for each in found)


@pytest.mark.parametrize(
    "typed",
    ["نُطَالِبُ بالنَّقْلِ المَدْرَسِيِّ للدَّوَاوِير", "ﻧﻄﺎﻟﺐ بالنقل المدرسى للدواوير", "نطالب  بالنقل المدرسي، للدواوييير!!"],
)
def test_ways_of_typing_one_sentence_are_one(corpus, typed):
    """Vowel signs, presentation forms, signs, letters held down."""
    joined = corpus.with_added({"new": "نطالب بالنقل المدرسي للدواوير"})

    assert joined.nearest(typed, 1)[0].key == "new"
    assert joined.nearest(typed, 1)[0].score == 1.0


def test_darija_in_both_scripts_meets():
    """The same sentence in Arabic letters and as in a message on a telephone."""
    corpus = Corpus({"a": "بغينا دار الطالبة للبنات", "b": "بغينا سبيطار قريب", "c": "المحكمة بعيدة على الناس"})

    assert corpus.nearest("bghina dar taliba l lbnat", 1)[0].key == "a"
    assert corpus.nearest("bghina sbitar 9rib", 1)[0].key == "b"


def test_every_suggestion_says_how_it_was_made(corpus):
    """A verdict is counted by method and version."""
    assert {(found.method, found.version) for found in nearest("النقل المدرسي", corpus)} == {(METHOD, VERSION)}


def test_the_text_itself_can_be_left_out(corpus, items):
    """Beside a contribution stand five others."""
    key, item = next(iter(items.items()))

    assert key not in [found.key for found in nearest(item["text"], corpus, 5, but=[key])]


def test_what_resembles_nothing_is_shown_nothing(corpus):
    """An empty list is honest; five strangers are not."""
    assert nearest("zzz qqq 12", corpus) == nearest("", corpus) == []
    assert nearest("النقل", Corpus({})) == []


def test_a_text_that_comes_later_is_found_at_once(corpus):
    """The next sheet is compared with the one keyed a minute ago."""
    grown = corpus.with_added({"later": "خاصنا ملعب ديال الكورة فالدوار"})

    assert nearest("ملعب الكورة", grown)[0].key == "later"
    assert grown.grown == pytest.approx(1 / len(corpus))
    assert len(corpus) == len(grown) - 1
    with pytest.raises(Fault, match="later"):
        grown.with_added({"later": "مرة أخرى"})


def test_a_wave_may_begin_with_nothing():
    """The first sheet has nobody to resemble; the second has the first."""
    first = Corpus({}).with_added({"a": "بغينا النقل المدرسي فالدوار"})

    assert [found.key for found in nearest("النقل المدرسي للدوار", first)] == ["a"]
    assert [found.key for found in nearest("النقل المدرسي", Corpus.from_bytes(first.to_bytes()))] == ["a"]


def test_texts_that_came_one_by_one_are_found_as_those_that_came_at_once(corpus):
    """In any order, and the corpus they came to stays as it was."""
    later = {"x": "خاصنا ملعب", "b": "خاصنا ملعب ديال الكورة", "z": "ملعب"}
    at_once, by_one = corpus.with_added(later), corpus
    for key in later:
        by_one = by_one.with_added({key: later[key]})

    assert at_once.nearest("ملعب") == by_one.nearest("ملعب") != corpus.nearest("ملعب")


def test_a_kept_corpus_answers_as_before(corpus, items, monkeypatch):
    """A job learns, every worker reads; no pickle is opened."""
    read = Corpus.from_bytes(corpus.to_bytes())

    assert [read.nearest(item["text"]) for item in items.values()] == [
        corpus.nearest(item["text"]) for item in items.values()
    ]
    kept = corpus.to_bytes()
    monkeypatch.setattr("jisr.forum.likeness.corpus.VERSION", "next")
    with pytest.raises(Fault, match="this is next"):
        Corpus.from_bytes(kept)


def test_a_speech_of_twenty_thousand_characters_is_compared(corpus):
    """Long speeches are contributions too."""
    speech = ("نطلب النقل المدرسي للدواوير البعيدة " * 600)[:20_000]

    assert nearest(speech, corpus)


def test_many_texts_are_learnt_the_same_each_time():
    """ARPACK starts from one fixed vector, not from chance."""
    rows = {
        f"k{at:04}": f"نطلب شيئا رقم{chr(0x628 + at % 20) * 3} {'abcdefghij'[at % 10] * 4} kelma{at % 97}x"
        for at in range(600)
    }

    assert np.array_equal(Corpus(rows).vectors, Corpus(rows).vectors)


def test_heavy_parts_load_when_they_are_used():
    """A server that nobody asks for likeness starts as before."""
    code = "import sys, jisr.forum.likeness; print([n for n in ('scipy.sparse', 'django') if n in sys.modules])"

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert told.strip() == "[]"


def test_near_duplicates_are_found_and_neighbours_are_not():
    """The same sheet keyed twice, with a slip, and in the other script; not what merely asks for the same."""
    corpus = Corpus(
        {
            "a": "نطلب إصلاح سقف دار الطالبة قبل الشتاء", "b": "نطلب اصلاح سقف دار الطالبه قبل الشتا",
            "c": "دار الطالبة تحتاج ترميما", "d": "bghina dar taliba f douar", "e": "بغينا دار الطالبة فالدوار",
            "f": "Il faut une crèche pour les mères", "g": "Il faut une creche pour les meres !",
        }
    )  # fmt: skip

    assert {(pair.one, pair.other) for pair in near_duplicates(corpus)} >= {("a", "b"), ("f", "g")}
    assert not {(pair.one, pair.other) for pair in near_duplicates(corpus)} & {("a", "c"), ("c", "e")}
    assert [pair.score for pair in near_duplicates(corpus) if pair.one == "f"] == [1.0]


def test_a_demand_is_among_the_five_nearest(corpus, items):
    """On the half that is not held out; benchmarks measure the other one."""
    right = [
        any(items[found.key]["demand"] == item["demand"] for found in corpus.nearest(item["text"], but=[key]))
        for key, item in items.items()
    ]

    assert np.mean(right) > 0.95
