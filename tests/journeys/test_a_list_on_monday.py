"""A centre begins: its list is brought, a double is joined, a person's rights are honoured; in both languages."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jisr.exchange.models import FamilyImport
from jisr.families import actions as families
from jisr.families.models import Person
from tests.exchange.families_sheets import lists
from tests.exchange.families_sheets.test_hostile import altered, workbook
from tests.stories import received, under

pytestmark = pytest.mark.browser
TODAY = timezone.localdate()
HEAD = (
    "رقم", "رقم الأسرة", "صلة القرابة", "الاسم الشخصي", "النسب", "الجنس", "تاريخ الازدياد", "الجماعة", "الهاتف",
    "ب.ت.و",
)  # fmt: skip
#: Who is in the list, by language: known here, known at the sister centre, known nowhere; and what pages then say.
SAYS = {
    "ar": {
        "here": "حفيظة", "there": "رقوش", "fresh": "يزة", "family": "أكرام أيت",
        "refused": ("ليس تاريخا", "لا جماعة باسم", "صيغة حسابية"),
        "wait": "لم يجب", "late": "متأخر",
    },
    "fr": {
        "here": "السعدية", "there": "فاضمة", "fresh": "تودة", "family": "أكرام بن",
        "refused": ("n’est pas une date", "Aucune commune", "formule de tableur"),
        "wait": "n’a pas encore répondu", "late": "en retard",
    },
}  # fmt: skip


def _swelling() -> bytes:
    """A workbook of some kilobytes with a cell at the very end of its sheet: opened, it is millions of rows."""
    plain = workbook(lambda sheet: [sheet.append(["id", "nom", "commune"]), sheet.append([1, "Fatima", "x"])])
    return altered(plain, "xl/worksheets/sheet1.xml", lambda part: part.replace(b'r="A2"', b'r="XFD1048576"'))


def _list(language: str) -> bytes:
    """Seven rows as an old program of the centre saved them; three of them cannot be written."""
    says = SAYS[language]

    def of(n: int, given: str, **more: str) -> list[str]:
        return lists.row(f"{language}-{n}", f"{language}-{n // 2}", given=given, family=says["family"], **more)

    rows = [
        of(0, says["fresh"], born="1/2/1961", phone="0612345678"),
        of(1, "إبراهيم", relation="ابن", sex="ذكر", born="12/03/1990"),
        of(2, says["here"]), of(4, says["there"], born="14/07/1985"),
        of(6, "نجية", born="31/31/1990"), of(8, "نجية", commune="نولبارت"), of(10, '=HYPERLINK("http://x")'),
    ]  # fmt: skip
    return lists.as_csv(rows, HEAD, separator=";").decode().encode("cp1256")


@pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
def test_a_list_is_brought_a_double_joined_and_the_rights_of_a_person_honoured(product, at, language, size):
    """What a director does on her first Monday, from the file on her key to the last letter."""
    says = SAYS[language]
    with product.inside():
        with under("worker") as worker:
            here = received(worker, given=says["here"], family=says["family"])
        with under("sister_worker") as sister:
            there = received(sister, given=says["there"], family=says["family"], born=date(1985, 7, 14))
        apart = _kept_apart(here, says)
    director = at("director", language, size)
    if language == "ar":  # what is read the same way in any language is walked in one
        _refused(product, director)
    _brought(product, director, language)
    if language == "fr":
        _taken_out_and_brought_again(product, director, says)
        _unseen(at, director, here, apart, language, size)
    with product.inside(), under("worker"):
        fresh = Person.objects.get(given_ar=says["fresh"], family_ar=says["family"])
    worker = at("worker", language, size)
    _joined(product, worker, at("sister_worker", language, size), there, says)
    _honoured(director, worker, at("officer", language, size), here, fresh, language)


def _kept_apart(here, says):
    """J9: a file of her own in a compartment, proposed as her double, with a request about its data."""
    with under("keeper") as keeper:
        visit = received(keeper, given=says["here"], family=says["family"], compartment="violence")
        families.propose([(here.person_id, visit.person_id, 0.99, ["names"])], source="batch")
        return families.ask_right(
            person=visit.person, centre=keeper.centre, right="access", speaks="herself", checked="card", by=keeper.user
        )


def _unseen(at, director, here, apart, language, size):
    """Of the file kept apart nobody outside sees a row, a count, a code; asked about, it gets the usual words."""
    says = SAYS[language]
    whole, asks = f"{says['here']} {says['family']}", f"/one-person/ask/{here.person_id}/"
    for path in ("/work/", "/families/rights/"):
        assert apart.code not in director.goes(path).text
    worker, keeper = at("worker", language, size), at("keeper", language, size)
    for who, seen in ((worker, 1), (keeper, 2)):
        who.goes("/families/").types("name", whole).sends()
        assert who.page.locator("#found .fam b", has_text=whole).count() == seen
        who.goes("/one-person/")
        assert who.page.locator("main li .what", has_text=whole).count() == seen - 1
    worker.goes(asks).types("name", f"{says['fresh']} {says['family']}").sends()
    words = [worker.presses("#found form button").page.locator("main .messages, .message").first.inner_text()]
    keeper.goes(asks).types("name", whole).sends()
    words.append(keeper.presses("#found form button").page.locator("main .messages, .message").first.inner_text())
    assert words[0] == words[1] == "Envoyé pour examen."


def _sends_file(product, hands, name, content):
    """Choose a file, send it; the reader of files opens it meanwhile."""
    hands.goes("/families/imports/")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    hands.page.set_input_files("main input[type=file]", files=[file])
    hands.sends("main form[enctype]")
    if hands.path != "/families/imports/":
        _worked(product, hands)
    return hands


def _worked(product, hands):
    """What the keeper does for the file of this page, in a process of its own; then the page is looked at again."""
    with product.inside():
        with under("director"):
            made = FamilyImport.objects.get(pk=hands.path.split("/")[3])
        state = lists.worked(made)
    hands.page.reload()
    return state


def _refused(product, director):
    """What cannot be read is said in a sentence beside the field or on its page."""
    director.goes("/families/imports/").looks("bring").sends("main form[enctype]")
    _sends_file(product, director, "a.csv", b"")
    assert director.page.locator("main .error").count()
    _sends_file(product, director, "a.xlsx", _swelling()).looks("swells")
    assert "1,000,000" in director.page.locator("main [role=alert]").inner_text()


def _brought(product, director, language):
    """The letters read, a wrong meaning is said, the report names each row, and a second press changes nothing."""
    says = SAYS[language]
    _sends_file(product, director, "لائحة.csv", _list(language))
    director.looks("meaning").picks("c3", "family_ar").sends("main form.stack").looks("meaning-wrong")
    assert director.path.endswith("/meaning/") and director.page.locator("main .field.wrong").count()
    director.picks("c3", "given_ar").types("list_name", f"liste {language}").sends("main form.stack")
    _worked(product, director)
    director.looks("preview")
    one = director.path
    assert all(said in director.text for said in says["refused"])
    report = director.page.evaluate("async (path) => (await fetch(path)).text()", f"{one}report.csv")
    assert report.count("\n") == 8 and all(said in report for said in says["refused"])
    director.presses(f"a[href='{one}alike/']").looks("alike")
    first = director.page.locator("main select[name^=pair-]")
    assert first.count() == 2 and says["here"] in director.text and "TEST-SISTER" not in director.text
    first.first.select_option("same")
    director.sends("main form.stack").goes(one)
    director.presses("form[action$='/write/'] button")
    director.page.check("[name=without_refused]", force=True)
    with director.page.expect_navigation(url=f"**{one}"):
        director.page.locator("form[action$='/write/'] button").evaluate("one => { one.click(); one.click(); }")
    assert _worked(product, director) == "taken"
    director.looks("done")
    assert director.page.locator("main .figure b").all_inner_texts() == ["3", "2", "0", "1", "1", "3"], director.text
    director.page.go_back()
    director.goes("/families/").types("name", f"{says['fresh']} {says['family']}").sends()
    director.presses("#found a[href*='/families/household/']")
    assert "إبراهيم" in director.text


def _taken_out_and_brought_again(product, director, says):
    """The export is the form of the import: its own rows change nothing."""
    director.goes("/families/imports/export/").sends().looks("export-why").picks("reason", "own_work").picks(
        "form", "csv"
    )
    with director.page.expect_download() as download:
        director.page.locator("main form.card button").click()
    content = Path(download.value.path()).read_bytes()
    assert content.decode("utf-8-sig").count(says["fresh"]) == content.decode("utf-8-sig").count(says["here"]) == 1
    _sends_file(product, director, "again.csv", content).types("list_name", "export").sends("main form.stack")
    _worked(product, director)
    assert "Rien de ce fichier" in director.text, director.text
    director.presses("form[action$='/give-up/'] button")


def _joined(product, worker, sister, there, says):
    """Each centre says yes; yesterday's number leads to the one file; taken apart, each is as it was."""
    with product.inside(), under("worker"):
        mine = Person.objects.select_related("household").get(given_ar=says["there"], family_ar=says["family"])
    old, file = f"/families/household/{mine.household_id}/", f"/families/household/{there.household_id}/"
    worker.goes("/one-person/").looks("doubles")
    worker.presses(f"main li:has-text('{says['there']}') a.button").looks("one-side")
    assert there.household.reference not in worker.page.content()
    worker.presses("button[value=same]")
    assert says["wait"] in worker.text
    sister.goes("/one-person/")
    sister.presses(f"main li:has-text('{says['there']}') a.button").looks("other-side")
    sister.presses("button[value=same]")
    assert sister.path == file
    worker.goes(old)
    assert worker.path == file
    worker.goes("/families/").types("number", mine.household.reference).sends()
    assert there.household.reference in worker.goes(file).text
    worker.presses("a[href*='/one-person/joining/']").sends().looks("apart-why").picks("reason", "mistake").sends()
    worker.goes(old)
    assert (worker.path, mine.household.reference in worker.text) == (old, True)


