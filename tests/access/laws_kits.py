"""Laws of the meeting kit: who carries a consultation to a hall, and who brings it home."""

from jisr.common.database import call, scope
from jisr.forum import actions, queries
from jisr.forum.models import KitBundle
from tests.access.law import law
from tests.access.laws_forum import fails
from tests.access.probes import refused, refused_as, rows
from tests.access.world import World
from tests.forum.halls import cut, in_the_hall
from tests.forum.told import a_round
from tests.ground import user_of
from tests.stories import under

_OTHERS = ("moderator", "answering", "coordinator", "far_secretary", "administrator")


@law("A kit is cut, and what it gathered joined, by the secretary of its wave alone.")
def _(world: World) -> None:
    told = a_round()
    kit, _file = cut(told)
    file = in_the_hall(kit, lambda held: None)
    with under("secretary") as held:
        bundle = actions.receive_kit(wave=told.wave, raw=file, by=held.user)
    for name in _OTHERS:
        with under(name) as held:
            one = {"by": held.user}
            assert fails(actions.NotOnTheTeam, actions.cut_kit, meeting=told.meeting, phrase="x", server="x", **one)
            assert fails(actions.NotOnTheTeam, actions.receive_kit, wave=told.wave, raw=file, **one), name
            assert fails(actions.NotOnTheTeam, actions.join_kit, bundle=bundle, **one), name
            for table in ("forum_kit", "forum_kitbundle"):
                assert rows(f"SELECT count(*) FROM {table}") == [(0,)], (name, table)
            assert refused(
                "INSERT INTO forum_kit (id, is_demonstration, cut_at, cut_by_id, meeting_id, wave_id)"
                " SELECT gen_random_uuid(), true, now(), %s, id, wave_id FROM forum_meeting LIMIT 1",
                held.user_id,
            ), name
            assert call("jisr_kit_votes", told.wave.pk, "[]") == [(-1,)], name
            assert queries.bundle(bundle.pk) is None
    with scope(user=user_of("secretary").pk):
        assert KitBundle.objects.count() == 1


@law("What a kit keeps for the main server is kept in a kit alone, and no visitor reads it.")
def _(world: World) -> None:
    for login in ("public", "counter", "sealer"):
        for table in ("forum_kit", "forum_kitbundle", "forum_kitsecret", "forum_openedkit"):
            assert refused_as(login, f"SELECT 1 FROM {table}"), (login, table)
    for login in ("default", "public"):
        with scope(speaking=login):
            call("jisr_kit_keep", "a" * 64, b"sealed")
    with under("secretary"):
        assert rows("SELECT count(*) FROM forum_kitsecret") == [(0,)]
        assert refused("INSERT INTO forum_kitsecret (hash, sealed) VALUES ('a', 'b')")
        assert refused("INSERT INTO forum_openedkit SELECT gen_random_uuid()")
