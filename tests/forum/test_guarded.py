"""What somebody would try who means harm: each attempt that once got through, made again."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import process_time
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from jisr.common import boxes, frames
from jisr.common.database import call, scope
from jisr.common.keys import new_key
from jisr.forum import actions, jobs, queries
from jisr.forum.models import MOST_CHARACTERS, Contribution, KitBundle, Seat, Statement, StatementVote
from jisr.forum.queries.kits import bundle_key
from jisr.forum.rules.brought import Unreadable, load_of
from jisr.forum.rules.masking import COVER, cover, left_open, suspects
from tests.access.probes import rows
from tests.forum.advising import a_body, drafted
from tests.forum.halls import brought, cut, in_the_hall, joined
from tests.forum.test_at_once import apart
from tests.forum.told import NAME, SAID, a_round, answered, drawn, edge_to, places, published, said
from tests.ground import post_of, user_of
from tests.stories import under

#: Seconds; far more than either side needs.
_PATIENCE_S = 20
in_one = pytest.mark.django_db(databases=["default", "owner"])


def gathered(**changes):
    """What a kit brings home, as somebody who holds its laptop may write it."""
    now = timezone.now().isoformat()
    plain = {"instance": str(uuid4()), "opened_at": now, "closed_at": now, "true_at": None, "held_on": None}
    return plain | {"contributions": [], "people": [], "votes": []} | changes


def sheet(**changes):
    """A contribution of a kit."""
    plain = {
        "id": str(new_key()), "client_key": str(uuid4()), "meeting_id": None, "words": SAID, "slip": "",
        "code": "KKKK-3333", "kind": "proposal", "language": "ar", "channel": "paper", "speaker_role": "",
        "organisation": "", "theme": "", "public": "", "urgency": "", "region_id": None, "province_id": None,
        "commune_id": None, "said_on": "2026-11-01", "received_at": timezone.now().isoformat(),
    }  # fmt: skip
    return plain | changes


def ballot(**changes):
    """A vote of a kit."""
    plain = {"id": str(new_key()), "statement_id": str(uuid4()), "voter": "d" * 64, "name": "", "groups": {}}
    return plain | {"value": "agree", "by_slip": False, "at": timezone.now().isoformat()} | changes


def came(**changes):
    """Who came, as a kit counts them."""
    return {"role": "citizen", "organisation": "", "sex": "", "province_id": None, "rural": None, "n": 3} | changes


@pytest.mark.parametrize(
    "content",
    [
        {"contributions": [sheet(code="a/b")]}, {"contributions": [sheet(code="=1+1")]},
        {"contributions": [sheet(organisation="x" * 201)]}, {"contributions": [sheet(kind=["proposal"])]},
        {"contributions": [sheet(region_id={})]}, {"contributions": [sheet(received_at="9999-12-31T23:59:59+00:00")]},
        {"votes": [ballot(groups=["f"])]}, {"votes": [ballot(groups=None)]}, {"votes": [ballot(groups={"sex": []})]},
        {"votes": [ballot(statement_id="x")]}, {"votes": [ballot(value="maybe")]}, {"votes": [ballot(by_slip="yes")]},
        {"votes": [{"id": str(uuid4())}]}, {"people": [came(sex="x")]}, {"people": [came(n=float("inf"))]},
        {"people": [{"meeting__wave__seats__user__password": "x", "n": 3}]},
        {"closed_at": "9999-12-31T23:59:59+00:00"},
    ],
)  # fmt: skip
def test_what_no_kit_writes_is_not_read(content):
    """One address that leads nowhere, or one vote that cannot be counted, would shut the pages of the whole wave."""
    load_of(gathered(contributions=[sheet()], votes=[ballot()], people=[came()]))
    with pytest.raises(Unreadable):
        load_of(gathered(**content))


@in_one
def test_what_a_forged_kit_brings_is_as_clean_as_what_is_typed():
    """Groups that there are not, signs that nobody sees, one vote twice."""
    told = a_round()
    statement = drawn(published(told))
    kit, _file = cut(told)
    file = in_the_hall(kit, lambda held: None)
    content = json.loads(boxes.opened(frames.unframe(file), key=bundle_key(kit.pk)))
    vote = ballot(statement_id=str(statement.pk), groups={"role": "<b>", "sex": "f", "region": "99", "sign": "x"})
    content["votes"] = [vote, vote]
    content["contributions"] = [sheet(words=f"{SAID}\0\u202e", organisation="جمعية\u202e \0الأمل")]
    head = frames.unframe(file).head

    joined(told, boxes.shut(json.dumps(content).encode(), key=bundle_key(kit.pk), head=head))

    with under("moderator") as held:
        assert [row.groups for row in StatementVote.objects.filter(statement=statement)] == [{"sex": "f"}]
        row = Contribution.objects.get(client_key=content["contributions"][0]["client_key"])
        assert actions.publish(contribution=row, by=held.user, checked=True).text == SAID
        assert row.organisation == "جمعية الأمل"
        assert queries.voices(told.wave)

    # nor does the door of whoever votes without an account take what cannot be counted
    for groups in ([], "f", None):
        values = (new_key(), statement.pk, "a" * 64, Jsonb(groups), "agree", False)
        with transaction.atomic():
            assert call("jisr_forum_vote", *values) == [("wrong",)]
            assert call("jisr_forum_declare", told.wave.pk, "a" * 64, Jsonb(groups)) == [("wrong",)]


@in_one
def test_what_is_covered_in_the_words_is_not_read_beside_them():
    """The organisation is anybody's words too: it is looked through, and covered, like the others."""
    told = a_round()
    row = said(told, organisation=f"جمعية {NAME} للتنمية")
    marks = places(SAID, NAME)
    with under("moderator") as held:
        with pytest.raises(actions.NameLeft):
            actions.publish(contribution=row, by=held.user, masks=marks)
        actions.publish(contribution=row, by=held.user, masks=marks, checked=True)
        assert row.organisation == f"جمعية {COVER} للتنمية"
        with pytest.raises(actions.TellsWhatIsCovered):
            actions.correct(contribution=row, noted={"organisation": f"دار {NAME}"}, by=held.user)
        actions.withhold(contribution=row, reason="off_topic", by=held.user)
        actions.destroy(contribution=row, reason="asked", by=held.user)
        row.refresh_from_db()
        assert row.organisation == ""


