"""Sessions to which several people come."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.staff.rules import may
from jisr.web.access import needs, typed
from jisr.web.appointments.forms import SessionForm
from jisr.web.appointments.giving import agents_of
from jisr.web.forms import once, put_refusal
from jisr.web.window import found, read_version
from jisr.window.appointments import actions, queries
from jisr.window.appointments.models import Session


@needs("appointments.book")
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Sessions to come at the centre."""
    rows = queries.sessions(first=timezone.localdate(), centre=request.post.centre)
    page = {"rows": rows, "keeps": may(request.post.role, "appointments.keep")}
    return render(request, "appointments/sessions.html", page)


@needs("appointments.keep")
@once
def new(request: HttpRequest) -> HttpResponse:
    """Plan a session."""
    form = SessionForm(
        typed(request), agents=agents_of(request), compartments=request.post.compartments,
        initial={"agent": str(request.user.pk), "capacity": 12}, checked=request.method == "POST",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = actions.gather(
                centre=request.post.centre, by=request.user, **said | {"agent": int(said["agent"])}
            )  # fmt: skip
            return redirect("appointments:session", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "title": _("Plan a session"), "verb": pgettext("session", "Plan it"),
        "back": reverse("appointments:sessions"),
        "text": _("People of the centre's files are given a place from their file, until every place is taken."),
    }  # fmt: skip
    return render(request, "appointments/form.html", page)


@needs("appointments.book")
@require_GET
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A session: who comes, who came."""
    row = _row(request, pk)
    coming = queries.coming_to(row)
    waiting = queries.line([request.post.centre_id], session=row)
    journal.opened("appointments.opened_session", row)
    page = {
        "row": row, "coming": coming, "waiting": waiting, "left": row.capacity - len(coming),
        "begun": row.starts_at <= timezone.now(), "off": row.state == "cancelled",
        "may_call_off": may(request.post.role, "appointments.keep") and row.state != "cancelled",
    }  # fmt: skip
    return render(request, "appointments/session.html", page)


@needs("appointments.keep")
@once
def off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A session does not take place."""
    row = _row(request, pk)
    form = forms.Form(typed(request))
    if request.method == "POST":
        try:
            actions.call_off(session=row, version=read_version(request, row.version), by=request.user)
            messages.success(request, _("Called off. Those who may be written to are told."))
            return redirect("appointments:session", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": _("Call the session off"), "verb": _("Call it off"), "form": form, "danger": True, "versioned": row,
        "text": _("Every place in it is cancelled. Those who may be written to get a message that says nothing more."),
        "cancel": reverse("appointments:session", args=[row.pk]),
    }  # fmt: skip
    return render(request, "confirm.html", page)


def _row(request: HttpRequest, pk: UUID) -> Session:
    row = queries.session(pk)
    return found(row if row is not None and row.centre_id == request.post.centre_id else None)
