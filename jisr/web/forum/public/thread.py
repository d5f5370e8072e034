"""The public thread: what was said, what it was joined in, what was answered; from either end, without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jisr.forum import queries
from jisr.forum.models import Statement
from jisr.ledger.strategy.queries import taking_up
from jisr.web.access import open_to_all
from jisr.web.forum.public import told
from jisr.web.paging import page
from jisr.web.thread import beside
from jisr.web.wording import local_day

ORIGINALS_A_PAGE = 20


@require_safe
@open_to_all
def contribution(request: HttpRequest, code: str) -> HttpResponse:
    """One published contribution: its words, where they went, what was answered, and after how many days."""
    row = get_object_or_404(queries.published().select_related("wave", "meeting"), code=code)
    joined = queries.after_contribution(row)
    given = queries.answers(contribution=row, through=[one.pk for one in joined])
    values = {
        "contribution": row, "wave": row.wave, "steps": told.steps(row, joined, given), "given": given,
        "settled": queries.settled_on(row, joined, given),
        "thread": beside.of_contribution(row.code, [one.pk for one in joined]),
        "waiting": told.waiting_days(row), "invented": row.is_demonstration,
        "address": request.build_absolute_uri(request.path),
    }  # fmt: skip
    return render(request, "forum/contribution.html", values)


@require_safe
@open_to_all
def statement(request: HttpRequest, pk: str) -> HttpResponse:
    """One statement: the originals it came from, what came of it, what was answered."""
    row = get_object_or_404(Statement.objects.select_related("wave"), pk=pk)
    after = queries.after_statement(row)
    rows = page(queries.originals(row), by=("said_on", "pk"), after=request.GET.get("after", ""), size=ORIGINALS_A_PAGE)
    spread = queries.spread(row)
    given = queries.answers(through=[row.pk, *(one.pk for one in after)])
    values = {
        "statement": row, "wave": row.wave, "before": queries.before_statement(row), "after": after, "page": rows,
        "given": [(one, told.days_between(spread["first"], one.answered_on)) for one in given], "spread": spread,
        "measures": taking_up(row.pk), "thread": beside.of_statement(row.pk, [one.pk for one in after]),
        "joined_days": told.days_between(spread["first"], local_day(row.made_at)),
        "invented": row.is_demonstration, "address": request.build_absolute_uri(request.path),
    }  # fmt: skip
    return render(request, "forum/statement.html", values)
