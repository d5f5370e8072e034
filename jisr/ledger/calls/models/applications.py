"""Applications: what is judged, who applies (sealed, apart), papers, what is still being written, help."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models.held import Law
from jisr.common.models import Versioned
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME
from jisr.ledger.agreements.models.walls import alike, same
from jisr.ledger.calls.choices import ApplicantKind, ApplicationState, Favoured, Reason
from jisr.ledger.calls.models.calls import KEEPS_OR_DECIDES, Call, OfCall, hangs_on_call
from jisr.ledger.calls.models.walls import INCUBATOR, KEEPER, MY_FILES, MY_OPEN_FILES, of_calls

#: Hexadecimal digits of a keyed hash.
_HASH = r"^[0-9a-f]{64}$"


class Unsent(OfCall):
    """An application that is still being written: sealed, opened by the code of whoever writes it alone.

    No login of the product reads this table: it is reached through functions that take the hash of a code.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(default=timezone.now)
    dies_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="unsent_code_hashed", condition=Q(code_hash__regex=_HASH)),
            *hangs_on_call("unsent"),
        ]


class Application(OfCall, Versioned):
    """What was handed in, without what tells who did: the number on the receipt is all that names it."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="applications", editable=False)
    number = models.CharField(max_length=12, unique=True, help_text="on the receipt and in the results")
    code_hash = models.CharField(max_length=64, unique=True, help_text="of the code that opens it")
    deposited_at = models.DateTimeField()
    language = models.CharField(max_length=2, default="ar")
    kind = models.CharField(max_length=20, choices=ApplicantKind)
    province = models.CharField(max_length=20, help_text="code of a province of the call")
    favoured = ArrayField(models.CharField(max_length=12, choices=Favoured), default=list, blank=True)
    title = models.CharField(_("name of the project"), max_length=160)
    project = models.TextField(_("the project"), max_length=6_000)
    asked = models.BigIntegerField(_("amount asked for"), help_text="centimes")
    own = models.BigIntegerField(_("own contribution"), default=0, help_text="centimes")
    women = models.PositiveIntegerField(_("women who will work in it"), default=0)
    facts = models.JSONField(default=dict, help_text="answers to the questions of the rule file")
    eligible = models.CharField(max_length=8, help_text="yes, no or unknown, by the rule in force on the day")
    rule_since = models.DateField(null=True, help_text="the version of the rule that judged")
    rule_file = models.SlugField(max_length=60, blank=True, help_text="the rule that judged; written by a law")
    paper_file = models.SlugField(max_length=60, blank=True, help_text="its list of papers; written by a law")
    papers_since = models.DateField(null=True, help_text="the version of the list; none where it was not frozen")
    declared = ArrayField(models.CharField(max_length=30), default=list, help_text="papers said to be there")
    state = models.CharField(max_length=10, choices=ApplicationState, default=ApplicationState.DEPOSITED)
    asked_items = ArrayField(models.CharField(max_length=30), default=list, help_text="papers asked for, once")
    asked_on = models.DateField(null=True)
    asked_until = models.DateField(null=True)
    settled_on = models.DateField(null=True, help_text="found complete, or not admitted")
    why = models.CharField(max_length=16, choices=Reason, blank=True)
    why_text = models.CharField(max_length=1_000, blank=True)

    class Meta:
        verbose_name = _("application")
        indexes: ClassVar = [models.Index(fields=["call", "state", "deposited_at"], name="application_call_state")]
        constraints: ClassVar = [
            *alike("application", "call_id"),
            models.CheckConstraint(name="application_code_hashed", condition=Q(code_hash__regex=_HASH)),
            models.CheckConstraint(name="application_kind_known", condition=Q(kind__in=ApplicantKind.values)),
            models.CheckConstraint(name="application_state_known", condition=Q(state__in=ApplicationState.values)),
            models.CheckConstraint(name="application_asks_something", condition=Q(asked__gt=0, own__gte=0)),
            models.CheckConstraint(
                name="application_favoured_known", condition=Q(favoured__contained_by=Favoured.values)
            ),
            models.CheckConstraint(
                name="application_eligible_known", condition=Q(eligible__in=["yes", "no", "unknown"])
            ),
            # law 55-19: one request for what is missing, whole, with its day
            models.CheckConstraint(
                name="application_asked_once_and_whole",
                condition=Q(asked_on=None, asked_until=None, asked_items=[]) & ~Q(state=ApplicationState.ASKED)
                | Q(asked_on__isnull=False, asked_until__gte=F("asked_on")) & ~Q(asked_items=[]),
            ),
            models.CheckConstraint(
                name="application_not_admitted_with_reasons",
                condition=Q(state=ApplicationState.SET_ASIDE, settled_on__isnull=False) & ~Q(why="")
                | ~Q(state=ApplicationState.SET_ASIDE),
            ),
            *hangs_on_call("application"),
            # files and versions are those that its call was announced with, whatever whoever deposits says
            Law(name="application_judged_as_announced", function="jisr_calls_judged_trigger", on="INSERT", before=True),
            Policy(
                name="application_app", to="jisr_app", using=f"{KEEPS_OR_DECIDES} OR id = {MY_FILES}",
                check=KEEPS_OR_DECIDES,
                verbs="SELECT, UPDATE (version, state, asked_items, asked_on, asked_until, settled_on, why, why_text)",
            ),
        ]  # fmt: skip


class Applicant(OfCall):
    """Who applies: names, telephone, address, sealed. Readers of a blind call never see the row."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="applicant", editable=False)
    sealed = models.BinaryField(help_text="{name, organisation, phone, commune}, bound to the application")

    class Meta:
        verbose_name = _("applicant")
        constraints: ClassVar = [
            *hangs_on_call("applicant"),
            *same("applicant", "application_id", "calls_application", "call_id"),
            Policy(
                name="applicant_app", to="jisr_app", check="false", verbs="SELECT",
                using=f"{of_calls(KEEPER)} OR application_id = {MY_OPEN_FILES}",
            ),
        ]  # fmt: skip


