"""Three answers and no fourth: yes, no, or not known yet, with what would settle it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from jisr.conditions.trees import AllOf, Facts, Not, Test, Tree

YES, NO, UNKNOWN = "yes", "no", "unknown"
_T = TypeVar("_T")
_CONTRARY = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}


@dataclass(frozen=True)
class Verdict:
    """What a tree says of what is known.

    Attributes:
        answer: yes, no or unknown.
        missing: facts that are not known and still matter; empty unless the answer is unknown.
        because: the parts that decided, outermost first where a part has words of its own; empty while unknown.
    """

    answer: str
    missing: tuple[str, ...] = ()
    because: tuple[Tree, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether nothing that is still unknown can change it."""
        return self.answer != UNKNOWN


def judge(tree: Tree, facts: Facts) -> Verdict:
    """Hold a tree against what is known (strong three-valued logic).

    A fact that is absent or None is not known. What is known is never taken back by knowing more.

    Raises:
        BadFact: a value is of another kind than the test that meets it.

    Source: S. C. Kleene, Introduction to Metamathematics, 1952, section 64.

    >>> judge(AllOf((Test("members", "at_least", 5), Test("registered", "is", True))), {"members": 22})
    Verdict(answer='unknown', missing=('registered',), because=())
    """
    if isinstance(tree, Test):
        given = facts.get(tree.fact)
        if given is None:
            return Verdict(UNKNOWN, (tree.fact,))
        return Verdict(YES if tree.holds(given) else NO, because=(tree,))
    if isinstance(tree, Not):
        inner = judge(tree.of, facts)
        return Verdict(_CONTRARY[inner.answer], inner.missing, _worded(tree, inner.because, inner.is_settled))
    settles, otherwise = (NO, YES) if isinstance(tree, AllOf) else (YES, NO)
    judged = [judge(part, facts) for part in tree.of]
    deciding = [one for one in judged if one.answer == settles]
    if deciding:
        return Verdict(settles, because=_worded(tree, _joined(one.because for one in deciding), settles == NO))
    missing = _joined(one.missing for one in judged)
    if missing:
        return Verdict(UNKNOWN, missing)
    return Verdict(otherwise, because=_worded(tree, _joined(one.because for one in judged), otherwise == NO))


def answer(tree: Tree, facts: Facts) -> str:
    """The answer of ``judge`` alone, for whoever asks of very many: what decides and what is missing is not gathered.

    >>> answer(AllOf((Test("members", "at_least", 5), Test("registered", "is", True))), {"members": 2})
    'no'
    """
    if isinstance(tree, Test):
        given = facts.get(tree.fact)
        return UNKNOWN if given is None else YES if tree.holds(given) else NO
    if isinstance(tree, Not):
        return _CONTRARY[answer(tree.of, facts)]
    settles, otherwise = (NO, YES) if isinstance(tree, AllOf) else (YES, NO)
    # all are asked, as judge does: a fact of the wrong kind is a fault wherever it stands
    answers = [answer(part, facts) for part in tree.of]
    return settles if settles in answers else UNKNOWN if UNKNOWN in answers else otherwise


def _worded(tree: Tree, because: tuple[Tree, ...], speaks: bool) -> tuple[Tree, ...]:
    """The tree itself where it has words for what happened; otherwise what decided inside it."""
    return (tree,) if speaks and tree.why else because


def _joined(of: Iterable[tuple[_T, ...]]) -> tuple[_T, ...]:
    """Everything once, in order."""
    found: list[_T] = []
    for some in of:
        found += [one for one in some if not any(one is known or one == known for known in found)]
    return tuple(found)
