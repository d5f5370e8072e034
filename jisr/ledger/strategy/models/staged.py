"""Rows of a sheet as they were read, waiting for a yes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jisr.common.staged import StagedSheet, kept_for_a_day
from jisr.ledger.strategy.models.plans import Plan
from jisr.ledger.strategy.models.strategies import StrategyVersion


class StagedRows(StagedSheet):
    """A sheet of measures or of lines between its preview and the yes."""

    version = models.ForeignKey(StrategyVersion, models.CASCADE, related_name="+", null=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="stagedrows_of_one_thing",
                condition=Q(version=None, plan__isnull=False) | Q(version__isnull=False, plan=None),
            ),
            *kept_for_a_day("stagedrows"),
        ]
