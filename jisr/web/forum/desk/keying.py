"""Keying what stands on a paper sheet or was said, and the slip that its author takes home."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jisr.common.errors import Refusal
from jisr.common.keys import readable_code
from jisr.forum import actions, queries
from jisr.forum.choices import Tongue
from jisr.forum.models import Meeting, Wave
from jisr.web import wording
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal, shown_once
from jisr.web.forum.desk import alike, reach
from jisr.web.forum.desk.forms import KeyForm
from jisr.web.forum.desk.reply import ReplyFields
from jisr.web.forum.desk.told import meeting_name
from jisr.web.kit import slip_address

#: Buttons that show something more of the form and write nothing.
_SEEN = {"look", "unseal"}
#: What the next sheet of a pile shares with the one before.
_KEPT = ("meeting", "said_on", "channel", "language", "paper")


class SheetForm(ReplyFields, KeyForm):
    """One contribution, and where its author wants to hear of the answer."""


@needs("forum.record")
@once
def key(request: HttpRequest, code: str) -> HttpResponse:
    """Key one contribution, sealed as it stands; the slip is shown once."""
    wave = reach.wave(request, code)
    if reach.is_over(request, wave):
        return redirect("forum:desk:wave", wave.code)
    looks = not _SEEN.isdisjoint(request.POST)
    if request.method == "POST" and (keyed := alike.same_sheet(request, wave)) is not None:
        messages.info(request, _("It was not keyed a second time: here it is."))
        return redirect("forum:desk:contribution", keyed.code)
    meetings = {str(row.pk): row for row in wave.meetings.order_by("-held_on", "code")}
    form = SheetForm(
        typed(request), meetings=[(pk, meeting_name(row)) for pk, row in meetings.items()], region=wave.region_id,
        initial=_start(request, meetings), checked=request.method == "POST" and not looks,
    )  # fmt: skip
    if request.method == "POST" and not looks and form.is_valid():
        try:
            return _keyed(request, wave, meetings, form)
        except Refusal as refusal:
            put_refusal(form, refusal)
    queries.warm(wave)  # while the sheet is keyed, the others are read
    like = alike.panel(request, wave, form["text"].value() or "")
    page = {"form": form, "wave": wave, "panel": like, "keys": True, "looks": looks}
    return render(request, "forum/desk/key.html", page)


@needs("forum.record")
@require_POST
def alike_to(request: HttpRequest, code: str) -> HttpResponse:
    """A part of the page: what was said already that resembles what is being keyed. Writes nothing."""
    wave = reach.wave(request, code)
    like = alike.panel(request, wave, request.POST.get("text", ""))
    return render(request, "forum/desk/alike_found.html", {"wave": wave, "panel": like, "keys": True})


def _start(request: HttpRequest, meetings: dict[str, Meeting]) -> dict[str, Any]:
    """What is filled in beforehand: what the sheet before had, else the meeting that was held last."""
    of_kit = next((pk for pk, row in meetings.items() if settings.KIT and row.code == settings.KIT["meeting"]), "")
    held = of_kit or next((pk for pk, row in meetings.items() if row.state == "held"), "")
    spoken = wording.language() if wording.language() in Tongue.values else ""
    start = {"meeting": held, "channel": "paper", "language": spoken, "paper": "slip"}
    return start | {name: request.GET[name] for name in _KEPT if request.GET.get(name)}


def _keyed(request: HttpRequest, wave: Wave, meetings: dict[str, Meeting], form: SheetForm) -> HttpResponse:
    values, slip = dict(form.cleaned_data), f"{readable_code(4)}-{readable_code(4)}"
    paper, meeting = values.pop("paper"), meetings.get(values.pop("meeting"))
    values.pop("reply_consent", None)
    contribution = actions.contribute(wave=wave, meeting=meeting, slip=slip, by=request.user, **values)
    page = reverse("forum:desk:contribution", args=[contribution.code])
    if contribution.code_hash != queries.slip_hash(slip):
        messages.info(request, _("This sheet was keyed before: here it is. Its slip was given then."))
        return redirect(page)
    alike.judge(request, wave, subject=contribution)
    kept = {name: form[name].value() for name in _KEPT if form[name].value()}
    shown = {
        "contribution": contribution, "code": slip, "paper": paper,
        "address": slip_address(request),
        "next": f"{reverse('forum:desk:key', args=[wave.code])}?{urlencode(kept)}",
    }  # fmt: skip
    return shown_once(render(request, "forum/desk/slip.html", shown), page)
