"""A gap: one need of one person that nothing covers, from a day on."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import Theme
from jisr.centres.models import Centre
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import walls
from jisr.families.models import Household, Person
from jisr.territory.models import Commune
from jisr.window.listening.models import Need
from jisr.window.orientation.gaps.choices import Closed, Why


class Gap(Keyed):
    """A need that no service covers; at most one is open for each need."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    theme = models.CharField(_("domain"), max_length=30, choices=Theme)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune"))
    why = models.CharField(_("why"), max_length=12, choices=Why)
    since = models.DateField(_("since"), default=timezone.localdate)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(max_length=8, choices=Closed, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("need that nothing covers")
        indexes: ClassVar = [models.Index(fields=["household"], name="gap_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need"], name="gap_one_open_a_need", condition=Q(closed_on=None)),
            models.CheckConstraint(
                name="gap_closed_with_its_reason",
                condition=Q(closed_on=None, closed_because="") | (Q(closed_on__isnull=False) & ~Q(closed_because="")),
            ),
            *walls(subject=("need_id", "listening_need"), prefix="gap"),
        ]
