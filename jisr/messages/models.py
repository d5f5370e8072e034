"""The outbox: what leaves a centre, in words that tell a stranger nothing."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import OPEN, Policy
from jisr.messages.choices import Channel, MessageState


class Message(Keyed):
    """One message of one centre; never a name, a need or a compartment in its words."""

    centre_id = models.BigIntegerField(help_text="the centre that sends")
    channel = models.CharField(max_length=6, choices=Channel)
    to = models.CharField(_("to"), max_length=60)
    template = models.CharField(max_length=40)
    body = models.TextField(_("message"))
    about = models.CharField(max_length=80, blank=True, help_text="label:key")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.QUEUED)
    ended_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("message")
        indexes: ClassVar = [models.Index(fields=["centre_id", "state", "made_at"], name="message_waiting")]
        constraints: ClassVar = [
            Policy(name="message_centre", to="jisr_app", using="centre_id = ANY(jisr_centres())"),
            Policy(name="message_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]
