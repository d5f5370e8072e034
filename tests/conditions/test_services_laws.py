"""Laws of the conditions of services: over any tree of the vocabulary, and whatever is known of somebody."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.conditions import Not, as_told, asked, judge, judge_each, lines, next_questions, sentence_of, tree_of
from jisr.conditions.phrases import phrase, plainly
from jisr.conditions.telling import LANGUAGES
from jisr.conditions.trees import names
from tests.conditions.trees import SOME, WORDS, known, people, trees

ARABIC, LATIN, LEFT = re.compile("[\u0600-\u06ff]"), re.compile("[a-z]"), re.compile("[{}]|None|True|False")


@settings(max_examples=40, deadline=None)
@given(trees(), people, known, st.sampled_from(SOME))
def test_a_tree_and_its_negation_and_one_fact_more(tree, person, some, more):
    """Never yes with its contrary; a fact turns nothing round, and moves only what named it as missing."""
    little = {name: person[name] for name in some}
    before, after = judge(tree, little), judge(tree, little | {more: person[more]})

    assert {before.answer, judge(Not(tree), little).answer} in ({"yes", "no"}, {"unknown"})
    assert judge(plainly(tree), little) == judge(plainly(plainly(tree)), little)
    assert judge(plainly(tree), little).answer == before.answer
    if before.is_settled:
        assert after.answer == before.answer
    elif after != before:
        assert more in before.missing
    assert set(after.missing) <= set(before.missing)


@settings(max_examples=40, deadline=None)
@given(trees(), people, known)
def test_every_tree_is_said_in_every_language(tree, person, some):
    """In its own script, without a name of the code, with a line for each condition that decides."""
    facts = {name: person[name] for name in some}
    verdict = judge(tree, facts)

    for language in LANGUAGES:
        said = [phrase(tree, WORDS, language), asked(tree, WORDS, language), sentence_of(tree, facts, WORDS, language)]
        told = lines(tree, facts, WORDS, language)
        assert all(one and not LEFT.search(one) and "  " not in one for one in said)
        assert all((ARABIC if language == "ar" else LATIN).search(one) for one in said)
        assert {line.answer for line in told} >= {verdict.answer}
        assert {name for line in told for name in line.missing} >= set(verdict.missing)
    assert tree_of(as_told(tree), WORDS.facts, "here") == tree


@settings(max_examples=20, deadline=None)
@given(st.lists(trees(leaves=4), min_size=1, max_size=6), people, known)
def test_the_next_questions_end_in_an_answer_of_every_service(services, person, some):
    """Each question waits in some service; asked one after another they settle all; twins count twice."""
    facts = {name: person[name] for name in some}
    while found := next_questions(services, facts):
        first = found[0]
        assert first.fact not in facts
        waiting = [tree for tree in services if first.fact in judge(tree, facts).missing]
        assert first.turns == len(waiting) > 0
        assert next_questions(services + services, facts)[0].fact == first.fact
        facts[first.fact] = person[first.fact]

    assert all(one.is_settled for one in judge_each(services, facts).values())
    assert set(facts) <= some | {name for tree in services for name in names(tree)}
