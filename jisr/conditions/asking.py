"""Which question to ask next, so that as few as possible are asked: for one rule, or for many services at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jisr.conditions.judging import Verdict, judge
from jisr.conditions.trees import NUMBERS, Facts, Tree, names, tests_of


@dataclass(frozen=True)
class Question:
    """A fact worth asking.

    Attributes:
        fact: its name.
        turns: how many services wait for it among other things.
        settles: how many of them an answer settles, on the mean of its possible answers.
    """

    fact: str
    turns: int
    settles: float


def next_question(tree: Tree, facts: Facts) -> str | None:
    """The missing fact whose answer most often settles the tree; among equals the one that leaves least to ask.

    Each kind of answer that the tests of a fact tell apart counts once. None when the tree is settled.

    >>> from jisr.conditions.trees import AllOf, AnyOf, Test
    >>> idea, firm = Test("idea", "is", True), Test("registered", "is", True)
    >>> next_question(AllOf((AnyOf((idea, firm)), Test("adult", "is", True))), {})
    'adult'
    """
    missing = judge(tree, facts).missing
    if not missing:
        return None
    worth = _worth(tree, facts, missing)
    return min(missing, key=lambda name: (-worth[name][0], worth[name][1], missing.index(name)))


def next_questions(trees: Mapping[Tree, int] | Iterable[Tree], facts: Facts, *, most: int = 3) -> list[Question]:
    """The facts whose answers settle most services, the best first; empty when all are settled.

    Services share few distinct trees: each is judged once, however many services have it.

    Args:
        trees: how many services have a tree; or one tree a service.
        most: how many questions at most.

    >>> from jisr.conditions.trees import AllOf, Test
    >>> adult, pupil = Test("age", "at_least", 18), Test("schooled", "is", True)
    >>> next_questions([adult, AllOf((adult, pupil)), pupil, pupil], {}, most=1)
    [Question(fact='schooled', turns=3, settles=2.5)]
    """
    turns: Counter[str] = Counter()
    settles: Counter[str] = Counter()
    left: Counter[str] = Counter()
    counted: Mapping[Tree, int] = trees if isinstance(trees, Mapping) else Counter(trees)
    for tree, many in counted.items():
        known = tuple((name, facts[name]) for name in names(tree) if facts.get(name) is not None)
        missing, worth = _of_one(tree, known)
        for name in missing:
            turns[name] += many
            settles[name] += many * worth[name][0]  # type: ignore[assignment]  # a share
            left[name] += many * worth[name][1]  # type: ignore[assignment]
    best = sorted(turns, key=lambda name: (-settles[name], -turns[name], left[name]))
    return [Question(name, turns[name], round(float(settles[name]), 6)) for name in best[:most]]


def judge_each(trees: Iterable[Tree], facts: Facts) -> dict[Tree, Verdict]:
    """The verdict of each distinct tree, judged once."""
    return {tree: judge(tree, facts) for tree in dict.fromkeys(trees)}


@lru_cache(maxsize=4096)
def _of_one(
    tree: Tree, known: tuple[tuple[str, Any], ...]
) -> tuple[tuple[str, ...], Mapping[str, tuple[float, float]]]:
    facts = dict(known)
    missing = judge(tree, facts).missing
    return missing, _worth(tree, facts, missing)


def _worth(tree: Tree, facts: Facts, missing: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    """Of each missing fact: in which share of its answers the tree is settled, and how much is then left to ask."""
    found = {}
    for name in missing:
        judged = [judge(tree, {**facts, name: value}) for value in _answers(tree, name)]
        settled = sum(one.is_settled for one in judged) / len(judged)
        found[name] = settled, sum(len(one.missing) for one in judged) / len(judged)
    return found


def _answers(tree: Tree, name: str) -> list[Any]:
    """One answer of each kind that the tests of a fact tell apart."""
    found: dict[Any, None] = {}
    for test in tests_of(tree):
        if test.fact == name:
            found.update(dict.fromkeys(_around(test.how, test.value)))
    return list(found)


def _around(how: str, value: Any) -> Iterator[Any]:
    if how in NUMBERS:
        yield from (value - 1, value, value + 1)
    elif isinstance(value, bool):
        yield from (True, False)
    else:
        # the empty word stands for every answer that no test names
        yield from (*(value if isinstance(value, tuple) else (value,)), "")
