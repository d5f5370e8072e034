"""Instalments: what is due of whom and when, each step of the money, and what stands in its way."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.models.held import Law
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME
from jisr.ledger.agreements.choices import OF_TWO, BlockReason, Step
from jisr.ledger.agreements.models.agreements import Agreement, Given, OfAgreement, OfVersion, Party, Version, turned
from jisr.ledger.agreements.models.record import Document
from jisr.ledger.agreements.models.two import OfTwo, proposed_or_refused, walls_of_two
from jisr.ledger.agreements.models.walls import (
    BALANCED,
    FIRST,
    KEEPER,
    SECOND,
    SEEN,
    alike,
    mine,
    my_post,
    part_of_version,
    published,
    same,
)
from jisr.staff.models import Post


class Instalment(OfAgreement):
    """One payment that a party promised; the same through every amendment, which may move its day or its amount."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="instalments", editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    number = models.PositiveSmallIntegerField(_("number"))

    class Meta:
        verbose_name = _("instalment")
        constraints: ClassVar = [
            *alike("instalment", "agreement_id", "is_demonstration"),
            models.UniqueConstraint(fields=["agreement", "party", "number"], name="instalment_number_once"),
            models.CheckConstraint(name="instalment_numbered_from_one", condition=Q(number__gte=1)),
            *same("instalment", "agreement_id", "agreements_agreement", "is_demonstration"),
            *same("instalment", "party_id", "agreements_party", "is_demonstration"),
            Law(
                name="instalment_of_a_kept_agreement", function="jisr_agreements_kept_only_trigger", on="INSERT",
                before=True,
            ),
            *published("instalment"),
        ]  # fmt: skip


