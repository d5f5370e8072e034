"""Ways of counting on the page: how places are shared, how people go, among whom, at which points; and odd input."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jisr.atlas import queries
from jisr.atlas.choices import Sharing, Who
from jisr.centres.choices import Theme
from jisr.centres.models import Centre, Service, Stop
from jisr.common import events
from jisr.common.database import scope
from jisr.territory import actions
from jisr.territory.models import Arrondissement, Commune
from jisr.web.atlas import floods
from tests.access.people import entered
from tests.ground import CHICHAOUA, IMINTANOUTE, LALLA_AZIZA, OWN
from tests.reading import unmarked
from tests.web.atlas.test_page import LOGINS, ROWS, add, file, page
from tests.web.test_query_counts import asked

pytestmark = pytest.mark.django_db(databases=LOGINS)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Matrices of travel are kept with the test; nothing is held from another."""
    settings.DATA = tmp_path
    queries.forget()
    floods.forget()


def unit(theme=Theme.HEALTH, *, weeks=2, commune=IMINTANOUTE, **more):
    """A mobile unit of a theme that stops in a commune."""
    add(1, theme)
    centre = Centre.objects.latest("pk")
    today = timezone.localdate()
    Stop.objects.create(
        centre=centre, commune_id=commune, since=more.get("since", today), until=more.get("until"), every_weeks=weeks,
        opens="09:00", closes="12:00", lat=more.get("lat"), lon=more.get("lon"),
    )  # fmt: skip
    return centre


def alike(one, other):
    """Two lines that say the same, what is not known included."""
    return all(np.allclose(a, b, rtol=1e-12, equal_nan=True) for a, b in zip(one, other, strict=True))


@ROWS
@pytest.mark.parametrize("sharing", Sharing.values)
def test_each_way_of_sharing_is_said_and_loses_no_place(sharing):
    """People times what they reach is what services offer, and the page says by which paper."""
    with scope(speaking="owner"):
        add(3, Theme.HOUSING)
    answer = page(theme="housing", sharing=sharing, limit="120")
    reading = answer.context["reading"]

    view = reading.view
    _minutes, reach, people = view.finest(np.ones(len(view.people), bool))
    assert np.nansum(reach * people) / 1_000 == pytest.approx(30)
    paper = {"two_step": "Luo et Wang, 2003", "enhanced": "Luo et Qi, 2009", "three_step": "Wan et autres, 2012"}
    assert paper[sharing] in unmarked(answer)


@ROWS
def test_a_mobile_unit_is_reached_at_its_stops_and_its_days_are_told_apart():
    """Every second week: seven days in the mean, added to no minute; a single day is no rhythm."""
    with scope(speaking="owner"):
        unit(weeks=2, commune=IMINTANOUTE)
        unit(weeks=0, commune=LALLA_AZIZA)
    answer = page(theme="health", way="unit", within="07.161", level="commune", who="all")
    reading = answer.context["reading"]
    told = {row.place.code: row.line for row in reading.rows}

    assert reading.supply.count == 1
    assert told[IMINTANOUTE].minutes < 1
    assert told[IMINTANOUTE].days == pytest.approx(7)
    assert told[LALLA_AZIZA].days == np.inf
    assert {code: value for code, _label, value, _about in answer.context["whole"]}["days"] == "rien ne vient"


@ROWS
def test_a_unit_of_another_day_or_of_a_hidden_centre_does_not_come():
    """What is over, what has not begun, what is confidential."""
    today = timezone.localdate()
    with scope(speaking="owner"):
        unit(until=today - timedelta(days=1), since=today - timedelta(days=30))
        unit(since=today + timedelta(days=3))
        hidden = unit()
        Stop.objects.filter(centre=hidden).delete()
        Service.objects.filter(centre=hidden).update(professional_only=True)

    assert page(theme="health", way="unit").context["reading"].supply.count == 0


@ROWS
def test_days_until_the_bus_are_not_known_until_somebody_says_them():
    """Nobody adds them to minutes, and where no bus goes it is said."""
    with scope(speaking="owner"):
        add(1, Theme.HEALTH)
    before = page(theme="health", way="bus", within="07.161", who="all")
    actions.load_bus_days({IMINTANOUTE: 1, LALLA_AZIZA: 0}, checksum="1", source="bus.csv")
    after = page(theme="health", way="bus", within="07.161", who="all", level="commune")

    told = {row.place.code: row.line for row in after.context["reading"].rows}
    was = {row.place.code: row.line for row in before.context["reading"].rows}
    assert "inconnus" in unmarked(before)
    assert np.isnan(before.context["reading"].whole.days)
    assert told[IMINTANOUTE].days == 3.5
    assert told[LALLA_AZIZA].days == np.inf
    assert np.isnan(told[CHICHAOUA].days)
    assert {code: line.minutes for code, line in told.items()} == {code: line.minutes for code, line in was.items()}


