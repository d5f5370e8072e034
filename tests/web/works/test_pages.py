"""Pages of a building: a sheet that begins from the last, works that go on, meters that ask, files taken whole."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jisr.centres.models import Centre
from jisr.centres.works import actions, queries
from jisr.centres.works.choices import State
from jisr.centres.works.models import (
    BuildingAudit,
    MeterReading,
    Operation,
    UnitDay,
    WorkLine,
    WorksClosure,
    WorksPhoto,
)
from jisr.staff.models import Post
from tests.access.people import entered
from tests.centres.works.building import audited, days_ago, diagnosed, going_on, looks, metered, png
from tests.ground import OWN, SISTER, post_of
from tests.reading import text
from tests.stories import under
from tests.web.test_query_counts import holds

pytestmark = pytest.mark.django_db(databases=["default", "owner", "public", "counter", "sealer"])
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def reading():
    """What a test reads itself, it reads as the director."""
    with under("director"):
        yield


@pytest.fixture
def director():
    """The director of ``OWN``, signed in."""
    return entered("director")


def test_a_sheet_begins_from_the_last_and_says_what_was_left_out(director):
    """Nobody answers eighteen questions twice; nobody's silence is taken for a yes."""
    path = reverse("works:new_sheet", args=[OWN])
    form = director.get(path).context["form"]
    assert form["building_roof_look"].value() == "unseen"

    answer = director.post(
        path, {"on": TODAY.isoformat(), "building_roof_look": "repair", "building_roof_note": "تسرب"}
    )

    [row] = BuildingAudit.objects.all()
    assert answer["Location"] == reverse("works:sheet", args=[row.pk]) and row.grade == ""
    again = director.get(path).context["form"]
    assert (again["building_roof_look"].value(), again["building_roof_note"].value()) == ("repair", "تسرب")
    assert again["water_supply_look"].value() == "unseen"
    assert "تسرب" in text(director.get(reverse("works:sheet", args=[row.pk])))


def test_a_door_too_narrow_is_said_beside_its_field(director):
    """And what was typed stays."""
    sent = {"on": TODAY.isoformat(), "access_doors_look": "good", "access_doors_number": "70"}

    answer = director.post(reverse("works:new_sheet", args=[OWN]), sent)

    assert list(answer.context["form"].errors) == ["access_doors_look"]
    assert answer.context["form"]["access_doors_number"].value() == "70" and not BuildingAudit.objects.exists()


def test_whether_somebody_is_in_it_is_asked_of_each_photograph(director):
    """What was ticked for a file that cannot be read says nothing of the next one."""
    with under("director") as held:
        sheet = audited(held)
    sent = {"item": "building.roof", "photo": SimpleUploadedFile("IMG.png", b"no picture"), "nobody": "on"}

    answer = director.post(reverse("works:add_photo", args=[sheet.pk]), sent)

    assert "photo" in answer.context["form"].errors
    assert not answer.context["form"]["nobody"].value() and answer.context["form"]["item"].value() == "building.roof"


def test_a_photograph_is_shown_to_its_centre_and_its_delegation_and_can_be_removed(director):
    """As a picture and nothing else: it runs nothing, and its opening is written down."""
    with under("director") as held:
        sheet = audited(held)
    sent = {"item": "building.roof", "photo": SimpleUploadedFile("IMG.png", png((b"tEXt", b"GPS\0x")))}
    refused = director.post(reverse("works:add_photo", args=[sheet.pk]), sent)
    assert "nobody" in refused.context["form"].errors and not WorksPhoto.objects.exists()

    sent["photo"].seek(0)
    director.post(reverse("works:add_photo", args=[sheet.pk]), sent | {"nobody": "on"})

    row = WorksPhoto.objects.get()
    for who, status in (("director", 200), ("delegate", 200), ("sister_director", 404), ("coordinator", 404)):
        answer = entered(who).get(reverse("works:photo", args=[row.pk]))
        assert answer.status_code == status, who
    shown = director.get(reverse("works:photo", args=[row.pk]))
    assert shown.content == png() and shown["Content-Security-Policy"] == "default-src 'none'"
    director.post(reverse("works:drop_photo", args=[row.pk]))
    assert not WorksPhoto.objects.exists()


