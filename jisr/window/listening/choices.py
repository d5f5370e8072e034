"""Closed lists of listening."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class InterviewPlace(TextChoices):
    """Where the person was listened to."""

    CENTRE = "centre", _("at the centre")
    HOME = "home", _("home visit")
    PHONE = "phone", _("by telephone")
    STREET = "street", _("in the street")


class Gravity(IntegerChoices):
    """A simple scale of a need, said aloud to the person."""

    WELL = 1, _("goes well, to be kept so")
    FRAGILE = 2, _("fragile")
    HARD = 3, _("hard")
    CRISIS = 4, _("crisis: nothing holds")


class NeedState(TextChoices):
    """Where a need stands; between open and met, its referrals tell (``orientation.rules.need_status``)."""

    OPEN = "open", _("not oriented yet")
    MET = "met", _("met")
    CLOSED = "closed", _("closed without being met")


class Secrecy(TextChoices):
    """Who reads a note."""

    TEAM = "team", _("the team that follows the family")
    AUTHOR = "author", _("its author alone")
