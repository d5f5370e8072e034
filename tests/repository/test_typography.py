"""French and Arabic are set as they are printed: one apostrophe, one space before a sign, the signs of each script."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings

from jisr.common import yaml_text

PACKAGE = Path(settings.ROOT)
NARROW, WIDE = "\u202f", "\u00a0"
#: Opening hours as the standard writes them (Mo-Fr 08:30-16:30; Sa 09:00-12:00), hours, addresses.
CODES = re.compile(r"https?://\S+|\d\d:\d\d(?:-\d\d:\d\d)?;?")
FRENCH = (
    ("an apostrophe of typewriters", re.compile(r"[^\W\d_]'[\w%«]")),
    ("no narrow no-break space before ; ! ?", re.compile(rf"[^{NARROW}!?][;!?]")),
    ("no no-break space before :", re.compile(rf"[^{WIDE}]:(?=\s|$)")),
    ("no no-break space inside « »", re.compile(rf"«[^{WIDE}]|[^{WIDE}]»")),
    ("three points for one sign", re.compile(r"\.\.\.")),
)
ARABIC = (
    ("a Latin sign among Arabic words", re.compile(r"[\u0621-\u064a][\u064b-\u0652]*[»)]?\s?[,;?](?=\s|$)")),
    ("digits that Morocco does not write", re.compile("[\u0660-\u0669]")),
    ("spaces inside « »", re.compile(r"«\s|\s»")),
    ("a space before a sign", re.compile(r"\s[،؛؟:.](?=\s|$)")),
)
#: In the demonstration people write Darija in Latin letters too: only what cannot be theirs is asked there.
LATIN = (FRENCH[0], ("a plain space before a sign", re.compile(r"[A-Za-zÀ-ÿ»)] [;:!?](?=\s|$)")))
#: A text message is written in 160 letters of a small alphabet, or in 70 of a large one: these stay in the small one.
#: Parameters and the thesaurus are read by the machine.
NOT_PRINTED = ("messages/templates", "parameters", "thesaurus")


def faults(text: str, rules: tuple[tuple[str, re.Pattern[str]], ...]) -> list[str]:
    """What is wrong with a sentence."""
    bare = CODES.sub("0", text)
    return [said for said, wrong in rules if wrong.search(bare)]


def sentences(language: str) -> Iterator[tuple[str, str]]:
    """Each translated sentence with its area."""
    for path in sorted(PACKAGE.glob(f"locale/*/{language}/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            for text in (entry.msgstr, *entry.msgstr_plural.values()):
                yield path.parts[-4], text


def strings(value: Any) -> Iterator[str]:
    """Every string of a file of data, addresses of pages left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from () if key == "url" else strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)


@pytest.mark.parametrize(("language", "rules"), [("fr", FRENCH), ("ar", ARABIC)])
def test_every_sentence_is_set_as_it_is_printed(language, rules):
    """A reader sees one hand; a sign never begins a line by itself."""
    found = [(area, said, text) for area, text in sentences(language) for said in faults(text, rules)]

    assert found == []


def test_what_the_demonstration_and_the_public_record_say_is_set_so_too():
    """These words stand on the same pages."""
    found = []
    for path in sorted(PACKAGE.rglob("*.yaml")):
        name = path.relative_to(PACKAGE).as_posix()
        if not any(part in name for part in NOT_PRINTED):
            texts = strings(yaml_text.read(path.read_text(encoding="utf-8")))
            found += [(name, said, text) for text in texts for said in faults(text, (*LATIN, *ARABIC[:2]))]

    assert found == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("l'équipe", FRENCH),
        ("quoi ?", FRENCH),
        ("quoi\u00a0?", FRENCH),
        ("quoi?", FRENCH),
        ("oui ; non", FRENCH),
        ("voici : lui", FRENCH),
        ("voici\u202f: lui", FRENCH),
        ("« mot »", FRENCH),
        ("fin...", FRENCH),
        ("من, إلى", ARABIC),
        ("لماذا?", ARABIC),
        ("هذا؛ وذلك;", ARABIC),
        ("٣ أيام", ARABIC),
        ("« كلمة »", ARABIC),
        ("لماذا ؟", ARABIC),
        ("L'aide", LATIN),
        ("l’aide : oui", LATIN),
    ],
)
def test_a_spoilt_sentence_is_noticed(text, rules):
    """Each rule can turn red."""
    assert faults(text, rules)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Ouvert\u00a0: Mo-Fr 08:30-16:30; Sa 09:00-12:00.", FRENCH),
        ("«\u00a0mot\u00a0»\u202f!", FRENCH),
        ("«كلمة»، ثم ماذا؟", ARABIC),
        ("الساعة 09:30.", ARABIC),
        ("Lformation mzyana, walakin b3ida!", LATIN),
    ],
)
def test_a_sentence_well_set_is_let_through(text, rules):
    """Hours and codes are no sentences."""
    assert faults(text, rules) == []
