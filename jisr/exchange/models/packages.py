"""Packages of open standards between their preview and the yes, and what our own rows cannot say of what they held."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jisr.centres.models import Centre, Operator, Programme, Service
from jisr.common.models import MINE, Keyed
from jisr.common.staged import StagedSheet as Kept
from jisr.common.walls import Policy
from jisr.exchange.choices import PackageEntity

_EMPTY = "(object = '{}'::jsonb AND said = '{}'::jsonb)"
#: What was written of a place that is confidential by now may name it: it is for those who may know the place.
_IS_OPEN = "EXISTS (SELECT FROM centres_centre c WHERE c.id = centre_id AND NOT c.confidential)"
_PLACE_OPEN = f"centre_id IS NULL OR {_EMPTY} OR {_IS_OPEN}"
_MAY_KNOW = "centre_id = ANY(jisr_centres()) OR 'violence' = ANY(jisr_compartments())"
_SERVICE_SEEN = "service_id IS NULL OR EXISTS (SELECT FROM centres_service s WHERE s.id = service_id)"


class StagedPackage(Kept):
    """The objects of one package as they were read, and what its words were said to mean; its author's for a day."""

    publisher = models.CharField(max_length=120, blank=True, default="", help_text="who publishes it")
    meaning = models.JSONField(default=dict, help_text="what somebody said of its words: themes, kinds, province")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="stagedpackage_keep_nothing_once_taken", condition=Q(taken_at=None) | Q(lines=[])
            ),
            Policy(
                name="stagedpackage_mine", to="jisr_app",
                verbs="SELECT, INSERT, UPDATE (taken_at, lines, counts, meaning)",
                using=f"{MINE} AND (taken_at IS NOT NULL OR dies_at > now())", check=MINE,
            ),
        ]  # fmt: skip


class ForeignObject(Keyed):
    """One object of a package that was taken in: its key there, and its words where ours do not say all of them.

    Given out again, a field that nobody changed here since says what it said there.
    """

    entity = models.CharField(max_length=20, choices=PackageEntity)
    foreign_key = models.CharField(max_length=100, help_text="its key in the package")
    publisher = models.CharField(max_length=120, blank=True, default="", help_text="who published it; nobody else's")
    source = models.CharField(max_length=300, help_text="file and day")
    at = models.DateTimeField(default=timezone.now)
    object = models.JSONField(default=dict, help_text="as it came; empty where ours says the same")
    base = models.JSONField(default=dict, help_text="as ours was given out on the day it came")
    said = models.JSONField(default=dict, help_text="fields of ours as its publisher said them last")
    mark = models.CharField(max_length=32, blank=True, default="", help_text="a hash of it as it came last")
    gone_on = models.DateField(null=True, blank=True, help_text="day since which its publisher names it no longer")
    is_first = models.BooleanField(default=True, help_text="of several rows for one object, the one that speaks for it")
    operator = models.ForeignKey(Operator, models.CASCADE, related_name="+", null=True, blank=True)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+", null=True, blank=True)
    centre = models.ForeignKey(
        Centre, models.CASCADE, related_name="+", null=True, blank=True, help_text="of a service too: whose it is"
    )
    service = models.ForeignKey(Service, models.CASCADE, related_name="+", null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["entity", "foreign_key"], name="foreignobject_by_key")]
        constraints: ClassVar = [
            models.CheckConstraint(name="foreignobject_entity_known", condition=Q(entity__in=PackageEntity.values)),
            models.UniqueConstraint(
                fields=["entity", "operator", "programme", "centre", "service"], name="foreignobject_once_a_row",
                nulls_distinct=False,
            ),
            Policy(
                name="foreignobject_app", to="jisr_app", verbs="SELECT, INSERT, UPDATE",
                using=f"({_PLACE_OPEN}) OR {_MAY_KNOW}", check="true",
            ),
            Policy(
                name="foreignobject_public", to="jisr_public", verbs="SELECT", check="false",
                using=f"({_PLACE_OPEN}) AND ({_SERVICE_SEEN})",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"exchange.foreignobject:{self.pk}"
