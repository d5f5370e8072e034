"""Scenarios on the screen: drawn by hand, computed, kept, compared, shared, taken into a strategy."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse

from jisr.atlas import queries as atlas
from jisr.atlas.scenarios.models import Scenario
from jisr.centres.choices import CentreType
from jisr.centres.models import Centre
from jisr.common.database import scope
from jisr.exchange.strategy_actions import report_of
from jisr.ledger.strategy.models import Measure
from jisr.web.atlas import floods
from tests.access.people import entered
from tests.ground import IMINTANOUTE, LALLA_AZIZA, OWN, PARTNER, owner
from tests.ledger.strategy import planned
from tests.stories import under
from tests.web.test_query_counts import asked

LOGINS = ["default", "owner", "public", "counter", "sealer"]
#: What a link opens must be committed.
pytestmark = pytest.mark.django_db(transaction=True, databases=LOGINS)
QUESTION = {
    "theme": "disability",
    "who": "disabled",
    "way": "taxi",
    "limit": "60",
    "supply": "total",
    "within": "07.161",
}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Matrices of travel are kept with the test; nothing is held from another."""
    settings.DATA = tmp_path
    atlas.forget()
    floods.forget()


@pytest.fixture
def strategist():
    """A browser of the strategist."""
    return entered("strategist")


def begun(client, title="مركز", deed="open", places=(f"commune:{LALLA_AZIZA}",), **more):
    """A draft with places put in by hand."""
    answer = client.post(reverse("scenarios:begin"), QUESTION | {"title": title})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    key = answer["Location"].split("/")[-2]
    said = {"places": places, "size": 30, "year": 2027, "days": 1} | more
    answer = client.post(reverse("scenarios:put", args=[key, deed]), said)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return key


def kept(client, **more):
    """A kept one."""
    key = begun(client, **more)
    assert client.post(reverse("scenarios:keep", args=[key])).status_code == 302
    return key


def shared(client, *keys):
    """The address of a link."""
    answer = client.post(reverse("scenarios:share"), {"s": keys, "days": 30})
    return re.search(r'href="http://testserver([^"]*shared/[^"]+)"', answer.content.decode())[1]


def test_two_scenarios_are_drawn_compared_and_shared(strategist):
    """By hand: a centre here, a mobile unit there; side by side; the link shows the same without an account."""
    centre = kept(strategist, title="مركز جديد")
    unit = kept(strategist, title="وحدة متنقلة", deed="mobile", places=[f"commune:{IMINTANOUTE}"])

    page = strategist.get(reverse("scenarios:beside"), {"s": [centre, unit]}).content.decode()
    visitor = Client().get(shared(strategist, centre, unit))

    assert visitor.status_code == 200
    for title in ("مركز جديد", "وحدة متنقلة"):
        assert title in page and title in visitor.content.decode()
    cells = re.compile(r'data-figure="gained".*?</tr>', re.S)
    assert cells.search(page)[0] == cells.search(visitor.content.decode())[0]
    assert visitor["Referrer-Policy"] == "no-referrer"
    assert "no-store" in visitor["Cache-Control"] and "noindex" in visitor["X-Robots-Tag"]


def test_a_link_opens_its_files_and_a_strangers_nothing(strategist):
    """The sheet and the table by the same secret; one letter more, and there is no such page."""
    address = shared(strategist, kept(strategist))

    assert Client().get(f"{address}sheet.pdf").content[:4] == b"%PDF"
    assert "gained" in Client().get(f"{address}table.csv").content.decode()
    for wrong in (f"{address[:-1]}x/", reverse("scenarios:shared", args=["x"])):
        assert Client().get(wrong).status_code == 404


