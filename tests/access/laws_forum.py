"""Laws of the forum: what is said is sealed for all but the team of its wave, and the team sees nothing else."""

from uuid import uuid4

from django.db import DatabaseError, connection, transaction

from jisr.common.database import scope
from jisr.forum import actions, queries
from jisr.forum.models import Contribution
from jisr.territory.models import Region
from tests.access.law import FILES, FORUM, TEAM, cells, law, others
from tests.access.probes import counted, refused, refused_as, rows, status
from tests.access.world import World
from tests.forum.told import NAME, SAID, a_round, answered, drawn, published, said
from tests.ground import OWN, user_of
from tests.stories import under

SLIP = "AC7K-2QRT"
#: Who has an account and sits on no team of region 07.
_OUTSIDE = (
    "officer", "worker", "keeper", "director", "delegate", "coordinator", "strategist", "auditor", "administrator",
    "far_secretary", "far_moderator",
)  # fmt: skip


def fails(refusal: type[Exception], act, *arguments, **values) -> bool:
    """Whether an act is refused in this way."""
    try:
        act(*arguments, **values)
    except refusal:
        return True
    return False


@law("A consultation opens no family's file: its team sees no person.", cells(TEAM, *FILES))
def _(world: World) -> None:
    for name in ("secretary", "moderator", "answering"):
        assert counted(name) == {}
        assert status(name, "families:household", world.household) == 403


@law(
    "The team of a consultation reads no figures of the window and keeps no catalogue.",
    cells(TEAM, "barometer.read", "centres.edit", "centres.import"),
)
def _(world: World) -> None:
    for name in ("secretary", "moderator", "answering"):
        assert status(name, "centres:edit", OWN) == 403
        with scope(user=user_of(name).pk):
            assert refused("SELECT 1 FROM common_event LIMIT 1")


@law(
    "What was said is read as it was said by the team of its wave, and by nobody else.",
    cells(others(*TEAM), "forum.read"),
)
def _(world: World) -> None:
    contribution = said(a_round())
    for name in _OUTSIDE:
        with under(name):
            assert rows("SELECT count(*) FROM forum_verbatim") == [(0,)], name
            assert rows("SELECT count(*) FROM forum_contribution") == [(0,)], name
            assert queries.read_sealed(contribution) is None
    with under("answering"):
        assert queries.read_sealed(contribution) == SAID


@law("Without an account nobody reaches a sealed word, whatever the page asks.", committed=True)
def _(world: World) -> None:
    contribution = published(a_round("committed-wave"))
    for login in ("public", "counter", "sealer"):
        assert refused_as(login, "SELECT 1 FROM forum_verbatim LIMIT 1"), login
        assert refused_as(login, "SELECT 1 FROM forum_statementvote LIMIT 1"), login
        assert refused_as(login, "UPDATE forum_contribution SET text = ''"), login
    with scope(speaking="public"):
        shown = Contribution.objects.get(pk=contribution.pk)
    assert "▇" in shown.text and NAME not in str(shown.__dict__)


@law("A seat on one wave opens no other.")
def _(world: World) -> None:
    mine = a_round()
    with under("far_secretary") as far:
        theirs = actions.open_wave(
            code="far-wave", name_ar="س", name_fr="x", region=Region.objects.get(pk="09"), by=far.user
        )
        sealed = actions.contribute(wave=theirs, text="كلام", by=far.user)
        assert queries.read_sealed(said(mine)) is None
    with under("secretary") as held:
        assert queries.read_sealed(sealed) is None
        assert fails(actions.NotOnTheTeam, actions.contribute, wave=theirs, text="كلام", by=held.user)


@law(
    "A consultation is prepared, and closed, by its secretary.",
    cells(others("wave_secretary"), "forum.prepare"),
)
def _(world: World) -> None:
    told, region = a_round(), Region.objects.get(pk="07")
    for name in ("moderator", "answering", "coordinator", "delegate", "far_secretary"):
        with under(name) as held:
            opening = {"code": f"by-{name}".replace("_", "-"), "name_ar": "س", "name_fr": "x", "region": region}
            assert fails(actions.NotOnTheTeam, actions.open_wave, by=held.user, **opening), name
            assert fails(actions.NotOnTheTeam, actions.close_wave, wave=told.wave, by=held.user), name


