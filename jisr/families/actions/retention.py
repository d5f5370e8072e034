"""Signing what fell due; without a signature nothing is erased."""

from django.db import transaction
from django.utils import timezone

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.errors import OutOfReach
from jisr.families.models import RetentionBatch
from jisr.families.queries.retention import DECIDED_ONE_BY_ONE


@transaction.atomic
def sign_retention(*, batch: RetentionBatch, by: User) -> RetentionBatch:
    """Sign what a rule found; the keeper then erases exactly these, as far as they are still due.

    Raises:
        OutOfReach: it was signed before, found anew since, or is a list of files that a person decides one by one.
    """
    mine = RetentionBatch.objects.filter(pk=batch.pk, signed_at=None).exclude(rule__in=DECIDED_ONE_BY_ONE)
    if not mine.update(signed_by=by, signed_at=timezone.now()):
        raise OutOfReach
    journal.record("families.signed_retention", batch, by=by, reason=batch.rule)
    return batch
