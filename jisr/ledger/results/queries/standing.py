"""What stands and what waits: the last approved version of each period, and reports that nobody approved yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jisr.common.database import call
from jisr.ledger.agreements.models import Agreement, Reached, Target
from jisr.ledger.results.choices import MONTHS, ReportState
from jisr.ledger.results.models import Indicator, Report
from jisr.ledger.results.rules.periods import Period, periods
from jisr.territory.models import Province


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits, as everybody may know: for its approval, or to be put right by whoever sent it.

    Attributes:
        since: the day on which it was sent or returned.
        is_correction: of something that is approved.
    """

    state: str
    since: date
    is_correction: bool


def waiting(agreements: Iterable[UUID]) -> dict[tuple[UUID, date], Waiting]:
    """(indicator, first day) -> what waits there; one query."""
    keys = list(agreements)
    rows = call("jisr_results_waiting", keys) if keys else []
    return {
        (indicator, starts_on): Waiting(state, since, number > 1)
        for indicator, starts_on, state, since, number in rows
    }  # fmt: skip


def periods_of(indicator: Indicator, today: date) -> list[Period]:
    """The periods of an indicator: those its agreement touches, until it ended; none where no first day is known."""
    of = indicator.agreement
    if of.since is None:
        return []
    until = min(day for day in (of.until or today, indicator.ended_on or date.max))
    return periods(of.since, until, MONTHS[indicator.frequency])


def standing_tops(indicator: Indicator) -> dict[date, int | None]:
    """First day -> the number that stands for the period; one query."""
    rows = Report.objects.filter(indicator=indicator, state=ReportState.APPROVED).order_by("number")
    return dict(rows.values_list("starts_on", "top"))


def places(agreement: Agreement) -> dict[str, tuple[str, str]]:
    """code -> names in Arabic and French of the provinces by which results are told apart.

    Provinces of its region; for an invented agreement the invented places of its targets. Two queries.
    """
    if agreement.region_id:
        rows = Province.objects.filter(region=agreement.region_id).order_by("code")
        return {row.code: (row.name_ar, row.name_fr) for row in rows}
    named: dict[str, tuple[str, str]] = {}
    for model in (Target, Reached):
        found: Any = model._default_manager.filter(agreement=agreement).exclude(place_fr="")
        for arabic, french in found.order_by("pk").values_list("place_ar", "place_fr"):
            named.setdefault(f"{arabic}|{french}", (arabic, french))
    return named
