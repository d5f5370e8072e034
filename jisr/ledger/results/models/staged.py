"""Rows of a sheet as they were read, waiting for a yes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jisr.common.models import MINE, Keyed
from jisr.common.walls import Policy
from jisr.ledger.agreements.models import Agreement
from jisr.ledger.results.choices import SheetKind


class StagedResults(Keyed):
    """A sheet of results or of targets between its preview and the yes: for whoever sent it, for a day."""

    author = models.CharField(max_length=40, help_text="key of the user")
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SheetKind)
    file_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)
    dies_at = models.DateTimeField(help_text="a preview not confirmed by then is read again from the file")
    taken_at = models.DateTimeField(null=True)
    lines = models.JSONField(default=list, help_text="[row number, {column: cell}]; empty once taken in")
    unknown = models.JSONField(default=list, help_text="headings that no column has")
    counts = models.JSONField(default=dict, help_text="rows, new, changed, same, refused")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="stagedresults_keep_nothing_once_taken", condition=Q(taken_at=None) | Q(lines=[])
            ),
            Policy(
                name="stagedresults_mine", to="jisr_app", verbs="SELECT, INSERT, UPDATE (taken_at, lines, counts)",
                using=f"{MINE} AND (taken_at IS NOT NULL OR dies_at > now())", check=MINE,
            ),
        ]  # fmt: skip
