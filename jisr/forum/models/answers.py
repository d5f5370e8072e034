"""The answer that every contribution ends with."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed
from jisr.common.walls import Policy
from jisr.forum.choices import AnswerKind, Tongue
from jisr.forum.models.contributions import Contribution
from jisr.forum.models.statements import Statement
from jisr.forum.models.walls import OF_MY_WAVES, Demonstration, sources
from jisr.forum.models.waves import Wave

#: What is answered to somebody whose contribution is not published is for whoever holds its slip.
ANSWERS_SHOWN = (
    "contribution_id IS NULL OR EXISTS"
    " (SELECT FROM forum_contribution c WHERE c.id = contribution_id AND c.state = 'published')"
)


class Answer(Keyed, Demonstration):
    """What a body answers to one contribution, or to all those joined in one statement.

    Never edited; but a word that is covered later in what it answers is covered here too.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="answers", editable=False)
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="answers", null=True, blank=True)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="answers", null=True, blank=True)
    kind = models.CharField(pgettext_lazy("of answer", "answer"), max_length=14, choices=AnswerKind)
    what = models.TextField(_("what is answered"), max_length=4_000)
    why = models.TextField(_("why"), max_length=4_000)
    next_step = models.TextField(_("next step"), max_length=2_000, blank=True)
    to_whom = models.CharField(_("passed on to"), max_length=200, blank=True)
    body_ar = models.CharField(_("body that answers, in Arabic"), max_length=200, blank=True)
    body_fr = models.CharField(_("body that answers, in French"), max_length=200, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_on = models.DateField(_("answered on"), default=timezone.localdate)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=Tongue)
    alike = models.CharField(max_length=64, editable=False, help_text="digest of the folded words: answered alike")
    sources = sources()

    class Meta:
        verbose_name = _("answer")
        indexes: ClassVar = [
            models.Index(fields=["wave", "answered_on"], name="answer_wave_day"),
            models.Index(fields=["wave", "alike"], name="answer_wave_alike"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="answer_to_one_thing",
                condition=Q(statement=None, contribution__isnull=False) | Q(statement__isnull=False, contribution=None),
            ),
            models.CheckConstraint(name="answer_kind_known", condition=Q(kind__in=AnswerKind.values)),
            models.CheckConstraint(name="answer_language_known", condition=Q(language__in=Tongue.values)),
            models.CheckConstraint(name="answer_says_what_and_why", condition=~Q(what="") & ~Q(why="")),
            models.CheckConstraint(
                name="answer_not_stated_was_read_elsewhere",
                condition=~Q(kind="not_stated") | (Q(author=None) & ~Q(sources=[])),
            ),
            models.CheckConstraint(
                name="answer_names_its_body", condition=~Q(body_ar="") | ~Q(body_fr=""),
            ),
            models.CheckConstraint(
                name="answer_says_to_whom_it_was_passed", condition=~Q(kind="not_ours") | ~Q(to_whom="")
            ),
            models.CheckConstraint(
                name="answer_has_an_author_or_a_source", condition=Q(author__isnull=False) | ~Q(sources=[])
            ),
            SameAs(
                name="answer_wave_demonstration", column="wave_id", subject="forum_wave", shared="is_demonstration"
            ),
            SameAs(
                name="answer_author_demonstration", column="author_id", subject="accounts_user",
                shared="is_demonstration",
            ),
            SameAs(
                name="answer_contribution_wave", column="contribution_id", subject="forum_contribution",
                shared="wave_id",
            ),
            SameAs(
                name="answer_statement_wave", column="statement_id", subject="forum_statement", shared="wave_id"
            ),
            Policy(
                name="answer_app", to="jisr_app", using=f"{ANSWERS_SHOWN} OR {OF_MY_WAVES}", check=OF_MY_WAVES,
                verbs="SELECT, INSERT, UPDATE (what, why, next_step, to_whom)",
            ),
            Policy(
                name="answer_public", to="jisr_public", using=ANSWERS_SHOWN, check="false", verbs="SELECT"
            ),
        ]  # fmt: skip
