"""The desk of the strategist: from an empty draft to a decision, and a paper for the wali."""

import re
from contextlib import ExitStack
from datetime import date
from html import unescape

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext

from jisr.common.database import scope
from jisr.ledger.strategy.models import Measure, PairDecision, Plan, Strategy, StrategyVersion
from jisr.territory.models import Province, Region
from jisr.web.barometer import reading
from tests.access.people import entered
from tests.access.probes import refused
from tests.ledger.strategy import planned
from tests.stories import under
from tests.web.forum import desk
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
ENGLISH = {"accept-language": "en"}


def words(answer) -> str:
    """The words of a page, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def sent(client, address: str, text: str, name: str = "a.csv"):
    """A sheet sent by the form; the address of its preview."""
    return client.post(address, act(file=SimpleUploadedFile(name, text.encode())))["Location"]


def test_a_strategy_is_begun_filled_from_sheets_and_put_in_force():
    """What is refused is said beside its field or its row, and nothing comes in by halves."""
    client = entered("strategist", headers=ENGLISH)
    assert "Write its name." in words(client.post("/strategy/desk/begin/", act(name_ar="استراتيجية")))
    begun = client.post(
        "/strategy/desk/begin/",
        act(name_ar="استراتيجية", name_fr="Stratégie", region="07", since="2027-01-01", until="2028-12-31"),
    )["Location"]
    assert "nobody outside reads it yet" in words(client.get(begun))
    assert "no measure yet" in words(client.post(f"{begun}in-force/", act(on="2027-01-01")))

    preview = sent(client, f"{begun}send/", planned.SHEET)
    page = words(client.get(preview))
    assert "No region, province or commune is called “\u2068Nulle part\u2069”." in page
    assert client.get(f"{preview}refused.csv").content.decode("utf-8-sig").splitlines()[1].startswith("3,")
    assert "1 rows are refused" in words(client.post(preview, act()))
    assert client.post(preview, act(without_refused="on"))["Location"] == begun
    assert "The file is taken in" in words(client.get(preview))
    assert client.post(f"{begun}in-force/", act(on="2027-01-01")).status_code == 302

    assert "Write its name." in words(client.post("/strategy/desk/programmes/note/", act(kind="indh")))
    send = client.post("/strategy/desk/programmes/note/", act(kind="indh", name_fr="Programme"))["Location"]
    lines = "code,title_fr,places,themes,since,until,budget\nL-1,Ligne,MA,work,2027-01-01,2027-06-30,1 300\n"
    back = client.post(sent(client, send, lines), act())["Location"]
    with scope():
        assert back == f"/strategy/programmes/{Plan.objects.get().code}/"
        assert Strategy.objects.get().is_demonstration
    pairs = words(client.get(begun + "pairs/"))
    assert "Neuf ↔ Ligne" in pairs
    for kind in ("measures", "lines"):
        assert client.get(f"/strategy/desk/empty/{kind}.xlsx").content[:2] == b"PK"
    for missing in ("empty/measures.exe", "empty/pairs.csv", "none/1/", "none/1/pairs/"):
        assert client.get(f"/strategy/desk/{missing}").status_code == 404


def test_a_pair_is_explained_decided_taken_back_and_a_draft_left_alone():
    story = planned.told()
    client = entered("strategist", headers=ENGLISH)
    home = f"/strategy/desk/{story.code}/1/"
    listed = words(client.get(f"{home}pairs/"))
    assert "Both are for Women and People of rural communes, about Literacy, in 35 communes" in unisolated(listed)
    assert "Sans territoire M-2 not published: the territory and the period" in listed
    assert "100%" in listed and "30%" in listed
    pair = f"{home}pairs/{story.measure().pk}/{story.line().pk}/"
    assert "Choose what is to become of the two." in words(client.post(pair, act(reason="x")))
    assert client.post(pair, act(verdict="join", reason="واحد يكفي")).status_code == 302
    assert "واحد يكفي" in words(client.get(pair))
    assert "No pair here" in words(client.get(f"{home}pairs/?kind=duplicate&waits=1"))
    with under("strategist"):
        decision = PairDecision.objects.get()
    back = f"/strategy/desk/decision/{decision.pk}/take-back/"
    assert "Say why it is taken back." in words(client.post(back, act(reason="")))
    assert client.post(back, act(reason="تغير")).status_code == 302
    assert "Taken back" in words(client.get(pair)) and client.get(back).status_code == 404
    assert client.get(f"{home}pairs/{story.line().pk}/{story.measure().pk}/").status_code == 404

    client.post(f"/strategy/desk/{story.code}/next/", act(said_fr="Une autre"))
    with under("strategist"):
        copy = Measure.objects.get(of__number=2, code="M-2")
    client.post(f"/strategy/desk/measure/{copy.pk}/leave-out/", act(why="مكرر"))
    draft = f"/strategy/desk/{story.code}/2/"
    assert "Left out of this draft Sans territoire M-2 Why: مكرر" in words(client.get(draft))
    assert client.get(f"{draft}measures.csv").content.decode("utf-8-sig").count("\n") == 2
    with under("strategist"):
        line = story.line("L-2")
    assert "Maison maternelle" in words(client.get(f"/strategy/desk/line/{line.pk}/leave-out/"))
    client.post(f"/strategy/desk/line/{line.pk}/leave-out/", act(why="انتهى"))
    send = words(client.get(f"/strategy/desk/programmes/{story.plan.code}/send/"))
    assert "Cours d'alphabétisation L-1" in send and "Maison maternelle L-2 Why: انتهى" in send


@pytest.mark.django_db(databases=["default", "owner", "public", "counter"], transaction=True)
def test_what_is_real_does_not_exist_for_invented_people():
    """Whoever tries the demonstration writes nothing into what pages say of real institutions, by no statement."""
    with under("strategist"):
        assert refused(
            "INSERT INTO strategy_plan (id, version, is_demonstration, code, kind, name_ar, name_fr, owner_ar,"
            " owner_fr, doubt_ar, doubt_fr, sources)"
            " VALUES (gen_random_uuid(), 1, false, 'x', 'other', '', 'x', '', '', '', '', '[]')"
        )
    with scope(speaking="owner"):
        strategy = Strategy.objects.create(code="real", name_ar="حقيقية", name_fr="Vraie")
        StrategyVersion.objects.create(strategy=strategy, number=1, state="current")
        Plan.objects.create(code="real-plan", kind="other", name_fr="Vrai")
    client = entered("strategist")
    assert "Vrai" not in words(client.get("/strategy/desk/"))
    for address in ("real/1/", "real/1/pairs/", "real/next/", "real/1/summary.fr.pdf", "programmes/real-plan/send/"):
        assert client.get(f"/strategy/desk/{address}").status_code == 404, address


def crowd(story: planned.Planned) -> None:
    """Lines enough of every kind, with the longest titles that a sheet takes."""
    line = planned.LINES[0]
    title = {"title_fr": "Un titre qui ne finit pas " * 11, "title_ar": "عنوان لا ينتهي أبدا " * 14}
    moved = {"since": date(2028, 2, 1), "until": date(2028, 12, 31)}
    rows = [
        type(line)(**{**vars(line), "code": f"{kind}-{n}", **title, **changed})
        for kind, changed in (("d", {}), ("c", {"themes": {"health": 1.0}}), ("s", moved))
        for n in range(6)
    ]
    with under("strategist") as held:
        planned.actions.put_lines(plan=story.plan, rows=rows, by=held.user)


def unisolated(text: str) -> str:
    """Without the marks that keep directions apart."""
    return re.sub("[\u2066-\u2069]", "", text)


def test_cells_gaps_and_the_paper_for_a_wali(monkeypatch):
    """Who is at work where; what nobody covers; what people said, taken up; two pages, however much there is to say."""
    story = planned.told()
    crowd(story)
    wave = desk.team("planned-wave")
    there = {"province": Province.objects.get(pk="07.161"), "region": Region.objects.get(pk="07")}
    said = desk.drawn(wave, desk.published(wave, **there), text="نقل مدرسي لبنات الدواوير")
    client = entered("strategist", headers=ENGLISH)
    home = f"/strategy/desk/{story.code}/1/"
    page = client.get(f"{home}cells/?place=07&theme=literacy&public=women&year=2027")
    assert "Chichaoua 100% 100%" in words(page) and page.content.count(b'class="both" d="M') == 35
    assert client.get(f"{home}cells/?place=nowhere&theme=x&public=y&year=z").status_code == 200
    gaps = words(client.get(f"{home}gaps/"))
    assert "نقل مدرسي لبنات الدواوير" in gaps and "Schooling no line" in gaps
    assert "Asked for where no line is about it Schooling · Chichaoua said 1 time" in gaps
    assert client.post(f"{home}take-up/{said.pk}/", act(measure=str(story.measure().pk))).status_code == 302
    assert "taken up by no measure (0)" in words(client.get(f"{home}gaps/"))
    client.post(f"{home}let-go/{story.measure().pk}/{said.pk}/", act())
    assert "taken up by no measure (1)" in words(client.get(f"{home}gaps/"))
    assert client.get(f"{home}let-go/{story.measure().pk}/{said.pk}/").status_code == 404
    compiled = typst.compile

    def pages(*files, **options):
        sides.append(len(compiled(*files, **{**options, "format": "svg", "pdf_standards": None, "timestamp": None})))
        return compiled(*files, **options)

    sides: list[int] = []
    monkeypatch.setattr(typst, "compile", pages)
    for tongue in ("ar", "fr"):
        paper = client.get(f"{home}summary.{tongue}.pdf")
        assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert sides == [2, 2]
    assert client.get(f"{home}summary.en.pdf").status_code == 404


def asked(client, address: str) -> dict[str, int]:
    """How often each login asks the database for a page whose comparison is computed already."""
    assert client.get(address).status_code == 200, address
    with ExitStack() as stack:
        seen = {
            login: stack.enter_context(CaptureQueriesContext(connections[login]))
            for login in ("default", "public", "counter")
        }
        client.get(address)
    return {login: len(queries) for login, queries in seen.items()}


def test_a_page_asks_as_often_for_thirty_lines_as_for_two(monkeypatch):
    """Figures of the window are counted anew each time here: a slow machine would remember them in between."""
    monkeypatch.setattr(reading, "QUICK_S", 3_600)
    story = planned.told(in_force=False)
    client = entered("strategist")
    home = f"/strategy/desk/{story.code}/1/"
    pages = ["/strategy/desk/", home, f"{home}pairs/", f"{home}cells/", f"{home}gaps/"]
    before = [asked(client, page) for page in pages]
    first, line = planned.MEASURES[0], planned.LINES[0]
    with under("strategist") as held:
        for kind, of, row, put in (
            ("rows", {"version": story.version}, first, planned.actions.put_measures),
            ("rows", {"plan": story.plan}, line, planned.actions.put_lines),
        ):
            many = [type(row)(**{**vars(row), "code": f"N-{n}"}) for n in range(30)]
            put(**of, **{kind: many}, by=held.user)
    assert [asked(client, page) for page in pages] == before