def test_works_go_from_the_sheet_to_their_end(director):
    """Each step has its page, in the order of the table; a step that does not follow has none."""
    with under("director") as held:
        audited(held, building__roof="out", access__entrance="absent")
    sent = {"title": "السقف والمدخل", "items": ["building.roof", "access.entrance"]}
    director.post(reverse("works:new_operation", args=[OWN]), sent)
    row = Operation.objects.get()
    assert sorted(one.item for one in row.lines.all()) == ["access.entrance", "building.roof"]
    assert director.get(reverse("works:move", args=[row.pk, "reception"])).status_code == 404
    for line in WorkLine.objects.all():
        director.post(
            reverse("works:line", args=[line.pk]),
            {"item": line.item, "estimate": "1 000,50", "paid": "900", "version": line.version},
        )
    for to in ("programme", "works"):
        director.post(reverse("works:move", args=[row.pk, to]), {"on": TODAY.isoformat()})
    shut = {"since": (TODAY - timedelta(days=2)).isoformat(), "to": SISTER, "moved": "12", "nowhere": "3"}
    director.post(reverse("works:shut", args=[row.pk]), shut)
    director.post(reverse("works:reopen", args=[WorksClosure.objects.get().pk]), {"on": TODAY.isoformat()})
    roof = WorkLine.objects.get(item="building.roof")
    director.post(
        reverse("works:move", args=[row.pk, "reception"]),
        {"on": TODAY.isoformat(), "mended": [str(roof.pk)], "reserves": "باب\n\nمقبض"},
    )
    director.post(reverse("works:move", args=[row.pk, "closed"]), {"on": TODAY.isoformat()})
    assert Operation.objects.get().state == State.RECEPTION

    for reserve in row.reserves.all():
        director.post(reverse("works:lift", args=[reserve.pk]))
    director.post(reverse("works:move", args=[row.pk, "closed"]), {"on": TODAY.isoformat()})

    row = Operation.objects.get()
    assert row.state == State.CLOSED and row.reserves.count() == 2
    with under("director"):
        last = queries.last_audit(OWN)
        assert queries.findings(last)["building.roof"].look == "good"
        assert queries.findings(last)["access.entrance"].look == "absent"
    page = text(director.get(reverse("works:operation", args=[row.pk])))
    assert "2.001 درهم" in page and "1.800 درهم" in page


def test_a_lower_reading_asks_what_happened(director):
    """On the same page, with what was typed; each answer does what it says."""
    with under("director") as held:
        meter = metered(held, (60, "100"), (30, "900"))
    path = reverse("works:read", args=[meter.pk])
    sent = {"on": TODAY.isoformat(), "value": "120,5"}
    asks = director.post(path, sent)
    assert "what" in asks.context["form"].fields and MeterReading.objects.count() == 2

    director.post(path, sent | {"asks": "1", "what": "earlier"})

    assert {(one.value, one.struck) for one in MeterReading.objects.all()} == {
        (Decimal(100), False), (Decimal(900), True), (Decimal("120.5"), False)
    }  # fmt: skip
    director.post(path, {"on": TODAY.isoformat(), "value": "3", "asks": "1", "what": "replaced", "number": "A-9"})
    meter.refresh_from_db()
    assert meter.retired_on == TODAY
    assert MeterReading.objects.get(meter__number="A-9").value == 3


def send(client, rows, *, take=False):
    """A file of readings, or the yes to its preview."""
    path, body = reverse("works:take", args=[OWN]), "meter,on,value,estimated\n" + "\n".join(rows)
    if take:
        return client.post(path, {"text": body})
    return client.post(path, {"file": SimpleUploadedFile("r.csv", body.encode("utf-8-sig"))})


def test_a_file_is_shown_first_and_taken_whole_or_not_at_all(director):
    """A wrong row, or one that runs backwards, keeps the whole file out."""
    with under("director") as held:
        metered(held, (90, "100"))
    good = [f"A-1,{days_ago(60)},130,", f'A-1,{days_ago(30)},"150,5",1']
    preview = send(director, good)
    assert preview.status_code == 200 and MeterReading.objects.count() == 1
    assert send(director, [*good, "B-7,2026-01-01,4,"]).context["wrong"] == 1
    backwards = [*good, f"A-1,{days_ago(20)},140,"]
    assert send(director, backwards).context["refusal"]
    assert send(director, backwards, take=True).context["refusal"] and MeterReading.objects.count() == 1
    assert send(director, ["x" * 20]).context["wrong"] == 1
    assert "file" in director.post(
        reverse("works:take", args=[OWN]), {"file": SimpleUploadedFile("r.csv", b"\xff\xfe\x00")}
    ).context["form"].errors  # fmt: skip

    assert send(director, good, take=True)["Location"] == reverse("works:energy", args=[OWN])

    assert MeterReading.objects.count() == 3 and MeterReading.objects.filter(estimated=True).count() == 1
    exported = director.get(reverse("works:export", args=[OWN])).content.decode("utf-8-sig").splitlines()
    assert exported[0] == "meter,on,value,estimated" and len(exported) == 4


