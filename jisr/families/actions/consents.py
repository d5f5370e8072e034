"""What a person agrees to, and takes back."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common import events, journal
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.text import clean_typed
from jisr.families.choices import ConsentChannel, ConsentManner, ConsentPurpose
from jisr.families.models import Consent, Person

#: Version of the text that is read aloud before a consent is spoken; another text is another version.
SCRIPT = "2026-11"


class AlreadyWithdrawn(Refusal):
    """The consent was taken back before."""

    message = _("This consent was already withdrawn. Nothing more is shared.")


@transaction.atomic
def consent(
    *, person: Person, covers: Sequence[str], manner: str, centre: Centre, by: User, compartment: str = "",
    purpose: str = ConsentPurpose.REFERRAL, channel: str = ConsentChannel.COUNTER, proof: str = "",
) -> Consent:  # fmt: skip
    """Record what a person agreed to, for what, where and how she said so.

    Args:
        proof: number of the signed paper in its binder; for what was spoken, the version of the text read aloud is
            kept by itself.

    Raises:
        Unacceptable: it was signed, and nothing says where the paper is.
    """
    if purpose != ConsentPurpose.REFERRAL and manner == ConsentManner.SIGNED and not clean_typed(proof):
        raise Unacceptable({"proof": _("Write the number of the signed paper, so that it can be shown.")})
    row = Consent(
        purpose=purpose, channel=channel, proof=clean_typed(proof),
        script="" if manner == ConsentManner.SIGNED else SCRIPT,
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
