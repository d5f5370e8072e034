"""Agendas: one's own, a colleague's, the day of the centre."""

from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jisr.accounts.models import User
from jisr.staff.rules import may
from jisr.web.access import needs
from jisr.web.appointments import agenda as days
from jisr.web.window import found
from jisr.window.appointments import queries

_WEEK = 7
#: How far anybody turns the pages of an agenda, either way.
_FAR = timedelta(days=400)


@needs("appointments.book")
@require_GET
def agenda(request: HttpRequest) -> HttpResponse:
    """One's own agenda, a day or a week."""
    return _show(request, request.user, reverse("appointments:agenda"))


@needs("appointments.book")
@require_GET
def of(request: HttpRequest, agent: int) -> HttpResponse:
    """The agenda of a colleague: what the reader may know of it; the rest is busy."""
    person = found(queries.agents(request.post.centre_id).filter(pk=agent).first())
    return _show(request, person, reverse("appointments:of", args=[agent]))


def _show(request: HttpRequest, agent: User, path: str) -> HttpResponse:
    today, span = timezone.localdate(), "day" if request.GET.get("span") == "day" else "week"
    chosen = _chosen(request, today)
    first, length = (chosen, 1) if span == "day" else (chosen - timedelta(days=chosen.weekday()), _WEEK)
    page = {
        "days": _worth_showing(days.of([agent], request.post.centre, first=first, days=length), span),
        "agent": agent, "own": agent.pk == request.user.pk, "span": span, "today": today, "chosen": chosen,
        "first": first, "last": first + timedelta(days=length - 1), "path": path,
        "before": first - timedelta(days=length), "after": first + timedelta(days=length),
        "keeps": may(request.post.role, "appointments.keep"),
    }  # fmt: skip
    return render(request, "appointments/agenda.html", page)


def _worth_showing(found: list[days.Day], span: str) -> list[days.Day]:
    """Of a week, a week-end on which there is nothing is left out."""
    return [one for one in found if span == "day" or one.day.weekday() < 5 or one.blocks or one.hours]


@needs("appointments.book")
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    """A day of the centre: everybody who gives time, and the sessions."""
    today = timezone.localdate()
    chosen = _chosen(request, today)
    people = list(queries.agents(request.post.centre_id))
    found = days.of(people, request.post.centre, first=chosen, days=1)
    page = {
        "days": [one for one in found if one.hours or one.blocks], "others": [one.agent for one in found
                                                                             if not one.hours and not one.blocks],
        "off": found[0].off if found else "", "chosen": chosen, "today": today,
        "before": chosen - timedelta(days=1), "after": chosen + timedelta(days=1),
        "keeps": may(request.post.role, "appointments.keep"),
    }  # fmt: skip
    return render(request, "appointments/day.html", page)


@needs("appointments.book")
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """One's own appointments of the coming weeks for another calendar: an hour and a number, no name, nothing else."""
    today = timezone.localdate()
    rows = queries.times(first=today, last=today + timedelta(days=60), agent=request.user)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Jisr//appointments//EN"]
    for row in rows:
        lines += [
            "BEGIN:VEVENT", f"UID:{row.code}@jisr", f"DTSTAMP:{utc(row.given_at)}", f"DTSTART:{utc(row.starts_at)}",
            f"DTEND:{utc(row.ends_at)}", f"SUMMARY:{_('Appointment')} {row.code}", "END:VEVENT",
        ]  # fmt: skip
    body = "\r\n".join([*lines, "END:VCALENDAR", ""])
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return answer


def utc(at: datetime) -> str:
    """A moment as calendars read it, on the clock of Greenwich, which is not always that of Casablanca.

    >>> from zoneinfo import ZoneInfo
    >>> utc(datetime(2025, 7, 1, 9, tzinfo=ZoneInfo("Africa/Casablanca")))
    '20250701T080000Z'
    """
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _chosen(request: HttpRequest, today: date) -> date:
    """The day in the address, or today where it says none that can be shown."""
    try:
        chosen = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return today
    return chosen if abs(chosen - today) <= _FAR else today
