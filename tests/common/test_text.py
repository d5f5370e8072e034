"""Folding and skeletons: what may be typed in many ways is found in one."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from jisr.common.text import clean_typed, fine, fold, skeleton, skeletons, words

PAIRS = Path(__file__).parent / "data" / "name_pairs.csv"
# any character, and more often those that Moroccan names are made of
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئٱگڭپڤـًٌٍَُِّْٰ abdehilnorstuéèçïœ'’´-ﻓﺎﻃﻤﺔﷲﹰ٣۴"
TEXTS = st.text(max_size=40) | st.text(alphabet=LETTERS, max_size=40)


@given(TEXTS)
def test_folding_twice_is_folding_once(text):
    """A stored key can be folded again without moving."""
    assert fold(fold(text)) == fold(text)


@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_form_of_unicode_does_not_matter(text, form):
    """A phone, a scanned list and a keyboard send different code points for the same letters."""
    other = unicodedata.normalize(form, text)

    assert fold(other) == fold(text)
    assert skeleton(other) == skeleton(text)


@given(TEXTS)
def test_a_folded_text_is_words_of_plain_letters(text):
    """No mark, sign, capital or double space reaches an index."""
    folded = fold(text)

    assert folded == " ".join(words(text))
    assert all(c.isalnum() or c == " " or unicodedata.category(c) == "Lm" for c in folded)
    assert not any(unicodedata.combining(c) for c in folded)


@given(TEXTS)
def test_a_typed_text_is_cleaned_once_and_folds_the_same(text):
    """Cleaning takes away what nobody sees, never a letter."""
    cleaned = clean_typed(text)

    assert clean_typed(cleaned) == cleaned
    assert "\n" not in cleaned
    assert clean_typed(clean_typed(text, lines=True), lines=True) == clean_typed(text, lines=True)
    loose = re.search(r"\s[\u0300-\u036f\u064b-\u065f\u0670]", unicodedata.normalize("NFKD", text))
    if text.isprintable() and not loose:
        assert fold(cleaned) == fold(text)


@given(TEXTS, TEXTS)
def test_a_skeleton_has_no_spaces_and_holds_its_parts(one, two):
    """A name is found whatever the words it is cut into."""
    assert " " not in skeleton(f"{one} {two}")
    assert all(key and " " not in key for key in skeletons(f"{one} {two}"))


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        ("presentation forms", "ﻓﺎﻃﻤﺔ", "فاطمة"),
        ("ligatures", "ﷲ", "الله"),
        ("full width and capitals", "ＲＡＢＡＴ", "rabat"),
        ("an accent typed as an apostrophe", "M´hamed", "M'hamed"),
        ("isolated vowel signs of presentation forms", "مﹶحمد", "محمد"),
        ("tashkeel and shadda", "مُحَمَّد", "محمد"),
        ("hamza on its letters", "أسماء إدماج آسفي سؤال عائشة", "اسماء ادماج اسفي سوال عايشة"),
        ("French accents", "Béni Mellal, Aïn Leuh, Kelâa", "beni mellal ain leuh kelaa"),
        ("joined vowels", "Sœur", "soeur"),
        ("alef of union", "ٱلعيون", "العيون"),
        ("Moroccan and Persian k", "أڭادير گادير کادير", "أكادير كادير كادير"),
        ("Persian letters", "پاریس ڤاس", "باريس فاس"),
        ("other digits", "٣ ۴ 5", "3 4 5"),
        ("ta marbuta", "مدرسة", "مدرسه"),
        ("alef maqsura", "مصطفى", "مصطفي"),
        ("tatweel", "ســـلا", "سلا"),
        ("lone hamza", "الزهراء", "الزهرا"),
        ("elision", "L'Oriental d’Oujda", "oriental oujda"),
        ("apostrophes that join", "M’hamed N'oumgoun", "mhamed noumgoun"),
        ("hyphens and signs", "Tanger-Assilah / (Nord)", "tanger assilah nord"),
        ("Arabic article", "الإدماج الاجتماعي", "إدماج اجتماعي"),
        ("Latin article", "El Hajeb", "Hajeb"),
    ],
)
def test_these_are_written_the_same(rule, one, other):
    """One line for each rule in the docstring of jisr.common.text.folding."""
    assert fold(one) == fold(other), rule


@pytest.mark.parametrize("text", ["ال", "الله", "El", "El Al", "al"])
def test_an_article_alone_is_kept(text):
    """A search for nothing would find everything."""
    assert fold(text)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("عبد اللطيف", "Abdelatif"), ("عبد اللطيف", "Abdul Latif"), ("عبداللطيف", "Abdellatif"),
        ("عبد العزيز", "Abdelaziz"), ("عبد الرحيم", "Abderrahim"), ("عبد الله", "Abdullah"),
        ("خديجة", "Khadijah"), ("نجاة", "Najat"), ("نجاه", "Najat"), ("يوسف", "Youssef"), ("حداد", "Haddad"),
        ("العلوي", "El Alaoui"), ("العلوي", "Al-Alawi"), ("علي", "Ali"), ("يحيى", "Yahya"), ("عيسى", "Aïssa"),
        ("امحمد", "M'hamed"), ("محمد", "M7amed"), ("فاطمة الزهراء", "Fatima-Ezzahra"),
        ("فاطمه الزهراء", "Fatima Zahra"), ("صلاح الدين", "Salah Eddine"), ("نور الدين", "Noureddine"),
        ("مولاي إدريس", "Driss"), ("الحسين", "Lhoussine"), ("ياسين", "Yacine"), ("الشعبي", "Ech-Chaâbi"),
        ("الركيك", "Raguig"), ("الغزالي", "Ghazali"), ("رضا", "Rida"), ("الصويرة", "Essaouira"),
    ],
)  # fmt: skip
def test_a_name_has_one_skeleton_in_both_scripts(arabic, latin):
    """The examples of the table in jisr.common.text.sounds."""
    assert skeleton(arabic) == skeleton(latin)


def test_real_pairs_of_names_meet():
    """Spellings of public persons' names: most have the same skeleton, nearly all within one letter."""
    with PAIRS.open(encoding="utf-8") as file:
        pairs = [(skeleton(row["arabic_key"]), skeleton(row["latin"])) for row in csv.DictReader(file)]

    same = sum(one == other for one, other in pairs) / len(pairs)
    near = sum(OSA.distance(one, other) <= 1 for one, other in pairs) / len(pairs)

    assert len(pairs) > 4_000
    assert same >= 0.915
    assert near >= 0.98


