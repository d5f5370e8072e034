"""A sheet between its preview and the yes: what rooms that take sheets in have in common."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from jisr.common.models import MINE, Keyed
from jisr.common.walls import Policy


class StagedSheet(Keyed):
    """Rows as they were read, for whoever sent them, for a day; once taken in, what they came to alone stays."""

    author = models.CharField(max_length=40, help_text="key of the user")
    file_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)
    dies_at = models.DateTimeField(help_text="a preview not confirmed by then is read again from the file")
    taken_at = models.DateTimeField(null=True)
    lines = models.JSONField(default=list, help_text="[row number, {column: cell}]; empty once taken in")
    unknown = models.JSONField(default=list, help_text="headings that no column has")
    counts = models.JSONField(default=dict, help_text="rows, new, changed, same, refused")

    class Meta:
        abstract = True


def kept_for_a_day(table: str) -> list[models.BaseConstraint]:
    """The walls of such a table: its author's alone, and nothing of it after a day or once it is taken in."""
    return [
        models.CheckConstraint(name=f"{table}_keep_nothing_once_taken", condition=Q(taken_at=None) | Q(lines=[])),
        Policy(
            name=f"{table}_mine", to="jisr_app", verbs="SELECT, INSERT, UPDATE (taken_at, lines, counts)",
            using=f"{MINE} AND (taken_at IS NOT NULL OR dies_at > now())", check=MINE,
        ),
    ]  # fmt: skip
