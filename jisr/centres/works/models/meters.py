"""What a centre uses: meters, what they showed, what was billed; what a mobile unit drove."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jisr.accounts.models import User
from jisr.centres.works.choices import UNITS, MeterKind
from jisr.centres.works.models.walls import OfCentre, known_by_centre, under, walls

_WRITTEN = "SELECT, INSERT, UPDATE"


class Meter(OfCentre):
    """A counter on a wall; one that was replaced stays, with what it counted."""

    kind = models.CharField(max_length=11, choices=MeterKind)
    number = models.CharField(max_length=40)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            known_by_centre("meter"),
            models.UniqueConstraint(fields=["centre", "number"], name="meter_once"),
            models.CheckConstraint(name="meter_kind_known", condition=Q(kind__in=MeterKind.values)),
            *walls("meter", verbs=_WRITTEN),
        ]

    @property
    def unit(self) -> str:
        """What one step of it is."""
        return UNITS[self.kind]


class MeterReading(OfCentre):
    """What a meter showed on a day; one that was a mistake is struck, and stays."""

    meter = models.ForeignKey(Meter, models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=1)
    estimated = models.BooleanField(default=False)
    struck = models.BooleanField(default=False, help_text="a mistake: counted no longer")
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meter", "on"], condition=Q(struck=False), name="meterreading_once_a_day"),
            models.CheckConstraint(name="meterreading_not_negative", condition=Q(value__gte=0)),
            under("meterreading", "meter_id", "works_meter"),
            *walls("meterreading", verbs=_WRITTEN),
        ]


class MeterBill(OfCentre):
    """What was billed for a meter and a time."""

    meter = models.ForeignKey(Meter, models.CASCADE, related_name="bills")
    since = models.DateField()
    until = models.DateField()
    quantity = models.DecimalField(max_digits=12, decimal_places=1)
    amount = models.BigIntegerField(help_text="centimes")
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meter", "since"], name="meterbill_once"),
            models.CheckConstraint(name="meterbill_in_order", condition=Q(since__lte=F("until"))),
            models.CheckConstraint(name="meterbill_not_negative", condition=Q(quantity__gte=0, amount__gte=0)),
            under("meterbill", "meter_id", "works_meter"),
            *walls("meterbill"),
        ]


class UnitDay(OfCentre):
    """One day of a mobile unit on the road."""

    on = models.DateField()
    leaves_at = models.PositiveIntegerField()
    comes_at = models.PositiveIntegerField()
    litres = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    stops = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "on"], name="unitday_once"),
            models.CheckConstraint(name="unitday_forward", condition=Q(comes_at__gte=F("leaves_at"))),
            *walls("unitday"),
        ]

    @property
    def km(self) -> int:
        """Kilometres driven."""
        return self.comes_at - self.leaves_at
