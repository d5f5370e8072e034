"""Rules as a field expert writes them: YAML with the facts they speak of, and versions in force from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import isfinite
from typing import Any

import yaml

from jisr.conditions.trees import NUMBERS, TESTS, AllOf, AnyOf, Not, Test, Tree, Words, names, tests_of

YES_NO, NUMBER, CHOICE = "yes_no", "number", "choice"
KINDS = (YES_NO, NUMBER, CHOICE)
#: Every text stands in these.
LANGUAGES = ("ar", "fr")
#: Nobody reads a rule whose parts stand deeper in one another.
DEEPEST = 20


class BadRule(ValueError):
    """The file says something that is no rule; the message names where."""


@dataclass(frozen=True)
class Fact:
    """Something that can be asked.

    Attributes:
        label: what it is called in a sentence.
        question: how it is asked.
        options: of a choice: code to words.
    """

    name: str
    kind: str
    label: Words
    question: Words
    options: Mapping[str, Words]


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
    return book_of(yaml.safe_load(files(package).joinpath("parameters", f"{name}.yaml").read_text(encoding="utf-8")))


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
    return Book(where, _words(told.get("title"), f"{where}: title"), facts, versions)


def _fact(name: str, told: Mapping[str, Any], where: str) -> Fact:
    kind = told.get("kind")
    if kind not in KINDS:
        raise BadRule(f"{where}: kind is {kind!r}, not one of {', '.join(KINDS)}")
    options = {code: _words(words, f"{where}: option {code}") for code, words in told.get("options", {}).items()}
    if (kind == CHOICE) != bool(options):
        raise BadRule(f"{where}: a choice has options, and nothing else has")
    return Fact(name, kind, _words(told.get("label"), where), _words(told.get("question"), where), options)


def _version(told: Mapping[str, Any], facts: Mapping[str, Fact], where: str) -> Version:
    source = told.get("source", {})
    if not isinstance(told.get("since"), date) or not source.get("title"):
        raise BadRule(f"{where}: needs the day since which it holds, and the title of its source")
    rule = _tree(told["rule"], where)
    for name in names(rule):
        if name not in facts:
            raise BadRule(f"{where}: {name} is tested and not among the facts")
    for test in tests_of(rule):
        _fits(test, facts[test.fact], where)
    return Version(told["since"], told.get("until"), source, rule)


def _fits(test: Test, fact: Fact, where: str) -> None:
    given = test.value if isinstance(test.value, tuple) else (test.value,)
    right = {
        YES_NO: test.how == "is" and isinstance(test.value, bool),
        NUMBER: test.how in NUMBERS and all(_is_number(one) for one in given),
        CHOICE: test.how not in NUMBERS and bool(given) and set(given) <= fact.options.keys(),
    }[fact.kind]
    if not right:
        raise BadRule(f"{where}: {test.fact} is a {fact.kind} and cannot be {test.how} {test.value!r}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _tree(told: Any, where: str, depth: int = 0) -> Tree:
    if depth > DEEPEST:  # also a part that an alias of YAML makes a part of itself
        raise BadRule(f"{where}: parts stand more than {DEEPEST} deep in one another")
    if not isinstance(told, Mapping):
        raise BadRule(f"{where}: {told!r} is no rule")
    why = _words(told["why"], where) if "why" in told else {}
    said = {key for key in told if key != "why"}
    if said in ({"all"}, {"any"}):
        (key,) = said
        of = tuple(_tree(one, where, depth + 1) for one in told[key])
        if not of:
            raise BadRule(f"{where}: nothing stands under {key}")
        return AllOf(of, why) if key == "all" else AnyOf(of, why)
    if said == {"not"}:
        if not why:  # the words inside it speak of the contrary
            raise BadRule(f"{where}: a not says why itself")
        return Not(_tree(told["not"], where, depth + 1), why)
    how = said - {"fact"}
    if "fact" not in said or len(how) != 1 or not how <= set(TESTS):
        raise BadRule(f"{where}: a test names its fact and one of {', '.join(TESTS)}, not {sorted(said)}")
    (kind,) = how
    value = tuple(told[kind]) if kind == "one_of" else told[kind]
    return Test(str(told["fact"]), kind, value, why)


def _words(told: Any, where: str) -> Words:
    if not isinstance(told, Mapping) or not all(told.get(language) for language in LANGUAGES):
        raise BadRule(f"{where}: is not said in {' and '.join(LANGUAGES)}")
    return dict(told)
