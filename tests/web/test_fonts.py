"""The letters: cut once, whole, with every sign the product writes."""

import pytest
from fontTools.ttLib import TTFont

from jisr.web import fonts
from jisr.web.font_cutter import characters

LETTERS = {
    "latin": "ABCXYZabcxyz0123456789éèêëàâîïôùûçÉÈÀŒœ«»’“”…—–·€%+×✓→",
    "arabic": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيڭگپڤ،؛؟ـًٌٍَُِّْ",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The letters, made once for these tests."""
    target = tmp_path_factory.mktemp("fonts")
    assert fonts.build(target)
    return target / fonts.FOLDER


@pytest.mark.parametrize("script", ["latin", "arabic"])
@pytest.mark.parametrize("weight", ["400", "600"])
def test_no_letter_is_missing(folder, script, weight):
    """One missing letter shows in another hand in the middle of a word."""
    with TTFont(folder / f"plex-{script}-{weight}.woff2") as font:
        held = font.getBestCmap()

    assert [sign for sign in LETTERS[script] if ord(sign) not in held] == []


@pytest.mark.parametrize("weight", ["400", "600"])
def test_arabic_letters_join(folder, weight):
    """Cutting away the joining forms would leave separate letters, which nobody can read."""
    with TTFont(folder / f"plex-arabic-{weight}.woff2") as font:
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}

    assert {"init", "medi", "fina"} <= features


def test_letters_are_light(folder):
    """The whole of them weighs less than one photograph."""
    assert sum(path.stat().st_size for path in folder.glob("*.woff2")) < 120_000


def test_a_second_build_makes_nothing(folder):
    """A start with current letters must not wait for them."""
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}

    made = fonts.build(folder.parents[1])

    assert not made
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_half_made_build_is_made_again(folder):
    """A power cut in the middle leaves no page without letters."""
    (folder / "plex-arabic-600.woff2").unlink()

    assert fonts.build(folder.parents[1])
    assert (folder / "plex-arabic-600.woff2").is_file()
    assert not list(folder.glob("*.part"))


def test_ranges_are_inclusive():
    """The last letter of a range belongs to it."""
    assert list(characters("0041-0043,0061-0061")) == [65, 66, 67, 97]
