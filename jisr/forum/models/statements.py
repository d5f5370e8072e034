"""Statements, the edges by which they come from contributions and from one another, and the votes on them."""

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
from jisr.forum.choices import EdgeKind, StatementState, Tongue, Vote
from jisr.forum.models.contributions import Contribution
from jisr.forum.models.walls import MY_WAVES, OF_MY_WAVES, Demonstration, open_to_all
from jisr.forum.models.waves import Wave

#: An end of an edge is written by the team of the edge's wave.
OF_MY_EDGES = f"EXISTS (SELECT FROM forum_edge e WHERE e.id = edge_id AND e.wave_id = {MY_WAVES})"


class Statement(Keyed, Demonstration):
    """One sentence that several contributions may have in common; written by people, never generated."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="statements")
    language = models.CharField(_("language"), max_length=10, choices=Tongue)
    text = models.TextField(_("statement"), max_length=2_000)
    state = models.CharField(max_length=10, choices=StatementState, default=StatementState.ACTIVE)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("statement")
        indexes: ClassVar = [models.Index(fields=["wave", "state", "id"], name="statement_wave_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="statement_id_demonstration"),
            models.UniqueConstraint(fields=["id", "wave"], name="statement_id_wave"),
            models.CheckConstraint(name="statement_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="statement_language_known", condition=Q(language__in=Tongue.values)),
            models.CheckConstraint(name="statement_state_known", condition=Q(state__in=StatementState.values)),
            SameAs(
                name="statement_wave_demonstration", column="wave_id", subject="forum_wave", shared="is_demonstration"
            ),
            SameAs(
                name="statement_author_demonstration", column="author_id", subject="accounts_user",
                shared="is_demonstration",
            ),
            *open_to_all("statement", verbs="SELECT, INSERT, UPDATE (state, text)"),
        ]  # fmt: skip


class Edge(Keyed):
    """Somebody drew, joined, split, reworded or translated; undone, it stays with the day of its undoing."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    kind = models.CharField(pgettext_lazy("of edge", "kind"), max_length=10, choices=EdgeKind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name = _("edge of the lineage")
        indexes: ClassVar = [models.Index(fields=["wave", "at"], name="edge_wave_at")]
        constraints: ClassVar = [
            models.CheckConstraint(name="edge_kind_known", condition=Q(kind__in=EdgeKind.values)),
            models.CheckConstraint(
                name="edge_undone_after_it_was_made", condition=Q(undone_at=None) | Q(undone_at__gte=F("at"))
            ),
            *open_to_all("edge", verbs="SELECT, INSERT, UPDATE (undone_at, undone_by_id)"),
        ]


class EdgeFrom(Keyed):
    """Where an edge comes from: a published contribution, or a statement."""

    edge = models.ForeignKey(Edge, models.PROTECT, related_name="froms")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="edges_out", null=True, blank=True)
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="edges_out", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="edgefrom_one_thing",
                condition=Q(statement=None, contribution__isnull=False) | Q(statement__isnull=False, contribution=None),
            ),
            models.UniqueConstraint(
                fields=["edge", "statement", "contribution"], nulls_distinct=False, name="edgefrom_once"
            ),
            *open_to_all("edgefrom", mine=OF_MY_EDGES),
        ]


class EdgeTo(Keyed):
    """Where an edge leads: a statement."""

    edge = models.ForeignKey(Edge, models.PROTECT, related_name="tos")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="edges_in")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edge", "statement"], name="edgeto_once"),
            *open_to_all("edgeto", mine=OF_MY_EDGES),
        ]


class StatementVote(Keyed):
    """What one voter thinks of one statement; the last one counts, and what was thought is never changed.

    Written by functions of the database alone. Whose a vote is and what groups she declared follow what she says of
    herself: she may type the code of her slip after she voted, and take back what she declared.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="votes")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    voter = models.CharField(max_length=64, help_text="keyed hash of a slip's code or of a device, a wave apart")
    groups = models.JSONField(default=dict, blank=True, help_text="{region, role, sex, milieu}, as declared")
    value = models.CharField(max_length=8, choices=Vote)
    by_slip = models.BooleanField(default=False, help_text="the voter held a paper slip of the wave")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        indexes: ClassVar = [models.Index(fields=["statement", "voter", "-at"], name="vote_last_of_each")]
        constraints: ClassVar = [
            models.CheckConstraint(name="statementvote_value_known", condition=Q(value__in=Vote.values)),
            SameAs(
                name="statementvote_statement_wave", column="statement_id", subject="forum_statement",
                shared="wave_id",
            ),
            Policy(
                name="statementvote_team", to="jisr_app", using=OF_MY_WAVES, check="false", verbs="SELECT"
            ),
        ]  # fmt: skip
