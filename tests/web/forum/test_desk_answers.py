"""Answers, and the closing that waits for them: everything that was said gets one."""

import re

import pytest

from jisr.forum import actions
from jisr.forum.models import Answer, Meeting, Wave
from tests.access.people import entered
from tests.stories import under
from tests.web.forum.desk import answer_form, drawn, meeting_of, published, said, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def wave():
    """A wave with its team."""
    return team()


def address(row):
    """Where one contribution is answered."""
    return f"/forum/desk/contribution/{row.code}/answer/"


def given():
    """Every answer there is."""
    with under("answering"):
        return list(Answer.objects.order_by("written_at"))


def test_an_answer_says_what_why_and_what_next(wave):
    """It is published under the name of the body, and reaches the page of the contribution."""
    row = published(wave)

    answer = entered("answering").post(address(row), act(**answer_form()))

    [one] = given()
    assert answer.status_code == 302 and one.contribution_id == row.pk
    assert (one.kind, one.what, one.body_ar, one.language) == ("accepted", "خط نقل جديد", "مجلس الجهة", "ar")
    assert "خط نقل جديد" in entered("secretary").get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"kind": ""}, "kind", "Choose what became of it"),
        ({"what": ""}, "what", "Say what is answered"),
        ({"why": "  "}, "why", "without its reasons"),
        ({"next_step": ""}, "next_step", "also after a no"),
        ({"kind": "not_ours"}, "to_whom", "nobody is sent away without a door"),
        ({"body_ar": ""}, "body_ar", "Name the body that answers"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(wave, changes, field, words):
    """What was typed stays; nothing is written."""
    row = published(wave)

    page = entered("answering", headers=ENGLISH).post(address(row), act(**answer_form(**changes))).content.decode()

    assert re.search(
        rf'class="field wrong"(?:(?!class="field).)*name="{field}"(?:(?!class="field).)*{words}', page, re.S
    )
    assert (changes.get("what") is not None or "خط نقل جديد" in page) and given() == []


def test_not_ours_names_to_whom(wave):
    """And what was typed there for another kind of answer is left out."""
    row, other = published(wave), published(wave, "نطلب ملعبا")

    entered("answering").post(address(row), act(**answer_form(kind="not_ours", to_whom="المديرية الإقليمية")))
    entered("answering").post(address(other), act(**answer_form(what="غيره", to_whom="المديرية الإقليمية")))

    assert [one.to_whom for one in given()] == ["المديرية الإقليمية", ""]


def test_the_same_answer_twice_is_one(wave):
    """A second press, and a browser that went back."""
    row = published(wave)
    answerer, form = entered("answering"), act(**answer_form())

    answerer.post(address(row), form)
    again, anew = answerer.post(address(row), form), answerer.post(address(row), form | act())

    assert (again.status_code, anew.status_code) == (303, 409) and len(given()) == 1


def test_the_same_words_for_more_than_five_are_refused(wave):
    """The sixth is told to join them; in one statement, one answer reaches all."""
    rows = [published(wave, f"نطلب نقلا مدرسيا رقم {n}") for n in range(6)]
    answerer = entered("answering", headers=ENGLISH)
    for row in rows[:5]:
        assert answerer.post(address(row), act(**answer_form())).status_code == 302

    page = answerer.post(address(rows[5]), act(**answer_form())).content.decode()

    assert re.search(r'class="field wrong".*?name="what".*?Join them in one statement', page, re.S)
    assert len(given()) == 5 and "خط نقل جديد" in page


def test_one_answer_to_a_statement_answers_all_who_are_joined_in_it(wave):
    """The pages of each of them show it, and nothing of theirs waits any more."""
    rows = [published(wave, f"نطلب نقلا رقم {n}") for n in range(2)]
    statement = drawn(wave, *rows)
    answerer = entered("answering", headers=ENGLISH)
    assert "joins 2 contributions" in answerer.get("/forum/desk/wave/desk-wave/").content.decode()

    answerer.post(f"/forum/desk/statement/{statement.pk}/answer/", act(**answer_form()))

    for row in rows:
        assert "خط نقل جديد" in answerer.get(f"/forum/desk/contribution/{row.code}/").content.decode()
    assert "Nothing waits" in answerer.get("/forum/desk/wave/desk-wave/").content.decode()


def test_a_withheld_contribution_is_answered_too(wave):
    """The answering body reads its words, because whoever holds the slip reads the answer."""
    row = said(wave)
    with under("moderator") as moderator:
        actions.withhold(contribution=row, reason="private", by=moderator.user)
    answerer = entered("answering", headers=ENGLISH)

    page = answerer.get(address(row)).content.decode()
    assert "فاطمة" in page and "only the team reads these words" in page
    assert answerer.post(address(row), act(**answer_form())).status_code == 302


def test_an_answer_does_not_say_what_is_covered(wave):
    """The name that was covered is not told by whoever answers."""
    row = said(wave)
    with under("moderator") as moderator:
        actions.publish(contribution=row, masks=[{"start": 4, "end": 9, "reason": "name"}], checked=True,
                        by=moderator.user)  # fmt: skip

    page = entered("answering", headers=ENGLISH).post(address(row), act(**answer_form(what="نعم يا فاطمة")))

    assert "says a word that was covered" in page.content.decode() and given() == []


def test_what_is_sealed_is_moderated_before_it_is_answered(wave):
    """The form says so."""
    page = entered("answering", headers=ENGLISH).post(address(said(wave)), act(**answer_form())).content.decode()

    assert "waits for moderation" in page and given() == []


@pytest.mark.parametrize("name", ["secretary", "moderator", "worker", "far_secretary"])
def test_the_answering_body_alone_answers(wave, name):
    """Whoever keys or moderates does not answer."""
    row = published(wave)

    assert entered(name).get(address(row)).status_code == 403
    assert entered(name).post(address(row), act(**answer_form())).status_code == 403


def test_a_wave_is_not_closed_while_an_answer_is_missing(wave):
    """It is refused with the list, the oldest first; answered, it closes."""
    row = published(wave)
    secretary = entered("secretary", headers=ENGLISH)

    page = secretary.post("/forum/desk/wave/desk-wave/close/", act())
    assert page.status_code == 409 and row.code in page.content.decode()
    with under("secretary"):
        assert Wave.objects.get(pk=wave.pk).closed_on is None

    entered("answering").post(address(row), act(**answer_form()))
    assert secretary.post("/forum/desk/wave/desk-wave/close/", act()).status_code == 302
    with under("secretary"):
        assert Wave.objects.get(pk=wave.pk).closed_on is not None
    closed = secretary.get("/forum/desk/wave/desk-wave/").content.decode()
    assert "every contribution answered" in closed and "/key/" not in closed


def test_meetings_go_from_planned_to_held_to_closed(wave):
    """Each with the next act beside it, for the secretary alone."""
    meeting = meeting_of(wave, held=False)
    secretary = entered("secretary")
    for step, form in (("hold", {"held_on": meeting.held_on}), ("close", {"minutes_ar": "محضر اللقاء"})):
        address = f"/forum/desk/meeting/{meeting.code}/{step}/"
        assert address in secretary.get("/forum/desk/wave/desk-wave/").content.decode()
        assert entered("moderator").post(address, act(**form)).status_code == 403
        assert secretary.post(address, act(**form)).status_code == 302

    with under("secretary"):
        row = Meeting.objects.get(pk=meeting.pk)
    assert (row.state, row.minutes_ar) == ("closed", "محضر اللقاء")


def test_a_meeting_is_planned_in_the_province_of_its_wave(wave):
    """Without a place it is refused beside the place."""
    secretary, plan = entered("secretary", headers=ENGLISH), "/forum/desk/wave/desk-wave/plan/"
    form = {"held_on": "2027-01-10", "province": "07.161", "manner": "hybrid", "place_ar": ""}

    page = secretary.post(plan, act(**form)).content.decode()
    assert re.search(r'class="field wrong".*?name="place_ar".*?Say where it is held', page, re.S)

    assert secretary.post(plan, act(**form | {"place_ar": "دار الشباب"})).status_code == 302
    with under("secretary"):
        row = Meeting.objects.get(place_ar="دار الشباب")
    assert (row.province_id, row.region_id, row.manner, row.state) == ("07.161", "07", "hybrid", "planned")
    assert secretary.post(plan, act(**form | {"place_ar": "خارج", "province": "09.541"})).status_code == 200


def test_minutes_that_somebody_wrote_in_between_are_shown_beside(wave):
    """The form was made from an older version: both stand side by side."""
    meeting = meeting_of(wave)
    with under("secretary") as held:
        actions.edit_meeting(
            meeting=meeting, expected=meeting.version, values={"minutes_ar": "ما كتبه الآخر"}, by=held.user
        )

    page = entered("secretary").post(
        f"/forum/desk/meeting/{meeting.code}/close/", act(version="1", minutes_ar="ما كتبته", minutes_fr="")
    )

    text = page.content.decode()
    assert page.status_code == 409 and "ما كتبه الآخر" in text and "ما كتبته" in text
