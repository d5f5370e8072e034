"""Works on a building: the operation, its lines, what was reserved at its reception, the days it shut the centre."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jisr.accounts.models import User
from jisr.centres.models import Centre, Notice, Programme
from jisr.centres.works.choices import State, WhyAbandoned
from jisr.centres.works.models.audits import BuildingAudit
from jisr.centres.works.models.walls import OfCentre, known_by_centre, under, walls
from jisr.common.models import Versioned

_WRITTEN = "SELECT, INSERT, UPDATE"


class Operation(OfCentre, Versioned):
    """Something done to a building, from its diagnosis to its reception."""

    title = models.CharField(max_length=200)
    audit = models.ForeignKey(BuildingAudit, models.PROTECT, related_name="+", null=True, blank=True)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", null=True, blank=True, help_text="pays; none: not attributed"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DIAGNOSIS)
    why = models.CharField(max_length=10, choices=WhyAbandoned, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["centre", "-id"], name="operation_of_centre")]
        constraints: ClassVar = [
            known_by_centre("operation"),
            models.CheckConstraint(name="operation_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="operation_abandoned_with_its_reason",
                condition=Q(state="abandoned", why__in=WhyAbandoned.values) | ~Q(state="abandoned") & Q(why=""),
            ),
            *walls("operation", verbs=_WRITTEN),
        ]


class OperationStep(OfCentre):
    """An operation went on to a state: when, said by whom, and what was said of it."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=State)
    on = models.DateField()
    said = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["operation", "state"], name="operationstep_once"),
            models.CheckConstraint(name="operationstep_state_known", condition=Q(state__in=State.values)),
            under("operationstep", "operation_id", "works_operation"),
            *walls("operationstep"),
        ]


class WorkLine(OfCentre, Versioned):
    """One work of an operation, on one thing of the sheet."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="lines")
    item = models.CharField(max_length=40, help_text="code of ``items.yaml``")
    what = models.CharField(max_length=200, blank=True)
    estimate = models.BigIntegerField(null=True, blank=True, help_text="centimes")
    paid = models.BigIntegerField(default=0, help_text="centimes")
    planned_since = models.DateField(null=True, blank=True)
    planned_until = models.DateField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    contractor = models.CharField(max_length=200, blank=True)
    mended = models.BooleanField(default=False, help_text="said at the reception")

    class Meta:
        constraints: ClassVar = [
            known_by_centre("workline"),
            models.CheckConstraint(
                name="workline_costs_not_negative", condition=(Q(estimate=None) | Q(estimate__gte=0)) & Q(paid__gte=0)
            ),
            models.CheckConstraint(
                name="workline_planned_in_order",
                condition=Q(planned_since=None) | Q(planned_until=None) | Q(planned_since__lte=F("planned_until")),
            ),
            models.CheckConstraint(
                name="workline_done_in_order", condition=Q(until=None) | Q(since__isnull=False, since__lte=F("until"))
            ),
            under("workline", "operation_id", "works_operation"),
            *walls("workline", verbs=_WRITTEN),
        ]


class Reserve(OfCentre):
    """What was not right at the reception, and when it was put right."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="reserves")
    what = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            under("reserve", "operation_id", "works_operation"),
            *walls("reserve", verbs=_WRITTEN),
        ]


class WorksClosure(OfCentre):
    """Days on which works shut the centre, and where the people who come there went meanwhile."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="closures")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended = models.BooleanField(default=False, help_text="the centre has reopened")
    to = models.ForeignKey(Centre, models.PROTECT, related_name="+", null=True, blank=True)
    moved = models.PositiveIntegerField(null=True, blank=True)
    nowhere = models.PositiveIntegerField(null=True, blank=True)
    notice = models.ForeignKey(Notice, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="worksclosure_in_order", condition=Q(until=None) | Q(since__lte=F("until"))
            ),
            models.CheckConstraint(
                name="worksclosure_moved_to_a_centre", condition=Q(moved=None) | Q(to__isnull=False)
            ),
            models.CheckConstraint(
                name="worksclosure_moved_elsewhere", condition=Q(to=None) | ~Q(to=F("centre"))
            ),
            models.CheckConstraint(
                name="worksclosure_ended_on_a_day", condition=Q(ended=False) | Q(until__isnull=False)
            ),
            under("worksclosure", "operation_id", "works_operation"),
            *walls("worksclosure", verbs=_WRITTEN),
        ]  # fmt: skip
