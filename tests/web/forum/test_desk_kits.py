"""The pages of the meeting kit: cut one, bring what it gathered, look, join; and what a kit offers."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from jisr.common import boxes, frames
from jisr.forum import actions, queries
from jisr.forum.models import Contribution, Kit, KitBundle
from jisr.web import kit as of_kit
from tests.access.people import entered
from tests.access.routes import patterns
from tests.forum.halls import brought, in_the_hall, laptop
from tests.forum.told import Round
from tests.stories import under
from tests.web.forum.desk import SAID, meeting_of, published, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


@pytest.fixture
def told():
    """A wave with a meeting that is planned for today."""
    wave = team()
    return Round(wave, meeting_of(wave, held=False))


def cut_by_page(client, told):
    """The phrase that the page shows, and the answer to its form."""
    address = f"/forum/desk/meeting/{told.meeting.code}/kit/"
    phrase = re.search(r'class="phrase"[^>]*><bdi[^>]*>([^<]+)<', client.get(address).content.decode())[1]
    return phrase, client.post(address, act(phrase=phrase, noted="on"))


def bring(client, told, raw, name="x.jisr"):
    """A file is brought to the page of the kits."""
    page = act() | {"file": SimpleUploadedFile(name, raw)}
    return client.post(f"/forum/desk/wave/{told.wave.code}/kits/", page)


def test_from_the_desk_to_the_hall_and_back(told):
    """One kit through its pages: the phrase opens it, what it gathered is looked at, then joined once."""
    published(told.wave)
    client = entered("secretary")
    assert "kits/" in client.get(f"/forum/desk/wave/{told.wave.code}/").content.decode()
    assert (
        client.post(f"/forum/desk/meeting/{told.meeting.code}/kit/", act(phrase="1234", noted="on")).status_code == 200
    )
    assert not boxes_of(client.post(f"/forum/desk/meeting/{told.meeting.code}/kit/", act(phrase="x")))

    phrase, answer = cut_by_page(client, told)
    assert answer["Content-Disposition"].endswith('.jisr"')
    content = boxes.opened_with_phrase(frames.unframe(answer.content), phrase=phrase).decode()
    assert SAID not in content and "password" not in content

    def hall(held):
        actions.hold(meeting=queries.opened_kit().meeting, by=held.user)
        actions.record_attendance(meeting=told.meeting, rows=[{"role": "citizen", "n": 7}], by=held.user)
        for n in range(3):
            actions.contribute(
                wave=told.wave, meeting=told.meeting, text=f"{SAID} {n}", by=held.user, client_key=UUID(int=n + 1)
            )

    with under("secretary"):
        kit = Kit.objects.get()
    # nobody compared the clock, and what came back is said to be of tomorrow: it was at least a day fast
    raw = in_the_hall(kit, hall, opened_at=timezone.now() + timedelta(days=1))
    after = bring(client, told, raw)
    assert after.status_code == 302 and bring(client, told, raw)["Location"] == after["Location"]
    page = client.get(after["Location"]).content.decode()
    with under("secretary"):
        assert Contribution.objects.count() == 1
    assert SAID not in page and page.count('class="note"') == 3
    assert client.post(after["Location"], act()).status_code == 302
    with under("secretary"):
        assert Contribution.objects.count() == 4
        [row] = KitBundle.objects.all()
        assert [(one.state, one.held_on) for one in queries.meetings_of(told.wave)] == [("held", timezone.localdate())]
        assert [one.n for one in queries.attendance(told.meeting)] == [7]
    assert row.content is None and row.counts["new"] == 3
    assert client.get(after["Location"]).status_code == 200
    assert client.post(after["Location"], act()).status_code == 200  # there is nothing left to join
    assert "nothing" not in client.get(f"/forum/desk/wave/{told.wave.code}/kits/").content.decode()


def boxes_of(answer):
    """Whether an answer is a file."""
    return "Content-Disposition" in answer


def test_a_wrong_file_is_refused_in_a_sentence(told):
    """Each with what to do next, and nothing is kept."""
    client = entered("secretary", headers={"accept-language": "en"})
    _phrase, answer = cut_by_page(client, told)
    with under("secretary"):
        kit = Kit.objects.get()
    good = in_the_hall(kit, lambda held: None)
    frame = frames.unframe(good)
    elsewhere = frames.front({"is": "bundle", "kit": str(UUID(int=9))})
    for raw, sentence in (
        (b"", "did not arrive whole"), (b"PK\x03\x04", "did not arrive whole"), (good[:-40], "did not arrive whole"),
        (answer.content, "the kit itself"), (frames.frame(elsewhere, frame.body), "another consultation"),
        (frames.frame(frame.front, frame.body[:-1] + b"x"), "not made by the kit"),
        (boxes.shut(b'{"format": 2}', key=queries.kits.bundle_key(kit.pk), head=frame.head), "another version"),
        (boxes.shut(b'{"format": 1}', key=queries.kits.bundle_key(kit.pk), head=frame.head), "another version"),
    ):  # fmt: skip
        page = bring(client, told, raw)
        assert page.status_code == 200 and sentence in page.content.decode(), sentence
    with under("secretary"):
        assert not KitBundle.objects.exists()


def test_rows_of_a_preview_do_not_cost_queries(told, django_assert_max_num_queries):
    """Thirty sheets are as many questions to the database as three."""
    with under("secretary"):
        kit = Kit.objects.filter(pk=cut_kit(told).pk).get()

    def hall(n):
        def key(held):
            for _one in range(n):
                actions.contribute(wave=told.wave, meeting=told.meeting, text="كلام", by=held.user, slip=str(_one))

        return key

    counts = []
    for n in (2, 12):
        bundle = brought(told, in_the_hall(kit, hall(n)))
        with django_assert_max_num_queries(60) as asked:
            assert entered("secretary").get(f"/forum/desk/kit/{bundle.pk}/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def cut_kit(told):
    """A kit of the meeting."""
    with under("secretary") as held:
        return actions.cut_kit(meeting=told.meeting, phrase="x", server="jisr.example", by=held.user)[0]


def test_a_kit_offers_its_meeting_and_nothing_else(told):
    """Whoever is on the network of the hall knocks at every door; the window of families is not there."""
    kit = cut_kit(told)
    offered = {name for name, _pattern in patterns() if of_kit.offers(name, "GET")}
    assert {name.split(":")[0] for name in offered if ":" in name} == {"forum", "sign_in", "drafts", "territory"}
    assert not any(of_kit.offers(f"forum:{name}", "POST") for name in ("wave", "meeting", "desk:plan", "desk:moderate"))
    with laptop(kit):
        visitor = Client(headers={"accept-language": "fr"})
        assert visitor.get("/", headers={"host": "192.168.4.1:8000"})["Location"].endswith(f"/{told.meeting.code}/")
        for name in ("families:search", "reception:new", "staff:posts", "barometer:page", "centres:list", "work:list"):
            path = reverse(name)
            page = visitor.get(path, headers={"host": "localhost"})
            assert page.status_code == 404 and "jisr.example" in page.content.decode(), path
        assert visitor.get("/forum/", headers={"host": "evil.example"}).status_code == 400
        page = visitor.get("/forum/", headers={"host": "10.42.0.1"}).content.decode()
        assert escape("Salle") in page and "/forum/slip/" in page
        # the team: keying is offered, on the meeting of the kit; what cannot come home is not
        client = entered("secretary", headers={"host": "localhost"})
        desk = client.get(f"/forum/desk/wave/{told.wave.code}/").content.decode()
        assert f"/meeting/{told.meeting.code}/hold/" in desk
        assert "/kit/gathered/" in desk and "/plan/" not in desk and "/kits/" not in desk and "/close/" not in desk
        form = client.get(f"/forum/desk/wave/{told.wave.code}/key/").content.decode()
        assert f'value="{told.meeting.pk}" selected' in form
        assert client.get(f"/forum/desk/wave/{told.wave.code}/plan/").status_code == 404
        # no second step is asked for over plain http
        session = client.session
        session["demonstration"] = False
        session.save()
        assert client.get(f"/forum/desk/wave/{told.wave.code}/").status_code == 200


def test_taking_out_asks_for_the_clock(told):
    """The right time comes from a telephone; wrong without a day and an hour is refused."""
    kit = cut_kit(told)
    address = "/forum/desk/kit/gathered/"
    assert entered("secretary").get(address).status_code == 404  # no such page outside a kit
    with laptop(kit):
        client = entered("secretary", headers={"host": "localhost"})
        assert client.get(address).status_code == 200
        for wrong in ({}, {"clock": "wrong"}, {"clock": "wrong", "day": "x", "hour": "9"}):
            assert not boxes_of(client.post(address, wrong))
        right = client.post(address, {"clock": "right"}).content
        hour_ago = timezone.localtime() - timedelta(hours=3)
        off = client.post(address, {"clock": "wrong", "day": hour_ago.date(), "hour": f"{hour_ago:%H:%M}"}).content
        assert entered("moderator", headers={"host": "localhost"}).get(address).status_code == 403
    with under("secretary"):
        seen = [queries.preview(brought(told, file)).clock for file in (right, off)]
    assert [one.measured for one in seen] == [True, True] and [one.matters for one in seen] == [False, True]
