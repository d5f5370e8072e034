"""Which rows a post reaches at the desk of results: those of the agreements of its region, and no others."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from jisr.exchange.results_actions import mine
from jisr.ledger.agreements import queries as agreed
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results import queries
from jisr.ledger.results.choices import ROLE_OF, Reporter
from jisr.ledger.results.models import Indicator, IndicatorTarget, Report, StagedResults
from jisr.ledger.results.rules.periods import Period
from jisr.staff.models import Post
from jisr.web.window import found


def agreements(request: HttpRequest) -> QuerySet[Agreement]:
    """The agreements of the reader's region that people of this installation keep."""
    post = request.post
    region = post.region_id or (post.province.region_id if post.province_id else None)
    place = Q(region=region) | (Q(region=None, is_demonstration=True) if post.is_demonstration else Q(pk=None))
    return agreed.seen().filter(place, is_demonstration=post.is_demonstration, sources=[])


def agreement(request: HttpRequest, code: str) -> Agreement:
    """One of them.

    Raises:
        Http404: it is another region's, or there is none.
    """
    return found(agreements(request).filter(code=code).first())


def _under(request: HttpRequest, model: type[Model], key: UUID, *more: str) -> Any:
    rows = model._default_manager.select_related("agreement__region", *more)
    return found(rows.filter(pk=key, agreement__in=agreements(request)).first())


def indicator(request: HttpRequest, key: UUID) -> Indicator:
    """An indicator of an agreement of the reader."""
    row: Indicator = _under(request, Indicator, key, "party", "province")
    return row


def target(request: HttpRequest, key: UUID) -> IndicatorTarget:
    """A target of an indicator of the reader."""
    row: IndicatorTarget = _under(request, IndicatorTarget, key, "indicator__agreement")
    return row


def report(request: HttpRequest, key: UUID) -> Report:
    """A report of an indicator of the reader."""
    row: Report = _under(
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
