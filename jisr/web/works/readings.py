"""Files of readings: what is there, and taking one in after a preview, whole or not at all."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from jisr.centres.models import Centre
from jisr.centres.works import actions, queries, rules
from jisr.centres.works.models import Meter
from jisr.common import journal
from jisr.common.errors import Refusal
from jisr.exchange import sheets
from jisr.web.access import needs
from jisr.web.downloads import download
from jisr.web.forms import once
from jisr.web.works import reach
from jisr.web.works.energy_forms import FileForm, TakeForm

_WRONG: dict[str, Any] = {
    "meter": gettext_lazy("no meter of this centre has this number"),
    "on": gettext_lazy("the day is not year-month-day"),
    "value": gettext_lazy("the number is none"),
    "estimated": gettext_lazy("write 1 for estimated, nothing for read"),
}  # fmt: skip


class _Undone(Exception):
    """The preview is over: what it wrote to see whether it holds is taken back."""


@needs("works.keep", "barometer.read")
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every reading that counts, as a file that can be taken in again."""
    centre = reach.centre(request, pk)
    rows = [
        (sheets.guarded(meter.number), row.on, row.value, int(row.estimated))
        for meter in queries.meters(pk)
        for row in meter.readings.all()
        if not row.struck
    ]
    journal.opened("works.readings_exported", f"centres.centre:{centre.pk}")
    return download(sheets.as_csv(rules.COLUMNS, rows), "csv", f"readings-{centre.pk}")


@needs("works.keep")
@once
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """A file, its preview, and the yes that takes it in."""
    centre = reach.centre(request, pk, to_keep=True)
    meters = {one.number: one for one in queries.meters(pk) if one.retired_on is None}
    sent = TakeForm(request.POST) if "text" in request.POST else None
    form = FileForm(request.POST, request.FILES) if request.method == "POST" and sent is None else FileForm()
    text = _text(form) if sent is None else sent.cleaned_data["text"] if sent.is_valid() else ""
    if not text:
        return render(request, "works/take.html", {"form": form, "centre": centre, "meters": meters})
    try:
        rows = rules.read_rows(text, meters)
    except rules.NotOurs:
        form = FileForm(request.POST, request.FILES)
        form.add_error(
            "file", _("The first line names the columns meter, on, value, estimated; at most 2,000 rows follow.")
        )
        return render(request, "works/take.html", {"form": form, "centre": centre, "meters": meters})
    refusal = "" if any(one.wrong for one in rows) else _tried(request, centre, meters, rows, keep=sent is not None)
    if sent is not None and not refusal and not any(one.wrong for one in rows):
        words = ngettext("%(n)s reading is written down.", "%(n)s readings are written down.", len(rows))
        messages.success(request, words % {"n": len(rows)})
        return redirect("works:energy", pk)
    shown = [(one, _WRONG.get(one.wrong, "")) for one in rows]
    context = {
        "centre": centre, "rows": shown, "wrong": sum(bool(one.wrong) for one in rows), "refusal": refusal,
        "take": TakeForm(initial={"text": text}),
    }  # fmt: skip
    return render(request, "works/preview.html", context)


def _text(form: FileForm) -> str:
    if not form.is_bound or not form.is_valid():
        return ""
    try:
        return form.text()
    except ValidationError as wrong:
        form.add_error("file", wrong)
        return ""


def _tried(
    request: HttpRequest, centre: Centre, meters: dict[str, Meter], rows: list[rules.Row], *, keep: bool
) -> str:  # fmt: skip
    """Why the file cannot be taken in; "" where it can, or was."""
    values = [
        {"meter": meters[one.meter], "on": one.on, "value": one.value, "estimated": one.estimated} for one in rows
    ]
    try:
        with transaction.atomic():
            actions.take_readings(centre=centre, rows=values, by=request.user)
            if not keep:
                raise _Undone
    except _Undone:
        return ""
    except Refusal as refusal:
        return str(next(iter(getattr(refusal, "fields", {}).values()), refusal))
    return ""
