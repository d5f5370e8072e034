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
from jisr.common.walls import OPEN, Policy, SameCompartment, walls
from jisr.families.models import Household, Person
from jisr.territory.models import Commune, Province
from jisr.window.reception.choices import AlertClosed, AlertState, Channel, Urgency, VisitState


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


class Alert(Keyed):
    """A report of danger that came from outside; urgent by its nature. Made by one function of the database alone.

    Its words are sealed, bound to it; no person and no household stands in it until somebody is received.
    """

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    sealed = models.BinaryField(help_text="encrypted: the words, and where she may be reached if she said so")
    language = models.CharField(_("language"), max_length=10, blank=True)
    said_on = models.DateField(_("said on"))
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", null=True, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", null=True, blank=True)
    came_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=8, choices=AlertState, default=AlertState.WAITING)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", null=True, blank=True)
    closed_reason = models.CharField(max_length=12, choices=AlertClosed, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("report of danger")
        indexes: ClassVar = [models.Index(fields=["centre", "state", "came_at"], name="alert_waiting")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="alert_ends_as_its_state_says",
                condition=Q(state="waiting", taken_by=None, taken_at=None, visit=None, closed_reason="", ended_at=None)
                | Q(
                    state="taken", taken_by__isnull=False, taken_at__isnull=False, visit=None, closed_reason="",
                    ended_at=None,
                )
                | Q(state="received", taken_by__isnull=False, visit__isnull=False, closed_reason="",
                    ended_at__isnull=False)
                | Q(state="closed", taken_by__isnull=False, visit=None, closed_reason__in=AlertClosed.values,
                    ended_at__isnull=False),
            ),
            SameCompartment(name="alert_same_compartment", column="visit_id", subject="reception_visit"),
            Policy(
                name="alert_centre", to="jisr_app", using="centre_id = ANY(jisr_centres())",
                verbs="SELECT, UPDATE (state, taken_by_id, taken_at, visit_id, closed_reason, ended_at, compartment)",
            ),
            Policy(name="alert_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]  # fmt: skip
