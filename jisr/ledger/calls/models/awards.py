"""After the results: a convention, its instalments against proof, and visits at six and twelve months."""

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
from jisr.ledger.agreements.models.two import OfTwo, proposed_or_refused, walls_of_two
from jisr.ledger.agreements.models.walls import FIRST, SECOND, alike, same
from jisr.ledger.calls.choices import Item
from jisr.ledger.calls.models.applications import Application
from jisr.ledger.calls.models.calls import OfCall, hangs_on_call, published_with_call
from jisr.ledger.calls.models.walls import DECIDER, KEEPER, my_post, of_calls
from jisr.staff.models import Post

_MINE = of_calls(KEEPER)
MONTHS = (6, 12)


class Award(OfCall):
    """The convention of a selected project: what it gets, in which instalments."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="award", editable=False)
    number = models.CharField(max_length=12, editable=False, help_text="of the application")
    amount = models.BigIntegerField(_("amount of the convention"), help_text="centimes")
    signed_on = models.DateField(_("signed on"), default=timezone.localdate)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)

    class Meta:
        verbose_name = _("award convention")
        constraints: ClassVar = [
            *alike("award", "call_id"),
            models.CheckConstraint(name="award_is_something", condition=Q(amount__gt=0)),
            *hangs_on_call("award"),
            *same("award", "application_id", "calls_application", "call_id"),
            # within what was asked for, within the budget of the call, for somebody who was selected
            Law(name="award_within_the_call", function="jisr_calls_award_trigger"),
            *published_with_call("award", verbs="SELECT, INSERT"),
            Policy(
                name="award_signed_by_the_speaker", to="jisr_app", using="true", check=f"signed_by_id = {ME}",
                restrictive=True, on="INSERT",
            ),
        ]  # fmt: skip


class Tranche(OfCall):
    """One instalment of an award: due, paid, then justified by proofs; the next is paid when this one is justified."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="tranches", editable=False)
    place = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(_("amount"), help_text="centimes")
    for_ar = models.CharField(_("for what, in Arabic"), max_length=200)
    due_on = models.DateField(_("due on"))
    paid_on = models.DateField(_("paid on"), null=True)
    justified_on = models.DateField(_("justified on"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("of award", "instalment")
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "place"], name="tranche_one_a_place"),
            models.CheckConstraint(name="tranche_is_something", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="tranche_justified_after_it_was_paid",
                condition=Q(justified_on=None) | Q(paid_on__isnull=False, justified_on__gte=F("paid_on")),
            ),
            *hangs_on_call("tranche"),
            *alike("tranche", "call_id"),
            *same("tranche", "award_id", "calls_award", "call_id"),
            # together they are the award; each is paid after the one before it was justified by a proof
            Law(name="tranche_balanced", function="jisr_calls_tranche_trigger"),
            # that it was paid is written by the payment which two people make, and by nobody else
            *published_with_call("tranche", verbs="SELECT, INSERT, UPDATE (justified_on)"),
            Policy(
                name="tranche_begins_due", to="jisr_app", using="true", restrictive=True, on="INSERT",
                check="paid_on IS NULL AND justified_on IS NULL",
            ),
        ]  # fmt: skip


