"""Time is given once, moved, taken back, kept or missed; reminders are said once; a compartment is busy time."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from jisr.common.database import scope
from jisr.common.errors import OutOfReach, Stale, Unacceptable
from jisr.common.models import Event
from jisr.families import actions as families
from jisr.families.models import Phone
from jisr.messages.models import Message
from jisr.window.appointments import actions, jobs, queries
from jisr.window.appointments.actions import giving
from jisr.window.appointments.models import Absence, Appointment
from jisr.window.orientation.models import Referral
from tests.ground import OWN, SERVICE_SISTER, user_of
from tests.stories import listened, received, referred, under
from tests.window.appointments.agendas import NINE, at, given, starts, week_of, working_day

pytestmark = pytest.mark.django_db(databases=["default", "owner", "keeper", "counter"])


def passed(row, **values):
    """The same appointment, some days later."""
    with scope(centres=[OWN], compartments=["violence"]):
        Appointment.objects.filter(pk=row.pk).update(
            **{name: getattr(row, name) - timedelta(days=days) for name, days in values.items()}
        )


def received_by(name):
    """A person whom somebody received."""
    with under(name) as held:
        return received(held).person


def test_a_day_is_what_is_left_of_it():
    """Given, moved, cancelled; a leave, a closure, a feast: what is free is always computed."""
    day = working_day()
    with under("worker") as worker:
        week_of(worker, "worker")
        one, two = received(worker).person, received(worker, given="زهرة").person
        assert starts(worker, day) == NINE == starts(worker, day, motive="papers")
        assert starts(worker, day, motive="home") == []

        first = given(worker, one, day, 9, 30)
        assert starts(worker, day) == ["09:00", *NINE[2:]]
        with pytest.raises(actions.SlotTaken):
            given(worker, two, day, 9, 30)
        with pytest.raises(actions.SlotTaken):
            given(worker, two, day, 12)
        actions.move(appointment=first, version=1, agent=worker.user.pk, starts_at=at(day, 11), by=worker.user)
        assert starts(worker, day) == [*NINE[:4], "11:30"]
        with pytest.raises(Stale):
            actions.move(appointment=first, version=1, agent=worker.user.pk, starts_at=at(day, 9), by=worker.user)
        with pytest.raises(actions.NotYet):
            actions.came(appointment=first, version=2, by=worker.user)
        with pytest.raises(Unacceptable):
            actions.cancel(appointment=first, version=2, reason="", by=worker.user)
        actions.cancel(appointment=first, version=2, reason="person", by=worker.user)
        assert starts(worker, day) == NINE
        with pytest.raises(actions.SettledAlready):
            actions.move(appointment=first, version=3, agent=worker.user.pk, starts_at=at(day, 9), by=worker.user)

        second = given(worker, two, day, 10)
    with under("director") as director:
        leave = actions.absent(
            centre=director.centre, agent=user_of("worker").pk, starts_at=at(day, 9, 10), ends_at=at(day, 9, 40),
            by=director.user,
        )  # fmt: skip
        assert starts(director, day) == ["10:30", "11:00", "11:30"]  # ten minutes, and twenty, are no half hour
        assert queries.to_move(OWN) == []
        shut = actions.close_days(centre=director.centre, first_on=day, last_on=day, by=director.user)
        assert starts(director, day) == [] and queries.to_move(OWN) == [second]
        actions.open_days(closure=shut, by=director.user)
        actions.back(absence=leave, by=director.user)
        assert starts(director, day) == [hour for hour in NINE if hour != "10:00"]
        (rule, *_) = [one for one in queries.weeks(director.centre) if one.weekday == str(day.weekday())]
        actions.end_opening(opening=rule, by=director.user, until=day)
        assert starts(director, day) == []


def test_in_ramadan_an_agent_goes_by_her_own_week_whatever_is_looked_for():
    """Her ordinary hours for papers do not come back because her week of Ramadan is for talks alone."""
    with under("worker") as worker:
        week_of(worker, "worker")
        week_of(worker, "worker", motives=["talk"], season="ramadan")
        today = timezone.localdate()
        off, ramadan = queries.feasts(worker.centre, today, today + timedelta(days=400))
        fasted = min(day for day in ramadan if day > today and day.weekday() < 5 and day not in off)

        assert starts(worker, fasted, motive="talk") == NINE
        assert starts(worker, fasted, motive="papers") == []
        assert starts(worker, working_day(), motive="papers") == NINE


def test_missed_twice_is_a_question_to_the_worker_and_nothing_else():
    day = working_day(2)
    with under("worker") as worker:
        week_of(worker, "worker")
        person = received(worker).person
        rows = [given(worker, person, day, hour) for hour in (9, 10)]
    for row in rows:
        passed(row, starts_at=20, ends_at=20)
    with under("worker") as worker:
        assert set(queries.to_note([OWN], most=9)) == set(rows)
        for n, row in enumerate(rows):
            assert len(queries.missed_again([OWN], most=9)) == 0
            row.refresh_from_db()
            actions.missed(appointment=row, version=1, by=worker.user)
            assert queries.missed_before(row) == n + 1
        (asked,) = queries.missed_again([OWN], most=9)
        assert asked == rows[1]
        actions.spoke(appointment=asked, by=worker.user)
        assert queries.missed_again([OWN], most=9) == []
        actions.came(appointment=asked, version=asked.version, by=worker.user)  # it was noted by mistake
        assert queries.missed_before(asked) == 0
        assert starts(worker, day, motive="talk") == NINE, "nobody is struck off"


def test_who_missed_twice_is_found_behind_many_who_missed_once():
    """A year of single misses does not hide the person whom somebody should ask why."""
    day = working_day(2)
    with under("worker") as worker:
        week_of(worker, "worker")
        once = [received(worker, given=f"رقم {n}").person for n in range(5)]
        twice = received(worker, given="مرتين").person
        rows = [given(worker, one, day, 9 + n // 2, 30 * (n % 2)) for n, one in enumerate(once)]
        hers = [given(worker, twice, working_day(10 + 7 * n), 11) for n in range(4)]
    for row in rows:
        passed(row, starts_at=90, ends_at=90)
    for row in hers:
        passed(row, starts_at=60, ends_at=60)
    with under("worker") as worker:
        for row, note in zip(hers, (actions.missed, actions.came, actions.missed, actions.missed), strict=True):
            row.refresh_from_db()
            note(appointment=row, version=1, by=worker.user)
        for row in rows:
            row.refresh_from_db()
            actions.missed(appointment=row, version=1, by=worker.user)

        assert [one.pk for one in queries.missed_again([OWN], most=1)] == [hers[-1].pk]
        assert queries.missed_before(hers[-1]) == 2


def test_what_stands_on_a_day_off_is_found_behind_all_that_does_not(monkeypatch):
    """A desk of thirty agents has more appointments to come than any list holds."""
    monkeypatch.setattr(queries, "_MOST_MOVED", 1)
    day, far, person = working_day(), working_day(80), received_by("worker")
    with under("director") as director:
        week_of(director, "worker", "director")
        given(director, person, day, 9)
        moved = given(director, person, far, 9)
        actions.close_days(centre=director.centre, first_on=far, last_on=far, by=director.user)

        assert queries.to_move(OWN) == [moved]


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "counter"])
def test_what_was_noted_by_mistake_is_not_counted_beside_its_correction():
    """She came, she did not, she did: one event of it counts, as often as it is corrected."""
    day = working_day(2)
    with under("worker") as worker:
        week_of(worker, "worker")
        row = given(worker, received(worker).person, day, 9)
    passed(row, starts_at=20, ends_at=20)
    counted = []
    for note in (actions.came, actions.missed, actions.came):
        with under("worker") as worker:
            row.refresh_from_db()
            note(appointment=row, version=row.version, by=worker.user)
        with scope(speaking="counter"):
            taken_back = Event.objects.filter(code="reversed").values("reverses")
            left = Event.objects.filter(code__in=["appointment.kept", "appointment.missed"]).exclude(pk__in=taken_back)
            counted.append(list(left.values_list("code", flat=True)))

    assert counted == [["appointment.kept"], ["appointment.missed"], ["appointment.kept"]]


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "keeper", "counter"])
def test_reminders_are_said_once_in_words_that_tell_a_stranger_nothing():
    """Three days before and the day before; a telephone that is no longer safe rings no more."""
    day = working_day(20)
    with under("keeper") as keeper:
        week_of(keeper, "keeper")
        visit = received(keeper)
        phones = [
            families.add_phone(household=visit.household, number=f"+21260000000{n}", owner="own", is_safe=n < 3,
                               by=keeper.user, person=visit.person)
            for n in range(4)
        ]  # fmt: skip
        with pytest.raises(Unacceptable):
            given(keeper, visit.person, day, 9, told="sms", phone=phones[3].pk)
        with pytest.raises(Unacceptable):  # known to whoever reads the open file
            given(keeper, visit.person, day, 10, told="sms", phone=phones[2].pk, compartment="violence")
        Phone.objects.filter(pk=phones[2].pk).update(compartment="violence")
        rows = [
            given(keeper, visit.person, day, 9, told="sms", phone=phones[0].pk, agreed="spoken"),
            given(keeper, visit.person, day, 9, 30, told="call", phone=phones[1].pk),
            given(
                keeper, visit.person, day, 10, told="sms", phone=phones[2].pk, agreed="spoken", compartment="violence"
            ),
            given(keeper, visit.person, day, 10, 30, told="sms", phone=phones[2].pk, compartment="violence"),
            given(keeper, visit.person, day, 11),
        ]
        assert [row.says_when for row in rows] == [True, False, False, False, False]
    with scope(speaking="counter"):
        assert set(Event.objects.filter(code__startswith="app").values_list("code", flat=True)) == {"appointment.made"}
    assert jobs.remind_due() == {"first": 0, "second": 0}
    ahead = (day - timezone.localdate()).days
    for row in rows:
        passed(row, starts_at=ahead - 3, ends_at=ahead - 3, given_at=30)
    with scope(centres=[OWN], compartments=["violence"]):
        phones[1].is_safe = False
        phones[1].save()
        Appointment.objects.filter(pk=rows[3].pk).update(state="cancelled", reason="person")

    assert jobs.remind_due() == {"first": 2, "second": 0}
    assert jobs.remind_due() == {"first": 0, "second": 0}
    soon = timezone.localtime()
    with scope(centres=[OWN], compartments=["violence"]):
        said, hidden = Message.objects.order_by("compartment")
        assert (said.to, hidden.to) == (phones[0].number, phones[2].number)
        assert f"{soon + timedelta(days=3):%d/%m/%Y}" in said.body and "09:00" in said.body
        assert "رسالة من المركز تنتظركم" in hidden.body and not any(sign.isdigit() for sign in hidden.body)
        assert Appointment.objects.get(pk=rows[1].pk).told == "paper"
        assert {row.pk for row in queries.to_summon([OWN], most=9)} == {rows[1].pk, rows[4].pk}
        consent = visit.person.consents.get()
        families.withdraw(consent=consent, centre=keeper.centre, by=keeper.user)
    for row in (rows[0], rows[2]):
        passed(row, starts_at=ahead - 1, ends_at=ahead - 1)
    assert jobs.remind_due() == {"first": 0, "second": 2}
    with scope(centres=[OWN], compartments=["violence"]):
        bodies = set(Message.objects.order_by("-made_at").values_list("body", flat=True)[:2])
        assert bodies == {hidden.body}, "what she agreed to was taken back"


def test_a_referral_is_answered_by_the_hour_that_is_given():
    day = working_day()
    with under("worker") as worker:
        visit = received(worker)
        sent = referred(worker, listened(worker, visit, (visit.person, "disability")), SERVICE_SISTER)
    with under("sister_worker") as sister:
        week_of(sister, "sister_worker", motives=["service"])
        referral = Referral.objects.select_related("to_centre", "service").get(pk=sent.pk)
        # the file opens with the answer, and the place is given in the same act
        row = actions.accept_with_time(referral=referral, agent=sister.user.pk, starts_at=at(day, 9), by=sister.user)
        assert (Referral.objects.get().state, Referral.objects.get().booked_on) == ("booked", day)
        later = working_day(15)
        actions.move(appointment=row, version=1, agent=sister.user.pk, starts_at=at(later, 10), by=sister.user)
        assert Referral.objects.get().booked_on == later
        assert queries.with_times([sent.pk]) == {sent.pk}
    with under("worker") as worker:
        assert queries.of_referral(sent.pk).agent.display_name == "Test sister_worker"
        with pytest.raises(Exception, match="policy"):
            Appointment.objects.filter(pk=row.pk).update(state="kept")


def test_what_is_protected_is_busy_as_what_somebody_keeps_to_herself():
    """Two days of one agent, one with a protected appointment, one with private time: nobody else tells them apart."""
    one, two = working_day(), working_day(14)
    with under("keeper") as keeper:
        week_of(keeper, "keeper")
        visit = received(keeper)
        given(keeper, visit.person, one, 10, compartment="violence")
        actions.absent(
            centre=keeper.centre, agent=keeper.user.pk, starts_at=at(two, 10), ends_at=at(two, 10, 30),
            private=True, by=keeper.user,
        )  # fmt: skip
        assert len(queries.times(first=one, last=one + timedelta(days=1), centre=OWN)) == 1
        assert len(queries.absences(OWN)) == 1
    for name in ("worker", "director", "officer"):
        with under(name) as held:
            for day in (one, two):
                assert starts(held, day) == [hour for hour in NINE if hour != "10:00"]
                assert queries.times(first=day, last=day + timedelta(days=1), centre=OWN) == []
                with pytest.raises(actions.SlotTaken, match=str(actions.SlotTaken.message)):
                    given(held, visit.person, day, 10, agent=user_of("keeper").pk)
            assert queries.absences(OWN) == [] and not Absence.objects.exists() and queries.to_move(OWN) == []
            assert [row.person for row in queries.of_household(visit.household)] == []
    with under("far_worker"):
        who, _starts, _ends = queries.busy([user_of("keeper").pk], one, 30)
        assert who.size == 0, "an agent of another centre"
    with under("officer") as officer, pytest.raises(Unacceptable):
        actions.absent(
            centre=officer.centre, agent=user_of("keeper").pk, starts_at=at(two, 10), ends_at=at(two, 11),
            private=True, by=officer.user,
        )  # fmt: skip
    with under("worker") as worker, pytest.raises(OutOfReach):
        given(worker, visit.person, one, 9, referral=Referral(to_centre_id=1, person_id=visit.person_id))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_fifty_who_take_one_hour_at_one_instant_one_has_it():
    """Fifty connections, one slot, and a session of three places: the database has the last word."""
    day = working_day()
    with under("worker") as worker:
        week_of(worker, "worker")
        people = [received(worker, given=f"رقم {n}").person for n in range(5)]
        room = actions.gather(
            centre=worker.centre, agent=worker.user.pk, kind="information", starts_at=at(day, 11),
            ends_at=at(day, 12), capacity=3, by=worker.user,
        )  # fmt: skip
    told, together = [], threading.Barrier(50)

    def take(n):
        try:
            with under("worker") as held:
                together.wait(60)
                if n % 10 < 5:
                    giving.write(_row(held, people[n % 5], day), force_insert=True)
                else:
                    actions.register(session=room, person=people[n % 5], by=held.user)
            told.append("given")
        except (actions.SlotTaken, actions.Full, Unacceptable) as refusal:
            told.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(n,)) for n in range(50)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(told) == 50 and told.count("given") == 1 + 3, told
    with under("worker"):
        assert Appointment.objects.filter(session=None).count() == 1
        assert Appointment.objects.filter(session=room).count() == 3


def _row(held, person, day):
    """A row as the act writes it, past the look whether the slot is free: only the database stands between."""
    return Appointment(
        household_id=person.household_id, person=person, centre_id=OWN, agent_id=held.user_id, code=str(person.pk)[-9:],
        starts_at=at(day, 9), ends_at=at(day, 9, 30), given_by_id=held.user_id,
    )  # fmt: skip