class InstalmentTerm(OfVersion):
    """What one version says of an instalment: how much, and by when; one that a version drops is cancelled."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="terms", editable=False)
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="terms")
    due_on = models.DateField(_("due on"))
    amount = models.BigIntegerField(_("due"), help_text="minor units of the agreement's currency")

    class Meta:
        verbose_name = _("amount and day of an instalment")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "instalment"], name="instalmentterm_once"),
            models.CheckConstraint(name="instalmentterm_positive", condition=Q(amount__gt=0)),
            *same("instalmentterm", "instalment_id", "agreements_instalment", "agreement_id"),
            *part_of_version("instalmentterm"),
            Law(name="instalmentterm_balanced", function=BALANCED),
        ]  # fmt: skip


class OfInstalment(OfAgreement):
    """A row under an instalment."""

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class Proposal(OfInstalment, Given, OfTwo):
    """A step of money that one person proposes; a second one, of another post, confirms it by its entry."""

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="proposals", editable=False)
    step = models.CharField(pgettext_lazy("of instalment", "step"), max_length=10, choices=Step)
    amount = models.BigIntegerField(_("amount"), help_text="negative where it takes an entry back")
    reverses = models.UUIDField(null=True, blank=True, editable=False, help_text="the entry that it takes back")
    happened_on = models.DateField(_("on"), default=timezone.localdate)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("document")
    )

    class Meta:
        verbose_name = _("proposed step of an instalment")
        constraints: ClassVar = [
            models.CheckConstraint(name="proposal_of_a_step_of_two", condition=Q(step__in=sorted(OF_TWO))),
            models.CheckConstraint(
                name="proposal_takes_back_or_adds",
                condition=Q(amount__gt=0, reverses=None) | Q(amount__lt=0, reverses__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["instalment", "step"], condition=Q(state="open"), name="proposal_one_open_a_step"
            ),
            *same("proposal", "instalment_id", "agreements_instalment", "agreement_id", "is_demonstration"),
            *turned("proposal"),
            *same("proposal", "document_id", "agreements_document", "agreement_id"),
            *same("proposal", "proposed_by_id", "accounts_user", "is_demonstration"),
            Law(
                name="proposal_by_another_than_the_caller", function="jisr_agreements_proposal_trigger", on="INSERT",
                before=True,
            ),
            Policy(
                name="proposal_app", to="jisr_app", using=SEEN,
                check=proposed_or_refused(my_post("proposed_post_id", FIRST), mine(SECOND)),
                verbs="SELECT, INSERT, UPDATE (state, settled_by_id, settled_at, settled_reason)",
            ),
            *walls_of_two("proposal"),
        ]  # fmt: skip


class Entry(OfInstalment, Given):
    """A step of money that happened. Never edited: what was wrong is taken back by an entry that reverses it."""

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="entries", editable=False)
    step = models.CharField(pgettext_lazy("of instalment", "step"), max_length=10, choices=Step)
    amount = models.BigIntegerField(_("amount"), help_text="minor units of the agreement's currency")
    happened_on = models.DateField(_("on"), default=timezone.localdate)
    reverses = models.OneToOneField(
        "self", models.PROTECT, related_name="reversed_by", null=True, blank=True, editable=False
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="entry", null=True, blank=True, editable=False
    )
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("proof")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("step of money")
        indexes: ClassVar = [models.Index(fields=["agreement", "happened_on"], name="entry_agreement_day")]
        constraints: ClassVar = [
            *alike("entry", "instalment_id"),
            models.CheckConstraint(name="entry_step_known", condition=Q(step__in=Step.values)),
            models.CheckConstraint(
                name="entry_takes_back_or_adds",
                condition=Q(amount__gt=0, reverses=None) | (Q(amount__lt=0, reverses__isnull=False) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="entry_of_two_people_has_its_proposal",
                condition=Q(step__in=sorted(OF_TWO), proposal__isnull=False)
                | Q(step__in=sorted(set(Step.values) - OF_TWO), proposal=None),
            ),
            models.CheckConstraint(
                name="entry_justified_by_a_document",
                condition=~Q(step="justified") | Q(amount__lt=0) | Q(document__isnull=False),
            ),
            *turned("entry"),
            *same("entry", "instalment_id", "agreements_instalment", "agreement_id", "is_demonstration"),
            *same("entry", "reverses_id", "agreements_entry", "instalment_id"),
            *same("entry", "document_id", "agreements_document", "agreement_id"),
            *same("entry", "by_id", "accounts_user", "is_demonstration"),
            Law(name="entry_lawful", function="jisr_agreements_entry_trigger", on="INSERT", before=True),
            Law(name="entry_balanced", function=BALANCED, on="INSERT"),
            *published(
                "entry",
                check=f"by_id = {ME} AND CASE WHEN step IN ('approved', 'paid') THEN {my_post('post_id', SECOND)}"
                f" ELSE {my_post('post_id', KEEPER)} END",
            ),
        ]  # fmt: skip


class Block(OfInstalment):
    """Something stands in the way of an instalment: what, and who must act."""

    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="blocks", editable=False)
    reason = models.CharField(_("reason"), max_length=12, choices=BlockReason)
    note = models.CharField(_("in a few words, shown to everybody"), max_length=300, blank=True)
    who_must_act = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("who must act"))
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("block of an instalment")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instalment"], condition=Q(until=None), name="block_one_at_a_time"),
            models.CheckConstraint(name="block_reason_known", condition=Q(reason__in=BlockReason.values)),
            models.CheckConstraint(
                name="block_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="block_ended_by_somebody", condition=Q(until=None, closed_by=None) | Q(until__isnull=False)
            ),
            *same("block", "instalment_id", "agreements_instalment", "agreement_id", "is_demonstration"),
            *same("block", "who_must_act_id", "agreements_party", "is_demonstration"),
            *published("block", verbs="SELECT, INSERT, UPDATE (until, closed_by_id)"),
            Policy(
                name="block_in_her_own_name", to="jisr_app", using="true", restrictive=True, on="INSERT",
                check=f"opened_by_id = {ME} AND closed_by_id IS NULL AND until IS NULL",
            ),
            Policy(
                name="block_ends_once", to="jisr_app", using="until IS NULL", check=f"closed_by_id = {ME}",
                restrictive=True,
                on="UPDATE",
            ),
        ]  # fmt: skip
