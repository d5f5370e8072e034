"""How old and how whole pages are: kept beside each service, after every act that says something of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from jisr.centres.choices import PlacesSource
from jisr.centres.models import Centre, Confirmation, Service
from jisr.centres.rules import quality, score, verified_on
from jisr.common import journal
from jisr.common.parameters import values

#: Written together by ``renew``.
KEPT = ["verified_on", "hidden_on", "quality"]


def note(
    services: Sequence[Service], sections: Iterable[str], *, by: Any, through: str = PlacesSource.DESK,
    on: date | None = None,
) -> None:  # fmt: skip
    """Write down that sections of pages were said true on a day; part of the act of another action."""
    on = on or timezone.localdate()
    Confirmation.objects.bulk_create(
        Confirmation(service=service, section=section, on=on, by=by, through=through)
        for service in services
        for section in sections
    )
    renew(services)


def renew(services: Sequence[Service]) -> None:
    """Count again how old and how whole the pages of services are; what is young enough is hidden no longer."""
    today = timezone.localdate()
    said: dict[int, dict[str, date]] = defaultdict(dict)
    newest = Confirmation.objects.filter(service__in=services).values_list("service_id", "section")
    for key, section, day in newest.annotate(newest=Max("on")):
        said[key][section] = day
    hide_from = today - timedelta(days=values("jisr.centres", "freshness", on=today)["hide_days"])
    for service in services:
        service.verified_on = verified_on(said[service.pk], service.verified_on)
        if service.verified_on > hide_from:
            service.hidden_on = None
    grade(services, today)
    Service.objects.bulk_update(services, KEPT)


def grade(services: Iterable[Service], today: date) -> list[Service]:
    """Set how whole each page is on a day; those of which it differs from before."""
    weights, fresh = values("jisr.centres", "quality", on=today), values("jisr.centres", "freshness", on=today)
    changed = []
    for service in services:
        now = score(quality(service, service.centre, on=today, weights=weights, fresh=fresh))
        if now != service.quality:
            service.quality = now
            changed.append(service)
    return changed


@transaction.atomic
def hide(*, service: Service, by: str) -> bool:
    """Take a page out of sight that nobody has said true for too long; its own centre still sees it.

    Returns:
        False where somebody has said it true since the list was made.
    """
    today = timezone.localdate()
    before = today - timedelta(days=values("jisr.centres", "freshness", on=today)["hide_days"])
    stale = Service.objects.filter(pk=service.pk, hidden_on=None, verified_on__lte=before)
    if not stale.update(hidden_on=today):
        return False
    journal.record("centres.hidden", service, by=by)
    return True


@transaction.atomic
def keep_answer_days(*, days: dict[int, int], by: str) -> int:
    """Keep beside each service in how many days its centre answers, as counted from events.

    Args:
        days: key of a centre -> median days; centres that are not named have too few answers to say.
        by: the job.
    """
    rows = Service.objects.filter(centre__in=days).only("pk", "centre_id", "answer_days")
    differing = [row for row in rows if row.answer_days != days[row.centre_id]]
    for row in differing:
        row.answer_days = days[row.centre_id]
    changed = Service.objects.bulk_update(differing, ["answer_days"], batch_size=1000)
    if changed:
        journal.record("centres.answers_counted", Centre._meta.label_lower, by=by)
    return changed
