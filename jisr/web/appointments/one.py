"""One appointment: read, moved, cancelled, noted; its paper."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jisr.common import journal
from jisr.common.errors import Refusal, Stale
from jisr.web.access import needs, typed
from jisr.web.appointments import giving
from jisr.web.appointments.forms import CancelForm, GiveForm
from jisr.web.families.handing import ask_first
from jisr.web.forms import once, put_refusal
from jisr.web.reception.forms import PRINTS
from jisr.web.window import found, read_version
from jisr.window.appointments import actions, queries
from jisr.window.appointments.choices import State
from jisr.window.appointments.models import Appointment


@needs("appointments.book")
@require_GET
def appointment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An appointment, and what can be done with it."""
    row = _row(pk)
    journal.opened("appointments.opened", row)
    here, begun = row.centre_id == request.post.centre_id, row.starts_at <= timezone.now()
    page = {
        "row": row, "here": here, "begun": begun, "missed_before": queries.missed_before(row),
        "may_move": here and row.state == State.BOOKED and row.session_id is None,
        "may_cancel": here and row.state == State.BOOKED,
        "may_note": here and begun and row.state != State.CANCELLED,
        "may_give": here and row.state == State.MISSED,
        "may_ask": here and row.state == State.MISSED and row.spoken_at is None,
        "to_come": row.state == State.BOOKED and not begun,
    }  # fmt: skip
    return render(request, "appointments/appointment.html", page)


@needs("appointments.book")
@once
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give another time instead."""
    row = _of_centre(request, pk)
    if row.state != State.BOOKED or row.session_id is not None:
        return redirect("appointments:appointment", row.pk)
    data = typed(request)
    form = GiveForm(
        data, agents=giving.agents_of(request), checked=request.method == "POST",
        initial={"motive": row.motive, "agent": str(row.agent_id)},
    )  # fmt: skip
    form.fields["motive"].choices = [(row.motive, row.get_motive_display())]
    if request.method == "POST" and form.is_valid() and request.POST.get("stage") == "book":
        try:
            agent, starts_at = giving.slot_of(form)
            actions.move(
                appointment=row, version=read_version(request, row.version), agent=agent, starts_at=starts_at,
                by=request.user,
            )  # fmt: skip
            return redirect("appointments:appointment", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    back = reverse("appointments:appointment", args=[row.pk])
    return giving.show(request, form, {"moved": row, "back": back})


@needs("appointments.book")
@once
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the time back, and say why."""
    row = _of_centre(request, pk)
    form = CancelForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(
                appointment=row, version=read_version(request, row.version), by=request.user, **form.cleaned_data
            )
            messages.success(request, _("Cancelled. The time is free again."))
            if row.referral_id is not None:
                return redirect("orientation:referral", row.referral_id)
            return redirect("appointments:appointment", row.pk)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "title": _("Cancel the appointment"), "verb": _("Cancel it"), "form": form, "danger": True, "versioned": row,
        "text": _("The time becomes free. Where the centre is the reason, a message is sent to her, if one may be."),
        "cancel": reverse("appointments:appointment", args=[row.pk]),
    }  # fmt: skip
    return render(request, "confirm.html", page)


@needs("appointments.book")
@require_POST
@once
def came(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person came."""
    return _note(request, pk, actions.came, _("Noted: the person came."))


@needs("appointments.book")
@require_POST
@once
def missed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person did not come."""
    return _note(request, pk, actions.missed, _("Noted: the person did not come. Nothing else changes for her."))


@needs("appointments.book")
@require_POST
@once
def spoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody asked why it was missed."""
    row = _of_centre(request, pk)
    return _done(request, row, lambda: actions.spoke(appointment=row, by=request.user), _("Noted: she was asked."))


@needs("appointments.book")
@require_POST
@once
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper is about to be printed."""
    row = _of_centre(request, pk)
    actions.printed(appointment=row, by=request.user)
    size = request.POST.get("size", "")
    return redirect(f"{reverse('appointments:summons', args=[row.pk])}?size={size if size in PRINTS else 'a4'}")


@needs("appointments.book")
@require_GET
def summons(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The paper for the person: A4, or an 80-mm slip."""
    row = _of_centre(request, pk)
    if (asked := ask_first(request, row.household_id, [row.person])) is not None:
        return asked
    journal.opened("appointments.showed_summons", row)
    size = request.GET.get("size", "a4")
    page = {"row": row, "size": size if size in PRINTS else "a4", "early": row.starts_at - timedelta(minutes=10)}
    return render(request, "appointments/summons.html", page)


def _note(request: HttpRequest, pk: UUID, act: Callable[..., Any], words: str) -> HttpResponse:
    row = _of_centre(request, pk)
    version = read_version(request, row.version)
    return _done(request, row, lambda: act(appointment=row, version=version, by=request.user), words)


def _done(request: HttpRequest, row: Appointment, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        act()
        messages.success(request, words)
    except Stale:
        messages.warning(request, str(actions.SettledAlready.message))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    if row.session_id is not None:
        return redirect("appointments:session", row.session_id)
    return redirect("appointments:appointment", row.pk)


def _row(pk: UUID) -> Appointment:
    return found(queries.appointment(pk))


def _of_centre(request: HttpRequest, pk: UUID) -> Appointment:
    """Raises Http404: it is another centre's, whose time it is."""
    row = _row(pk)
    return found(row if row.centre_id == request.post.centre_id else None)
