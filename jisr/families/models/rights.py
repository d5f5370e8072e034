"""What a person asks of us about her own data (law 09-08), and the list of who was erased."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import OPEN, Policy, walls
from jisr.families.choices import IdentityChecked, RefusalGround, RequestState, Right, Speaks
from jisr.families.models.households import Household
from jisr.families.models.persons import Person
from jisr.families.models.sealed import SealsWords, Words


class RightsRequest(SealsWords, Keyed, Versioned):
    """A request of a person about her data, written down at the counter, with its clock.

    An erasure is proposed by one person and decided by another, never by one alone (``rights_two_decide``).
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    code = models.CharField(_("number of the request"), max_length=20, unique=True)
    right = models.CharField(_("what is asked"), max_length=14, choices=Right)
    speaks = models.CharField(_("who asks"), max_length=10, choices=Speaks, default=Speaks.HERSELF)
    checked = models.CharField(_("how identity was checked"), max_length=10, choices=IdentityChecked)
    words_plain = models.TextField(_("in the person's words"), blank=True, max_length=2000, db_column="words")
    words_sealed = models.BinaryField(null=True)
    words = Words("words")
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    due_on = models.DateField(_("answer due on"))
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=RequestState, default=RequestState.RECEIVED)
    first_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ground = models.CharField(_("why it is refused"), max_length=12, choices=RefusalGround, blank=True)
    reason_plain = models.TextField(_("reasons, in plain words"), blank=True, max_length=1000, db_column="reason")
    reason_sealed = models.BinaryField(null=True)
    reason = Words("reason")
    compartment = CompartmentField()

    sealed_words: ClassVar = ("words", "reason")

    class Meta:
        verbose_name = _("request about one's own data")
        indexes: ClassVar = [
            models.Index(fields=["household"], name="rights_household"),
            models.Index(fields=["centre", "due_on"], name="rights_waiting", condition=Q(answered_at=None)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="rights_answered_as_its_state_says",
                condition=Q(state__in=["received", "proposed"], answered_at=None, answered_by=None)
                | Q(state__in=["granted", "refused", "withdrawn"], answered_at__isnull=False,
                    answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="rights_refused_with_a_ground", condition=Q(ground="") | Q(state="refused")
            ),
            models.CheckConstraint(
                name="rights_a_refusal_has_a_ground", condition=~Q(state="refused") | ~Q(ground="")
            ),
            models.CheckConstraint(
                name="rights_two_decide",
                condition=~Q(right="erasure", state="granted")
                | (Q(first_by__isnull=False, first_at__isnull=False) & ~Q(first_by=F("answered_by"))),
            ),
            models.CheckConstraint(name="rights_due_after_asked", condition=Q(due_on__gte=F("asked_on"))),
            *walls(subject=("person_id", "families_person"), prefix="rights"),
        ]  # fmt: skip


class Erasure(Keyed):
    """Somebody was erased: her key alone, which points at nothing any more. Applied again to a restored backup."""

    person_key = models.UUIDField(unique=True)
    request_code = models.CharField(max_length=20)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    first_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    second_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kept = models.CharField(
        max_length=12, blank=True, help_text="a compartment whose keepers still decide; told to nobody"
    )
    tables = models.JSONField(default=list, help_text="in which something was erased: their files are swept")
    swept_at = models.DateTimeField(null=True, blank=True, help_text="when the files of the database held nothing more")

    class Meta:
        verbose_name = _("erasure")
        indexes: ClassVar = [models.Index(fields=["centre", "-at"], name="erasure_centre")]
        constraints: ClassVar = [
            Policy(
                name="erasure_centre_reads", to="jisr_app",
                verbs="SELECT (id, request_code, centre_id, asked_on, first_by_id, second_by_id, at, swept_at)",
                using="centre_id = ANY(jisr_centres())", check="false",
            ),
        ]  # fmt: skip


class RetentionBatch(Keyed):
    """What fell due under one rule at one centre: found by the job, signed by a person, then done."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    rule = models.CharField(_("rule"), max_length=30)
    before = models.DateField(help_text="what ended before this day fell due")
    found_at = models.DateTimeField(default=timezone.now)
    keys = models.JSONField(default=list, help_text="keys of the rows found; empty once done")
    count = models.PositiveIntegerField()
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    erased = models.PositiveIntegerField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("batch of what fell due")
        indexes: ClassVar = [models.Index(fields=["centre", "-found_at"], name="retention_centre")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["centre", "rule", "compartment"], condition=Q(signed_at=None), name="retention_one_waits"
            ),
            models.CheckConstraint(
                name="retention_signed_whole",
                condition=Q(signed_by=None, signed_at=None, done_at=None, erased=None)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
            ),
            Policy(
                name="retention_centre_reads", to="jisr_app", verbs="SELECT, UPDATE (signed_by_id, signed_at)",
                using="centre_id = ANY(jisr_centres())",
            ),
            Policy(name="retention_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]  # fmt: skip
