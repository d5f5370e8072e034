"""Lists of papers, read from their files: each version from its day on, with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text
from jisr.common.periods import holds

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


@dataclass(frozen=True)
class Listed:
    """The papers of a list from a day on.

    Attributes:
        until: first day on which they are no longer asked for; None while they are.
        source: where the list was read or decided.
    """

    since: date
    until: date | None
    source: Mapping[str, Any]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class PaperList:
    """A list with all its versions, the newest last."""

    code: str
    title: Mapping[str, str]
    kinds: frozenset[str]
    versions: tuple[Listed, ...]

    def in_force(self, on: date) -> Listed | None:
        """The version that holds on a day; None where there is none."""
        holding = [one for one in self.versions if holds(one.since, one.until, on)]
        return holding[-1] if holding else None


@cache
def paper_list(name: str) -> PaperList:
    """The list of papers of a file."""
    told = yaml_text.read(files(_PACKAGE).joinpath("parameters", f"{name}.yaml").read_text(encoding="utf-8"))
    kinds = told["kinds"]
    versions = (
        Listed(one["since"], one.get("until"), one["source"], tuple(_items(one["items"], kinds)))
        for one in told["versions"]
    )
    return PaperList(told["code"], told["title"], frozenset(kinds), tuple(versions))


def _items(told: Mapping[str, Any], kinds: list[str]) -> list[Item]:
    return [
        Item(code, one["label"], frozenset(one.get("kinds", kinds)), bool(one["needed"])) for code, one in told.items()
    ]
