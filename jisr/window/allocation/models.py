"""A round of places: what was offered, who waited, who is proposed and why; a person reviews and signs it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre, Service
from jisr.centres.models.held import Law
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import OPEN, Policy, SameCompartment
from jisr.window.allocation.choices import RoundState, WhyChanged, WhyWaiting
from jisr.window.listening.models import Need
from jisr.window.orientation.models import Referral

#: A round is of one centre, and read there.
_HERE = "centre_id = ANY(jisr_centres())"


class Round(Keyed, Versioned):
    """Places of one service given to those who wait for it, in a published order."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", verbose_name=_("service"))
    code = models.CharField(_("number of the round"), max_length=12, unique=True, help_text="the word of its lots")
    places = models.PositiveIntegerField(_("places to give"))
    order = models.CharField(_("order"), max_length=20)
    order_since = models.DateField(help_text="the version of the order")
    max_km = models.PositiveIntegerField(_("not farther than, in kilometres"), null=True, blank=True)
    band_days = models.PositiveSmallIntegerField(help_text="waits that differ by less count as equal")
    made_on = models.DateField(default=timezone.localdate)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=RoundState, default=RoundState.PROPOSED)
    worth = models.CharField(max_length=40, blank=True, help_text="class that one more place would let in; none")
    engine = models.CharField(max_length=8)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decide_by = models.DateField(_("those who wait are looked at again by"), null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("round of places")
        indexes: ClassVar = [models.Index(fields=["centre", "-made_on"], name="round_centre")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service"], name="round_one_open_a_service", condition=Q(state=RoundState.PROPOSED)
            ),
            models.CheckConstraint(
                name="round_signed_by_somebody",
                condition=Q(state="signed", signed_at__isnull=False, signed_by__isnull=False)
                | (~Q(state="signed") & Q(signed_at=None, signed_by=None)),
            ),
            Law(name="round_is_signed_once", function="jisr_round_is_signed", on="INSERT OR UPDATE", before=True),
            Policy(name="round_here", to="jisr_app", using=_HERE),
            Policy(name="round_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]


class Placement(Keyed, Versioned):
    """One who waited, in one round: a place, or the waiting list; with everything that put her there."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="placements")
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    computed = models.BooleanField(help_text="whether the computation proposes a place")
    placed = models.BooleanField(help_text="whether she is to have one, after review")
    position = models.PositiveSmallIntegerField(help_text="of her class, from 0")
    could_be = models.PositiveSmallIntegerField(null=True, blank=True, help_text="an earlier class, if it were known")
    missing = ArrayField(models.CharField(max_length=20), default=list, help_text="facts that would settle it")
    asked_on = models.DateField(help_text="since when she waits")
    turn = models.PositiveIntegerField(help_text="her turn in the round, from 1")
    km = models.FloatField(null=True, blank=True, help_text="estimated; None where not known")
    party = models.CharField(max_length=36, blank=True, help_text="shared by those who asked to stay together")
    why = models.CharField(max_length=12, choices=WhyWaiting, blank=True)
    changed = models.CharField(max_length=8, choices=WhyChanged, blank=True)
    changed_words = models.CharField(_("in words"), max_length=300, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("place in a round")
        indexes: ClassVar = [models.Index(fields=["referral"], name="placement_referral")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "referral"], name="placement_once_a_round"),
            models.CheckConstraint(
                name="placement_changed_with_a_reason",
                condition=Q(placed=models.F("computed")) | (~Q(changed="") & Q(changed_by__isnull=False)),
            ),
            Law(
                name="placement_is_reviewed_before", function="jisr_placement_is_reviewed", on="INSERT OR UPDATE",
                before=True,
            ),
            Policy(name="placement_here", to="jisr_app", using=_HERE),
            Policy(name="placement_compartment", to="jisr_app", using=OPEN, restrictive=True),
            SameCompartment(name="placement_same_compartment", column="need_id", subject="listening_need"),
        ]  # fmt: skip
