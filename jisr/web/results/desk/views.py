"""The desk of results: what waits for the reader, the agreements of her region, one of them with its framework."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jisr.ledger.results import queries
from jisr.staff.rules import may
from jisr.web.access import needs
from jisr.web.results.desk import reach, waiting
from jisr.web.results.views import page_of


@needs("results.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader over all agreements of her region, and the agreements."""
    rows, today = list(reach.agreements(request)), timezone.localdate()
    lines = queries.lines([row.pk for row in rows], today)
    page = {
        "tasks": waiting.tasks(request.post, rows, lines, today),
        "agreements": [(row, lines.get(row.pk, []), queries.owed_in(row, lines.get(row.pk, []))) for row in rows],
    }
    return render(request, "results/desk/home.html", page)


@needs("results.read")
@require_safe
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """The framework of an agreement: what is public of it, and the doors to what may be done."""
    row, today = reach.agreement(request, code), timezone.localdate()
    page = page_of(request, row)
    lines = [one.line for one in page["lines"]]
    page |= {
        "desk": True, "keeps": may(request.post.role, "results.keep"),
        "reports": any(reach.reports(request.post, line.indicator) for line in lines),
        "tasks": waiting.tasks(request.post, [row], {row.pk: lines}, today),
    }  # fmt: skip
    return render(request, "results/desk/agreement.html", page)
