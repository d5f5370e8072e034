"""What was done there: days of presence, aid given."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Programme
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import walls
from jisr.families.models import Household
from jisr.window.pathways.choices import AidKind
from jisr.window.pathways.models.approvals import Approval
from jisr.window.pathways.models.plans import Step
from jisr.window.pathways.models.training import TrainingUnit


class Attendance(Keyed):
    """Whether the person was there on a day."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="attendances")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    unit = models.ForeignKey(TrainingUnit, models.CASCADE, related_name="days", null=True, blank=True)
    day = models.DateField(_("day"))
    present = models.BooleanField(_("present"))
    told = models.UUIDField(null=True, help_text="key of the event that counts it, where there is one")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("attendance")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step", "day", "unit"], name="attendance_once_a_day_and_unit", nulls_distinct=False
            ),
            *walls(subject=("step_id", "pathways_step"), prefix="attendance"),
        ]


class Aid(Keyed):
    """Something given to a person: money, goods, a device, a service."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="aids")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    kind = models.CharField(_("kind of aid"), max_length=8, choices=AidKind)
    what = models.CharField(_("what was given"), max_length=200)
    amount = models.BigIntegerField(_("value in dirhams"), null=True, blank=True, help_text="centimes")
    minutes = models.PositiveIntegerField(_("hours of service"), null=True, blank=True, help_text="minutes")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", null=True, blank=True)
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="aids", null=True, blank=True)
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("aid")
        constraints: ClassVar = [
            models.CheckConstraint(name="aid_value_is_positive", condition=Q(amount=None) | Q(amount__gt=0)),
            models.CheckConstraint(name="aid_money_has_a_value", condition=~Q(kind="money") | Q(amount__isnull=False)),
            models.CheckConstraint(
                name="aid_hours_are_of_a_service", condition=Q(minutes=None) | Q(kind="service", minutes__gt=0)
            ),
            *walls(subject=("step_id", "pathways_step"), prefix="aid"),
        ]
