"""Published orders: classes of people, first to last, each a yes/no rule; read from the files beside this one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jisr.common import yaml_text
from jisr.conditions.books import BadRule, Book, Fact, book_of
from jisr.conditions.trees import Tree, Words

CODES = ("boarding", "training", "waiting")


@dataclass(frozen=True)
class Class:
    """People whose turn comes together.

    Attributes:
        label: who they are, in words that everybody reads.
        rule: yes or no; nothing of it is added up.
    """

    code: str
    label: Words
    rule: Tree


@dataclass(frozen=True)
class Order:
    """A published order, as in force from a day on.

    Attributes:
        themes: for which it is proposed first.
        facts: what its rules speak of.
        classes: the first before all; who is of none comes after them.
        source: where it was decided.
    """

    code: str
    title: Words
    themes: Sequence[str]
    facts: Mapping[str, Fact]
    since: date
    source: Mapping[str, Any]
    classes: Sequence[Class]


@cache
def versions(code: str) -> tuple[Order, ...]:
    """Every version of an order, the newest last.

    Raises:
        BadRule: the file is none.
    """
    told = yaml_text.read(files(__package__).joinpath(f"{code}.yaml").read_text(encoding="utf-8"))
    if told["code"] != code:
        raise BadRule(f"{code}.yaml is of {told['code']}")
    return tuple(_order(told, one) for one in told["versions"])


def in_force(code: str, on: date) -> Order:
    """The order that holds on a day.

    Raises:
        BadRule: there is none yet.
    """
    holding = [one for one in versions(code) if one.since <= on]
    if code not in CODES or not holding:
        raise BadRule(f"no order {code} on {on}")
    return holding[-1]


def of_theme(theme: str, on: date) -> Order:
    """The order proposed for a theme; by waiting alone where none is made for it."""
    return next((one for one in (in_force(code, on) for code in CODES) if theme in one.themes), in_force(CODES[-1], on))


def _order(told: Mapping[str, Any], version: Mapping[str, Any]) -> Order:
    books = [_book(told, version, one) for one in version["classes"]]
    classes = [Class(book.code.split(".")[-1], book.title, book.versions[0].rule) for book in books]
    facts = books[0].facts if books else {}
    return Order(
        told["code"], told["title"], tuple(told["themes"]), facts, version["since"], version["source"], tuple(classes)
    )


def _book(told: Mapping[str, Any], version: Mapping[str, Any], one: Mapping[str, Any]) -> Book:
    """A class as a book of one rule, so that it is checked as any other rule is."""
    return book_of({
        "code": f"{told['code']}.{one['code']}", "title": one["label"], "facts": told["facts"],
        "versions": [{"since": version["since"], "source": version["source"], "rule": one["rule"]}],
    })  # fmt: skip
