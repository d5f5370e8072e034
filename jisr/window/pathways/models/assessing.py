"""How it stands in each domain, on a published scale: each level a sentence, never a sum."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import walls
from jisr.families.models import Household, Person
from jisr.window.pathways.models.follow_ups import FollowUp
from jisr.window.pathways.models.plans import Plan


class Score(Keyed):
    """One domain on one day; an assessment is the scores of a day, and a later one stands beside it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="scores")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True, blank=True)
    domain = models.CharField(_("domain"), max_length=20, help_text="code of a published domain")
    level = models.PositiveSmallIntegerField(_("level"))
    on = models.DateField(default=timezone.localdate)
    scale = models.PositiveSmallIntegerField(default=1, help_text="version of the published scale")
    follow_up = models.ForeignKey(FollowUp, models.SET_NULL, related_name="+", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("level in a domain")
        indexes: ClassVar = [models.Index(fields=["household", "domain", "on"], name="score_household")]
        constraints: ClassVar = [
            models.CheckConstraint(name="score_from_1_to_5", condition=Q(level__gte=1, level__lte=5)),
            *walls(subject=("plan_id", "pathways_plan"), prefix="score"),
        ]
