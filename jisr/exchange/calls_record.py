"""Calls of which pages tell, in the database: made from the public record of agreements, nothing typed twice."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from jisr.common.database import scope
from jisr.exchange.agreements_record.reading import key
from jisr.ledger.agreements.models import Agreement, Milestone
from jisr.ledger.calls.choices import CallState
from jisr.ledger.calls.models import Call

OPENED, CLOSED = "call_open", "call_closed"


def load() -> dict[str, int]:
    """Write the calls of which both days are on record to the day; what else they said was not published.

    Speaks as the owner of the tables: never part of a request.

    Returns:
        how many calls are on record.
    """
    with scope(speaking="owner"), transaction.atomic(using="owner"):
        days: dict[object, dict[str, Milestone]] = {}
        told = Milestone.objects.filter(
            kind__in=[OPENED, CLOSED], agreement__is_demonstration=False, precision="day"
        ).exclude(sources=[])
        for one in told.select_related("agreement"):
            days.setdefault(one.agreement, {})[one.kind] = one
        whole = {of: row for of, row in days.items() if len(row) == 2 and of.region_id}  # type: ignore[attr-defined]
        for agreement, row in whole.items():
            _call(agreement, row[OPENED], row[CLOSED])  # type: ignore[arg-type]
        return {"calls": len(whole)}


def _call(agreement: Agreement, opened: Milestone, closed: Milestone) -> None:
    zone = timezone.get_default_timezone()
    sources = [*opened.sources, *(one for one in closed.sources if one not in opened.sources)]
    code = f"record-{agreement.code}"[:60]
    Call.objects.update_or_create(
        pk=key("call", code),
        defaults={
            "code": code, "region": agreement.region, "name_ar": agreement.name_ar, "name_fr": agreement.name_fr,
            "state": CallState.ANNOUNCED, "sources": sources,
            "opens_at": datetime.combine(opened.happened_on, time(), zone),
            "closes_at": datetime.combine(closed.happened_on, time(23, 59), zone),
        },
    )  # fmt: skip
