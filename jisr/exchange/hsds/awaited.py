"""What a publisher names no longer and nobody has answered for: offered still, or ended?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from jisr.centres.choices import PlacesSource
from jisr.centres.models import Centre, Confirmation, Service
from jisr.exchange.models import ForeignObject

#: Through which nobody of the centre speaks.
_NOT_SAID = (PlacesSource.IMPORT, PlacesSource.DEMONSTRATION)


@dataclass(frozen=True)
class Awaited:
    """One centre of which a publisher names less than before.

    Attributes:
        services: those that it names no longer.
        is_centre: it names the place itself no longer.
        since: the day of the first package without them.
    """

    centre: Centre
    services: list[Service]
    is_centre: bool
    since: date


def awaited(*, centres: Sequence[int] | None = None, region: str = "") -> list[Awaited]:
    """What waits for an answer, by centre, what has waited longest first; one query.

    It is answered once the centre said on that day or later that a page is still true, or once the service or the
    centre has ended. Operators and programmes end with their services.

    Args:
        centres: keys; None for all.
        region: code of the only region; "" for the country.
    """
    found: dict[int, list[ForeignObject]] = {}
    for one in _unanswered(centres, region):
        found.setdefault(one.centre_id or 0, []).append(one)
    told = [_of_centre(rows) for rows in found.values()]
    return sorted(told, key=lambda one: (one.since, one.centre.pk))


def _unanswered(centres: Sequence[int] | None, region: str) -> QuerySet[ForeignObject]:
    today = timezone.localdate()
    rows = ForeignObject.objects.filter(entity__in=("service", "location"), gone_on__isnull=False)
    rows = rows.filter(Q(centre__closed_on=None) | Q(centre__closed_on__gt=today), centre__isnull=False)
    rows = rows.filter(Q(service=None) | Q(service__until=None) | Q(service__until__gte=today))
    if centres is not None:
        rows = rows.filter(centre__in=centres)
    if region:
        rows = rows.filter(centre__province__region=region)
    said = Confirmation.objects.exclude(through__in=_NOT_SAID).filter(on__gte=OuterRef("gone_on"))
    here = said.filter(service__centre=OuterRef("centre"))
    return rows.exclude(
        Q(service__isnull=False) & Exists(said.filter(service=OuterRef("service"))) | Q(service=None) & Exists(here)
    ).select_related("centre", "service").order_by(F("gone_on"), "pk")  # fmt: skip


def _of_centre(rows: Sequence[ForeignObject]) -> Awaited:
    centre: Any = rows[0].centre
    services = {one.service.pk: one.service for one in rows if one.service is not None}
    days = [one.gone_on for one in rows if one.gone_on is not None]
    return Awaited(centre, list(services.values()), any(one.service is None for one in rows), min(days))
