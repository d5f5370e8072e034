"""A whole story through the pages; then every place where a name could have been left is searched, and holds none."""

import html
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone

from jisr.common.database import scope
from jisr.families.models import Person
from jisr.messages.models import Message
from jisr.window.listening.models import Need
from jisr.window.orientation.models import Referral
from jisr.window.pathways.models import FollowUp, Plan, Step
from tests.ground import LALLA_AZIZA, SERVICE_PARTNER, SERVICE_SISTER
from tests.journeys.browser import turn
from tests.journeys.desk import Desk
from tests.stories import under

pytestmark = pytest.mark.browser  # it needs the running product

TODAY = timezone.localdate().isoformat()
#: Invented for this story and met nowhere else.
NAMES = ("زعفرانية", "المرزوقيطي", "Zaafrania", "Merzouquiti", "شمسيطة", "Chamsita", "زهورطانة")
PHONE, CARD, QUARTER = "0699887712", "ZQ778812", "دوار قنفوذاش"
WORDS = ("كلمتها الأولى في الباب", "كلمتها الثانية في الخلوة", "ملاحظة سرية عنها", "هدف أسرتها الوحيد")
#: Where each may stand: the file itself, and what was agreed to be shared with one referral.
HOME = {
    **{name: {"families_person", "orientation_referral"} for name in NAMES},
    PHONE: {"families_phone", "orientation_referral"},
    CARD: set(),
    QUARTER: {"families_household"},
    WORDS[0]: {"reception_visit"},
    WORDS[1]: {"listening_need", "orientation_referral"},
    WORDS[2]: {"listening_note"},
    WORDS[3]: {"pathways_plan"},
}


class Story:
    """People at their desks, and everything that went to and fro."""

    def __init__(self, product) -> None:
        self.product, self.desks = product, []
        self.worker, self.sister = self.desk("worker"), self.desk("sister_worker")

    def desk(self, name: str) -> Desk:
        """Somebody sits down."""
        self.desks.append(Desk(self.product, name, language="ar"))
        return self.desks[-1]

    def fills(self, desk: Desk, path: str, to: str = "", **fields) -> str:
        """Open a page, send its form; where it led."""
        answer = desk.sends(to or path, desk.form(path) | fields)
        assert answer.status in {200, 302, 303, 409}, answer.text
        return answer.location

    def one(self, model, **values):
        """The newest row of a kind."""
        with self.product.inside(), under("worker"):
            return model.objects.filter(**values).order_by("-pk").first()


def receive(story: Story) -> str:
    """Searched for, not found, received; the household's path."""
    worker, new = story.worker, "/reception/new/"
    story.fills(worker, "/families/", name=f"{NAMES[0]} {NAMES[1]}", age="", born_on="", number="")
    story.fills(worker, "/families/", name="", age="", born_on="", number=CARD)
    visit = story.fills(
        worker, new, name=f"{NAMES[0]} {NAMES[2]}", surname=f"{NAMES[1]} {NAMES[3]}", sex="f", age="38", born_on="",
        commune=LALLA_AZIZA, locality=QUARTER, reasons=["schooling"], words=WORDS[0], urgency="normal",
        language="tachelhit", channel="walk_in", seen="",
    )  # fmt: skip
    assert "/reception/visit/" in visit
    for more in ("", "print/?size=slip"):
        worker.asks(visit + more)
    person = story.one(Person, given_ar=NAMES[0])
    home = f"/families/household/{person.household_id}/"
    story.fills(
        worker, f"{home}person/new/", given_ar=NAMES[4], family_ar=NAMES[1], given_fr=NAMES[5], family_fr="",
        relation="child", sex="f", age="14", born_on="", marital_state="", literacy="", schooled="yes", disability="",
    )  # fmt: skip
    story.fills(worker, f"{home}phone/new/", number=PHONE, owner="own", is_safe="on")
    story.fills(worker, f"/families/person/{person.pk}/identity/new/", kind="cin", number=CARD)
    worker.sends("/drafts/save/", worker.form(new) | {"draft_place": new, "name": NAMES[6], "password": "x"})
    return home


def listen_and_orient(story: Story, home: str) -> list[Referral]:
    """Two needs in her words, one sent to a centre with a list, one to a centre with a link; all of it shared."""
    person = story.one(Person, given_ar=NAMES[0])
    rows = {"needs-TOTAL_FORMS": "2", "needs-INITIAL_FORMS": "0"}
    for n, theme in enumerate(("disability", "training")):
        rows |= {f"needs-{n}-person": str(person.pk), f"needs-{n}-theme": theme, f"needs-{n}-gravity": "3"}
        rows[f"needs-{n}-words"] = WORDS[1]
    path = home.replace("/families/", "/listening/") + "new"
    around = {"person": str(person.pk), "place": "centre", "strengths": "", "risks": "", "note": WORDS[2]}
    assert "/interview/" in story.fills(story.worker, path, secrecy="team", **around, **rows)
    sent = []
    for theme, service in (("disability", SERVICE_SISTER), ("training", SERVICE_PARTNER)):
        need = story.one(Need, theme=theme, person=person)
        page = f"/orientation/need/{need.pk}/"
        story.worker.asks(page)
        shares = ["name", "contact", "household", "need", "situation"]
        story.fills(story.worker, f"{page}refer/{service}/", shares=shares, manner="spoken")
        sent.append(story.one(Referral, need=need))
    return sent


