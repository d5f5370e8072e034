"""Strategies in versions: axes, objectives, and measures with their budget, indicators, programmes and statements."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.models import Programme
from jisr.centres.models.held import Law, SameAs
from jisr.common.models import Keyed, Versioned
from jisr.common.money import MAD
from jisr.common.walls import Policy
from jisr.forum.models import Statement
from jisr.forum.models.walls import Demonstration, sources
from jisr.ledger.strategy.choices import LIMITS, VersionState
from jisr.ledger.strategy.models.lines import LINE_COLUMNS, WHY_WHERE_LEFT_OUT, Comparable, left_out_why
from jisr.ledger.strategy.models.walls import OF_HER_MEASURES, SHOWN, of_measure, of_version, shown
from jisr.territory.models import Region


class Strategy(Keyed, Versioned, Demonstration):
    """What a body says it will do over some years; it lives in versions."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300)
    owner_ar = models.CharField(_("body that owns it, in Arabic"), max_length=200, blank=True)
    owner_fr = models.CharField(_("body that owns it, in French"), max_length=200, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region")
    )
    doubt_ar = models.TextField(_("what is uncertain, in Arabic"), blank=True, max_length=2_000)
    doubt_fr = models.TextField(_("what is uncertain, in French"), blank=True, max_length=2_000)
    sources = sources()

    class Meta:
        verbose_name = _("strategy")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="strategy_id_demonstration"),
            models.CheckConstraint(
                name="strategy_invented_or_read_or_ours",
                condition=Q(is_demonstration=False) | Q(sources=[]),
            ),
            *shown("strategy", verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, owner_ar, owner_fr)"),
        ]


class StrategyVersion(Keyed, Demonstration):
    """One version: prepared as a draft, then in force, then replaced; in force it is not rewritten."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    said_ar = models.TextField(_("what this version changes, in Arabic"), blank=True, max_length=2_000)
    said_fr = models.TextField(_("what this version changes, in French"), blank=True, max_length=2_000)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=VersionState, default=VersionState.DRAFT)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    sources = sources()

    class Meta:
        verbose_name = _("version of a strategy")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="strategyversion_id_demonstration"),
            models.UniqueConstraint(fields=["strategy", "number"], name="strategyversion_numbered"),
            models.UniqueConstraint(
                fields=["strategy"], condition=Q(state="current"), name="strategyversion_one_in_force"
            ),
            models.UniqueConstraint(fields=["strategy"], condition=Q(state="draft"), name="strategyversion_one_draft"),
            models.CheckConstraint(name="strategyversion_state_known", condition=Q(state__in=VersionState.values)),
            models.CheckConstraint(
                name="strategyversion_begins_before_it_ends",
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")),
            ),
            SameAs(
                name="strategyversion_strategy_demonstration", column="strategy_id", subject="strategy_strategy",
                shared="is_demonstration",
            ),
            # draft, in force, replaced: never back, and in force nothing of it is said otherwise
            Law(name="strategyversion_goes_forward", function="jisr_strategy_course_trigger", on="UPDATE", before=True),
            *shown(
                "strategyversion", using=SHOWN,
                verbs="SELECT, INSERT, UPDATE (said_ar, said_fr, since, until, state, decided_on)",
            ),
            Policy(
                name="strategyversion_begins_as_draft", to="jisr_app", using="true", check="state = 'draft'",
                restrictive=True, on="INSERT",
            ),
        ]  # fmt: skip


class Axis(Keyed, Demonstration):
    """A direction of a strategy."""

    of = models.ForeignKey(StrategyVersion, models.PROTECT, related_name="axes", db_column="version_id")
    place = models.PositiveSmallIntegerField()
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    doubt_ar = models.TextField(_("what is uncertain, in Arabic"), blank=True, max_length=2_000)
    doubt_fr = models.TextField(_("what is uncertain, in French"), blank=True, max_length=2_000)
    sources = sources()

    class Meta:
        verbose_name = _("axis")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "of"], name="axis_id_version"),
            models.UniqueConstraint(fields=["of", "place"], name="axis_in_its_place"),
            models.CheckConstraint(name="axis_has_a_title", condition=~Q(title_ar="") | ~Q(title_fr="")),
            SameAs(
                name="axis_version_demonstration", column="version_id", subject="strategy_strategyversion",
                shared="is_demonstration",
            ),
            *of_version("axis", verbs="SELECT, INSERT, UPDATE (place, title_ar, title_fr, doubt_ar, doubt_fr)"),
        ]  # fmt: skip


class Objective(Keyed, Demonstration):
    """What an axis aims at."""

    of = models.ForeignKey(StrategyVersion, models.PROTECT, related_name="+", db_column="version_id")
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="objectives")
    place = models.PositiveSmallIntegerField()
    title_ar = models.CharField(_("title in Arabic"), max_length=300, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    sources = sources()

    class Meta:
        verbose_name = _("objective")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "of"], name="objective_id_version"),
            models.UniqueConstraint(fields=["axis", "place"], name="objective_in_its_place"),
            models.CheckConstraint(name="objective_has_a_title", condition=~Q(title_ar="") | ~Q(title_fr="")),
            SameAs(
                name="objective_version_demonstration", column="version_id", subject="strategy_strategyversion",
                shared="is_demonstration",
            ),
            SameAs(
                name="objective_axis_version", column="axis_id", subject="strategy_axis", shared="version_id"
            ),
            *of_version("objective", verbs="SELECT, INSERT, UPDATE (place, title_ar, title_fr)"),
        ]  # fmt: skip


class Measure(Comparable):
    """One thing that is to be done: who owns it, where, for whom, about what, when."""

    of = models.ForeignKey(StrategyVersion, models.PROTECT, related_name="measures", db_column="version_id")
    axis = models.ForeignKey(Axis, models.PROTECT, related_name="measures", null=True, blank=True)
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="measures", null=True, blank=True)
    owner_ar = models.CharField(_("who does it, in Arabic"), max_length=200, blank=True)
    owner_fr = models.CharField(_("who does it, in French"), max_length=200, blank=True)
    about_ar = models.TextField(_("what is done, in Arabic"), blank=True, max_length=4_000)
    about_fr = models.TextField(_("what is done, in French"), blank=True, max_length=4_000)
    place = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="among the measures of its objective; by code after them where none is given"
    )
    dropped = models.BooleanField(_("left out"), default=False, help_text="left out of this version; a word says why")
    dropped_why = left_out_why()

    class Meta(Comparable.Meta):
        verbose_name = _("measure")
        indexes: ClassVar = [models.Index(fields=["of", "code"], name="measure_version_code")]
        constraints: ClassVar = [
            *Comparable.Meta.constraints,
            models.UniqueConstraint(fields=["of", "code"], name="measure_one_of_its_code"),
            models.CheckConstraint(name="measure_why_only_where_left_out", condition=WHY_WHERE_LEFT_OUT),
            SameAs(
                name="measure_version_demonstration", column="version_id", subject="strategy_strategyversion",
                shared="is_demonstration",
            ),
            SameAs(name="measure_axis_version", column="axis_id", subject="strategy_axis", shared="version_id"),
            SameAs(
                name="measure_objective_version", column="objective_id", subject="strategy_objective",
                shared="version_id",
            ),
            *of_version(
                "measure",
                verbs=f"SELECT, INSERT, UPDATE ({LINE_COLUMNS}, axis_id, objective_id, owner_ar, owner_fr, about_ar,"
                " about_fr, place, dropped, dropped_why)",
            ),
        ]  # fmt: skip


class MeasureBudget(Keyed):
    """What a measure is to cost in one year."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.BigIntegerField(pgettext_lazy("of measure", "amount"), help_text="minor units")
    currency = models.CharField(max_length=3, default=MAD)

    class Meta:
        verbose_name = _("budget of a year")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "year", "currency"], name="measurebudget_one_a_year"),
            models.CheckConstraint(name="measurebudget_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="measurebudget_year_plausible", condition=Q(year__range=(LIMITS.year_first, LIMITS.year_last))
            ),
            *of_measure("measurebudget", writer=OF_HER_MEASURES),
        ]


