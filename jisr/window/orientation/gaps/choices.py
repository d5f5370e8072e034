"""Closed lists of gaps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jisr.common.choices import EventCode


class Why(TextChoices):
    """Why nothing covers a need."""

    NONE_IN_ZONE = "none_in_zone", _("no service here")
    ALL_FULL = "all_full", _("every service is full")
    CONDITION = "condition", _("no service takes this person")
    TOO_FAR = "too_far", _("too far for one day")


class Closed(TextChoices):
    """What ended a gap."""

    COVERED = "covered", _("sent to a service since")
    ENDED = "ended", _("no longer needed")


#: What is counted when a gap of a kind is found.
EVENTS = {
    Why.NONE_IN_ZONE: EventCode.GAP_NONE, Why.ALL_FULL: EventCode.GAP_FULL, Why.CONDITION: EventCode.GAP_CONDITION,
    Why.TOO_FAR: EventCode.GAP_FAR,
}  # fmt: skip
