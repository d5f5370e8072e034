"""Where an applicant wants to be told that there is something to read. No login reads it: the sender is lent it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.ledger.agreements.models.walls import same
from jisr.ledger.calls.models.applications import Application
from jisr.ledger.calls.models.calls import OfCall, hangs_on_call
from jisr.messages.choices import CARRIED, Channel


class Contact(OfCall):
    """A telephone number or an e-mail address left with an application, sealed; gone once it has served."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="+", editable=False)
    channel = models.CharField(max_length=6, choices=Channel)
    sealed = models.BinaryField(null=True, help_text="encrypted, bound to its application")
    address_hash = models.CharField(max_length=64, help_text="keyed hash: how many applications name one address")
    left_at = models.DateTimeField(default=timezone.now)
    forgotten_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("address of an applicant")
        indexes: ClassVar = [models.Index(fields=["address_hash", "left_at"], name="contact_address_left")]
        constraints: ClassVar = [
            models.CheckConstraint(name="contact_channel_carried", condition=Q(channel__in=CARRIED)),
            models.CheckConstraint(name="contact_address_hashed", condition=Q(address_hash__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="contact_sealed_or_forgotten",
                condition=Q(sealed__isnull=False, forgotten_on=None) | Q(sealed=None, forgotten_on__isnull=False),
            ),
            *hangs_on_call("contact"),
            *same("contact", "application_id", "calls_application", "call_id"),
        ]