def test_the_log_of_a_unit_is_kept_by_its_own_direction():
    """Kilometres as the counter showed them; nobody else writes a day."""
    Centre.objects.filter(pk=OWN).update(type="mobile_unit")
    sent = {"on": TODAY.isoformat(), "leaves_at": "1000", "comes_at": "1080", "stops": "3"}

    answer = entered("director").post(reverse("works:log", args=[OWN]), sent)

    assert answer.status_code == 302 and UnitDay.objects.get().km == 80
    assert entered("delegate").post(reverse("works:log", args=[OWN]), sent).status_code == 404
    assert "80" in text(entered("delegate").get(reverse("works:log", args=[OWN])))


def test_figures_say_what_nobody_measured_and_never_a_zero():
    """By centre for the delegation, by province for the region, by region for the country."""
    with under("director") as held:
        audited(held, building__roof="out")
        going_on(held)
    for who, rows, place in (("delegate", "centre", None), ("coordinator", "07.161", 1), ("strategist", "07", 1)):
        page = entered(who).get(reverse("works:figures"))
        total = page.context["total"]
        assert (total["rehabilitated"].numerator, total["rehabilitated"].denominator) == (0, 1), who
        assert total["kwh"] is None and total["counted"].grades == {"D": 1}
        assert place is None or rows in [one["key"] for one in page.context["lines"]]
    assert entered("director").get(reverse("works:figures"))["Location"] == reverse("works:building", args=[OWN])
    inside = entered("strategist").get(reverse("works:figures") + "?province=07.161")
    assert OWN in [one["key"] for one in inside.context["lines"]]
    other = entered("far_coordinator").get(reverse("works:figures") + "?province=07.161")
    assert OWN not in [one["key"] for one in other.context["lines"]]
    taken = entered("delegate").get(reverse("works:figures_csv")).content.decode("utf-8-sig")
    assert taken.startswith("code,name,buildings,with_sheet,accessible,grade_A")


def test_what_is_invented_is_never_counted_with_what_is_real(monkeypatch):
    """A real delegate would read invented kilowatt-hours; an invented one, somebody's real roof."""
    seen = post_of("delegate").is_demonstration
    monkeypatch.setattr(Post, "is_demonstration", property(lambda _post: not seen, lambda _post, _value: None))

    page = entered("delegate").get(reverse("works:figures"))

    assert page.context["lines"] == [] and page.context["total"]["counted"].buildings == 0


def test_pages_ask_the_database_as_often_for_many_rows():
    """Sheets, operations, lines and readings of some years cost no more questions than the first."""
    with under("director") as held:
        row = diagnosed(held)
        meter = metered(held, (900, "1"))
    ago = iter(range(800, 0, -1))

    def grow(rows):
        with under("director") as held:
            for _ in range(rows):
                actions.make_audit(centre=held.centre, on=days_ago(1), said=looks(held.centre.type), by=held.user)
                diagnosed(held)
                actions.add_line(operation=row, values={"item": "building.roof", "estimate": 5}, by=held.user)
                day = next(ago)
                actions.read_meter(meter=meter, on=days_ago(day), value=Decimal(1000 - day), by=held.user)

    director = entered("director")
    pages = [(director, reverse("works:building", args=[OWN])), (director, reverse("works:operation", args=[row.pk])),
             (director, reverse("works:energy", args=[OWN]))]  # fmt: skip
    holds(pages, grow, few=2, many=12)


def test_the_page_of_a_centre_leads_to_its_building(director):
    """And the figures of the place lead to all buildings; a closure for works stands on the public page."""
    assert reverse("works:building", args=[OWN]) in director.get(reverse("centres:page", args=[OWN])).content.decode()
    assert reverse("works:figures") in entered("delegate").get(reverse("barometer:page")).content.decode()
