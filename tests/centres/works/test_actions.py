"""Acts of the works: sheets that stay, states that the table allows, costs that add up, closures told and ended."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jisr.centres import queries as catalogue
from jisr.centres.models import Centre
from jisr.centres.works import actions, queries, rules
from jisr.centres.works.choices import NEXT, State
from jisr.centres.works.models import (
    BuildingAudit,
    Finding,
    MeterReading,
    Operation,
    UnitDay,
    WorksClosure,
    WorksPhoto,
)
from jisr.common.errors import OutOfReach, Refusal, Stale, Unacceptable
from tests.centres.works.building import audited, days_ago, diagnosed, going_on, looks, metered, png
from tests.ground import OWN, SISTER, owner
from tests.stories import under

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def told(code):
    """Events of a code, as the owner reads them."""
    return owner("SELECT centre_id, amount, programme FROM common_event WHERE code = %s ORDER BY id", code)


def test_a_sheet_says_every_thing_that_is_asked_and_stays_as_it_was():
    """What was left out is written down as not looked at, and no login of a request can change a sheet."""
    with under("director") as held:
        row = actions.make_audit(
            centre=held.centre, on=days_ago(1), said={"building.roof": actions.Said("good")}, by=held.user
        )
        found = queries.findings(row)

        assert {one.look for code, one in found.items() if code != "building.roof"} == {"unseen"}
        assert (row.grade, row.accessible) == ("", False)
        with pytest.raises(DatabaseError), transaction.atomic():
            BuildingAudit.objects.filter(pk=row.pk).update(grade="A")


def test_a_sheet_of_tomorrow_a_narrow_door_and_a_van_are_refused():
    """In words, and nothing is kept."""
    with under("director") as held:
        for said, on in (
            (looks(held.centre.type), days_ago(-1)),
            ({"access.doors": actions.Said("good", 65)}, days_ago(1)),
        ):
            with pytest.raises(Unacceptable):
                actions.make_audit(centre=held.centre, on=on, said=said, by=held.user)
        held.centre.type = "mobile_unit"
        with pytest.raises(actions.NoBuilding):
            actions.make_audit(centre=held.centre, on=days_ago(1), said={}, by=held.user)
        assert not BuildingAudit.objects.exists()


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize(
    ("act", "to"),
    [
        (actions.programme, State.PROGRAMME), (actions.begin, State.WORKS), (actions.receive, State.RECEPTION),
        (actions.finish, State.CLOSED), (actions.abandon, State.ABANDONED),
    ],
)  # fmt: skip
def test_a_step_outside_the_table_is_refused(state, act, to):
    """Each act from each state: it goes on where the table leads, and nowhere else."""
    more = {actions.receive: {"mended": []}, actions.abandon: {"why": "money"}}.get(act, {})
    with under("director") as held:
        row = diagnosed(held)
        why = "money" if state == State.ABANDONED else ""
        Operation.objects.filter(pk=row.pk).update(state=state, why=why)
        row = queries.operation(row.pk)
        if to in NEXT[state]:
            act(operation=row, expected=row.version, on=days_ago(1), by=held.user, **more)
            assert Operation.objects.get(pk=row.pk).state == to
        else:
            with pytest.raises(Refusal), transaction.atomic():
                act(operation=row, expected=row.version, on=days_ago(1), by=held.user, **more)
            assert Operation.objects.get(pk=row.pk).state == state


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 10**12)), st.integers(0, 10**12)), max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
def test_costs_add_up(pairs):
    """To the centime, in whatever order; a line without an estimate is said, never counted as nothing."""
    with under("director") as held, transaction.atomic():
        row = actions.diagnose(centre=held.centre, title="ترميم", by=held.user)
        for estimate, paid in pairs:
            values = {"item": "building.roof", "estimate": estimate, "paid": paid}
            actions.add_line(operation=row, values=values, by=held.user)

        found = rules.costs(queries.operation(row.pk).lines.all())

        assert found.paid == sum(paid for _, paid in pairs)
        assert found.estimated == sum(estimate for estimate, _ in pairs if estimate is not None)
        assert found.unestimated == sum(estimate is None for estimate, _ in pairs)
        transaction.set_rollback(True)


def test_works_without_a_cost_are_not_programmed():
    """What nobody has priced, nobody pays."""
    with under("director") as held:
        row = actions.diagnose(centre=held.centre, title="ترميم", by=held.user, items=["building.roof"])
        with pytest.raises(actions.NothingToProgramme):
            actions.programme(operation=row, expected=row.version, on=timezone.localdate(), by=held.user)


def test_what_a_reception_mended_is_good_on_a_new_sheet_and_the_old_one_stays():
    """The sheet says that works said so, and the grade follows by the same rule."""
    with under("director") as held:
        old = audited(held, building__roof="out", access__entrance="absent")
        row = going_on(held, "building.roof", "access.entrance")
        lines = {one.item: one for one in queries.operation(row.pk).lines.all()}

        new = actions.receive(
            operation=row, expected=row.version, on=days_ago(2), mended=[one.pk for one in lines.values()],
            by=held.user, reserves=[("باب يحتاج ضبطا", None)],
        )  # fmt: skip

        assert (old.grade, old.accessible, new.grade, new.accessible) == ("D", False, "A", True)
        assert new.said_by == "reception" and queries.last_audit(OWN) == new
        assert Finding.objects.get(audit=old, item="building.roof").look == "out"
        with pytest.raises(actions.StillReserved):
            actions.finish(operation=row, expected=row.version, on=timezone.localdate(), by=held.user)
        actions.lift(reserve=row.reserves.get(), on=timezone.localdate(), by=held.user)
        actions.finish(operation=row, expected=row.version, on=timezone.localdate(), by=held.user)
        assert Operation.objects.get(pk=row.pk).state == State.CLOSED
        with pytest.raises(actions.Settled):
            actions.add_line(operation=row, values={"item": "building.roof"}, by=held.user)


def test_a_line_that_was_not_mended_changes_nothing_on_the_sheet():
    """Paid is not mended: somebody says so at the reception."""
    with under("director") as held:
        old = audited(held, building__roof="out")
        row = going_on(held)

        assert actions.receive(operation=row, expected=row.version, on=days_ago(1), mended=[], by=held.user) is None
        assert queries.last_audit(OWN) == old


def test_a_closure_is_told_on_the_page_of_the_centre_until_it_reopens():
    """Who would come in vain reads it, and reads it no longer on the day the door opens."""
    today = timezone.localdate()
    with under("director") as held:
        row = going_on(held)
        shut = actions.shut(
            operation=row, since=days_ago(5), until=None, by=held.user, to=Centre.objects.get(pk=SISTER), moved=30,
            nowhere=4,
        )  # fmt: skip
        assert [one.kind for one in catalogue.notices(OWN, on=today)] == ["closure"]
        with pytest.raises(actions.StillShut):
            actions.abandon(operation=row, expected=row.version, on=today, why="money", by=held.user)

        actions.reopen(closure=shut, on=today, by=held.user)

        assert catalogue.notices(OWN, on=today) == [] or not [*catalogue.notices(OWN, on=today)]
        assert rules.days_shut(WorksClosure.objects.all(), today) == 5
        with pytest.raises(OutOfReach):
            actions.reopen(closure=shut, on=today, by=held.user)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_each_act_in_the_world_is_one_event_with_its_money():
    """The barometer and the ledger join on them; the estimate is planned, what was paid is received."""
    with under("director") as held:
        audited(held, building__roof="out")
        row = going_on(held)
        line = queries.operation(row.pk).lines.get()
        actions.edit_line(line=line, expected=line.version, values={"paid": 90_000}, by=held.user)
        shut = actions.shut(operation=row, since=days_ago(5), until=None, by=held.user)
        actions.reopen(closure=shut, on=days_ago(1), by=held.user)
        row = queries.operation(row.pk)
        actions.receive(operation=row, expected=row.version, on=days_ago(1), mended=[line.pk], by=held.user)

    amounts = {code: [amount for _c, amount, _p in told(code)] for code in (
        "audit.made", "works.programmed", "works.begun", "works.received", "centre.closed", "centre.reopened"
    )}  # fmt: skip
    assert amounts == {
        "audit.made": [None, None], "works.programmed": [100_000], "works.begun": [None], "works.received": [90_000],
        "centre.closed": [None], "centre.reopened": [None],
    }  # fmt: skip


def test_of_a_confidential_centre_only_the_days_are_told():
    """Words beside a closure name streets."""
    with under("shelter_keeper") as held:
        row = actions.diagnose(centre=held.centre, title="ترميم", by=held.user)
        shut = actions.shut(operation=row, since=days_ago(1), until=None, by=held.user)

        assert (shut.notice.text_ar, shut.notice.text_fr) == ("", "")


def test_somebody_who_saved_meanwhile_is_noticed():
    """Two people close the same file of works: the second is told."""
    with under("director") as held:
        row = diagnosed(held)
        line = row.lines.get()
        actions.edit_line(line=line, expected=line.version, values={"paid": 5}, by=held.user)
        with pytest.raises(Stale):
            actions.edit_line(line=line, expected=line.version - 1, values={"paid": 6}, by=held.user)


def test_a_photograph_is_kept_without_place_sealed_and_only_of_nobody():
    """What a telephone writes into it unasked never reaches the table."""
    picture = png((b"tEXt", b"GPS\0 31.5 -8.7"), (b"eXIf", b"II*\0place"))
    with under("director") as held:
        sheet = audited(held)
        with pytest.raises(actions.PeopleInIt):
            actions.add_photo(audit=sheet, item="", content=picture, size=len(picture), nobody=False, by=held.user)
        for content in (b"%PDF-1.4 not a photograph", picture[:-20], b""):
            with pytest.raises(actions.NotAPhoto):
                actions.add_photo(audit=sheet, item="", content=content, size=len(content), nobody=True, by=held.user)

        row = actions.add_photo(
            audit=sheet, item="building.roof", content=picture, size=len(picture), nobody=True, by=held.user
        )

        kept = actions.opened_photo(WorksPhoto.objects.get(pk=row.pk))
        assert kept == png() and b"GPS" not in kept
        [(sealed,)] = owner("SELECT sealed FROM works_worksphoto") or [(b"",)]
        assert b"PNG" not in bytes(sealed)
        actions.drop_photo(photo=row, by=held.user)
        assert not WorksPhoto.objects.exists()


def test_a_lower_reading_asks_and_a_replaced_meter_goes_on():
    """Nothing is written down until somebody says which of the two it is."""
    with under("director") as held:
        meter = metered(held, (60, "100"), (30, "400"))
        with pytest.raises(actions.Contradicts) as asks:
            actions.read_meter(meter=meter, on=days_ago(1), value=Decimal("12"), by=held.user)
        assert asks.value.other.value == 400

        new = actions.replace_meter(meter=meter, on=days_ago(20), number="A-2", starts_at=Decimal(0), by=held.user)
        actions.read_meter(meter=new, on=days_ago(1), value=Decimal("12"), by=held.user)

        told = queries.tells(queries.meters(OWN), days_ago(200), timezone.localdate())
        assert rules.total(told[0].months) == 312


def test_a_struck_reading_stays_and_is_counted_no_longer():
    """A mistake is corrected by saying so, never by rubbing out."""
    with under("director") as held:
        meter = metered(held, (60, "100"), (30, "4000"))
        actions.strike_reading(reading=MeterReading.objects.get(value=4000), by=held.user)
        actions.read_meter(meter=meter, on=days_ago(1), value=Decimal("130"), by=held.user)

        assert MeterReading.objects.count() == 3
        [told] = queries.tells(queries.meters(OWN), days_ago(200), timezone.localdate())
        assert rules.total(told.months) == 30


def test_a_file_of_readings_is_taken_whole_or_not_at_all():
    """One row that runs backwards keeps all others out."""
    with under("director") as held:
        meter = metered(held, (90, "100"))
        rows = [{"meter": meter, "on": days_ago(ago), "value": Decimal(value)} for ago, value in ((60, 130), (30, 120))]
        with pytest.raises(actions.Contradicts), transaction.atomic():
            actions.take_readings(centre=held.centre, rows=rows, by=held.user)
        assert MeterReading.objects.count() == 1

        rows[1]["value"] = Decimal(150)
        assert actions.take_readings(centre=held.centre, rows=rows[::-1], by=held.user) == 2


def test_the_log_of_a_unit_runs_forward():
    """The counter of kilometres says whether a day was forgotten or mistyped."""
    with under("director") as held:
        with pytest.raises(actions.NotAUnit):
            actions.log_day(centre=held.centre, on=days_ago(3), leaves_at=1, comes_at=2, stops=1, by=held.user)
        held.centre.type = "mobile_unit"
        actions.log_day(centre=held.centre, on=days_ago(3), leaves_at=1000, comes_at=1080, stops=3, by=held.user)
        for on, leaves, comes in ((2, 1070, 1100), (4, 900, 1010), (1, 1200, 1100), (3, 1080, 1090)):
            with pytest.raises(Unacceptable):
                actions.log_day(
                    centre=held.centre, on=days_ago(on), leaves_at=leaves, comes_at=comes, stops=1, by=held.user
                )
        assert [one.km for one in UnitDay.objects.all()] == [80]


def test_another_centre_neither_reads_nor_writes():
    """By the walls of the database, whatever a page forgets; the delegation reads and writes nothing."""
    with under("director") as held:
        sheet = audited(held)
        row = diagnosed(held)
        actions.add_photo(audit=sheet, item="", content=png(), size=len(png()), nobody=True, by=held.user)
    for who in ("sister_director", "far_director", "far_delegate", "far_coordinator", "council"):
        with under(who):
            assert queries.sheet(sheet.pk) is None and queries.operation(row.pk) is None, who
            assert not WorksPhoto.objects.exists(), who
    for who in ("delegate", "coordinator", "strategist", "auditor"):
        with under(who) as held:
            assert queries.sheet(sheet.pk) == sheet, who
            assert WorksPhoto.objects.exists() == (who == "delegate"), who
            with pytest.raises(DatabaseError), transaction.atomic():
                audited(type("Held", (), {"centre": sheet.centre, "user": held.user}))
            with pytest.raises(DatabaseError), transaction.atomic():
                Operation.objects.filter(pk=row.pk).update(title="…")
            assert WorksPhoto.objects.all().delete()[0] == 0, who


def test_figures_count_what_stands_and_never_a_zero_for_what_nobody_measured():
    """Rehabilitated of planned, accessible of those with a sheet, kWh of those with meters."""
    with under("director") as held:
        audited(held, building__roof="out")
        row = going_on(held)
        actions.receive(
            operation=row, expected=row.version, on=days_ago(2), mended=[one.pk for one in row.lines.all()],
            by=held.user,
        )  # fmt: skip
        diagnosed(held)
        metered(held, (40, "100"), (10, "400"))
    asked = [(OWN, "assistance_centre", "07.161"), (SISTER, "disability_centre", "07.161"), (103, "child_centre", "09")]
    with under("strategist"):
        found = rules.count_standings(queries.standings(asked, days_ago(100), timezone.localdate()))

    here, there = found["07.161"], found["09"]
    assert (here.buildings, here.audited, here.accessible, here.planned, here.received) == (2, 1, 1, 1, 1)
    assert here.grades == {"A": 1} and here.kwh == 300 and here.water is None and here.km is None
    assert (there.buildings, there.audited, there.planned, there.kwh) == (1, 0, 0, None)
