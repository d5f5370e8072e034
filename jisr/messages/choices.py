"""Closed lists of messages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a message leaves."""

    SMS = "sms", _("text message")
    CALL = "call", _("telephone call by the centre")
    PAPER = "paper", _("paper slip")


class MessageState(TextChoices):
    """Where a message stands."""

    QUEUED = "queued", _("waits to be passed on")
    PASSED = "passed", _("passed on")
    FAILED = "failed", _("could not be passed on")
