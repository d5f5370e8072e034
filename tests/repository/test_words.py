"""Every room and every thing has its word in three languages."""

import re

import pytest
from django.apps import apps

ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$")
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def rows(root):
    """The rows of docs/words.md: code word to (Arabic, French, meaning)."""
    lines = (root / "docs" / "words.md").read_text(encoding="utf-8").splitlines()
    return {found[1]: found.groups()[1:] for line in lines if (found := ROW.match(line))}


def test_every_package_has_its_word(root, rows):
    """The tree is the mission; whoever reads it must be able to say it."""
    packages = {
        path.parent.name
        for pattern in ("*", "window/*", "ledger/*")
        for path in (root / "jisr").glob(f"{pattern}/__init__.py")
    }

    assert packages - rows.keys() == set()


def test_every_model_has_its_word(rows):
    """A thing that has no word in Arabic is not understood yet."""
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("jisr.")}

    assert models - rows.keys() == set()


def test_every_word_is_in_arabic_and_french(rows):
    """The order of the columns is held too."""
    assert [
        code for code, (arabic, french, _) in rows.items() if not ARABIC.search(arabic) or ARABIC.search(french)
    ] == []


def test_no_word_of_a_thing_that_is_gone(root, rows):
    """A word list that speaks of what is no longer there misleads."""
    named = {model.__name__ for model in apps.get_models()} | {
        path.parent.name for path in (root / "jisr").rglob("__init__.py")
    }

    assert rows.keys() - named == set()
