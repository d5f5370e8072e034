"""What holds for some days only, and where a mobile unit halts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre, Notice, Service, Stop
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable


@transaction.atomic
def add_notice(*, centre: Centre, values: Mapping[str, Any], service: Service | None = None, by: User) -> Notice:
    """Tell what holds from a day until a day: a closure, other hours, something to be known.

    Args:
        centre: which one; of a confidential centre no words are kept, since words name streets.
        values: kind, since, until, hours, text_ar, text_fr.
        service: this one alone; the whole centre when left out.
        by: who tells it.

    Raises:
        Unacceptable: the service is another centre's, or words were given for a place that is not to be known.
    """
    if service is not None and service.centre_id != centre.pk:
        raise Unacceptable({"service": _("This service is another centre's.")})
    if centre.confidential and (values.get("text_ar") or values.get("text_fr")):
        raise Unacceptable(
            {"text_ar": _("Of a place that is not to be known, only the days are told: leave the words empty.")}
        )
    row = Notice(centre=centre, confidential=centre.confidential, service=service, by=by, **values)
    row.save(force_insert=True)
    journal.record("centres.notice_added", row, by=by)
    return row


@transaction.atomic
def end_notice(*, notice: Notice, by: User) -> None:
    """Take an information back: it held until yesterday, or never where it was still to come."""
    _end(notice)
    journal.record("centres.notice_ended", notice, by=by)


@transaction.atomic
def add_stop(*, centre: Centre, values: Mapping[str, Any], by: User) -> Stop:
    """Say where and when a mobile unit halts.

    Args:
        centre: the unit; one whose place is not to be known has no stops.
        values: commune, place_ar, place_fr, lat, lon, since, until, every_weeks, opens, closes.
        by: who says it.

    Raises:
        Unacceptable: the centre's place is not to be known.
    """
    if centre.confidential:
        raise Unacceptable(
            {"commune": _("Where this centre is stays with those who work there: it has no stops to show.")}
        )
    row = Stop(centre=centre, confidential=centre.confidential, **values)
    row.save(force_insert=True)
    journal.record("centres.stop_added", row, by=by)
    return row


@transaction.atomic
def end_stop(*, stop: Stop, by: User, last: date | None = None) -> None:
    """Strike a stop: the unit halts there no longer from today on, or from the day after ``last``.

    A stop that would begin later only was never held: it is taken away.

    Raises:
        OutOfReach: it is no longer there.
    """
    until = max(last or date.min, timezone.localdate() - timedelta(days=1))
    until = min(stop.until or until, until)
    journal.record("centres.stop_ended", stop, by=by)
    rows = Stop._base_manager.filter(pk=stop.pk)
    changed = rows.delete()[0] if stop.since > until else rows.update(until=until)
    if not changed:
        raise OutOfReach


def _end(row: Notice) -> None:
    """Held until yesterday; what has not begun before today never holds, and is gone.

    Raises:
        OutOfReach: it is not the writer's to take back, or somebody did before.
    """
    rows, yesterday = Notice._base_manager.filter(pk=row.pk), timezone.localdate() - timedelta(days=1)
    if row.since > yesterday:
        done = rows.delete()[0]
    else:
        row.until = min(row.until or yesterday, yesterday)
        done = rows.update(until=row.until)
    if not done:
        raise OutOfReach
