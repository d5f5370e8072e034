"""The result framework of an agreement: by what it is seen that it works, and how much is promised for each period."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.models.held import Law
from jisr.common.models import Versioned
from jisr.common.walls import Policy
from jisr.ledger.agreements.choices import Unit
from jisr.ledger.agreements.models import Agreement, Party
from jisr.ledger.agreements.models.agreements import OfAgreement
from jisr.ledger.agreements.models.walls import KEEPER, SEEN, alike, mine, published, same
from jisr.ledger.results.choices import Better, Dimension, Frequency, Kind, Reporter, Scale
from jisr.territory.models import Province

#: A period is reported at most so many days after its end.
MOST_DUE_DAYS = 180


class Indicator(OfAgreement, Versioned):
    """Something that an agreement is to change: what is counted, how, who reports it and how often."""

    code = models.SlugField(_("code"), max_length=12)
    place = models.PositiveSmallIntegerField()
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    definition_ar = models.TextField(_("definition in Arabic"), max_length=2_000, blank=True)
    definition_fr = models.TextField(_("definition in French"), max_length=2_000, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    scale = models.CharField(max_length=8, choices=Scale, blank=True, help_text="of a ratio")
    better = models.CharField(max_length=4, choices=Better, default=Better.MORE)
    is_cumulative = models.BooleanField(_("counted all told, since the beginning"), default=False)
    unit = models.CharField(_("what is counted"), max_length=12, choices=Unit, blank=True)
    unit_ar = models.CharField(_("unit in Arabic"), max_length=60, blank=True)
    unit_fr = models.CharField(_("unit in French"), max_length=60, blank=True)
    top_ar = models.CharField(_("what is counted, in Arabic"), max_length=200, blank=True, help_text="of a ratio")
    top_fr = models.CharField(_("what is counted, in French"), max_length=200, blank=True)
    out_of_ar = models.CharField(_("out of what, in Arabic"), max_length=200, blank=True)
    out_of_fr = models.CharField(_("out of what, in French"), max_length=200, blank=True)
    baseline = models.BigIntegerField(_("where it began"), null=True, blank=True)
    baseline_out_of = models.BigIntegerField(_("out of"), null=True, blank=True)
    baseline_on = models.DateField(_("on"), null=True, blank=True)
    by = ArrayField(
        models.CharField(max_length=10, choices=Dimension), default=list, blank=True,
        verbose_name=_("told apart by"),
    )  # fmt: skip
    frequency = models.CharField(max_length=8, choices=Frequency)
    due_days = models.PositiveSmallIntegerField(
        _("days to report after a period"), default=30, validators=[MaxValueValidator(MOST_DUE_DAYS)]
    )
    reporter = models.CharField(max_length=12, choices=Reporter)
    party = models.ForeignKey(
        Party, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("party that answers for it")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("province"),
        help_text="of the delegation that reports",
    )  # fmt: skip
    strategy = models.SlugField(_("code of the strategy"), max_length=60, blank=True)
    measure = models.SlugField(_("code of the measure"), max_length=60, blank=True)
    measure_place = models.PositiveSmallIntegerField(null=True, blank=True, help_text="which indicator of the measure")
    ended_on = models.DateField(null=True, blank=True, editable=False, help_text="no period after it is reported")

    class Meta:
        verbose_name = _("indicator of results")
        constraints: ClassVar = [
            *alike("indicator", "agreement_id", "is_demonstration"),
            models.UniqueConstraint(fields=["agreement", "code"], name="indicator_code_once"),
            models.CheckConstraint(
                name="indicator_lists_known",
                condition=Q(kind__in=Kind.values) & Q(frequency__in=Frequency.values) & Q(better__in=Better.values)
                & Q(reporter__in=Reporter.values) & Q(unit__in=["", *Unit.values])
                & Q(by__contained_by=Dimension.values),
            ),
            # a ratio names what is counted and out of what; a number names its unit, and it alone may run on
            models.CheckConstraint(
                name="indicator_ratio_names_both",
                condition=Q(kind=Kind.ADDITIVE, scale="", top_ar="", top_fr="", out_of_ar="", out_of_fr="")
                | Q(kind=Kind.RATIO, scale__in=Scale.values, is_cumulative=False) & ~Q(top_ar="") & ~Q(top_fr="")
                & ~Q(out_of_ar="") & ~Q(out_of_fr=""),
            ),
            models.CheckConstraint(
                name="indicator_says_its_unit",
                condition=Q(scale=Scale.PERCENT, unit="", unit_ar="", unit_fr="")
                | ~Q(scale=Scale.PERCENT) & (
                    ~Q(unit="") & Q(unit_ar="", unit_fr="") | Q(unit="") & ~Q(unit_ar="") & ~Q(unit_fr="")
                ),
            ),
            models.CheckConstraint(
                name="indicator_baseline_whole",
                condition=Q(baseline=None, baseline_out_of=None, baseline_on=None)
                | Q(baseline__gte=0, baseline_on__isnull=False) & (
                    Q(kind=Kind.ADDITIVE, baseline_out_of=None) | Q(kind=Kind.RATIO, baseline_out_of__gt=0)
                    & (Q(scale=Scale.EACH) | Q(baseline__lte=F("baseline_out_of")))
                ),
            ),
            models.CheckConstraint(name="indicator_due_in_time", condition=Q(due_days__lte=MOST_DUE_DAYS)),
            models.CheckConstraint(
                name="indicator_delegation_of_a_province",
                condition=~Q(reporter=Reporter.DELEGATION) & Q(province=None)
                | Q(reporter=Reporter.DELEGATION) & (Q(province__isnull=False) | Q(is_demonstration=True)),
            ),
            models.CheckConstraint(
                name="indicator_of_a_measure_names_it_whole",
                condition=Q(strategy="", measure="", measure_place=None)
                | ~Q(strategy="") & ~Q(measure="") & Q(measure_place__gte=1),
            ),
            Law(
                name="indicator_of_a_kept_agreement", function="jisr_results_kept_only_trigger", on="INSERT",
                before=True,
            ),
            Law(name="indicator_stands", function="jisr_results_indicator_trigger", on="UPDATE", before=True),
            *same("indicator", "agreement_id", "agreements_agreement", "is_demonstration"),
            *same("indicator", "party_id", "agreements_party", "is_demonstration"),
            *published("indicator", verbs=(
                "SELECT, INSERT, DELETE, UPDATE (version, place, name_ar, name_fr, definition_ar, definition_fr, kind,"
                " scale, better, is_cumulative, unit, unit_ar, unit_fr, top_ar, top_fr, out_of_ar, out_of_fr, baseline,"
                " baseline_out_of, baseline_on, by, frequency, due_days, reporter, party_id, province_id, strategy,"
                " measure, measure_place, ended_on)"
            )),
            Policy(
                name="indicator_taken_off", to="jisr_app", using=mine(KEEPER), restrictive=True, on="DELETE"
            ),
        ]  # fmt: skip

    @property
    def is_ratio(self) -> bool:
        """Whether it is one number out of another."""
        return self.kind == Kind.RATIO

    @property
    def is_percent(self) -> bool:
        """Whether it is read in percent."""
        return self.scale == Scale.PERCENT


class OfIndicator(OfAgreement):
    """A row under an indicator, for a period that begins on a day; invented exactly where the agreement is."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", editable=False)
    starts_on = models.DateField(_("first day of the period"))

    class Meta:
        abstract = True


