"""The hall: a telephone without an account writes, the screen counts, the moderator publishes, the slip tells."""

import re
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jisr.common.database import scope
from jisr.forum import actions
from jisr.forum.models import Contribution, Tribune
from jisr.forum.queries import read_sealed, slip_hash
from jisr.web.forum.public import floods, screen
from jisr.web.forum.public.paper import FIELDS
from tests.access.people import entered
from tests.access.probes import refused_as
from tests.ground import LALLA_AZIZA, TAROUDANNT
from tests.stories import under
from tests.web.forum.desk import drawn, meeting_of, published, team
from tests.window.forms import act

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public", "counter"])
NAME = "كلثوم"
TEXT = f"أنا {NAME}، بغينا الطوبيس ديال المدرسة"
HALL, DESK = "/forum/meetings/desk-meeting/", "/forum/desk/meeting/desk-meeting/tribune/"
SAY = f"{HALL}say/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture(autouse=True)
def nobody_wrote_before() -> Iterator[None]:
    """Counts of other tests are forgotten."""
    for window in (floods.phones, floods.minutes, floods.hours):
        window.forget()
    yield


@pytest.fixture
def wave():
    """A wave with its team, and a meeting held today that takes what people write."""
    found = team()
    opened(meeting_of(found))
    return found


def opened(meeting, **values):
    """The tribune of a meeting."""
    with under("secretary") as secretary:
        return actions.open_tribune(meeting=meeting, by=secretary.user, **values)


def written(text=TEXT, **changes):
    """The form of the telephone, filled in."""
    plain = {"kind": "proposal", "text": text, "where": "written", "theme": "", "commune": "", "speaker_role": ""}
    return plain | {"organisation": "", "key": str(uuid.uuid4())} | changes


def phone(**options):
    """A telephone of the hall; it asks for pages in English so that a test may read them."""
    return Client(headers=ENGLISH, **options)


