"""Deposits: what somebody asks a decision for, its receipt, its clock, the decision and the appeal (law 55-19)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import Document
from jisr.centres.models import Centre
from jisr.centres.models.held import Law
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import Policy, walls
from jisr.families.choices import Speaks
from jisr.families.models import Household, Person, SealsWords, Words
from jisr.window.deposits.choices import DepositState, Ground
from jisr.window.listening.models import Need

_OWED = ["deposited", "asked", "complete", "withdrawn"]


def _papers(verbose_name: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=20, choices=Document), verbose_name=verbose_name, default=list, blank=True
    )


class Deposit(SealsWords, Keyed, Versioned):
    """A request deposited at a centre: a receipt at once, one request for completion, a reasoned decision."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, models.SET_NULL, related_name="+", null=True, blank=True)
    code = models.CharField(_("number of the receipt"), max_length=20, unique=True)
    procedure = models.CharField(_("what is asked for"), max_length=30)
    speaks = models.CharField(_("who asks"), max_length=10, choices=Speaks, default=Speaks.HERSELF)
    deposited_on = models.DateField(_("deposited on"), default=timezone.localdate)
    keyed_on = models.DateField(_("keyed in on"), default=timezone.localdate, null=True, blank=True)
    late_why_plain = models.TextField(_("why it was keyed in late"), blank=True, max_length=500, db_column="late_why")
    late_why_sealed = models.BinaryField(null=True)
    late_why = Words("late_why")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    needed = _papers(_("papers needed"))
    brought = _papers(_("papers brought"))
    state = models.CharField(max_length=10, choices=DepositState, default=DepositState.DEPOSITED)
    delay_days = models.PositiveSmallIntegerField(help_text="days for the decision, as in force at the deposit")
    due_on = models.DateField(null=True, blank=True, help_text="the decision is owed by then; none while papers wait")
    asked = _papers(_("papers asked for"))
    asked_on = models.DateField(_("completion asked on"), null=True, blank=True)
    bring_by = models.DateField(_("to be brought by"), null=True, blank=True)
    completed_on = models.DateField(_("papers complete on"), null=True, blank=True)
    complained_on = models.DateField(_("complained of the silence on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    ground = models.CharField(_("why it is refused"), max_length=10, choices=Ground, blank=True)
    reason_plain = models.TextField(_("reasons, in plain words"), blank=True, max_length=1000, db_column="reason")
    reason_sealed = models.BinaryField(null=True)
    reason = Words("reason")
    appeal_by = models.DateField(_("appeal possible until"), null=True, blank=True)
    appealed_on = models.DateField(_("appealed on"), null=True, blank=True)
    appeal_due_on = models.DateField(_("answer to the appeal due on"), null=True, blank=True)
    appeal_plain = models.TextField(_("the appeal, in the person's words"), blank=True, max_length=2000,
                                    db_column="appeal")  # fmt: skip
    appeal_sealed = models.BinaryField(null=True)
    appeal = Words("appeal")
    settled_on = models.DateField(_("appeal answered on"), null=True, blank=True)
    settled_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    settled_plain = models.TextField(_("answer to the appeal"), blank=True, max_length=1000, db_column="settled")
    settled_sealed = models.BinaryField(null=True)
    settled = Words("settled")
    holds_until = models.DateField(_("holds until"), null=True, blank=True)
    handed_on = models.DateField(_("handed over on"), null=True, blank=True)
    renewal_told_on = models.DateField(null=True, blank=True)
    compartment = CompartmentField()

    sealed_words: ClassVar = ("late_why", "reason", "appeal", "settled")

    class Meta:
        verbose_name = _("deposit")
        indexes: ClassVar = [
            models.Index(fields=["household"], name="deposit_household"),
            models.Index(fields=["centre", "state", "due_on"], name="deposit_due"),
            models.Index(fields=["centre", "holds_until"], name="deposit_ends", condition=Q(holds_until__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="deposit_compartment_key"),
            models.CheckConstraint(name="deposit_state_known", condition=Q(state__in=DepositState.values)),
            models.CheckConstraint(
                name="deposit_never_of_a_day_to_come", condition=Q(deposited_on__lte=F("keyed_on")) | Q(keyed_on=None)
            ),
            models.CheckConstraint(
                # completion is asked once: a day, never taken back, and what was asked for
                name="deposit_completion_whole",
                condition=Q(asked=[], asked_on=None, bring_by=None)
                | (~Q(asked=[]) & Q(asked_on__isnull=False, bring_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="deposit_waits_for_papers_asked_for", condition=~Q(state="asked") | Q(asked_on__isnull=False)
            ),
            models.CheckConstraint(
                name="deposit_clock_stands_only_for_papers",
                condition=Q(state="asked", due_on=None) | ~Q(state="asked") & Q(due_on__isnull=False)
                | Q(state="withdrawn"),
            ),
            models.CheckConstraint(
                name="deposit_decided_as_its_state_says",
                condition=Q(state__in=_OWED, decided_on=None, decided_by=None)
                | (~Q(state__in=_OWED) & Q(decided_on__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="deposit_complained_once_it_was_late",
                condition=Q(complained_on=None) | Q(due_on=None) | Q(complained_on__gt=F("deposited_on")),
            ),
            models.CheckConstraint(
                name="deposit_refused_with_a_ground",
                condition=Q(state__in=["refused", "appealed", "upheld", "reversed"]) & ~Q(ground="")
                | ~Q(state__in=["refused", "appealed", "upheld", "reversed"]) & Q(ground=""),
            ),
            models.CheckConstraint(
                name="deposit_appealed_in_its_order",
                condition=Q(appealed_on=None, settled_on=None) | Q(appealed_on__gte=F("decided_on")),
            ),
            models.CheckConstraint(
                name="deposit_settled_by_another_than_decided",
                condition=Q(settled_by=None) | Q(settled_on__isnull=False) & ~Q(settled_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="deposit_handed_over_once_given",
                condition=Q(handed_on=None) | Q(state__in=["granted", "reversed"])
            ),
            # who decides, and who answers the appeal, does it in her own name, once
            Law(
                name="deposit_decided_by_one_settled_by_another", function="jisr_deposit_by_two",
                on="INSERT OR UPDATE OF state, decided_by_id, settled_on, settled_by_id", before=True,
            ),
            *walls(subject=("person_id", "families_person"), prefix="deposit"),
            # whoever may open the file reads it; only the centre where it was deposited writes
            Policy(
                name="deposit_written_here", to="jisr_app", using="true", check="centre_id = ANY(jisr_centres())",
                restrictive=True,
            ),
        ]  # fmt: skip


class DepositStage(Keyed):
    """Something between deposit and decision: the day it is planned for, and the day it took place."""

    deposit = models.ForeignKey(Deposit, models.CASCADE, related_name="stages")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    stage = models.CharField(_("stage"), max_length=20)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    done_on = models.DateField(_("took place on"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("stage of a deposit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deposit", "stage"], name="depositstage_once"),
            models.CheckConstraint(
                name="depositstage_has_a_day", condition=Q(planned_on__isnull=False) | Q(done_on__isnull=False)
            ),
            *walls(subject=("deposit_id", "deposits_deposit"), prefix="depositstage"),
            Policy(
                name="depositstage_written_here",
                to="jisr_app",
                using="true",
                check="EXISTS (SELECT FROM deposits_deposit d WHERE d.id = deposit_id"
                " AND d.centre_id = ANY(jisr_centres()))",
                restrictive=True,
            ),
        ]
