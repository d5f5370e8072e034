"""Rows of a sheet as they were read, waiting for a yes."""

from typing import ClassVar

from django.db import models

from jisr.common.staged import StagedSheet, kept_for_a_day
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results.choices import SheetKind


class StagedResults(StagedSheet):
    """A sheet of results or of targets between its preview and the yes."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SheetKind)

    class Meta:
        constraints: ClassVar = kept_for_a_day("stagedresults")
