"""The desk of a wave in a real browser: from the paper sheet to the answer, in both languages."""

import re
import uuid

import pytest
from django.utils import timezone

from jisr.forum import actions
from jisr.forum.models import Contribution, Wave
from tests.journeys.browser import check_sizes, look, turn
from tests.stories import under
from tests.web.forum.desk import drawn, meeting_of, published, said, team

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(("language", "size"), [("ar", "phone"), ("fr", "desk")])
LONG = (
    "أنا فاطمة من للا عزيزة، أم لثلاث بنات. نطلب نقلا مدرسيا لبنات الدواوير البعيدة لأن الطريق طويل ومظلم في الشتاء،"
    " والمؤسسة على بعد تسعة كيلومترات.\n\nاتصلوا بي على 0612345678 أو بالسيد إدريس في الجماعة."
)


@pytest.fixture
def wave(product):
    """A wave of its own for each journey, with something of every kind that waits."""
    with product.inside():
        code = f"desk-{uuid.uuid4().hex[:8]}"
        found = team(code)
        meeting = meeting_of(found, f"{code}-m")
        meeting_of(found, f"{code}-p", held=False)
        said(found, LONG, meeting=meeting, speaker_role="person", public="pupils", urgency="this_year")
        texts = (
            "نطلب نقلا مدرسيا للبنات",
            "حافلة للتلاميذ من الدواوير",
            "Un transport scolaire pour les filles des douars",
        )
        rows = [published(found, text, meeting=meeting) for text in texts]
        drawn(found, *rows[:2], text="نقل مدرسي لبنات الدواوير البعيدة")
        drawn(found, rows[2], text="Un transport scolaire pour les filles")
        published(found, "إحداث قاعة لمحو الأمية في كل دوار، ويقترح المشاركون أن تفتح مساء", meeting=meeting)
        with under("moderator") as moderator:
            actions.withhold(contribution=said(found, "عرض للبيع", kind="offer"), reason="off_topic", by=moderator.user)
    return found


def rows_of(product, wave, **which):
    """Contributions of a wave as its moderator sees them."""
    with product.inside(), under("moderator"):
        return list(Contribution.objects.filter(wave=wave, **which).order_by("received_at"))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_desk_can_be_used_by_everyone(product, open_page, wave, language):
    """Each page of each role, in both languages, on a telephone and at a desk."""
    sealed, open_one = rows_of(product, wave, state="said")[0], rows_of(product, wave, state="published")[0]
    with product.inside(), under("moderator"):
        statement = wave.statements.first()
    desk, of = f"/forum/desk/wave/{wave.code}", f"/forum/desk/contribution/{sealed.code}"
    joined = f"/forum/desk/statement/{statement.pk}"
    pages = {
        "secretary": {
            "waves": "/forum/desk/", "wave": f"{desk}/", "key": f"{desk}/key/", "plan": f"{desk}/plan/",
            "close": f"{desk}/close/", "hold": f"/forum/desk/meeting/{wave.code}-p/hold/",
            "minutes": f"/forum/desk/meeting/{wave.code}-m/close/",
        },
        "moderator": {
            "moderate": f"{of}/moderate/", "sealed": f"{of}/", "statements": f"{desk}/statements/",
            "extract": f"{desk}/statements/new/", "merge": f"{desk}/statements/join/", "statement": f"{joined}/",
            "split": f"{joined}/split/", "translate": f"{joined}/translate/",
            "destroy": f"/forum/desk/contribution/{open_one.code}/destroy/",
        },
        "answering": {
            "wave-answering": f"{desk}/", "answer": f"/forum/desk/contribution/{open_one.code}/answer/",
            "answer-statement": f"{joined}/answer/", "contribution": f"/forum/desk/contribution/{open_one.code}/",
        },
    }  # fmt: skip
    for name, places in pages.items():
        page = open_page(language, "phone")
        product.enter(page, name)
        for what, path in places.items():
            page.goto(path)
            check_sizes(page, f"desk-{what}", language)


@BOTH
def test_a_sheet_goes_from_the_paper_to_the_answer(product, at, wave, language, size):
    """Keyed by the secretary, covered and published by the moderator, answered by the body, read by its slip."""
    desk, moderator, body = (at(name, language, size) for name in ("secretary", "moderator", "answering"))

    desk.goes(f"/forum/desk/wave/{wave.code}/key/")
    desk.picks("kind", "proposal").picks("language", "ar").types("text", "أنا خديجة، نطلب ملعبا للشباب").sends()
    desk.looks("slip")
    slip = desk.page.locator(".big").inner_text()
    row = rows_of(product, wave, state="said")[-1]

    moderator.goes(f"/forum/desk/contribution/{row.code}/moderate/").types("words_0", "خديجة")
    turn(moderator.page, moderator.page.locator("button[name=look]"))
    moderator.looks("preview")
    assert "▇" in moderator.page.locator("[aria-labelledby=shown]").inner_text()
    moderator.page.locator("[name=read_through]").check()
    moderator.sends().looks("published")

    body.goes(f"/forum/desk/contribution/{row.code}/answer/").picks("kind", "accepted")
    body.types("what", "سيحدث ملعب").types("why", "لأن الدوار بلا ملعب").types("next_step", "في السنة المقبلة")
    body.types("body_ar", "مجلس الجهة").sends().looks("answered")
    assert "سيحدث ملعب" in body.text

    visitor = at("", language, size)
    visitor.goes("/forum/slip/").types("code", slip).sends().looks("by slip")
    assert "سيحدث ملعب" in visitor.text and "خديجة" not in visitor.text