def answer(story: Story, referral: Referral) -> None:
    """The other centre answers in its list, and tells how it ended."""
    page = f"/orientation/referral/{referral.pk}/"
    story.worker.asks(f"{page}slip")
    story.fills(story.sister, page, f"{page}answer", state="booked", booked_on=TODAY, words="مرحبا بها", refusal="")
    for verb in ("start", "complete"):
        story.fills(story.sister, page + verb, words="")
    story.fills(story.worker, f"{page}confirm", served="yes")
    story.sister.asks("/work/")


def answer_by_link(story: Story, referral: Referral) -> str:
    """The partner reads by its link, asks for a code, types it, and refuses; the secret."""
    page = f"/orientation/referral/{referral.pk}/"
    made = story.worker.sends(f"{page}link", story.worker.form(page))
    secret = re.search(r"/orientation/r/([\w-]+)/", made.text)[1]
    partner, door = story.desk(""), f"/orientation/r/{secret}/"
    form = partner.form(door)
    assert not [name for name in NAMES if name in partner.answers[-1].text]
    partner.sends(f"{door}code", form)
    with story.product.inside(), scope(speaking="owner"):
        message = Message.objects.filter(template="link_code").latest("made_at")
    code = "".join(re.findall(r"\d", message.body))[:6]
    opened = partner.sends(f"{door}open", form | {"code": code})
    partner.cookies += "; " + next(one for one in opened.cookies.split("; ") if one.startswith("link="))
    assert NAMES[0] in partner.asks(door).text, "the code opens"
    partner.sends(door, form | {"state": "refused", "refusal": "full", "words": "", "booked_on": ""})
    return secret


def follow(story: Story, home: str) -> None:
    """A plan, a step with its day, its aid and its outcome, a look back; paper; who read the file."""
    person, worker = story.one(Person, given_ar=NAMES[0]), story.worker
    story.fills(worker, home.replace("/families/", "/pathways/") + "plan", goal=WORDS[3])
    plan = story.one(Plan, household=person.household_id)
    step_form = {
        "person": str(person.pk),
        "kind": "school",
        "what": "التسجيل",
        "responsible": "worker",
        "due_on": TODAY,
    }
    story.fills(worker, f"/pathways/plan/{plan.pk}/step/new", **step_form)
    step = f"/pathways/step/{story.one(Step, plan=plan).pk}/"
    story.fills(worker, step, f"{step}attendance", day=TODAY, present="yes")
    story.fills(worker, step, f"{step}aid", kind="goods", what="كتب", amount="", given_on=TODAY)
    story.fills(worker, step, f"{step}end", outcome="reached", words="")
    follow_up = story.one(FollowUp, plan=plan, month=1)
    story.fills(worker, f"/pathways/follow-up/{follow_up.pk}/", state="holds", words="", satisfaction="3")
    for path in (home, f"{home}readers/", f"/pathways/plan/{plan.pk}/print?to=child", "/work/", "/families/requests/"):
        worker.asks(path)


def go_wrong(story: Story, home: str) -> None:
    """Mistakes made with her name in hand: each answer is an error, and each could have left it somewhere."""
    person = story.one(Person, given_ar=NAMES[0])
    worker, edit = story.worker, f"/families/person/{person.pk}/edit/"
    typed = {"given_ar": NAMES[0], "family_ar": NAMES[1] * 30, "relation": "head", "born_on": "2090-01-01"}
    story.fills(worker, edit, **typed)  # too long, not born yet
    story.fills(worker, edit, **typed | {"family_ar": NAMES[1], "born_on": "", "version": "77"})  # an old version
    worker.sends(edit, typed | {"csrfmiddlewaretoken": "x", "act_key": str(uuid.uuid4())})  # another site
    worker.sends(edit, {f"{NAMES[0]}{n}": NAMES[1] for n in range(1_200)})  # too many fields
    worker.sends("/families/ask/", worker.form("/families/") | {"mark": NAMES[0], "why": NAMES[1]})
    worker.sends("/enter/", {"login": f"{NAMES[2]}@{NAMES[3]}.example", "password": NAMES[0]})
    far = story.desk("far_worker")
    story.fills(far, "/families/", name=f"{NAMES[0]} {NAMES[1]}", age="", born_on="", number="")
    assert not [name for name in (*NAMES[2:], PHONE, QUARTER) if name in far.answers[-1].text]
    far.asks(home)


def spellings(text: str) -> Iterator[str]:
    """The ways in which a text may stand in a file."""
    yield from {
        text,
        quote(text),
        json.dumps(text)[1:-1],
        html.escape(text),
        text.encode().hex(),
        repr(text.encode())[2:-1],
    }


