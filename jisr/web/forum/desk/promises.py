"""Commitments: written down at a meeting, kept with what shows it, or given up with the reason."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jisr.common.errors import Refusal, Stale
from jisr.forum import actions, queries
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.forms import not_again, once, put_refusal
from jisr.web.forum.desk import reach, told
from jisr.web.forum.desk.meeting_forms import PromiseForm, SettleForm
from jisr.web.window import read_version, two_versions


@needs("forum.read")
@require_safe
def commitments(request: HttpRequest, code: str) -> HttpResponse:
    """What was promised in a wave, what is past its day first."""
    wave = reach.wave(request, code)
    role = request.post.role
    page = {
        "wave": wave, "commitments": queries.promises(wave),
        "settles": may(role, "forum.prepare") or may(role, "forum.answer"),
    }  # fmt: skip
    return render(request, "forum/desk/commitments.html", page)


@needs("forum.prepare", "forum.answer")
@once
@not_again
def commit(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what somebody promised at a meeting."""
    row = reach.meeting(request, code)
    back = reverse("forum:desk:meeting", args=[row.code])
    form = PromiseForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.commit(meeting=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("The commitment is written down. It is public, with its day."))
            return redirect(back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Commitment made at the meeting"), "verb": _("Write it down"), "back": back,
        "lead": told.meeting_name(row), "back_words": pgettext("of wave", "Meeting"),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)


@needs("forum.prepare", "forum.answer")
@once
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that a commitment was kept and what shows it, or that it is given up and why."""
    row = reach.commitment(request, pk)
    back = reverse("forum:desk:commitments", args=[row.wave.code])
    form = SettleForm(typed(request), checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_commitment(
                commitment=row, by=request.user, expected=read_version(request, row.version), **form.said()
            )
            messages.success(request, _("Noted. Everybody reads it on the page of the meeting."))
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back, names={"became": "state"})
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "versioned": row, "title": _("What became of the commitment?"), "verb": _("Save"), "back": back,
        "said": row.what_ar or row.what_fr, "back_words": _("Commitments"), "lead": told.promised_by(row),
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)
