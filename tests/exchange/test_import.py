"""Centres from a file: previewed, each refused row with its reason, taken in whole or not at all."""

import random
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from jisr.centres.models import Centre, Contact, Operator, PlacesStatement, Service, Site
from jisr.common.models import JournalLine
from jisr.exchange import actions, centres_export
from jisr.exchange.centres_import import writing
from jisr.exchange.centres_import.problems import unpacked
from jisr.exchange.models import StagedImport
from tests.exchange.files import as_file, row
from tests.ground import OWN, SHELTER, user_of
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def staged(by, *rows, name="centres.csv", region="07", **form):
    """The preview of a file."""
    return actions.stage_centres(name=name, content=as_file(*rows, **form), by=by, region=region)


def kinds(preview):
    """What is wrong, as (row, column, kind)."""
    return [(one["row"], one["column"], one["kind"]) for one in preview.problems]


def test_a_preview_writes_nothing_in_the_catalogue(coordinator):
    """Seeing is not taking."""
    before = Centre.objects.count()

    preview = staged(coordinator, row())

    assert preview.counts == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    assert Centre.objects.count() == before


def test_a_new_centre_comes_with_its_place_its_service_and_what_was_said_of_its_places(coordinator):
    """And is invented where its operator is."""
    preview = staged(coordinator, row(lat="31.17", lon="-8.85", contact_phone="0500000009", answers="link"))

    actions.take_centres(staged=preview, by=coordinator)

    centre = Centre.objects.select_related("site", "contact").get(code="T-1")
    service = centre.services.get()
    assert (centre.phone, centre.province_id, centre.is_demonstration) == ("+212500000001", "07.161", True)
    assert (centre.site.commune_id, centre.site.lat) == ("07.161.01.03", 31.17)
    assert centre.contact.phone == "+212500000009"
    assert (service.theme, service.places_free, service.publics) == ("student_lodging", 6, ["pupils"])
    assert PlacesStatement.objects.get(service=service).through == "import"


@pytest.mark.parametrize(
    ("change", "column", "kind", "closest"),
    [
        ({"commune": "امنتانوتت"}, "commune", "commune", "امنتانوت (شيشاوة) 07.161.01.03"),
        ({"commune": "إمنتانوت"}, None, None, ""),
        ({"commune": "Taroudannt"}, "commune", "other_region", ""),
        ({"type": "dar taliba"}, "type", "unknown", "Student home (Dar Talib, Dar Taliba) (student_home)"),
        ({"theme": "formation profesionnelle"}, "theme", "unknown", "Training (training)"),
        ({"operator": "TEST-OPERATEUR"}, "operator", "operator", "جهة الاختبار"),
        ({"free": "80"}, "free", "more_free", "72"),
        ({"places": "beaucoup"}, "places", "number", ""),
        ({"age_min": "20"}, "age_max", "order", ""),
        ({"hours": "8h-16h"}, "hours", "hours", ""),
        ({"phone": "12345"}, "phone", "phone", ""),
        ({"lat": "48.85", "lon": "2.35"}, "lat", "outside", ""),
        ({"lat": "31.17", "lon": "8.85"}, "lon", "outside", "-8.85"),
        ({"lat": "34.0", "lon": "-6.8"}, "lat", "far", ""),
        ({"lat": "31.17"}, "lon", "half_point", ""),
        ({"opened_on": "2999-01-01"}, "opened_on", "future", ""),
        ({"opened_on": "hier"}, "opened_on", "day", ""),
        ({"name_ar": "Dar Taliba"}, "name_ar", "not_arabic", ""),
        ({"name_ar": "م" * 300}, "name_ar", "long", ""),
        ({"code": ""}, "code", "required", ""),
        ({"code": "T 1"}, "code", "code", "T-1"),
        ({"name_fr": ""}, "name_fr", "required", ""),
        ({"publics": "", "welcomes": "exclusive"}, "welcomes", "no_publics", ""),
        ({"theme": ""}, "theme", "no_service", ""),
        ({"programme": "X"}, "programme", "programme", ""),
        ({"confidential": "peut-être"}, "confidential", "yes_no", ""),
    ],
)
def test_each_refused_row_says_why_and_what_is_closest(coordinator, change, column, kind, closest):
    """In one sentence, in the reader's language."""
    with override("en"):
        preview = staged(coordinator, row(**change))

    found = [(one["column"], one["kind"], one["closest"]) for one in preview.problems]
    assert ((column, kind, closest) in found) if column else (found == [])
    for language in ("ar", "fr", "en"):
        with override(language):
            assert all("%(" not in unpacked(one).sentence() for one in preview.problems)


