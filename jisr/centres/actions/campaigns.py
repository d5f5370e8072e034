"""A delegate asks the centres of a province what is still true."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jisr.accounts.models import User
from jisr.centres.models import Campaign
from jisr.common import journal
from jisr.territory.models import Province


@transaction.atomic
def open_campaign(
    *, province: Province, values: Mapping[str, Any], by: User, is_demonstration: bool = False
) -> Campaign:
    """Ask the centres of a province from today on.

    Args:
        province: of the delegate.
        values: sections, types, until.
        by: who asks.
        is_demonstration: an invented delegate asks invented centres.
    """
    row = Campaign(province=province, by=by, is_demonstration=is_demonstration, **values)
    row.save(force_insert=True)
    journal.record("centres.campaign_opened", row, by=by)
    return row


@transaction.atomic
def end_campaign(*, campaign: Campaign, by: User) -> None:
    """Ask no more: nothing of it waits for the centres any longer."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Campaign.objects.filter(pk=campaign.pk).update(until=max(campaign.since, yesterday))
    journal.record("centres.campaign_ended", campaign, by=by)
