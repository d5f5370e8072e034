"""Closed lists of messages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    """How a message leaves."""

    SMS = "sms", _("text message")
    EMAIL = "email", pgettext_lazy("channel", "e-mail")
    CALL = "call", _("telephone call by the centre")
    PAPER = "paper", _("paper slip")


#: Channels that a machine can carry; the others are a person's.
CARRIED = (Channel.SMS, Channel.EMAIL)


class MessageState(TextChoices):
    """Where a message stands: what was handed to a gateway is sent, what a person said or gave is passed on."""

    QUEUED = "queued", _("waits to be passed on")
    SENT = "sent", pgettext_lazy("of message", "sent")
    PASSED = "passed", _("passed on")
    FAILED = "failed", _("could not be passed on")


class Fault(TextChoices):
    """Why a message did not leave; a code, never what was written nor to whom."""

    UNREACHABLE = "unreachable", _("the gateway did not answer")
    BUSY = "busy", _("the gateway was busy")
    UNEXPECTED = "unexpected", _("the gateway answered something else than agreed")
    SHUT = "shut", _("the gateway did not let us in")
    REFUSED = "refused", _("the number or the address was refused")
    UNREADABLE = "unreadable", _("the number or the address could not be read")
    TOO_LATE = "too_late", _("it had waited too long")
    BY_HAND = "by_hand", _("a person could not pass it on")
