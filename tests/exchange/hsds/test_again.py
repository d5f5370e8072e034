"""A package read a second time: what its publisher changed, what a centre corrected, what is gone."""

import copy
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings

from jisr.centres.actions import pages, said
from jisr.centres.conditions import ready_pieces, rule_in_force
from jisr.centres.models import Centre, Operator, Programme, Service, ServiceRule, Site
from jisr.common.database import scope
from jisr.conditions import as_told
from jisr.exchange.hsds import actions, eligibility, updating
from jisr.exchange.hsds.awaited import awaited
from jisr.exchange.models import ForeignObject
from jisr.exchange.sheet_actions import AllThere, TakenAlready
from tests.access.people import entered
from tests.exchange.hsds import generated
from tests.exchange.hsds.test_export import Undone, everything, packed
from tests.exchange.hsds.test_import import PACKAGE, real, zipped
from tests.ground import OWN, SERVICE_OWN, user_of
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter"])
MEANING = {"theme": "legal", "province": "07.161"}


def staged(content, publisher="Entraide"):
    """A package read, with what its words mean."""
    by = user_of("administrator")
    found = actions.stage_package(name="p.zip", content=content, by=by, publisher=publisher)
    return actions.say_meaning(staged=found, values=MEANING, by=by)


def taken(content, publisher="Entraide"):
    """The same taken in."""
    found = staged(content, publisher)
    return actions.take_package(staged=found, by=user_of("administrator"), without_refused=True)


def changed(table, key, **fields):
    """The package with one row said otherwise."""
    tables = copy.deepcopy(PACKAGE)
    [row] = [row for row in tables[table] if row["id"] == key]
    row |= fields
    return tables


def rows():
    """Every row of the real catalogue, column by column."""
    models = (Operator, Programme, Centre, Service)
    found = [list(model.objects.filter(is_demonstration=False).order_by("pk").values()) for model in models]
    return [*found, list(Site.objects.filter(centre__is_demonstration=False).order_by("pk").values())]


