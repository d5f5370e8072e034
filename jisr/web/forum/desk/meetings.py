"""Meetings of a wave: planned, held, minutes closed; and the closing of the wave itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.common.errors import Refusal, Stale
from jisr.common.keys import readable_code
from jisr.forum import actions, queries
from jisr.forum.models import Meeting, Wave
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import reach, told
from jisr.web.forum.desk.meeting_forms import HoldForm, MinutesForm, PlanForm
from jisr.web.window import read_version, two_versions

#: How many missing answers are listed; the others come up as these are given.
MOST = 50


@needs("forum.prepare")
@once
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a meeting of a wave."""
    wave = reach.wave(request, code)
    if reach.is_over(request, wave):
        return redirect("forum:desk:wave", wave.code)
    form = PlanForm(typed(request), wave=wave, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan_meeting(wave=wave, code=_code(wave, form), values=form.said(), by=request.user)
            messages.success(request, _("The meeting is planned."))
            return redirect("forum:desk:wave", wave.code)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Plan a meeting"), "verb": _("Plan it"), "back_words": told.wave_name(wave),
        "back": reverse("forum:desk:wave", args=[wave.code]),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


def _code(wave: Wave, form: PlanForm) -> str:
    """An address that says the wave and the day, and that no other meeting of that day has."""
    return f"{wave.code[:40]}-{form.cleaned_data['held_on']:%Y%m%d}-{readable_code(4).lower()}"


@needs("forum.prepare")
@once
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a meeting was held."""
    row = reach.meeting(request, code)
    start = {"held_on": row.held_on, "held_until": row.held_until}
    form = HoldForm(typed(request), initial=start, checked=request.method == "POST")
    return _step(
        request, row, form, actions.hold, title=_("The meeting was held"), verb=_("Note that it was held"),
        done=_("Noted: the meeting was held. Its sheets can be keyed."),
    )  # fmt: skip


@needs("forum.prepare")
@once
def close_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """Close the minutes of a meeting."""
    row = reach.meeting(request, code)
    queries.with_minutes(row)
    start = {"minutes_ar": row.minutes_ar, "minutes_fr": row.minutes_fr}
    form = MinutesForm(typed(request), initial=start, checked=request.method == "POST")
    return _step(
        request, row, form, actions.close_meeting, title=_("Close the minutes of the meeting"),
        verb=_("Close the minutes"), done=_("The minutes are closed and published."),
    )  # fmt: skip


def _step(
    request: HttpRequest, row: Meeting, form: Any, action: Any, *, title: str, verb: str, done: str
) -> HttpResponse:
    """One step of a meeting; what a colleague saved in between is shown beside what was typed."""
    back = reverse("forum:desk:wave", args=[row.wave.code])
    if request.method == "POST" and form.is_valid():
        try:
            if read_version(request, row.version) != row.version:
                raise Stale(queries.with_minutes(row))
            action(meeting=row, by=request.user, **form.cleaned_data)
            messages.success(request, done)
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "versioned": row, "title": title, "verb": verb, "lead": told.meeting_name(row), "back": back,
        "back_words": told.wave_name(row.wave),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("forum.prepare")
@once
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a wave; refused with the list of what has no answer."""
    wave = reach.wave(request, code)
    if reach.is_over(request, wave):
        return redirect("forum:desk:wave", wave.code)
    refused = False
    if request.method == "POST":
        try:
            actions.close_wave(wave=wave, by=request.user)
            messages.success(request, _("The wave is closed: everything that was said has its answer."))
            return redirect("forum:desk:wave", wave.code)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            refused = True
    missing = queries.to_answer(wave)
    words = ngettext("%(n)s contribution has no answer.", "%(n)s contributions have no answer.", len(missing))
    page = {
        "wave": wave, "missing": missing[:MOST], "more": told.more(len(missing) - MOST), "refused": refused,
        "counted": words % {"n": len(missing)},
    }  # fmt: skip
    return render(request, "forum/desk/close.html", page, status=409 if refused else 200)
