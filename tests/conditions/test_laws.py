"""Laws of rule trees, over random trees and random knowledge."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.conditions import AllOf, AnyOf, Not, Test, answer, judge, next_question
from jisr.conditions.facts import Fact
from jisr.conditions.sentences import sentence
from jisr.conditions.trees import names

NUMBERS, FLAGS, WORDS = ("n0", "n1"), ("f0", "f1", "f2"), ("w0", "w1")
numbers = st.builds(
    Test, st.sampled_from(NUMBERS), st.sampled_from(["at_least", "at_most", "more_than", "less_than"]),
    st.integers(0, 4),
)  # fmt: skip
flags = st.builds(Test, st.sampled_from(FLAGS), st.just("is"), st.booleans())
words = st.builds(
    Test, st.sampled_from(WORDS), st.just("one_of"), st.lists(st.sampled_from("abc"), min_size=1).map(tuple)
)
trees = st.recursive(
    st.one_of(numbers, flags, words),
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
    ),
    max_leaves=8,
)
whole = st.fixed_dictionaries(
    {
        **{name: st.integers(-1, 5) for name in NUMBERS},
        **{name: st.booleans() for name in FLAGS},
        **{name: st.sampled_from("abcd") for name in WORDS},
    }
)
known = st.sets(st.sampled_from([*NUMBERS, *FLAGS, *WORDS]))
LABELS = {
    name: Fact(name, "yes_no", {"fr": f"<{name}>", "ar": f"({name})"}, {}, {}) for name in (*NUMBERS, *FLAGS, *WORDS)
}


def plain(tree, facts):
    """The same tree in Python's own logic, when everything is known."""
    if isinstance(tree, Test):
        return tree.holds(facts[tree.fact])
    if isinstance(tree, Not):
        return not plain(tree.of, facts)
    return (all if isinstance(tree, AllOf) else any)(plain(part, facts) for part in tree.of)


@settings(max_examples=100, deadline=None)
@given(trees, whole, known, known)
def test_what_is_known_is_never_taken_back(tree, world, some, more):
    """Never yes with its contrary, right in the end, and knowing more settles more."""
    little = {name: world[name] for name in some}
    much = {name: world[name] for name in some | more}
    first, second = judge(tree, little), judge(tree, much)

    assert {judge(Not(tree), little).answer, first.answer} in ({"yes", "no"}, {"unknown"})
    assert answer(tree, little) == first.answer, "the answer alone is that of the whole verdict"
    assert judge(tree, world).answer == ("yes" if plain(tree, world) else "no")
    if first.is_settled:
        assert second.answer == first.answer == judge(tree, world).answer
        assert first.missing == ()
    assert set(second.missing) <= set(first.missing)


@settings(max_examples=100, deadline=None)
@given(trees, whole, known)
def test_naming_what_is_missing_settles_it(tree, world, some):
    """The missing facts are enough, and each of them is one that was not known; the sentence names just these."""
    little = {name: world[name] for name in some}
    verdict = judge(tree, little)

    assert set(verdict.missing) <= set(names(tree)) - some
    assert judge(tree, little | {name: world[name] for name in verdict.missing}).is_settled
    for language, mark in (("fr", "<%s>"), ("ar", "(%s)")):
        said = sentence(verdict, LABELS, language)
        if verdict.answer == "unknown":
            assert {name for name in LABELS if mark % name in said} == set(verdict.missing)


@settings(max_examples=60, deadline=None)
@given(trees, whole)
def test_asking_the_next_question_always_ends(tree, world):
    """Each question is one that matters, no question is asked twice, and the end is an answer."""
    said = {}
    while (name := next_question(tree, said)) is not None:
        assert name in judge(tree, said).missing
        assert name not in said
        said[name] = world[name]

    assert judge(tree, said).answer == judge(tree, world).answer