@settings(max_examples=5, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(generated.plans())
def test_what_is_given_out_and_taken_in_twice_is_taken_in_once(db, plan):
    """Where it comes from nothing changes; elsewhere the second time is the first."""
    with pytest.raises(Undone), transaction.atomic("owner"), scope(speaking="owner"):
        generated.build(plan)
        content = packed()
        raise Undone
    with pytest.raises(Undone), transaction.atomic(), under("administrator"):
        by = user_of("administrator")
        values = {"province": "07.161", "alike": True}
        for number in (1, 2):
            found = actions.stage_package(name="p.zip", content=content, by=by, publisher="Elsewhere")
            found = actions.say_meaning(staged=found, values=values, by=by)
            if number == 2:
                assert found.counts["again"] | {"same": 0} == dict.fromkeys(
                    ("changed", "kept", "gone", "back", "same", "news"), 0
                ), found.counts
                before = rows()
                with pytest.raises(AllThere):
                    actions.take_package(staged=found, by=by, without_refused=True)
                assert rows() == before
                again = actions.stage_package(name="o.zip", content=packed(speaking="default"), by=by, publisher="us")
                with pytest.raises(AllThere):
                    actions.take_package(staged=again, by=by)
            else:
                actions.take_package(staged=found, by=by, without_refused=True)
        raise Undone


def test_a_changed_name_is_one_changed_row_and_one_act(db):
    """Shown old and new before the yes; a second yes is refused; nothing else is written."""
    with under("administrator"):
        taken(zipped(**PACKAGE))
        before = rows()
        found = staged(zipped(**changed("services", "4", name="Listening and advice")))

        [[entity, _ar, name, _key, _words, fields], *others] = found.counts["changed"]
        assert (entity, name) == ("service", "Listening")
        assert others == []  # one object, though it stands at two places
        assert fields == [
            ["name_ar", "Listening", "Listening and advice"],
            ["name_fr", "Listening", "Listening and advice"],
        ]
        assert rows() == before
        actions.take_package(staged=found, by=user_of("administrator"), without_refused=True)
        with pytest.raises(TakenAlready):
            actions.take_package(staged=found, by=user_of("administrator"), without_refused=True)
        assert Service.objects.filter(name_fr="Listening and advice").count() == 2
        assert [row["name"] for row in everything(speaking="default")["service"].values()].count(
            "Listening and advice"
        ) == 1
        differing = [
            name for one, other in zip(before[3], rows()[3], strict=True) for name in one if one[name] != other[name]
        ]
        assert set(differing) == {"name_ar", "name_fr", "version", "quality"}, "quality is counted, not said"


def test_a_field_that_the_centre_corrected_stays_and_goes_out_as_the_centre_said_it(db):
    """With the day on which it was said; what the publisher changed later than that is taken."""
    day = timezone.localdate()
    with under("administrator"):
        taken(zipped(**PACKAGE))
        service = Service.objects.get(name_fr="=1+1")
        values = {"name_ar": "اسم المركز", "name_fr": "Nom du centre"}
        pages.edit_service(service=service, expected=service.version, values=values, by=user_of("administrator"))
        older = f"{day - timedelta(days=3)}T10:00:00Z"
        found = taken(zipped(**changed("services", "2", name="Theirs", description="New words", last_modified=older)))

        service.refresh_from_db()
        assert (service.name_fr, service.about_fr) == ("Nom du centre", "New words")
        assert [[*one[4:]] for one in found.counts["kept"]] == [
            ["name_ar", "اسم المركز", "Theirs", day.isoformat()],
            ["name_fr", "Nom du centre", "Theirs", day.isoformat()],
        ]  # fmt: skip
        assert "Nom du centre" in {row.get("name_fr") for row in everything(speaking="default")["service"].values()}
        later = f"{day + timedelta(days=1)}T10:00:00Z"
        taken(zipped(**changed("services", "2", name="Later", description="New words", last_modified=later)))
        service.refresh_from_db()
        assert service.name_fr == "Later"


def test_what_is_gone_is_listed_with_its_day_and_neither_deleted_nor_hidden(db):
    """And it is gone no longer when the publisher names it again."""
    tables = copy.deepcopy(PACKAGE)
    tables["services"] = [row for row in tables["services"] if row["id"] != "4"]
    tables["services_at_location"] = [row for row in tables["services_at_location"] if row["service_id"] != "4"]
    day = timezone.localdate().isoformat()
    with under("administrator"):
        taken(zipped(**PACKAGE))
        before = rows()
        found = taken(zipped(**tables))

        assert {(one[0], one[2], one[5], one[6]) for one in found.counts["gone"]} == {
            ("service", "Listening", day, False)
        }
        assert rows() == before
        assert ForeignObject.objects.exclude(gone_on=None).count() == 2
        with pytest.raises(AllThere):
            taken(zipped(**tables))
        taken(zipped(**PACKAGE))
        assert not ForeignObject.objects.exclude(gone_on=None).exists()
        ended = staged(zipped(**changed("services", "4", status="inactive")))
        assert {(one[2], one[6]) for one in ended.counts["gone"]} == {("Listening", True)}


def test_a_part_of_a_catalogue_says_nothing_of_what_others_run(db):
    """A catalogue sent in parts, one for each organization, would otherwise end every other with each of them."""
    other = {"id": "8", "name": "Another association", "description": ""}
    hers = [row | {"id": "4b", "organization_id": "8"} for row in PACKAGE["services"] if row["id"] == "4"]
    places = [{"id": "6b", "organization_id": "8", "name": "Imintanoute", "latitude": "31.17", "longitude": "-8.85"}]
    part = {
        "organizations": [other], "services": hers, "locations": places,
        "services_at_location": [{"id": "", "service_id": "4b", "location_id": "6b"}],
    }  # fmt: skip
    with under("administrator"):
        # it was here before: no row of this publisher stands for it
        Operator.objects.create(code="OP-HERE", name_ar="جمعية", name_fr="Another association", kind="association")
        taken(zipped(**PACKAGE))
        found = taken(zipped(**part))
        assert found.counts["gone"] == [] and found.counts["speaks"] == ["Another association"]
        assert not ForeignObject.objects.exclude(gone_on=None).exists()
        assert "Another association" in page_of(found) and "says nothing of the others" in page_of(found)
        gone = staged(zipped(**part | {"services": [], "services_at_location": []})).counts["gone"]
        assert [(one[0], one[2]) for one in gone] == [("service", "Listening")], "of her own it speaks"


def test_keys_that_begin_alike_are_keys_of_different_things(db):
    """Keys made one after the other share their first letters: two services of one place were taken for one."""
    keys = [f"019e3ae7-e6e8-74bf-b7c0-00000000000{n}" for n in range(3)]
    listening = next(row for row in PACKAGE["services"] if row["id"] == "4")
    tables = {
        "organizations": PACKAGE["organizations"], "locations": PACKAGE["locations"][1:],
        "services": [listening | {"id": key, "name": f"Listening {n}"} for n, key in enumerate(keys)],
        "services_at_location": [{"id": "", "service_id": key, "location_id": "6"} for key in keys],
    }  # fmt: skip
    with under("administrator"):
        taken(zipped(**tables))
        assert Service.objects.filter(name_fr__startswith="Listening").values("code").distinct().count() == 3


def page_of(package):
    """The page of a package, in English."""
    client = entered("administrator", headers={"accept-language": "en"})
    return client.get(f"/centres/packages/{package.pk}/").content.decode()


def test_what_is_gone_waits_on_the_list_of_its_centre_until_it_says_whether_it_is_true(db):
    """A word of the day or later ends it, and so does the end of the service; another centre is not asked."""
    today = timezone.localdate()
    with under("administrator"):
        another = Service.objects.get(pk=SERVICE_OWN)
        another.pk, another.code, another.name_ar = 9_300, "SECOND", "خدمة ثانية"
        another.save(force_insert=True)
        for number, day in (("1", today - timedelta(days=2)), ("2", today)):
            ForeignObject.objects.create(
                entity="service", foreign_key=number, publisher="p", source="p.zip", centre_id=OWN, gone_on=day,
                service=Service.objects.filter(centre=OWN).order_by("pk")[int(number) - 1],
            )  # fmt: skip
        first, second = Service.objects.filter(centre=OWN).order_by("pk")
    assert asked("director") == [f"/centres/{OWN}/"] and asked("sister_director") == []
    with under("administrator"):
        assert [len(one.services) for one in awaited()] == [2] and awaited(region="01") == []
    with under("director") as held:
        said.still_true(centre=held.centre, services=[first], by=held.user)
    with under("administrator"):
        assert [[row.pk for row in one.services] for one in awaited()] == [[second.pk]]
    page = entered("coordinator").get("/centres/packages/").content.decode()
    assert second.name_ar in page and first.name_ar not in page
    with under("administrator"):
        Service.objects.filter(pk=second.pk).update(until=today - timedelta(days=1))
    assert asked("director") == []


def asked(who):
    """Where the tasks lead that ask about what is gone."""
    page = entered(who, headers={"accept-language": "en"}).get("/work/")
    return [task.href for task in page.context["tasks"] if "package no longer names" in str(task.what)]


def test_a_package_of_another_publisher_never_touches_these_objects(db):
    """Not even one that uses the same keys."""
    with under("administrator"):
        taken(zipped(**PACKAGE))
        before = rows()
        found = staged(zipped(**changed("services", "4", name="Stolen")), publisher="Somebody else")
        assert found.counts["changed"] == found.counts["gone"] == []
        try:
            actions.take_package(staged=found, by=user_of("administrator"), without_refused=True)
        finally:
            after = rows()
        assert [row for row in after[3] if row in before[3]] == before[3]


def test_a_second_package_that_breaks_leaves_everything_as_it_was(db, monkeypatch):
    """Half-way, after the first fields were written; and one whose links lead nowhere is never compared."""
    with under("administrator"):
        taken(zipped(**PACKAGE))
        before = rows(), list(ForeignObject.objects.order_by("pk").values())
        found = staged(zipped(**changed("services", "4", name="Half-way")))

        def breaks(*_args):
            raise OSError

        monkeypatch.setattr(updating, "_remember", breaks)
        with pytest.raises(OSError), transaction.atomic():
            actions.take_package(staged=found, by=user_of("administrator"), without_refused=True)
        assert (rows(), list(ForeignObject.objects.order_by("pk").values())) == before
        dangling = changed("services", "4", organization_id="8", name="Orphan")
        with pytest.raises(actions.LinksLeadNowhere):
            taken(zipped(**dangling))
        assert rows() == before[0]


def test_nothing_is_written_when_a_page_was_changed_after_the_preview(db):
    """What was said yes to is what was shown."""
    with under("administrator"):
        taken(zipped(**PACKAGE))
        found = staged(zipped(**changed("services", "2", name="Theirs")))
        service = Service.objects.get(name_fr="=1+1")
        pages.edit_service(
            service=service, expected=service.version, values={"name_fr": "Nom"}, by=user_of("administrator")
        )

        with pytest.raises(actions.SaidMeanwhile):
            actions.take_package(staged=found, by=user_of("administrator"), without_refused=True)
        assert real() == [1, 2, 4]
        assert Service.objects.get(pk=service.pk).name_fr == "Nom"


def test_conditions_that_a_publisher_changes_are_a_new_version(db):
    """Our structured form comes back as the same tree; the words of others are read as text."""
    first, second = (piece.tree for piece in ready_pieces()[:2])
    with under("administrator"):
        words = "Residents of the quarter"
        tables = changed("services", "2", conditions=eligibility.written(first), description="Soup")
        tables["services"][0]["eligibility_description"] = words
        taken(zipped(**tables))
        service = Service.objects.get(name_fr="=1+1")
        today = timezone.localdate()

        assert rule_in_force(service.pk, today).tree == first
        assert words in Service.objects.get(name_fr="Soup kitchen").about_fr
        [given_out] = [row for row in everything(speaking="default")["service"].values() if "conditions" in row]
        assert eligibility.read(given_out) == first
        tables["services"][1]["conditions"] = eligibility.written(second)
        taken(zipped(**tables))
        assert rule_in_force(service.pk, today).tree == second
        assert [row.version for row in ServiceRule.objects.filter(service=service).order_by("version")] == [1, 2]
        assert ServiceRule.objects.get(service=service, version=1).tree == as_told(first)
