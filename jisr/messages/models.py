"""The outbox: what leaves a centre or a room, in words that tell a stranger nothing."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import OPEN, Policy
from jisr.messages.choices import CARRIED, Channel, Fault, MessageState


class Message(Keyed):
    """One message of one sender; never a name, a need or a compartment in its words.

    The sender is a centre, whose people read the message and may pass it on by hand; or another room, named by a
    word and a key that mean nothing here: then the address is sealed, and no page ever reads the row.
    """

    centre_id = models.BigIntegerField(null=True, blank=True, help_text="the centre that sends")
    sender = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="word:key, where no centre sends"
    )
    channel = models.CharField(max_length=6, choices=Channel)
    to = models.CharField(_("to"), max_length=60, blank=True)
    sealed_to = models.BinaryField(null=True, help_text="encrypted address; gone once the message has ended")
    bound_to = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="what the address is bound to"
    )
    template = models.CharField(max_length=40)
    body = models.TextField(_("message"))
    about = models.CharField(max_length=80, blank=True, help_text="label:key")
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.QUEUED)
    ended_at = models.DateTimeField(null=True, blank=True)
    once_key = models.CharField(
        max_length=120, null=True, blank=True, unique=True, help_text="asked twice under one key, it is one message"
    )
    tries = models.SmallIntegerField(db_default=0, default=0)
    next_try_at = models.DateTimeField(db_default=Now(), default=timezone.now)
    fault = models.CharField(max_length=12, choices=Fault, blank=True, default="", db_default="")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("message")
        indexes: ClassVar = [
            models.Index(fields=["centre_id", "state", "made_at"], name="message_waiting"),
            models.Index(fields=["next_try_at"], name="message_due", condition=Q(state="queued")),
            models.Index(fields=["about"], name="message_about", condition=~Q(about="")),
            models.Index(fields=["sender", "state"], name="message_sender", condition=~Q(sender="")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="message_of_a_centre_or_sealed",
                condition=Q(centre_id__isnull=False, sender="", sealed_to=None)
                | (Q(centre_id=None, to="", compartment="", channel__in=CARRIED) & ~Q(sender="") & ~Q(once_key=None)),
            ),
            models.CheckConstraint(
                name="message_address_gone_once_ended", condition=Q(state="queued") | Q(sealed_to=None)
            ),
            Policy(name="message_centre", to="jisr_app", using="centre_id = ANY(jisr_centres())"),
            Policy(name="message_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]

    @property
    def waits_for_a_person(self) -> bool:
        """Whether somebody may still pass it on: it waits, or a gateway did not take it."""
        given_back = self.state == MessageState.FAILED and self.fault not in {"", Fault.BY_HAND}
        return self.state == MessageState.QUEUED or given_back
