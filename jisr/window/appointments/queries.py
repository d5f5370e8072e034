"""Reads of appointments: what is free, what an agent's day holds, who waits, what must still be done."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from jisr.accounts.models import User
from jisr.common.database import call
from jisr.common.parameters import value, values
from jisr.common.shortlist import first as first_rows
from jisr.families.models import Household
from jisr.staff.choices import ROLES
from jisr.staff.models import Post
from jisr.staff.queries import holding
from jisr.staff.rules import may
from jisr.window.appointments import rules
from jisr.window.appointments.choices import Season, State, Told, WaitState
from jisr.window.appointments.kernels import Numbers
from jisr.window.appointments.models import (
    Absence,
    Appointment,
    Closure,
    FeastDay,
    Opening,
    RamadanDay,
    Session,
    Wait,
)  # fmt: skip

#: Roles whose time is given.
RECEIVING = tuple(code for code in ROLES if may(code, "appointments.book"))
_PACKED = np.dtype(">i4")
#: No time is given farther ahead.
_YEAR_DAYS = 366
#: More than anybody moves before the page is opened again.
_MOST_MOVED = 500


def limits() -> dict[str, Any]:
    """Parameters of appointments in force today."""
    return values("jisr.window.appointments", "limits", on=timezone.localdate())


def agents(centre: Any) -> QuerySet[User]:
    """People whose time a centre gives."""
    posts = Post.objects.filter(holding(), centre=centre, role__in=RECEIVING).values("user")
    return User.objects.filter(pk__in=posts, is_active=True).order_by("display_name", "pk")


# what is free


def free(
    centre: Any, *, motive: str = "", only: Collection[int] = (), first: date | None = None, days: int | None = None,
    now: datetime | None = None,
) -> rules.Free:  # fmt: skip
    """Slots that a centre can give; the same number of queries however many there are.

    Args:
        motive: for what; "" for anything.
        only: keys of agents; everybody when empty.
        first: from which day on, today when left out.
        days: how many; as far ahead as is given when left out.
        now: nothing before it is offered.
    """
    now, first = now or timezone.now(), first or timezone.localdate()
    days = days or int(limits()["horizon_days"])
    open_ = openings(centre, motive=motive, only=only, on_or_after=first)
    who = sorted({one.agent for one in open_})
    return rules.free(
        open_, busy(who, first, days), year(centre, first, days), first=first, days=days,
        now=rules.minutes(now, up=True),
    )  # fmt: skip


def openings(
    centre: Any, *, motive: str = "", only: Collection[int] = (), on_or_after: date | None = None
) -> list[rules.Opening]:
    """Rules of the weeks of those who work at a centre today; a week of Ramadan is told whatever it is for."""
    at_work = Post.objects.filter(holding(), centre=centre, role__in=RECEIVING).values("user")
    rows = Opening.objects.filter(centre=centre, agent__in=at_work)
    rows = rows.filter(Q(until=None) | Q(until__gt=on_or_after or timezone.localdate()))
    if motive:
        rows = rows.filter(Q(motives__contains=[motive]) | Q(season=Season.RAMADAN))
    if only:
        rows = rows.filter(agent__in=list(only))
    fields = ("agent", "weekday", "starts", "ends", "minutes", "since", "until", "season", "pk", "motives")
    return [
        rules.Opening(
            agent, int(weekday), _of_day(starts), _of_day(ends), long, since, until, season == Season.RAMADAN, pk,
            not motive or motive in motives,
        )
        for agent, weekday, starts, ends, long, since, until, season, pk, motives
        in rows.order_by("pk").values_list(*fields)
    ]  # fmt: skip


def busy(who: Iterable[int], first: date, days: int) -> tuple[Numbers, Numbers, Numbers]:
    """Time of agents that is taken, by whatever: agents, first minutes, first minutes after."""
    ((packed,),) = call("jisr_agents_busy", list(who), _midnight(first), _midnight(first + timedelta(days=days)))
    rows = np.frombuffer(bytes(packed or b""), dtype=_PACKED).reshape(-1, 3).astype(np.int64)
    return rows[:, 0], rows[:, 1], rows[:, 2]


def year(centre: Any, first: date, days: int) -> rules.Year:
    """Days off, Ramadan and its hours, as a centre keeps them."""
    last = first + timedelta(days=days)
    off, ramadan = feasts(centre, first, last)
    shut: dict[date, str] = {day: one.feast for day, one in off.items()}
    for begins, ends in closures(centre, first).values_list("first_on", "last_on"):
        for n in range((min(ends, last) - max(begins, first)).days + 1):
            shut.setdefault(max(begins, first) + timedelta(days=n), "")
    return rules.Year(shut, ramadan, ramadan_hours(centre) if ramadan else {})


def feasts(centre: Any, first: date, last: date) -> tuple[dict[date, rules.DayOff], set[date]]:
    """Days off of the country as a centre knows them, and the days of Ramadan."""
    return rules.days_off(first, last, _said(centre))


def lunar(centre: Any, first: date, last: date) -> list[rules.DayOff]:
    """Feasts of the moon that begin between two days, as a centre knows them."""
    return rules.lunar_between(first, last, _said(centre))


def _said(centre: Any) -> dict[tuple[str, int], tuple[date, bool]]:
    rows = FeastDay.objects.filter(centre=centre).values_list("feast", "year", "day", "announced")
    return {(feast, hijri): (day, announced) for feast, hijri, day, announced in rows}


def closures(centre: Any, first: date) -> QuerySet[Closure]:
    """Days on which a centre receives nobody, those that are not over."""
    return Closure.objects.filter(centre=centre, last_on__gte=first, taken_back_at=None).order_by("first_on", "pk")


def ramadan_hours(centre: Any) -> dict[int, list[tuple[int, int]]]:
    """Hours of a centre in Ramadan: its own, or those of public offices."""
    today = timezone.localdate()
    usual = [
        (int(value("jisr.window.appointments", "limits", "ramadan_opens", on=today)),
         int(value("jisr.window.appointments", "limits", "ramadan_closes", on=today)))
    ]  # fmt: skip
    hours = dict.fromkeys(range(5), usual)
    for weekday, opens, closes in RamadanDay.objects.filter(centre=centre).values_list("weekday", "opens", "closes"):
        hours[int(weekday)] = [(_of_day(opens), _of_day(closes))] if opens and closes else []
    return hours


# what a day holds


def times(*, first: date, last: date, centre: Any = None, agent: Any = None) -> list[Appointment]:
    """Appointments between two days that the reader may see, in order of time; those in sessions are the session's."""
    rows = Appointment.objects.filter(starts_at__gte=_midnight(first), starts_at__lt=_midnight(last), session=None)
    rows = rows.exclude(state=State.CANCELLED).filter(**_which(centre, agent))
    return list(rows.select_related("person", "agent", "centre").order_by("starts_at", "agent", "pk"))


