"""What is kept ready of a wave: up to date, of that wave alone, bounded, and never in anybody's way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.forum.likeness import Corpus, Shelf, double_of

WORDS = st.lists(st.sampled_from("نقل مدرسي طريق ماء طبيب école bus tri9 m7taj".split()), min_size=1, max_size=5)
TEXTS = st.dictionaries(st.sampled_from([f"k{n}" for n in range(9)]), WORDS.map(" ".join), min_size=1)


def grown(corpus, gone, fresh):
    return corpus.without(gone).with_added(fresh)


def get(shelf, texts, key="wave", read=None):
    """Ask a shelf for texts, each under a mark that changes with it."""

    def fresh(keys):
        (read if read is not None else []).append(sorted(keys))
        return {one: texts[one] for one in keys}

    marks = {one: hash(text) for one, text in texts.items()}
    return shelf.get(key, sorted(marks.items()), lambda: marks, fresh)


@settings(max_examples=25, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_what_is_kept_finds_what_is_there_now_and_nothing_else(versions):
    """Texts come, go and change; each is found by its own words, and none that went."""
    shelf = Shelf(Corpus, grown)
    for texts in versions:
        corpus = get(shelf, texts)

        held = {key: text for key, text in zip(corpus.keys, corpus.texts, strict=True) if key}
        assert held == texts and len(corpus) == len(texts)
        for key, text in texts.items():
            assert key in {one.key for one in corpus.nearest(text, len(texts)) if one.score == 1.0}
        everything = corpus.nearest(" ".join(texts.values()), 99, at_least=0.0)
        assert {one.key for one in everything} == set(texts)


def test_words_that_were_taken_out_are_in_no_row_nor_index():
    """Withheld since: nothing of it is left to be found but what the space has learnt."""
    corpus = Corpus({"a": "جارتي فاطمة تنتظر", "b": "نريد طريقا"})

    left = corpus.without({"a"})

    assert {one.key for one in left.nearest("جارتي فاطمة تنتظر", at_least=0.0)} == {"b"}
    assert "فاطم" not in str(vars(left._index)) and "فاطمة" not in str(left.texts) and left.without({"a"}) is left
    assert corpus.nearest("جارتي فاطمة تنتظر")[0].key == "a"


def test_only_what_changed_is_read_again():
    """Ten thousand sheets are not unsealed because one came."""
    shelf, read = Shelf(Corpus, grown), []
    texts = {"a": "نريد طريقا", "b": "نريد ماء"}

    for more in ({}, {}, {"c": "نريد طبيبا"}, {"a": "نريد طريقا معبدة"}):
        texts |= more
        get(shelf, texts, read=read)

    assert read == [["a", "b"], ["c"], ["a"]]


def test_many_texts_are_learnt_in_the_background_and_nobody_waits():
    """First nothing, then all; while many more are learnt, what was known still answers."""
    waiting: list = []
    shelf = Shelf(Corpus, grown, at_once=3, start=waiting.append)
    texts = {f"k{n}": f"نريد طريقا {n}" for n in range(5)}

    assert get(shelf, texts) is None and get(shelf, texts) is None and len(waiting) == 1
    waiting.pop()()
    assert len(get(shelf, texts)) == 5

    more = texts | {f"m{n}": f"نريد ماء {n}" for n in range(4)}
    del more["k0"]
    shown = get(shelf, more)
    assert shown is not None and {one for one in shown.keys if one} == {"k1", "k2", "k3", "k4"}
    assert get(shelf, more | {"late": "نريد ضوءا"}) is shown
    waiting.pop()()
    assert len(get(shelf, more | {"late": "نريد ضوءا"})) == 9


def test_what_fails_in_the_background_is_tried_again():
    """A fault does not leave a wave without help for ever."""
    waiting: list = []
    failing = [True]

    def learn(texts):
        if failing:
            raise MemoryError
        return Corpus(texts)

    shelf, texts = Shelf(learn, at_once=0, start=waiting.append), {"a": "نريد طريقا"}
    assert get(shelf, texts) is None
    with pytest.raises(MemoryError):
        waiting.pop()()
    failing.clear()

    assert get(shelf, texts) is None
    waiting.pop()()
    assert get(shelf, texts) is not None


def test_waves_are_apart_and_what_is_held_is_bounded():
    """The least lately asked for goes first; what nobody asks for is forgotten."""
    shelf = Shelf(Corpus, grown, most_texts=5)
    for wave in ("one", "two", "three"):
        corpus = get(shelf, {f"{wave}{n}": f"نريد {wave}" for n in range(2)}, key=wave)
        assert {key[:-1] for key in corpus.keys} == {wave}
    get(shelf, {"four": "نريد"}, key="four")
    assert len(shelf) <= 5

    hasty = Shelf(Corpus, grown, forgotten_s=0.0)
    get(hasty, {"a": "نريد"}, key="one"), get(hasty, {"b": "نريد"}, key="two")
    assert len(hasty) == 1


def test_the_same_sheet_is_known_in_either_script_and_another_one_is_not():
    """By its letters or its sounds; nothing is the double of nothing."""
    others = {"ar": "نطلب دار الطالبة في الجماعة", "fr": "Un bus scolaire", "empty": ""}

    assert [one.other for one in double_of("نطلبُ دارَ الطالبه فى الجماعة !!", others)] == ["ar"]
    assert [one.other for one in double_of("un  bus  scolaire...", others)] == ["fr"]
    assert double_of("", others) == [] and double_of("طريق معبدة", others) == []
