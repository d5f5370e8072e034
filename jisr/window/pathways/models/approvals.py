"""What somebody else must allow before it is given; the database refuses an aid that lacks it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Programme
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import walls
from jisr.families.models import Household
from jisr.window.pathways.choices import ApprovalKind, ApprovalState, RefusedBecause
from jisr.window.pathways.models.plans import Step


class Approval(Keyed, Versioned):
    """Asked by who follows the family, decided by somebody else, with a reason where it is refused."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="approvals")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    kind = models.CharField(_("what must be allowed"), max_length=8, choices=ApprovalKind)
    amount = models.BigIntegerField(_("amount in dirhams"), null=True, blank=True, help_text="centimes")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", null=True, blank=True)
    why = models.CharField(_("why it is needed"), max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=ApprovalState, default=ApprovalState.ASKED)
    refused_because = models.CharField(_("why it is refused"), max_length=10, choices=RefusedBecause, blank=True)
    words = models.CharField(_("what can be done"), max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("approval")
        indexes: ClassVar = [models.Index(fields=["household", "state"], name="approval_household")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="approval_of_money_says_how_much",
                condition=Q(kind="money", amount__gt=0) | (~Q(kind="money") & Q(amount=None)),
            ),
            models.CheckConstraint(
                name="approval_decided_by_another",
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | (Q(state__in=["granted", "refused"], decided_by__isnull=False, decided_at__isnull=False)
                   & ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="approval_refused_with_a_reason",
                condition=(Q(state="refused") & ~Q(refused_because="")) | (~Q(state="refused") & Q(refused_because="")),
            ),
            *walls(subject=("step_id", "pathways_step"), prefix="approval"),
        ]  # fmt: skip
