"""Moderation: the same words with covers, or a reason; what is sealed stays with the team."""

import re

import pytest

from jisr.forum import actions
from jisr.forum.models import Contribution, Verbatim
from tests.access.people import entered
from tests.stories import under
from tests.web.forum.desk import PLAIN, SAID, published, said, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def wave():
    """A wave with its team."""
    return team()


@pytest.fixture
def row(wave):
    """A sheet with a name and a telephone in it."""
    return said(wave)


def address(row, page="moderate"):
    """A page of a contribution."""
    return f"/forum/desk/contribution/{row.code}/{page}/"


def proposed(page):
    """The places that the page proposes to cover, ticked ones first told apart."""
    boxes = re.findall(r'name="cover" value="([^"]+)"( checked)?', page.content.decode())
    return [value for value, _ticked in boxes], [value for value, ticked in boxes if ticked]


def decision(row, **changes):
    """The form of a decision."""
    return act(decision="publish", version=str(row.version), reason_0="name", words_0="") | changes


def now(row):
    """A contribution as it is stored."""
    with under("moderator"):
        return Contribution.objects.get(pk=row.pk)


def test_what_may_tell_who_spoke_is_ticked_beforehand(row):
    """A name and a telephone are proposed, with their reasons; a person unticks, not ticks."""
    page = entered("moderator", headers=ENGLISH).get(address(row))

    every, ticked = proposed(page)
    assert every == ticked and {value.split("-")[2] for value in every} == {"name", "phone"}
    assert SAID.split("،")[0] in page.content.decode()


def test_what_is_published_has_the_same_words_and_covers(row):
    """Ticked and typed words are covered, each with its reason; nothing else is changed."""
    every, _ticked = proposed(entered("moderator").get(address(row)))

    answer = entered("moderator").post(
        address(row), decision(row, cover=every, words_0="للا عزيزة", reason_0="address", read_through="on")
    )

    found = now(row)
    assert answer.status_code == 302 and found.state == "published"
    assert found.text == "أنا ▇ من ▇ ▇، نطلب نقلا مدرسيا لبناتنا. اتصلوا بي على ▇"
    assert [one["reason"] for one in found.masks] == ["name", "address", "address", "phone"]


def test_looking_shows_what_would_be_read_and_writes_nothing(row):
    """The button beside the text works without scripts, and keeps what was typed."""
    page = entered("moderator").post(address(row), decision(row, words_0="نقلا، مدرسيا", look="1")).content.decode()

    shown = re.search(r'aria-labelledby="shown".*?</section>', page, re.S)[0]
    assert shown.count("▇") == 2 and "نقلا" not in shown
    assert 'value="نقلا، مدرسيا"' in page and 'name="words_1"' in page
    assert now(row).state == "said"


def test_a_word_that_was_not_said_cannot_be_covered(row):
    """It is told beside its field, with the word; nothing is written."""
    page = entered("moderator", headers=ENGLISH).post(address(row), decision(row, words_0="مراكش")).content.decode()

    assert re.search(r'class="field wrong".*?“مراكش” is not in what was said', page, re.S)
    assert now(row).state == "said"


def test_a_word_left_open_is_asked_about(row):
    """What is proposed and not covered is published only when somebody says that she read it."""
    moderator = entered("moderator", headers=ENGLISH)

    page = moderator.post(address(row), decision(row)).content.decode()
    assert re.search(r'class="field wrong".*?name="read_through".*?may still be readable', page, re.S)
    assert now(row).state == "said"

    assert moderator.post(address(row), decision(row, read_through="on")).status_code == 302
    assert now(row).text == SAID


def test_a_forged_place_is_refused(row):
    """Boxes send back what they were given, nothing else."""
    page = entered("moderator", headers=ENGLISH).post(address(row), decision(row, cover=["0-9999-name"]))

    assert page.status_code == 200 and "no longer there" in page.content.decode()
    assert now(row).state == "said"


