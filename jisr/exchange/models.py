"""What was read out of a file and waits for a yes; after it, the record of what was taken."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jisr.common.models import MINE, Keyed
from jisr.common.walls import Policy
from jisr.exchange.choices import ImportState


class StagedImport(Keyed):
    """The rows of one file as they were read: the preview and the commit use the same ones."""

    author = models.CharField(max_length=40, help_text="key of the user")
    file_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)
    dies_at = models.DateTimeField(help_text="a preview not confirmed by then is read again from the file")
    state = models.CharField(max_length=9, choices=ImportState, default=ImportState.PREVIEWED)
    centres = models.JSONField(help_text="centres to add or change, with their services")
    problems = models.JSONField(help_text="why rows were refused")
    refused = models.JSONField(help_text="numbers of the refused rows")
    unknown = models.JSONField(help_text="headings that no column has")
    rows = models.PositiveIntegerField()
    counts = models.JSONField(default=dict, help_text="new, changed, same, refused")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="stagedimport_state_known", condition=Q(state__in=ImportState.values)),
            Policy(
                name="stagedimport_mine", to="jisr_app", verbs="SELECT, INSERT, UPDATE, DELETE",
                using=f"{MINE} AND (state = 'taken' OR dies_at > now())", check=MINE,
            ),
        ]  # fmt: skip