def sessions(*, first: date, last: date | None = None, centre: Any = None, agent: Any = None) -> list[Session]:
    """Sessions that the reader may see, in order of time, with how many come."""
    rows = Session.objects.filter(starts_at__gte=_midnight(first), state="planned", **_which(centre, agent))
    if last is not None:
        rows = rows.filter(starts_at__lt=_midnight(last))
    found = list(rows.select_related("agent", "centre").order_by("starts_at", "pk")[:200])
    taken = places_taken([one.pk for one in found])
    for one in found:
        one.taken = taken.get(one.pk, 0)
    return found


def places_taken(keys: Collection[UUID]) -> dict[UUID, int]:
    """How many people come to each session."""
    counted: dict[UUID, int] = defaultdict(int)
    rows = Appointment.objects.filter(session__in=list(keys)).exclude(state=State.CANCELLED)
    for key in rows.values_list("session", flat=True):
        counted[key] += 1
    return counted


def _which(centre: Any, agent: Any) -> dict[str, Any]:
    return {name: row for name, row in {"centre": centre, "agent": agent}.items() if row is not None}


def appointment(pk: Any) -> Appointment | None:
    """One appointment, or None when it does not exist for the reader."""
    rows = Appointment.objects.select_related(
        "person", "household__commune", "centre", "agent", "session", "phone", "referral"
    )
    return rows.filter(pk=pk).first()


