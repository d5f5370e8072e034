"""A strategy from its first draft to its second version, beside the programmes of others; what the database holds."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, connections, transaction

from jisr.accounts.models import User
from jisr.common.database import scope
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.exchange import strategy_actions as exchange
from jisr.exchange.strategy_sheets import export
from jisr.forum.models import Statement
from jisr.ledger.strategy import actions, queries
from jisr.ledger.strategy.models import Measure, MeasureBudget, PairDecision, PlanLine, Strategy, StrategyVersion
from tests.ledger.strategy import planned
from tests.stories import under
from tests.web.forum import desk

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


def broken(sql: str, *values: object) -> bool:
    """Whether the database refuses a statement of the application's login, or changes nothing for it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.rowcount == 0
    except DatabaseError:
        return True


def test_a_strategy_lives_in_versions():
    """In force it is not rewritten; the next version takes all along but what it leaves out, decisions too."""
    story = planned.told()
    decision = planned.decided(story)
    with under("strategist") as held:
        with pytest.raises(actions.InForce):
            actions.put_measures(version=story.version, rows=planned.MEASURES, by=held.user)
        for sql in (
            "UPDATE strategy_measure SET title_fr = 'x' WHERE version_id = %s",
            "UPDATE strategy_axis SET title_fr = 'x' WHERE version_id = %s",
            "DELETE FROM strategy_measurebudget b USING strategy_measure m WHERE m.id = measure_id AND version_id = %s",
        ):
            assert broken(sql, story.version.pk), sql
    draft = planned.drafted(story)
    with under("strategist") as held:
        with pytest.raises(actions.DraftThere):
            actions.begin_version(strategy=story.version.strategy, by=held.user)
        copy = Measure.objects.get(of=draft, code="M-1")
        assert queries.measure_row(copy) == queries.measure_row(story.measure())
        assert copy.decisions.get().reason == decision.reason
        actions.leave_out(row=Measure.objects.get(of=draft, code="M-2"), why="تكررت", by=held.user)
        actions.put_in_force(version=draft, on=date(2027, 6, 1), by=held.user)
        states = dict(StrategyVersion.objects.filter(strategy=draft.strategy).values_list("number", "state"))
        assert states == {1: "replaced", 2: "current"}
        assert [row.code for row in queries.measures_of(draft)] == ["M-1"]
        assert [row.code for row in queries.measures_of(story.version)] == ["M-1", "M-2"]


def test_the_same_rows_change_nothing_and_changed_ones_their_own():
    story = planned.told(in_force=False)
    with under("strategist") as held:
        put = actions.put_measures(version=story.version, rows=planned.MEASURES, by=held.user)
        assert (put.new, put.changed) == (0, 0)
        first = planned.MEASURES[0]
        other = type(first)(**{**vars(first), "budgets": {2028: 1}, "objective": ("", "")})
        put = actions.put_measures(version=story.version, rows=[other], by=held.user)
        assert (put.new, put.changed) == (0, 1)
        assert queries.measure_row(story.measure()) == other
        assert MeasureBudget.objects.filter(measure__of=story.version).count() == 1


def test_a_decision_keeps_its_reason_and_can_be_taken_back():
    story = planned.told()
    pair = story.pair()
    assert (pair.kind, pair.parts) == ("duplicate", (1, 1, 1, 1))
    assert story.pair("L-2").kind == "complement"
    with under("strategist") as held:
        about = {"measure": story.measure(), "line": story.line(), "pair": pair, "by": held.user}
        with pytest.raises(Unacceptable) as refused:
            actions.decide(**about, verdict="", reason=" ")
        assert set(refused.value.fields) == {"verdict", "reason"}
    decision = planned.decided(story)
    with under("strategist") as held:
        with pytest.raises(actions.DecidedAlready):
            actions.decide(**about, verdict="apart", reason="لا")
        with pytest.raises(Unacceptable):
            actions.take_back(decision=decision, reason="", by=held.user)
        actions.take_back(decision=decision, reason="تغير البرنامج", by=held.user)
        with pytest.raises(OutOfReach):
            actions.take_back(decision=decision, reason="مرة ثانية", by=held.user)
        actions.decide(**about, verdict="apart", reason="لا")
        assert PairDecision.objects.filter(measure=story.measure()).count() == 2
        assert broken("UPDATE strategy_pairdecision SET reason = 'x'")
        assert broken("DELETE FROM strategy_pairdecision")


