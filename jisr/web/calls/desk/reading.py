"""A file before its reader: points by criterion, or a conflict of interest. She never sees who else reads it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jisr.common import journal
from jisr.ledger.calls import actions, queries
from jisr.ledger.calls.choices import Favoured
from jisr.web import acting
from jisr.web.access import needs, typed
from jisr.web.calls import words
from jisr.web.calls.desk import reach
from jisr.web.calls.desk.forms import ConflictForm, PointsForm
from jisr.web.forms import once


@needs("calls.read")
@once
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give points to a file."""
    row = reach.reading(request, pk)
    if request.method != "POST":
        journal.opened("calls.opened_file", row.application)
    criteria = list(row.call.criteria.all())
    start = {f"c{one.place}": row.points.get(str(one.pk)) for one in criteria} | {"words": row.words}
    form = PointsForm(typed(request), criteria=criteria, initial=start, checked=request.method == "POST")
    return acting.answered(
        request, form,
        lambda: actions.read(reading=row, points=form.points(), words=form.cleaned_data["words"], by=request.user),
        back=reverse("calls:desk:home"), back_words=_("Files to read"),
        done=_("Your points are kept. Only you and the keeper of the call see them."),
        title=row.application.title, verb=_("Give these points"), template="calls/desk/read.html", row=row,
        file=row.application, who=queries.applicant_of(row.application),
        province=words.province(row.call, row.application.province),
        favoured=[label for code, label in Favoured.choices if code in row.application.favoured],
        declared=words.paper_labels(row.application, row.application.declared),
    )  # fmt: skip


@needs("calls.read")
@once
def conflict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what ties her to a file; it goes to somebody else."""
    row = reach.reading(request, pk)
    form = ConflictForm(typed(request), checked=request.method == "POST")
    return acting.answered(
        request, form, lambda: actions.declare_conflict(reading=row, by=request.user, **form.cleaned_data),
        back=reverse("calls:desk:home"), back_words=_("Files to read"),
        done=_("Thank you. The file has left your list and goes to somebody else."),
        title=_("I should not read this file"), verb=_("Declare it"), said=row.application.title,
    )  # fmt: skip