def under_indicator(table: str) -> list[Any]:
    """What each table under an indicator holds to it."""
    return same(table, "indicator_id", "results_indicator", "agreement_id", "is_demonstration")


class IndicatorTarget(OfIndicator):
    """How much is promised for one period, altogether or for one part; it stands once the result is approved."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets", editable=False)
    dimension = models.CharField(max_length=10, choices=Dimension, blank=True)
    part = models.CharField(max_length=250, blank=True, help_text="code of the part; '' for the whole")
    top = models.BigIntegerField(pgettext_lazy("of indicator", "target"))
    out_of = models.BigIntegerField(_("out of"), null=True, blank=True)

    class Meta:
        verbose_name = _("target of a period")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "starts_on", "dimension", "part"], name="indicatortarget_once_a_period"
            ),
            models.CheckConstraint(
                name="indicatortarget_of_a_part", condition=Q(dimension="", part="")
                | Q(dimension__in=Dimension.values) & ~Q(part=""),
            ),
            models.CheckConstraint(
                name="indicatortarget_counts", condition=Q(top__gte=0) & (Q(out_of=None) | Q(out_of__gt=0))
            ),
            Law(name="indicatortarget_stands", function="jisr_results_target_trigger", before=True),
            *under_indicator("indicatortarget"),
            *published("indicatortarget", verbs="SELECT, INSERT, DELETE, UPDATE (top, out_of)"),
            Policy(
                name="indicatortarget_taken_off", to="jisr_app", using=f"{SEEN} AND {mine(KEEPER)}", restrictive=True,
                on="DELETE",
            ),
        ]  # fmt: skip
