"""Hours: one's own week and absences; for a director everybody's, the days the centre is shut, Ramadan and feasts."""

from collections.abc import Callable, Iterable
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.common.errors import Refusal
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.appointments.forms import AbsenceForm, ClosureForm, FeastForm, RamadanForm, WeekForm
from jisr.web.appointments.giving import agents_of
from jisr.web.forms import once, put_refusal
from jisr.web.window import found
from jisr.window.appointments import actions, queries
from jisr.window.appointments.choices import WEEKDAYS, Feast, FeastState
from jisr.window.appointments.models import Absence, Closure, Opening

_A_YEAR = timedelta(days=366)


@needs("appointments.keep")
@require_GET
def hours(request: HttpRequest) -> HttpResponse:
    """Who is open when, who is away, when the centre is shut."""
    centre, today = request.post.centre, timezone.localdate()
    rules_all = may(request.post.role, "appointments.rule")
    mine = None if rules_all else request.user.pk
    off, _days = queries.feasts(centre, today, today + _A_YEAR)
    fasting = queries.ramadan_hours(centre)
    page = {
        "weeks": _by_agent(one for one in queries.weeks(centre) if mine in {None, one.agent_id}),
        "absences": [one for one in queries.absences(centre) if mine in {None, one.agent_id}],
        "rules_all": rules_all, "closures": queries.closures(centre, today).select_related("said_by"),
        "lunar": [
            (one, Feast(one.feast).label, FeastState(one.state).label, f"{one.feast}")
            for one in queries.lunar(centre, today, today + _A_YEAR)
        ],
        "fixed": [(day, Feast(one.feast).label) for day, one in off.items() if one.state == "fixed"],
        "ramadan": [(label, _spans(fasting.get(int(code), ()))) for code, label in WEEKDAYS],
    }  # fmt: skip
    return render(request, "appointments/hours.html", page)


def _by_agent(rows: Iterable[Opening]) -> list[tuple[Any, list[list[Opening]]]]:
    """Rules of each agent; those that differ by their day of the week alone stand together."""
    found: dict[int, tuple[Any, dict[Any, list[Opening]]]] = {}
    for one in rows:
        alike = (one.season, one.starts, one.ends, one.minutes, one.place, tuple(one.motives))
        found.setdefault(one.agent_id, (one.agent, {}))[1].setdefault(alike, []).append(one)
    return [(agent, [lot[alike] for alike in sorted(lot)]) for agent, lot in found.values()]


def _spans(spans: Any) -> str:
    return " · ".join(f"{a // 60:02}:{a % 60:02}–{b // 60:02}:{b % 60:02}" for a, b in spans)


@needs("appointments.keep")
@once
def week(request: HttpRequest) -> HttpResponse:
    """A rule of a week: one's own, or for a director anybody's."""
    start = {"agent": str(request.user.pk), "since": timezone.localdate(), "starts": time(9), "ends": time(12)}
    form = WeekForm(typed(request), agents=_whose(request), initial=start, checked=request.method == "POST")

    def act(said: dict[str, Any]) -> None:
        actions.open_week(centre=request.post.centre, by=request.user, **said | {"agent": int(said["agent"])})

    return _ask(request, form, act, title=_("Hours in which time is given"), verb=_("Keep these hours"), text=_(
        "Free times are computed from these hours. What is booked, absences and days off are taken away by themselves."
    ))  # fmt: skip