def test_headings_are_known_in_every_language_and_the_unknown_ones_are_named(coordinator):
    """A file made by hand has headings made by hand."""
    headings = {
        "Code du centre": "T-1", "الاسم بالعربية": "دار", "Name in French": "Dar", "الجماعة": "شيشاوة",
        "نوع المركز": "دار الطالب أو الطالبة", "Géré par": "TEST-OPERATOR", "Couleur": "bleu",
    }  # fmt: skip

    preview = staged(coordinator, headings, headings=list(headings))

    assert preview.unknown == ["Couleur"]
    assert preview.counts["new"] == 1, preview.problems


def test_a_file_with_none_of_the_headings_is_refused(coordinator):
    """It is another file."""
    with pytest.raises(actions.NoColumns):
        staged(coordinator, {"Couleur": "bleu"}, headings=["Couleur"])


def test_arabic_in_presentation_forms_is_kept_as_ordinary_letters(coordinator):
    """Copied out of a PDF, it looks right and is found by nobody."""
    preview = staged(coordinator, row(name_ar="ﺩﺍﺭ ﺍﻟﻄﺎﻟﺒﺔ \u202e"))

    actions.take_centres(staged=preview, by=coordinator)

    assert Centre.objects.get(code="T-1").name_ar == "دار الطالبة"


def test_an_empty_cell_changes_nothing_and_a_hyphen_empties(coordinator):
    """So that a file of two columns can be sent."""
    actions.take_centres(staged=staged(coordinator, row(address="حي النخيل")), by=coordinator)

    update = {"code": "T-1", "phone": "-", "hours": ""}
    preview = staged(coordinator, update, headings=["code", "phone", "hours"])
    actions.take_centres(staged=preview, by=coordinator)

    centre = Centre.objects.select_related("site").get(code="T-1")
    assert (centre.phone, centre.hours, centre.site.address, centre.version) == ("", "24/7", "حي النخيل", 2)


def test_what_is_exported_comes_back_as_it_is(coordinator):
    """The columns are the same, so nothing is lost and nothing changes."""
    actions.take_centres(staged=staged(coordinator, row(address="=SOMME(A1)", source="- liste")), by=coordinator)
    lines = list(centres_export.rows(Centre.objects.filter(code__startswith="T-").order_by("code")))

    for name, content in (("c.csv", centres_export.as_csv(lines)), ("c.xlsx", centres_export.as_xlsx(lines))):
        preview = actions.stage_centres(name=name, content=content, by=coordinator, region="07")
        assert preview.problems == []
        assert preview.counts["same"] == len({line[0] for line in lines})
        assert not (preview.counts["new"] or preview.counts["changed"])


def test_one_corrected_cell_of_an_exported_file_is_one_change(coordinator):
    """The other rows of the centre still repeat what the catalogue says."""
    first, second = row(), row(theme="schooling", places="", free="")
    actions.take_centres(staged=staged(coordinator, first, second), by=coordinator)

    preview = staged(coordinator, first | {"phone": "0500000002"}, second)

    assert preview.problems == []
    assert [change[0] for change in preview.centres[0]["changes"]] == ["phone"]


def test_two_rows_that_contradict_each_other_are_refused_together(coordinator):
    """Neither is guessed to be right."""
    preview = staged(coordinator, row(), row(theme="schooling", places="", free="", phone="0500000002"))

    assert kinds(preview) == [(2, "code", "with_row"), (3, "phone", "disagrees")]


def test_a_new_operator_is_made_once(coordinator):
    """However many rows name it, and only when its kind is said."""
    new = {"operator": "جمعية جديدة", "operator_kind": "association"}
    preview = staged(coordinator, row(**new), row(code="T-2", **new))

    actions.take_centres(staged=preview, by=coordinator)

    assert Operator.objects.filter(name_ar="جمعية جديدة").count() == 1
    assert set(Centre.objects.filter(code__in=["T-1", "T-2"]).values_list("is_demonstration", flat=True)) == {False}


def test_refused_rows_are_left_out_only_knowingly(coordinator):
    """One box to tick; without it nothing is taken."""
    preview = staged(coordinator, row(), row(code="T-2", type="dar"))

    with pytest.raises(actions.RefusedRows):
        actions.take_centres(staged=preview, by=coordinator)


def test_the_good_rows_are_taken_when_that_is_said(coordinator):
    """Four thousand eight hundred of five thousand."""
    preview = staged(coordinator, row(), row(code="T-2", type="dar"))

    actions.take_centres(staged=preview, by=coordinator, without_refused=True)

    assert list(Centre.objects.filter(code__startswith="T-").values_list("code", flat=True)) == ["T-1"]


def test_a_failure_in_the_middle_leaves_nothing_behind(coordinator, monkeypatch):
    """All or nothing: centres are written before services, and both go."""
    preview = staged(coordinator, row())

    def fails(*args):
        raise IntegrityError("the disk is full")

    monkeypatch.setattr(writing, "_statements", fails)
    with pytest.raises(IntegrityError):
        actions.take_centres(staged=preview, by=coordinator)

    assert not Centre.objects.filter(code="T-1").exists()
    assert StagedImport.objects.get(pk=preview.pk).state == "previewed"


