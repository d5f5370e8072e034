"""Laws of the strategist: what is in force is everybody's to read, what is prepared hers alone to write."""

from datetime import timedelta
from unittest.mock import patch

from jisr.common.database import scope
from jisr.exchange import strategy_actions
from jisr.ledger.strategy.models import Measure, StrategyVersion
from tests.access.law import cells, law, others
from tests.access.probes import refused, refused_as, rows, status
from tests.access.world import World
from tests.ground import user_of
from tests.ledger.strategy import planned

#: Who has an account and is no strategist.
_OUTSIDE = (
    "officer", "worker", "keeper", "director", "delegate", "coordinator", "secretary", "moderator", "answering",
    "adviser", "auditor", "administrator",
)  # fmt: skip


@law(
    "A strategist prepares strategies and decides about pairs; a regional council reads them, and nobody else.",
    cells(others("strategist", "regional_council"), "strategy.read"),
    cells(others("strategist"), "strategy.edit"),
)
def _(world: World) -> None:
    story = planned.told()
    planned.decided(story)
    assert status("coordinator", "strategy:desk:pairs", story.code, 1) == 403
    for name in _OUTSIDE:
        with scope(user=user_of(name).pk):
            for sql in (
                "INSERT INTO strategy_pairdecision SELECT * FROM strategy_pairdecision",
                "UPDATE strategy_pairdecision SET undone_reason = 'x'",
                "UPDATE strategy_strategyversion SET state = 'draft'",
                "UPDATE strategy_planline SET title_fr = 'x'",
                "UPDATE strategy_plan SET name_fr = 'x'",
            ):
                assert refused(sql), (name, sql)


@law("A version in force is not rewritten, not even by a strategist with SQL of her own.")
def _(world: World) -> None:
    story = planned.told()
    with scope(user=user_of("strategist").pk):
        for sql in (
            "UPDATE strategy_measure SET title_fr = 'x'", "UPDATE strategy_axis SET title_fr = 'x'",
            "UPDATE strategy_measure SET place = 1", "UPDATE strategy_measure SET dropped = true, dropped_why = 'x'",
            "DELETE FROM strategy_measurebudget", "DELETE FROM strategy_measureindicator",
            "INSERT INTO strategy_measurebudget SELECT gen_random_uuid(), 2028, 1, 'MAD', id FROM strategy_measure",
            "DELETE FROM strategy_pairdecision", "DELETE FROM strategy_measure",
        ):  # fmt: skip
            assert refused(sql), sql
        assert Measure.objects.filter(of=story.version, code="M-1", title_fr="Alphabétisation").exists()


@law("What a strategist prepares does not exist for visitors, and her decisions never do.", committed=True)
def _(world: World) -> None:
    story = planned.told()
    planned.decided(story)
    draft = planned.drafted(story)
    with scope(speaking="public"):
        assert [one.number for one in StrategyVersion.objects.filter(strategy=draft.strategy)] == [1]
        assert not Measure.objects.filter(of=draft).exists()
        assert Measure.objects.filter(of=story.version).count() == 2
    for table in ("pairdecision", "stagedrows"):
        assert refused_as("public", f"SELECT 1 FROM strategy_{table}"), table
    for table in ("strategy", "strategyversion", "measure", "measurestatement", "plan", "planline"):
        assert refused_as("public", f"DELETE FROM strategy_{table}"), table


@law("A sheet that waits for a yes is its sender's alone, for a day.")
def _(world: World) -> None:
    story = planned.told(in_force=False)
    planned.staged(story.version)
    for name in _OUTSIDE:
        with scope(user=user_of(name).pk):
            assert rows("SELECT count(*) FROM strategy_stagedrows") == [(0,)], name
    with scope(user=user_of("strategist").pk):
        assert rows("SELECT count(*) FROM strategy_stagedrows") == [(1,)]
    with patch.object(strategy_actions, "PREVIEW_LIVES", timedelta(days=-1)):
        planned.staged(story.version)
    with scope(user=user_of("strategist").pk):
        assert rows("SELECT count(*) FROM strategy_stagedrows") == [(1,)]
