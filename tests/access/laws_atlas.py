"""Laws of whoever plans: a draft is its author's, what is kept is her colleagues', what is shared a link's."""

from jisr.atlas.scenarios import actions, queries
from jisr.common.database import scope
from tests.access.law import cells, law, others
from tests.access.probes import refused, refused_as, rows, status
from tests.access.world import World
from tests.ground import user_of
from tests.stories import under

#: Who has an account and does not plan.
_OUTSIDE = (
    "officer", "worker", "keeper", "director", "secretary", "moderator", "answering", "adviser", "council",
    "approver", "incubator", "reader_one", "auditor", "administrator",
)  # fmt: skip


@law(
    "A strategist, a delegate and a coordinator draw scenarios of the atlas, and nobody else.",
    cells(others("strategist", "provincial_delegate", "regional_coordinator"), "atlas.plan"),
)
def _(world: World) -> None:
    assert world.drawn
    assert status("director", "scenarios:one", world.drawn.kept) == 403
    for name in _OUTSIDE:
        with scope(user=user_of(name).pk):
            assert not rows("SELECT 1 FROM scenarios_scenario LIMIT 1"), name
            assert not rows("SELECT 1 FROM scenarios_scenariolink LIMIT 1"), name
            assert refused(
                "INSERT INTO scenarios_scenariolink SELECT gen_random_uuid(), false, ARRAY[gen_random_uuid()], 'x',"
                f" now(), now() + interval '1 day', NULL, {user_of(name).pk}"
            ), name


@law("A kept scenario is not written again, not even by its author with SQL of her own; nor is another's draft read.")
def _(world: World) -> None:
    assert world.drawn
    with scope(user=user_of("strategist").pk):
        for sql in ("UPDATE scenarios_scenario SET title = 'x'", "UPDATE scenarios_scenario SET kept = '{}'"):
            assert refused(f"{sql} WHERE state = 'kept'"), sql
        assert rows("SELECT 1 FROM scenarios_scenario WHERE state = 'draft'")
    with scope(user=user_of("delegate").pk):
        assert not rows("SELECT 1 FROM scenarios_scenario WHERE state = 'draft'")
        assert not rows("SELECT 1 FROM scenarios_scenariolink")
        assert refused("UPDATE scenarios_scenario SET title = 'x'")


@law("A link to scenarios opens what was shared, and another word nothing.", committed=True)
def _(world: World) -> None:
    with under("strategist") as held:
        row = actions.begin(
            by=held.user, title="x", theme="disability", who="disabled", way="taxi", limit="60", supply="total"
        )
        row = actions.keep(scenario=row, by=held.user)
        _link, secret = actions.share(scenarios=[row], days=1, by=held.user)
    with scope(speaking="public"):
        assert len(queries.shared(actions.token_hash(secret))) == 1
        assert queries.shared(actions.token_hash("x")) == []
    assert refused_as("public", "SELECT 1 FROM scenarios_scenario")


@law(
    "Days and stops of mobile units are planned by whoever plans or keeps a unit; a draft is no page for everybody.",
    cells(others("strategist", "provincial_delegate", "regional_coordinator", "centre_director"), "rounds.plan"),
)
def _(world: World) -> None:
    for name in ("officer", "worker", "keeper", "auditor", "administrator", "council", "incubator"):
        assert status(name, "rounds:desk") == status(name, "rounds:draft", world.mobile) == 403, name
    assert status("director", "rounds:draft", world.mobile) == 200
    assert status("far_director", "rounds:draft", world.mobile) == 404
    assert status("worker", "rounds:page", world.mobile) == 404