class Payment(OfCall, OfTwo):
    """An instalment of an award that one person says was paid, and a second one of another post confirms.

    Nothing is edited: money that came back is taken back whole, by two people too.
    """

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="payments", editable=False)
    amount = models.BigIntegerField(_("amount"), help_text="centimes; negative where it takes a payment back")
    reverses = models.ForeignKey(
        "self", models.PROTECT, related_name="reversed_by", null=True, blank=True, editable=False
    )
    happened_on = models.DateField(_("on"), default=timezone.localdate)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    settled_post = models.ForeignKey(Post, models.PROTECT, related_name="+", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("payment of an award")
        ordering: ClassVar = ["proposed_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="payment_takes_back_or_adds",
                condition=Q(amount__gt=0, reverses=None) | (Q(amount__lt=0, reverses__isnull=False) & ~Q(reason="")),
            ),
            models.UniqueConstraint(fields=["tranche"], condition=Q(state="open"), name="payment_one_open"),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(state="confirmed"), name="payment_taken_back_once"
            ),
            models.CheckConstraint(
                name="payment_of_two_people",
                condition=~Q(state="confirmed")
                | Q(settled_by__isnull=False, settled_post__isnull=False, settled_at__isnull=False)
                & ~Q(settled_by=F("proposed_by")) & ~Q(settled_post=F("proposed_post")),
            ),
            *hangs_on_call("payment"),
            *same("payment", "tranche_id", "calls_tranche", "call_id"),
            *same("payment", "proposed_by_id", "accounts_user", "is_demonstration"),
            *same("payment", "settled_by_id", "accounts_user", "is_demonstration"),
            # whole, in its turn, by nobody who had a hand in choosing; confirmed, it marks its instalment as paid
            Law(
                name="payment_lawful", function="jisr_calls_payment_trigger", on="INSERT OR UPDATE", before=True,
            ),
            Policy(
                name="payment_app", to="jisr_app", using=of_calls(KEEPER, DECIDER, FIRST, SECOND),
                check=f"{proposed_or_refused(my_post('proposed_post_id', FIRST), of_calls(SECOND))}"
                f" OR state = 'confirmed' AND settled_by_id = {ME} AND {my_post('settled_post_id', SECOND)}",
                verbs="SELECT, INSERT, UPDATE (state, settled_by_id, settled_at, settled_post_id, settled_reason)",
            ),
            *walls_of_two("payment"),
        ]  # fmt: skip


class Proof(OfCall):
    """A photograph or an invoice that shows what an instalment became: sealed, whole or not there."""

    tranche = models.ForeignKey(Tranche, models.PROTECT, related_name="proofs", editable=False)
    item = models.CharField(max_length=10, choices=Item)
    media = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    sealed = models.BinaryField()
    handed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("proof of an instalment")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tranche", "digest"], name="proof_once"),
            models.CheckConstraint(name="proof_item_known", condition=Q(item__in=Item.values)),
            models.CheckConstraint(
                name="proof_is_a_picture_or_pdf", condition=Q(media__in=["image/jpeg", "image/png", "application/pdf"])
            ),
            *hangs_on_call("proof"),
            *same("proof", "tranche_id", "calls_tranche", "call_id"),
            Policy(name="proof_app", to="jisr_app", using=_MINE, check="false", verbs="SELECT"),
        ]


class SiteVisit(OfCall):
    """What was found on the spot six or twelve months after the convention: whether it lives, jobs, income."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="visits", editable=False)
    months = models.PositiveSmallIntegerField(choices=[(n, n) for n in MONTHS])
    due_on = models.DateField()
    planned_on = models.DateField(_("announced for"), null=True, blank=True)
    made_on = models.DateField(_("made on"), null=True)
    is_alive = models.BooleanField(_("the project is running"), null=True)
    jobs = models.PositiveIntegerField(_("people who work in it"), null=True)
    women = models.PositiveIntegerField(_("women among them"), null=True)
    income = models.BigIntegerField(_("income of a month"), null=True, help_text="centimes")
    words = models.CharField(_("what was seen"), max_length=1_000, blank=True)

    class Meta:
        verbose_name = _("visit to a project")
        ordering: ClassVar = ["months"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["award", "months"], name="sitevisit_once_at_its_time"),
            models.CheckConstraint(name="sitevisit_months_known", condition=Q(months__in=MONTHS)),
            models.CheckConstraint(
                name="sitevisit_made_with_what_was_found",
                condition=Q(made_on=None, is_alive=None, jobs=None, women=None, income=None, words="")
                | Q(made_on__isnull=False, is_alive__isnull=False, jobs__isnull=False, women__isnull=False,
                    income__isnull=False, women__lte=F("jobs")),
            ),
            *hangs_on_call("visit"),
            *same("visit", "award_id", "calls_award", "call_id"),
            Policy(
                # what one project earns is nobody's but those who follow it: everybody reads sums, through a function
                name="sitevisit_app", to="jisr_app", using=of_calls(KEEPER, DECIDER), check=_MINE,
                verbs="SELECT, INSERT, UPDATE (planned_on, made_on, is_alive, jobs, women, income, words)",
            ),
        ]  # fmt: skip
