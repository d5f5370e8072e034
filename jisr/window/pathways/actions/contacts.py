"""Note when a worker and a family met, and what it took."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.families.models import Person
from jisr.window.pathways.actions.telling import tell_plan
from jisr.window.pathways.choices import TRAVELLED, ContactWay
from jisr.window.pathways.models import Contact, Plan

_DAY_MIN, _FAR_KM = 1440, 2000


@transaction.atomic
def note_contact(
    *, plan: Plan, way: str, by: User, on: date | None = None, minutes: int | None = None, km: int | None = None,
    person: Person | None = None, centre: Centre | None = None,
) -> Contact:  # fmt: skip
    """Write down a visit, a call, a way made together.

    Args:
        minutes: of work; None where they were not noted, which is not nothing.
        km: there and back, where the way is not the one from the commune to the centre.
        centre: whose act it is, where a family is followed together; the one of the plan when left out.

    Raises:
        OutOfReach: the person is of another household.
        Unacceptable: a day to come, or more than a day holds.
    """
    day = on or timezone.localdate()
    if person is not None and person.household_id != plan.household_id:
        raise OutOfReach
    if way not in ContactWay.values:
        raise Unacceptable({"way": _("Say how you met.")})
    if day > timezone.localdate():
        raise Unacceptable({"on": _("This day is in the future.")})
    if minutes is not None and not 0 < minutes <= _DAY_MIN:
        raise Unacceptable({"minutes": _("Write minutes, at most those of a day.")})
    if km is not None and not 0 <= km <= _FAR_KM:
        raise Unacceptable({"km": _("Check the kilometres.")})
    row = Contact(
        plan=plan, household_id=plan.household_id, person=person, on=day, way=way, minutes=minutes, by=by,
        km=km if way in TRAVELLED else None, compartment=plan.compartment,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("pathways.noted_contact", row, by=by, reason=way)
    tell_plan("contacted", plan, happened_on=day, minutes=minutes, centre=centre)
    return row
