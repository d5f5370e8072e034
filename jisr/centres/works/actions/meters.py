"""What meters show, what was billed, what a unit drove. Consumption is never written: it is worked out."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.centres.works import rules
from jisr.centres.works.items import WITHOUT_BUILDING
from jisr.centres.works.models import Meter, MeterBill, MeterReading, UnitDay
from jisr.common import journal
from jisr.common.errors import OutOfReach, Refusal, Unacceptable

#: A reading before it is a year mistyped; months are worked out one by one from the first reading on.
EARLIEST = date(2000, 1, 1)


class Contradicts(Refusal):
    """A meter never runs backwards: it was replaced, or one of the two readings is a mistake."""

    message = _("A meter never runs backwards, and it showed %(value)s on %(day)s.")

    def __init__(self, other: rules.Read, **values: Any) -> None:
        super().__init__(**values)
        self.other = other


class NotAUnit(Refusal):
    """A building drives nowhere."""

    message = _("Only a mobile unit keeps a log of its days.")


@transaction.atomic
def add_meter(*, centre: Centre, kind: str, number: str, by: User) -> Meter:
    """Write down a meter of a centre.

    Raises:
        Unacceptable: it is known already.
    """
    row = Meter(centre=centre, confidential=centre.confidential, kind=kind, number=number)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Unacceptable({"number": _("This meter is written down already.")}) from fault
    journal.record("works.meter_added", row, by=by)
    return row


@transaction.atomic
def read_meter(*, meter: Meter, on: date, value: Decimal, by: User, estimated: bool = False) -> MeterReading:
    """Write down what a meter showed.

    Raises:
        Contradicts: an earlier reading is higher, or a later one lower; it carries that reading.
        Unacceptable: the day is to come or before ``EARLIEST``, has its reading already, or the meter was taken down
            before it.
    """
    row = _reading(_beside(meter, on), meter=meter, on=on, value=value, estimated=estimated, by=by)
    row.save(force_insert=True)
    journal.record("works.meter_read", row, by=by)
    return row


def _reading(
    standing: Sequence[MeterReading], *, meter: Meter, on: date, value: Decimal, by: User, estimated: bool = False
) -> MeterReading:
    """A reading that may be written.

    Args:
        standing: of the meter, the last until the day and the first after it at least.
    """
    if on > timezone.localdate():
        raise Unacceptable({"on": _("This day is still to come.")})
    if on < EARLIEST:
        raise Unacceptable({"on": _("This day is very long ago. Look at the year again.")})
    if meter.retired_on and on > meter.retired_on:
        raise Unacceptable({"on": _("This meter was taken down before that day.")})
    if any(one.on == on for one in standing):
        raise Unacceptable({"on": _("This meter has a reading of that day. Strike it first if it is a mistake.")})
    other = rules.lower_than_last(standing, on, value)
    if other is not None:
        raise Contradicts(other, value=other.value, day=other.on)
    return MeterReading(
        centre_id=meter.centre_id, confidential=meter.confidential, meter=meter, on=on, value=value,
        estimated=estimated, by=by,
    )  # fmt: skip


def _standing(meter: Meter) -> QuerySet[MeterReading]:
    """Readings of a meter that count, the meter being held: two are never judged at once."""
    Meter.objects.select_for_update(no_key=True).get(pk=meter.pk)
    return MeterReading.objects.filter(meter=meter, struck=False)


def _beside(meter: Meter, on: date) -> list[MeterReading]:
    """The last reading until a day and the first after it.

    Since no reading contradicts another, whatever contradicts one of all contradicts one of these.
    """
    rows = _standing(meter)
    found = (rows.filter(on__lte=on).order_by("-on").first(), rows.filter(on__gt=on).order_by("on").first())
    return [one for one in found if one is not None]


@transaction.atomic
def replace_meter(*, meter: Meter, on: date, number: str, starts_at: Decimal, by: User) -> Meter:
    """A meter was taken down and another one hangs in its place; what the old one counted stays.

    Args:
        number: on the new meter.
        starts_at: what it showed on that day.

    Raises:
        Unacceptable: the day is before a reading of the old meter, or the number is known already.
    """
    if MeterReading.objects.filter(meter=meter, struck=False, on__gt=on).exists():
        raise Unacceptable({"on": _("The old meter was read after this day.")})
    if not Meter.objects.filter(pk=meter.pk, retired_on=None).update(retired_on=on):
        raise OutOfReach
    journal.record("works.meter_replaced", meter, by=by)
    row = add_meter(centre=meter.centre, kind=meter.kind, number=number, by=by)
    read_meter(meter=row, on=on, value=starts_at, by=by)
    return row


@transaction.atomic
def strike_reading(*, reading: MeterReading, by: User) -> None:
    """A reading was a mistake: it stays on record and is counted no longer.

    Raises:
        OutOfReach: it was struck already, or is another centre's.
    """
    if not MeterReading.objects.filter(pk=reading.pk, struck=False).update(struck=True):
        raise OutOfReach
    journal.record("works.reading_struck", reading, by=by)


@transaction.atomic
def add_bill(*, meter: Meter, since: date, until: date, quantity: Decimal, amount: int, by: User) -> MeterBill:
    """Write down what was billed.

    Args:
        amount: centimes.

    Raises:
        Unacceptable: the days are not in order, or a bill begins on that day already.
    """
    if until < since:
        raise Unacceptable({"until": _("The last day comes before the first.")})
    row = MeterBill(
        centre_id=meter.centre_id, confidential=meter.confidential, meter=meter, since=since, until=until,
        quantity=quantity, amount=amount, by=by,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise Unacceptable({"since": _("A bill that begins on this day is written down already.")}) from fault
    journal.record("works.billed", row, by=by)
    return row


@transaction.atomic
def log_day(
    *, centre: Centre, on: date, leaves_at: int, comes_at: int, stops: int, by: User, litres: Decimal | None = None
) -> UnitDay:  # fmt: skip
    """Write down one day of a mobile unit.

    Args:
        leaves_at, comes_at: what its counter of kilometres showed.
        stops: where it halted, how often.
        litres: of fuel; None where nobody noted them.

    Raises:
        NotAUnit: the centre has a building.
        Unacceptable: the counter ran backwards, the day is to come or written down already.
    """
    if centre.type not in WITHOUT_BUILDING:
        raise NotAUnit
    if on > timezone.localdate():
        raise Unacceptable({"on": _("This day is still to come.")})
    if comes_at < leaves_at:
        raise Unacceptable({"comes_at": _("The counter cannot show less on coming back.")})
    days = list(UnitDay.objects.filter(centre=centre))
    if any(one.on == on for one in days):
        raise Unacceptable({"on": _("This day is written down already.")})
    earlier = max((one.comes_at for one in days if one.on < on), default=None)
    later = min((one.leaves_at for one in days if one.on > on), default=None)
    if earlier is not None and leaves_at < earlier:
        raise Unacceptable({"leaves_at": _("On an earlier day the counter showed more. Look at it again.")})
    if later is not None and comes_at > later:
        raise Unacceptable({"comes_at": _("On a later day the counter showed less. Look at it again.")})
    row = UnitDay(
        centre=centre, confidential=centre.confidential, on=on, leaves_at=leaves_at, comes_at=comes_at, stops=stops,
        litres=litres, by=by,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("works.unit_logged", row, by=by)
    return row


@transaction.atomic
def take_readings(*, centre: Centre, rows: Sequence[Mapping[str, Any]], by: User) -> int:
    """Take a file of readings in, whole or not at all, and as one act: one line of the journal.

    Args:
        rows: of each meter (its row), on, value, estimated; in any order.

    Returns:
        how many.

    Raises:
        Refusal: of ``read_meter``; then nothing of the file was kept.
    """
    standing: dict[Any, list[MeterReading]] = {}
    made = []
    for row in sorted(rows, key=lambda one: (one["meter"].pk, one["on"])):
        meter, on = row["meter"], row["on"]
        if meter.pk not in standing:
            standing[meter.pk] = list(_standing(meter).order_by("on"))
        there = standing[meter.pk]
        at = bisect_right(there, on, key=lambda one: one.on)
        made.append(_reading(there[max(at - 1, 0) : at + 1], by=by, **row))
        there.insert(at, made[-1])
    MeterReading.objects.bulk_create(made)
    journal.record("works.readings_imported", centre, by=by)
    return len(rows)
