"""A version of a strategy goes forward: what is in force is not rewritten by a way round."""

import pytest

from tests.access.probes import refused
from tests.ledger.strategy import planned
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def test_what_is_in_force_never_becomes_a_draft_again():
    """Nor does its period move, nor is a version begun in force; the next one replaces it."""
    story = planned.told()
    with under("strategist"):
        key, table = story.version.pk, "strategy_strategyversion"
        for change in ("state = 'draft'", "until = '2040-01-01'", "said_fr = 'x'", "decided_on = NULL"):
            assert refused(f"UPDATE strategy_strategyversion SET {change} WHERE id = '{key}'"), change
        assert refused(
            "INSERT INTO strategy_strategyversion (id, is_demonstration, strategy_id, number, said_ar, said_fr, state,"
            " sources) SELECT gen_random_uuid(), true, strategy_id, 2, '', '', 'replaced', '[]'"
            " FROM strategy_strategyversion"
        )
        # a table of the session's own is not asked whether the version is a draft
        refused(f"CREATE TEMP TABLE {table} AS SELECT id, 'draft' AS state FROM public.{table}")
        assert refused("UPDATE public.strategy_measure SET title_fr = 'x'")
        refused("DROP TABLE pg_temp.strategy_strategyversion")
    following = planned.drafted(story)
    with under("strategist") as held:
        following = planned.actions.put_in_force(version=following, on=following.since, by=held.user)
        story.version.refresh_from_db()
        assert (story.version.state, following.state) == ("replaced", "current")
        assert refused(f"UPDATE strategy_strategyversion SET state = 'current' WHERE id = '{story.version.pk}'")
