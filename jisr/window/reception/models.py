"""Reception: who came, why, how urgent, and the receipt that says so."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import Language
from jisr.centres.models import Centre
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import walls
from jisr.families.models import Household, Person
from jisr.window.reception.choices import Channel, Urgency, VisitState


class Visit(Keyed):
    """One reception of one person at one centre."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    receipt = models.CharField(_("receipt"), max_length=20, unique=True)
    came_at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(_("how the person came"), max_length=10, choices=Channel, default=Channel.WALK_IN)
    reasons = ArrayField(models.CharField(max_length=30), default=list, verbose_name=_("why"))
    words = models.TextField(_("in the person's words"), blank=True, max_length=4000)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    language = models.CharField(_("language"), max_length=10, choices=Language, blank=True)
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.WAITING)
    receipt_read_aloud = models.BooleanField(default=False)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("visit")
        indexes: ClassVar = [
            models.Index(fields=["household", "-came_at"], name="visit_household"),
            models.Index(fields=["centre", "state", "came_at"], name="visit_waiting"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="visit_compartment_key"),
            models.CheckConstraint(name="visit_says_why", condition=~Q(reasons=[]) | ~Q(words="")),
            *walls(prefix="visit"),
        ]
