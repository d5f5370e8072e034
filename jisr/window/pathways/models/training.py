"""The units of a training: hours, days of presence, result, certificate."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import walls
from jisr.families.models import Household
from jisr.window.pathways.choices import UnitResult
from jisr.window.pathways.models.plans import Step


class TrainingUnit(Keyed, Versioned):
    """One certified unit of a training step; its certificate holds hashes of names, so that it can be checked."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="units")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    code = models.CharField(_("code of the unit"), max_length=20)
    name = models.CharField(_("unit"), max_length=200)
    hours = models.PositiveSmallIntegerField(_("hours"))
    attendance = models.PositiveSmallIntegerField(_("presence asked, in per cent"), default=80)
    result = models.CharField(_("result"), max_length=8, choices=UnitResult, blank=True)
    result_on = models.DateField(_("result of"), null=True, blank=True)
    certificate = models.CharField(max_length=12, null=True, blank=True, unique=True)
    certified_on = models.DateField(null=True, blank=True)
    certified_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    holder = ArrayField(models.CharField(max_length=64), default=list, help_text="keyed hashes of the names on paper")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("training unit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "code"], name="trainingunit_once_a_step"),
            models.CheckConstraint(
                name="trainingunit_result_has_a_day",
                condition=Q(result="", result_on=None) | (~Q(result="") & Q(result_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="trainingunit_certified_when_passed",
                condition=Q(certificate=None, certified_on=None, certified_by=None)
                | Q(certificate__isnull=False, certified_on__isnull=False, certified_by__isnull=False, result="passed"),
            ),
            models.CheckConstraint(
                name="trainingunit_presence_is_a_share", condition=Q(attendance__lte=100, hours__gt=0)
            ),
            *walls(subject=("step_id", "pathways_step"), prefix="trainingunit"),
        ]
