"""The kits of a wave: cut one, look at what came back, join it; and, in a kit, take out what it gathered."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from jisr.common.errors import Refusal
from jisr.forum import actions, queries
from jisr.forum.choices import Kind, KitRefusal, MeetingState
from jisr.forum.models import KitBundle, Wave
from jisr.web.access import needs
from jisr.web.forms import once, put_refusal, shown_once
from jisr.web.forum.desk import kit_told, reach
from jisr.web.forum.desk.kit_forms import BringForm, CutForm, JoinForm, TakeOutForm, new_phrase
from jisr.web.forum.desk.told import meeting_name
from jisr.web.window import found

#: Lines of the preview; the rest is counted.
MOST = 100
_OPEN_MEETINGS = (MeetingState.PLANNED, MeetingState.HELD)


@needs("forum.prepare")
@once
def kits(request: HttpRequest, code: str) -> HttpResponse:
    """The kits of a wave; posted: keep what one of them gathered, to look at it."""
    wave = reach.wave(request, code)
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            brought = actions.receive_kit(wave=wave, raw=form.cleaned_data["file"].read(), by=request.user)
            return redirect("forum:desk:bundle", brought.pk)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    open_ones = [] if wave.closed_on else [row for row in queries.meetings_of(wave) if row.state in _OPEN_MEETINGS]
    page = {
        "wave": wave, "form": form, "lines": [_line(kit) for kit in queries.kits_of(wave)],
        "meetings": [
            {"name": meeting_name(row), "state": row.get_state_display(), "code": row.code} for row in open_ones
        ],
    }  # fmt: skip
    return render(request, "forum/desk/kits.html", page)


def _line(kit: Any) -> dict[str, Any]:
    bundles = sorted(kit.bundles.all(), key=lambda row: row.brought_at)
    return {
        "kit": kit, "name": meeting_name(kit.meeting),
        "tone": "soon" if any(row.joined_at is None for row in bundles) else "done" if bundles else "",
        "bundles": [{"pk": row.pk, "words": kit_told.bundle(row)} for row in bundles],
    }  # fmt: skip


@needs("forum.prepare")
@once
@sensitive_post_parameters("phrase")
def cut(request: HttpRequest, code: str) -> HttpResponse:
    """Show a pass phrase; posted: the kit, shut with it."""
    meeting = reach.meeting(request, code)
    form = CutForm(request.POST or None, initial={"phrase": new_phrase()})
    if request.method == "POST" and form.is_valid():
        try:
            _kit, file = actions.cut_kit(
                meeting=meeting, phrase=form.cleaned_data["phrase"], server=request.get_host(), by=request.user
            )
            after = reverse("forum:desk:kits", args=[meeting.wave.code])
            return shown_once(_download(file, f"jisr-kit-{meeting.code}.jisr"), after)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {"form": form, "meeting": meeting, "name": meeting_name(meeting), "phrase": form["phrase"].value()}
    return render(request, "forum/desk/cut_kit.html", page)


def _download(file: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(file, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@needs("forum.prepare")
@once
def bundle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What joining would do, row by row; posted: join it."""
    row = found(queries.bundle(pk))
    wave = reach.wave(request, row.wave.code)
    if row.joined_at is not None:
        return render(request, "forum/desk/bundle.html", _joined(row))
    try:
        seen = queries.preview(row)
    except Refusal as refusal:  # the program is another one than when the file was brought
        messages.warning(request, str(refusal))
        return redirect("forum:desk:kits", wave.code)
    form = JoinForm(request.POST or None, chooses=seen.counted == "other")
    if request.method == "POST" and form.is_valid():
        try:
            actions.join_kit(bundle=row, by=request.user, take_people=form.cleaned_data.get("take_people", False))
            messages.success(request, _("What the laptop gathered is joined."))
            return redirect("forum:desk:bundle", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "forum/desk/bundle.html", _previewed(row, seen, wave) | {"form": form})


def _joined(row: KitBundle) -> dict[str, Any]:
    return {"bundle": row, "joined": True, "name": meeting_name(row.kit.meeting), "figures": _figures(row.counts)}


def _previewed(row: KitBundle, seen: Any, wave: Wave) -> dict[str, Any]:
    """The preview: numbers and days, no word that was said."""
    lines = [
        {
            "code": one.values["code"], "what": Kind(one.values["kind"]).label,
            "day": seen.days.get(one.key, one.said_on), "was": one.said_on if one.key in seen.days else None,
            "without_slip": one.key in seen.slips_taken,
        }
        for one in seen.sheets.new[:MOST]
    ]  # fmt: skip
    counts = {
        "new": len(seen.sheets.new), "there": len(seen.sheets.there), "refused": len(seen.sheets.refused),
        "votes": len(seen.votes), "people": seen.n_people,
    }  # fmt: skip
    return {
        "bundle": row, "wave": wave, "name": meeting_name(row.kit.meeting), "seen": seen,
        "figures": _figures(counts), "clock": kit_told.clock(seen.clock, len(seen.days)), "lines": lines,
        "more": kit_told.more(len(seen.sheets.new) - MOST),
        "there": [one.values["code"] for one in seen.sheets.there[:MOST]], "people": kit_told.counted(seen),
        "held": kit_told.held(seen),
        "refused": [
            {"code": one.values["code"], "why": KitRefusal(why).label} for one, why in seen.sheets.refused
        ],
    }  # fmt: skip


def _figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "new": ngettext("new contribution", "new contributions", counts.get("new", 0)), "there": _("here already"),
        "refused": _("not taken"), "votes": _("votes on statements"),
        "people": _("people counted in the hall"),
    }  # fmt: skip
    return [{"count": counts[kind], "label": label} for kind, label in labels.items() if kind in counts]


@needs("forum.prepare")
def take_out(request: HttpRequest) -> HttpResponse:
    """In a kit: all that was gathered, in one file for the main server. Elsewhere there is no such page."""
    kit = found(queries.opened_kit() if settings.KIT else None)
    wave = reach.wave(request, kit.wave.code)
    now = timezone.localtime()
    form = TakeOutForm(request.POST or None, initial={"day": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            file = actions.take_out(by=request.user, true_at=form.true_at())
            return _download(file, f"jisr-gathered-{kit.meeting.code}-{now:%Y%m%d-%H%M}.jisr")
        except Refusal as refusal:
            put_refusal(form, refusal)
    counts = queries.count_gathered(kit)
    return render(
        request, "forum/desk/take_out.html", {"wave": wave, "form": form, "now": now, "figures": _figures(counts)}
    )