@ROWS
@pytest.mark.parametrize(("odd", "said"), [
    ({"lat": 33.0, "lon": -13.0}, "en mer ou hors du pays"), ({"lat": 28.0, "lon": -1.5}, "en mer ou hors du pays"),
])  # fmt: skip
def test_a_service_where_none_can_be_is_named_and_moves_no_figure(odd, said):
    """At sea, and beyond the border."""
    with scope(speaking="owner"):
        add(2, Theme.HOUSING)
    before = page(theme="housing").context["reading"]
    with scope(speaking="owner"):
        add(1, Theme.HOUSING, **odd)
    after = page(theme="housing")

    assert said in unmarked(after)
    assert alike(after.context["reading"].whole, before.whole)


@ROWS
def test_thousands_on_one_point_are_named_and_kept_apart():
    """What a geocoder gives for what it did not find, or a line that was copied: no place of theirs is counted."""
    with scope(speaking="owner"):
        add(1, Theme.HOUSING)
        add(1, Theme.HOUSING, lat=31.2, lon=-8.9)
        place = Centre.objects.latest("pk")
        copied = Service.objects.filter(centre=place).get()
        Service.objects.bulk_create(
            Service(
                centre=place, code=f"COPY-{n}", name_ar="خدمة", name_fr="Service", theme=copied.theme,
                is_demonstration=True, source="tests", places_total=10,
            )
            for n in range(10_000)
        )  # fmt: skip
    answer = page(theme="housing")

    assert answer.context["reading"].supply.apart.used.size == 1
    assert "10 001" in unmarked(answer).replace("\u202f", " ").replace("\xa0", " ")
    assert "un même point" in unmarked(answer)


@ROWS
@pytest.mark.parametrize("sharing", Sharing.values)
def test_a_service_without_a_place_is_named_counts_for_the_way_and_draws_nobody(sharing):
    """Zero is a number that was said: it is neither unknown nor a place."""
    with scope(speaking="owner"):
        add(2, Theme.HOUSING)
    before = page(theme="housing", sharing=sharing).context["reading"].whole
    with scope(speaking="owner"):
        add(1, Theme.HOUSING, places=0)
    after = page(theme="housing", sharing=sharing)

    assert alike(after.context["reading"].whole, before)
    assert "n’avoir aucune place" in unmarked(after)


@ROWS
def test_people_of_a_city_are_counted_at_its_arrondissements():
    """A quarter far from the only service is far, whatever the commune's point; the page says at which points."""
    with scope(speaking="owner"):
        place = Commune.objects.get(pk=IMINTANOUTE)
        add(1, Theme.HOUSING)
    before = page(theme="housing", way="taxi", within="07.161", level="commune", who="all")
    with scope(speaking="owner"):
        for n, far in enumerate((0.0, 1.0)):
            one = Arrondissement(
                code=f"quarter {n}", commune=place, name_ar="مقاطعة", name_fr="Arrondissement", population=5_000,
                households=1_000, area_km2=1, lat=place.lat + far, lon=place.lon, population_municipal=5_000,
            )  # fmt: skip
            one.set_sort_keys()
            one.save()
    queries.forget()
    after = page(theme="housing", way="taxi", within="07.161", level="commune", who="all")

    was, told = (
        {row.place.code: row.line for row in answer.context["reading"].rows}[IMINTANOUTE] for answer in (before, after)
    )
    assert (was.within, told.within) == (1.0, 0.5)
    assert told.people == was.people
    assert "2 arrondissements" in unmarked(after)


@ROWS
def test_people_of_the_countryside_are_counted_at_their_douars_once_they_are_loaded():
    """By the people of each; those without coordinates at the commune's point; nobody is lost."""
    with scope(speaking="owner"):
        add(1, Theme.HOUSING)
        place = Commune.objects.get(pk=LALLA_AZIZA)
        people = queries.ground().people
    rows = [
        {"code": "1610509001", "commune_id": LALLA_AZIZA, "name_ar": "دوار", "population": 300, "lat": place.lat + 0.2,
         "lon": place.lon, "km_to_paved_road": 0.0},
        {"code": "1610509002", "commune_id": LALLA_AZIZA, "name_ar": "دوار", "population": 100},
    ]  # fmt: skip
    actions.load_douars(rows, checksum="1", source="douars.csv")
    with scope(speaking="public"):
        ground = queries.ground()
    at = next(n for n, one in enumerate(ground.communes) if one.code == LALLA_AZIZA)
    here = (ground.spread.at == at) & (ground.spread.kinds == queries.DOUAR)

    assert sorted(ground.spread.share[Who.RURAL][here]) == pytest.approx([0.25, 0.75])
    for who in Who:
        sums = np.bincount(ground.spread.at, ground.spread.share[who], len(ground.communes))
        assert sums == pytest.approx(np.ones(len(sums)))
        assert np.array_equal(ground.people[who], people[who], equal_nan=True)
    assert "2 douars" in unmarked(page(theme="housing", within="07.161"))


