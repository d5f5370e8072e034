"""What pathways decide without a database, and what their files publish."""

from datetime import date, timedelta
from importlib import import_module

from hypothesis import given as law
from hypothesis import strategies as st

from jisr.centres.choices import Theme
from jisr.window.pathways import library, queries
from jisr.window.pathways.choices import LEVELS, About, StepKind
from jisr.window.pathways.rules import (
    Answered,
    follow_up_days,
    lacks,
    lacks_for_certificate,
    measured,
    plan_status,
    status,
)

DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 1))


@law(st.lists(st.one_of(st.none(), st.integers(0, 10**9)), max_size=12), st.booleans())
def test_one_missing_input_is_not_measured_and_never_nothing(inputs, none_is_nothing):
    """A sum stands only where each of its parts was noted; what is known of it is said beside."""
    figure = measured(inputs, none_is_nothing=none_is_nothing)

    assert figure.missing == inputs.count(None) and figure.inputs == len(inputs)
    assert figure.known == sum(one for one in inputs if one is not None)
    if figure.missing:
        assert figure.value is None
    elif inputs or none_is_nothing:
        assert figure.value == figure.known
    else:
        assert figure.value is None


STEPS = st.builds(Answered, st.one_of(st.none(), DAYS), st.sampled_from(["reached", "partly", "not_reached"]))


@law(st.sampled_from(LEVELS), DAYS, st.integers(0, 2), st.lists(STEPS))
def test_a_low_level_asks_until_a_goal_has_a_step_that_lives(level, on, goals, steps):
    """A high one asks nothing; a further step never makes anything lack that was there."""
    said = lacks(level, on, low=2, goals=goals, steps=steps)

    assert said in {"", "goal", "step"} and (level <= 2 or said == "")
    assert level > 2 or goals or said == "goal"
    assert lacks(level, on, low=2, goals=max(goals, 1), steps=[*steps, Answered(None, "")]) == ""
    before = [Answered(on - timedelta(1), "reached"), Answered(on, "not_reached")]
    assert lacks(level, on, low=2, goals=1, steps=before) == ("step" if level <= 2 else "")
    assert said or lacks(level, on, low=2, goals=goals, steps=[*steps, Answered(on, "not_reached")]) == ""


@law(DAYS, DAYS, st.booleans(), st.sampled_from(["reached", "partly", "not_reached"]))
def test_where_a_step_stands_is_computed(due, today, ended, outcome):
    """From its day and what came of it: ended is never late, and nothing is late before its day."""
    said = status(outcome=outcome, ended=ended, due_on=due, today=today, within=7)

    assert said == (outcome if ended else "late" if due < today else "due" if due <= today + timedelta(7) else "later")
    assert (plan_status([said], closed=False, last_look="") == "ended") is ended
    assert list(follow_up_days(due, (1, 3, 6, 12)).values()) == sorted(follow_up_days(due, (1, 3, 6, 12)).values())


@law(st.lists(st.booleans(), max_size=20), st.sampled_from(["", "passed", "retake", "left"]), st.integers(0, 100))
def test_a_certificate_needs_presence_and_a_result(days, result, asked):
    """Nothing is certified on no day noted, whatever is asked."""
    lacking = lacks_for_certificate(days, asked=asked, result=result)

    assert (not lacking) is (bool(days) and result == "passed" and 100 * sum(days) >= asked * len(days))


def test_what_is_published_is_whole():
    """Each template and domain says everything in Arabic and French; numbers of a rule are parameters."""
    scale, known = library.scale(), {one.code for one in library.scale().domains}
    said = [one.name for one in scale.domains] + [words for one in scale.domains for words in one.levels]
    for template in library.templates().values():
        said += [template.name, template.meant_for, *(words for _domain, words in template.goals)]
        said += [one.what for one in template.steps] + [one.name for one in template.units]
        assert {domain for domain, _words in template.goals} <= known and template.steps
        assert {one.kind for one in template.steps} <= set(StepKind.values), template.code
        assert {one.theme for one in template.steps} <= {"", *Theme.values}, template.code
    for rule in library.signals().values():
        said += [rule.name, rule.rule, rule.do]
        assert rule.rule["ar"] % queries.numbers() and rule.rule["fr"] % queries.numbers()
    assert all(words["ar"].strip() and words["fr"].strip() for words in said)
    assert {one.about for one in scale.domains} == set(About.values)


def test_the_limit_of_the_database_is_the_parameter():
    """Three numbers, each said in two places."""
    kept = import_module("jisr.window.pathways.migrations.0008_money_counts_in_a_plan")
    assert (queries.limit(), queries.within_days(), queries.back_days()) == (
        kept.LIMIT, kept.WITHIN_DAYS, kept.BACK_DAYS,
    )  # fmt: skip
