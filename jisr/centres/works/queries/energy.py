"""What the meters of a centre tell, and the log of a unit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Sum

from jisr.centres.models import Service
from jisr.centres.works.choices import UNITS, MeterKind
from jisr.centres.works.models import Meter, MeterBill, MeterReading, UnitDay
from jisr.centres.works.rules import Month, months
from jisr.common.parameters import value

ROOM = "jisr.centres.works"


@dataclass(frozen=True, slots=True)
class Tells:
    """What the meters of one kind tell of a year.

    Attributes:
        kind, unit: what is counted, in what.
        months: the months asked for, in their order.
    """

    kind: str
    unit: str
    months: list[Month]


def meters(centre: int) -> list[Meter]:
    """The meters of a centre with their readings (struck ones too) and bills, those in use first."""
    found = Meter.objects.filter(centre=centre).prefetch_related(
        Prefetch("readings", MeterReading.objects.order_by("-on", "-id")),
        Prefetch("bills", MeterBill.objects.order_by("-since")),
    )
    order = list(MeterKind.values)
    return sorted(found, key=lambda one: (one.retired_on is not None, order.index(one.kind), one.number))


def meter(key: UUID) -> Meter | None:
    """One meter with its centre."""
    return Meter.objects.filter(pk=key).select_related("centre__province").first()


def tells(rows: list[Meter], first: date, last: date) -> list[Tells]:
    """Consumption by month of each kind that has a meter.

    Args:
        rows: as ``meters`` gives them.
        first: first day of the first month.
        last: any day of the last month.
    """
    most = value(ROOM, "state", "most_days_between_readings", on=last)
    kinds = [kind for kind in MeterKind.values if any(one.kind == kind for one in rows)]
    return [
        Tells(kind, UNITS[kind], months(
            [[row for row in one.readings.all() if not row.struck] for one in rows if one.kind == kind],
            first, last, most_days=most,
        ))
        for kind in kinds
    ]  # fmt: skip


def places(centre: int) -> int | None:
    """Places that the services of a centre said they have; None where none said any."""
    total = Service.objects.filter(centre=centre, places_total__isnull=False).aggregate(all=Sum("places_total"))
    return total["all"]


def unit_days(centre: int) -> QuerySet[UnitDay]:
    """The log of a unit, the newest day first."""
    return UnitDay.objects.filter(centre=centre).order_by("-on")
