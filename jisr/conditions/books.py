"""Rules as a field expert writes them: YAML with the facts they speak of, and versions in force from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from jisr.common import yaml_text
from jisr.conditions.facts import CHOICE, KINDS, BadRule, Fact
from jisr.conditions.trees import Tree, Words
from jisr.conditions.writing import check, read_tree, words_of


@dataclass(frozen=True)
class Version:
    """The rule from a day on.

    Attributes:
        until: first day on which it no longer holds; None while it does.
        source: where it was read or decided: {title, url, read_on}.
    """

    since: date
    until: date | None
    source: Mapping[str, Any]
    rule: Tree


@dataclass(frozen=True)
class Book:
    """A rule with its facts and all its versions, the newest last."""

    code: str
    title: Words
    facts: Mapping[str, Fact]
    versions: tuple[Version, ...]

    def in_force(self, on: date) -> Version | None:
        """The version that holds on a day; None where there is none."""
        holding = [one for one in self.versions if one.since <= on and (one.until is None or on < one.until)]
        return holding[-1] if holding else None


@cache
def read_book(package: str, name: str) -> Book:
    """The rule file ``parameters/NAME.yaml`` of a package.

    Raises:
        BadRule: the file is not one.
    """
    return book_of(yaml_text.read(files(package).joinpath("parameters", f"{name}.yaml").read_text(encoding="utf-8")))


def book_of(told: Mapping[str, Any]) -> Book:
    """A book from what YAML says.

    Raises:
        BadRule: something is missing, of the wrong kind, or said in one language only.
    """
    where = str(told.get("code", "a rule without a code"))
    facts = {name: _fact(name, one, f"{where}: fact {name}") for name, one in told.get("facts", {}).items()}
    versions = tuple(_version(one, facts, f"{where}: version {n}") for n, one in enumerate(told["versions"], 1))
    for before, after in pairwise(versions):
        if before.until is None or before.until > after.since:
            raise BadRule(f"{where}: two versions hold on {after.since}")
    return Book(where, words_of(told.get("title"), f"{where}: title"), facts, versions)


def _fact(name: str, told: Mapping[str, Any], where: str) -> Fact:
    kind = told.get("kind")
    if kind not in KINDS:
        raise BadRule(f"{where}: kind is {kind!r}, not one of {', '.join(KINDS)}")
    options = {code: words_of(words, f"{where}: option {code}") for code, words in told.get("options", {}).items()}
    if (kind == CHOICE) != bool(options):
        raise BadRule(f"{where}: a choice has options, and nothing else has")
    return Fact(name, kind, words_of(told.get("label"), where), words_of(told.get("question"), where), options)


def _version(told: Mapping[str, Any], facts: Mapping[str, Fact], where: str) -> Version:
    source = told.get("source", {})
    if not isinstance(told.get("since"), date) or not source.get("title"):
        raise BadRule(f"{where}: needs the day since which it holds, and the title of its source")
    rule = read_tree(told["rule"], where)
    check(rule, facts, where)
    return Version(told["since"], told.get("until"), source, rule)
