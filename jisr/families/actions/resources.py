"""What a household lives on."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach, Unacceptable
from jisr.common.text import clean_typed
from jisr.families.choices import Certainty
from jisr.families.models import Household, Resource


@transaction.atomic
def add_resource(
    *, household: Household, kind: str, certainty: str, by: User, monthly: int | None = None, shown_by: str = "",
    said_on: date | None = None,
) -> Resource:  # fmt: skip
    """Write what a household says it lives on, and how well it is known.

    Args:
        monthly: centimes of a dirham a month; None where the amount is not known.

    Raises:
        Unacceptable: an amount that is missing or below zero, or verified on no document.
    """
    shown_by, wrong = clean_typed(shown_by), {}
    if certainty != Certainty.UNKNOWN and (monthly is None or monthly < 0):
        wrong["monthly"] = _("Write the amount, or say that it is not known.")
    if certainty == Certainty.VERIFIED and not shown_by:
        wrong["shown_by"] = _("Say which document was seen.")
    if wrong:
        raise Unacceptable(wrong)
    row = Resource(
        household=household, kind=kind, certainty=certainty, by=by, shown_by=shown_by,
        monthly=None if certainty == Certainty.UNKNOWN else monthly, said_on=said_on or timezone.localdate(),
        compartment=household.compartment,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("families.added_resource", row, by=by)
    return row


@transaction.atomic
def end_resource(*, resource: Resource, by: User) -> Resource:
    """Say that a household no longer has a resource; the line stays, as what was said then.

    Raises:
        OutOfReach: it was ended before.
    """
    if not Resource.objects.filter(pk=resource.pk, ended_on=None).update(ended_on=timezone.localdate()):
        raise OutOfReach
    journal.record("families.ended_resource", resource, by=by)
    return resource
