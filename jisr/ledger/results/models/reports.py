"""What was reported for a period, by whom it was approved, and what replaced it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models.held import Law
from jisr.common.models import Keyed, Versioned
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME, Demonstration
from jisr.ledger.agreements.models import Agreement, Document
from jisr.ledger.agreements.models.walls import SEEN, alike, same
from jisr.ledger.results.choices import Dimension, ReportState, Tongue
from jisr.ledger.results.models.indicators import Indicator, OfIndicator, under_indicator
from jisr.ledger.results.models.walls import APPROVER, OF_MY_REPORT, OF_SEEN_REPORT, REPORTER, SHOWN
from jisr.ledger.results.rules.values import Value

_DECIDED = [ReportState.APPROVED, ReportState.RETURNED]


class Report(OfIndicator, Versioned):
    """One version of what is reported for a period; a correction is another version, with the reason."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="reports", editable=False)
    ends_on = models.DateField(_("last day of the period"))
    number = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False)
    top = models.BigIntegerField(_("number"), null=True, blank=True)
    out_of = models.BigIntegerField(_("out of"), null=True, blank=True)
    words = models.TextField(_("what happened"), max_length=4_000, blank=True)
    words_in = models.CharField(_("language of these words"), max_length=2, choices=Tongue, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("proof")
    )
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True, editable=False)
    why = models.CharField(_("why it is corrected"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("why it was returned"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("report of results")
        indexes: ClassVar = [models.Index(fields=["agreement", "state"], name="report_agreement_state")]
        constraints: ClassVar = [
            *alike("report", "indicator_id", "agreement_id", "is_demonstration"),
            models.UniqueConstraint(fields=["indicator", "starts_on", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["indicator", "starts_on"], condition=~Q(state=ReportState.APPROVED),
                name="report_one_open_a_period",
            ),
            models.CheckConstraint(name="report_state_known", condition=Q(state__in=ReportState.values)),
            models.CheckConstraint(
                name="report_counts", condition=(Q(top=None) | Q(top__gte=0)) & (Q(out_of=None) | Q(out_of__gte=0))
            ),
            models.CheckConstraint(
                name="report_says_in_which_language", condition=Q(words="") | Q(words_in__in=Tongue.values)
            ),
            models.CheckConstraint(
                name="report_sent_by_somebody",
                condition=Q(state=ReportState.DRAFT, sent_by=None, sent_at=None)
                | ~Q(state=ReportState.DRAFT) & Q(sent_by__isnull=False, sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="report_decided_by_somebody",
                condition=Q(state__in=_DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | ~Q(state__in=_DECIDED) & Q(decided_by=None, decided_at=None),
            ),
            # who reports is not who approves
            models.CheckConstraint(
                name="report_of_two_people",
                condition=Q(decided_by=None) | ~Q(decided_by=F("written_by")) & ~Q(decided_by=F("sent_by")),
            ),
            models.CheckConstraint(
                name="report_returned_with_a_reason", condition=~Q(state=ReportState.RETURNED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="report_corrected_with_a_reason",
                condition=Q(number=1, replaces=None, why="")
                | Q(number__gt=1, replaces__isnull=False) & ~Q(why=""),
            ),
            Law(name="report_moves", function="jisr_results_report_trigger", before=True),
            Law(name="report_adds_up", function="jisr_results_adds_up_trigger", on="INSERT OR UPDATE OF state"),
            *under_indicator("report"),
            *same("report", "document_id", "agreements_document", "agreement_id"),
            *same("report", "replaces_id", "results_report", "indicator_id"),
            Policy(
                name="report_app", to="jisr_app", using=SHOWN,
                check=f"{REPORTER} AND (state IN ('draft', 'returned') OR state = 'pending' AND sent_by_id = {ME})"
                f" OR {APPROVER} AND state IN ('approved', 'returned') AND decided_by_id = {ME}",
                verbs="SELECT, INSERT, DELETE, UPDATE (version, state, top, out_of, words, words_in, document_id, why,"
                " sent_by_id, sent_at, decided_by_id, decided_at, reason)",
            ),
            Policy(
                name="report_begins", to="jisr_app", using="true",
                check=f"state = 'draft' AND written_by_id = {ME} AND {REPORTER}", restrictive=True, on="INSERT",
            ),
            Policy(
                name="report_written_or_decided", to="jisr_app", check="true", restrictive=True, on="UPDATE",
                using=f"{REPORTER} AND state IN ('draft', 'returned') OR {APPROVER} AND state = 'pending'",
            ),
            Policy(
                name="report_thrown_away", to="jisr_app", using=f"{REPORTER} AND state = 'draft'", restrictive=True,
                on="DELETE",
            ),
            Policy(
                name="report_public", to="jisr_public", using=f"{SEEN} AND state = 'approved'", check="false",
                verbs="SELECT",
            ),
        ]  # fmt: skip

    @property
    def value(self) -> Value:
        """The number, or one number out of another."""
        return Value(self.top, self.out_of)


class ReportPart(Keyed, Demonstration):
    """A part of what is reported: women of the people, one province of all of them; written with its report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="parts", editable=False)
    dimension = models.CharField(max_length=10, choices=Dimension)
    part = models.CharField(max_length=250, help_text="code of the part; unknown for the rest")
    top = models.BigIntegerField()
    out_of = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("part of a report")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "dimension", "part"], name="reportpart_once"),
            models.CheckConstraint(
                name="reportpart_of_a_part", condition=Q(dimension__in=Dimension.values) & ~Q(part="")
            ),
            models.CheckConstraint(
                name="reportpart_counts", condition=Q(top__gte=0) & (Q(out_of=None) | Q(out_of__gte=0))
            ),
            Law(name="reportpart_of_an_open_report", function="jisr_results_part_trigger", before=True),
            *same("reportpart", "report_id", "results_report", "is_demonstration"),
            Policy(
                name="reportpart_app", to="jisr_app", using=OF_SEEN_REPORT, check=OF_MY_REPORT,
                verbs="SELECT, INSERT, DELETE",
            ),
            Policy(
                name="reportpart_taken_off", to="jisr_app", using=OF_MY_REPORT, restrictive=True, on="DELETE"
            ),
            Policy(
                name="reportpart_public", to="jisr_public", using=OF_SEEN_REPORT, check="false", verbs="SELECT"
            ),
        ]  # fmt: skip

    @property
    def value(self) -> Value:
        """The number, or one number out of another."""
        return Value(self.top, self.out_of)


def content_of(report: Report) -> dict[str, Any]:
    """What a correction begins from."""
    return {name: getattr(report, name) for name in ("top", "out_of", "words", "words_in", "document_id")}