def found_in(where: str, text: str, sought) -> list[str]:
    """What of the sought stands in a text."""
    low = text.casefold()
    return [f"{where}: {one}" for one in sought if any(way.casefold() in low for way in spellings(one))]


@pytest.fixture(scope="module")
def told(product, cluster):
    """The story, told once; then its server ended, so that every log is on the disk."""
    story = Story(product)
    home = receive(story)
    by_list, by_link = listen_and_orient(story, home)
    answer(story, by_list)
    story.secret = answer_by_link(story, by_link)
    follow(story, home)
    go_wrong(story, home)
    product.stop_serving()
    product.serve()
    story.database_log = cluster.ground.log
    return story


def test_the_story_was_told(told):
    """Otherwise nothing would be found for the wrong reason."""
    with told.product.inside(), under("worker"):
        assert Person.objects.filter(family_ar=NAMES[1]).count() == 2
        assert set(Referral.objects.filter(person__given_ar=NAMES[0]).values_list("state", flat=True)) == {
            "completed", "refused"
        }  # fmt: skip
        assert Step.objects.filter(person__given_ar=NAMES[0], outcome="reached").exists()
        assert FollowUp.objects.filter(plan__household__persons__given_ar=NAMES[0], state="holds").exists()
    seen = "".join(one.text for one in told.worker.answers)
    assert all(name in seen for name in NAMES[:6]) and PHONE[-4:] in seen.replace(" ", "")


def test_no_log_names_anybody(told):
    """The access log, the server's own words, the database's, and every other file that the product writes."""
    wrong = []
    files = [told.product.access_log, told.product.own_words, told.database_log]
    files += [path for path in Path(settings.DATA).glob("*") if path.is_file()]
    for path in dict.fromkeys(map(Path, files)):
        wrong += found_in(path.name, path.read_bytes().decode("utf-8", "replace"), [*HOME, told.secret])
    assert wrong == []
    assert "/families/household/" in told.product.access_log.read_text()
    assert "?" not in told.product.access_log.read_text()


def test_no_address_cookie_header_or_title_names_anybody(told):
    """What stays in the history of a browser, in a proxy, on a shared screen."""
    wrong = []
    for answer_got in (one for desk in told.desks for one in desk.answers):
        heads = "\n".join(f"{name}: {value}" for name, value in answer_got.headers)
        titles = " ".join(re.findall(r"<title>(.*?)</title>", answer_got.text, re.S))
        links = " ".join(re.findall(r'(?:href|action|src)="([^"]*)"', answer_got.text))
        for where, text in (("header", heads), ("title", titles), ("address", links), ("cookie", answer_got.cookies)):
            wrong += found_in(where, text, [one for one in HOME if one != PHONE])
    assert wrong == []


def test_no_page_may_be_kept_by_anybody(told):
    """Neither the browser's cache nor one on the way: the desk is shared."""
    for desk in told.desks:
        for one in desk.answers:
            control = dict(one.headers).get("Cache-Control", "")
            assert "no-store" in control or one.status in {400, 403, 404}, (desk.language, one.status, control)


def test_every_table_but_its_own_is_silent(told):
    """Journal, events, messages, acts, drafts, attempts, imports: the whole database as its owner reads it."""
    wrong = []
    with told.product.inside(), scope(speaking="owner"), connections["owner"].cursor() as cursor:
        for table in connections["owner"].introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            text = "\n".join(row for (row,) in cursor.fetchall())
            wrong += found_in(table, text, [one for one, homes in HOME.items() if table not in homes])
            wrong += found_in(table, text, [told.secret])
    assert wrong == []


def test_sessions_hold_no_name(told):
    """Their bodies are signed, not encrypted."""
    with told.product.inside(), scope(speaking="owner"):
        bodies = [json.dumps(SessionStore().decode(one.session_data)) for one in Session.objects.all()]
    assert bodies
    assert found_in("session", "\n".join(bodies), HOME) == []


def test_a_browser_keeps_nothing_of_whom_it_showed(told, open_page):
    """Addresses, titles and every store of the page, after a search, a file and a form half typed."""
    page = open_page("ar", "desk")
    told.product.enter(page, "worker")
    person = told.one(Person, given_ar=NAMES[0])
    seen = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    page.goto("/families/")
    page.locator("main [name='name']").fill(f"{NAMES[0]} {NAMES[1]}")
    turn(page, page.locator("main form button").first)
    assert NAMES[1] in page.locator("main").inner_text()
    seen.append(page.title())
    for path in (f"/families/household/{person.household_id}/", f"/families/person/{person.pk}/edit/"):
        page.goto(path)
        seen.append(page.title())
    page.locator("main [name='given_fr']").fill(NAMES[5])
    page.wait_for_timeout(2_500)  # it is kept as it is typed
    stores = page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state,"
        " await indexedDB.databases(), await caches.keys(), name])"
    )
    cookies = json.dumps(page.context.cookies(), ensure_ascii=False)

    assert found_in("browser", "\n".join([*seen, stores, cookies]), HOME) == []
