"""The closed vocabularies of the catalogue as data: codes with a word and a description in each language.

The lists of ``jisr.centres.choices`` are the code's own; a test holds both equal. Files and pages for others are made
from here, so that a code means the same in every installation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text

#: In the order in which they are shown.
NAMES = ("themes", "publics", "modes", "obstacles", "refusal_reasons")
LANGUAGES = ("ar", "fr", "zgh", "en")


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary.

    Attributes:
        code: for ever.
        labels: language -> word; zgh only where a public source has it.
        about: language -> one sentence.
        under: code of the word above, of the second level.
        shown: False for what is never told to the person.
        sources: where the word in Tamazight is published.
    """

    code: str
    labels: dict[str, str]
    about: dict[str, str]
    under: str = ""
    shown: bool = True
    sources: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """A closed list: its name and description in each language, and its terms in their order."""

    name: str
    labels: dict[str, str]
    about: dict[str, str]
    terms: list[Term] = field(default_factory=list)

    def under(self, code: str = "") -> list[Term]:
        """The terms of the first level, or those under one of them."""
        return [term for term in self.terms if term.under == code]


@cache
def read(name: str) -> Vocabulary:
    """One vocabulary.

    Raises:
        LookupError: there is none of this name.
    """
    if name not in NAMES:
        raise LookupError(name)
    said: dict[str, Any] = yaml_text.read(files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    return Vocabulary(name, said["name"], said["about"], list(_terms(said["terms"])))


def _terms(rows: list[dict[str, Any]], under: str = "") -> Iterator[Term]:
    for row in rows:
        labels = {language: row[language] for language in LANGUAGES if language in row}
        shown, source = row.get("shown", True), row.get("zgh_source", "")
        yield Term(row["code"], labels, row["about"], under, shown, source)
        yield from _terms(row.get("terms", []), row["code"])