@in_one
def test_a_statement_that_was_taken_back_tells_no_covered_word_either():
    """Its page is still read by everybody, and so is what was answered to it."""
    told = a_round()
    row = published(told, cover="")
    statement = drawn(row, text=f"نقل مدرسي لجارة {NAME}")
    answer = answered(what=f"ستنقل جارة {NAME}", statement=statement)
    with under("moderator") as held:
        actions.undo(edge=edge_to(statement), by=held.user)
        actions.publish(contribution=row, by=held.user, masks=places(SAID, NAME), checked=True)
        for kept in (statement, answer):
            kept.refresh_from_db()
    assert NAME not in statement.text and NAME not in answer.what


@in_one
def test_a_seat_opens_nothing_once_its_post_has_ended():
    """Whatever other post she comes in by; and everything again with the next post in the region."""
    told = a_round()
    row, secretary, today = said(told), user_of("secretary"), timezone.localdate()

    def given(region):
        values = (new_key(), secretary.pk, "wave_secretary", None, None, region, today, None, [])
        with scope(user=user_of("administrator").pk):
            assert call("staff_assign", *values) == [("",)]

    def reads():
        with scope(user=secretary.pk):
            return rows("SELECT count(*) FROM forum_verbatim WHERE contribution_id = %s", row.pk) == [(1,)]

    assert reads()
    with scope(user=user_of("administrator").pk):
        assert call("staff_end", post_of("secretary").pk, today) == [("",)]
    given("09")
    assert not reads()
    with scope(user=secretary.pk), pytest.raises(actions.NotOnTheTeam):
        actions.close_wave(wave=told.wave, by=secretary)
    with scope(user=secretary.pk):  # nor by a door
        assert call("jisr_kit_votes", told.wave.pk, Jsonb([])) == [(-1,)]
        assert call("jisr_forum_clear_attendance", told.meeting.pk) == [(0,)]
    with under("moderator"):  # who sat there is no secret among colleagues
        assert Seat.objects.filter(wave=told.wave, user=secretary).exists()
    given("07")
    assert reads()


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "keeper"])
def test_what_is_covered_or_destroyed_stays_nowhere():
    """Not in a statement that is drawn in the same moment; not in a file of a kit that nobody ever joins."""
    told, drawing, covering = a_round(), Event(), Event()
    row = published(told, cover="")

    def draw():
        with under("moderator") as held:
            actions.extract(contributions=[row], text=f"نقل لجارة {NAME}", by=held.user)
            drawing.set()
            covering.wait(_PATIENCE_S)

    def hide():
        with under("moderator") as held:
            actions.publish(contribution=row, by=held.user, masks=places(SAID, NAME), checked=True)

    with ThreadPoolExecutor() as threads:
        drawn_at_once = threads.submit(apart, draw)
        assert drawing.wait(_PATIENCE_S)
        hidden = threads.submit(apart, hide)
        with pytest.raises(TimeoutError):
            hidden.result(timeout=0.3)  # it waits for what is being drawn, to look through it
        covering.set()
        drawn_at_once.result(_PATIENCE_S)
        hidden.result(_PATIENCE_S)
    with under("moderator"):
        assert COVER in Statement.objects.get().text and NAME not in Statement.objects.get().text

    kit, _file = cut(told)
    brought(told, in_the_hall(kit, lambda held: None))
    joined(told, in_the_hall(kit, lambda held: None))
    assert jobs.forget_bundles() == 0
    with scope(speaking="owner"):
        KitBundle.objects.update(brought_at=timezone.now() - timedelta(days=jobs.BUNDLES_WAIT + 1))
    assert jobs.forget_bundles() == 1
    with under("secretary"):
        assert [bundle.joined_at is None for bundle in KitBundle.objects.all()] == [False]


