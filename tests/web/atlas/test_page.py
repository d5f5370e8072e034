"""The page of the atlas: map, table and files say the same; nothing hidden moves a figure; odd questions are told."""

import csv
import io
import json
import re
from html import unescape
from itertools import pairwise
from math import isnan

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.atlas import queries
from jisr.atlas.choices import Shown, Supply, Way, Who
from jisr.centres.choices import Theme
from jisr.centres.models import Centre, Service, Site
from jisr.common.database import scope
from jisr.territory.models import Commune, Province
from tests.access.people import entered
from tests.ground import CHICHAOUA, IMINTANOUTE, OWN, SERVICE_FAR, SERVICE_SISTER, TAROUDANNT
from tests.reading import unmarked
from tests.web.test_query_counts import asked

LOGINS = ["default", "owner", "public", "counter", "sealer"]
pytestmark = pytest.mark.django_db(databases=LOGINS)
#: What a visitor is to see must be committed.
ROWS = pytest.mark.django_db(transaction=True, databases=LOGINS)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Matrices of travel are kept with the test; nothing is held from another."""
    settings.DATA = tmp_path
    queries.forget()


def page(language="fr", **question):
    """The page for a question."""
    return Client(headers={"accept-language": language}).get(reverse("atlas:page"), question)


def file(name, form=None, **question):
    """A file for a question."""
    address = reverse(f"atlas:{name}", args=[form] if form else [])
    return Client(headers={"accept-language": "fr"}).get(address, question)


def said_on_map(answer):
    """Code -> name, figure and class, as they are read from the drawing."""
    found = re.findall(r'data-code="([^"]+)" data-told="([^"]+)"', answer.content.decode())
    return {code: unescape(told).split("|") for code, told in found}


def add(count, theme=Theme.DISABILITY, **more):
    """Services at new centres in Imintanoute."""
    place = Commune.objects.get(pk=IMINTANOUTE)
    base = Centre.objects.get(pk=OWN)
    for n in range(count):
        code = f"ATLAS-{theme}-{n}-{Centre.objects.count()}"
        centre = Centre(
            code=code, name_ar=f"مركز {n}", name_fr=f"Centre {n}", type=base.type, operator_id=base.operator_id,
            province_id="07.161", is_demonstration=True, source="tests", confidential=more.get("confidential", False),
        )  # fmt: skip
        centre.set_sort_keys()
        centre.save()
        Site.objects.create(
            centre=centre, confidential=centre.confidential, commune=place, lat=more.get("lat", place.lat),
            lon=more.get("lon", place.lon),
        )  # fmt: skip
        Service.objects.create(
            centre=centre, code=f"{code}-S", name_ar="خدمة", name_fr="Service", theme=theme, is_demonstration=True,
            source="tests", places_total=more.get("places", 10), compartment=more.get("compartment", ""),
            professional_only=more.get("professional_only", False),
        )  # fmt: skip


@ROWS
@pytest.mark.parametrize("shown", Shown.values)
def test_the_table_and_the_map_say_the_same_figure(shown):
    """For every place of the country, whatever the map shows; a page of the table is a part of it."""
    with scope(speaking="owner"):
        add(3)
    first = page(shown=shown)
    drawn = said_on_map(first)

    rows = {}
    for number in range(1, first.context["last"] + 1):
        rows |= {one.row.place.code: one for one in page(shown=shown, page=number).context["rows"]}
    assert len(rows) == 75
    assert {code: [one.name, one.figure, one.kind] for code, one in rows.items() if code in drawn} == drawn
    assert len(drawn) >= 70
    column = {"minutes": "minutes", "within": "within", "reach": "reach"}[shown]
    assert all(getattr(one, column) == one.figure for one in rows.values())


def test_every_shade_says_its_class_in_words():
    """Colour never carries meaning alone: the words of a row are those of the legend."""
    answer = page(level="commune", within="07.161")
    words = {one.shade: one.words for one in answer.context["legend"]}

    assert {one.row.shade for one in answer.context["rows"]} <= set(words)
    assert all(one.kind == words[one.row.shade] for one in answer.context["rows"])


def test_what_is_not_known_is_said_and_never_zero():
    """Communes that are not loaded, people whom the census does not count, places that nobody said."""
    answer = page(within="07.161", shown="reach")
    reading = answer.context["reading"]

    assert reading.supply.unsaid == 1  # the service of ``SISTER`` never said its places
    assert "n’a jamais déclaré ses places" in answer.content.decode()
    near = next(row for row in reading.rows if row.place.code == IMINTANOUTE)
    assert isnan(near.line.reach) and near.shade == 0
    told = next(told for code, told in said_on_map(answer).items() if code == IMINTANOUTE)
    assert told[1:] == ["non connu", "pas de donnée"]


@ROWS
def test_free_places_are_those_that_were_last_said():
    """A service that said its places and not what is free has no free places that are known."""
    with scope(speaking="owner"):
        Service.objects.filter(pk=SERVICE_SISTER).update(
            places_total=30, places_free=6, places_confirmed_on=timezone.localdate()
        )
    total, free = (page(supply=kind, shown="reach").context["reading"].whole.reach for kind in Supply.values)

    assert total == pytest.approx(5 * free)


@ROWS
@pytest.mark.parametrize("hidden", [{"confidential": True}, {"compartment": "violence"}, {"professional_only": True}])
def test_what_is_hidden_changes_no_byte_of_any_page(hidden):
    """Twins: a world with a shelter more, and one without."""
    theme = {"theme": Theme.SHELTER.value}
    with scope(speaking="owner"):
        add(2, Theme.SHELTER)
    before = _everything(theme)
    with scope(speaking="owner"):
        add(3, Theme.SHELTER, **hidden)
    queries.forget()

    assert _everything(theme) == before


def _everything(question):
    answers = [
        page(**question), page(**question, level="commune", within="07.161"), page(**question, shown="reach"),
        file("figures", "csv", **question), file("figures", "geojson", **question), file("communes", "07", **question),
    ]  # fmt: skip
    return [re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', b"", one.content) for one in answers]


def test_a_worker_sees_what_a_visitor_sees():
    """The page speaks as a visitor, whoever looks: a keeper of files of violence moves no figure either."""
    seen = [client.get(reverse("atlas:figures", args=["csv"]), {"theme": "shelter"}).content
            for client in (Client(), entered("keeper"), entered("shelter_keeper"))]  # fmt: skip

    assert seen[0] == seen[1] == seen[2]


@ROWS
def test_the_page_asks_as_often_for_many_services_as_for_few():
    """Two queries, once the ground is held: which edition, and the services of the theme."""
    client = Client()
    counts = []
    for count in (2, 20):
        with scope(speaking="owner"):
            add(count)
        counts.append(asked(client, reverse("atlas:page"))[0])

    assert counts[0] == counts[1]
    assert counts[0]["public"] == 2 + 3  # the scope of a request takes three


@pytest.mark.parametrize("question", [
    {"theme": "none"}, {"who": "nobody"}, {"way": "rocket"}, {"limit": "-1"}, {"within": "99"}, {"within": "' OR 1=1"},
    {"level": "region", "within": "07"}, {"shown": "\u202e"}, {"supply": "x" * 3000}, {"within": "x" * 300},
])  # fmt: skip
def test_an_odd_address_is_told_in_words_and_no_figure_is_made_up(question):
    """The form stands there with what is wrong beside its field; a file sends to that page."""
    answer = page(**question)

    assert answer.status_code == 200
    assert "map" not in answer.context
    assert answer.context["form"].errors
    assert "errorlist" in answer.content.decode() or 'role="alert"' in answer.content.decode()
    taken = file("figures", "csv", **question)
    assert taken.status_code == 302
    assert taken["Location"].startswith(reverse("atlas:page"))


@pytest.mark.parametrize("number", ["0", "-1", "x", "999", "٣", "1" * 40])
def test_an_odd_page_of_the_table_is_a_page_that_there_is(number):
    """The first, or the last."""
    answer = page(page=number)

    assert answer.status_code == 200
    assert 1 <= answer.context["page"] <= answer.context["last"]


@pytest.mark.parametrize(("route", "form"), [("figures", "exe"), ("picture", "gif"), ("communes", "99")])
def test_a_file_of_another_kind_is_not_there(route, form):
    """And never an error."""
    assert file(route, form).status_code == 404


@pytest.mark.parametrize("theme", Theme.values)
def test_every_theme_has_a_page(theme):
    """Services or none."""
    answer = page(theme=theme)

    assert answer.status_code == 200
    assert (answer.context["reading"].supply.count > 0) == Service.objects.filter(
        theme=theme, compartment="", professional_only=False, centre__confidential=False
    ).exists()


@pytest.mark.parametrize("who", Who.values)
@pytest.mark.parametrize("way", Way.values)
def test_every_public_and_way_is_counted_from_the_census(who, way):
    """People of the ground, as many as the census says."""
    reading = page(who=who, way=way).context["reading"]

    assert 0 < reading.whole.people <= sum(Commune.objects.values_list("population", flat=True))


@ROWS
def test_a_service_at_sea_is_set_apart_with_its_reason():
    """It is in no figure, and the page says so."""
    with scope(speaking="owner"):
        add(1, Theme.HOUSING, lat=33.0, lon=-13.0)
    answer = page(theme="housing")

    assert answer.context["reading"].supply.apart.used.size == 0
    assert "en mer ou hors du pays" in unmarked(answer)


def test_the_table_to_keep_holds_the_figures_of_the_page():
    """Worst first, with the mark by which spreadsheets read Arabic; what is not known is empty."""
    answer = file("figures", "csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    reading = page().context["reading"]

    assert [row["code"] for row in rows] == [one.place.code for one in reading.rows]
    for row, one in zip(rows, reading.rows, strict=True):
        assert row["people"] == ("" if one.line.people != one.line.people else str(round(one.line.people)))
        assert (row["minutes"] == "") == (not one.line.minutes < float("inf"))
    assert {row["travel_model"] for row in rows} == {"communes"}


@ROWS
def test_a_name_that_begins_like_a_formula_stays_a_name():
    """As in every other file that is handed over."""
    with scope(speaking="owner"):
        Province.objects.filter(pk="07.161").update(name_fr="=HYPERLINK(1)")
    queries.forget()

    assert "'=HYPERLINK(1)" in file("figures", "csv").content.decode()


def test_boundaries_are_handed_over_as_programs_expect_them():
    """Closed rings, land anticlockwise, one feature for a place with its figures."""
    told = json.loads(file("figures", "geojson", within="07").content)

    assert told["type"] == "FeatureCollection"
    assert {one["id"][:2] for one in told["features"]} == {"07"}
    for feature in told["features"]:
        for land, *holes in feature["geometry"]["coordinates"]:
            assert all(ring[0] == ring[-1] for ring in (land, *holes))
            assert _area(land) > 0
            assert all(_area(hole) < 0 for hole in holes)
        assert feature["properties"]["theme"] == "disability"


def _area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(ring))


@pytest.mark.parametrize(("name", "form", "begins"), [
    ("sheet", None, b"%PDF-"), ("picture", "png", b"\x89PNG"), ("picture", "svg", b"<svg"),
])  # fmt: skip
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_sheet_and_the_pictures_are_made(name, form, begins, language):
    """In both languages, with what is invented said to be so."""
    client = Client(headers={"accept-language": language})
    answer = client.get(reverse(f"atlas:{name}", args=[form] if form else []))

    assert answer.status_code == 200
    assert answer.content.startswith(begins)


def test_communes_of_a_region_stand_in_the_classes_of_the_question():
    """A map that is zoomed into keeps its legend."""
    told = json.loads(file("communes", "07").content)
    words = {(one.shade, one.words) for one in page().context["legend"]}

    assert CHICHAOUA in told and TAROUDANNT not in told
    assert {(shade, kind) for _name, shade, _figure, kind in told.values()} <= words | {
        (0, "pas de donnée"), (6, "hors de portée"),
    }  # fmt: skip


@ROWS
def test_a_service_that_opens_shortens_ways_and_the_page_knows_at_once():
    """What is held is held by what it was made of."""
    before = page(shown="minutes", within="09.541").context["reading"].whole.minutes
    with scope(speaking="owner"):
        Service.objects.filter(pk=SERVICE_FAR).update(theme=Theme.DISABILITY)

    assert page(shown="minutes", within="09.541").context["reading"].whole.minutes < before


def test_only_reading_is_possible():
    """No form of the atlas writes."""
    assert Client().post(reverse("atlas:page")).status_code in {403, 405}