def test_a_centre_that_became_confidential_is_left_out_of_what_was_kept(strategist):
    """Figures stay as they were kept; the name of a shelter and its dot on the map go, also from an older link."""
    key = kept(strategist, deed="rehabilitate", places=[f"centre:{OWN}"])
    address = shared(strategist, key)
    addresses = (
        address, f"{address}table.csv", reverse("scenarios:one", args=[key]),
        reverse("scenarios:measures", args=[key, "csv"]),
    )  # fmt: skip
    named = [name for name in addresses if "مركز أول" in _read(strategist, name)]
    assert {address, addresses[2], addresses[3]} <= set(named)

    owner("UPDATE centres_centre SET confidential = true WHERE id = %s", OWN)

    for name in addresses:
        assert "مركز أول" not in _read(strategist, name), name


def _read(client, address):
    answer = (client if "shared" not in address else Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["account", "visitor"])
def test_much_work_is_asked_for_in_turn(strategist, who, monkeypatch, settings):
    """A plan takes two seconds of a processor and a sheet one: nobody asks for them without end, nor for another."""
    key = kept(strategist)
    draft, address = begun(strategist), shared(strategist, key)
    floods.forget()
    settings.WORKERS = 1
    monkeypatch.setattr(floods, "MOST", floods.PLAN)
    doors = {
        "account": lambda: strategist.post(reverse("scenarios:compute", args=[draft])),
        "visitor": lambda: Client().get(f"{address}sheet.pdf"),
    }
    codes = [doors[who]().status_code for _time in range(3)]
    floods.forget()

    assert codes == ([302, 429, 429] if who == "account" else [200, 200, 429])


def test_the_table_adds_up_by_province(strategist):
    """Who gains in all is who gains in the provinces, for each scenario."""
    keys = [begun(strategist, "أ"), begun(strategist, "ب", "open", [f"commune:{IMINTANOUTE}"])]

    text = strategist.get(reverse("scenarios:table"), {"s": keys}).content.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["code"] == "gained"]

    for title in ("أ", "ب"):
        mine = [row for row in rows if row["scenario"] == title]
        whole = next(float(row["after"]) for row in mine if not row["province"])
        assert sum(float(row["after"]) for row in mine if row["province"]) == pytest.approx(whole, rel=1e-4)


def test_the_sheet_of_measures_is_taken_in_without_a_fault(strategist):
    """What goes out comes in: each row accepted, and once taken, the same again."""
    key = begun(strategist, places=[f"commune:{LALLA_AZIZA}", f"commune:{IMINTANOUTE}"])
    version = planned.told(in_force=False).version
    for form in ("csv", "xlsx"):
        content = strategist.get(reverse("scenarios:measures", args=[key, form])).content
        with under("strategist") as held:
            staged = planned.stage_rows(name=f"a.{form}", content=content, by=held.user, version=version)
            report = report_of(staged)
        assert (report.checked.problems, staged.unknown, report.counts["new"]) == ([], [], 1)


def test_a_plan_is_put_into_a_draft_of_a_strategy(strategist):
    """By one button; a second time nothing is doubled."""
    key = begun(strategist)
    version = planned.told(in_force=False).version
    for _time in range(2):
        answer = strategist.post(reverse("scenarios:into_strategy", args=[key]), {"version": str(version.pk)})
        assert answer.status_code == 302

    with under("strategist"):
        measure = Measure.objects.get(of=version, code__startswith="S-")
        assert measure.places == [LALLA_AZIZA]
        assert measure.budgets.get().amount == 4_000_000_00


def test_without_a_draft_of_a_strategy_the_way_to_begin_one_stands_there(strategist):
    """ "There is none, begin one" without a door leaves somebody who planned for an hour standing."""
    page = strategist.get(reverse("scenarios:into_strategy", args=[begun(strategist)]))

    assert f'href="{reverse("strategy:desk:home")}"' in page.content.decode().split("<main", 1)[1]