def test_skeletons_tell_different_names_apart():
    """A skeleton that fits everybody would find everybody: two names of the list rarely share one."""
    with PAIRS.open(encoding="utf-8") as file:
        names = sorted({row["arabic_key"] for row in csv.DictReader(file)})

    by_skeleton: dict[str, int] = {}
    for name in names:
        by_skeleton[skeleton(name)] = by_skeleton.get(skeleton(name), 0) + 1
    chance = sum(n * (n - 1) for n in by_skeleton.values()) / (len(names) * (len(names) - 1))

    assert chance < 0.002


def test_the_fine_form_keeps_what_the_skeleton_confounds():
    """Hassan and Houssine share their consonants, not their vowels."""
    assert skeleton("حسن") == skeleton("حسين")
    assert fine("حسن") != fine("حسين")
    assert fine("Hassan") != fine("Houssine")


def test_invisible_signs_go():
    """A bidirectional override makes a name read as another; a zero-width space hides it from a search."""
    typed = "\u202eفاط\u200bمة\u2066 \x00\tالزهراء\ufeff\u2028"

    assert clean_typed(typed) == "فاطمة الزهراء"
    assert not re.search(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", clean_typed(typed, lines=True))


def test_a_note_keeps_its_lines():
    """A note of a listening is paragraphs; a name is one line."""
    typed = "  أول \r\n\r\n\r\n\r\nثان\u2028ثالث  "

    assert clean_typed(typed, lines=True) == "أول\n\nثان\nثالث"
    assert clean_typed(typed) == "أول ثان ثالث"


def test_a_name_keeps_its_accents_and_letters():
    """What is kept is what was typed: only the search key is folded."""
    assert clean_typed("  Béni   Mellal ") == "Béni Mellal"
    assert clean_typed("آيت ملّول أڭادير") == "آيت ملّول أڭادير"