@needs("appointments.keep")
@once
def end_week(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A rule of a week ends today."""
    row = found(queries.opening(pk))
    if not _keeps(request, row.agent_id):
        found(None)
    return _ask(
        request, forms.Form(typed(request)), lambda said: actions.end_opening(opening=row, by=request.user),
        title=_("End these hours"), verb=_("End them today"), danger=True,
        text=_("From today on no time is given in them. What was given stays given."),
    )  # fmt: skip


@needs("appointments.keep")
@once
def absent(request: HttpRequest) -> HttpResponse:
    """An absence: one's own, or for a director anybody's leave."""
    start = {"agent": str(request.user.pk)}
    form = AbsenceForm(typed(request), agents=_whose(request), initial=start, checked=request.method == "POST")

    def act(said: dict[str, Any]) -> None:
        actions.absent(centre=request.post.centre, by=request.user, **said | {"agent": int(said["agent"])})

    return _ask(request, form, act, title=_("An absence"), verb=_("Note it"), text=_(
        "No time is given in it. Appointments that stand in it already come up in the work of the centre, to be moved."
    ))  # fmt: skip


@needs("appointments.keep")
@require_POST
@once
def back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An absence is taken back."""
    row = found(Absence.objects.filter(pk=pk).first())
    if not _keeps(request, row.agent_id):
        found(None)
    return _now(request, lambda: actions.back(absence=row, by=request.user))


@needs("appointments.rule")
@once
def closed(request: HttpRequest) -> HttpResponse:
    """Days on which the centre is shut."""
    form = ClosureForm(typed(request), checked=request.method == "POST")
    return _ask(
        request, form, lambda said: actions.close_days(centre=request.post.centre, by=request.user, **said),
        title=_("Days on which the centre is shut"), verb=_("Shut on these days"),
        text=_("Appointments that stand on these days come up in the work of the centre, to be moved."),
    )  # fmt: skip


@needs("appointments.rule")
@require_POST
@once
def open_days(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The centre receives on these days after all."""
    row = found(Closure.objects.filter(pk=pk).first())
    return _now(request, lambda: actions.open_days(closure=row, by=request.user))


@needs("appointments.rule")
@once
def ramadan(request: HttpRequest) -> HttpResponse:
    """Hours of the centre in Ramadan."""
    start: dict[str, Any] = {}
    for weekday, spans in queries.ramadan_hours(request.post.centre).items():
        for opens, closes in spans[:1]:
            start |= {f"opens_{weekday}": time(*divmod(opens, 60)), f"closes_{weekday}": time(*divmod(closes, 60))}
    form = RamadanForm(typed(request), initial=start, checked=request.method == "POST")
    return _ask(
        request, form,
        lambda said: actions.ramadan_week(centre=request.post.centre, hours=form.hours(), by=request.user),
        title=_("Hours of Ramadan"), verb=_("Keep these hours"),
        text=_("In Ramadan everybody's hours are kept within these, unless somebody has a week of her own for it."),
    )  # fmt: skip


@needs("appointments.rule")
@once
def feast(request: HttpRequest, feast: str, year: int) -> HttpResponse:
    """On which day a feast of the moon falls."""
    today = timezone.localdate()
    row = found(next(
        (one for one in queries.lunar(request.post.centre, today - timedelta(days=3), today + _A_YEAR)
         if (one.feast, one.year) == (feast, year)), None,
    ))  # fmt: skip
    form = FeastForm(typed(request), initial={"day": row.day, "announced": row.state == "announced"})
    return _ask(
        request, form,
        lambda said: actions.say_feast(centre=request.post.centre, feast=feast, year=year, by=request.user, **said),
        title=str(Feast(row.feast).label), verb=_("Keep this day"),
        text=_("Until the moon is seen the day is expected only. Move it by a day when it is announced otherwise."),
    )  # fmt: skip


def _whose(request: HttpRequest) -> list[tuple[str, str]]:
    """Whose hours the reader keeps: her own, or everybody's."""
    return [one for one in agents_of(request) if _keeps(request, int(one[0]))]


def _keeps(request: HttpRequest, agent: int) -> bool:
    return may(request.post.role, "appointments.rule") or agent == request.user.pk


def _ask(
    request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], Any], *, title: str, verb: str, text: str,
    danger: bool = False,
) -> HttpResponse:  # fmt: skip
    """One form, one act, back to the hours."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
            messages.success(request, _("Noted."))
            return redirect("appointments:hours")
        except Refusal as refusal:
            put_refusal(form, refusal)
    back_to = reverse("appointments:hours")
    page = {"form": form, "title": title, "verb": verb, "text": text, "danger": danger, "back": back_to}
    return render(request, "appointments/form.html", page)


def _now(request: HttpRequest, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
        messages.success(request, _("Noted."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("appointments:hours")
