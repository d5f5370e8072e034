"""A kit is opened in its own database by the owner of the tables, killed half-way, opened again; then it gathers."""

import json
import stat
from uuid import uuid4

import pytest
from django.db import connections

from jisr.accounts.models import User
from jisr.common import boxes, frames
from jisr.common.database import scope
from jisr.exchange.kits import opening
from jisr.exchange.kits.opening import AnotherKit, WrongPhrase, open_kit
from jisr.forum import actions, queries
from jisr.forum.models import Answer, Contribution, KitSecret, OpenedKit, Seat, Statement, Verbatim
from jisr.forum.queries.kits import CARRIED, bundle_key
from jisr.staff.models import Post
from tests.access.probes import refused_as, rows
from tests.forum.halls import PHRASE, Closed, cut
from tests.forum.told import a_round, answered, drawn, published, said
from tests.ground import user_of
from tests.stories import under

LOGINS = ["default", "owner", "public", "counter", "sealer"]
TEAM = ("secretary", "moderator", "answering")


@pytest.fixture
def place(tmp_path, settings):
    """The data directory of the laptop."""
    settings.DATA = tmp_path
    return tmp_path


def emptied():
    """The laptop has another database: nothing of the consultation, nobody of its team."""
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        tables = [model._meta.db_table for model in (*CARRIED, Verbatim, Seat, OpenedKit)]
        cursor.execute(f"TRUNCATE {', '.join(tables)}, forum_kit, forum_kitbundle, forum_statementvote CASCADE")
        people = User.objects.filter(pk__in=[user_of(name).pk for name in TEAM])
        Post.objects.filter(user__in=people).delete()


@pytest.mark.django_db(transaction=True, databases=LOGINS)
def test_a_kit_is_opened_whole_or_not_at_all_and_gathers(place, settings, monkeypatch):
    """One story, because two logins see each other only once it is committed."""
    told = a_round("carried")
    shown = published(told)
    said(told, "كلام سري")
    answered(statement=drawn(shown))
    with under("secretary") as held:
        actions.open_tribune(meeting=told.meeting, by=held.user)
    kit, file = cut(told)
    emptied()

    # a wrong phrase, a file cut short, another version: nothing is stored
    for raw, phrase, refusal in (
        (file, "AAAA-AAAA-AAAA-AAAA", WrongPhrase), (file[:-5], PHRASE, queries.NotWhole),
        (boxes.shut_with_phrase(b'{"format": 9}', phrase="x", head={"is": "kit"}), "x", queries.OfAnotherVersion),
    ):  # fmt: skip
        with pytest.raises(refusal):
            open_kit(raw, phrase)

    # killed while it stores the team, then after all is stored and before the note is written; then to the end
    for name in ("_seat", "_write"):
        with monkeypatch.context() as dying:
            dying.setattr(opening, name, dies)
            with pytest.raises(Closed):
                open_kit(file, PHRASE)
        with scope(speaking="owner"):
            assert OpenedKit.objects.exists() == (name == "_write") and not (place / "kit.json").exists()
    note = open_kit(file, PHRASE)
    assert open_kit(file, PHRASE) == note == json.loads((place / "kit.json").read_text())
    assert stat.S_IMODE((place / "kit.json").stat().st_mode) == 0o600
    other = boxes.shut_with_phrase(
        json.dumps({"format": 1, "note": note | {"kit": str(uuid4())}}).encode(), phrase="x", head={"is": "kit"}
    )
    with pytest.raises(AnotherKit):
        open_kit(other, "x")

    # what is there: what was published, with its lineage and answer, and a team without a password
    with scope(speaking="public"):
        assert [row.pk for row in Contribution.objects.all()] == [shown.pk]
        [statement] = Statement.objects.all()
        assert Answer.objects.count() == 1 and queries.became(statement.wave_id).answered.keys() >= {shown.pk}
        assert [row.pk for row in queries.originals(statement)] == [shown.pk]

    # the hall: a sheet, a vote without an account; their codes are kept and no visitor reads them
    settings.KIT = note | {"key": bundle_key(kit.pk).hex()}
    with under("secretary") as held:
        opened = queries.opened_kit()
        actions.contribute(wave=opened.wave, meeting=opened.meeting, text="من القاعة", slip="KKKK-3333", by=held.user)
    with scope(speaking="public"):
        by_telephone = actions.say(
            meeting=queries.meeting(told.meeting.code), text="من هاتف في القاعة", kind="proposal", channel="written",
            key=uuid4(),
        )  # fmt: skip
        actions.vote(statement=statement, voter="MMMM-4444", value="agree")
        actions.vote(statement=statement, voter="MMMM-4444", value="pass")
    assert refused_as("public", "SELECT 1 FROM forum_kitsecret")
    with under("far_secretary"):
        assert rows("SELECT count(*) FROM forum_kitsecret") == [(0,)]
    with under("moderator") as held, pytest.raises(actions.NotOnTheTeam):
        actions.take_out(by=held.user)
    with under("secretary") as held:
        assert KitSecret.objects.count() == 3
        raw = actions.take_out(by=held.user)
    content = json.loads(boxes.opened(frames.unframe(raw), key=bundle_key(kit.pk)))
    assert [(row["words"], row["slip"]) for row in content["contributions"]] == [
        ("من القاعة", "KKKK-3333"), ("من هاتف في القاعة", by_telephone.slip),
    ]  # fmt: skip
    assert {row["name"] for row in content["votes"]} == {"MMMM-4444"} and len(content["votes"]) == 2


def dies(*_values, **_named):
    """The plug is pulled."""
    raise Closed
