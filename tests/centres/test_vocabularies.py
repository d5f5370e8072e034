"""The vocabularies as files, as the code has them and as everybody reads them: one list."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils.translation import override

from jisr.centres import choices, vocabularies
from jisr.web.orientation.remedies import AFTER_REFUSAL
from jisr.web.portal.words import as_data

LISTS = {
    "publics": [choices.Public], "modes": [choices.Mode], "obstacles": [choices.Obstacle],
    "refusal_reasons": [choices.RefusalReason], "themes": [choices.Theme, choices.Topic],
}  # fmt: skip


@pytest.mark.parametrize("name", vocabularies.NAMES)
def test_a_file_says_what_the_code_says_in_every_language(name):
    """The same codes, the same words; a word in Tamazight only with where it is published."""
    found = vocabularies.read(name)
    known = {term.code: term for term in found.terms}

    assert len(known) == len(found.terms)
    for language in ("ar", "fr", "en"):
        with override(language):
            words = {code: str(label).replace("'", "’") for kind in LISTS[name] for code, label in kind.choices}
        assert {code: term.labels[language] for code, term in known.items()} == words
        assert all(term.about[language] for term in found.terms)
    assert [term.code for term in found.terms if ("zgh" in term.labels) != bool(term.sources)] == []


def test_what_is_never_shown_is_the_same_in_file_and_code():
    """A reason that would put somebody in danger if she were told it."""
    reasons = vocabularies.read("refusal_reasons").terms

    assert {term.code for term in reasons if not term.shown} == set(choices.NEVER_SHOWN)
    assert set(AFTER_REFUSAL) == set(choices.RefusalReason), "each refusal leads on"


def test_a_topic_stands_under_its_theme():
    """Two levels: by the code, in the code and in the file."""
    themes = vocabularies.read("themes")

    assert {term.code: term.under for term in themes.terms if term.under} == {
        one.value: one.theme for one in choices.Topic
    }


@pytest.mark.django_db(databases=["default", "public"])
def test_everybody_reads_and_takes_a_vocabulary(client):
    """As a page, as JSON and as CSV, with the same codes; another name is not found."""
    for name in vocabularies.NAMES:
        found = vocabularies.read(name)
        page = client.get(reverse("portal:vocabulary", args=[name]))
        data = client.get(reverse("portal:vocabulary_file", args=[name, "json"])).json()
        sheet = client.get(reverse("portal:vocabulary_file", args=[name, "csv"])).content.decode("utf-8-sig")

        codes = [term.code for term in found.terms]
        assert all(f">{code}<" in page.content.decode() for code in codes)
        assert [term["code"] for term in data["terms"]] == codes and data == as_data(found)
        assert [row["code"] for row in csv.DictReader(io.StringIO(sheet))] == codes
    assert client.get(reverse("portal:words")).status_code == 200
    assert (
        client.get("/services/words/magic/").status_code == client.get("/services/words/magic.csv").status_code == 404
    )
