"""Laws of whoever plans: a draft is its author's, what is kept is her colleagues', what is shared a link's."""

from jisr.atlas.rounds import actions as rounds
from jisr.atlas.rounds import queries as planned
from jisr.atlas.scenarios import actions, queries
from jisr.centres.models import Centre
from jisr.common.database import scope
from tests.access.law import cells, law, others
from tests.access.probes import refused, refused_as, rows, status
from tests.access.world import World
from tests.ground import FAR, OWN, SISTER, owner, user_of
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
        assert "services" not in queries.shared(actions.token_hash(secret))[0]["kept"]["inputs"]
    assert refused_as("public", "SELECT 1 FROM scenarios_scenario")


@law("A link to scenarios ends with the post of whoever made it, and taken back it stays so.", committed=True)
def _(world: World) -> None:
    with under("strategist") as held:
        row = actions.begin(
            by=held.user, title="x", theme="disability", who="disabled", way="taxi", limit="60", supply="total"
        )
        row = actions.keep(scenario=row, by=held.user)
        _link, secret = actions.share(scenarios=[row], days=1, by=held.user)
        ended, _secret = actions.share(scenarios=[row], days=1, by=held.user)
        actions.end_link(link=ended, by=held.user)
        assert not rows("UPDATE scenarios_scenariolink SET ended_at = NULL WHERE id = %s RETURNING 1", ended.pk)
    owner("UPDATE staff_post SET until = CURRENT_DATE WHERE id = %s", held.pk)
    with scope(speaking="public"):
        assert queries.shared(actions.token_hash(secret)) == []
    owner("UPDATE staff_post SET until = NULL WHERE id = %s", held.pk)
    with scope(speaking="public"):
        assert queries.shared(actions.token_hash(secret))


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


_PLANNING_NOTHING_HERE = (
    *(name for name in _OUTSIDE if name != "director"), "sister_director", "far_director", "far_delegate",
    "far_coordinator",
)  # fmt: skip
#: A draft as somebody would forge it.
_FORGED = (
    "INSERT INTO rounds_mobileround (id, version, theme, province_id, centres, question, model, state, tries, first_on,"
    " last_on, made_on, made_by_id) SELECT gen_random_uuid(), 1, theme, province_id, {centres}, question, '', 'asked',"
    " 0, first_on, last_on, made_on, {by} FROM rounds_mobileround LIMIT 1"
)


@law("A draft of a round is read, written and thrown away where it is planned, also by SQL of one's own.")
def _(world: World) -> None:
    draft = world.mobile
    for name in _PLANNING_NOTHING_HERE:
        with under(name):
            assert not rows("SELECT 1 FROM rounds_mobileround"), name
            assert refused("UPDATE rounds_mobileround SET made_by_id = %s", user_of(name).pk), name
            for sql in (
                "UPDATE rounds_mobileround SET state = 'failed', answer = NULL",
                "DELETE FROM rounds_mobileround",
            ):
                assert not rows(f"{sql} RETURNING 1"), name
            assert refused(
                "INSERT INTO rounds_roundstop (id, round_id, stop_id) VALUES (gen_random_uuid(), %s, 1)", draft
            ), name
    for name in ("director", "delegate", "coordinator", "strategist"):
        with under(name) as held:
            assert rows("SELECT 1 FROM rounds_mobileround WHERE id = %s", draft), name
            mine = {"centres": "centres", "by": held.user_id}
            assert not refused(_FORGED.format(**mine)), name
            assert refused(_FORGED.format(**mine | {"by": user_of("officer").pk})), name
    with under("director"):
        assert refused(_FORGED.format(centres=f"ARRAY[{SISTER}::bigint]", by=user_of("director").pk))
    with under("delegate"):
        assert refused(_FORGED.format(centres=f"ARRAY[{FAR}::bigint]", by=user_of("delegate").pk))


@law("A published round is changed by nobody, not even by whoever published it; it ends, where it was planned.")
def _(world: World) -> None:
    with under("delegate") as held:
        row = planned.round_of(world.mobile)
        assert row is not None
        assert refused("UPDATE rounds_mobileround SET state = 'published', published_on = now(), published_by_id = %s"
                       " WHERE id = %s", user_of("coordinator").pk, row.pk)  # fmt: skip
        rounds.publish(row=row, version=row.version, by=held.user)
    for name in ("worker", "far_delegate", "auditor"):
        with under(name):
            assert rows("SELECT 1 FROM rounds_mobileround WHERE id = %s", row.pk), name
            assert not rows("UPDATE rounds_mobileround SET state = 'ended' RETURNING 1"), name
            assert not rows("DELETE FROM rounds_mobileround RETURNING 1"), name
    for name in ("delegate", "strategist"):
        with under(name):
            for said in ("question = '{}'", "answer = '{}'", "state = 'planned'", "last_on = last_on + 1"):
                assert refused(f"UPDATE rounds_mobileround SET {said} WHERE id = %s", row.pk), said
            assert not rows("DELETE FROM rounds_mobileround WHERE id = %s RETURNING 1", row.pk)
            assert not refused("UPDATE rounds_mobileround SET last_on = last_on - 1 WHERE id = %s", row.pk), name


@law("A unit whose place is not to be known any more is in no round that anybody reads, published or not.")
def _(world: World) -> None:
    with under("delegate") as held:
        row = planned.round_of(world.mobile)
        assert row is not None
        rounds.publish(row=row, version=row.version, by=held.user)
        Centre.objects.filter(pk=OWN).update(confidential=True, version=2)
    for name in ("delegate", "worker", "strategist", "far_director"):
        assert status(name, "rounds:page", row.pk) == 404, name
        with under(name):
            assert not rows("SELECT 1 FROM rounds_mobileround"), name
