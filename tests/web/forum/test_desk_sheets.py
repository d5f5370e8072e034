"""The pages of a file of contributions: sent, looked at, taken in, its slips given once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jisr.forum import actions
from jisr.forum.models import Contribution
from jisr.forum.queries import by_slip
from tests.access.people import entered
from tests.stories import under
from tests.web.forum.desk import meeting_of, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])
ADDRESS = "/forum/desk/wave/desk-wave/import/"
ENGLISH = {"accept-language": "en"}


def sent(client, text: str, name: str = "a.csv"):
    """Send a file by the form."""
    return client.post(ADDRESS, act(file=SimpleUploadedFile(name, text.encode())))


def test_a_file_is_looked_at_taken_in_and_its_slips_are_given_once():
    """The preview says no word of what was said; sent again, the yes leads to the page, and no code is shown."""
    team()
    moderator = entered("moderator", headers=ENGLISH)
    words = "kind,text,theme,client_key\nproposal,نطلب ملعبا,التمدرس,=A-1\nproposal,كلام,الفضاء,A-2\n,,,A-3\n"
    preview = sent(moderator, words)["Location"]

    page = moderator.get(preview).content.decode()
    assert "ملعبا" not in page and "“\u2068الفضاء\u2069” is not in the list" in page and "This is missing." in page
    reasons = moderator.get(f"{preview}refused.csv").content.decode("utf-8-sig")
    assert reasons.splitlines()[1].startswith("3,") and len(reasons.splitlines()) >= 3
    yes = act(slips="1")
    assert "rows are refused" in moderator.post(preview, yes).content.decode()
    yes |= {"without_refused": "on"}
    answer = moderator.post(preview, yes)
    cells = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))

    with under("moderator"):
        row = Contribution.objects.get()
    assert cells[1][:3] == (2, "'=A-1", row.code) and by_slip(cells[1][3]).contribution == row.pk
    again = moderator.post(preview, yes)
    assert (again.status_code, again["Location"]) == (303, preview)
    assert cells[1][3] not in moderator.get(preview).content.decode()
    assert "taken in already" in moderator.post(preview, act()).content.decode()


@pytest.mark.parametrize(("name", "status"), [("answering", 403), ("worker", 403), ("far_secretary", 404)])
def test_nobody_else_sends_a_file(name, status):
    """And nobody finds the preview of another."""
    team()
    preview = sent(entered("secretary"), "kind,text\nproposal,كلام\n")["Location"]
    for address in (ADDRESS, preview, f"{preview}refused.csv", "/forum/desk/wave/desk-wave/sheet.xlsx"):
        assert entered(name).get(address).status_code == status
    assert entered("moderator").get(preview).status_code == 404
    assert entered("secretary").get("/forum/desk/wave/desk-wave/sheet.exe").status_code == 404


def test_what_is_no_table_is_said_beside_the_field():
    """And nothing is kept of it."""
    team()
    secretary = entered("secretary", headers=ENGLISH)
    for text, name, said in (("x,y\n1,2\n", "a.csv", "None of the headings"), ("x", "a.pdf", "Only CSV and XLSX")):
        assert said in sent(secretary, text, name).content.decode()


def test_pages_of_a_meeting_take_as_many_questions_whatever_their_length():
    """Its hub, its rows and the commitments of the wave."""
    wave = team()
    meeting = meeting_of(wave)
    secretary, at = entered("secretary"), f"/forum/desk/meeting/{meeting.code}/"
    pages = (at, f"{at}invitations/", f"{at}attendance/", "/forum/desk/wave/desk-wave/commitments/")

    def asked() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                secretary.get(page)
            found.append(len(queries))
        return found

    def more(n: int) -> None:
        with under("secretary") as held:
            kinds = [{"role": "citizen", "organisation": f"جهة {k}", "channel": "phone", "n": 2} for k in range(n)]
            actions.invite(meeting=meeting, rows=kinds, by=held.user)
            actions.record_attendance(meeting=meeting, rows=kinds, by=held.user)
            for k in range(n):
                due = meeting.held_on
                actions.commit(meeting=meeting, what_ar=f"وعد {k}", owner_ar="هيئة", due_on=due, by=held.user)
                actions.sign(meeting=meeting, about_ar=f"اتفاقية {k}", parties_ar="أطراف", by=held.user)

    more(1)
    asked()
    few = asked()
    more(9)
    assert asked() == few
