"""Orientation: a referral of one need to one service, with what goes along and the answer that comes back."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import Obstacle, RefusalReason
from jisr.centres.models import Centre, Service
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import OPEN, Declared, Policy, SameCompartment, WithinHousehold
from jisr.families.choices import ConsentScope
from jisr.families.models import TWO_SIDES, Consent, Household, Person
from jisr.window.listening.models import Need
from jisr.window.orientation.choices import (
    TRANSITIONS,
    WAITING,
    AskedBy,
    Face,
    FailureReason,
    ReferralState,
    WithdrawalReason,
)
from jisr.window.orientation.gaps.models import Gap as Gap
from jisr.window.orientation.offer_models import SENT_HERE
from jisr.window.orientation.offer_models import LeftOut as LeftOut
from jisr.window.orientation.offer_models import OfferCard as OfferCard
from jisr.window.orientation.offer_models import OpenOffer as OpenOffer


class Moves(Declared):
    """A state follows another as the table says, whoever writes; each move leaves its moment and is news to tell.

    Args:
        moves: "from>to" for each transition.
    """

    fields = ("moves",)

    def create_sql(self, model: Any, schema_editor: Any) -> str:
        """The function of this table, and the trigger that calls it."""
        may = ",".join(self.moves)
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) <> ALL (string_to_array("
            f"'{may}', ',')) THEN RAISE EXCEPTION 'this state may not follow that one'"
            f" USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}'; END IF;"
            " IF NEW.state <> OLD.state OR NEW.booked_on IS DISTINCT FROM OLD.booked_on THEN"
            " NEW.moved_at := now(); NEW.news := true; END IF; RETURN NEW; END $$;"
            f" CREATE TRIGGER {self.name} BEFORE UPDATE OF state, booked_on ON {self.table(model, schema_editor)}"
            f" FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        """Drop both."""
        return f"DROP TRIGGER {self.name} ON {self.table(model, schema_editor)}; DROP FUNCTION {self.name}()"


class Referral(Keyed, Versioned):
    """One need sent to one service; two centres read it, and its answer always comes back."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    from_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    to_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    code = models.CharField(_("referral number"), max_length=20, unique=True)
    state = models.CharField(max_length=12, choices=ReferralState, default=ReferralState.OFFERED)
    theme = models.CharField(max_length=30)
    urgent = models.BooleanField(default=False)
    shares = ArrayField(models.CharField(max_length=12, choices=ConsentScope), default=list)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+", null=True, blank=True)
    shared = models.JSONField(default=dict, help_text="what goes along, as it was when sent")
    reasons = models.JSONField(default=list, help_text="why this service was ranked so, as it was when sent")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer_by = models.DateField(help_text="the answer is late after this day")
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_through = models.CharField(max_length=8, blank=True, help_text="one of choices.Through")
    paper_on = models.DateField(null=True, blank=True, help_text="day written on the paper that was keyed in later")
    decide_by = models.DateField(null=True, blank=True, help_text="under study: decided by this day")
    decide_reminded_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=16, choices=RefusalReason, blank=True)
    failure = models.CharField(max_length=16, choices=FailureReason, blank=True)
    withdrawal = models.CharField(max_length=16, choices=WithdrawalReason, blank=True, default="", db_default="")
    obstacles = ArrayField(
        models.CharField(max_length=10, choices=Obstacle), default=list, db_default=[], blank=True,
        help_text="what stood in the way, as the person says",
    )  # fmt: skip
    answer_words = models.TextField(blank=True, max_length=1000)
    booked_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    confirmed_by_person = models.BooleanField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_through = models.CharField(max_length=8, choices=AskedBy, blank=True, default="", db_default="")
    face = models.PositiveSmallIntegerField(choices=Face, null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="when its state last changed")
    news = models.BooleanField(default=False, db_default=False, help_text="to tell the person, to look further")
    next_service = models.ForeignKey(
        Service, models.SET_NULL, related_name="+", null=True, blank=True, db_index=False,
        help_text="the best one left when this one did not serve",
    )  # fmt: skip
    token = models.CharField(max_length=64, blank=True, help_text="keyed hash of the link's secret")
    token_until = models.DateTimeField(null=True, blank=True)
    answer_code = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text="keyed hash of the code beside the link",
    )
    phone_code = models.CharField(max_length=64, blank=True, help_text="keyed hash of the code sent to the partner")
    phone_code_until = models.DateTimeField(null=True, blank=True)
    phone_code_tries = models.PositiveSmallIntegerField(default=0)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("referral")
        indexes: ClassVar = [
            models.Index(fields=["from_centre", "state"], name="referral_from"),
            models.Index(fields=["to_centre", "state"], name="referral_to"),
            models.Index(fields=["household"], name="referral_household"),
            models.Index(fields=["need"], name="referral_need"),
            models.Index(fields=["token"], name="referral_token", condition=~Q(token="")),
            models.Index(fields=["answer_code"], name="referral_answer_code", condition=~Q(answer_code="")),
            models.Index(
                fields=["sent_at"], name="referral_waiting", condition=Q(state="offered") | Q(state="under_study")
            ),
            models.Index(fields=["moved_at"], name="referral_news", condition=Q(news=True)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="referral_answered_when_no_longer_waiting",
                condition=Q(state__in=[*sorted(WAITING), "expired", "withdrawn"]) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_refusal_has_a_reason", condition=~Q(state="refused") | ~Q(refusal="")
            ),
            models.CheckConstraint(
                name="referral_failure_has_a_reason", condition=~Q(state="failed") | ~Q(failure="")
            ),
            models.CheckConstraint(
                name="referral_booked_has_a_day", condition=~Q(state="booked") | Q(booked_on__isnull=False)
            ),
            models.CheckConstraint(
                name="referral_shares_with_consent", condition=Q(shares=[]) | Q(consent__isnull=False)
            ),
            models.CheckConstraint(
                name="referral_obstacles_of_one_that_ended",
                condition=Q(obstacles=[])
                | Q(obstacles__contained_by=Obstacle.values, state__in=["failed", "withdrawn"]),
            ),
            models.UniqueConstraint(
                fields=["need", "service"], name="referral_one_live_a_service",
                condition=Q(state__in=["offered", "under_study", "accepted", "booked", "started"]),
            ),
            models.CheckConstraint(
                name="referral_study_has_a_day", condition=~Q(state="under_study") | Q(decide_by__isnull=False)
            ),
            models.CheckConstraint(
                name="referral_withdrawal_has_a_reason", condition=~Q(state="withdrawn") | ~Q(withdrawal="")
            ),
            models.CheckConstraint(
                name="referral_face_of_a_completed_one", condition=Q(face=None) | Q(state="completed")
            ),
            Moves(
                name="referral_moves",
                moves=tuple(f"{one}>{other}" for one in sorted(TRANSITIONS) for other in sorted(TRANSITIONS[one])),
            ),
            Policy(name="referral_sides", to="jisr_app", using=TWO_SIDES),
            Policy(name="referral_sent_from_here", to="jisr_app", using=SENT_HERE, restrictive=True, on="INSERT"),
            Policy(name="referral_compartment", to="jisr_app", using=OPEN, restrictive=True),
            SameCompartment(name="referral_same_compartment", column="need_id", subject="listening_need"),
            WithinHousehold(name="referral_within_household"),
        ]  # fmt: skip
