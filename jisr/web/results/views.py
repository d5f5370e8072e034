"""Results for everybody: what was promised, what is approved, what waits, who still owes data."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.exchange import results_sheets as sheets
from jisr.ledger.agreements import queries as agreements
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results import queries
from jisr.ledger.results.choices import SheetKind
from jisr.web.access import open_to_all
from jisr.web.downloads import download
from jisr.web.results import measures, served, shown


@require_safe
@open_to_all
def listed(request: HttpRequest) -> HttpResponse:
    """Every agreement: those whose results are followed here, and those of which nothing is published."""
    rows = list(agreements.seen())
    found = queries.lines([row.pk for row in rows], timezone.localdate())
    followed = [(row, found[row.pk], queries.owed_in(row, found[row.pk])) for row in rows if found.get(row.pk)]
    values = {
        "followed": followed, "others": [row for row in rows if not found.get(row.pk) and not row.is_demonstration],
        "invented": any(row.is_demonstration for row, _lines, _owed in followed),
    }  # fmt: skip
    return render(request, "results/list.html", values)


@require_safe
@open_to_all
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """The results of one agreement: each indicator with its periods, and beside them whom the windows served."""
    row = found_agreement(code)
    return render(request, "results/agreement.html", page_of(request, row))


def page_of(request: HttpRequest, row: Agreement) -> dict[str, Any]:
    """What every page about the results of one agreement shows of them."""
    today = timezone.localdate()
    lines = queries.lines_of(row, today)
    places = queries.places(row) if lines else {}
    return {
        "agreement": row, "lines": [shown.shown(line, places, today) for line in lines], "places": places,
        "owed": queries.owed_in(row, lines), "invented": row.is_demonstration, "today": today,
        "beside": served.beside(row, today), "measures": measures.named([line.indicator for line in lines]),
        "address": request.build_absolute_uri(reverse("results:agreement", args=[row.code])),
    }  # fmt: skip


@require_safe
@open_to_all
def owed(request: HttpRequest) -> HttpResponse:
    """Who still owes data, the latest first: institutions, never a person."""
    rows = list(agreements.seen())
    late = queries.owed(rows, timezone.localdate())
    return render(request, "results/owed.html", {
        "owed": late, "invented": any(one.agreement.is_demonstration for one in late),
    })  # fmt: skip


@require_safe
@open_to_all
def table(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """What is approved, as a table for any program: in the columns in which results come in."""
    row = found_agreement(code)
    return download(sheets.written(SheetKind.RESULTS, row, form), form, f"results-{row.code}")


def found_agreement(code: str) -> Agreement:
    """An agreement that the reader may see.

    Raises:
        Http404: there is none.
    """
    row = agreements.agreement(code)
    if row is None:
        raise Http404
    return row