def session(pk: Any) -> Session | None:
    """One session, or None when it does not exist for the reader."""
    return Session.objects.select_related("centre", "agent").filter(pk=pk).first()


def coming_to(session: Session) -> list[Appointment]:
    """Who comes to a session, or came, as far as the reader may know."""
    rows = Appointment.objects.filter(session=session).exclude(state=State.CANCELLED)
    return list(rows.select_related("person", "household__commune").order_by("given_at", "pk"))


def of_household(household: Household) -> list[Appointment]:
    """Appointments of a household that are not cancelled, the newest first."""
    rows = Appointment.objects.filter(household=household).exclude(state=State.CANCELLED)
    return list(rows.select_related("person", "centre", "agent", "session").order_by("-starts_at", "-pk")[:50])


def of_referral(referral: Any) -> Appointment | None:
    """The appointment that is given for a referral, where there is one."""
    rows = Appointment.objects.filter(referral=referral).exclude(state=State.CANCELLED)
    return rows.select_related("agent").order_by("-starts_at", "-pk").first()


def with_times(referrals: Collection[UUID]) -> set[UUID]:
    """Those referrals for which an hour is given that nobody has noted yet."""
    rows = Appointment.objects.filter(referral__in=list(referrals), state=State.BOOKED)
    return set(rows.values_list("referral", flat=True))


# who waits


def line(centres: Sequence[int], *, session: Session | None = None) -> list[Wait]:
    """Who waits for a place at these centres, in order: the urgent first, then the longest wait."""
    rows = Wait.objects.filter(centre__in=centres, state=WaitState.WAITING, before_on__gte=timezone.localdate())
    if session is not None:
        rows = rows.filter(session=session)
    rows = rows.select_related("person", "household__commune", "agent", "session")
    return list(rows.order_by("-urgent", "asked_at", "pk")[:200])


def proposals(centre: int, waiting: Sequence[Wait]) -> dict[UUID, tuple[int | None, datetime]]:
    """Whom a place may be proposed to now: key of the wait -> (agent, moment). Nobody is given it by this."""
    found: dict[UUID, tuple[int | None, datetime]] = {}
    rooms = {one.session.pk for one in waiting if one.session is not None}
    taken = dict(places_taken(rooms)) if rooms else {}
    now = timezone.now()
    for one in waiting:
        room = one.session
        if room is None or room.state != "planned" or room.starts_at <= now:
            continue
        if taken.get(room.pk, 0) < room.capacity:
            taken[room.pk] = taken.get(room.pk, 0) + 1
            found[one.pk] = room.agent_id, room.starts_at
    alone = [one for one in waiting if one.session is None]
    left = {motive: free(centre, motive=motive) for motive in sorted({one.motive for one in alone})}
    asked = [(one.pk, one.motive, one.agent_id, _last_minute(one.before_on)) for one in alone]
    for key, (agent, start, _minutes) in rules.proposals(asked, left).items():
        found[key] = agent, rules.moment(start)
    return found


def _last_minute(day: date) -> int:
    return rules.minutes(_midnight(day + timedelta(days=1))) - 1


# what must still be done


def to_note(centres: Sequence[int], *, most: int) -> Any:
    """Appointments that are over, of which nobody said whether the person came; the oldest first."""
    rows = Appointment.objects.filter(centre__in=centres, state=State.BOOKED, ends_at__lt=timezone.now())
    return first_rows(
        rows.order_by("starts_at", "id"), most, "starts_at", "person__given_ar", "person__given_fr",
        "agent__display_name", "motive", "session",
    )  # fmt: skip


