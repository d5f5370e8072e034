"""When a worker and a family met outside an interview, with the time and the way it took."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import walls
from jisr.families.models import Household, Person
from jisr.window.pathways.choices import ContactWay
from jisr.window.pathways.models.plans import Plan


class Contact(Keyed):
    """A visit, a call, a way made together; what was not noted is not measured, and never counted as nothing."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="contacts")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True, blank=True)
    on = models.DateField(_("day"), default=timezone.localdate)
    way = models.CharField(_("how you met"), max_length=8, choices=ContactWay)
    minutes = models.PositiveSmallIntegerField(_("minutes of work"), null=True, blank=True)
    km = models.PositiveSmallIntegerField(_("kilometres, there and back"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("contact")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="contact_within_a_day",
                condition=(Q(minutes=None) | Q(minutes__gt=0, minutes__lte=1440)) & (Q(km=None) | Q(km__lte=2000)),
            ),
            *walls(subject=("plan_id", "pathways_plan"), prefix="contact"),
        ]
