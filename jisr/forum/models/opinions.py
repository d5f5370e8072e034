"""Opinions that an advisory body gives, and what the region made of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed, Versioned
from jisr.common.walls import Policy
from jisr.forum.choices import OpinionState, OutcomeKind
from jisr.forum.models.bodies import OF_MY_BODIES, AdvisoryBody, of_region
from jisr.forum.models.contributions import Contribution
from jisr.forum.models.walls import Demonstration, open_to_all
from jisr.forum.models.waves import Wave

#: What is given is everybody's; a draft, and one that was left, are the body's alone.
GIVEN = "state = 'given'"


class Opinion(Keyed, Versioned, Demonstration):
    """What a body thinks of a programme or a project. Given, it is never edited: a corrected one replaces it."""

    body = models.ForeignKey(AdvisoryBody, models.PROTECT, related_name="opinions")
    title_ar = models.CharField(_("on what, in Arabic"), max_length=300, blank=True)
    title_fr = models.CharField(_("on what, in French"), max_length=300, blank=True)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", null=True, blank=True)
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="+", null=True, blank=True)
    asked_by = models.CharField(_("asked by"), max_length=200, blank=True, help_text="empty: on its own initiative")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    text_ar = models.TextField(_("opinion in Arabic"), max_length=6_000, blank=True)
    text_fr = models.TextField(_("opinion in French"), max_length=6_000, blank=True)
    state = models.CharField(max_length=10, choices=OpinionState, default=OpinionState.DRAFT)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, related_name="replaced_by", null=True, blank=True)
    why_replaced = models.CharField(_("why it was corrected"), max_length=500, blank=True)
    begun_on = models.DateField(default=timezone.localdate, editable=False)

    class Meta:
        verbose_name = _("opinion of an advisory body")
        indexes: ClassVar = [models.Index(fields=["body", "state", "given_on"], name="opinion_body_given")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "body"], name="opinion_id_body"),
            models.CheckConstraint(name="opinion_state_known", condition=Q(state__in=OpinionState.values)),
            models.CheckConstraint(name="opinion_is_on_something", condition=~Q(title_ar="") | ~Q(title_fr="")),
            models.CheckConstraint(
                name="opinion_given_says_something",
                condition=(~Q(state="given") & Q(given_on=None))
                | (Q(state="given", given_on__isnull=False) & (~Q(text_ar="") | ~Q(text_fr=""))),
            ),
            models.CheckConstraint(
                name="opinion_corrected_says_why", condition=Q(replaces=None, why_replaced="")
                | (Q(replaces__isnull=False) & ~Q(why_replaced="")),
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False) & ~Q(state="left"),
                name="opinion_corrected_by_one",
            ),
            SameAs(
                name="opinion_body_demonstration", column="body_id", subject="forum_advisorybody",
                shared="is_demonstration",
            ),
            SameAs(name="opinion_replaces_body", column="replaces_id", subject="forum_opinion", shared="body_id"),
            SameAs(
                name="opinion_wave_demonstration", column="wave_id", subject="forum_wave", shared="is_demonstration"
            ),
            SameAs(
                name="opinion_contribution_demonstration", column="contribution_id", subject="forum_contribution",
                shared="is_demonstration",
            ),
            Policy(
                name="opinion_app", to="jisr_app", using=f"{GIVEN} OR {OF_MY_BODIES}", check=OF_MY_BODIES,
                verbs="SELECT, INSERT, UPDATE (version, title_ar, title_fr, wave_id, contribution_id, asked_by,"
                " due_on, text_ar, text_fr, state, given_on, why_replaced)",
            ),
            Policy(
                name="opinion_given_is_kept", to="jisr_app", on="UPDATE", using="state = 'draft'", check="true",
                restrictive=True,
            ),
            Policy(name="opinion_public", to="jisr_public", using=GIVEN, check="false", verbs="SELECT"),
        ]  # fmt: skip


class OpinionOutcome(Keyed, Demonstration):
    """What became of an opinion: who followed it or not, why, and what comes next. Said once, never edited."""

    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="outcome")
    body = models.ForeignKey(AdvisoryBody, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("what became of it"), max_length=14, choices=OutcomeKind)
    why = models.TextField(_("why"), max_length=2_000, blank=True)
    next_step = models.TextField(_("next step"), max_length=2_000, blank=True)
    office_ar = models.CharField(_("who answers, in Arabic"), max_length=200, blank=True)
    office_fr = models.CharField(_("who answers, in French"), max_length=200, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    told_on = models.DateField(pgettext_lazy("of outcome", "said on"), default=timezone.localdate)

    class Meta:
        verbose_name = _("what became of an opinion")
        constraints: ClassVar = [
            models.CheckConstraint(name="opinionoutcome_kind_known", condition=Q(kind__in=OutcomeKind.values)),
            models.CheckConstraint(
                name="opinionoutcome_says_why", condition=Q(kind="followed") | ~Q(why="")
            ),
            models.CheckConstraint(
                name="opinionoutcome_followed_says_what_next", condition=Q(kind="not_followed") | ~Q(next_step="")
            ),
            models.CheckConstraint(name="opinionoutcome_names_who", condition=~Q(office_ar="") | ~Q(office_fr="")),
            SameAs(
                name="opinionoutcome_opinion_body", column="opinion_id", subject="forum_opinion", shared="body_id"
            ),
            SameAs(
                name="opinionoutcome_body_demonstration", column="body_id", subject="forum_advisorybody",
                shared="is_demonstration",
            ),
            SameAs(
                name="opinionoutcome_author_demonstration", column="author_id", subject="accounts_user",
                shared="is_demonstration",
            ),
            # the inner question is asked as the speaker, who sees no draft: only what was given has an outcome
            *open_to_all(
                "opinionoutcome",
                mine=f"{of_region('answering_body')} AND EXISTS (SELECT FROM forum_opinion o"
                " WHERE o.id = opinion_id AND o.state = 'given')",
            ),
        ]  # fmt: skip
