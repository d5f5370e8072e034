"""A round that is kept: what was asked, frozen; the calendar that answers; the stops that it wrote."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.atlas.rounds.choices import PLANNERS, RoundState
from jisr.centres.choices import Theme
from jisr.centres.models import Stop
from jisr.centres.models.held import Law
from jisr.common.models import Keyed, Versioned
from jisr.common.walls import Policy
from jisr.territory.models import Province

#: The user who speaks; none outside a scope.
_ME = "nullif(current_setting('jisr.user', true), '')::bigint"
_ROLES = ", ".join(f"'{role}'" for role in PLANNERS)
_POSTS = (
    f"staff_post p WHERE p.user_id = {_ME} AND p.role IN ({_ROLES}) AND p.since <= CURRENT_DATE"
    " AND (p.until IS NULL OR p.until > CURRENT_DATE)"
)
#: Centres of the post, or of its province, its region, the country, as invented as it is; worked out once a query.
_UNITS = (
    "ARRAY(SELECT c.id FROM centres_centre c JOIN territory_province t ON t.code = c.province_id"  # noqa: S608
    f" JOIN {_POSTS.replace('WHERE', 'ON')} AND c.is_demonstration = p.is_demonstration"
    " AND coalesce(p.centre_id, c.id) = c.id AND coalesce(p.province_id, c.province_id) = c.province_id"
    " AND coalesce(p.region_id, t.region_id) = t.region_id)"
)
_PROVINCES = (
    "ARRAY(SELECT t.code FROM territory_province t"  # noqa: S608 - names of ours
    f" JOIN {_POSTS.replace('WHERE', 'ON')} AND p.centre_id IS NULL"
    " AND coalesce(p.province_id, t.code) = t.code AND coalesce(p.region_id, t.region_id) = t.region_id)"
)
#: Every unit is as invented as a post of hers.
_MY_SIDE = (
    "NOT (centres && ARRAY(SELECT c.id FROM centres_centre c WHERE NOT c.is_demonstration = ANY("  # noqa: S608
    f"ARRAY(SELECT p.is_demonstration FROM {_POSTS}))))"
)
#: Who plans the province, or keeps every unit of the round.
_PLANS = f"(province_id = ANY({_PROVINCES}) OR centres <@ {_UNITS}) AND {_MY_SIDE}"
#: A unit whose place is not to be known any more takes its rounds along: they say where it stands.
_KNOWN = "NOT (centres && ARRAY(SELECT c.id FROM centres_centre c WHERE c.confidential))"
_PUBLISHED = f"state = 'published' AND {_KNOWN}"
#: What planning, changing, publishing and ending write; what a round is for, whose it is and its units stay.
_WRITTEN = "version, question, answer, model, state, tries, first_on, last_on, published_on, published_by_id"
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
            Law(name="mobileround_published_stays", function="jisr_round_published_stays", on="UPDATE", before=True),
            Policy(
                name="mobileround_app", to="jisr_app", using=f"({_PUBLISHED}) OR ({_PLANS}) AND {_KNOWN}", check=_PLANS,
                verbs=f"SELECT, INSERT, UPDATE ({_WRITTEN}), DELETE",
            ),
            # everybody reads what is published; who plans there writes, and begins in her own name with her own units
            Policy(
                name="mobileround_begun", to="jisr_app", using="true", restrictive=True, on="INSERT",
                check=f"made_by_id = {_ME} AND state = 'asked' AND centres <@ {_UNITS}",
            ),
            Policy(name="mobileround_written", to="jisr_app", using=_PLANS, restrictive=True, on="UPDATE"),
            Policy(
                name="mobileround_dropped", to="jisr_app", restrictive=True, on="DELETE",
                using=f"state IN ('asked', 'planned', 'failed') AND {_PLANS}",
            ),
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
            # read and struck by whoever strikes the stop, which stands in the catalogue; written with the round alone
            Policy(
                name="roundstop_app",
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, DELETE",
                check=f"round_id IN (SELECT r.id FROM rounds_mobileround r WHERE {_PLANS})",  # noqa: S608
            ),
        ]