def test_a_line_that_changes_is_compared_anew():
    """What is kept of a comparison is of these very rows."""
    story = planned.told()
    before = story.pair()
    with under("strategist") as held:
        moved = type(planned.LINES[0])(
            **{**vars(planned.LINES[0]), "since": date(2027, 7, 1), "until": date(2028, 6, 30)}
        )
        actions.put_lines(plan=story.plan, rows=[moved], by=held.user)
    after = story.pair()
    assert before.parts[3] == 1
    assert after.parts[3] == pytest.approx(184 / 365)


def test_an_invented_row_points_at_nothing_real():
    """A measure of the demonstration takes up no statement of a real wave, by an act or by SQL."""
    story = planned.told()
    with scope(speaking="owner"):
        real = User.objects.create_user("real@example.org", None, display_name="x", language="fr")
        strategy = Strategy.objects.create(code="real", name_ar="ح", name_fr="v")
        version = StrategyVersion.objects.create(strategy=strategy, number=1)
        measure = Measure.objects.create(of=version, code="R-1", title_fr="Vraie")
    with under("strategist") as held, pytest.raises(OutOfReach):
        actions.put_measures(version=version, rows=planned.MEASURES, by=held.user)
    with pytest.raises(OutOfReach):
        actions.put_lines(plan=story.plan, rows=planned.LINES, by=real)
    with scope(speaking="owner"), pytest.raises(DatabaseError), transaction.atomic("owner"):
        PairDecision.objects.create(
            measure=measure, line=PlanLine.objects.first(), kind="duplicate", parts=[1, 1, 1, 1], score=1,
            verdict="join", reason="x", author=real,
        )  # fmt: skip
        connections["owner"].check_constraints()


def test_what_people_said_is_taken_up_and_seen_from_both_ends():
    story = planned.told()
    wave = desk.team("planned-wave")
    said = desk.drawn(wave, desk.published(wave))
    assert [one.pk for one in queries.not_taken_up(story.version)] == [said.pk]
    assert [(one.theme, one.n) for one in queries.asked(story.version)] == [("schooling", 1)]
    with under("strategist") as held:
        actions.take_up(measure=story.measure(), statement=said, by=held.user)
        actions.take_up(measure=story.measure(), statement=said, by=held.user)
    assert [one.code for one in queries.taking_up(said.pk)] == ["M-1"]
    assert not queries.not_taken_up(story.version).exists()
    with under("strategist") as held:
        actions.let_go(measure=story.measure(), statement=said, by=held.user)
    assert queries.taking_up(said.pk) == []
    assert Statement.objects.filter(pk=said.pk).exists()


def test_a_sheet_goes_out_and_comes_back_the_same():
    """CSV and XLSX, measures and lines: what was taken out changes nothing when it is brought back."""
    story = planned.told(in_force=False)
    with under("strategist") as held:
        for form in ("csv", "xlsx"):
            for of, content in (
                ({"version": story.version}, export.measures(story.version, form)),
                ({"plan": story.plan}, export.lines(story.plan, form)),
            ):
                staged = exchange.stage_rows(name=f"a.{form}", content=content, by=held.user, **of)
                assert staged.counts == {"rows": 2, "new": 0, "changed": 0, "same": 2, "refused": 0}, (form, of)
                with pytest.raises(exchange.AllThere):
                    exchange.take_rows(staged=staged, by=held.user)


def test_all_accepted_rows_come_in_or_none():
    """A refused row is told with its reason, and needs a word; the same sheet is taken in once."""
    story = planned.told(in_force=False)
    sheet = planned.SHEET + (
        "M-9,Encore,MA,work: 0,2027-13-01,2026-01-01\n,,Chichaoua,work; rien: 2,2027-01-01,2026-01-01\n"
    )
    staged = planned.staged(story.version, sheet)
    assert staged.counts == {"rows": 4, "new": 1, "changed": 0, "same": 0, "refused": 3}
    with under("strategist") as held:
        told = {(one.row, one.column, one.kind) for one in exchange.report_of(staged).checked.problems}
        assert told == {
            (3, "places", "place"), (4, "code", "same_code"), (4, "themes", "weight"), (4, "since", "day"),
            (5, "code", "required"), (5, "title_ar", "title"), (5, "themes", "unknown"), (5, "until", "order"),
        }  # fmt: skip
        assert all(one.sentence() and one.label() for one in exchange.report_of(staged).checked.problems)
        with pytest.raises(exchange.RefusedRows):
            exchange.take_rows(staged=staged, by=held.user)
        assert exchange.take_rows(staged=staged, by=held.user, without_refused=True).new == 1
        with pytest.raises(exchange.TakenAlready):
            exchange.take_rows(staged=staged, by=held.user, without_refused=True)
        taken = story.measure("M-9")
        assert (taken.places, taken.themes) == (["07.161"], {"work": 1.0})
        assert staged.lines == []
