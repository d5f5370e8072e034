"""A round that is kept: what was asked, frozen; the calendar that answers; the stops that it wrote."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.atlas.rounds.choices import RoundState
from jisr.centres.choices import Theme
from jisr.centres.models import Stop
from jisr.common.models import Keyed, Versioned
from jisr.common.walls import Policy
from jisr.territory.models import Province

_PUBLISHED = "state = 'published'"
#: Everything but who wrote it.
_SHOWN = (
    "id, version, theme, province_id, centres, question, answer, model, state, tries, made_on, published_on, first_on,"
    " last_on"
)


class MobileRound(Keyed, Versioned):
    """Days and stops of mobile units, for a list of places that may wait so long."""

    theme = models.CharField(_("theme"), max_length=20, choices=Theme)
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name=_("province"))
    centres = ArrayField(models.BigIntegerField(), help_text="keys of the units, in the order of the question")
    question = models.JSONField(help_text="as ``rules.kept.written`` writes it")
    answer = models.JSONField(null=True, blank=True, help_text="as ``rules.kept.written_answer`` writes it")
    model = models.CharField(max_length=12, blank=True, help_text="which model of travel made the minutes")
    state = models.CharField(max_length=9, choices=RoundState, default=RoundState.ASKED)
    tries = models.PositiveSmallIntegerField(default=0, help_text="how often a process began to plan it")
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    made_on = models.DateField(default=timezone.localdate)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("round of mobile units")
        indexes: ClassVar = [models.Index(fields=["province", "-made_on"], name="mobileround_of_province")]
        constraints: ClassVar = [
            models.CheckConstraint(name="mobileround_state_known", condition=Q(state__in=RoundState.values)),
            models.CheckConstraint(name="mobileround_theme_known", condition=Q(theme__in=Theme.values)),
            models.CheckConstraint(
                name="mobileround_planned_with_an_answer",
                condition=Q(state__in=["asked", "failed"], answer=None)
                | Q(state__in=["planned", "published", "ended"], answer__isnull=False),
            ),
            models.CheckConstraint(
                name="mobileround_published_by_somebody",
                condition=Q(state__in=["published", "ended"], published_on__isnull=False, published_by__isnull=False)
                | Q(state__in=["asked", "planned", "failed"], published_on=None, published_by=None),
            ),
            models.CheckConstraint(
                name="mobileround_days_in_order", condition=Q(first_on__lte=models.F("last_on"))
            ),
            Policy(name="mobileround_app", to="jisr_app", using="true", verbs="SELECT, INSERT, UPDATE, DELETE"),
            Policy(
                name="mobileround_public", to="jisr_public", using=_PUBLISHED, check="false",
                verbs=f"SELECT ({_SHOWN})",
            ),
        ]  # fmt: skip


class RoundStop(Keyed):
    """A stop of the catalogue that a published round wrote."""

    round = models.ForeignKey(MobileRound, models.CASCADE, related_name="stops")
    stop = models.OneToOneField(Stop, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("stop of a round")
        constraints: ClassVar = [
            Policy(name="roundstop_app", to="jisr_app", using="true", verbs="SELECT, INSERT, DELETE"),
        ]