def test_a_centre_changed_after_the_preview_stops_the_whole_file(coordinator):
    """The yes was given to something else."""
    actions.take_centres(staged=staged(coordinator, row()), by=coordinator)
    preview = staged(coordinator, row(phone="0500000002"), row(code="T-2"))
    centre = Centre.objects.get(code="T-1")
    centre.save_version(centre.version, email="a@b.example")

    with pytest.raises(actions.ChangedMeanwhile, match="T-1"):
        actions.take_centres(staged=preview, by=coordinator)

    assert not Centre.objects.filter(code="T-2").exists()


def test_a_file_is_taken_once(coordinator):
    """A form sent twice, a browser that goes back."""
    preview = staged(coordinator, row())
    actions.take_centres(staged=preview, by=coordinator)

    with pytest.raises(actions.AlreadyTaken):
        actions.take_centres(staged=preview, by=coordinator)


def test_a_preview_is_its_author_s_alone_and_for_a_day(coordinator, monkeypatch):
    """Others do not find it; the day after, nobody does."""
    preview = staged(coordinator, row())
    with under("administrator"):
        assert not StagedImport.objects.filter(pk=preview.pk).exists()

    monkeypatch.setattr(actions, "PREVIEW_LIVES", -timedelta(minutes=1))
    late = staged(coordinator, row())

    assert StagedImport.objects.filter(pk=preview.pk).exists()
    assert not StagedImport.objects.filter(pk=late.pk).exists()


def test_the_place_of_a_shelter_is_not_changed_from_outside(coordinator):
    """Nor is the shelter made public; what may be known of it can be updated."""
    code = Centre.objects.get(pk=SHELTER).code
    for change in ({"address": "ici"}, {"commune": "07.161.01.03"}, {"confidential": "0"}):
        preview = staged(coordinator, {"code": code} | change, headings=["code", *change])
        assert [one["kind"] for one in preview.problems] == ["hidden"]

    preview = staged(coordinator, {"code": code, "phone": "0500000002"}, headings=["code", "phone"])
    actions.take_centres(staged=preview, by=coordinator)
    assert Centre.objects.get(pk=SHELTER).phone == "+212500000002"


def test_an_export_tells_no_place_of_a_shelter(coordinator):
    """The file goes by e-mail."""
    lines = list(centres_export.rows(Centre.objects.filter(pk=SHELTER)))

    assert "زنقة سرية" not in str(lines)
    assert Centre.objects.get(pk=SHELTER).name_ar in str(lines)


def test_a_formula_stays_a_text(coordinator):
    """A spreadsheet would run it."""
    actions.take_centres(staged=staged(coordinator, row(address="=HYPERLINK(1)")), by=coordinator)

    (line,) = centres_export.rows(Centre.objects.filter(code="T-1"))

    assert "'=HYPERLINK(1)" in line


@pytest.mark.parametrize("who", ["coordinator"])
@pytest.mark.django_db(transaction=True, databases=["default", "owner", "sealer"])
def test_an_import_is_journalled(who):
    """Who took which file in; the file's rows are kept with it."""
    with under(who):
        by = user_of(who)
        actions.take_centres(staged=staged(by, row()), by=by)

    verbs = JournalLine.objects.using("sealer").filter(verb__startswith="centres.").values_list("verb", flat=True)
    assert sorted(verbs) == ["centres.import_previewed", "centres.imported"]


def test_five_thousand_rows_with_two_hundred_bad_ones_take_seconds(coordinator):
    """Each bad one is named; the good ones are taken in one go."""
    dice = random.Random(1)
    rows = [row(code=f"T-{n}", operator="TEST-OPERATOR", phone=f"05{n:08d}") for n in range(5_000)]
    bad = dice.sample(range(5_000), 200)
    wrong = [{"type": "dar talba"}, {"commune": "امنتنوتتت"}, {"free": "99"}, {"lat": "48.8", "lon": "2.3"}]
    for place, n in enumerate(bad):
        rows[n] |= wrong[place % 4]
    start = time.monotonic()

    preview = staged(coordinator, *rows)
    actions.take_centres(staged=preview, by=coordinator, without_refused=True)

    assert time.monotonic() - start < 30  # about 4 s on an idle machine of two cores
    assert sorted(preview.refused) == sorted(n + 2 for n in bad)
    assert preview.counts["new"] == 4_800
    assert Service.objects.filter(code__startswith="T-").count() == 4_800
    assert Site.objects.filter(centre__code__startswith="T-").count() == 4_800


def test_a_contact_is_for_professionals(coordinator):
    """It is written beside the centre, in a table that visitors cannot read."""
    actions.take_centres(staged=staged(coordinator, row(contact_email="centre@essai.example")), by=coordinator)

    assert Contact.objects.get(centre__code="T-1").email == "centre@essai.example"
    assert not Contact.objects.filter(centre=OWN).exists()
