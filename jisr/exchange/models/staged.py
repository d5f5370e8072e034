"""What was read out of a file and waits for a yes; after it, the record of what was taken."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jisr.common.models import MINE, Keyed
from jisr.common.walls import Policy
from jisr.exchange.choices import ImportState
from jisr.forum.models import Wave
from jisr.forum.models.walls import OF_MY_WAVES


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


class StagedSheet(Keyed):
    """Contributions as they were read from a file: sealed, for whoever sent it, until she says yes or a day is over.

    Everything that stood in the file is in ``sealed``, its name and its mistakes too: any cell may hold what somebody
    said. Once taken in, the figures alone stay.
    """

    author = models.CharField(max_length=40, help_text="key of the user")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    dies_at = models.DateTimeField(help_text="from then on it does not exist for anybody")
    state = models.CharField(max_length=9, choices=ImportState, default=ImportState.PREVIEWED)
    sealed = models.BinaryField(null=True, help_text="encrypted: rows to take in, why others are refused, file name")
    counts = models.JSONField(default=dict, help_text="rows, new, there, refused")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="stagedsheet_state_known", condition=Q(state__in=ImportState.values)),
            models.CheckConstraint(
                name="stagedsheet_keeps_nothing_once_taken",
                condition=Q(state="previewed", sealed__isnull=False) | Q(state="taken", sealed=None),
            ),
            Policy(
                name="stagedsheet_mine", to="jisr_app", verbs="SELECT, INSERT, UPDATE (state, sealed, counts), DELETE",
                using=f"{MINE} AND {OF_MY_WAVES} AND (state = 'taken' OR dies_at > now())",
                check=f"{MINE} AND {OF_MY_WAVES}",
            ),
        ]  # fmt: skip
