"""One measure, one line, the order of a draft: written on a page, judged as a row of a sheet, and never lost."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from jisr.exchange.strategy_actions import report_of
from jisr.ledger.strategy import queries
from jisr.ledger.strategy.models import Measure, PlanLine
from jisr.ledger.strategy.rules.sheets import Indicator, MeasureRow
from jisr.territory.models import Province, Region
from jisr.web.drafts.views import PLACE
from tests.access.people import entered
from tests.ledger.strategy import planned
from tests.stories import under
from tests.web.forum import desk
from tests.web.strategy.test_desk import ENGLISH, asked, words
from tests.window.forms import act

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])


def stored(pk) -> MeasureRow:
    """What a measure says."""
    with under("strategist"):
        row = Measure.objects.get(pk=pk)
        return queries.measure_row(queries.measure(row.of, row.code))


def test_a_measure_is_written_on_one_page_without_a_sheet():
    """Rows grow without losing a key; what is wrong is said beside its field; then it stands in the draft, once."""
    story = planned.told(measures=planned.MEASURES[:1], in_force=False)
    wave = desk.team("single-wave")
    there = {"province": Province.objects.get(pk="07.161"), "region": Region.objects.get(pk="07")}
    said = desk.drawn(wave, desk.published(wave, **there), text="النقل المدرسي لبنات الدّواوير")
    client = entered("strategist", headers=ENGLISH)
    home = f"/strategy/desk/{story.code}/1/"
    with under("strategist"):
        aim = str(queries.headings(story.version)[1][0].pk)
    typed = {
        "code": "M-7", "under": aim, "title_ar": "نقل", "since": "2027-01-01", "until": "2026-01-01",
        "places-rows": "2", "places1-place": "شيشاوة", "places2-place": "Nulle part", "publics": ["women"],
        "publics-rural": "x", "themes": ["schooling"], "budget-rows": "2", "budget1-year": "2027",
        "budget1-amount": "1 300", "budget2-year": "2028", "indicators-rows": "3", "indicators3-target": "50",
    }  # fmt: skip
    grown = client.post(f"{home}add/", act(more="budget", **typed)).content.decode()
    assert 'name="budget4-year"' in grown and 'value="1 300"' in grown and 'class="error"' not in grown
    refused = client.post(f"{home}add/", act(**typed))
    page = words(refused)
    for sentence in (
        "It ends before it begins.", "called “\u2068Nulle part\u2069”", "“\u2068x\u2069” is no weight",
        "This is missing.", "Write the name of the indicator too.",
    ):  # fmt: skip
        assert sentence in page, sentence
    twice = client.post(f"{home}add/", act(**typed | {"budget2-year": "2027", "budget2-amount": "5"}))
    assert "The year \u20682027\u2069 stands here twice." in words(twice)
    assert 'value="Nulle part"' in refused.content.decode()
    sought = client.post(f"{home}add/", act(find="1", **typed | {"words": "دواوير مدرسي", "sought-region": "07"}))
    assert str(said.pk) in sought.content.decode()
    assert "No published statement" in words(client.post(f"{home}add/", act(find="1", words="كهرباء")))

    right = act(**typed | {
        "until": "2028-12-31", "places2-place": "MA", "publics-rural": "2,5", "budget2-amount": "9",
        "indicators3-name_fr": "Filles", "statement": [str(said.pk)],
    })  # fmt: skip
    answers = [client.post(f"{home}add/", right) for _twice in range(2)]
    assert {answer.status_code for answer in answers} <= {302, 303}
    assert answers[0]["Location"] == answers[1]["Location"]
    with under("strategist"):
        row = Measure.objects.get(of=story.version, code="M-7")
        assert list(row.taken_up.values_list("statement", flat=True)) == [said.pk]
    assert stored(row.pk) == MeasureRow(
        "M-7", "نقل", places=("07.161", "MA"), publics={"women": 1.0, "rural": 2.5}, themes={"schooling": 1.0},
        since=date(2027, 1, 1), until=date(2028, 12, 31), axis=("القرب", "Proximité"), objective=("القراءة", "Lire"),
        budgets={2027: 130_000, 2028: 900}, indicators=(Indicator(name_fr="Filles", target=50),),
    )  # fmt: skip
    taken = client.post(f"{home}add/", act(**right | {"act_key": "", "title_fr": "x"}))
    assert "This code is taken" in words(taken)
    assert "Filles" in client.get(f"{home}measures.csv").content.decode("utf-8-sig")


class Fields(HTMLParser):
    """What a browser would send of a page as it stands; ``ticked`` alone where there are boxes."""

    def __init__(self, page) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._area = self._select = ""
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attrs) -> None:
        said = dict(attrs)
        name = said.get("name", "")
        if tag == "input" and name and (said.get("type") != "checkbox" or "checked" in said):
            self.sent.setdefault(name, []).append(said.get("value") or "")
        elif tag in {"textarea", "select"}:
            self._area, self._select = (name, "") if tag == "textarea" else ("", name)
        elif tag == "option" and self._select and "selected" in said:
            self.sent[self._select] = [said["value"]]

    def handle_data(self, data) -> None:
        if self._area:
            self.sent[self._area] = [data.removeprefix("\n")]

    def handle_endtag(self, tag) -> None:
        if tag in {"textarea", "select"}:
            self._area = self._select = ""


def test_what_is_read_and_saved_again_changes_nothing_and_two_people_lose_nothing():
    """The page says everything that is stored; a second version stands beside the first; a draft is kept."""
    many = planned.MeasureRow(**vars(planned.MEASURES[0]) | {
        "places": ("MA", "07", "07.161", "07.161.05.09"), "budgets": {2027: 5, 2028: 130_000},
        "about_ar": "سطر\nوسطر", "indicators": tuple(Indicator(f"م{n}", target=n) for n in range(5)),
    })  # fmt: skip
    story = planned.told(measures=[many], in_force=False)
    pk = story.measure().pk
    client, other = entered("strategist", headers=ENGLISH), entered("strategist", headers=ENGLISH)
    address = f"/strategy/desk/measure/{pk}/"
    shown = Fields(client.get(address)).sent
    assert client.post(address, shown).status_code == 302
    assert stored(pk) == many and story.measure().version == 1
    sheet = client.get(f"/strategy/desk/{story.code}/1/measures.csv").content.decode("utf-8-sig")
    with under("strategist"):
        assert report_of(planned.staged(story.version, sheet)).counts["same"] == 1

    shown = Fields(client.get(address)).sent
    assert other.post(address, Fields(other.get(address)).sent | {"title_fr": ["Une autre"]}).status_code == 302
    late = client.post(address, shown | {"title_ar": ["ثالث"]})
    assert late.status_code == 409 and "Une autre" in words(late) and 'value="ثالث"' in late.content.decode()
    assert client.post(address, Fields(late).sent).status_code == 302
    assert (stored(pk).title_ar, stored(pk).title_fr) == ("ثالث", "Alphabétisation")

    assert client.post("/drafts/save/", {**shown, "title_fr": "À moitié", PLACE: address}).status_code == 204
    kept = client.get(address)
    assert "À moitié" not in kept.content.decode()
    again = re.search(r'href="([^"]*draft=[^"]*)"', kept.content.decode())
    assert again and 'value="À moitié"' in client.get(address + again[1]).content.decode()


def test_a_measure_is_left_out_with_a_word_and_brought_back_and_nothing_of_it_once_in_force():
    story = planned.told(in_force=False)
    client = entered("strategist", headers=ENGLISH)
    pk, home = story.measure("M-2").pk, f"/strategy/desk/{story.code}/1/"
    leave = f"/strategy/desk/measure/{pk}/leave-out/"
    assert "Say why, in a few words" in words(client.post(leave, act(why=" ")))
    assert client.post(leave, act(why="تكررت")).status_code == 302
    assert "تكررت" in words(client.get(home)) and story.measure("M-2").dropped
    assert client.post(f"/strategy/desk/measure/{pk}/bring-back/", act()).status_code == 302
    assert not story.measure("M-2").dropped

    line = f"/strategy/desk/line/{story.line().pk}/"
    sent = Fields(client.get(line)).sent
    assert client.post(line, sent | {"budget": ["rien"]}).status_code == 200
    assert client.post(line, sent | {"budget": ["2 000"]}).status_code == 302
    add = f"/strategy/desk/programmes/{story.plan.code}/add/"
    assert client.post(add, act(code="L-9", title_fr="Neuf", **{"places-rows": "1"})).status_code == 302
    with under("strategist"):
        assert dict(PlanLine.objects.filter(plan=story.plan).values_list("code", "budget")) == {
            "L-1": 200_000, "L-2": None, "L-9": None,
        }  # fmt: skip

    client.post(f"{home}in-force/", act(on="2027-01-01"))
    before = stored(story.measure().pk)
    for address in (f"{home}add/", f"{home}outline/", f"/strategy/desk/measure/{story.measure().pk}/"):
        for answer in (client.get(address), client.post(address, act(title_ar="س", code="M-99"))):
            assert (answer.status_code, answer["Location"]) == (302, home), address
    client.post(leave, act(why="بعد فوات الأوان"))
    client.post(f"/strategy/desk/measure/{pk}/bring-back/", act())
    assert stored(story.measure().pk) == before and story.measure("M-2").version == 3


def test_axes_objectives_and_measures_are_put_in_order_by_two_people_at_once():
    """New ones, new titles, new places, all or nothing; whoever comes second is told and overwrites nothing unseen."""
    first = planned.MEASURES[0]
    rows = [MeasureRow(**vars(first) | {"code": f"M-{n}", "title_fr": f"Titre {n}"}) for n in (1, 2, 3)]
    story = planned.told(measures=rows, in_force=False)
    client = entered("strategist", headers=ENGLISH)
    page = f"/strategy/desk/{story.code}/1/outline/"
    assert client.post(page, Fields(client.get(page)).sent).status_code == 302
    start = Fields(client.get(page)).sent
    with under("strategist"):
        (axis,), (aim,) = queries.headings(story.version)
        last = f"m{Measure.objects.get(of=story.version, code='M-3').pk.hex}-place"
    moved = start | {
        last: ["1"], "new1-title_fr": ["Autre axe"], "new1-place": ["1"], f"a{axis.pk.hex}-place": ["2"],
        f"n{axis.pk.hex}-title_ar": ["هدف"], f"o{aim.pk.hex}-title_fr": ["Lire et écrire"],
    }  # fmt: skip
    same = moved | {"new2-title_fr": ["autre axe"]}
    assert "Another one has this title" in words(client.post(page, same))
    assert "Write a number from 1 to 999." in words(client.post(page, moved | {last: ["x"]}))
    empty = {f"o{aim.pk.hex}-title_{tongue}": [""] for tongue in ("ar", "fr")}
    assert "Write a title" in words(client.post(page, moved | empty))
    assert client.post(page, moved).status_code == 302
    with under("strategist"):
        axes, aims = queries.headings(story.version)
        assert [one.title_fr for one in axes] == ["Autre axe", "Proximité"]
        assert [(one.title_ar, one.title_fr) for one in aims] == [("القراءة", "Lire et écrire"), ("هدف", "")]
        assert {one.code for group in queries.shape(story.version) for one in group.measures} == {"M-1", "M-2", "M-3"}
    late = client.post(page, start | {"act_key": [""], f"a{axis.pk.hex}-title_ar": ["الجوار"]})
    assert late.status_code == 409 and "Someone saved this" in words(late)
    assert client.post(page, Fields(late).sent).status_code == 302
    with under("strategist"):
        assert {one.title_ar or one.title_fr for one in queries.headings(story.version)[0]} == {"Autre axe", "الجوار"}


def test_the_form_asks_as_often_for_many_rows_as_for_few():
    story = planned.told(in_force=False)
    client = entered("strategist")
    pages = [
        f"/strategy/desk/{story.code}/1/add/", f"/strategy/desk/{story.code}/1/outline/",
        f"/strategy/desk/measure/{story.measure().pk}/", f"/strategy/desk/line/{story.line().pk}/",
    ]  # fmt: skip
    before = [asked(client, page) for page in pages]
    first = planned.MEASURES[0]
    rows = [MeasureRow(**vars(first) | {"code": f"N-{n}", "axis": (f"محور {n}", "")}) for n in range(20)]
    rows.append(MeasureRow(**vars(first) | {
        "budgets": dict.fromkeys(range(2027, 2033), 5), "indicators": tuple(Indicator(f"م{n}") for n in range(5)),
    }))  # fmt: skip
    with under("strategist") as held:
        planned.actions.put_measures(version=story.version, rows=rows, by=held.user)
    assert [asked(client, page) for page in pages] == before
