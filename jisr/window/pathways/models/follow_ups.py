"""The looks back at 1, 3, 6 and 12 months."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import walls
from jisr.families.models import Household
from jisr.window.orientation.choices import Face
from jisr.window.pathways.choices import FollowUpState
from jisr.window.pathways.models.plans import Plan


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
    minutes = models.PositiveSmallIntegerField(_("minutes of work"), null=True, blank=True)
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
