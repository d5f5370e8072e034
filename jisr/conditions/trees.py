"""What a rule is made of: tests of one fact each, joined by all, any and not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

#: Words in the languages of the reader: {"ar": …, "fr": …}.
Words: TypeAlias = Mapping[str, str]
Facts: TypeAlias = Mapping[str, Any]

#: Tests of a number; of a yes or no, or a choice; of one among several.
NUMBERS = ("at_least", "at_most", "more_than", "less_than")
CHOSEN = ("is", "one_of")
TESTS = (*NUMBERS, *CHOSEN)


class BadFact(ValueError):
    """A fault of the caller: a fact has a value of another kind than its test."""


@dataclass(frozen=True)
class Test:
    """One fact held against one value.

    Attributes:
        fact: its name.
        how: one of ``TESTS``.
        value: a number, a yes or no, a word, or a tuple of words.
        why: what is said where it does not hold.
    """

    #: not a class of tests, whatever its name says to pytest
    __test__ = False

    fact: str
    how: str
    value: Any
    why: Words = field(default_factory=dict, compare=False)

    def holds(self, given: Any) -> bool:
        """Whether a value that is known passes.

        Raises:
            BadFact: it is of another kind.
        """
        if self.how in NUMBERS:
            if isinstance(given, bool) or not isinstance(given, int | float):
                raise BadFact(f"{self.fact} is held against a number, and is {type(given).__name__}")
            return {
                "at_least": given >= self.value, "at_most": given <= self.value,
                "more_than": given > self.value, "less_than": given < self.value,
            }[self.how]  # fmt: skip
        wanted = self.value if self.how == "one_of" else (self.value,)
        if not isinstance(given, type(wanted[0])):
            raise BadFact(f"{self.fact} is held against {wanted[0]!r}, and is {type(given).__name__}")
        return given in wanted


@dataclass(frozen=True)
class AllOf:
    """Every one of these."""

    of: tuple["Tree", ...]
    why: Words = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class AnyOf:
    """At least one of these."""

    of: tuple["Tree", ...]
    why: Words = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Not:
    """The contrary of this."""

    of: "Tree"
    why: Words = field(default_factory=dict, compare=False)


Tree: TypeAlias = Test | AllOf | AnyOf | Not


def parts(tree: Tree) -> tuple[Tree, ...]:
    """What a tree is joined from; nothing for a test."""
    if isinstance(tree, Test):
        return ()
    return (tree.of,) if isinstance(tree, Not) else tree.of


def tests_of(tree: Tree) -> Iterator[Test]:
    """Every test of a tree, in the order in which it is read."""
    if isinstance(tree, Test):
        yield tree
    for part in parts(tree):
        yield from tests_of(part)


def names(tree: Tree) -> tuple[str, ...]:
    """The facts that a tree speaks of, each once, in the order in which it is read."""
    return tuple(dict.fromkeys(test.fact for test in tests_of(tree)))
