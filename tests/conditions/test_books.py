"""Rule files: what they say, from which day, and what is refused; the cases of field experts."""

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from jisr.conditions import BadFact, BadRule, Test, judge, next_question
from jisr.conditions.books import book_of
from jisr.conditions.cases import read_cases
from jisr.conditions.sentences import reasons

CASES = [case for path in sorted((Path(__file__).parents[1] / "cases").glob("*.yaml")) for case in read_cases(path)]
W = {"ar": "كلمة", "fr": "mot"}
TOLD = {
    "code": "x", "title": W,
    "facts": {
        "members": {"kind": "number", "label": W, "question": W},
        "adult": {"kind": "yes_no", "label": W, "question": W},
    },
    "versions": [
        {"since": date(2024, 1, 1), "until": date(2025, 1, 1), "source": {"title": "t"},
         "rule": {"fact": "members", "at_least": 7}},
        {"since": date(2025, 1, 1), "source": {"title": "t"}, "rule": {"fact": "members", "at_least": 5}},
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_comes_out_as_its_expert_wrote(case):
    """A changed rule that changes a case is seen by whoever wrote the case."""
    assert case.wrong() == []


def test_each_day_has_the_rule_that_held_on_it():
    """What was judged under an old rule stays judged under it."""
    book = book_of(TOLD)

    assert book.in_force(date(2023, 12, 31)) is None
    held = [judge(book.in_force(day).rule, {"members": 6}).answer for day in (date(2024, 12, 31), date(2025, 1, 1))]
    assert held == ["no", "yes"]


def _without(path, value):
    told = deepcopy(TOLD)
    at = told
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return told


def _inside_itself():
    """What YAML makes of ``&a {all: [*a]}``."""
    rule = {}
    rule["all"] = [rule]
    return rule


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("versions", 0, "until"), None, "two versions hold"),
        (("versions", 1, "rule"), {"fact": "children", "at_least": 1}, "not among the facts"),
        (("versions", 1, "rule"), {"fact": "adult", "at_least": 1}, "cannot be at_least"),
        (("versions", 1, "rule"), {"fact": "members", "is": True}, "cannot be is"),
        (("versions", 1, "rule"), {"not": {"fact": "adult", "is": True}}, "says why itself"),
        (("versions", 1, "rule"), {"all": []}, "nothing stands under"),
        (("versions", 1, "rule"), {"fact": "members", "at_least": float("nan")}, "cannot be at_least"),
        (("versions", 1, "rule"), {"fact": "members", "at_least": False}, "cannot be at_least"),
        (("facts", "members"), {"kind": "choice", "label": W, "question": W, "options": {"a": W}}, "cannot be"),
        (("versions", 1, "rule"), _inside_itself(), "deep in one another"),
        (("versions", 1, "rule"), {"fact": "adult", "is": True, "why": {"fr": "x"}}, "is not said in"),
        (("versions", 1, "source"), {}, "title of its source"),
        (("facts", "adult", "kind"), "flag", "not one of"),
        (("title",), {"ar": "x"}, "is not said in"),
    ],
)
def test_a_file_that_is_no_rule_is_told_where(path, value, says):
    """Whoever writes the file reads English like a form with errors, not a traceback of the parser."""
    with pytest.raises(BadRule, match=says):
        book_of(_without(path, value))


def test_one_of_nothing_is_no_test():
    """It would be a fault when somebody asks, and not when the file is read."""
    choice = {"kind": "choice", "label": W, "question": W, "options": {"a": W}}
    told = _without(("facts", "members"), choice)
    for version in told["versions"]:
        version["rule"] = {"fact": "members", "one_of": ["a"]}
    assert book_of(told)
    told["versions"][1]["rule"] = {"fact": "members", "one_of": []}
    with pytest.raises(BadRule, match="cannot be one_of"):
        book_of(told)


def test_a_fact_of_another_kind_is_a_fault():
    """A text where a number belongs is a fault of the caller, never a silent no."""
    with pytest.raises(BadFact):
        Test("members", "at_least", 5).holds("22")
    with pytest.raises(BadFact):
        Test("adult", "is", True).holds("yes")


def test_no_is_said_with_every_reason_and_each_once():
    """She mends everything at once, and does not read the same sentence twice."""
    case = next(case for case in CASES if "being founded" in case.name)
    book, given = _women(), {**case.given, "members": 3, "adult": False}
    verdict = judge(book.in_force(case.on).rule, given)

    said = reasons(verdict, book.facts, "fr")

    assert len(said) == len(set(said)) == 3
    assert next_question(book.in_force(case.on).rule, {}) in {"in_region", "adult", "helped_before"}


def _women():
    from jisr.conditions import read_book

    return read_book("jisr.ledger.calls", "women_projects")