def test_withholding_asks_for_a_reason_and_then_keeps_it(row):
    """Whoever holds the slip reads the reason; nobody reads the words."""
    moderator = entered("moderator", headers=ENGLISH)

    page = moderator.post(address(row), decision(row, decision="withhold")).content.decode()
    assert re.search(r'class="field wrong".*?name="reason".*?Say why it is not published', page, re.S)

    moderator.post(address(row), decision(row, decision="withhold", reason="private"))
    assert (now(row).state, now(row).withheld_reason, now(row).text) == ("withheld", "private", "")


def test_the_same_decision_twice_is_one(row):
    """A second press is answered with the first result."""
    moderator, form = entered("moderator"), decision(row, read_through="on")

    first, second = moderator.post(address(row), form), moderator.post(address(row), form)

    assert (first.status_code, second.status_code) == (302, 303) and now(row).version == row.version + 1


def test_a_decision_that_somebody_took_in_between_is_shown_beside(row):
    """The second moderator sees what is stored and what she chose, and may save it then."""
    with under("moderator") as other:
        actions.withhold(contribution=row, reason="off_topic", by=other.user)
    stale = decision(row, version="1", words_0="بناتنا", read_through="on")
    moderator = entered("moderator", headers=ENGLISH)

    page = moderator.post(address(row), stale)

    text = page.content.decode()
    assert page.status_code == 409 and "Someone saved this while you were writing" in text
    assert "It is not about social action." in text and 'value="بناتنا"' in text
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    moderator.post(address(row), stale | act() | {"version": version})
    assert now(row).state == "published"


def test_what_is_published_can_be_covered_further(wave):
    """Moderated again, what is covered stays ticked, and more can be covered."""
    row = published(wave, SAID)
    moderator = entered("moderator")
    moderator.post(address(row), decision(row, words_0="فاطمة", read_through="on"))

    every, ticked = proposed(moderator.get(address(row)))
    moderator.post(address(row), decision(now(row), cover=ticked, words_0="بناتنا", read_through="on"))

    assert ticked == ["4-9-name"] and set(ticked) < set(every)
    assert "▇ من للا عزيزة" in now(row).text and "بناتنا" not in now(row).text


def test_destroyed_words_leave_day_reason_and_role(wave):
    """What was published stays; nobody moderates what is no longer there."""
    row = published(wave)
    moderator = entered("moderator", headers=ENGLISH)

    assert moderator.post(address(row, "destroy"), act()).status_code == 200
    moderator.post(address(row, "destroy"), act(reason="asked"))

    with under("moderator"):
        kept = Verbatim.objects.get(pk=row.pk)
    assert (kept.sealed, kept.destroyed_reason, kept.destroyed_by_role) == (None, "asked", "moderator")
    assert now(row).text == PLAIN
    assert moderator.get(address(row)).status_code == 302
    assert "were destroyed on" in moderator.get(f"/forum/desk/contribution/{row.code}/").content.decode()


def test_words_that_nobody_moderated_are_not_destroyed(row):
    """Something must be left of them: a reason, or what was published."""
    page = entered("moderator", headers=ENGLISH).post(address(row, "destroy"), act(reason="asked")).content.decode()

    assert "waits for moderation" in page
    with under("moderator"):
        assert Verbatim.objects.get(pk=row.pk).sealed is not None


@pytest.mark.parametrize(
    ("name", "status"), [("secretary", 403), ("answering", 403), ("worker", 403), ("far_secretary", 403)]
)
def test_moderators_alone_moderate(row, name, status):
    """Each verb has its role: whoever keys does not publish."""
    assert entered(name).get(address(row)).status_code == status
    assert entered(name).post(address(row), decision(row)).status_code == status


def test_the_sealed_words_stand_on_the_page_of_moderation_alone(row):
    """The page of a contribution shows the team what everybody reads, and that something waits."""
    for name in ("secretary", "moderator", "answering"):
        page = entered(name).get(f"/forum/desk/contribution/{row.code}/").content.decode()
        assert "فاطمة" not in page and "0612345678" not in page
    for name in ("worker", "coordinator"):
        assert entered(name).get(f"/forum/desk/contribution/{row.code}/").status_code == 403
    assert entered("far_secretary").get(f"/forum/desk/contribution/{row.code}/").status_code == 404
