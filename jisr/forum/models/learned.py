"""Groups learned from the votes of a wave, as they are shown: never who stands in which."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed
from jisr.forum.models.walls import Demonstration, open_to_all
from jisr.forum.models.waves import Wave


class LearnedGroups(Keyed, Demonstration):
    """What the team of a wave learned from its votes on a day; holds nothing that may not be shown to everybody."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    method = models.CharField(max_length=40)
    placed = models.PositiveIntegerField(help_text="voters who voted on enough statements")
    checks = models.JSONField(default=dict, help_text="{together, apart, again}, each 0 to 1")
    groups = models.JSONField(
        default=list, blank=True,
        help_text="[{size, votes: {statement: [agree, disagree, pass] or null}, telling: [[statement, side]]}]; empty"
        " when they are not stable",
    )  # fmt: skip

    class Meta:
        verbose_name = _("groups learned from votes")
        indexes: ClassVar = [models.Index(fields=["wave", "-at"], name="learnedgroups_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(name="learnedgroups_method_named", condition=~Q(method="")),
            SameAs(
                name="learnedgroups_wave_demonstration", column="wave_id", subject="forum_wave",
                shared="is_demonstration",
            ),
            *open_to_all("learnedgroups", verbs="SELECT, INSERT"),
        ]  # fmt: skip
