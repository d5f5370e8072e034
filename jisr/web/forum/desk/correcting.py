"""Correcting what was noted beside a contribution; its words stay as they were said."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.common.errors import Refusal, Stale
from jisr.forum import actions
from jisr.web.access import needs, typed
from jisr.web.forms import once, put_refusal
from jisr.web.forum.desk import reach
from jisr.web.forum.desk.forms import KeyForm
from jisr.web.window import read_version, two_versions


class NotedForm(KeyForm):
    """What stands beside the words."""

    meeting = said_on = channel = text = paper = client_key = None  # type: ignore[assignment]
    field_order = ("kind", "language", "theme", "public", "urgency", "commune", "speaker_role", "organisation")


@needs("forum.record")
@once
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Correct kind, language, theme, public, urgency, place, quality or organisation."""
    row = reach.contribution(request, code)
    back = reverse("forum:desk:contribution", args=[row.code])
    start: dict[str, Any] = {name: getattr(row, name) for name in NotedForm.base_fields}
    form = NotedForm(typed(request), region=row.wave.region_id, initial=start, checked=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        noted = dict(form.cleaned_data)
        if noted["commune"] is None and row.commune is None:
            del noted["commune"]  # its province or region, noted otherwise, stays
        try:
            actions.correct(contribution=row, noted=noted, by=request.user, expected=read_version(request, row.version))
            messages.success(request, _("Corrected. The words stay as they were said."))
            return redirect(back)
        except Stale as stale:
            return two_versions(request, form, stale, cancel=back)
        except Refusal as refusal:
            put_refusal(form, refusal)
    page = {
        "form": form, "versioned": row, "title": _("Correct what was noted"), "verb": _("Save"), "back": back,
        "back_words": _("Contribution %(number)s") % {"number": row.code},
    }  # fmt: skip
    return render(request, "forum/desk/act.html", page)
