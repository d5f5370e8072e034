"""Closed lists of reception."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class AlertState(TextChoices):
    """Where a report of danger stands."""

    WAITING = "waiting", pgettext_lazy("of alert", "nobody has taken it on")
    TAKEN = "taken", pgettext_lazy("of alert", "somebody has taken it on")
    RECEIVED = "received", pgettext_lazy("of alert", "the person was received")
    CLOSED = "closed", pgettext_lazy("of alert", "closed, with its reason")


class AlertClosed(TextChoices):
    """Why a report of danger ends without a visit."""

    NOT_REACHED = "not_reached", _("She could not be reached, after several tries")
    FOLLOWED = "followed", _("Another service follows her already")
    AUTHORITY = "authority", _("It was reported to the authority")
    NO_DANGER = "no_danger", _("There is no danger, after speaking with her")
    TWICE = "twice", _("The same report came twice")


class VisitState(TextChoices):
    """Where a reception stands."""

    WAITING = "waiting", _("waits to be listened to")
    LISTENED = "listened", _("listened to")
    LEFT = "left", _("left before being listened to")
