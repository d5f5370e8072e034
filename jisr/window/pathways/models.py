"""Pathways: one plan for the household, steps per person, what was given, what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre, Programme
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import walls
from jisr.families.models import Household, Person
from jisr.window.listening.models import Need
from jisr.window.orientation.models import Referral
from jisr.window.pathways.choices import (
    AidKind,
    Face,
    FollowUpState,
    Responsible,
    StepKind,
    StepOutcome,
    StepState,
)  # fmt: skip


class Plan(Keyed, Versioned):
    """The household's plan; one per compartment, so that a protected pathway is a plan of its own."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    goal = models.TextField(_("what the family wants to reach"), max_length=1000)
    opened_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("household plan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="plan_compartment_key"),
            models.UniqueConstraint(
                # two centres may each follow the family with a plan of their own; the referent holds them together
                fields=["household", "compartment", "centre"],
                condition=Q(closed_on=None),
                name="plan_one_open_a_centre",
            ),
            *walls(prefix="plan"),
        ]


class Step(Keyed, Versioned):
    """Something that somebody does for one person by a day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("for whom"))
    need = models.ForeignKey(Need, models.PROTECT, related_name="+", null=True, blank=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+", null=True, blank=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind)
    what = models.CharField(_("what will be done"), max_length=300)
    responsible = models.CharField(_("who does it"), max_length=8, choices=Responsible, default=Responsible.WORKER)
    due_on = models.DateField(_("by when"))
    state = models.CharField(max_length=8, choices=StepState, default=StepState.PLANNED)
    outcome = models.CharField(_("outcome"), max_length=12, choices=StepOutcome, blank=True)
    outcome_words = models.TextField(_("outcome, in words"), blank=True, max_length=1000)
    ended_on = models.DateField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("step")
        indexes: ClassVar = [models.Index(fields=["household", "state", "due_on"], name="step_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="step_compartment_key"),
            models.CheckConstraint(
                name="step_ended_with_an_outcome",
                condition=Q(state__in=["planned", "ongoing"], ended_on=None, outcome="")
                | Q(state__in=["done", "dropped"], ended_on__isnull=False) & ~Q(outcome=""),
            ),
            *walls(subject=("plan_id", "pathways_plan"), prefix="step"),
        ]


class Attendance(Keyed):
    """Whether the person was there on a day."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="attendances")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    present = models.BooleanField(_("present"))
    told = models.UUIDField(null=True, help_text="key of the event that counts it, where there is one")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("attendance")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "day"], name="attendance_once_a_day"),
            *walls(subject=("step_id", "pathways_step"), prefix="attendance"),
        ]


class Aid(Keyed):
    """Something given to a person: money, goods, a device, a service."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="aids")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind of aid"), max_length=8, choices=AidKind)
    what = models.CharField(_("what was given"), max_length=200)
    amount = models.BigIntegerField(_("value in dirhams"), null=True, blank=True, help_text="centimes")
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("aid")
        constraints: ClassVar = [
            models.CheckConstraint(name="aid_value_is_positive", condition=Q(amount=None) | Q(amount__gt=0)),
            models.CheckConstraint(name="aid_money_has_a_value", condition=~Q(kind="money") | Q(amount__isnull=False)),
            *walls(subject=("step_id", "pathways_step"), prefix="aid"),
        ]


class FollowUp(Keyed, Versioned):
    """A look back at 1, 3, 6 and 12 months."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="follow_ups")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    month = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    state = models.CharField(_("what was found"), max_length=10, choices=FollowUpState, blank=True)
    words = models.TextField(_("in the family's words"), blank=True, max_length=2000)
    satisfaction = models.PositiveSmallIntegerField(_("satisfaction"), choices=Face, null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("follow-up")
        indexes: ClassVar = [models.Index(fields=["household", "due_on"], name="followup_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "month"], name="followup_once_a_month_mark"),
            models.CheckConstraint(
                name="followup_done_with_a_state",
                condition=Q(done_on=None, state="") | (Q(done_on__isnull=False) & ~Q(state="")),
            ),
            *walls(subject=("plan_id", "pathways_plan"), prefix="followup"),
        ]