@in_one
def test_a_member_of_a_body_speaks_for_it_while_she_holds_the_post():
    """Her seat in an advisory body is like one in a wave."""
    body, adviser, today = a_body(), user_of("adviser"), timezone.localdate()
    drafted(body)

    def drafts():
        with scope(user=adviser.pk):
            return rows("SELECT count(*) FROM forum_opinion") == [(1,)] and bool(queries.bodies_of(adviser))

    assert drafts()
    with scope(user=user_of("administrator").pk):
        assert call("staff_end", post_of("adviser").pk, today) == [("",)]
        values = (new_key(), adviser.pk, "advisory_body_member", None, None, "09", today, None, [])
        assert call("staff_assign", *values) == [("",)]
    assert not drafts()


@in_one
def test_nobody_writes_a_seat():
    """The wall on seats is for reading; they are given by a function."""
    a_round()
    with under("secretary"):
        for verb in ("INSERT", "UPDATE", "DELETE"):
            assert rows("SELECT has_table_privilege('jisr_app', 'forum_seat', %s)", verb) == [(False,)]


@pytest.mark.parametrize("piece", [f"{NAME} علي ", "M. Ali ", "rue a ", "a@b.co ", "0612345678 "])
def test_a_speech_of_nothing_but_names_is_read_in_a_moment(piece):
    """Anybody sends the longest text there is, without an account, and as often as the server will read it."""
    text = (piece * MOST_CHARACTERS)[:MOST_CHARACTERS]
    began = process_time()

    flags = suspects(text)
    cover(text, flags)

    assert left_open(flags, flags[::2]) == flags[1::2] and len(flags) > 500
    assert process_time() - began < timedelta(seconds=0.6).total_seconds()
