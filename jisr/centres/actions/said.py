"""What a centre says of its services, and of what it still has: places, waiting, capacity by kind, still true."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.actions import keeping
from jisr.centres.choices import PlacesSource, Section
from jisr.centres.models import Capacity, Centre, Confirmation, PlacesStatement, Service
from jisr.centres.rules import may_state_places
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.events import emit


@transaction.atomic
def state_places(
    *, service: Service, total: int, free: int, waiting: int | None = None, by: User | None,
    through: str = PlacesSource.DESK, said_on: date | None = None,
) -> PlacesStatement:  # fmt: skip
    """Say how many places a service has and how many are free; what was said before stays in the history.

    Args:
        service: of the catalogue.
        total: places, >= free.
        free: places that a referral can take today, >= 0.
        waiting: people on the waiting list; None where there is none, or it is not known.
        by: who says it.
        through: how it was said. Said at the desk it is also an event of the centre; what a delegation writes
            down by telephone is not the centre's own act.
        said_on: today when left out.

    Raises:
        Unacceptable: more free than there are, or a day to come.
    """
    today = timezone.localdate()
    said_on = said_on or today
    wrong = may_state_places(total=total, free=free, waiting=waiting, said_on=said_on, today=today)
    if wrong:
        raise Unacceptable({name: _WRONG[name] for name in wrong})
    statement = PlacesStatement(
        service=service, said_on=said_on, said_by=by, through=through, total=total, free=free, waiting=waiting
    )
    statement.save(force_insert=True)
    changed = Service.objects.filter(pk=service.pk).update(
        places_total=total, places_free=free, places_waiting=waiting, places_confirmed_on=said_on,
        version=F("version") + 1,
    )  # fmt: skip
    if not changed:
        raise OutOfReach
    service.places_total, service.places_confirmed_on = total, said_on
    keeping.note([service], (Section.PLACES,), by=by, through=through, on=said_on)
    if through == PlacesSource.DESK:
        programme = service.programme.code if service.programme else ""
        emit("places.stated", centre=service.centre_id, service=service, programme=programme, theme=service.theme)
    journal.record("centres.places_stated", service, by=by)
    return statement


_WRONG = {
    "free": _("There cannot be more free places than places."),
    "total": _("A number of places is 0 or more."),
    "waiting": _("A number of people is 0 or more."),
    "said_on": _("This day is still to come."),
}


@transaction.atomic
def state_demand(*, service: Service, saturation: str, wait_days: int | None, by: User) -> Service:
    """Say how much more is asked of a service than it can give, and how long people wait."""
    today = timezone.localdate()
    said_on = today if saturation or wait_days is not None else None
    values = {"saturation": saturation, "wait_days": wait_days, "saturation_on": said_on}
    if not Service.objects.filter(pk=service.pk).update(**values, version=F("version") + 1):
        raise OutOfReach
    journal.record("centres.demand_stated", service, by=by)
    return service


@transaction.atomic
def state_capacity(
    *, service: Service, kind: str, maximum: int | None, available: int | None = None, unit: str = "", by: User | None,
    through: str = PlacesSource.DESK,
) -> Capacity | None:  # fmt: skip
    """Say how much of one kind a service has, beside the kind that its places count.

    Args:
        service: of the catalogue.
        kind: beds, seats, sessions …
        maximum: all there are; None takes the kind away.
        available: how many of them are free; None where nobody counts it.
        unit: for instance "a week".
        by: who says it.
        through: how it was said.

    Raises:
        Unacceptable: more free than there are, or the kind that ``state_places`` counts.
    """
    if kind == service.places_kind:
        raise Unacceptable({"kind": _("These are counted as the places of the service: say them there.")})
    if maximum is not None and available is not None and available > maximum:
        raise Unacceptable({"available": _WRONG["free"]})
    rows = Capacity.objects.filter(service=service, kind=kind)
    if maximum is None:
        rows.delete()
        journal.record("centres.capacity_stated", service, by=by)
        return None
    values = {"maximum": maximum, "available": available, "unit": unit, "said_on": timezone.localdate()}
    row, _made = Capacity.objects.update_or_create(
        service=service, kind=kind, defaults={**values, "said_by": by, "through": through}
    )
    journal.record("centres.capacity_stated", service, by=by)
    return row


@transaction.atomic
def still_true(
    *, centre: Centre, services: Sequence[Service] = (), by: User, through: str = PlacesSource.DESK
) -> list[Service]:  # fmt: skip
    """Say that the pages of a centre are still true; those that nobody saw any more are seen again.

    Places are said again as they were. Said twice on one day it is said once.

    Args:
        centre: whose services.
        services: these alone; all of the centre when left out.
        by: who says it.
        through: by the centre itself, or told by telephone.

    Returns:
        the services of which it was not yet said today.
    """
    today = timezone.localdate()
    mine = Service.objects.select_for_update().filter(centre=centre)
    rows = list(mine.filter(pk__in=[one.pk for one in services]) if services else mine)
    told = set(Confirmation.objects.filter(service__in=rows, section="", on=today).values_list("service_id", flat=True))
    fresh = [row for row in rows if row.pk not in told]
    if not fresh:
        return []
    for row in fresh:
        row.centre = centre
    _same_places(fresh, today, by=by, through=through)
    keeping.note(fresh, ("",), by=by, through=through, on=today)
    journal.record("centres.still_true", centre, by=by)
    return fresh


def _same_places(rows: Iterable[Service], today: date, *, by: User, through: str) -> None:
    known = [row for row in rows if row.places_free is not None]  # then there is a total too, by a constraint
    PlacesStatement.objects.bulk_create(
        PlacesStatement(
            service=row, said_on=today, said_by=by, through=through, total=row.places_total or 0,
            free=row.places_free or 0, waiting=row.places_waiting,
        )
        for row in known
    )  # fmt: skip
    for row in known:
        row.places_confirmed_on = today
    Service.objects.filter(pk__in=[row.pk for row in known]).update(places_confirmed_on=today)