def words(answer):
    """The words of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def code_of(answer):
    """The code on a slip."""
    found = re.search(r'slip-code"><bdi[^>]*>([^<]+)<', answer.content.decode())
    assert found, words(answer)
    return found[1]


def came():
    """Every contribution, as the team sees them."""
    with under("moderator"):
        return list(Contribution.objects.order_by("received_at"))


def test_from_the_square_code_to_the_answered_slip(wave):
    """The whole way: screen, short address, telephone, moderator, screen again, slip."""
    visitor, number = phone(), Tribune.objects.get().number
    for host, is_alone in (("testserver", False), ("127.0.0.1:8123", True)):  # the address is that of this page
        shown = visitor.get(f"{HALL}screen/", headers={"host": host})
        assert f"{host}/forum/<wbr>{number}" in shown.content.decode() and "<svg" in shown.content.decode()
        assert ("No telephone reaches this address" in words(shown)) == is_alone
    typed = str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert visitor.get(f"/forum/{typed}")["Location"] == visitor.get(f"/forum/{number}/")["Location"] == SAY
    assert SAY in visitor.get(HALL).content.decode()

    form = written(commune=LALLA_AZIZA, theme="schooling", speaker_role="person")
    slip = visitor.post(SAY, form)
    code, [row] = code_of(slip), came()
    assert (row.state, row.channel, row.language, row.commune_id, row.said_on) == (
        "said", "written", "darija", LALLA_AZIZA, timezone.localdate(),
    )  # fmt: skip
    assert row.code_hash == slip_hash(code) and "no-store" in slip["Cache-Control"] and NAME not in words(slip)
    again = visitor.post(SAY, form)  # the connection was lost, or the page was asked for again
    assert code_of(again) == code and "count once" in words(again) and len(came()) == 1

    for login in ("public", "counter"):
        assert refused_as(login, "SELECT 1 FROM forum_verbatim"), login
        assert refused_as(login, "INSERT INTO forum_tribune SELECT * FROM forum_tribune"), login
    with scope(speaking="public"):
        assert not Contribution.objects.exists()
    assert NAME not in words(visitor.get(f"{HALL}screen/?n=1")) and "so far 1 " in words(visitor.get(f"{HALL}screen/"))
    assert "waits to be read" in words(visitor.post("/forum/slip/", {"code": code}))

    desk = entered("moderator", headers=ENGLISH).get("/forum/desk/wave/desk-wave/").content.decode()
    assert f"/forum/desk/contribution/{row.code}/moderate/" in desk and "sent in writing" in desk
    with under("moderator") as moderator:
        assert read_sealed(row) == TEXT
        start = TEXT.index(NAME)
        mask = {"start": start, "end": start + len(NAME), "reason": "name"}
        actions.publish(contribution=row, by=moderator.user, masks=[mask], checked=True)
    told = words(visitor.get(f"{HALL}screen/?n=1"))
    assert "الطوبيس" in told and NAME not in told
    assert "It is published" in words(visitor.post("/forum/slip/", {"code": code}))


def test_what_is_wrong_is_said_and_no_letter_is_lost(wave):
    """Each thing beside its field; nothing comes in; the page can be sent again as it stands."""
    speech = "نطلب طريقا معبدة. " * 1200
    for changes, said in (
        ({"text": " \u200f\n"}, "Write what you want to say."), ({"text": speech}, "longer than 20000 characters"),
        ({"kind": ""}, "Choose one of the five."), ({"kind": "order"}, "Select a valid choice"),
        ({"where": "paper"}, "Select a valid choice"), ({"commune": "زززززز"}, "did not find this commune"),
        ({"commune": TAROUDANNT}, "outside the region"), ({"organisation": "ا" * 201}, "at most 200"),
    ):  # fmt: skip
        answer = phone().post(SAY, written(**changes))
        page = answer.content.decode()
        assert answer.status_code == 200 and said in words(answer), changes
        assert unescape(page).count((changes.get("text") or TEXT).strip()[-60:]) >= 1, changes
        assert "maxlength" not in re.search(r"<textarea[^>]*>", page)[0]  # a browser would cut without a word
    assert came() == []

    two = "نقترح دروسا مسائية لمحو الأمية.\nDes cours du soir d'alphabétisation pour les femmes"
    for text in ((speech[:19_999] + ".").strip(), two, "ⵏⵔⴰ ⴰⵙⴰⵔⴰⴳ ⵏ ⵜⵉⵏⵎⵍ"):
        code_of(phone().post(SAY, written(text, key="not a key", said_on="2031-01-01", received_at="2031-01-01")))
        row = came()[-1]
        with under("secretary"):
            assert read_sealed(row) == text
    assert [row.language for row in came()] == ["ar", "mixed", "tamazight"]
    assert {row.said_on for row in came()} == {timezone.localdate()}


def test_no_cookie_no_script_and_plain_http_are_enough_and_another_site_is_not(wave):
    """A browser that keeps nothing is heard; a form that another site sends in somebody's name is shown first."""
    strict = phone(enforce_csrf_checks=True)
    page = strict.get(SAY)
    cookie = page.cookies[floods.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["max-age"]) == (True, "Lax", "", 3600)
    assert "<form" in page.content.decode() and "csrfmiddlewaretoken" not in re.search(
        rf'<form method="post" action="{SAY}".*?</form>', page.content.decode(), re.S
    )[0]  # fmt: skip
    strict.cookies.clear()

    for foreign in ({"origin": "https://other.example"}, {"sec-fetch-site": "cross-site"}):
        refused = strict.post(SAY, written(), headers=foreign)
        assert "another site" in words(refused) and TEXT in unescape(refused.content.decode())
    assert came() == []
    for ours in ({"origin": "http://testserver"}, {"sec-fetch-site": "same-origin"}, {}):
        code_of(strict.post(SAY, written(), headers=ours))

    def sent(form):
        try:
            return code_of(phone().post(SAY, form))
        finally:
            connections.close_all()  # those of this thread

    form, before = written("نفس الورقة"), len(came())
    with ThreadPoolExecutor() as threads:  # an impatient thumb, and a connection that comes back
        codes = [one.result(20) for one in [threads.submit(sent, form) for _ in range(4)]]
    assert len(set(codes)) == 1 and len(came()) == before + 1


def test_one_telephone_and_one_connection_are_slowed_and_the_others_are_not(wave, monkeypatch, settings):
    """The sentence says how long; the text stays; a page sent again is no new one; the whole meeting has its limit."""
    monkeypatch.setattr(floods, "MOST_OF_PHONE", 3)
    settings.WORKERS = 1
    mine, first = phone(), written()
    mine.get(SAY)
    code = code_of(mine.post(SAY, first))
    for _ in range(2):
        code_of(mine.post(SAY, written()))
    slowed = mine.post(SAY, written("فكرة رابعة"))
    assert slowed.status_code == 429 and "wait ten minutes" in words(slowed)
    assert "فكرة رابعة" in slowed.content.decode()
    assert code_of(mine.post(SAY, first)) == code

    neighbour = phone()
    neighbour.get(SAY)
    code_of(neighbour.post(SAY, written()))
    opened(Tribune.objects.get().meeting, most_a_minute=8)  # half of it from one connection
    assert neighbour.post(SAY, written()).status_code == 429
    elsewhere = phone(REMOTE_ADDR="10.1.1.1")
    elsewhere.get(SAY)
    code_of(elsewhere.post(SAY, written()))
    opened(Tribune.objects.get().meeting, most_a_minute=5)
    full = phone(REMOTE_ADDR="10.1.1.2").post(SAY, written())
    assert full.status_code == 429 and "wait a minute" in words(full)

    with scope(speaking="owner"):
        Contribution.objects.update(received_at=timezone.now() - timezone.timedelta(minutes=2))
    code_of(phone(REMOTE_ADDR="10.1.1.2").post(SAY, written()))
    assert "10.1.1" not in repr([vars(floods.phones), vars(floods.minutes), vars(floods.hours)])


