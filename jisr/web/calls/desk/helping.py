"""Requests for help at the desk of an association."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jisr.ledger.calls import actions
from jisr.web import acting
from jisr.web.access import needs
from jisr.web.calls.desk import reach
from jisr.web.forms import once


@needs("calls.help")
@require_POST
@once
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a request: no other association calls her."""
    row = reach.help_request(request, pk)
    return acting.done_or_said(
        request, lambda: actions.take_help(request=row, by=request.user),
        done=_("It is yours: call her."), back=reverse("calls:desk:home"),
    )  # fmt: skip


@needs("calls.help")
@require_POST
@once
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """She was helped: her name and number leave this list."""
    row = reach.help_request(request, pk)
    return acting.done_or_said(
        request, lambda: actions.end_help(request=row, by=request.user),
        done=_("Noted: she was helped. Her number has left this list."), back=reverse("calls:desk:home"),
    )  # fmt: skip
