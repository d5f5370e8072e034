"""What a machine said to be alike, and what a person said of that: keys and numbers, never a word of a text."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed
from jisr.common.walls import Policy
from jisr.forum.choices import Proposal, SuggestionVerdict
from jisr.forum.models.contributions import Contribution
from jisr.forum.models.statements import Statement
from jisr.forum.models.walls import OF_MY_WAVES
from jisr.forum.models.waves import Wave


class Suggestion(Keyed):
    """Two contributions, or two statements, of which a machine said that they ask for the same; never changed."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    kind = models.CharField(pgettext_lazy("of suggestion", "kind"), max_length=10, choices=Proposal)
    showing = models.UUIDField(help_text="of the list in which it was shown: a list is judged once")
    subject = models.ForeignKey(
        Contribution, models.PROTECT, related_name="+", null=True, blank=True,
        help_text="what it was shown beside; empty where a sheet was not keyed because of it",
    )  # fmt: skip
    proposed = models.ForeignKey(Contribution, models.PROTECT, related_name="+", null=True, blank=True)
    subject_statement = models.ForeignKey(Statement, models.PROTECT, related_name="+", null=True, blank=True)
    proposed_statement = models.ForeignKey(Statement, models.PROTECT, related_name="+", null=True, blank=True)
    method = models.CharField(_("method"), max_length=60)
    version = models.CharField(_("version of the method"), max_length=20)
    score = models.FloatField(_("likeness"), help_text="0 to 1")
    rank = models.PositiveSmallIntegerField(_("place in the list"), help_text="from 1")
    shown_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=SuggestionVerdict, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("suggestion")
        indexes: ClassVar = [models.Index(fields=["wave", "kind", "version", "verdict"], name="suggestion_wave_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(name="suggestion_kind_known", condition=Q(kind__in=Proposal.values)),
            models.CheckConstraint(
                name="suggestion_verdict_known", condition=Q(verdict__in=["", *SuggestionVerdict.values])
            ),
            models.CheckConstraint(name="suggestion_score_is_a_share", condition=Q(score__gte=0, score__lte=1)),
            models.CheckConstraint(
                name="suggestion_of_one_kind_of_thing",
                condition=Q(proposed__isnull=False, proposed_statement=None, subject_statement=None)
                | Q(proposed=None, subject=None, proposed_statement__isnull=False, subject_statement__isnull=False),
            ),
            models.CheckConstraint(
                name="suggestion_of_another_thing",
                condition=(Q(subject=None) | ~Q(subject=F("proposed")))
                & (Q(subject_statement=None) | ~Q(subject_statement=F("proposed_statement"))),
            ),
            models.UniqueConstraint(fields=["showing", "rank"], name="suggestion_judged_once"),
            *(
                SameAs(name=f"suggestion_{column}_wave", column=f"{column}_id", subject=table, shared="wave_id")
                for column, table in (
                    ("subject", "forum_contribution"), ("proposed", "forum_contribution"),
                    ("subject_statement", "forum_statement"), ("proposed_statement", "forum_statement"),
                )
            ),
            Policy(name="suggestion_team", to="jisr_app", using=OF_MY_WAVES, verbs="SELECT, INSERT"),
        ]  # fmt: skip
