"""What a call asks of one kind of applicant: which rule file, which list of papers, each in which version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from jisr.common import yaml_text
from jisr.conditions import Book, read_book
from jisr.conditions.books import Version
from jisr.ledger.calls.rules.papers import Item, Listed, PaperList, paper_list

_PACKAGE = "jisr.ledger.calls"
RULES, PAPERS = "rules", "papers"


class NotInForce(ValueError):
    """A file that no version of holds on the day, or that is not made for this kind of applicant."""


class Asking(Protocol):
    """A call: the files chosen kind by kind when it was announced, and the one file of calls announced before that."""

    files: Mapping[str, Mapping[str, str]]
    rules: str
    papers: str


@dataclass(frozen=True)
class Asked:
    """What is asked of one kind of applicant.

    Attributes:
        rule: the version of the rule that judges; None where none holds.
        listed: the version of the list of papers.
    """

    kind: str
    book: Book
    rule: Version | None
    papers: PaperList
    listed: Listed

    @property
    def items(self) -> tuple[Item, ...]:
        """The papers that this kind of applicant brings, in the order of the list."""
        return tuple(item for item in self.listed.items if self.kind in item.kinds)

    def missing(self, there: Iterable[str]) -> tuple[Item, ...]:
        """Papers without which the file of such an applicant is not complete."""
        have = set(there)
        return tuple(item for item in self.items if item.is_needed and item.code not in have)

    def labelled(self, codes: Iterable[str], language: str) -> list[str]:
        """What papers are called, in the order of the list."""
        wanted = set(codes)
        return [item.said(language) for item in self.listed.items if item.code in wanted]


def asked(call: Asking, kind: str, on: date) -> Asked:
    """What a call asks of a kind of applicant.

    Args:
        on: the day whose version counts for a call that was announced before versions were frozen with its terms.
    """
    frozen = call.files.get(kind)
    if frozen:
        book, listing = read_book(_PACKAGE, frozen[RULES]), paper_list(frozen[PAPERS])
        rule = book.in_force(date.fromisoformat(frozen["rules_since"]))
        listed = listing.in_force(date.fromisoformat(frozen["papers_since"]))
    else:
        book, listing = read_book(_PACKAGE, call.rules), paper_list(call.papers)
        rule, listed = book.in_force(on), listing.in_force(on)
    return Asked(kind, book, rule, listing, listed or listing.versions[0])


@cache
def _shelf() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Every rule file and every list of papers, with the kinds that it is made for."""
    found: tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]] = ({}, {})
    for file in sorted(files(_PACKAGE).joinpath("parameters").iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yaml"):
            continue
        told = yaml_text.read(file.read_text(encoding="utf-8"))
        if "kinds" in told:
            found["facts" not in told][file.name.removesuffix(".yaml")] = frozenset(told["kinds"])
    return found


def rule_files() -> Mapping[str, frozenset[str]]:
    """Every rule file, with the kinds that it is made for."""
    return _shelf()[0]


def _offered(shelf: Mapping[str, frozenset[str]], kind: str) -> list[str]:
    """Files made for a kind, those made for it alone first."""
    return sorted((name for name, kinds in shelf.items() if kind in kinds), key=lambda name: (len(shelf[name]), name))


def rules_for(kind: str, on: date) -> list[Book]:
    """Rule files in force on a day for a kind of applicant, those made for it alone first."""
    books = [read_book(_PACKAGE, name) for name in _offered(_shelf()[0], kind)]
    return [book for book in books if book.in_force(on)]


def papers_for(kind: str, on: date) -> list[PaperList]:
    """Lists of papers in force on a day for a kind of applicant, those made for it alone first."""
    lists = [paper_list(name) for name in _offered(_shelf()[1], kind)]
    return [one for one in lists if one.in_force(on)]


def standard(kind: str, on: date) -> dict[str, str]:
    """The files that are chosen for a kind where nothing else is said; "" where none is in force."""
    books, lists = rules_for(kind, on), papers_for(kind, on)
    return {RULES: books[0].code if books else "", PAPERS: lists[0].code if lists else ""}


def frozen(chosen: Mapping[str, Mapping[str, str]], on: date) -> dict[str, dict[str, str]]:
    """What is kept with the terms of a call: for each kind its files, each in the version in force on the day.

    Raises:
        NotInForce: a file is not made for the kind, or no version of it holds on the day.
    """
    return {kind: _frozen(kind, files_of, on) for kind, files_of in chosen.items()}


def _frozen(kind: str, chosen: Mapping[str, str], on: date) -> dict[str, str]:
    found: dict[str, str] = {}
    offered: Mapping[str, list[Any]] = {RULES: rules_for(kind, on), PAPERS: papers_for(kind, on)}
    for what, files_of in offered.items():
        file = next((one for one in files_of if one.code == chosen.get(what)), None)
        if file is None:
            raise NotInForce(f"{what} of {kind}: {chosen.get(what)!r}")
        found |= {what: file.code, f"{what}_since": file.in_force(on).since.isoformat()}
    return found