def _honoured(director, worker, officer, here, fresh, language):
    """Asked at the counter, late, answered; her file in her hands; a consent taken back; erased by two."""
    says, person, home = SAYS[language], here.person_id, f"/families/household/{here.household_id}/"
    asks, days_ago = f"/families/person/{person}/right/new/", (TODAY - timedelta(days=20)).isoformat()
    officer.goes(asks).sends().looks("right-empty")
    officer.picks("right", "access").picks("checked", "card").types("asked_on", days_ago).sends().looks("right-asked")
    asked = officer.path
    assert says["late"] in officer.text
    assert officer.page.request.get(f"{asked}letter/").body().startswith(b"%PDF")
    director.goes("/work/").presses(f"a[href='{asked}']").looks("right-answer")
    director.presses("a[href$='/file/']").looks("own-file")
    for shape in ("pdf", "json"):
        director.picks("shape", shape).picks("language", language)
        with director.page.expect_download() as download:
            director.page.locator("main form.card button").click()
        content = Path(download.value.path()).read_bytes()
        assert (
            content.startswith(b"%PDF") if shape == "pdf" else json.loads(content)["person"]["given_ar"] == says["here"]
        )
    director.goes(asked).presses("button[value=grant]")

    worker.goes(f"/families/person/{person}/consent/new/").looks("consent")
    worker.picks("purpose", "contact").picks("covers", "contact").picks("manner", "spoken").sends()
    worker.goes(home).presses("a[href*='/withdraw/']").looks("withdraw").sends()
    assert worker.goes(f"{home}consents/").page.locator("#agreed .tag").count() == 1

    officer.goes(asks).picks("right", "erasure").picks("checked", "card").sends()
    assert not worker.goes(officer.path).looks("held").page.locator("button[value=grant]").count()  # a receipt is open
    asks = f"/families/person/{fresh.pk}/right/new/"
    officer.goes(asks).picks("right", "erasure").picks("checked", "card").sends()
    asked = officer.path
    worker.goes(asked).looks("erasure").presses("button[value=grant]")
    assert not worker.page.locator("button[value=grant]").count()
    code = worker.page.locator("main dd bdi.code").first.inner_text()
    director.goes("/work/").presses(f"a[href='{asked}']").presses("button[value=grant]")
    director.looks("erased")
    assert director.path == "/families/rights/" and code in director.text
    director.goes("/families/").types("name", f"{says['fresh']} {says['family']}").sends()
    assert f"{says['fresh']} {says['family']}" not in director.page.locator("#found").inner_text()
