"""What a person agrees to, and takes back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.errors import Refusal
from jisr.families.models import Consent, Person


class AlreadyWithdrawn(Refusal):
    """The consent was taken back before."""

    message = _("This consent was already withdrawn. Nothing more is shared.")


@transaction.atomic
def consent(
    *, person: Person, covers: Sequence[str], manner: str, centre: Centre, by: User, compartment: str = ""
) -> Consent:
    """Record what a person agreed to share, and how she said so."""
    row = Consent(
        household_id=person.household_id, person=person, covers=sorted(covers), manner=manner, centre=centre,
        taken_by=by, compartment=compartment or person.compartment,
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("families.consented", row, by=by)
    events.emit("consented", centre=centre, person=person, compartment=row.compartment)
    return row


@transaction.atomic
def withdraw(*, consent: Consent, centre: Centre, by: User) -> Consent:
    """Take a consent back: from now on nothing more is shared on its ground.

    Raises:
        AlreadyWithdrawn: it was taken back before.
    """
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise AlreadyWithdrawn
    journal.record("families.withdrew", consent, by=by)
    events.emit("withdrawn", centre=centre, person=consent.person_id, compartment=consent.compartment)
    return consent
