"""Closed lists of rounds of mobile units."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RoundState(TextChoices):
    """How far a round is."""

    ASKED = "asked", _("being planned")
    PLANNED = "planned", pgettext_lazy("of a round", "draft")
    FAILED = "failed", _("not planned")
    PUBLISHED = "published", pgettext_lazy("of a round", "published")
    ENDED = "ended", pgettext_lazy("of a round", "ended")


#: A round that is not published may be changed and dropped.
OPEN = (RoundState.ASKED, RoundState.PLANNED, RoundState.FAILED)
#: Roles that plan rounds (``rounds.plan`` in the access table).
PLANNERS = ("centre_director", "provincial_delegate", "regional_coordinator", "strategist")
