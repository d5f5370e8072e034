"""Where people write to a meeting by themselves, without an account: in the hall or at home."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed, Versioned
from jisr.forum.models.walls import Demonstration, open_to_all
from jisr.forum.models.waves import Meeting, Wave

#: What a meeting takes in a minute unless its secretary says otherwise; a hall rarely holds more people than that.
MOST_A_MINUTE = 120
#: The largest number that she may say.
MOST_EVER = 1_000
#: The numbers under which tribunes are found: short enough to be typed from the other end of a hall.
NUMBERS = range(1_000, 1_000_000)


class Tribune(Keyed, Versioned, Demonstration):
    """A meeting takes contributions from whoever writes, from a moment until a moment, under a short number."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="tribune")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveIntegerField(unique=True, help_text="typed from the screen; kept when it opens again")
    opens_at = models.DateTimeField(_("opens"), default=timezone.now)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    most_a_minute = models.PositiveSmallIntegerField(
        _("most in a minute"), default=MOST_A_MINUTE, help_text="more than so many are asked to wait a minute"
    )

    class Meta:
        verbose_name = _("tribune")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tribune_number_short", condition=Q(number__gte=NUMBERS.start, number__lt=NUMBERS.stop)
            ),
            models.CheckConstraint(
                name="tribune_opens_before_it_closes", condition=Q(closes_at=None) | Q(opens_at__lte=F("closes_at"))
            ),
            models.CheckConstraint(
                name="tribune_takes_some", condition=Q(most_a_minute__gte=1, most_a_minute__lte=MOST_EVER)
            ),
            SameAs(
                name="tribune_meeting_demonstration", column="meeting_id", subject="forum_meeting",
                shared="is_demonstration",
            ),
            SameAs(name="tribune_meeting_wave", column="meeting_id", subject="forum_meeting", shared="wave_id"),
            *open_to_all(
                "tribune", verbs="SELECT, INSERT, UPDATE (version, opens_at, closes_at, most_a_minute)"
            ),
        ]  # fmt: skip

    @property
    def is_over(self) -> bool:
        """Whether it was shut."""
        return self.closes_at is not None and self.closes_at <= timezone.now()