def to_move(centre: int) -> list[Appointment]:
    """Appointments that stand on a day off, or where the agent is not there, as far as the reader may know."""
    rows = Appointment.objects.filter(centre=centre, state=State.BOOKED, starts_at__gt=timezone.now())
    away = Absence.objects.filter(
        agent=OuterRef("agent"),
        taken_back_at=None,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    off = year(centre, timezone.localdate(), _YEAR_DAYS).off
    rows = rows.filter(Q(Exists(away)) | Q(starts_at__date__in=sorted(off)))
    rows = rows.select_related("person", "household__commune", "agent")
    return list(rows.order_by("starts_at", "pk")[:_MOST_MOVED])


def to_summon(centres: Sequence[int], *, most: int) -> Any:
    """Appointments of some days from now whose paper was never printed."""
    last = _midnight(timezone.localdate() + timedelta(days=int(limits()["first_reminder_days"]) + 1))
    rows = Appointment.objects.filter(
        centre__in=centres, state=State.BOOKED, told=Told.PAPER, summoned_at=None, starts_at__gt=timezone.now(),
        starts_at__lt=last,
    )  # fmt: skip
    return first_rows(rows.order_by("starts_at", "id"), most, "starts_at", "person__given_ar", "person__given_fr")


def missed_again(centres: Sequence[int], *, most: int) -> list[Appointment]:
    """The last missed appointment of those who missed as many in a row as is asked about, and have no other."""
    hers = {"person": OuterRef("person"), "centre": OuterRef("centre")}
    later = Appointment.objects.filter(
        state__in=[State.BOOKED, State.KEPT, State.MISSED], starts_at__gt=OuterRef("starts_at"), **hers
    )
    kept = Appointment.objects.filter(state=State.KEPT, starts_at__gt=OuterRef("starts_at"), **hers)
    in_a_row = Appointment.objects.filter(~Exists(kept), state=State.MISSED, **hers).order_by()
    many = Subquery(in_a_row.values("person").annotate(many=Count("pk")).values("many"))
    rows = Appointment.objects.filter(
        ~Exists(later), centre__in=centres, state=State.MISSED, spoken_at=None,
        starts_at__gt=timezone.now() - timedelta(days=365),
    )  # fmt: skip
    rows = rows.annotate(many=many).filter(many__gte=int(limits()["missed_times"]))
    return list(rows.select_related("person", "household__commune").order_by("starts_at", "pk")[:most])


def missed_before(appointment: Appointment) -> int:
    """How many in a row the person has missed at the centre, as far as the reader may know."""
    rows = Appointment.objects.filter(person=appointment.person_id, centre=appointment.centre_id)
    return rules.missed_in_a_row(rows.order_by("-starts_at").values_list("state", flat=True)[:50])


def due() -> list[tuple[UUID, int, str, str]]:
    """Reminders that are due, for the keeper: appointment, centre, compartment, which of the two."""
    now = limits()
    rows = call("jisr_due_appointments", int(now["first_reminder_days"]), int(now["second_reminder_days"]))
    return [(key, centre, compartment, what) for key, centre, compartment, what in rows]


# the settings of a centre


def weeks(centre: Any) -> list[Opening]:
    """Rules of everybody's week at a centre that hold or will."""
    rows = Opening.objects.filter(centre=centre).filter(Q(until=None) | Q(until__gt=timezone.localdate()))
    return list(rows.select_related("agent").order_by("agent__display_name", "agent", "season", "weekday", "starts"))


def opening(pk: Any) -> Opening | None:
    """One rule of a week."""
    return Opening.objects.select_related("agent", "centre").filter(pk=pk).first()


def absences(centre: Any, *, agent: Any = None) -> list[Absence]:
    """Absences that are not over, those that the reader may know of."""
    rows = Absence.objects.filter(centre=centre, taken_back_at=None, ends_at__gt=timezone.now(), **_which(None, agent))
    return list(rows.select_related("agent").order_by("starts_at", "pk")[:200])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _of_day(at: time) -> int:
    return at.hour * 60 + at.minute
