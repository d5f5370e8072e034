"""Which question to ask next, so that as few as possible are asked."""

from collections.abc import Iterator
from typing import Any

from jisr.conditions.judging import judge
from jisr.conditions.trees import NUMBERS, Facts, Tree, tests_of


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

    def worth(name: str) -> tuple[float, float, int]:
        judged = [judge(tree, {**facts, name: value}) for value in _answers(tree, name)]
        settled = sum(one.is_settled for one in judged) / len(judged)
        left = sum(len(one.missing) for one in judged) / len(judged)
        return -settled, left, missing.index(name)

    return min(missing, key=worth)


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
