"""Giving a time: what is free, for somebody of a household or for a referral; places in sessions; the waiting line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.common.keys import read_key
from jisr.families import queries as families
from jisr.families.models import Household, Person
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.appointments.agenda import said_off
from jisr.web.appointments.forms import GiveForm, soon
from jisr.web.forms import once, put_refusal
from jisr.web.window import found, members
from jisr.window.appointments import actions, queries, rules
from jisr.window.appointments.choices import Motive
from jisr.window.appointments.models import Wait
from jisr.window.orientation import queries as orientation
from jisr.window.orientation.choices import TRANSITIONS, ReferralState
from jisr.window.reception import queries as reception

#: Nobody looks for a time beyond a year; a day of another century is a slip of the finger.
_FARTHEST = timedelta(days=366)
#: Days with free time that are shown at once, slots of each, and days in the small calendar.
_DAYS, _SLOTS, _AHEAD = 4, 12, 35


@dataclass(frozen=True, slots=True)
class Slot:
    """A free time that can be chosen."""

    value: str
    starts_at: datetime
    ends_at: datetime
    agent: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the small calendar."""

    day: date
    free: int
    off: Any = ""


@needs("appointments.book")
@once
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give somebody of a household a time, a place in a session, or a place in the line."""
    household = found(families.household(pk))
    form = _form(request, household)
    if request.method == "POST" and form.is_valid():
        done = _act(request, form, household)
        if done is not None:
            return done
    journal.opened("families.opened", household)
    return show(request, form, {"household": household, "back": reverse("families:household", args=[household.pk])})


@needs("orientation.answer")
@once
def for_referral(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer a referral with an hour, or give another hour for one that was accepted."""
    row = found(orientation.referral(pk))
    if row.to_centre_id != request.post.centre_id:
        raise PermissionDenied
    back = reverse("orientation:referral", args=[row.pk])
    before = queries.of_referral(row.pk)
    if before is not None and before.state == "booked":
        return redirect("appointments:move", before.pk)
    if ReferralState.BOOKED not in TRANSITIONS[row.state]:
        return redirect(back)
    form = GiveForm(
        typed(request), agents=agents_of(request), checked=request.method == "POST", initial={"motive": Motive.SERVICE}
    )
    if request.method == "POST" and form.is_valid() and request.POST.get("stage") == "book":
        try:
            agent, starts_at = slot_of(form)
            given = actions.accept_with_time(
                referral=row, agent=agent, starts_at=starts_at, by=request.user,
                motive=form.said("motive", Motive.SERVICE), **form.reminded,
            )  # fmt: skip
            return redirect("appointments:appointment", given.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    journal.opened("orientation.opened_referral", row)
    return show(request, form, {"referral": row, "back": back})


def _form(request: HttpRequest, household: Household) -> GiveForm:
    phones = [(str(one.pk), f"\u2068{one.number}\u2069 · {one.get_owner_display()}")
              for one in household.phones.all() if one.is_safe]  # fmt: skip
    people = members(household.members, timezone.localdate())
    return GiveForm(
        typed(request), people=people, agents=agents_of(request), phones=phones,
        compartments=[] if household.compartment else request.post.compartments, checked=request.method == "POST",
        initial={"person": people[0][0] if people else "", "before_on": soon()},
    )  # fmt: skip


def agents_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Who gives time at the reader's centre, as choices."""
    return [(str(one.pk), one.display_name) for one in queries.agents(request.post.centre_id)]


def _act(request: HttpRequest, form: GiveForm, household: Household) -> HttpResponse | None:
    """What the button asks for; None where the page is shown again."""
    person = next((one for one in household.members if str(one.pk) == form.said("person")), None)
    stage = request.POST.get("stage", "")
    if person is None or stage not in {"book", "register", "wait"}:
        return None
    who: dict[str, Any] = {"person": person, "by": request.user}
    try:
        if stage == "wait":
            return _wait(request, form, who)
        waited = _waited(form, person)
        if stage == "register":
            room = queries.session(read_key(form.said("session")))
            if room is None or room.centre_id != request.post.centre_id:
                raise actions.Full
            given = actions.register(session=room, waited=waited, **who, **form.reminded)
        else:
            agent, starts_at = slot_of(form)
            visit = reception.visit(form.said("visit")) if form.said("visit") else None
            given = actions.book(
                centre=request.post.centre, agent=agent, starts_at=starts_at, motive=form.said("motive", Motive.TALK),
                compartment=form.said("compartment"), visit=visit, waited=waited, **who, **form.reminded,
            )  # fmt: skip
        return redirect("appointments:appointment", given.pk)
    except Refusal as refusal:
        put_refusal(form, refusal)
    return None


def _waited(form: GiveForm, person: Person) -> Wait | None:
    """The place in the line from which the page was opened, where it is hers: somebody else keeps her own."""
    key = form.said("wait")
    return Wait.objects.filter(pk=key, person=person).first() if key else None


def _wait(request: HttpRequest, form: GiveForm, who: dict[str, Any]) -> HttpResponse:
    agent, room = form.said("agent"), queries.session(read_key(form.said("session")))
    actions.wait(
        centre=request.post.centre, before_on=form.said("before_on") or soon(), motive=form.said("motive", Motive.TALK),
        agent=int(agent) if agent else None, session=room, urgent=bool(form.said("urgent")),
        compartment=form.said("compartment"), **who,
    )  # fmt: skip
    messages.success(request, _("She is on the waiting list. When a place frees, it stands in your work."))
    return redirect("appointments:line")


def slot_of(form: GiveForm) -> tuple[int, datetime]:
    """Agent and moment of the time chosen.

    Raises:
        Refusal: none was chosen, or nothing that can be one.
    """
    agent, _sign, minute = form.said("slot").partition(":")
    if not (agent.isascii() and agent.isdigit() and minute.isascii() and minute.isdigit() and len(minute) < 10):
        raise _NothingChosen
    return int(agent), rules.moment(int(minute))


class _NothingChosen(Refusal):
    """Nothing was chosen before the button was pressed."""

    message = gettext_lazy("Choose one of the free times, then give it.")


def show(request: HttpRequest, form: GiveForm, page: dict[str, Any]) -> HttpResponse:
    """The form with what is free, for what stands in it."""
    today, jump = timezone.localdate(), request.POST.get("jump", "")
    first = min(max(_as_day(jump) or form.said("first") or today, today), today + _FARTHEST)
    agent = form.said("agent")
    left = queries.free(
        request.post.centre, motive=form.said("motive", Motive.TALK), only=[int(agent)] if agent else [],
        first=first, now=timezone.now() + timedelta(minutes=1),
    )  # fmt: skip
    names = dict(agents_of(request))
    page |= {
        "form": form, "days": _by_day(left, names), "none": not len(left),
        "calendar": _calendar(request, left, first),
        "chosen": form.said("slot"), "first": first,
        "rooms": [] if "referral" in page else _rooms(request), "has_phones": "phone" in form.fields,
    }  # fmt: skip
    return render(request, "appointments/new.html", page)


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _by_day(left: rules.Free, names: dict[str, str]) -> list[tuple[date, list[Slot], int]]:
    """The first days with free time: their slots, and how many more there are."""
    found: dict[date, list[Slot]] = {}
    for start, long, agent in zip(left.starts.tolist(), left.minutes.tolist(), left.agents.tolist(), strict=True):
        at = rules.moment(start)
        day = timezone.localtime(at).date()
        if day not in found and len(found) == _DAYS:
            break
        slot = Slot(f"{agent}:{start}", at, rules.moment(start + long), names.get(str(agent), ""))
        found.setdefault(day, []).append(slot)
    return [(day, slots[:_SLOTS], max(0, len(slots) - _SLOTS)) for day, slots in found.items()]


def _calendar(request: HttpRequest, left: rules.Free, first: date) -> list[list[Cell]]:
    """Weeks from the Monday before the first day on: how many times are free on each."""
    monday = first - timedelta(days=first.weekday())
    off = queries.year(request.post.centre, monday, _AHEAD)
    counted: dict[date, int] = {}
    for start in left.starts.tolist():
        day = timezone.localtime(rules.moment(start)).date()
        counted[day] = counted.get(day, 0) + 1
    days = [monday + timedelta(days=n) for n in range(_AHEAD)]
    cells = [Cell(day, counted.get(day, 0), said_off(off, day)) for day in days]
    return [cells[n : n + 7] for n in range(0, _AHEAD, 7)]


def _rooms(request: HttpRequest) -> Sequence[Any]:
    """Sessions to come at the centre."""
    now = timezone.now()
    rooms = queries.sessions(first=timezone.localdate(), centre=request.post.centre)
    return [one for one in rooms if one.starts_at > now][:12]


@needs("appointments.book")
@require_GET
def line(request: HttpRequest) -> HttpResponse:
    """Who waits for a place, in order, and to whom one can be proposed now."""
    waiting = queries.line([request.post.centre_id])
    proposed = queries.proposals(request.post.centre_id, waiting)
    names = dict(agents_of(request))
    rows = [
        (one, proposed[one.pk][1] if one.pk in proposed else None,
         names.get(str(proposed[one.pk][0]), "") if one.pk in proposed else "", _value(one, proposed))
        for one in waiting
    ]  # fmt: skip
    return render(
        request, "appointments/line.html", {"rows": rows, "keeps": may(request.post.role, "appointments.keep")}
    )


def _value(one: Wait, proposed: dict[UUID, tuple[int | None, datetime]]) -> str:
    if one.pk not in proposed or one.session_id is not None:
        return ""
    agent, at = proposed[one.pk]
    return f"{agent}:{rules.minutes(at)}"


@needs("appointments.book")
@require_POST
@once
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """She waits no longer."""
    row = found(Wait.objects.filter(pk=pk, centre=request.post.centre_id).first())
    try:
        actions.leave_line(wait=row, by=request.user)
        messages.success(request, _("Noted: she waits no longer."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("appointments:line")