@law(
    "What is said is written down by the secretary and the moderators of the wave.",
    cells(others("wave_secretary", "moderator"), "forum.record"),
)
def _(world: World) -> None:
    told = a_round()
    for name in ("coordinator", "worker", "far_secretary"):
        with under(name) as held:
            assert fails(actions.NotOnTheTeam, actions.contribute, wave=told.wave, text="كلام", by=held.user), name
            assert refused(
                "INSERT INTO forum_verbatim (contribution_id, wave_id, sealed, flags, destroyed_reason,"
                " destroyed_by_role) SELECT gen_random_uuid(), id, 'x', '[]', '', '' FROM forum_wave"
            )


@law(
    "Who publishes what was said is not who organises it, nor who answers it.",
    cells(others("moderator"), "forum.moderate"),
)
def _(world: World) -> None:
    contribution = said(a_round())
    for name in ("secretary", "answering", "coordinator", "far_moderator"):
        with under(name) as held:
            assert fails(
                actions.NotOnTheTeam, actions.publish, contribution=contribution, by=held.user, checked=True
            ), name
            assert fails(actions.NotOnTheTeam, actions.extract, contributions=[contribution], text="x", by=held.user)


@law("Who answers speaks for a body: nobody else of the team does.", cells(others("answering_body"), "forum.answer"))
def _(world: World) -> None:
    contribution = published(a_round())
    for name in ("secretary", "moderator", "coordinator", "far_secretary"):
        with under(name) as held:
            assert fails(
                actions.NotOnTheTeam, actions.answer, contribution=contribution, by=held.user, kind="accepted",
                what="x", why="y", next_step="z", body_ar="هيئة",
            ), name  # fmt: skip


@law("A wave does not close while somebody waits for an answer, and takes nothing in once it is closed.")
def _(world: World) -> None:
    told = a_round()
    contribution = published(told)
    with under("secretary") as held:
        assert fails(actions.StillUnanswered, actions.close_wave, wave=told.wave, by=held.user)
    answered(statement=drawn(contribution))
    with under("secretary") as held:
        actions.close_wave(wave=told.wave, by=held.user)
        assert fails(actions.WaveClosed, actions.contribute, wave=told.wave, text="كلام", by=held.user)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE forum_edge SET undone_at = now()")
        except DatabaseError:
            return
    raise AssertionError("a closed wave was taken apart")


@law("Nobody seats herself on a team.", cells("partner", *FORUM))
def _(world: World) -> None:
    told = a_round()
    for name in ("moderator", "answering", "far_secretary", "administrator"):
        with under(name) as held:
            for role in ("secretary", "moderator", "answerer"):
                assert fails(
                    (actions.NotOnTheTeam, actions.SeatRefused), actions.seat, wave=told.wave, user=held.user,
                    role=role, by=held.user,
                ), name  # fmt: skip
            assert refused("INSERT INTO forum_seat SELECT * FROM forum_seat")


@law("Whoever votes is told her own votes, and nobody is told another's: not by her slip, nor by a mark made up.")
def _(world: World) -> None:
    told = a_round()
    statement = drawn(published(told, slip=SLIP))
    mark = actions.take_slip(wave=told.wave, code=SLIP)
    actions.vote(statement=statement, mark=mark, value="disagree", by_slip=True)
    assert queries.own_votes(told.wave, mark) == {statement.pk: "disagree"}
    for other in (SLIP, queries.slip_hash(SLIP), "", "0" * 64, queries.voter_mark(told.wave, "device")):
        assert queries.own_votes(told.wave, other) == {}, other
    for name in _OUTSIDE:
        with under(name):
            assert rows("SELECT count(*) FROM forum_statementvote") == [(0,)], name
            assert refused("UPDATE forum_statementvote SET groups = '{}'"), name


@law("Whoever writes without an account reads nothing of it back, and comes in by no other way.", committed=True)
def _(world: World) -> None:
    told = a_round("written-wave")
    with under("secretary") as secretary:
        actions.open_tribune(meeting=told.meeting, by=secretary.user)
    with scope(speaking="public"):
        meeting, _tribune = queries.hall(told.meeting.code)
        assert meeting is not None
        slip = actions.say(meeting=meeting, text=SAID, kind="offer", channel="remote", key=uuid4()).slip
        assert not Contribution.objects.filter(meeting=meeting).exists() and queries.heard(meeting) == 1
        found = queries.by_slip(slip)
        assert found is not None and (found.state, found.text) == ("said", "")
    for table in ("forum_contribution", "forum_verbatim", "forum_tribune", "common_journalline"):
        for act in (f"INSERT INTO {table} SELECT * FROM {table}", f"DELETE FROM {table}"):
            assert refused_as("public", act), act
    assert refused_as("public", "UPDATE forum_tribune SET closes_at = NULL")
    with under("moderator"):
        assert queries.read_sealed(Contribution.objects.get(wave=told.wave)) == SAID
