"""One concept, whatever language names it."""

import pytest

from jisr.centres.choices import THEMES
from jisr.forum.likeness.terms import read
from jisr.forum.likeness.thesaurus import entries, thesaurus

OWN_THEMES = {"means", "territory", "participation"}


@pytest.mark.parametrize(
    ("concept", "texts"),
    [
        ("boarding", ["دار الطالبة", "بدار الطالب", "le Dar Taliba", "l'internat", "f dar taliba", "دُور الطالب"]),
        ("cooperative", ["تعاونية", "للتعاونيات", "coopératives", "COOPERATIVE", "ta3awniya", "ta3awniyat"]),
        ("school_transport", ["النقل المدرسي", "transport scolaire", "الطرونسبور", "trasnport"]),
        ("disability", ["وضعية إعاقة", "الإعاقة", "handicapés", "i3a9a", "PSH"]),
        ("direct_aid", ["السجل الاجتماعي الموحد", "registre social unifié", "RSU", "lmo2achir", "المؤشر"]),
        ("violence", ["النساء المعنفات", "violences conjugales", "mo3annafat", "العنف"]),
    ],
)
def test_a_concept_is_found_in_every_language(concept, texts):
    """Arabic, French, Darija, both scripts, with particles and in the plural."""
    assert [text for text in texts if concept not in thesaurus().found(read(text))] == []


@pytest.mark.parametrize(
    ("concept", "text"),
    [("mind", "éducation"), ("violence", "الدرب"), ("disability_card", "كارثة"), ("procedures", "les papillons")],
)
def test_words_that_only_sound_alike_name_nothing(concept, text):
    """French is spelled, not heard; Arabic letters are not heard by Arabic letters."""
    assert concept not in thesaurus().found(read(text))


def test_the_longest_term_wins():
    """Direct social aid is not aid in general; a consultation is no health care."""
    assert thesaurus().found(read("aide sociale directe")) == ["direct_aid"]


def test_every_theme_is_of_the_catalogue_or_named_as_our_own():
    """A theme that no list knows would group nothing with nothing."""
    named = {entry["theme"] for entry in entries().values() if "theme" in entry}

    assert named - THEMES.keys() == OWN_THEMES
    assert THEMES.keys() - named == set()


def test_every_concept_has_words_in_every_language():
    """A concept without Darija excludes who speaks it."""
    assert [
        code for code, entry in entries().items() if not all(entry[name] for name in ("ar", "fr", "da", "az"))
    ] == []


def test_every_term_can_be_found():
    """A term of particles alone would never match, and mislead who reads the file."""
    empty = [term for entry in entries().values() for name in ("ar", "fr", "da", "az") for term in entry[name]
             if not read(term)]  # fmt: skip

    assert empty == []


def test_each_term_names_its_own_concept():
    """No term is hidden behind a longer or an earlier one."""
    lost = [(code, term) for code, entry in entries().items() for name in ("ar", "fr", "da", "az")
            for term in entry[name] if code not in thesaurus().found(read(term))]  # fmt: skip

    assert lost == []
