"""The list of papers of a call, read from its file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

_PACKAGE = "jisr.ledger.calls"


@dataclass(frozen=True)
class Item:
    """One paper.

    Attributes:
        label: what it is called, by language.
        kinds: the applicants who bring it.
        is_needed: whether a file is not complete without it.
    """

    code: str
    label: Mapping[str, str]
    kinds: frozenset[str]
    is_needed: bool

    def said(self, language: str) -> str:
        """What it is called in a language; in French where it has no word in it."""
        return self.label.get(language) or self.label["fr"]


@cache
def papers(name: str) -> tuple[Item, ...]:
    """The papers of a list, in its order."""
    told = yaml.safe_load(files(_PACKAGE).joinpath("parameters", f"{name}.yaml").read_text(encoding="utf-8"))
    return tuple(
        Item(code, one["label"], frozenset(one["kinds"]), bool(one["needed"])) for code, one in told["items"].items()
    )


def papers_for(name: str, kind: str) -> tuple[Item, ...]:
    """The papers that one kind of applicant brings."""
    return tuple(item for item in papers(name) if kind in item.kinds)


def missing(name: str, kind: str, there: Iterable[str]) -> tuple[Item, ...]:
    """Papers without which the file of such an applicant is not complete."""
    have = set(there)
    return tuple(item for item in papers_for(name, kind) if item.is_needed and item.code not in have)
