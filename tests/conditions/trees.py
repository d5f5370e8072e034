"""Random trees over the vocabulary of the catalogue, and random people: for laws."""

from hypothesis import strategies as st

from jisr.centres.conditions import vocabulary
from jisr.conditions import AllOf, AnyOf, Not, Test
from jisr.conditions.facts import CHOICE, NUMBER
from jisr.conditions.trees import NUMBERS

WORDS = vocabulary()
#: Some of each kind: laws that hold of these hold of all, and shrink to something one can read.
SOME = (
    "age", "children", "income", "sex", "marital_state", "literacy", "province", "language", "schooled", "disability",
    "disability_kind", "rsu", "works", "holds_identity",
)  # fmt: skip


def tests_on(name):
    """Tests of one fact."""
    fact = WORDS.facts[name]
    if fact.kind == NUMBER:
        return st.builds(Test, st.just(name), st.sampled_from(NUMBERS), st.integers(0, fact.most))
    if fact.kind == CHOICE:
        codes = list(fact.options)[:9]
        several = st.sets(st.sampled_from(codes), min_size=1, max_size=4).map(lambda some: tuple(sorted(some)))
        return st.builds(Test, st.just(name), st.just("one_of"), several) | st.builds(
            Test, st.just(name), st.just("is"), st.sampled_from(codes)
        )
    return st.builds(Test, st.just(name), st.just("is"), st.booleans())


def _groups(inner):
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.builds(AllOf, several) | st.builds(AnyOf, several) | st.builds(Not, inner)


def trees(names=SOME, leaves=8):
    """Trees over some facts."""
    return st.recursive(st.sampled_from(names).flatmap(tests_on), _groups, max_leaves=leaves)


def _values(name):
    fact = WORDS.facts[name]
    if fact.kind == NUMBER:
        return st.integers(0, fact.most)
    return st.sampled_from(list(fact.options)[:9]) if fact.kind == CHOICE else st.booleans()


people = st.fixed_dictionaries({name: _values(name) for name in SOME})
known = st.sets(st.sampled_from(SOME))
