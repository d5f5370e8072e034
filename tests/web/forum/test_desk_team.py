"""A region that opens its own consultation: the wave, its team, its meeting, all that hangs on it."""

import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.common.database import call, scope
from jisr.common.keys import new_key
from jisr.forum import actions, queries
from jisr.forum.models import Attendance, Commitment, Invitation, Meeting, Signing, Wave
from jisr.staff.models import Post
from jisr.territory.models import Region
from jisr.web.forum.desk import reach
from tests.access.people import entered
from tests.access.probes import refused, refused_as, rows
from tests.ground import post_of, user_of
from tests.stories import under
from tests.web.forum.desk import meeting_of, published, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
WAVE = {"name_ar": "دورة 2027", "name_fr": "Cycle de l\u2019été", "province": "", "code": ""}
ENGLISH = {"accept-language": "en"}


def opened(name: str = "secretary", **changes):
    """Somebody opens a wave by the form."""
    return entered(name, headers=ENGLISH).post(
        "/forum/desk/open/", act(**WAVE | {"opened_on": timezone.localdate().isoformat()} | changes)
    )


def words(page) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_secretary_opens_a_wave_in_her_region_and_forms_its_team():
    """She is its first secretary; the address is made from the name; nobody is seated without the post."""
    secretary, answer = entered("secretary", headers=ENGLISH), opened()

    wave = Wave.objects.get(name_ar="دورة 2027")
    address = f"/forum/desk/wave/{wave.code}/team/"
    assert answer["Location"] == address and wave.code == f"cycle-de-lete-{timezone.localdate().year}"
    assert (wave.region_id, [one.role for one in queries.seats(wave)]) == ("07", ["secretary"])

    choice = secretary.get(f"{address}?role=moderator").content.decode()
    assert f'name="user" value="{user_of("moderator").pk}"' in choice
    assert f'value="{user_of("far_moderator").pk}"' not in choice and f'value="{user_of("worker").pk}"' not in choice
    for name, said in (("worker", "no post for this seat"), ("moderator", ""), ("moderator", "already sits")):
        page = secretary.post(address, act(role="moderator", user=user_of(name).pk))
        assert page.status_code == (409 if said else 302) and said in page.content.decode()
    unknown = secretary.post(address, act(role="moderator", user=2**31 - 1))
    assert "no post for this seat" in unknown.content.decode()  # as for somebody who is there

    names = {"name_ar": "دورة 2027 المصححة", "name_fr": "Cycle corrigé"}
    renaming = f"/forum/desk/wave/{wave.code}/name/"
    secretary.post(renaming, act(version="1", **names))
    assert secretary.post(renaming, act(version="1", **names | {"name_fr": "Autre"})).status_code == 409
    assert entered("moderator").post(renaming, act(version="2", **names)).status_code == 403
    assert Wave.objects.get(pk=wave.pk).name_fr == "Cycle corrigé"

    seats = {one.role: one.pk for one in queries.seats(wave)}
    last = secretary.post(f"/forum/desk/seat/{seats['secretary']}/end/", act(), follow=True)
    assert "keeps one secretary" in last.content.decode()
    secretary.post(f"/forum/desk/seat/{seats['moderator']}/end/", act())
    assert [one.role for one in queries.seats(wave)] == ["secretary"]


