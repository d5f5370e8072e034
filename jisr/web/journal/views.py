"""The journal, for auditors: every act and every reading, and whether the whole is unbroken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jisr.common import journal
from jisr.web.access import needs
from jisr.web.journal import lines as journal_lines
from jisr.web.journal.forms import LookForm


@needs("journal.read")
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """Lines, newest first; reading them leaves a line."""
    form = LookForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    keeps = request.post.compartments
    page, shown = journal_lines.read(wanted, after=request.GET.get("after", ""), compartments=keeps)
    journal.opened("journal.read", f"staff.post:{request.post.pk}")
    context = {"form": form, "page": page, "lines": shown, "health": journal_lines.health()}
    return render(request, "journal/lines.html", context)