class Paper(OfCall):
    """A paper handed in by telephone: its content is sealed, its kind was read from the content."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="handed", editable=False)
    item = models.CharField(max_length=30, help_text="code of the list of papers")
    media = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    sealed = models.BinaryField()
    handed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("paper")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "digest"], name="paper_once"),
            models.CheckConstraint(
                name="paper_is_a_picture_or_pdf", condition=Q(media__in=["image/jpeg", "image/png", "application/pdf"])
            ),
            *hangs_on_call("paper"),
            *same("paper", "application_id", "calls_application", "call_id"),
            # a paper carries the name of whoever applies
            Policy(
                name="paper_app", to="jisr_app", check="false", verbs="SELECT",
                using=f"{of_calls(KEEPER)} OR application_id = {MY_OPEN_FILES}",
            ),
        ]  # fmt: skip


class HelpRequest(OfCall):
    """Somebody who wants an association to help her with her file: where to reach her, sealed."""

    code_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(help_text="{name, phone, words}")
    asked_at = models.DateTimeField(default=timezone.now)
    helper = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    taken_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("request for help")
        constraints: ClassVar = [
            models.CheckConstraint(name="helprequest_code_hashed", condition=Q(code_hash__regex=_HASH)),
            models.CheckConstraint(
                name="helprequest_taken_by_somebody",
                condition=Q(helper=None, taken_on=None, done_on=None)
                | Q(helper__isnull=False, taken_on__isnull=False),
            ),
            *hangs_on_call("helprequest"),
            Policy(
                name="helprequest_app", to="jisr_app",
                # what another association took is nobody else's
                using=f"{of_calls(INCUBATOR)} AND (helper_id IS NULL OR helper_id = {ME})",
                check=f"{of_calls(INCUBATOR)} AND helper_id = {ME}",
                verbs="SELECT, UPDATE (sealed, helper_id, taken_on, done_on)",
            ),
        ]  # fmt: skip
