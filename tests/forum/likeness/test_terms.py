"""Ways of typing the same word meet; words that only look alike do not."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.common.text import fold
from jisr.forum.likeness.terms import letter_groups, pronounced, quoted, read, spelled

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئء"
TASHKEEL = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
words_of_arabic = st.lists(st.text(ARABIC, min_size=2, max_size=9), min_size=1, max_size=6).map(" ".join)
# the ligature of الله is one sign of four letters, and lam with alef one of two: presentation forms have them
presented = {
    unicodedata.normalize("NFKD", chr(code)): chr(code)
    for code in range(0xFE80, 0xFEFD)
    if len(unicodedata.normalize("NFKD", chr(code))) == 1
}


def stems(text):
    return [term.stem for term in read(text)]


@given(words_of_arabic, st.lists(st.sampled_from(TASHKEEL), min_size=40, max_size=40))
def test_vowel_signs_change_nothing(text, signs):
    """A text copied from a law carries its vowels, a text from a telephone does not."""
    marked = "".join(letter + (signs[at % 40] if letter != " " else "") for at, letter in enumerate(text))

    assert (stems(marked), spelled(marked), pronounced(marked)) == (stems(text), spelled(text), pronounced(text))


@given(words_of_arabic)
def test_presentation_forms_change_nothing(text):
    """Text copied out of a PDF comes in the shapes of the letters."""
    shaped = "".join(presented.get(letter, letter) for letter in text)

    assert (stems(shaped), spelled(shaped)) == (stems(text), spelled(text))


@example("آألآؤآ")
@given(words_of_arabic)
def test_the_seat_of_the_hamza_changes_nothing(text):
    """ادماج, إدماج and أدماج are typed by the same person on one page."""
    bare = text.translate(str.maketrans("أإآ", "ااا"))

    assert (stems(bare), spelled(bare)) == (stems(text), spelled(text))


@example("آلب", 3)
@given(words_of_arabic, st.integers(2, 6))
def test_letters_held_down_change_nothing(text, times):
    """بزاااف is بزاف, said louder."""
    louder = "".join(letter * times if fold(letter) in set("بتجدرسعفقكمن") else letter for letter in text)

    assert spelled(louder) == spelled(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bezzaaaf", "bezaf"), ("subvention", "subventtion"), ("المحكمة", "المحكممة"), ("تعاونيات", "التعاونية"),
        ("للدواوير", "دواوير"), ("بالمدرسة", "المدرسه"), ("والنساء", "النساء"), ("كيمشيو", "يمشيو"),
        ("coopératives", "Coopérative"), ("l'internat", "internat"), ("D’ACCUEIL", "accueil"),
    ],
)  # fmt: skip
def test_forms_of_one_word_have_one_stem(one, other):
    """Doubled letters, particles, plurals, capitals, elisions."""
    same = stems(one) == stems(other) or spelled(one) == spelled(other)

    assert same or set(letter_groups(stems(one)[0])) & set(letter_groups(stems(other)[0]))


@pytest.mark.parametrize(
    ("arabizi", "arabic"),
    [
        ("m7taj", "محتاج"), ("3adala", "عدالة"), ("9adi", "قاضي"), ("ta3awniya", "تعاونية"), ("7imaya", "حماية"),
        ("taliba", "طالبة"), ("talibah", "الطالبة"), ("jam3iya", "جمعية"), ("lmadrasa", "المدرسة"), ("9offa", "القفة"),
        ("mo3annafat", "معنفات"), ("tawdif", "توظيف"), ("chabab", "شباب"), ("sbitar", "سبيطار"),
    ],
)  # fmt: skip
def test_arabizi_sounds_as_its_arabic(arabizi, arabic):
    """3 is ع, 7 is ح, 9 is ق; the rest is heard."""
    assert pronounced(arabizi) == pronounced(arabic) != ""


@pytest.mark.parametrize(("digits", "letters"), [("7aja", "haja"), ("9adi", "qadi"), ("5obz", "khobz")])
def test_digits_of_arabizi_may_be_letters(digits, letters):
    """Two people write one word with a digit and without."""
    assert pronounced(digits) == pronounced(letters)


def test_years_and_sums_are_no_words():
    """A number says nothing of what is asked."""
    assert stems("2026 10 ٢٥") == []


@given(st.text(max_size=200))
def test_anything_typed_can_be_read(text):
    """Emoji, controls, half characters, other scripts: no text is a fault."""
    assert all(term.stem for term in read(text))
    assert isinstance(spelled(text) + pronounced(text), str)


@given(st.text(max_size=60))
def test_a_quotation_stands_in_its_text(text):
    """Labels quote; they never say what nobody said."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
    terms = read(text)

    assert all(quoted(text, at, at) in plain for at in range(len(terms)))
    assert all(quoted(text, at, at) == term.typed for at, term in enumerate(terms))