@ROWS
def test_ways_of_communes_are_those_of_the_page_where_each_is_one_point(settings):
    """A plan counts communes: its ways are those that the page shows where nothing is known inside them."""
    with scope(speaking="owner"):
        add(3, Theme.HOUSING)
    with scope(speaking="public"):
        ground, today = queries.ground(), timezone.localdate()
        given = queries.supply("housing", today, ground)
        services = list(queries.known("housing", today))
    there = settings.DATA / "travel"

    of_communes = queries.ways_of(ground, given, "taxi", there)
    shown = queries.travelled(ground, given, way="taxi", limit_min=60, folder=there).minutes

    assert len(services) == given.count == of_communes.centres
    assert np.array_equal(of_communes.nearest()[1], shown.nearest()[1])


def gaps(theme, counts):
    """Needs that nothing covers, of so many people of each commune, heard a week ago."""
    with scope(centres=[OWN]):
        for commune, count in counts.items():
            for n in range(count):
                events.emit(
                    "gap.none", centre=OWN, subject=f"{theme}{commune}{n}", person=f"of {theme}{commune}{n}",
                    theme=theme, commune=commune, happened_on=timezone.localdate() - timedelta(days=9),
                )  # fmt: skip


@ROWS
@pytest.mark.usefixtures("memory")
def test_places_are_shared_among_needs_and_what_is_hidden_is_not_known():
    """Fourteen and nine needs share; two of another commune are neither shown nor zero; without a need is zero."""
    with scope(speaking="owner"):
        add(1, Theme.HOUSING, places=46)
    gaps("housing", {IMINTANOUTE: 14, CHICHAOUA: 9, LALLA_AZIZA: 2})
    answer = entered("delegate", headers={"accept-language": "fr"}).get(
        reverse("atlas:needs"), {"theme": "housing", "limit": "120", "level": "commune", "shown": "reach"}
    )
    told = {row.place.code: row.line for row in answer.context["reading"].rows}

    assert np.isnan(told[LALLA_AZIZA].people) and np.isnan(told[LALLA_AZIZA].reach)
    known = {code: line.people for code, line in told.items() if line.people > 0}
    assert known == {IMINTANOUTE: 14.0} or known == {IMINTANOUTE: 14.0, CHICHAOUA: 9.0}
    assert told[IMINTANOUTE].reach == pytest.approx(46_000 / sum(known.values()))
    assert sum(line.people == 0 for line in told.values()) > 20
    assert answer.context["place"].code == "07.161"
    assert "masqué" in unmarked(answer)
    whole = {code: value for code, _label, value, _about in answer.context["whole"]}
    assert whole["people"] == f"au moins {round(sum(known.values()))}"
    assert answer.context["reading"].sure["gini"].units == len(known)


@ROWS
@pytest.mark.usefixtures("memory")
def test_needs_are_for_whoever_reads_figures_of_an_area_and_for_that_area():
    """A visitor is sent to sign in, a worker is refused; another province's delegate knows of none."""
    gaps("housing", {IMINTANOUTE: 14})

    assert Client().get(reverse("atlas:needs")).status_code == 302
    assert entered("worker").get(reverse("atlas:needs")).status_code == 403
    for name in ("atlas:needs", "atlas:page"):
        assert entered("delegate").get(reverse(name), {"theme": "housing"}).status_code == 200
    far = entered("far_delegate").get(reverse("atlas:needs"), {"theme": "housing", "within": "07.161"})
    assert np.isnan(far.context["reading"].view.people[far.context["reading"].part]).all()
    table = entered("delegate").get(reverse("atlas:figures_of_needs", args=["csv"]), {"theme": "housing"})
    assert b",needs" in table.content and table["Content-Disposition"].endswith('.csv"')


@ROWS
@pytest.mark.usefixtures("memory")
def test_the_page_of_needs_asks_as_often_for_many_needs_as_for_few():
    """A fixed number of queries."""
    client = entered("delegate")
    client.get(reverse("atlas:needs"))
    counts = []
    for number in (6, 30):
        gaps("housing", {IMINTANOUTE: number, CHICHAOUA: number})
        counts.append(asked(client, reverse("atlas:needs") + "?theme=housing")[0])

    assert counts[0] == counts[1]


def test_very_many_questions_of_one_connection_wait_and_others_are_answered(settings, monkeypatch):
    """In words, with what was asked still there; a sheet counts as several pages; another address goes on."""
    monkeypatch.setattr(floods, "MOST", 12)
    settings.WORKERS = 1
    answers = [page() for _ in range(13)]

    assert [one.status_code for one in answers] == [200] * 12 + [429]
    assert "attendez dix minutes" in unmarked(answers[-1])
    assert file("figures", "csv").status_code == 302
    assert Client(REMOTE_ADDR="192.0.2.7").get(reverse("atlas:page")).status_code == 200
    floods.forget()
    assert [file("picture", "svg").status_code for _ in range(3)] == [200, 200, 302]
