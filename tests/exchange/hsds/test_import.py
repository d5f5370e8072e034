"""Packages of others: refused whole where links dangle, else previewed, meant, and taken in whole."""

import csv
import io
import json
import zipfile

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from jisr.centres.models import Centre, Operator, Service, Site
from jisr.common.database import scope
from jisr.exchange.actions import RefusedRows
from jisr.exchange.centres_import.reading import Unreadable
from jisr.exchange.hsds import actions, opening, writing
from jisr.exchange.hsds.nesting import Nest, nothing, split
from jisr.exchange.hsds.writing import bare
from jisr.exchange.models import ForeignObject
from tests.exchange.hsds import generated, judges
from tests.exchange.hsds.test_export import Undone, everything, packed, read
from tests.ground import user_of
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public"])


def zipped(**tables):
    """A package of tables: entity -> rows."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name, rows in tables.items():
            out = io.StringIO(newline="")
            writer = csv.DictWriter(out, sorted({key for row in rows for key in row}))
            writer.writeheader()
            writer.writerows(rows)
            parts.writestr(f"{name}.csv", out.getvalue())
    return file.getvalue()


def taken(content, name="package.zip", region="", **meaning):
    """A package taken in by the administrator, with what she says of it."""
    by = user_of("administrator")
    staged = actions.stage_package(name=name, content=content, by=by, region=region)
    if meaning:
        staged = actions.say_meaning(staged=staged, values=meaning, by=by, region=region)
    return actions.take_package(staged=staged, by=by, region=region, without_refused=True)


def told(speaking="default"):
    """The real catalogue as objects, without what an empty cell cannot tell."""
    return {
        entity: {key: bare(row) for key, row in rows.items()} for entity, rows in everything(speaking=speaking).items()
    }


@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(generated.plans())
def test_what_is_given_out_and_taken_in_elsewhere_is_given_out_the_same(db, plan):
    """Into an empty catalogue, with and without what was kept beside the rows."""
    with pytest.raises(Undone), transaction.atomic("owner"), scope(speaking="owner"):
        generated.build(plan)
        content, before = packed(), told("owner")
        raise Undone
    with pytest.raises(Undone), transaction.atomic(), under("administrator"):
        taken(content, province="07.161", alike=True)
        after = told()
        assert after == before
        assert read(packed(speaking="default")) == read(content)
        assert not ForeignObject.objects.exclude(object={}).exists()
        raise Undone


SERVICES = [
    {"id": "1", "organization_id": "7", "name": "Soup kitchen", "status": "active", "url": "javascript:alert(1)"},
    {"id": "2", "organization_id": "7", "name": "=1+1", "status": "active", "description": "a\u202eb\u200bc \ufee3"},
    {"id": "3", "organization_id": "7", "name": "Closed long ago", "status": "defunct"},
    {"id": "4", "organization_id": "7", "name": "Listening", "status": "active"},
]
PACKAGE = {
    "organizations": [{"id": "7", "name": "Association of elsewhere", "description": "", "url": "https://a.example/"}],
    "services": SERVICES,
    "locations": [
        {"id": "5", "organization_id": "7", "name": "Miami", "latitude": "25.7", "longitude": "-80.1"},
        {"id": "6", "organization_id": "7", "name": "Chichaoua", "latitude": "31.54", "longitude": "-8.76"},
    ],
    "services_at_location": [
        {"id": "", "service_id": "1", "location_id": "5"}, {"id": "", "service_id": "2", "location_id": "6"},
        {"id": "", "service_id": "4", "location_id": "6"}, {"id": "", "service_id": "4", "location_id": "5"},
    ],
    "taxonomy": [{"id": "BD-1800", "name": "Food", "vocabulary": "AIRS"}],
    "services_taxonomy": [{"id": "", "service_id": "1", "taxonomy_id": "BD-1800"}],
    "regular_schedules": [
        {"id": "", "location_id": "6", "weekday": day, "opens_at": "9:00am", "closes_at": "5:00pm"}
        for day in ("Monday", "Tuesday")
    ],
    "eligibility": [{"id": "", "service_id": "", "eligibility": "all"}],
}  # fmt: skip


def real():
    """How many operators, centres and services are not invented."""
    return [row.objects.filter(is_demonstration=False).count() for row in (Operator, Centre, Service)]


def test_a_package_whose_links_dangle_is_refused_with_counts_and_nothing_of_it_is_kept(db):
    """Real exports pass the schema while their links lead nowhere."""
    rows = PACKAGE | {
        "services": [*SERVICES, {"id": "9", "organization_id": "8", "name": "Orphan", "status": "active"}],
        "phones": [{"id": str(n), "number": "141", "location_id": "x"} for n in range(3)],
    }  # fmt: skip
    with under("administrator"):
        by = user_of("administrator")
        staged = actions.stage_package(name="p.zip", content=zipped(**rows), by=by)

        assert {one["relation"]: one["rows"] for one in staged.counts["dangling"]} == {
            "phone.location_id → location": 3, "service.organization_id → organization": 1,
        }  # fmt: skip
        assert staged.lines == []
        with pytest.raises(actions.LinksLeadNowhere, match="4"):
            actions.take_package(staged=staged, by=by, without_refused=True)
        assert real() == [0, 0, 0]
        others = [row | {"name": "Another"} for row in SERVICES]
        twice = actions.stage_package(name="p.zip", content=zipped(**PACKAGE | {"services": SERVICES + others}), by=by)
        with pytest.raises(actions.KeysTwice, match="4"):
            actions.take_package(staged=twice, by=by)


def test_an_older_package_of_another_country_is_read_mended_set_aside_and_taken_in_with_what_it_means(db, monkeypatch):
    """The whole story: report, meaning, a break on the way, the yes; then the same package once more."""
    with under("administrator"):
        by = user_of("administrator")
        staged = actions.stage_package(name="p.zip", content=zipped(**PACKAGE), by=by)
        plan, mended = staged.counts["plan"], staged.counts["mended"]

        assert {name: many for name, many in plan.items() if name.startswith("aside")} == {
            "aside.outside": 1, "aside.its_place": 1, "aside.theme": 2, "aside.not_offered": 1,
        }  # fmt: skip
        assert [mended[kind] for kind in ("address", "direction", "formula")] == [1, 1, 1]
        assert sorted(staged.counts["older"]) == [
            "regular_schedules",
            "services_at_location",
            "services_taxonomy",
            "taxonomy",
        ]
        assert [one["name"] for one in staged.counts["words"]] == ["Food"]
        word = staged.counts["words"][0]["mark"]
        values = {"theme": "legal", "province": "07.161", "words": {word: "theme:goods"}}
        staged = actions.say_meaning(staged=staged, values=values, by=by)
        with pytest.raises(RefusedRows, match="1"):
            actions.take_package(staged=staged, by=by)

        def breaks(_plan):
            raise OSError

        monkeypatch.setattr(writing, "_words", breaks)
        with pytest.raises(OSError), transaction.atomic():
            actions.take_package(staged=staged, by=by, without_refused=True)
        assert real() == [0, 0, 0]
        monkeypatch.undo()
        actions.take_package(staged=staged, by=by, without_refused=True)

        assert real() == [1, 2, 4]
        centre = Centre.objects.get(name_fr="Chichaoua")
        assert (centre.hours, centre.site.commune_id, centre.source[:4]) == (
            "Mo-Tu 09:00-17:00",
            "07.161.01.01",
            "HSDS",
        )
        assert not Site.objects.filter(centre__name_fr="Miami").exists()
        assert Service.objects.get(name_fr="Soup kitchen").theme == "goods"
        assert Service.objects.get(theme="legal", name_fr="=1+1").about_ar == "abc م"
        objects = everything(speaking="default")
        listening = [row for row in objects["service"].values() if row["name"] == "Listening"]
        assert len(listening) == 1, "one service at two places goes out as one"
        assert "javascript" not in json.dumps(objects)
        again = actions.stage_package(name="p.zip", content=zipped(**PACKAGE), by=by)
        assert again.counts["plan"]["services"] == 0
        assert again.counts["plan"]["known.location"] == 2
        with pytest.raises(RefusedRows):
            actions.take_package(staged=again, by=by)


@judges.needs_schemas
@pytest.mark.parametrize("name", ["organization", "service", "service_at_location"])
def test_a_full_example_of_the_standard_comes_in_and_goes_out_equal(db, name):
    """Fields that ours does not have stay beside its rows; what is changed here since goes out changed."""
    told_there = judges.example(name)
    theirs = nothing()
    split(name, told_there, theirs)
    with under("administrator"):
        taken(json.dumps(told_there).encode(), "full.json", province="07.161", theme="psychology")
        objects = everything(speaking="default")

        for entity, rows in theirs.items():
            for key, row in rows.items():
                assert objects[entity][key] == row, entity
        nest = Nest(objects)
        assert [judges.of("service", nest.service(key)) for key in objects["service"]] == [[]]
        assert [judges.of("organization", nest.organization(key)) for key in objects["organization"]] == [[]]
        Service.objects.filter(is_demonstration=False).update(name_ar="اسم جديد")
        [changed] = everything(speaking="default")["service"].values()
        [before] = objects["service"].values()
        assert {field for field in changed if changed[field] != before.get(field)} == {"name", "name_ar"}


def test_what_could_harm_is_refused_before_it_is_unpacked(db):
    """Bombs, names that lead out, other files, too much."""
    by = user_of("administrator")

    def sent(content):
        with under("administrator"):
            return actions.stage_package(name="p.zip", content=content, by=by)

    def holding(*parts):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in parts:
                made.writestr(name, content)
        return file.getvalue()

    for content, refusal in (
        (holding(("services.csv", b"0" * 40_000_000)), opening.TooMuch),
        (holding(*((f"{n}.csv", b"id\n1") for n in range(61))), opening.TooMuch),
        (holding(("../services.csv", b"id\n1")), opening.NameLeadsOut),
        (holding(("/services.csv", b"id\n1")), opening.NameLeadsOut),
        (holding(("notes.txt", b"id\n1")), opening.NotAPackage),
        (holding(("services.csv", b"id,name\n1,a"))[:60], Unreadable),
        (b"[" * 100_000, opening.NotAPackage), (b'{"a": 1}', opening.NotAPackage), (b"\xff\xfe", opening.NotAPackage),
        (b"0" * 11_000_000, opening.TooMuch),
    ):  # fmt: skip
        with pytest.raises(refusal):
            sent(content)