def test_a_shut_tribune_says_when_it_was_open_and_where_to_go(wave):
    """Opened and shut at the desk; what was typed into a page that shut in between is still there."""
    later = timezone.localtime() + timezone.timedelta(days=1)
    desk, moment = entered("secretary", headers=ENGLISH), f"{later:%Y-%m-%dT%H:%M}"
    page = desk.get(DESK).content.decode()
    form = act(version=re.search(r'name="version" value="(\d+)"', page)[1], most_a_minute="50", closes_at="")
    assert desk.post(DESK, form | {"opens_at": moment}).status_code == 302
    assert "not open yet" in words(phone().get(SAY))
    assert "shut before it opens" in words(desk.post(DESK, act(most_a_minute="5", opens_at=moment, closes_at=moment)))
    assert desk.post(DESK, act(most_a_minute="50", opens_at="", closes_at="")).status_code == 302
    code_of(phone().post(SAY, written()))
    assert desk.post(f"{DESK}shut/", act()).status_code == 302

    shut, late = phone().get(SAY), phone().post(SAY, written("جئت متأخرا"))
    assert "It was open from" in words(shut) and f"{HALL}sheets/" in shut.content.decode()
    assert "takes no contributions" in words(late) and "جئت متأخرا" in late.content.decode() and len(came()) == 1
    assert SAY not in phone().get(HALL).content.decode()
    assert "Give your sheet" in words(phone().get(f"{HALL}screen/"))
    for name, status in (("moderator", 403), ("far_secretary", 404)):
        assert entered(name).post(DESK, act(most_a_minute="5")).status_code == status


def test_the_screen_goes_round_by_itself_and_shows_what_was_published_alone(wave):
    """Statements first, then what nobody joined; each page names the next; no count of rows makes it ask more."""
    meeting = Tribune.objects.get().meeting
    joined = published(wave, "نطلب ملعبا للشباب", meeting=meeting)
    drawn(wave, joined, text="ملعب لشباب الدوار")
    alone = [published(wave, f"مقترح رقم {n}", meeting=meeting) for n in range(5)]
    phone().post(SAY, written("سر لم يقرأه أحد"))

    def seen(n):
        with CaptureQueriesContext(connections["public"]) as made:
            answer = phone().get(f"{HALL}screen/", {"n": n})
        return words(answer), answer["Refresh"], len(made)

    turns = [seen(n) for n in range(9)]
    assert "ملعب لشباب الدوار" in turns[1][0] and "نطلب ملعبا" not in str(turns)
    assert all(row.text in str(turns) for row in alone) and "سر" not in str(turns)
    assert turns[1][1].endswith(f";url={HALL}screen/?n=2") and int(turns[1][1].split(";")[0]) >= screen.LEAST_S
    assert len({asked for _words, _next, asked in turns}) == 1 and turns[0][2] <= 9
    assert (
        "Refresh" not in phone().get(f"{HALL}screen/?n=1&still")
        and phone().get(f"{HALL}screen/?n=x").status_code == 200
    )
    with CaptureQueriesContext(connections["public"]) as made:
        phone().get(SAY)
    assert len(made) <= 4


def test_paper_has_the_fields_of_the_keying_page_in_its_order(wave):
    """On an Arabic side and a French one; poster and sheet lead to the short address."""
    key = entered("secretary").get("/forum/desk/wave/desk-wave/key/").content.decode()
    order = [name for name in re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', key) if name in FIELDS]
    assert list(dict.fromkeys(sorted(order, key=order.index))) == list(FIELDS)

    for paper in ("sheets", "poster"):
        page = phone().get(f"{HALL}{paper}/").content.decode()
        assert f"testserver/forum/<wbr>{Tribune.objects.get().number}" in page and "<svg" in page
        assert page.index('lang="ar"') < page.index('lang="fr" dir="ltr"')
    sheet = phone().get(f"{HALL}sheets/").content.decode()
    assert re.findall(r'class="line (\w+)"', sheet) == [*FIELDS, *FIELDS]
