"""The desk of agreements: from the first draft to the last justified dirham, by the people who do it."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jisr.ledger.agreements.models import (
    Agreement,
    Block,
    Document,
    Entry,
    Instalment,
    Milestone,
    ObjectLine,
    Party,
    Proposal,
    Version,
)
from tests.access.people import entered
from tests.ledger.agreements import promised
from tests.stories import under
from tests.window.forms import act

LOGINS = ["default", "owner", "public", "counter", "sealer"]
pytestmark = pytest.mark.django_db(databases=LOGINS)
ENGLISH = {"accept-language": "en"}
DESK = "/agreements/desk"
TODAY = promised.TODAY
NAMES = {"name_ar": "اتفاقية", "name_fr": "Convention", "about_ar": "", "about_fr": "", "since": "", "until": ""}
RATE = dict.fromkeys(("given", "given_currency", "rate", "rate_on", "rate_source"), "")


def wrong(page, words):
    """Whether a form came back and says something."""
    return page.status_code == 200 and words in page.content.decode()


def sent(client, path, **values):
    """A form that is taken; where it leads."""
    answer = client.post(path, act(**values))
    assert answer.status_code == 302, re.findall(r'class="message error.*?</div>', answer.content.decode(), re.S)[:1]
    return answer["Location"]


def test_an_agreement_goes_from_its_draft_to_a_justified_dirham():
    """Registered, balanced, signed; called, approved by two, paid by two, justified; blocked, amended, taken back."""
    council, first, second = (entered(name, headers=ENGLISH) for name in ("council", "approver", "second_approver"))
    assert wrong(council.post(f"{DESK}/new/", act(**NAMES | {"name_fr": ""})), "Both names are needed")
    home = sent(council, f"{DESK}/new/", **NAMES)
    sent(council, f"{DESK}/party/", kind="foreign", name_ar="وكالة", name_fr="Agence")
    with under("council"):
        agreement, version = Agreement.objects.get(), Version.objects.get()
        party = str(Party.objects.get().pk)
    assert agreement.place_fr == "Région de démonstration" and home == f"{DESK}/{agreement.code}/"
    draft = f"{DESK}/version/{version.pk}"
    assert "An amount is missing" in council.get(f"{draft}/").content.decode()
    assert first.get(home).status_code == 404  # a draft is the council's own
    sent(council, f"{draft}/add/envelope/", envelope="1081,25")
    rate = {"given": "100", "given_currency": "eur", "rate": "10.8125", "rate_on": str(TODAY), "rate_source": "BAM"}
    assert wrong(
        council.post(f"{draft}/add/share/", act(party=party, amount="", **rate | {"rate_source": ""})), "who published"
    )
    far = rate | {"given": "100000000000", "rate": "9999999999"}  # longer than a column of the database
    assert wrong(council.post(f"{draft}/add/share/", act(party=party, amount="", **far)), "more than any agreement")
    sent(council, f"{draft}/add/share/", party=party, amount="", **rate)
    line = {"line": "", "name_ar": "بند", "name_fr": "Ligne", "programme": ""}
    sent(council, f"{draft}/add/line/", amount="2000", **line)
    assert "cost more than the envelope" in council.get(f"{draft}/").content.decode()
    sent(council, f"{draft}/add/line/", amount="1000", **line | {"line": str(_line(agreement)), "name_ar": ""})
    sent(council, f"{draft}/add/target/", unit="people", public="women", number="20", place_ar="", place_fr="")
    sent(council, f"{draft}/add/provision/", kind="condition", text_ar="شرط", text_fr="Condition")
    term = {"party": party, "instalment": "", "due_on": str(TODAY - timedelta(days=9)), "amount": "1081,25"}
    sent(council, f"{draft}/add/term/", **term)
    assert "Every sum comes out" in council.get(f"{draft}/").content.decode()
    for _state in ("initialled", "signed", "running"):
        with under("council"):
            held = Agreement.objects.get().version
        sent(council, f"{home}carry-on/", on=str(TODAY), version=str(held))
    assert council.get(f"{draft}/").status_code == 404  # in force, it is not written any more
    assert "Called" in first.get(home).content.decode()

    with under("council"):
        one = Instalment.objects.get()
    money = f"{DESK}/instalment/{one.pk}"
    assert first.post(f"{money}/call/", act(amount="1", on=str(TODAY))).status_code == 403
    assert wrong(council.post(f"{money}/call/", act(amount="5000", on=str(TODAY))), "More would be called than is due")
    assert 'value="1081,25"' in council.get(f"{money}/call/").content.decode()
    sent(council, f"{money}/call/", amount="1081,25", on=str(TODAY))
    assert "to be approved" in first.get(f"{DESK}/").content.decode()
    step = {"on": str(TODAY), "document": "", "amount": "1081,25", **RATE}
    sent(first, f"{money}/propose/approved/", **step)
    assert wrong(first.post(f"{money}/propose/approved/", act(**step | {"amount": "5"})), "is proposed already")
    [confirm] = re.findall(rf"{DESK}/proposal/[-0-9a-f]+/confirm/", second.get(f"{money}/").content.decode())
    assert "approval to be confirmed" in second.get(f"{DESK}/").content.decode()
    assert first.post(confirm, act()).status_code == 403
    sent(second, confirm)
    assert wrong(second.post(confirm, act()), "settled in the meantime")
    assert second.get(confirm).headers["Location"] == f"{money}/"  # nothing is left to press

    sent(council, f"{money}/block/", reason="visa", who_must_act=party, note="")
    assert wrong(first.post(f"{money}/propose/paid/", act(**step)), "is blocked")
    with under("council"):
        stop = Block.objects.get()
    sent(council, f"{DESK}/block/{stop.pk}/lift/")
    sent(first, f"{money}/propose/paid/", **step | {"amount": ""} | rate)
    with under("approver"):
        proposal = Proposal.objects.get(step="paid")
    sent(second, f"{DESK}/proposal/{proposal.pk}/refuse/", reason="تاريخ خاطئ")
    sent(first, f"{money}/propose/paid/", **step)
    with under("approver"):
        proposal = Proposal.objects.get(step="paid", state="open")
    sent(second, f"{DESK}/proposal/{proposal.pk}/confirm/")

    justify = {"amount": "1000", "on": str(TODAY), "document": ""}
    assert wrong(council.post(f"{money}/justify/", act(**justify)), "Choose the document")
    paper = upload(council, home, promised.PICTURE)
    sent(council, f"{money}/justify/", **justify | {"document": str(paper)})
    with under("council"):
        [shown] = Entry.objects.filter(step="justified")
        [paid] = Entry.objects.filter(step="paid")
    sent(council, f"{DESK}/entry/{shown.pk}/back/", reason="فاتورة خاطئة")
    sent(first, f"{DESK}/entry/{paid.pk}/back/", reason="حساب خاطئ")
    page = council.get(f"{money}/").content.decode()
    assert page.count("taken back") >= 2 and "فاتورة خاطئة" in page

    sent(council, f"{home}milestone/", kind="visit", on=str(TODAY), note_ar="زيارة", note_fr="", document=str(paper))
    with under("council"):
        milestone = Milestone.objects.get(kind="visit")
    sent(council, f"{DESK}/milestone/{milestone.pk}/back/", reason="لم تقع")
    count = {"unit": "people", "public": "women", "number": "24", "rural": "30", "on": str(TODAY)}
    place = {"place_ar": "", "place_fr": ""}
    assert wrong(council.post(f"{home}count/", act(**count, **place)), "More in rural communes than altogether")
    for few, words in (({"number": "4", "rural": ""}, "could be recognised"), ({"rural": "21"}, "where they live")):
        assert wrong(council.post(f"{home}count/", act(**count | few, **place)), words)
    sent(council, f"{home}count/", **count | {"rural": "18"}, **place)
    amendment = sent(council, f"{home}amend/")
    assert wrong(council.post(f"{amendment}force/", act(on=str(TODAY), why_ar="", why_fr="")), "why the agreement is")
    sent(council, f"{amendment}drop/")
    assert "75" in council.get(home).content.decode()  # 18 of 24 in rural communes


def _line(agreement):
    """The key of its one object line."""
    with under("council"):
        return ObjectLine.objects.get(agreement=agreement).pk


def upload(client, home, content, name="facture.pdf"):
    """A file is kept; its key."""
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    said = act(kind="proof", title="فاتورة") | {"file": file}
    answer = client.post(f"{home}document/", said)
    assert answer.status_code == 302
    with under("council"):
        return Document.objects.get().pk


def test_a_file_that_is_none_is_refused_in_words_and_leaves_nothing():
    """A page of the web named .pdf, a picture cut half-way, thirty megabytes, the same file twice."""
    told = promised.running()
    council = entered("council", headers=ENGLISH)
    home = f"{DESK}/{told.agreement.code}/"
    huge = promised.PICTURE + bytes(30 * 1024 * 1024) + promised.PICTURE[-12:]
    for content, words in (
        (b"<html><script>1</script></html>", "not a picture"),
        (promised.PICTURE[:40], "The end of this file is missing"),
        (huge, "larger than 10 megabytes"),
        (huge[: len(huge) // 2], "larger than 10 megabytes"),
        (b"", "This file is empty"),
    ):
        file = SimpleUploadedFile("facture.pdf", content, content_type="application/pdf")
        page = council.post(f"{home}document/", act(kind="proof", title="فاتورة") | {"file": file})
        assert wrong(page, words), words
    with under("council"):
        assert not Document.objects.exists()
    key = upload(council, home, promised.PICTURE)
    again = act(kind="proof", title="فاتورة") | {"file": SimpleUploadedFile("x.png", promised.PICTURE)}
    assert wrong(council.post(f"{home}document/", again), "This very file is among the documents already")
    answer = council.get(f"{DESK}/document/{key}/")
    assert answer.content == promised.PICTURE and answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Disposition"].startswith("attachment")
    assert entered("far_council").get(f"{DESK}/document/{key}/").status_code == 404


def test_a_cut_upload_leaves_nothing():
    """The line breaks in the middle of a body: the form never reaches the act."""
    told = promised.running()
    council = entered("council", headers=ENGLISH)
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    body = head + promised.PICTURE + bytes(100_000)
    answer = council.generic(
        "POST", f"{DESK}/{told.agreement.code}/document/", body, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code in {200, 400}
    with under("council"):
        assert not Document.objects.exists()


def test_the_desk_makes_a_fixed_number_of_queries():
    """Whatever the number of agreements and instalments."""
    promised.running()
    council = entered("council")
    pages = [f"{DESK}/", f"{DESK}/session/"]

    def counts():
        return [asked(council, page) for page in pages]

    few = counts()
    for _ in range(2):
        promised.running()

    assert counts() == few and max(few) < 40


def asked(client, page):
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as held:
        assert client.get(page).status_code == 200
    return len(held)
