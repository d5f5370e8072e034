"""A table of an operator: every wrong row is named with its reason, and then nothing is loaded."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from jisr.common.database import scope
from jisr.exchange.own_tables import douars
from jisr.exchange.own_tables.reading import MOST_ROWS, Row, WrongFile, read
from jisr.territory.models import BusDays, Commune, Douar, LoadedTable
from tests.ground import CHICHAOUA, IMINTANOUTE, LALLA_AZIZA

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "public"])
GOOD = {
    "code": "1610509001", "commune_code": LALLA_AZIZA, "fraction_code": "1610509", "name_ar": "دوار الاختبار",
    "type": "split", "households": "116", "population": "415", "age_under_15": "22.7", "age_60_plus": "21.2",
    "distance_km_paved_road": "0.37", "lat": "", "lon": "",
}  # fmt: skip


def written(tmp_path, *rows, name="douars.csv"):
    """A file of these rows."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(GOOD), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    file = tmp_path / name
    file.write_text(out.getvalue(), encoding="utf-8-sig")
    return file


def told(*arguments):
    """What the command says."""
    out = io.StringIO()
    call_command("own_table", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_look_at_a_table_writes_nothing_and_loading_puts_it_in_the_place_of_the_last(tmp_path):
    """What is loaded says from which file; it goes away again, whole."""
    first = written(tmp_path, GOOD)
    second = written(tmp_path, GOOD | {"code": "1610509002"}, GOOD | {"code": "1610509003"}, name="second.csv")

    assert "Nothing was written" in told("douars", first)
    assert not Douar.objects.exists()
    told("douars", first, "--load")
    assert "2 douars of 1 communes, 830 people" in told("douars", second, "--load")
    assert sorted(Douar.objects.values_list("code", flat=True)) == ["1610509002", "1610509003"]
    assert LoadedTable.objects.get().source == "second.csv"
    assert "taken away" in told("douars", "--drop")
    assert not Douar.objects.exists() and not LoadedTable.objects.exists()


@pytest.mark.parametrize(("odd", "why"), [
    ({"commune_code": "99.999.99.99"}, "there is no commune '99.999.99.99'"),
    ({"commune_code": CHICHAOUA}, "does not begin with 1610101"),
    ({"code": ""}, "the code is missing"), ({"code": "16105o9001"}, "is no code of a douar"),
    ({"population": ""}, "population is missing"), ({"population": "-3"}, "cannot be"),
    ({"population": "12.5"}, "not a whole number"), ({"population": "nan"}, "not a whole number"),
    ({"age_under_15": "101"}, "more than 100 in 100"), ({"name_ar": ""}, "the name is missing"),
    ({"name_ar": "د" * 121}, "longer than 120"), ({"distance_km_paved_road": "inf"}, "cannot be"),
    ({"lat": "31.0"}, "only one of latitude and longitude"), ({"lat": "0", "lon": "0"}, "both 0"),
    ({"lat": "33", "lon": "-13"}, "at sea or outside the country"), ({"lat": "95", "lon": "-8"}, "not of this world"),
    ({"lat": "-8.7", "lon": "31.1"}, "exchanged"), ({"lat": "31.63", "lon": "-8.01"}, "outside the commune"),
])  # fmt: skip
def test_a_wrong_row_is_named_with_its_reason_and_nothing_is_loaded(tmp_path, odd, why):
    """Whole or nothing: what was there before stays."""
    told("douars", written(tmp_path, GOOD), "--load")
    file = written(tmp_path, GOOD | {"code": "1610509007"}, GOOD | {"code": "1610509008"} | odd, name="odd.csv")

    with pytest.raises(CommandError) as refused:
        told("douars", file, "--load")

    assert "row 3" in str(refused.value) and why in str(refused.value)
    assert Douar.objects.get().code == "1610509001"


def test_a_code_that_stands_twice_names_both_rows(tmp_path):
    """Whoever mends the file finds them."""
    with pytest.raises(CommandError, match="row 4, 1610509001: the code stands in row 2 already"):
        told("douars", written(tmp_path, GOOD, GOOD | {"code": "1610509002"}, GOOD))


def test_a_douar_may_stand_where_its_commune_is_and_those_without_a_point_are_counted(tmp_path):
    """A point of its commune is taken; none is no fault, and the report says how many."""
    with scope(speaking="owner"):
        place = Commune.objects.get(pk=LALLA_AZIZA)
    here = {"lat": f"{place.lat}", "lon": f"{place.lon}", "code": "1610509002"}

    said = told("douars", written(tmp_path, GOOD, GOOD | here), "--load")

    assert "1 have no coordinates" in said
    assert Douar.objects.get(pk="1610509002").lat == pytest.approx(place.lat)


def test_a_commune_that_moved_out_of_its_old_boundaries_keeps_nobody_out(tmp_path):
    """Boundaries are of 2014: where the commune's own point lies outside them, a douar there is right."""
    with scope(speaking="owner"):
        Commune.objects.filter(pk=LALLA_AZIZA).update(lat=31.63, lon=-8.01)

    assert "Nothing was written" in told("douars", written(tmp_path, GOOD | {"lat": "31.64", "lon": "-8.02"}))


def test_the_fixture_of_the_census_reads_as_it_stands(tmp_path):
    """Columns and codes of the workbook, as they come; communes that are not loaded in a test are named."""
    with scope(speaking="owner"):
        place = Commune.objects.get(pk=LALLA_AZIZA)
        for code in ("01.051.03.01", "01.051.03.03", "01.051.03.05"):
            place.pk = code
            place.set_sort_keys()
            place.save(force_insert=True)
    sample = Path(__file__).parent / "data" / "douars_sample.csv"

    said = told("douars", sample, "--load")

    assert "15 douars of 3 communes" in said
    assert Douar.objects.get(pk="0510301203004").km_to_paved_road == 3.99
    with scope(speaking="owner"):
        Douar.objects.all().delete()
        LoadedTable.objects.all().delete()
        Commune.objects.filter(code__startswith="01.051.03").delete()


def test_a_workbook_reads_as_its_text_does(tmp_path):
    """Numbers of its cells are numbers, codes that were kept as text keep their zeros."""
    book = Workbook()
    book.active.append(list(GOOD))
    book.active.append([
        float(value) if name in {"population", "age_under_15"} else value for name, value in GOOD.items()
    ])  # fmt: skip
    book.save(tmp_path / "douars.xlsx")

    from_book, from_text = (
        douars.check(read(file, needed=douars.NEEDED).rows).douars
        for file in (tmp_path / "douars.xlsx", written(tmp_path, GOOD))
    )

    assert from_book == from_text


@pytest.mark.parametrize(("content", "why"), [
    (b"", "no row"), (b"code,commune_code\n", "no row"), (b"code;name_ar\n1;2\n", "lacks commune_code, population"),
    (b"\xff\xfe\x00", "UTF-8"), (b"PK\x03\x04rest", "workbook cannot be read"),
    (b"code,code,commune_code,name_ar,population\n1,1,1,1,1\n", "twice"),
    (b"code,commune_code,name_ar,population\n" + b"1,1,1,1\n" * (MOST_ROWS + 1), "more than 100,000 rows"),
])  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused_as_a_whole(tmp_path, content, why):
    """In a sentence, never with an error of the program."""
    file = tmp_path / "odd.csv"
    file.write_bytes(content)

    with pytest.raises(WrongFile, match=why):
        read(file, needed=douars.NEEDED)
    with pytest.raises(CommandError, match=why):
        told("douars", file)


@given(st.dictionaries(st.sampled_from(list(GOOD)), st.text(max_size=12)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_cell_is_loaded_or_named(cells):
    """No text makes the program stumble: a row is right, or stands in the report."""
    found = douars.check([Row(2, GOOD | cells)])

    assert len(found.douars) + len(found.wrong) == 1


def test_bus_days_are_loaded_whole_or_not_at_all(tmp_path):
    """Each commune once, from none to each day."""
    good = tmp_path / "bus.csv"
    good.write_text(f"commune_code,days_a_week\n{CHICHAOUA},7\n{IMINTANOUTE},0\n", encoding="utf-8")
    odd = tmp_path / "odd.csv"
    odd.write_text(
        f"commune_code,days_a_week\n{CHICHAOUA},8\n{CHICHAOUA},1\n99,1\n{LALLA_AZIZA},\n{CHICHAOUA},2\n",
        encoding="utf-8",
    )

    assert "2 communes, 1 without a bus" in told("bus_days", good, "--load")
    with pytest.raises(CommandError) as refused:
        told("bus_days", odd, "--load")

    assert dict(BusDays.objects.values_list("commune", "days_a_week")) == {CHICHAOUA: 7, IMINTANOUTE: 0}
    for why in ("'8', not a whole number", "no commune '99'", "''", "stands in another row"):
        assert why in str(refused.value)


def test_the_command_asks_for_a_file():
    """Rather than guess."""
    with pytest.raises(CommandError, match="Name the file"):
        told("douars")
