"""Scenarios as they are drawn and kept, and the links by which kept ones are read without an account."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.atlas.choices import Limit, Supply, Who
from jisr.atlas.scenarios.choices import LIMITS, PLANNERS, WAYS, Deed, Goal, State
from jisr.centres.choices import Theme
from jisr.centres.models.held import Law, SameAs
from jisr.common.models import Keyed, Versioned
from jisr.common.walls import Policy

#: The user who speaks; none outside a scope.
ME = "nullif(current_setting('jisr.user', true), '')::bigint"
_ROLES = ", ".join(f"'{role}'" for role in PLANNERS)
#: She holds a post today from which scenarios are drawn, and is as invented as the row; worked out once a query.
ON_MY_SIDE = (
    "is_demonstration = ANY(ARRAY(SELECT p.is_demonstration FROM staff_post p"  # noqa: S608
    f" WHERE p.user_id = {ME} AND p.role IN ({_ROLES}) AND p.since <= CURRENT_DATE"
    " AND (p.until IS NULL OR p.until > CURRENT_DATE)))"
)
MINE = f"author_id = {ME}"


class Scenario(Keyed, Versioned):
    """A question of the atlas and what would be done about it; kept with the inputs it was computed from.

    Attributes:
        within: code of a region or province; "" is the country.
        budget: minor units; None where nothing limits a plan made by hand.
        most: sites at most; None where nothing limits.
        costs, sizes: deed -> minor units, and places, of one.
        picks: what is done, as ``rules.Pick`` has it.
        proof: of a computed plan, as ``rules.Proof`` has it; None for one that was made or changed by hand.
        kept: inputs and figures (``actions.keep``); None while it is a draft.
    """

    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(default=False, editable=False)
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    title = models.CharField(_("name"), max_length=120)
    theme = models.CharField(max_length=20, choices=Theme)
    who = models.CharField(max_length=10, choices=Who)
    way = models.CharField(max_length=5, choices=WAYS)
    limit = models.CharField(max_length=3, choices=Limit)
    supply = models.CharField(max_length=5, choices=Supply)
    within = models.CharField(max_length=6, blank=True)
    aim = models.CharField(max_length=10, choices=Goal, default=Goal.WITHIN)
    budget = models.BigIntegerField(null=True, blank=True, help_text="minor units of MAD")
    most = models.PositiveSmallIntegerField(null=True, blank=True)
    each_province = models.BooleanField(default=False)
    people_a_place = models.PositiveIntegerField(null=True, blank=True)
    first_year = models.PositiveSmallIntegerField()
    years = models.PositiveSmallIntegerField(default=1)
    allowed = ArrayField(models.CharField(max_length=12, choices=Deed), default=list)
    costs = models.JSONField(default=dict)
    sizes = models.JSONField(default=dict)
    picks = models.JSONField(default=list)
    proof = models.JSONField(null=True)
    begun_at = models.DateTimeField(default=timezone.now)
    kept_at = models.DateTimeField(null=True)
    kept = models.JSONField(null=True)

    class Meta:
        verbose_name = _("scenario")
        indexes: ClassVar = [models.Index(fields=["author", "-begun_at"], name="scenario_of_author")]
        constraints: ClassVar = [
            models.CheckConstraint(name="scenario_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="scenario_aim_known", condition=Q(aim__in=Goal.values)),
            models.CheckConstraint(name="scenario_theme_known", condition=Q(theme__in=Theme.values)),
            models.CheckConstraint(name="scenario_who_known", condition=Q(who__in=Who.values)),
            models.CheckConstraint(name="scenario_allowed_known", condition=Q(allowed__contained_by=Deed.values)),
            models.CheckConstraint(name="scenario_named", condition=~Q(title="")),
            models.CheckConstraint(name="scenario_budget_not_below_zero", condition=Q(budget=None) | Q(budget__gte=0)),
            models.CheckConstraint(
                name="scenario_years_plausible",
                condition=Q(years__range=(1, LIMITS.years), first_year__range=(LIMITS.year_first, LIMITS.year_last)),
            ),
            models.CheckConstraint(
                name="scenario_kept_with_its_inputs",
                condition=Q(state="draft", kept=None, kept_at=None)
                | Q(state="kept", kept__isnull=False, kept_at__isnull=False),
            ),
            SameAs(
                name="scenario_author_demonstration", column="author_id", subject="accounts_user",
                shared="is_demonstration",
            ),
            Law(name="scenario_kept_stays", function="jisr_scenario_kept_stays", on="UPDATE OR DELETE", before=True),
            Policy(
                name="scenario_app", to="jisr_app", using=f"{MINE} OR (state = 'kept' AND {ON_MY_SIDE})",
                check=f"{MINE} AND {ON_MY_SIDE}", verbs="SELECT, INSERT, UPDATE, DELETE",
            ),
            # a colleague reads what is kept; a draft is thrown away by its author alone
            Policy(
                name="scenario_thrown_away", to="jisr_app", using=f"{MINE} AND state = 'draft'", restrictive=True,
                on="DELETE",
            ),
        ]  # fmt: skip


class ScenarioLink(Keyed):
    """One to four kept scenarios side by side, for whoever holds the link: until a day, or until it is taken back."""

    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(default=False, editable=False)
    scenarios = ArrayField(models.UUIDField(), size=LIMITS.compared)
    token = models.CharField(max_length=64, unique=True, help_text="keyed hash of the link's secret")
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("link to scenarios")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="scenariolink_one_to_four", condition=Q(scenarios__len__gte=1, scenarios__len__lte=LIMITS.compared)
            ),
            models.CheckConstraint(name="scenariolink_has_an_end", condition=Q(until__gt=models.F("made_at"))),
            SameAs(
                name="scenariolink_author_demonstration", column="author_id", subject="accounts_user",
                shared="is_demonstration",
            ),
            Policy(
                name="scenariolink_app", to="jisr_app", using=MINE, check=f"{MINE} AND {ON_MY_SIDE}",
                verbs="SELECT, INSERT, UPDATE (ended_at)",
            ),
            Policy(
                name="scenariolink_ends_once", to="jisr_app", using="ended_at IS NULL", check="ended_at IS NOT NULL",
                restrictive=True, on="UPDATE",
            ),
        ]  # fmt: skip
