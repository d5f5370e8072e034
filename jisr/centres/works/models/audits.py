"""What was found of a building, sheet after sheet; what was photographed of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jisr.accounts.models import User
from jisr.centres.works.choices import Grade, Look, SaidBy
from jisr.centres.works.models.walls import OWN, PHOTOS_SEEN, OfCentre, known_by_centre, under, walls
from jisr.common.walls import Policy


class BuildingAudit(OfCentre):
    """One sheet: who looked at the building on which day. Never edited; another one begins from it."""

    on = models.DateField()
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    said_by = models.CharField(max_length=9, choices=SaidBy, default=SaidBy.VISIT)
    grade = models.CharField(max_length=1, choices=Grade, blank=True, help_text="of ``rules.grade`` on that day")
    accessible = models.BooleanField(default=False, help_text="of ``rules.accessible``")
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["centre", "-on", "-id"], name="buildingaudit_newest")]
        constraints: ClassVar = [
            known_by_centre("buildingaudit"),
            models.CheckConstraint(name="buildingaudit_grade_known", condition=Q(grade__in=Grade.values)),
            models.CheckConstraint(name="buildingaudit_said_by_known", condition=Q(said_by__in=SaidBy.values)),
            *walls("buildingaudit"),
        ]


class Finding(OfCentre):
    """What a sheet says of one thing."""

    audit = models.ForeignKey(BuildingAudit, models.CASCADE, related_name="findings")
    item = models.CharField(max_length=40, help_text="code of ``items.yaml``")
    look = models.CharField(max_length=6, choices=Look)
    measured = models.PositiveSmallIntegerField(null=True, blank=True, help_text="in the unit of the item")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["audit", "item"], name="finding_once_a_sheet"),
            models.CheckConstraint(name="finding_look_known", condition=Q(look__in=Look.values)),
            under("finding", "audit_id", "works_buildingaudit"),
            *walls("finding"),
        ]


class WorksPhoto(OfCentre):
    """A photograph of one thing of a sheet: sealed, without the place and the hour that a telephone writes into it."""

    audit = models.ForeignKey(BuildingAudit, models.CASCADE, related_name="photos")
    item = models.CharField(max_length=40, blank=True, help_text="code of ``items.yaml``; empty: the whole building")
    media = models.CharField(max_length=10, help_text="read from the content")
    size = models.PositiveIntegerField(help_text="bytes")
    nobody = models.BooleanField(help_text="said by whoever sent it")
    sealed = models.BinaryField(help_text="encrypted, bound to this row")
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="worksphoto_of_nobody", condition=Q(nobody=True)),
            models.CheckConstraint(name="worksphoto_media_known", condition=Q(media__in=["image/jpeg", "image/png"])),
            under("worksphoto", "audit_id", "works_buildingaudit"),
            *walls("worksphoto", verbs="SELECT, INSERT, DELETE", using=PHOTOS_SEEN),
            Policy(name="worksphoto_drop", to="jisr_app", using=OWN, restrictive=True, on="DELETE"),
        ]

    def bound(self) -> str:
        """What its content is bound to."""
        return f"works.photo:{self.pk}"