class MeasureIndicator(Keyed):
    """By what it is seen that a measure works: where it began, where it should arrive."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="indicators")
    place = models.PositiveSmallIntegerField(default=1)
    name_ar = models.CharField(_("name in Arabic"), max_length=200, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    unit_ar = models.CharField(_("unit in Arabic"), max_length=60, blank=True)
    unit_fr = models.CharField(_("unit in French"), max_length=60, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    target = models.DecimalField(pgettext_lazy("of indicator", "target"), max_digits=16, decimal_places=2, null=True,
                                 blank=True)  # fmt: skip
    target_year = models.PositiveSmallIntegerField(_("year of the target"), null=True, blank=True)

    class Meta:
        verbose_name = _("indicator of a measure")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "place"], name="measureindicator_in_its_place"),
            models.CheckConstraint(name="measureindicator_named", condition=~Q(name_ar="") | ~Q(name_fr="")),
            *of_measure("measureindicator", writer=OF_HER_MEASURES),
        ]


class MeasureProgramme(Keyed, Demonstration):
    """A measure names a programme of the catalogue that it runs through."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="through")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("programme of a measure")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "programme"], name="measureprogramme_once"),
            SameAs(
                name="measureprogramme_measure_demonstration", column="measure_id", subject="strategy_measure",
                shared="is_demonstration",
            ),
            SameAs(
                name="measureprogramme_programme_demonstration", column="programme_id", subject="centres_programme",
                shared="is_demonstration",
            ),
            *of_measure("measureprogramme"),
        ]  # fmt: skip


class MeasureStatement(Keyed, Demonstration):
    """A measure takes up what people said; the way back stands beside the statement.

    Noted at any time: that a measure takes up a statement of a later wave changes nothing of the measure.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="taken_up")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("statement that a measure takes up")
        indexes: ClassVar = [models.Index(fields=["statement"], name="measurestatement_statement")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "statement"], name="measurestatement_once"),
            SameAs(
                name="measurestatement_measure_demonstration", column="measure_id", subject="strategy_measure",
                shared="is_demonstration",
            ),
            SameAs(
                name="measurestatement_statement_demonstration", column="statement_id", subject="forum_statement",
                shared="is_demonstration",
            ),
            *shown(
                "measurestatement", using="EXISTS (SELECT FROM strategy_measure m WHERE m.id = measure_id)",
                verbs="SELECT, INSERT, DELETE",
            ),
        ]  # fmt: skip
