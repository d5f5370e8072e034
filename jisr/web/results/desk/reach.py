"""Which rows a post reaches at the desk of results: those of the agreements of its region, and no others."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest

from jisr.exchange.results_actions import mine
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results import queries
from jisr.ledger.results.choices import ROLE_OF, Reporter
from jisr.ledger.results.models import Indicator, IndicatorTarget, Report, StagedResults
from jisr.ledger.results.rules.periods import Period
from jisr.staff.models import Post
from jisr.web.agreements.desk.reach import agreement as agreement
from jisr.web.agreements.desk.reach import agreements, under
from jisr.web.window import found


def indicator(request: HttpRequest, key: UUID) -> Indicator:
    """An indicator of an agreement of the reader."""
    row: Indicator = under(request, Indicator, key, "party", "province")
    return row


def target(request: HttpRequest, key: UUID) -> IndicatorTarget:
    """A target of an indicator of the reader."""
    row: IndicatorTarget = under(request, IndicatorTarget, key, "indicator__agreement")
    return row


def report(request: HttpRequest, key: UUID) -> Report:
    """A report of an indicator of the reader."""
    row: Report = under(
        request, Report, key, "indicator__agreement", "indicator__party", "indicator__province", "document", "replaces"
    )
    return row


def staged(request: HttpRequest, key: UUID) -> StagedResults:
    """A sheet that the reader sent."""
    rows = StagedResults.objects.select_related("agreement__region")
    return found(rows.filter(pk=key, agreement__in=agreements(request)).first())


def period(row: Indicator, day: str, today: date) -> Period:
    """The period of an indicator that begins on a day, as addresses name it.

    Raises:
        Http404: there is none.
    """
    try:
        start = date.fromisoformat(day)
    except ValueError:
        return found(None)
    return found(next((one for one in queries.periods_of(row, today) if one.starts_on == start), None))


def reports(post: Post, row: Indicator) -> bool:
    """Whether a post reports an indicator of its region; the act asks again."""
    if ROLE_OF[row.reporter] != post.role:
        return False
    return row.reporter != Reporter.DELEGATION or row.province_id in {None, post.province_id}


def hers(request: HttpRequest, row: Agreement) -> list[Indicator]:
    """The indicators of an agreement that the reader reports."""
    return mine(row, request.post)
