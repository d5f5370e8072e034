"""Keying a sheet: sealed at once, a slip shown once, nothing lost and nothing twice."""

import re
import uuid

import pytest

from jisr.forum.actions import close_wave
from jisr.forum.models import Contribution, Verbatim
from jisr.forum.queries import read_sealed, slip_hash
from tests.access.people import entered
from tests.ground import LALLA_AZIZA, TAROUDANNT
from tests.stories import under
from tests.web.forum.desk import SAID, meeting_of, said, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ADDRESS = "/forum/desk/wave/desk-wave/key/"


@pytest.fixture
def wave():
    """A wave with its team."""
    return team()


def sheet(**changes):
    """The form of a sheet, filled in."""
    return act(
        meeting="", said_on="", channel="paper", language="ar", kind="proposal", text=SAID, theme="schooling",
        public="pupils", urgency="", commune=LALLA_AZIZA, speaker_role="person", organisation="", paper="slip",
        client_key=str(uuid.uuid4()),
    ) | changes  # fmt: skip


def all_said():
    """Every contribution there is, as the secretary sees them."""
    with under("secretary"):
        return list(Contribution.objects.order_by("received_at"))


def test_a_sheet_is_sealed_word_for_word_and_its_slip_shown(wave):
    """What is keyed is what the team reads later; the code of the slip opens it, and stands on no other page."""
    page = entered("secretary").post(ADDRESS, sheet())

    [row] = all_said()
    code = re.search(r'class="big"><bdi[^>]*>([^<]+)<', page.content.decode())[1]
    assert page.status_code == 200 and slip_hash(code) == row.code_hash
    assert (row.state, row.text, row.commune_id, row.region_id) == ("said", "", LALLA_AZIZA, "07")
    with under("moderator"):
        assert read_sealed(row) == SAID
    later = entered("secretary").get(f"/forum/desk/contribution/{row.code}/").content.decode()
    assert code not in later


def test_the_slip_says_nothing_of_what_was_said(wave):
    """Whoever finds it learns no name and no word."""
    page = entered("secretary").post(ADDRESS, sheet()).content.decode()

    assert "فاطمة" not in page and "نقلا" not in page and "0612345678" not in page
    assert "/forum/slip/" in page


@pytest.mark.parametrize("paper", ["slip", "a6"])
def test_the_slip_fits_its_paper(wave, paper):
    """The roll of a till printer, or a quarter of A4."""
    page = entered("secretary").post(ADDRESS, sheet(paper=paper)).content.decode()

    assert re.search(rf'<body class="paper {paper}"', page)


def test_the_same_form_twice_is_one_contribution(wave):
    """A second press leads to what the first one made; the code is not made anew."""
    secretary, form = entered("secretary"), sheet()

    first, second = secretary.post(ADDRESS, form), secretary.post(ADDRESS, form)

    [row] = all_said()
    assert first.status_code == 200
    assert (second.status_code, second["Location"]) == (303, f"/forum/desk/contribution/{row.code}/")


def test_the_same_sheet_by_another_road_is_one_contribution(wave):
    """Keyed in the hall and sent again later: the key made with the form tells that it is the same."""
    key = str(uuid.uuid4())
    entered("secretary").post(ADDRESS, sheet(client_key=key))

    answer = entered("moderator").post(ADDRESS, sheet(client_key=key))

    [row] = all_said()
    assert (answer.status_code, answer["Location"]) == (302, f"/forum/desk/contribution/{row.code}/")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"text": "   "}, "text", "Key what is written on the sheet."),
        ({"text": "ا" * 20_001}, "text", "longer than 20000 characters"),
        ({"language": ""}, "language", "Choose the language"),
        ({"kind": ""}, "kind", "Say what it is"),
        ({"commune": "زززززز"}, "commune", "did not find this commune"),
        ({"commune": TAROUDANNT}, "commune", "outside the region"),
        ({"said_on": "31/12/2026"}, "said_on", "year-month-day"),
        ({"meeting": str(uuid.uuid4())}, "meeting", "Choose a meeting of this wave."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(wave, changes, field, words):
    """The words typed stay in the form, and nothing is written."""
    page = entered("secretary", headers={"accept-language": "en"}).post(ADDRESS, sheet(**changes))

    text = page.content.decode()
    wrong = re.search(rf'class="field wrong"(?:(?!class="field).)*name="{field}".*?</(?:div|fieldset)>', text, re.S)
    assert page.status_code == 200 and wrong and words in text
    assert changes.get("text", SAID).strip()[:200] in text
    assert all_said() == []


def test_a_speech_of_twenty_thousand_characters_is_kept_whole(wave):
    """The longest that is taken, to its last letter."""
    speech = ("نطلب طريقا معبدة. " * 1200)[:19_999] + "."

    entered("secretary").post(ADDRESS, sheet(text=speech))

    [row] = all_said()
    with under("secretary"):
        assert read_sealed(row) == speech


def test_two_languages_on_one_sheet_stay_as_they_stand(wave):
    """It is one contribution, said to be in several languages."""
    text = "نطلب نقلا مدرسيا\nun bus scolaire pour les filles"

    entered("secretary").post(ADDRESS, sheet(text=text, language="mixed"))

    [row] = all_said()
    assert row.language == "mixed"
    with under("secretary"):
        assert read_sealed(row) == text


def test_the_next_sheet_starts_where_the_pile_is(wave):
    """Meeting, channel, language and paper stay; nothing of the person before does."""
    meeting = meeting_of(wave)
    page = entered("secretary").post(ADDRESS, sheet(meeting=str(meeting.pk), language="darija")).content.decode()

    following = re.search(r'class="button quiet" href="([^"]+key/[^"]+)"', page)[1].replace("&amp;", "&")
    form = entered("secretary").get(following).content.decode()
    assert re.search(rf'value="{meeting.pk}" selected', form) and re.search(r'value="darija" selected', form)
    assert LALLA_AZIZA not in form and "لالة عزيزة" not in form and SAID not in form


@pytest.mark.parametrize("name", ["secretary", "moderator"])
def test_who_records_has_a_seat(wave, name):
    """The secretary and the moderator key; each on her own wave."""
    assert entered(name).get(ADDRESS).status_code == 200


@pytest.mark.parametrize(("name", "status"), [("answering", 403), ("worker", 403), ("far_secretary", 404)])
def test_nobody_else_finds_the_form(wave, name, status):
    """The answering body and a social worker may not; a secretary of another region finds no such wave."""
    assert entered(name).get(ADDRESS).status_code == status
    assert entered(name).post(ADDRESS, sheet()).status_code == status
    assert all_said() == []


def test_a_closed_wave_takes_nothing_in(wave):
    """The form keeps what was typed and says why."""
    with under("secretary") as secretary:
        close_wave(wave=wave, by=secretary.user)

    page = entered("secretary", headers={"accept-language": "en"}).post(ADDRESS, sheet())

    assert "This consultation is closed" in page.content.decode() and SAID in page.content.decode()
    with under("secretary"):
        assert not Verbatim.objects.exists()


def test_sealed_words_of_one_wave_are_not_read_from_another(wave):
    """A seat opens its own wave alone."""
    row = said(wave)

    for name in ("far_secretary", "worker", "coordinator"):
        with under(name):
            assert read_sealed(row) is None
