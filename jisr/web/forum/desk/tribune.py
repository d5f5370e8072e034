"""The hall of a meeting: from when until when people write by themselves, and what hangs on its walls."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jisr.common.errors import Refusal, Stale
from jisr.forum import actions, queries
from jisr.forum.models import MOST_A_MINUTE, MOST_EVER, Meeting, Tribune
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import reach, told
from jisr.web.forum.hall import short_address
from jisr.web.widgets import MomentInput
from jisr.web.window import Unhurried, found, read_version, two_versions

_MOMENT = {"invalid": gettext_lazy("Write the day and the hour, for example 2026-12-01 09:30.")}


class TribuneForm(Unhurried):
    """From when until when a meeting takes contributions from whoever writes."""

    opens_at = forms.DateTimeField(
        label=gettext_lazy("Opens"), required=False, widget=MomentInput(), error_messages=_MOMENT,
        help_text=gettext_lazy("Left empty: now."),
    )  # fmt: skip
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Shuts"), required=False, widget=MomentInput(), error_messages=_MOMENT,
        help_text=gettext_lazy("Left empty: when you shut it, or when the minutes are closed."),
    )  # fmt: skip
    most_a_minute = forms.IntegerField(
        label=gettext_lazy("Most in a minute"), min_value=1, max_value=MOST_EVER, initial=MOST_A_MINUTE,
        help_text=gettext_lazy(
            "As many as there are people in the hall. Whoever comes after them is asked to wait a minute, and loses"
            " nothing that she wrote."
        ),
    )  # fmt: skip
    marks_optional = False


@needs("forum.prepare")
@once
def tribune(request: HttpRequest, code: str) -> HttpResponse:
    """Whether people write by themselves; posted: from when until when."""
    meeting = reach.meeting(request, code)
    row = queries.tribune(meeting)
    start = {name: getattr(row, name) for name in TribuneForm.base_fields} if row else {}
    form = TribuneForm(typed(request), initial=start, checked=request.method == "POST")
    here = reverse("forum:desk:tribune", args=[meeting.code])
    if request.method == "POST" and form.is_valid():
        try:
            expected = read_version(request, row.version if row else 0)
            actions.open_tribune(meeting=meeting, by=request.user, expected=expected, **form.cleaned_data)
            messages.success(request, _("Noted. The short address and its square code stay the same."))
            return redirect(here)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=here)
        except Refusal as refusal:
            put_refusal(form, refusal)
    return render(request, "forum/desk/tribune.html", _values(request, meeting, row) | {"form": form})


def _values(request: HttpRequest, meeting: Meeting, row: Tribune | None) -> dict[str, Any]:
    return {
        "meeting": meeting, "wave": meeting.wave, "name": told.meeting_name(meeting), "tribune": row,
        "takes": queries.is_taking(meeting, row), "later": queries.opens_later(meeting, row),
        "address": short_address(request, row) if row else "", "heard": queries.heard(meeting),
    }  # fmt: skip


@needs("forum.prepare")
@require_POST
@once
def shut(request: HttpRequest, code: str) -> HttpResponse:
    """From now on nobody writes by herself."""
    meeting = reach.meeting(request, code)
    row = found(queries.tribune(meeting))
    try:
        actions.shut_tribune(tribune=row, by=request.user)
        messages.success(request, _("Shut. What came before waits for moderation like everything else."))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("forum:desk:tribune", meeting.code)
