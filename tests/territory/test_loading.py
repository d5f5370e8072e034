"""The loader: once, all or nothing, never a broken file."""

import csv
import shutil
import time

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connections, transaction

from jisr.common.database import scope
from jisr.territory import actions, sources
from jisr.territory.models import Arrondissement, Commune, Edition, FormerName, Province, Region

pytestmark = pytest.mark.django_db(databases=["default", "public", "owner"])


@pytest.fixture
def files(tmp_path):
    """A copy of the files that a test may break."""
    folder = tmp_path / "data"
    shutil.copytree(sources.DATA, folder)
    return folder


def change(path, place, **cells):
    """Change cells of the line of one place."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["code"] == place:
            row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def counts():
    """How many rows the database has of each level."""
    with scope(speaking="owner"):
        return [model.objects.count() for model in (Region, Province, Commune, Arrondissement, FormerName, Edition)]


def test_the_files_hold_the_nation():
    """Counts and sums are those of the census; each level adds up to the one above."""
    territory = sources.read()

    sources.check(territory)
    assert sum(row["population"] for row in territory.communes) == 36_828_330
    assert sum(row["population_2014"] or 0 for row in territory.communes) == 33_848_242
    assert sum(row["households"] for row in territory.communes) == 9_275_038


def test_the_loader_is_quick_and_a_second_run_does_nothing():
    """It stands in the way of the first page: five seconds at most, and none the second time."""
    started = time.perf_counter()
    actions.load(again=True)
    took = time.perf_counter() - started

    assert took < 5
    assert counts() == [12, 75, 1_503, 41, 207, 1]
    assert actions.load() is False


def test_the_command_says_what_it_did(capsys):
    """An operator sees what is loaded; a second run says that nothing was to do."""
    call_command("territory", again=True)
    call_command("territory")

    first, second = capsys.readouterr().out.strip().splitlines()
    assert "1503 communes" in first
    assert second == "this edition is loaded already"


def test_loading_again_updates_what_changed():
    """A correction by the census reaches places that files already point at."""
    actions.load()
    with scope(speaking="owner"):
        Commune.objects.filter(pk="07.161.01.01").update(name_fr="Wrong", sort_fr="wrong", disability_pct=None)

    actions.load(again=True)

    with scope(speaking="owner"):
        commune = Commune.objects.get(pk="07.161.01.01")
    assert (commune.name_fr, commune.sort_fr) == ("Chichaoua", "chichaoua")
    assert commune.disability_pct is not None


@pytest.mark.parametrize(
    ("file", "code", "cells", "said"),
    [
        ("communes.csv", "07.161.01.01", {"population": "1"}, "population adds up to"),
        ("communes.csv", "07.161.01.01", {"province_code": "99.999"}, "lies in 99.999"),
        ("communes.csv", "07.161.01.01", {"female_pct": "149.9"}, "not a share"),
        ("communes.csv", "07.161.01.01", {"female_pct": "many"}, "is not a number"),
        ("communes.csv", "07.161.01.01", {"lat": "0"}, "not in Morocco"),
        ("communes.csv", "07.161.01.01", {"lat": ""}, "not in Morocco"),
        ("communes.csv", "07.161.01.01", {"name_ar": " "}, "has no name"),
        ("communes.csv", "07.161.01.01", {"code": "07.161.01.03"}, "stands twice"),
        ("provinces.csv", "07.161", {"households_2024": "12"}, "households of 07.161 is 12"),
        ("regions.csv", "07", {"population_2024": ""}, "population of 07 is None"),
    ],
)
def test_a_broken_file_is_refused_and_nothing_changes(files, file, code, cells, said):
    """The message names what is wrong; the database keeps what it had."""
    before = counts()
    change(files / file, code, **cells)

    with pytest.raises(sources.BrokenData, match=said):
        actions.load(sources.read(files), again=True)

    assert counts() == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.unlink(), "No such file"),
        (lambda path: path.write_bytes(path.read_bytes()[:100_000]), "communes"),
        (lambda path: path.write_bytes("code,name\n1,é".encode("latin-1")), "not UTF-8"),
        (lambda path: path.write_text("code,name_fr\n01,Rabat\n"), "no column"),
        (lambda path: path.write_text("code,name_fr\n01,Rabat,too,much\n"), "too many cells"),
        (lambda path: path.write_text(""), "communes"),
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence(files, damage, said):
    """A half copied or foreign file never looks like a short one."""
    damage(files / "communes.csv")

    with pytest.raises(sources.BrokenData, match=said):
        actions.load(sources.read(files), again=True)


def test_a_place_that_vanishes_is_refused():
    """Households point at communes: one that is gone needs a decision."""
    actions.load(again=True)
    with scope(speaking="owner"):
        Commune.objects.create(
            code="07.161.99.99", name_ar="س", name_fr="S", population=1, households=1, area_km2=1, lat=31, lon=-8,
            province_id="07.161", type="rural", point_source="geonames",
        )  # fmt: skip

    with pytest.raises(sources.BrokenData, match=r"07\.161\.99\.99"):
        actions.load(again=True)


@pytest.mark.parametrize("login", ["default", "public"])
def test_the_logins_of_requests_read_and_never_write(login):
    """Places are open to read; an injection in a page cannot rename a commune."""
    with connections[login].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM territory_commune")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(using=login):
            cursor.execute("UPDATE territory_commune SET name_fr = 'x'")


def test_the_database_refuses_a_share_above_a_hundred():
    """The last guard holds even where the check of the files did not."""
    actions.load()
    with scope(speaking="owner"), pytest.raises(IntegrityError, match="shares_within_100"), transaction.atomic("owner"):
        Commune.objects.filter(pk="07.161.01.01").update(sewer_pct=100.1)


def test_what_the_census_does_not_give_is_null_never_zero():
    """Four communes of the south have no indicators; a zero would read as "nobody is disabled there"."""
    without = {row["code"] for row in sources.shipped().communes if row["disability_pct"] is None}

    assert without == {"12.391.05.05", "12.066.01.03", "12.066.03.03", "12.066.03.09"}


def test_neighbours_are_mutual_and_join_the_whole_country():
    """Who borders me is bordered by me, and one can walk from any commune to any other."""
    around = sources.neighbours()
    seen, waiting = set(), ["07.161.01.01"]
    while waiting:
        code = waiting.pop()
        if code not in seen:
            seen.add(code)
            waiting.extend(around[code])

    assert seen == {row["code"] for row in sources.shipped().communes}
    assert all(code in around[other] for code, others in around.items() for other in others)
