"""Closed lists of reception."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How the person reached the centre."""

    WALK_IN = "walk_in", _("came to the centre")
    PHONE = "phone", _("by telephone")
    ROUND = "round", _("met on a round")
    REFERRAL = "referral", _("sent by another service")
    PLATFORM = "platform", _("through a platform")


class Urgency(TextChoices):
    """When somebody must act, in the words of the worker."""

    NOW = "now", _("danger now")
    WEEK = "week", _("this week")
    NORMAL = "normal", _("not urgent")


class VisitState(TextChoices):
    """Where a reception stands."""

    WAITING = "waiting", _("waits to be listened to")
    LISTENED = "listened", _("listened to")
    LEFT = "left", _("left before being listened to")
