"""Programmes of others, line by line, and what people decided about two lines."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.models import Programme
from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed, Versioned
from jisr.common.money import MAD
from jisr.common.walls import Policy
from jisr.forum.models.walls import Demonstration, sources
from jisr.ledger.strategy.choices import PairKind, PlanKind, Verdict
from jisr.ledger.strategy.models.lines import LINE_COLUMNS, WHY_WHERE_LEFT_OUT, Comparable, left_out_why
from jisr.ledger.strategy.models.strategies import Measure
from jisr.ledger.strategy.models.walls import STRATEGIST, shown
from jisr.territory.models import Province, Region


class Plan(Keyed, Versioned, Demonstration):
    """Somebody else's programme, as far as it is published or was handed over."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(pgettext_lazy("of programme", "kind"), max_length=12, choices=PlanKind)
    name_ar = models.CharField(_("name in Arabic"), max_length=300, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=300, blank=True)
    owner_ar = models.CharField(_("body that owns it, in Arabic"), max_length=200, blank=True)
    owner_fr = models.CharField(_("body that owns it, in French"), max_length=200, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("province")
    )
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    doubt_ar = models.TextField(_("what is uncertain, in Arabic"), blank=True, max_length=2_000)
    doubt_fr = models.TextField(_("what is uncertain, in French"), blank=True, max_length=2_000)
    sources = sources()

    class Meta:
        verbose_name = _("programme of others")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="plan_id_demonstration"),
            models.CheckConstraint(name="plan_kind_known", condition=Q(kind__in=PlanKind.values)),
            models.CheckConstraint(name="plan_has_a_name", condition=~Q(name_ar="") | ~Q(name_fr="")),
            models.CheckConstraint(
                name="plan_begins_before_it_ends",
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")),
            ),
            *shown(
                "plan",
                verbs="SELECT, INSERT, UPDATE (version, kind, name_ar, name_fr, owner_ar, owner_fr, region_id,"
                " province_id, since, until)",
            ),
        ]  # fmt: skip


class PlanLine(Comparable):
    """One line of somebody's programme."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="lines")
    budget = models.BigIntegerField(
        pgettext_lazy("of measure", "budget"), null=True, blank=True, help_text="minor units"
    )
    currency = models.CharField(max_length=3, default=MAD)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("programme")
    )
    dropped = models.BooleanField(_("left out"), default=False)
    dropped_why = left_out_why()

    class Meta(Comparable.Meta):
        verbose_name = _("line of a programme")
        constraints: ClassVar = [
            *Comparable.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "code"], name="planline_one_of_its_code"),
            models.CheckConstraint(name="planline_why_only_where_left_out", condition=WHY_WHERE_LEFT_OUT),
            models.CheckConstraint(name="planline_budget_positive", condition=Q(budget=None) | Q(budget__gt=0)),
            SameAs(
                name="planline_plan_demonstration", column="plan_id", subject="strategy_plan",
                shared="is_demonstration",
            ),
            SameAs(
                name="planline_programme_demonstration", column="programme_id", subject="centres_programme",
                shared="is_demonstration",
            ),
            *shown(
                "planline",
                verbs=f"SELECT, INSERT, UPDATE ({LINE_COLUMNS}, budget, currency, programme_id, dropped, dropped_why)",
            ),
        ]  # fmt: skip


class PairDecision(Keyed, Demonstration):
    """What was decided about a measure and a line, why, and what the computation said that day; can be taken back."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="decisions")
    line = models.ForeignKey(PlanLine, models.PROTECT, related_name="decisions")
    kind = models.CharField(pgettext_lazy("of pair", "kind"), max_length=10, choices=PairKind)
    parts = ArrayField(models.FloatField(), size=4, help_text="territory, publics, themes, period, as they were")
    score = models.FloatField()
    verdict = models.CharField(pgettext_lazy("of pair", "decision"), max_length=8, choices=Verdict)
    reason = models.TextField(_("why"), max_length=2_000)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    undone_reason = models.TextField(_("why it was taken back"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("decision on two lines")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "line"], condition=Q(undone_at=None), name="pairdecision_one_stands"
            ),
            models.CheckConstraint(name="pairdecision_kind_known", condition=Q(kind__in=PairKind.values)),
            models.CheckConstraint(name="pairdecision_verdict_known", condition=Q(verdict__in=Verdict.values)),
            models.CheckConstraint(name="pairdecision_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="pairdecision_undone_with_reason",
                condition=Q(undone_at=None, undone_by=None, undone_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_reason="")),
            ),
            SameAs(
                name="pairdecision_measure_demonstration", column="measure_id", subject="strategy_measure",
                shared="is_demonstration",
            ),
            SameAs(
                name="pairdecision_line_demonstration", column="line_id", subject="strategy_planline",
                shared="is_demonstration",
            ),
            SameAs(
                name="pairdecision_author_demonstration", column="author_id", subject="accounts_user",
                shared="is_demonstration",
            ),
            Policy(
                name="pairdecision_app", to="jisr_app", using="true", check=STRATEGIST,
                verbs="SELECT, INSERT, UPDATE (undone_at, undone_by_id, undone_reason)",
            ),
        ]  # fmt: skip
