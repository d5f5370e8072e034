"""Names as they are said, people without their names, and sentences whose gaps hold markup."""

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from jisr.web import names, people
from jisr.web.markup import fill

WORDS = st.lists(
    st.text(st.sampled_from("ابتثجحخدرسعفقلمنهوي"), min_size=1, max_size=8)
    | st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéèïç"), min_size=1, max_size=8),
    min_size=1, max_size=6,
)  # fmt: skip


@given(WORDS)
def test_no_word_of_a_name_is_lost(words):
    """Whatever the mixture of scripts, each word stands in exactly one field."""
    arabic, latin = names.by_script(" ".join(words))

    assert sorted([*arabic.split(), *latin.split()]) == sorted(words)


@given(WORDS)
def test_a_name_split_in_two_is_the_same_name(words):
    """The guess moves a border, never a word."""
    first, rest = names.split(" ".join(words))

    assert first and f"{first} {rest}".split() == words


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("عبد الرحمان العلوي", ("عبد الرحمان", "العلوي")),
        ("Lalla Aïcha Bennani", ("Lalla Aïcha", "Bennani")),
        ("Fatima Zahra", ("Fatima Zahra", "")),
        ("Mohamed Amine El Idrissi", ("Mohamed Amine", "El Idrissi")),
        ("", ("", "")),
    ],
)
def test_what_holds_on_to_a_name_stays_with_it(typed, parts):
    """Abd, Lalla, Zahra: a name of two words is one name."""
    assert names.split(typed) == parts


@pytest.mark.parametrize("typed", ["123", "!?", " ", "\u200f", "ⴰⵎⴰⵣⵉⵖ"])
def test_what_has_no_letter_of_either_script_is_no_name(typed):
    """It could not be found again."""
    assert names.by_script(typed) == ("", "")


@pytest.mark.parametrize(
    ("language", "sex", "years", "said"),
    [
        ("ar", "f", 14, "بنت، 14 سنة"), ("fr", "f", 14, "fille de 14 ans"), ("fr", "m", 40, "homme de 40 ans"),
        ("fr", "", None, "personne"), ("fr", "m", 0, "garçon de moins d’un an"), ("ar", "", 7, "طفل(ة)، 7 سنوات"),
        ("fr", "x", 30, "personne de 30 ans"),
    ],
)  # fmt: skip
def test_a_person_is_told_by_age_and_sex(language, sex, years, said):
    """A list read over a shoulder names nobody."""
    with translation.override(language):
        assert people.who(sex, years) == said


@pytest.mark.parametrize(("members", "said"), [(1, "شخص واحد"), (4, "أسرة من أربعة أفراد"), (12, "أسرة من 12 فردا")])
def test_a_family_is_told_by_its_size(members, said):
    """In words up to ten, as people say it."""
    with translation.override("ar"):
        assert people.family_of(members) == said


def test_a_gap_is_escaped_once():
    """What people typed cannot become markup, and markup of a filter stays markup."""
    said = fill("%(who)s · %(where)s", who="<b>x</b>", where=mark_safe("<bdi>y</bdi>"))

    assert said == "&lt;b&gt;x&lt;/b&gt; · <bdi>y</bdi>"
