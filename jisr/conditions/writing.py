"""A tree as it is written down (YAML, JSON) and read back: the same words in rule files, in rows and from a form."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from jisr.conditions.facts import CHOICE, LANGUAGES, NUMBER, YES_NO, BadRule, Fact
from jisr.conditions.trees import NUMBERS, TESTS, AllOf, AnyOf, Not, Test, Tree, Words

#: Nobody reads a rule whose parts stand deeper in one another, or that asks so many things.
DEEPEST, LONGEST = 20, 60


def tree_of(told: Any, facts: Mapping[str, Fact], where: str) -> Tree:
    """A tree without words of its own, checked against the facts that it may speak of.

    Args:
        told: as YAML or JSON gives it: {all: […]}, {any: […]}, {not: …} or {fact: …, at_least: …}.
        where: begins the message of what is wrong.

    Raises:
        BadRule: it is no tree, speaks of another fact, holds one against a value of another kind, or is too large.

    >>> age = Fact("age", "number", {}, {}, {})
    >>> tree_of({"not": {"fact": "age", "at_least": 18}}, {"age": age}, "here")
    Not(of=Test(fact='age', how='at_least', value=18, why={}), why={})
    """
    tree = read_tree(told, where, words=False)
    check(tree, facts, where)
    return tree


def check(tree: Tree, facts: Mapping[str, Fact], where: str) -> None:
    """Refuse a tree that speaks of another fact, holds one against a value of another kind, or asks too much.

    Raises:
        BadRule: with what is wrong.
    """
    tests = list(_tests(tree))
    if len(tests) > LONGEST:
        raise BadRule(f"{where}: {len(tests)} tests, more than {LONGEST}")
    for test in tests:
        if test.fact not in facts:
            raise BadRule(f"{where}: {test.fact} is tested and not among the facts")
        _fits(test, facts[test.fact], where)


def as_told(tree: Tree) -> dict[str, Any]:
    """What ``tree_of`` reads back as the same tree; plain enough for JSON.

    >>> as_told(AllOf((Test("kind", "one_of", ("a", "b")), Not(Test("adult", "is", True)))))
    {'all': [{'fact': 'kind', 'one_of': ['a', 'b']}, {'not': {'fact': 'adult', 'is': True}}]}
    """
    why = {"why": dict(tree.why)} if tree.why else {}
    if isinstance(tree, Test):
        value = list(tree.value) if isinstance(tree.value, tuple) else tree.value
        return {"fact": tree.fact, tree.how: value} | why
    if isinstance(tree, Not):
        return {"not": as_told(tree.of)} | why
    return {"all" if isinstance(tree, AllOf) else "any": [as_told(part) for part in tree.of]} | why


def read_tree(told: Any, where: str, *, words: bool = True, depth: int = 0) -> Tree:
    """A tree as it is told, not held against facts yet.

    Args:
        words: parts may say why in words of their own, and a not must; False where the words are made from the facts.
    """
    if depth > DEEPEST:  # also a part that an alias of YAML makes a part of itself
        raise BadRule(f"{where}: parts stand more than {DEEPEST} deep in one another")
    if not isinstance(told, Mapping):
        raise BadRule(f"{where}: {told!r} is no rule")
    if "why" in told and not words:
        raise BadRule(f"{where}: says why in words of its own")
    why = words_of(told["why"], where) if "why" in told else {}
    said = {key for key in told if key != "why"}
    if said in ({"all"}, {"any"}):
        return _group(told, said.pop(), why, where, words, depth)
    if said == {"not"}:
        if not why and words:  # the words inside it speak of the contrary
            raise BadRule(f"{where}: a not says why itself")
        return Not(read_tree(told["not"], where, words=words, depth=depth + 1), why)
    how = said - {"fact"}
    if "fact" not in said or len(how) != 1 or not how <= set(TESTS):
        raise BadRule(f"{where}: a test names its fact and one of {', '.join(TESTS)}, not {sorted(said)}")
    (kind,) = how
    value = told[kind]
    if (kind == "one_of") != isinstance(value, list | tuple):
        raise BadRule(f"{where}: {told['fact']} cannot be {kind} {value!r}")
    return Test(str(told["fact"]), kind, tuple(value) if kind == "one_of" else value, why)


def _group(told: Mapping[str, Any], key: str, why: Words, where: str, words: bool, depth: int) -> Tree:
    if not isinstance(told[key], list | tuple) or not told[key]:
        raise BadRule(f"{where}: nothing stands under {key}")
    of = tuple(read_tree(one, where, words=words, depth=depth + 1) for one in told[key])
    return AllOf(of, why) if key == "all" else AnyOf(of, why)


def words_of(told: Any, where: str) -> Words:
    """Words that stand in every language.

    Raises:
        BadRule: one is missing.
    """
    if not isinstance(told, Mapping) or not all(told.get(language) for language in LANGUAGES):
        raise BadRule(f"{where}: is not said in {' and '.join(LANGUAGES)}")
    return dict(told)


def _tests(tree: Tree) -> list[Test]:
    if isinstance(tree, Test):
        return [tree]
    return [test for part in ((tree.of,) if isinstance(tree, Not) else tree.of) for test in _tests(part)]


def _fits(test: Test, fact: Fact, where: str) -> None:
    given = test.value if isinstance(test.value, tuple) else (test.value,)
    right = {
        YES_NO: test.how == "is" and isinstance(test.value, bool),
        NUMBER: test.how in NUMBERS and all(_is_number(one) for one in given),
        CHOICE: test.how not in NUMBERS and bool(given) and all(_is_option(one, fact) for one in given),
    }[fact.kind]
    if not right:
        raise BadRule(f"{where}: {test.fact} is a {fact.kind} and cannot be {test.how} {test.value!r}")


def _is_option(value: Any, fact: Fact) -> bool:
    return isinstance(value, str) and value in fact.options


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
