"""Opening a wave in one's region, and its team: who sits on it, who is given a seat, whose seat ends."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jisr.common.errors import Refusal, Stale
from jisr.common.text import clean_typed
from jisr.forum import actions, queries
from jisr.forum.choices import SeatRole
from jisr.forum.models import Wave
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import reach, told
from jisr.web.forum.desk.team_forms import NamesForm, SeatForm, WaveForm
from jisr.web.window import found, read_version, two_versions

#: Colleagues shown at once; a name typed finds the others.
MOST = 30
_LONGEST_CODE = 50


@needs("forum.prepare")
@once
def open_wave(request: HttpRequest) -> HttpResponse:
    """Open a wave in the region of the post; whoever opens it is its first secretary."""
    region = request.post.region
    form = WaveForm(
        typed(request), region=region, initial={"opened_on": timezone.localdate()}, checked=request.method == "POST"
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["code"] = values["code"].lower() or _code(values["name_fr"], values["opened_on"].year)
        try:
            wave = actions.open_wave(region=region, by=request.user, **values)
            messages.success(request, _("The consultation is open, and you are its secretary. Now form its team."))
            return redirect("forum:desk:team", wave.code)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Open a consultation"), "verb": _("Open it"), "back_words": _("Your consultations"),
        "back": reverse("forum:desk:waves"),
        "lead": _("Everybody sees that it is open. Until it is moderated, what is said is read by its team alone."),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("forum.prepare")
@once
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Correct the name of a wave; its address stays."""
    wave = reach.wave(request, code)
    if reach.is_over(request, wave):
        return redirect("forum:desk:wave", wave.code)
    back = reverse("forum:desk:wave", args=[wave.code])
    start = {"name_ar": wave.name_ar, "name_fr": wave.name_fr}
    form = NamesForm(typed(request), initial=start, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            expected = read_version(request, wave.version)
            actions.rename_wave(wave=wave, expected=expected, by=request.user, **form.cleaned_data)
            messages.success(request, _("The name is corrected. The address stays as it was."))
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "versioned": wave, "title": _("Correct the name"), "verb": _("Save"), "back": back,
        "back_words": told.wave_name(wave),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


def _code(name: str, year: int) -> str:
    """An address made from a name, that no other wave has."""
    start = slugify(name)[:_LONGEST_CODE].strip("-") or "cycle"
    start = start if str(year) in start else f"{start}-{year}"
    taken = set(Wave.objects.filter(code__startswith=start).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := start if n == 1 else f"{start}-{n}") not in taken)


@needs("forum.read")
@once
def team(request: HttpRequest, code: str) -> HttpResponse:
    """Who sits on the team of a wave; its secretary gives seats to those who hold the post for it."""
    wave = reach.wave(request, code)
    gives = may(request.post.role, "forum.prepare")
    refused = ""
    if request.method == "POST" and not gives:
        raise PermissionDenied
    if request.method == "POST" and "look" not in request.POST:
        refused = _seat(request, wave)
        if not refused:
            messages.success(request, _("The seat is given. Your colleague finds this consultation at the desk."))
            return redirect("forum:desk:team", wave.code)
    page = {"wave": wave, "seats": queries.seats(wave), "gives": gives, "refused": refused}
    if gives:
        page |= _sought(request, wave)
    return render(request, "forum/desk/team.html", page, status=409 if refused else 200)


def _seat(request: HttpRequest, wave: Wave) -> str:
    """Give the seat; why not, in words, where it is refused."""
    form = SeatForm(request.POST)
    user = queries.colleague(str(form.cleaned_data["user"])) if form.is_valid() else None
    try:
        if user is None:
            raise actions.SeatRefused
        actions.seat(wave=wave, user=user, role=form.cleaned_data["role"], by=request.user)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _sought(request: HttpRequest, wave: Wave) -> dict[str, Any]:
    """Colleagues who may be given the seat that was chosen; moderators where none was."""
    asked = request.POST.get("role", "") or request.GET.get("role", "")
    role = SeatRole(asked) if asked in SeatRole.values else SeatRole.MODERATOR
    sought = clean_typed(request.POST.get("q", ""))[:100]  # a name never stands in an address
    rows = list(queries.seatable(wave, role, sought)[: MOST + 1])
    return {
        "role": role, "roles": SeatRole, "sought": sought, "posts": rows[:MOST], "is_more": len(rows) > MOST,
        "place": told.place_of(wave),
    }  # fmt: skip


@needs("forum.prepare")
@once
def end_seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a seat of the team."""
    seat = found(reach.seats_of_team(request).filter(pk=pk).first())
    back = reverse("forum:desk:team", args=[seat.wave.code])
    if request.method == "POST":
        own = seat.user_id == request.user.pk
        try:
            actions.leave_seat(seat=seat, by=request.user)
            messages.success(request, _("The seat has ended."))
            return redirect("forum:desk:waves" if own else back)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
    page = {
        "title": _("End the seat"), "danger": True, "verb": _("End the seat today"), "cancel": back,
        "text": f"{seat.user.display_name} · {seat.get_role_display()}",
        "consequences": [
            _("From now on what is sealed in this consultation is closed to this colleague."),
            _("What was done from this seat stays, with its day."),
            _("The seat can be given again."),
        ],
    }  # fmt: skip
    return render(request, "confirm.html", page)


@needs("forum.prepare")
@once
def take_seat(request: HttpRequest, code: str) -> HttpResponse:
    """Become secretary of a wave of one's region whose secretary no longer holds the post."""
    wave = reach.wave_of_region(request, code)
    if reach.seats(request).filter(wave=wave).exists():
        return redirect("forum:desk:team", wave.code)  # somebody who went back, or pressed twice
    if not reach.without_secretary(request).filter(pk=wave.pk).exists():
        return _taken(request)
    if request.method == "POST":
        try:
            actions.seat(wave=wave, user=request.user, role=SeatRole.SECRETARY, by=request.user)
        except actions.NotOnTheTeam:  # in the very moment
            return _taken(request)
        messages.success(request, _("You are the secretary of this consultation. Look through its team first."))
        return redirect("forum:desk:team", wave.code)
    page = {
        "title": _("Take the seat of secretary"), "text": told.wave_name(wave), "verb": _("Take the seat"),
        "cancel": reverse("forum:desk:waves"),
        "consequences": [
            _("From now on you read what is sealed in this consultation, and what waits there waits for you."),
            _("You prepare its meetings, give and end the seats of its team, and close it once everybody is answered."),
            _("The seat of the former secretary opens nothing. It would hold again with the post, unless you end it."),
            _("The journal keeps that you took the seat today."),
        ],
    }  # fmt: skip
    return render(request, "confirm.html", page)


def _taken(request: HttpRequest) -> HttpResponse:
    """Somebody else was quicker: say so, on the list where the wave is no longer offered."""
    messages.error(
        request,
        _("This consultation has a secretary. If you work on it too, ask its secretary for a seat on the team."),
    )
    return redirect("forum:desk:waves")
