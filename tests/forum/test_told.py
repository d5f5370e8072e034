"""Who left an address hears of her answer once, in words that tell a stranger nothing; nobody reads the address."""

import json

import pytest
from django.urls import reverse

from jisr.common.database import scope
from jisr.forum import actions, jobs, queries
from jisr.forum.actions import telling
from jisr.forum.models import Edge, EdgeFrom, EdgeTo
from jisr.messages.jobs import send_due
from tests.access.probes import refused, refused_as, rows
from tests.forum.told import SAID, a_round, answered, drawn, published, said
from tests.ground import owner
from tests.stories import under

LOGINS = ["default", "owner", "public", "counter", "sealer", "keeper"]
pytestmark = pytest.mark.django_db(transaction=True, databases=LOGINS)
NUMBER, KEPT = "06 12 34 56 78", "+212612345678"


@pytest.fixture(autouse=True)
def outlets(settings, tmp_path):
    """Messages go to a file."""
    settings.OUTLETS = {"sms": {"kind": "file"}, "email": {"kind": "file"}}
    settings.DATA, settings.ADDRESS = tmp_path, "https://jisr.example"


@pytest.fixture
def left(tmp_path):
    """What left so far."""

    def lines():
        send_due()
        file = tmp_path / "messages.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    return lines


def test_each_answer_is_told_once_to_whoever_it_reaches(left):
    told = a_round()
    alone = published(told, "نطلب خزانة", cover="", reply_to=NUMBER)
    joined = [
        published(told, f"نطلب نقلا {n}", cover="", reply_to=to)
        for n, to in enumerate(["Salma@Example.org", NUMBER, ""])
    ]
    silent = published(told, "نطلب ملعبا", cover="", reply_to=NUMBER)
    statement = drawn(*joined)
    assert left() == []

    answered(contribution=alone)
    assert [(line["to"], line["channel"]) for line in left()] == [(KEPT, "sms")]
    answered(statement=statement)
    with under("moderator") as held:  # later acts on the lineage find nothing new to tell
        actions.translate(statement=statement, text="Transport scolaire", language="fr", by=held.user)
        with scope(user=held.user.pk):
            assert telling.tell_answers(told.wave, [alone.pk, *(one.pk for one in joined), silent.pk]) == 0

    lines = left()
    assert sorted(line["to"] for line in lines) == sorted([KEPT, KEPT, "Salma@example.org"])
    assert reverse("forum:slip") == telling.SLIP
    for line in lines:
        assert "https://jisr.example/forum/slip/" in line["text"] and len(line["text"]) < 320
        assert not any(word in line["text"] for word in ("نقل", "حافلة", "خزانة", told.wave.name_ar, alone.code))
    with under("answering"):
        reach = queries.reach(told.wave)
    assert (reach.left, reach.waiting, reach.sent, reach.failed) == (4, 0, 3, 0)
    with under("far_moderator"):
        assert queries.reach(told.wave).sent == 0

    # an answer given before she was joined in what it answers: an act of the lineage notices
    told = a_round("another-wave")
    statement, late = drawn(published(told, "نطلب نقلا", cover="")), published(told, "حافلة", cover="", reply_to=NUMBER)
    answered(statement=statement)
    with under("moderator") as held:
        edge = Edge(wave=told.wave, kind="extracted", by=held.user)
        edge.save(force_insert=True)
        EdgeFrom(edge=edge, contribution=late).save(force_insert=True)
        EdgeTo(edge=edge, statement=statement).save(force_insert=True)
    before = len(left())

    drawn(late, text="حافلة للدوار")

    assert [line["to"] for line in left()[before:]] == [KEPT]


def test_withheld_and_destroyed_tell_so_in_the_same_words_and_the_address_goes(left):
    told = a_round()
    row = said(told, SAID, reply_to=NUMBER)
    with under("moderator") as held:
        for _ in range(2):  # moderated again: not told again
            row.refresh_from_db()
            actions.withhold(contribution=row, reason="private", by=held.user)
        actions.destroy(contribution=row, reason="asked", by=held.user)

    one, two = [line["text"] for line in left()]
    assert one == two and "06" not in one
    assert owner("SELECT sealed, forgotten_reason FROM forum_replyaddress") == [(None, "asked")]
    answered(contribution=row)
    assert len(left()) == 2


def test_an_address_is_read_by_nobody_and_forgotten_once_it_has_served(left):
    told = a_round()
    one, two = (published(told, f"نطلب {n}", cover="", reply_to=NUMBER) for n in "اب")
    answered(contribution=one)
    assert len(left()) == 1 and jobs.forget_addresses() == 0

    owner("UPDATE outgoing_message SET ended_at = now() - interval '31 days'")
    assert jobs.forget_addresses() == 1

    with under("secretary"):
        assert queries.left_address(one)["forgotten_reason"] == "answered"
        assert queries.left_address(two)["forgotten_on"] is None
    assert owner("SELECT count(*) FROM outgoing_message WHERE sealed_to IS NOT NULL") == [(0,)]
    # while it is kept no login reads it: not the team that keyed it, nor by a door
    row = two
    with under("secretary"):
        assert refused("SELECT sealed FROM forum_replyaddress")
        assert refused("SELECT * FROM jisr_forum_forget_addresses(0)")
        assert rows("SELECT * FROM jisr_forum_take_address(%s)", row.pk) == []
    with under("moderator"):
        assert rows("SELECT * FROM jisr_forum_take_address(%s)", row.pk) == []  # no danger is leaving
    for name in ("far_moderator", "worker", "coordinator", "administrator"):
        with under(name):
            assert rows("SELECT contribution_id FROM forum_replyaddress") == [], name
            assert rows(
                "SELECT jisr_forum_tell(ARRAY[gen_random_uuid()], ARRAY[%s::uuid], ARRAY['withheld'], 'forum_news',"
                " ARRAY['x'])", row.pk,
            ) == [(0,)], name  # fmt: skip
    for login in ("public", "counter", "sealer", "keeper"):
        assert refused_as(login, "SELECT 1 FROM forum_replyaddress"), login
    assert KEPT not in str(owner("SELECT * FROM forum_replyaddress"))
