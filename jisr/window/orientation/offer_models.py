"""Open offers: one need shown without a name to several centres; the first that takes it receives the person."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import RefusalReason
from jisr.centres.models import Centre, Service
from jisr.common.choices import Sex
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import OPEN, Policy, SameCompartment, WithinHousehold, walls
from jisr.families.choices import ConsentManner, ConsentScope
from jisr.families.models import Consent, Household, Person, SealsWords, Words
from jisr.window.listening.models import Need
from jisr.window.orientation.choices import CardState, OfferState, Reach, Shown, WithdrawalReason

#: A card is laid by whoever made the offer, and by nobody who knows its key.
_LAID_BY_SENDER = (
    "EXISTS (SELECT FROM orientation_openoffer o WHERE o.id = orientation_offercard.offer_id"
    " AND o.from_centre_id = orientation_offercard.from_centre_id)"
)
#: What is new leaves from one of the writer's centres.
SENT_HERE = "from_centre_id = ANY(jisr_centres())"
_SEEN_THERE = "centre_id = ANY(jisr_centres())"


class OpenOffer(Keyed, Versioned):
    """One need that any of several centres may take; once taken it is a referral under the same key and number.

    Its sender's alone: what the other centres see stands on their cards, which point at no person.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    from_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(_("referral number"), max_length=20, unique=True)
    theme = models.CharField(max_length=30)
    urgent = models.BooleanField(default=False)
    reach = models.CharField(max_length=8, choices=Reach)
    shown = models.CharField(max_length=8, choices=Shown)
    shares = ArrayField(models.CharField(max_length=12, choices=ConsentScope), default=list)
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+", null=True, blank=True)
    manner = models.CharField(max_length=10, choices=ConsentManner, help_text="how she agreed that several see it")
    shared = models.JSONField(default=dict, help_text="what goes along to whoever takes it; gone once it has ended")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    until = models.DateField(help_text="the last day on which it may be taken")
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    withdrawal = models.CharField(max_length=16, choices=WithdrawalReason, blank=True)
    taken_by = models.ForeignKey(Centre, models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("open offer")
        indexes: ClassVar = [
            models.Index(fields=["from_centre", "state"], name="openoffer_from"),
            models.Index(fields=["until"], name="openoffer_due", condition=Q(state="open")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="openoffer_compartment_key"),
            models.UniqueConstraint(fields=["need"], condition=Q(state="open"), name="openoffer_one_a_need"),
            models.CheckConstraint(
                name="openoffer_ended_when_no_longer_open", condition=Q(state="open") ^ Q(ended_at__isnull=False)
            ),
            models.CheckConstraint(
                name="openoffer_taken_by_a_centre", condition=Q(state="taken") ^ Q(taken_by=None)
            ),
            models.CheckConstraint(
                name="openoffer_withdrawal_has_a_reason", condition=~Q(state="withdrawn") | ~Q(withdrawal="")
            ),
            models.CheckConstraint(
                name="openoffer_shares_with_consent", condition=Q(shares=[]) | Q(consent__isnull=False)
            ),
            Policy(name="openoffer_sender", to="jisr_app", using=SENT_HERE, verbs="SELECT, INSERT"),
            Policy(name="openoffer_compartment", to="jisr_app", using=OPEN, restrictive=True),
            SameCompartment(name="openoffer_same_compartment", column="need_id", subject="listening_need"),
            WithinHousehold(name="openoffer_within_household"),
        ]  # fmt: skip


class OfferCard(Keyed):
    """What one centre sees of an open offer: sex, age band, theme and, where she agreed, about where she lives."""

    offer = models.ForeignKey(OpenOffer, models.CASCADE, related_name="cards", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", db_index=False)
    from_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", db_index=False)
    theme = models.CharField(max_length=30)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    age_band = models.CharField(max_length=8, blank=True)
    place = models.CharField(max_length=20, blank=True, help_text="code of a commune or a province")
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    until = models.DateField()
    state = models.CharField(max_length=10, choices=CardState, default=CardState.OPEN)
    refusal = models.CharField(max_length=16, choices=RefusalReason, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("open offer as one centre sees it")
        indexes: ClassVar = [models.Index(fields=["centre", "state", "until"], name="offercard_centre")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "centre"], name="offercard_once_a_centre"),
            models.CheckConstraint(
                name="offercard_declined_with_a_reason", condition=~Q(state="declined") | ~Q(refusal="")
            ),
            Policy(
                name="offercard_sides", to="jisr_app", using=f"{_SEEN_THERE} OR {SENT_HERE}",
                check=f"{SENT_HERE} AND {_LAID_BY_SENDER}", verbs="SELECT, INSERT",
            ),
            Policy(name="offercard_compartment", to="jisr_app", using=OPEN, restrictive=True),
            SameCompartment(name="offercard_same_compartment", column="offer_id", subject="orientation_openoffer"),
        ]  # fmt: skip


class LeftOut(SealsWords, Keyed):
    """A centre that a family does not want to be seen by, said once for all its offers until a word takes it back.

    Somebody who must not know where she is may work there. It lies where the need lies for which it was said: what was
    said in a compartment is remembered in it alone.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="+")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    said_on = models.DateField(default=timezone.localdate)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    word_plain = models.TextField(
        _("why the centre may see it again"), blank=True, max_length=300, db_column="word"
    )  # fmt: skip
    word_sealed = models.BinaryField(null=True)
    word = Words("word")
    compartment = CompartmentField()

    sealed_words: ClassVar = ("word",)

    class Meta:
        verbose_name = _("centre that a family leaves out")
        indexes: ClassVar = [models.Index(fields=["household"], name="leftout_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["need", "centre"], condition=Q(ended_on=None), name="leftout_once_a_need"),
            models.CheckConstraint(
                name="leftout_ended_with_a_word",
                condition=Q(ended_on=None, ended_by=None)
                | Q(ended_on__isnull=False, ended_by__isnull=False)
                & (~Q(word_plain="") | Q(word_sealed__isnull=False)),
            ),
            *walls(subject=("need_id", "listening_need"), prefix="leftout"),
        ]