@BOTH
def test_a_region_opens_its_consultation_and_holds_a_meeting(product, at, language, size):
    """Opened, a moderator seated, a meeting planned and held, who came counted, a commitment and a file: by hand."""
    code, today = f"region-{uuid.uuid4().hex[:8]}", timezone.localdate().isoformat()
    desk = at("secretary", language, size).goes("/forum/desk/open/")
    desk.types("name_ar", "دورة جهوية متخيلة").types("name_fr", "Cycle régional inventé").types("code", code).sends()
    desk.looks("team")
    turn(desk.page, desk.page.locator("[aria-labelledby=give] li button").first)
    assert desk.page.locator("[aria-labelledby=seats] li").count() == 2

    desk.goes(f"/forum/desk/wave/{code}/plan/").types("held_on", today).types("place_ar", "دار الشباب").sends()
    turn(desk.page, desk.page.locator("aside .fam a").first)
    meeting = desk.path
    desk.goes(f"{meeting}hold/").sends()
    desk.goes(f"{meeting}attendance/").picks("r0-role", "citizen").types("r0-n", "12").looks("attendance")
    desk.presses("main form .actions button")
    desk.goes(f"{meeting}commit/").types("what_ar", "حافلة مدرسية").types("owner_ar", "مجلس الجهة")
    desk.types("due_on", "2026-01-05").sends().looks("meeting")
    assert "حافلة مدرسية" in desk.text and desk.page.locator("li.late").count() == 1

    desk.goes(f"/forum/desk/wave/{code}/import/")
    sheet = {"name": "a.csv", "mimeType": "text/csv", "buffer": "kind,text\nproposal,نطلب ملعبا\n".encode()}
    desk.page.set_input_files("[name=file]", files=[sheet])
    desk.sends().looks("preview").presses("main form .actions button")
    [row] = rows_of(product, Wave(pk=_key(product, code)))
    assert row.state == "said" and not desk.troubles, desk.troubles


def _key(product, code):
    """The key of a wave."""
    with product.inside(), under("secretary"):
        return Wave.objects.get(code=code).pk


@pytest.mark.parametrize("paper", ["slip", "a6"])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_slip_is_one_piece_of_paper(product, at, wave, language, paper):
    """On the roll of a till printer and on a quarter of A4, with nothing of the page around it."""
    desk = at("secretary", language, "desk").goes(f"/forum/desk/wave/{wave.code}/key/")
    desk.picks("kind", "offer").picks("language", "fr").picks("paper", paper).types("text", "Une salle").sends()
    look(desk.page, f"slip-{paper}-{language}")

    printed = desk.page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    wide, high = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", printed).groups())
    assert (round(wide * 25.4 / 72), round(high * 25.4 / 72)) == {"slip": (80, 200), "a6": (105, 148)}[paper]


@BOTH
def test_nothing_is_lost_when_two_moderate_at_once(product, at, wave, language, size):
    """The second sees what is stored beside what she chose."""
    row = rows_of(product, wave, state="said")[0]
    address = f"/forum/desk/contribution/{row.code}/moderate/"
    first, second = at("moderator", language, size), at("moderator", language, size)
    first.goes(address)
    second.goes(address)

    first.picks("decision", "withhold").picks("reason", "off_topic").sends()
    second.types("words_0", "للا عزيزة").sends().looks("two versions")

    assert second.page.locator("[name=words_0]").input_value() == "للا عزيزة"
    assert second.page.locator("#stored").is_visible()
    second.page.locator("[name=read_through]").check()
    second.sends()
    assert rows_of(product, wave, pk=row.pk)[0].state == "published"


def test_a_sheet_is_covered_without_scripts(product, open_page, wave):
    """Boxes, a list and a button: any telephone will do."""
    row = rows_of(product, wave, state="said")[0]
    page = open_page("ar", "phone", javascript=False)
    product.enter(page, "moderator")
    page.goto(f"/forum/desk/contribution/{row.code}/moderate/")

    page.locator("[name=words_0]").fill("للا عزيزة")
    page.locator("[name=read_through]").check()
    page.locator("form[novalidate] .actions button").last.click()

    found = rows_of(product, wave, pk=row.pk)[0]
    assert found.state == "published" and re.search(r"أنا ▇ من ▇ ▇،", found.text)


@BOTH
def test_a_wave_that_still_owes_an_answer_says_which(product, at, wave, language, size):
    """Closing is refused with the list."""
    desk = at("secretary", language, size).goes(f"/forum/desk/wave/{wave.code}/close/").looks("cannot close")

    assert desk.page.locator(".work li").count() == 6
    assert desk.page.locator("main form").count() == 0
