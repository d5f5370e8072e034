"""Reading, deciding and appeals: two readers who do not see each other, one decision each, with its reason."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models.held import Law
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME
from jisr.ledger.agreements.models.walls import same
from jisr.ledger.calls.choices import ApplicantKind, Outcome, Reason
from jisr.ledger.calls.models.applications import Application
from jisr.ledger.calls.models.calls import KEEPS_OR_DECIDES, OfCall, hangs_on_call, published_with_call
from jisr.ledger.calls.models.walls import DECIDER, KEEPER, READER, READER_HOLDS_POST, of_calls

_HER_OWN = f"reader_id = {ME}"
#: A file is given to a reader as a white sheet.
_UNREAD = "total IS NULL AND conflict = '' AND points = '{}'::jsonb AND words = ''"
#: The third reads where two are far apart.
READERS = (1, 2, 3)


class Reading(OfCall):
    """One reader's points for one file. No reader sees the row of another."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="readings", editable=False)
    reader = models.ForeignKey(User, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="first, second or third")
    conflict = models.CharField(_("conflict of interest"), max_length=300, blank=True)
    points = models.JSONField(default=dict, help_text="key of a criterion: points")
    total = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(_("why these points"), max_length=2_000, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reading")
        indexes: ClassVar = [models.Index(fields=["reader", "read_at"], name="reading_reader_read")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "reader"], name="reading_once_a_reader"),
            models.UniqueConstraint(
                fields=["application", "place"], condition=Q(conflict=""), name="reading_one_a_place"
            ),
            models.CheckConstraint(name="reading_place_known", condition=Q(place__in=READERS)),
            models.CheckConstraint(
                name="reading_read_or_not",
                condition=Q(total=None, read_at=None) | Q(total__isnull=False, read_at__isnull=False, conflict=""),
            ),
            *hangs_on_call("reading"),
            *same("reading", "application_id", "calls_application", "call_id"),
            Policy(
                name="reading_app", to="jisr_app",
                using=f"{_HER_OWN} AND {of_calls(READER)} OR {KEEPS_OR_DECIDES}",
                verbs="SELECT, INSERT, UPDATE (conflict, points, total, words, read_at)",
            ),
            Policy(
                name="reading_given_by_the_keeper", to="jisr_app", restrictive=True, on="INSERT", using="true",
                check=f"{of_calls(KEEPER)} AND NOT ({_HER_OWN}) AND {READER_HOLDS_POST} AND {_UNREAD}",
            ),
            Policy(
                name="reading_written_by_its_reader", to="jisr_app", restrictive=True, on="UPDATE", using=_HER_OWN
            ),
            # by the published criteria, before the selection is proposed; a conflict of interest stays declared
            Law(name="reading_in_its_time", function="jisr_calls_reading_trigger", on="UPDATE", before=True),
        ]  # fmt: skip


class Override(OfCall):
    """A person decides otherwise than the method, and says why; before the results, seen by who decides."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="override", editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=1_000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision by hand")
        constraints: ClassVar = [
            models.CheckConstraint(name="override_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="override_outcome_known", condition=Q(outcome__in=Outcome.values)),
            *hangs_on_call("override"),
            *same("override", "application_id", "calls_application", "call_id"),
            Law(
                name="override_in_its_time", function="jisr_calls_override_trigger", on="INSERT OR DELETE", before=True
            ),
            Policy(
                name="override_app", to="jisr_app", using=KEEPS_OR_DECIDES,
                check=f"{of_calls(KEEPER)} AND by_id = {ME}", verbs="SELECT, INSERT, DELETE",
            ),
            Policy(
                name="override_taken_back_by_the_keeper", to="jisr_app", restrictive=True, on="DELETE",
                using=of_calls(KEEPER),
            ),
        ]  # fmt: skip


class Decision(OfCall):
    """What became of an application, as everybody reads it: its number, its points, its reason, and no name."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="decision", editable=False)
    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=20, choices=ApplicantKind)
    province = models.CharField(max_length=20)
    asked = models.BigIntegerField(help_text="centimes")
    outcome = models.CharField(max_length=8, choices=Outcome)
    rank = models.PositiveIntegerField(null=True, help_text="in the published order; none where it was not ranked")
    points = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    reason = models.CharField(max_length=16, choices=Reason)
    reason_text = models.CharField(max_length=1_000, blank=True)
    changed_on = models.DateField(null=True, help_text="after an appeal")
    rule_file = models.SlugField(max_length=60, blank=True, help_text="by which it was judged; as in its application")
    rule_since = models.DateField(null=True, help_text="the version of the rule")
    paper_file = models.SlugField(max_length=60, blank=True, help_text="the list of papers; as in its application")
    papers_since = models.DateField(null=True, help_text="the version of the list")

    class Meta:
        verbose_name = _("decision")
        indexes: ClassVar = [models.Index(fields=["call", "outcome", "rank"], name="decision_call_outcome")]
        constraints: ClassVar = [
            models.CheckConstraint(name="decision_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="decision_by_hand_says_why",
                condition=~Q(reason__in=[Reason.BY_HAND, Reason.APPEAL, Reason.GAVE_UP]) | ~Q(reason_text=""),
            ),
            *hangs_on_call("decision"),
            *same("decision", "application_id", "calls_application", "call_id"),
            # of its application as it was handed in, published with the results, within the budget and the places
            Law(name="decision_published", function="jisr_calls_published_trigger", on="INSERT", before=True),
            Law(name="decision_keeps_its_rule", function="jisr_calls_kept_rule_trigger", on="INSERT", before=True),
            Law(name="decision_changed", function="jisr_calls_changed_trigger", on="UPDATE", before=True),
            *published_with_call(
                "decision", check=of_calls(DECIDER),
                verbs="SELECT, INSERT, UPDATE (outcome, reason, reason_text, changed_on)",
            ),
        ]  # fmt: skip


class Appeal(OfCall):
    """Somebody does not agree with the decision: her words, sealed, and the answer that she gets."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="appeal", editable=False)
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)
    answered_on = models.DateField(null=True)
    upheld = models.BooleanField(null=True)
    answer = models.CharField(_("answer"), max_length=1_000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("appeal")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="appeal_answered_with_reasons",
                condition=Q(answered_on=None, upheld=None, answer="", answered_by=None)
                | Q(answered_on__isnull=False, upheld__isnull=False, answered_by__isnull=False)
                & ~Q(answer=""),
            ),
            *hangs_on_call("appeal"),
            *same("appeal", "application_id", "calls_application", "call_id"),
            Policy(
                name="appeal_app", to="jisr_app", using=of_calls(DECIDER),
                check=f"{of_calls(DECIDER)} AND answered_by_id = {ME}",
                verbs="SELECT, UPDATE (answered_on, upheld, answer, answered_by_id)",
            ),
        ]  # fmt: skip