def test_nobody_else_opens_or_seats():
    """Neither a secretary of another region nor a moderator; and the doors answer alike for what is not there."""
    wave, far = team(), entered("far_secretary")
    seat = queries.seats(wave).get(role="moderator")
    assert opened("moderator").status_code == 403 and opened("coordinator").status_code == 403
    assert far.get("/forum/desk/wave/desk-wave/team/").status_code == 404
    assert far.post(f"/forum/desk/seat/{seat.pk}/end/", act()).status_code == 404
    giving = act(role="answerer", user=user_of("answering").pk)
    assert entered("moderator").post("/forum/desk/wave/desk-wave/team/", giving).status_code == 403
    nothing = "00000000-0000-7000-8000-000000000000"
    with under("far_secretary"):
        for one in (wave.pk, nothing):
            door = "SELECT jisr_forum_seat(gen_random_uuid(), %s, %s, 'moderator', 'moderator')"
            assert rows(door, one, user_of("far_moderator").pk) == [("not_yours",)]
        for one in (seat.pk, nothing):
            assert rows("SELECT jisr_forum_leave_seat(%s)", one) == [("not_yours",)]
        assert refused("INSERT INTO forum_seat SELECT * FROM forum_seat")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name_fr": " "}, "Name it in French."),
        ({"opened_on": "2099-01-01"}, "This day is still to come."),
        ({"code": "دورة"}, "Latin letters"),
        ({"code": "desk-wave"}, "This code is taken"),
        ({"province": "09.541"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_a_new_wave_is_said(changes, said):
    """And nothing is opened: another region's province cannot be chosen."""
    team()

    assert said in opened(**changes).content.decode()
    assert Wave.objects.count() == 1


def grid(*lines, **more):
    """Rows of a form, one dictionary each."""
    return act(
        rows=str(len(lines)), **{f"r{n}-{name}": value for n, line in enumerate(lines) for name, value in line.items()},
        **more,
    )  # fmt: skip


def test_a_meeting_with_all_that_hangs_on_it():
    """Planned, corrected, invited to, held, counted, written, signed, promised; told on its public page."""
    wave = team()
    meeting = meeting_of(wave, held=False)
    at, secretary = f"/forum/desk/meeting/{meeting.code}", entered("secretary", headers=ENGLISH)

    plan = {"held_on": timezone.localdate().isoformat(), "manner": "remote", "province": "07.161", "place_fr": "Mairie"}
    secretary.post(f"{at}/edit/", act(version="1", **plan))
    row = Meeting.objects.get(pk=meeting.pk)
    assert (row.place_fr, row.province_id, row.region_id, row.version) == ("Mairie", "07.161", "07", 2)
    both = secretary.post(f"{at}/edit/", act(version="1", **plan | {"place_fr": "Ailleurs"}))
    assert both.status_code == 409 and "Mairie" in both.content.decode() and "Ailleurs" in both.content.decode()

    early = secretary.post(f"{at}/attendance/", grid({"role": "citizen", "n": "4"}))
    assert "only planned" in early.content.decode()
    secretary.post(
        f"{at}/invitations/",
        grid(
            {"role": "association", "organisation": "جمعية الأمل", "channel": "letter", "n": "3"},
            {"role": "citizen", "organisation": "", "channel": "notice", "n": "40"},
            {"role": "", "organisation": "", "channel": "letter", "n": ""},
        ),
    )  # fmt: skip
    secretary.post(f"{at}/hold/", act(version="2", held_on=plan["held_on"]))
    kinds = [
        {"role": "citizen", "sex": "f", "province": "07.161", "milieu": "rural", "n": "12"},
        {"role": "citizen", "sex": "f", "province": "07.161", "milieu": "rural", "n": "3"},
        {"role": "association", "sex": "", "province": "", "milieu": "", "n": "2"},
    ]
    secretary.post(f"{at}/attendance/", grid(*kinds))
    wrong = secretary.post(f"{at}/attendance/", grid({"role": "", "n": "4"}, {"role": "press", "n": "-1"}))
    assert "Say in which quality." in wrong.content.decode() and "A number above zero." in wrong.content.decode()
    assert sorted(Attendance.objects.values_list("role", "rural", "n")) == [
        ("association", None, 2), ("citizen", True, 15),
    ]  # fmt: skip

    secretary.post(f"{at}/minutes/", act(version="3", minutes_ar="محضر قيد التحرير", minutes_fr=""))
    public = f"/forum/meetings/{meeting.code}/"
    assert "محضر قيد التحرير" in secretary.get(f"{at}/").content.decode()
    with under("secretary"):
        assert "محضر" not in str(rows("SELECT * FROM forum_meeting"))
    secretary.post(
        f"{at}/signed/",
        act(about_fr="Convention école", parties_fr="La région et l'académie", about_ar="", parties_ar=""),
    )
    promise = {"what_ar": "حافلة", "what_fr": "", "owner_ar": "الجهة", "owner_fr": "", "due_on": "2026-01-05"}
    secretary.post(f"{at}/commit/", act(**promise))
    assert "was due" in words(secretary.get(f"/forum/desk/wave/{wave.code}/"))
    row = Commitment.objects.get()
    settling = f"/forum/desk/commitment/{row.pk}/settle/"
    no_reason = secretary.post(settling, act(version="1", became="dropped", evidence="", settled_on=""))
    assert "why it is given up" in no_reason.content.decode()
    secretary.post(settling, act(version="1", became="dropped", evidence="ألغي الاعتماد", settled_on=""))
    secretary.post(f"{at}/close/", act(version="4", minutes_ar="محضر مختوم", minutes_fr=""))

    row.refresh_from_db()
    assert (row.state, row.evidence) == ("dropped", "ألغي الاعتماد")
    assert Meeting.objects.get(pk=meeting.pk).minutes_ar == "محضر مختوم" and Signing.objects.count() == 1
    late = secretary.post(f"{at}/minutes/", act(version="5", minutes_ar="تغيير", minutes_fr=""))
    assert "closed and public" in late.content.decode()
    hub = words(secretary.get(f"{at}/"))
    assert re.search(r"citizen 40 15", hub) and re.search(r"association 3 2", hub) and re.search(r"Together 43 17", hub)
    assert public in secretary.get(f"{at}/").content.decode()


def test_rows_corrected_by_two_are_shown_beside_and_more_rows_lose_nothing():
    """A stamp of what the form was made from tells that somebody wrote in between."""
    wave = team()
    meeting = meeting_of(wave)
    address, moderator = f"/forum/desk/meeting/{meeting.code}/attendance/", entered("moderator", headers=ENGLISH)
    form = moderator.get(address).content.decode()
    stamp = re.search(r'name="version" value="(\d+)"', form)[1]
    with under("secretary") as held:
        actions.record_attendance(meeting=meeting, rows=[{"role": "press", "n": 2}], by=held.user)

    more = moderator.post(address, grid({"role": "citizen", "n": "oops"}, version=stamp, more="1")).content.decode()
    assert 'value="oops"' in more and "A whole number." not in more and 'name="r6-role"' in more
    page = moderator.post(address, grid({"role": "citizen", "n": "9"}, version=stamp))
    assert page.status_code == 409 and "press · 2" in words(page) and 'value="9"' in page.content.decode()
    again = re.search(r'name="version" value="(\d+)"', page.content.decode())[1]
    moderator.post(address, grid({"role": "citizen", "n": "9"}, version=again))
    assert [(one.role, one.n) for one in Attendance.objects.all()] == [("citizen", 9)]


def test_what_surrounds_a_meeting_is_its_team_s_until_it_is_published():
    """Invitations and minutes being written are read by nobody outside, with an account or without."""
    meeting = meeting_of(team())
    with under("secretary") as held:
        actions.invite(meeting=meeting, rows=[{"role": "press", "channel": "phone", "n": 2}], by=held.user)
        actions.write_minutes(meeting=meeting, expected=meeting.version, minutes_fr="brouillon", by=held.user)
    for name in ("far_secretary", "coordinator", "worker", "administrator"):
        with under(name):
            assert rows("SELECT count(*) FROM forum_invitation") == rows("SELECT count(*) FROM forum_minutesdraft")
            assert not Invitation.objects.exists()
            assert refused("UPDATE forum_minutesdraft SET minutes_fr = 'x' RETURNING 1") or not rows(
                "SELECT 1 FROM forum_minutesdraft"
            )
    for table in ("forum_invitation", "forum_minutesdraft"):
        assert refused_as("public", f"SELECT 1 FROM {table}"), table
    with under("moderator") as held, pytest.raises(actions.NotOnTheTeam):
        actions.invite(meeting=meeting, rows=[], by=held.user)


def test_what_was_noted_beside_a_contribution_is_corrected_and_its_words_stay():
    """By the moderator and the secretary; the answering body may not."""
    row = published(team())
    address, form = f"/forum/desk/contribution/{row.code}/correct/", act(
        version=str(row.version), kind="question", language="darija", theme="health", public="", urgency="urgent",
        commune="", speaker_role="citizen", organisation="",
    )  # fmt: skip

    assert entered("answering").post(address, form).status_code == 403
    entered("moderator").post(address, form)

    said = row.text
    row.refresh_from_db()
    assert (row.kind, row.language, row.theme, row.urgency, row.region_id) == (
        "question", "darija", "health", "urgent", "07",
    )  # fmt: skip
    assert row.text == said and row.state == "published"


def moved(name: str, region: str):
    """Somebody whose post has ended and who is secretary of another region from today; signed in from there."""
    user, client = user_of(name), entered(name, headers=ENGLISH)
    lost(name)
    values = (new_key(), user.pk, "wave_secretary", None, None, region, timezone.localdate(), None, [])
    with scope(user=user_of("administrator").pk):
        assert call("staff_assign", *values) == [("",)]
    session = client.session
    session["post"] = str(Post.objects.get(user=user, region=region).pk)
    session.save()
    return client


def lost(name: str) -> None:
    """The post of somebody ends today."""
    with scope(user=user_of("administrator").pk):
        assert call("staff_end", post_of(name).pk, timezone.localdate()) == [("",)]


def test_a_wave_whose_secretary_lost_her_post_is_taken_by_another_of_the_region(monkeypatch):
    """By whoever holds the post there, once; whoever comes second is told so, and far ones find nothing."""
    (wave, *_left), far = map(team, ("desk-wave", "left-wave", "third-wave")), entered("far_secretary", headers=ENGLISH)
    offered, taking = "/forum/desk/", f"/forum/desk/wave/{wave.code}/secretary/"
    assert far.get(taking).status_code == far.post(taking, act()).status_code == 404
    with under("far_secretary") as held:
        region = Region.objects.get(pk="09")
        actions.open_wave(code="far-wave", name_ar="س", name_fr="x", region=region, by=held.user)
    first, second = moved("far_secretary", "07"), moved("far_moderator", "07")
    assert "has a secretary" in words(first.post(taking, act(), follow=True))
    assert "Without a secretary" not in words(first.get(offered))

    lost("secretary")
    counts = []
    for n, code in enumerate(("third-wave", "left-wave")):
        first.post(f"/forum/desk/wave/{code}/secretary/", act())
        with CaptureQueriesContext(connections["default"]) as asked:
            page = first.get(offered).content.decode()
        counts.append(len(asked))
        assert len(re.findall("/secretary/", page)) == 2 - n and taking in page
    assert counts[0] == counts[1] and "far-wave" not in page
    assert "sealed in this consultation" in words(first.get(taking)) and not reads_as_secretary(wave, "far_secretary")
    form, there = act(), f"/forum/desk/wave/{wave.code}/team/"
    assert [first.post(taking, form)["Location"] for _twice in range(2)] == [there, there]
    assert words(first.get(there)).count("no longer holds the post") == 1  # the former one
    assert first.get(taking)["Location"] == there and reads_as_secretary(wave, "far_secretary")

    monkeypatch.setattr(reach, "without_secretary", lambda request: Wave.objects.all())  # asked a moment too early
    assert "has a secretary" in words(second.post(taking, act(), follow=True))
    assert not reads_as_secretary(wave, "far_moderator")


def reads_as_secretary(wave: Wave, name: str) -> bool:
    """Whether somebody sits there as secretary."""
    return queries.seats(wave).filter(role="secretary", user=user_of(name)).exists()


def test_no_form_of_a_closed_wave_is_offered_to_be_filled_in_vain():
    """Its page says that it is closed; what was typed before it was closed is refused in its form, and kept."""
    wave, moderator = team(), entered("moderator", headers=ENGLISH)
    with under("secretary") as held:
        actions.close_wave(wave=wave, by=held.user)

    here = f"/forum/desk/wave/{wave.code}/"
    for name, forms in (("secretary", "key plan close import name"), ("moderator", "statements/new statements/join")):
        asking = entered(name)
        assert [asking.get(f"{here}{form}/").headers.get("Location") for form in forms.split()] == [here] * len(
            forms.split()
        )
    typed = {"kind": "proposal", "text": "كتبت قبل الإغلاق", "language": "ar", "channel": "paper", "paper": "slip"}
    late = moderator.post(f"{here}key/", act(client_key=str(new_key()), **typed))
    assert "is closed" in late.content.decode() and "كتبت قبل الإغلاق" in late.content.decode()
