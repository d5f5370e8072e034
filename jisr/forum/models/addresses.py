"""Where a participant wants to hear of her answer. Written by the team, read by nobody: the sender alone is lent it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.centres.models.held import SameAs
from jisr.common.walls import Policy
from jisr.forum.choices import ForgottenReason
from jisr.forum.models.contributions import Contribution
from jisr.forum.models.walls import OF_MY_WAVES
from jisr.forum.models.waves import Wave
from jisr.messages.choices import CARRIED, Channel


class ReplyAddress(models.Model):
    """A telephone number or an e-mail address left with a contribution, sealed; gone once it has served."""

    contribution = models.OneToOneField(Contribution, models.PROTECT, primary_key=True, related_name="+")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    channel = models.CharField(max_length=6, choices=Channel)
    sealed = models.BinaryField(null=True, help_text="encrypted, bound to its contribution; no page's login reads it")
    left_on = models.DateField(_("left on"), default=timezone.localdate)
    forgotten_on = models.DateField(_("forgotten on"), null=True, blank=True)
    forgotten_reason = models.CharField(max_length=8, choices=ForgottenReason, blank=True)

    class Meta:
        verbose_name = _("address for the answer")
        constraints: ClassVar = [
            models.CheckConstraint(name="replyaddress_channel_carried", condition=Q(channel__in=CARRIED)),
            models.CheckConstraint(
                name="replyaddress_sealed_or_forgotten",
                condition=Q(sealed__isnull=False, forgotten_on=None, forgotten_reason="")
                | Q(sealed=None, forgotten_on__isnull=False, forgotten_reason__in=ForgottenReason.values),
            ),
            SameAs(
                name="replyaddress_contribution_wave", column="contribution_id", subject="forum_contribution",
                shared="wave_id",
            ),
            Policy(
                name="replyaddress_team", to="jisr_app", using=OF_MY_WAVES,
                verbs="INSERT, SELECT (contribution_id, wave_id, channel, left_on, forgotten_on, forgotten_reason),"
                " UPDATE (sealed, forgotten_on, forgotten_reason)",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"forum.replyaddress:{self.pk}"