def test_a_plan_is_computed_and_says_what_is_proved(strategist):
    """Without a budget it asks for one; with one, the page says the proof and a reason for each choice."""
    key = begun(strategist)
    page = reverse("scenarios:one", args=[key])
    said = strategist.post(reverse("scenarios:compute", args=[key]), follow=True).content.decode()
    assert "message error" in said
    form = strategist.get(reverse("scenarios:change", args=[key])).context["form"]
    rules = {name: value for name, value in form.initial.items() if value not in (None, False)}

    assert (
        strategist.post(
            reverse("scenarios:change", args=[key]), rules | {"budget": "9000000", "version": 2}
        ).status_code
        == 302
    ), strategist.get(page)
    strategist.post(reverse("scenarios:compute", args=[key]))

    with under("strategist"):
        row = Scenario.objects.get(pk=key)
    assert row.proof["verdict"] == "optimal"
    assert strategist.get(page).content.decode().count('class="what"><span class="n">') == len(row.picks) > 0


def test_another_one_is_drawn_from_it_and_a_draft_thrown_away(strategist):
    """The copy has the plan; what is thrown away is gone."""
    key = kept(strategist)
    other = strategist.post(reverse("scenarios:copy", args=[key]), {"title": "نسخة"})["Location"]
    assert strategist.get(other).context["sites"]

    strategist.post(f"{other}throw-away/")

    assert strategist.get(other).status_code == 404


@pytest.mark.parametrize("path", ["put/open/", "change/", "take-out/", "compute/", "keep/", "throw-away/"])
def test_what_was_kept_in_another_tab_says_so_and_stays(strategist, path):
    """A form that was open meanwhile leads to the kept one, with the reason; no page is "not found"."""
    key = kept(strategist)
    one = reverse("scenarios:one", args=[key])
    before = strategist.get(one).context["row"].kept

    answer = strategist.post(f"{one}{path}", {"places": [f"commune:{IMINTANOUTE}"], "size": 1, "year": 2027})

    assert answer.status_code == 302 and answer["Location"] == one
    page = strategist.get(one)
    assert "message error" in page.content.decode() and page.context["row"].kept == before


def test_the_table_speaks_of_dirhams_in_plain_digits(strategist):
    """A spreadsheet adds its cells up: no centimes, no powers of ten, no marks of direction that nobody sees."""
    key = begun(strategist)
    cost = strategist.get(reverse("scenarios:one", args=[key])).context["drawn"].figures["cost"]

    text = strategist.get(reverse("scenarios:table"), {"s": [key]}).content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert next(row["after"] for row in rows if row["code"] == "cost") == str(cost // 100)
    assert all(re.fullmatch(r"-?\d+(\.\d+)?|inf|", row[side]) for row in rows for side in ("before", "after"))
    assert not re.search("[\u2066-\u2069]", text)


def test_a_mobile_unit_is_no_building_to_rehabilitate(strategist):
    """It stands in the catalogue among the centres; nobody repairs its walls."""
    key = begun(strategist)
    page = reverse("scenarios:put", args=[key, "rehabilitate"])
    offered = f'value="centre:{PARTNER}"'
    assert offered in strategist.get(page).content.decode()

    with scope(speaking="owner"):
        Centre.objects.filter(pk=PARTNER).update(type=CentreType.MOBILE_UNIT)

    assert offered not in strategist.get(page).content.decode()


def test_a_place_is_taken_out(strategist):
    """What was put in by hand goes out by a button."""
    key = begun(strategist)
    strategist.post(reverse("scenarios:take_out", args=[key]), {"deed": "open", "place": f"commune:{LALLA_AZIZA}"})

    assert not strategist.get(reverse("scenarios:one", args=[key])).context["sites"]


def test_the_list_asks_as_many_queries_for_many_as_for_one(strategist):
    """Each scenario names its author and its place without a query of its own."""
    begun(strategist)
    one, _page = asked(strategist, reverse("scenarios:list"))
    for n in range(4):
        begun(strategist, title=f"سيناريو {n}")

    assert asked(strategist, reverse("scenarios:list"))[0] == one
