"""Acts on gaps: note that nothing covers a need, close it when something does."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.families.queries import facts_of_event
from jisr.window.listening.models import Need
from jisr.window.orientation.gaps.choices import EVENTS, Closed, Why
from jisr.window.orientation.gaps.models import Gap


@transaction.atomic
def note(*, need: Need, why: str, centre: Centre, by: User, since: date | None = None) -> Gap:
    """Note that nothing covers a need; a need whose gap is open keeps that one, and is not counted twice.

    Args:
        since: from what day on; today when left out.
    """
    known = Gap.objects.filter(need=need, closed_on=None).first()
    if known is not None:
        return known
    gap = Gap(
        need=need, household_id=need.household_id, person=need.person, centre=centre, theme=need.theme,
        commune_id=need.household.commune_id, why=why, noted_by=by, compartment=need.compartment,
        since=since or timezone.localdate(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            gap.save(force_insert=True)
    except IntegrityError:
        return Gap.objects.get(need=need, closed_on=None)
    journal.record("orientation.noted_gap", gap, by=by, reason=why)
    _tell(EVENTS[Why(why)], gap, gap.since)
    return gap


@transaction.atomic
def close(*, need: Need, by: User, because: str = Closed.COVERED) -> bool:
    """Close the gap of a need, where one is open.

    Returns:
        whether there was one.
    """
    gap = Gap.objects.select_for_update().filter(need=need, closed_on=None).first()
    if gap is None:
        return False
    gap.closed_on, gap.closed_because = timezone.localdate(), because
    gap.save(update_fields=["closed_on", "closed_because"])
    journal.record("orientation.closed_gap", gap, by=by, reason=because)
    _tell("gap.closed", gap, gap.closed_on)
    return True


def _tell(code: str, gap: Gap, day: date) -> None:
    events.emit(
        code, centre=gap.centre_id, subject=gap, person=gap.person_id, theme=gap.theme, commune=gap.commune_id,
        compartment=gap.compartment, facts=facts_of_event(gap.person, gap.need.household), happened_on=day,
    )  # fmt: skip
