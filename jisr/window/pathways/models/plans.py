"""The household's plan and its steps."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import Theme
from jisr.centres.models import Centre, Programme
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import walls
from jisr.families.models import Household, Person
from jisr.window.listening.models import Need
from jisr.window.orientation.models import Referral
from jisr.window.pathways.choices import Responsible, StepKind, StepOutcome, StepState


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


class Goal(Keyed):
    """What the person or the family wants to reach in one domain."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="goals")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True, blank=True)
    domain = models.CharField(_("domain"), max_length=20, help_text="code of a published domain")
    words = models.TextField(_("what will be different"), max_length=300)
    set_on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("goal")
        constraints: ClassVar = [*walls(subject=("plan_id", "pathways_plan"), prefix="goal")]


class Step(Keyed, Versioned):
    """Something that somebody does for one person by a day."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("for whom"))
    need = models.ForeignKey(Need, models.PROTECT, related_name="+", null=True, blank=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+", null=True, blank=True)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", null=True, blank=True)
    goal = models.ForeignKey(Goal, models.SET_NULL, related_name="+", null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind)
    what = models.CharField(_("what will be done"), max_length=300)
    responsible = models.CharField(_("who does it"), max_length=8, choices=Responsible, default=Responsible.WORKER)
    due_on = models.DateField(_("by when"))
    theme = models.CharField(_("service to look for"), max_length=30, choices=Theme, blank=True)
    papers = ArrayField(models.CharField(max_length=160), verbose_name=_("papers to bring"), default=list, blank=True)
    template = models.CharField(max_length=40, blank=True, help_text="code@version of the template it came from")
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
