"""Households and persons, who may open their file, and what they agreed to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import Language
from jisr.centres.models import Centre
from jisr.common.choices import Sex
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import OPEN, SCOPE, Policy, SameCompartment, WithinHousehold, walls
from jisr.families.choices import (
    AccessReason,
    ConsentManner,
    ConsentScope,
    Disability,
    IdentityKind,
    Literacy,
    MaritalState,
    PhoneOwner,
    Registered,
    Relation,
)  # fmt: skip
from jisr.territory.models import Commune

TWO_SIDES = "from_centre_id = ANY(jisr_centres()) OR to_centre_id = ANY(jisr_centres())"
#: Whoever asks does not answer herself.
ASKED_OR_ANSWERED = "to_centre_id = ANY(jisr_centres()) OR (from_centre_id = ANY(jisr_centres()) AND granted IS NULL)"
ENDED_AFTER_BEGUN = Q(until__isnull=True) | Q(until__gte=F("since"))


class Household(Keyed, Versioned):
    """People who usually live in one dwelling with common expenses: the unit that is received and followed."""

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune"))
    locality = models.CharField(_("douar or quarter"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=Language, blank=True)
    rsu = models.CharField(_("social register (RSU)"), max_length=10, choices=Registered, blank=True)
    rnp = models.CharField(_("population register (RNP)"), max_length=10, choices=Registered, blank=True)
    opened_by = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    opened_on = models.DateField(default=timezone.localdate)
    is_demonstration = models.BooleanField(default=False)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("household")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="household_compartment_key"),
            Policy(
                name="household_scope", to="jisr_app", using=SCOPE.format(column="id"),
                check="opened_by_id = ANY(jisr_centres()) OR " + SCOPE.format(column="id"),
            ),
            Policy(name="household_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]  # fmt: skip


class Access(Keyed):
    """A centre may open a household's file, from a day until a day. Written by ``give_access`` alone."""

    # without the keys' own indexes: every wall reads the files of a centre, from the covering index alone
    household = models.ForeignKey(Household, models.CASCADE, related_name="+", db_index=False)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text=_("first day on which it no longer holds"))
    why = models.CharField(max_length=12, choices=AccessReason)
    given_by = models.CharField(max_length=40, blank=True)
    # the household's: written by a trigger, kept by the key; without it a count of accesses tells of a hidden file
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("access to a file")
        indexes: ClassVar = [
            models.Index(
                fields=["centre", "household"],
                include=["since", "until", "compartment"],
                name="access_centre_household",
            ),
            models.Index(fields=["household"], name="access_household"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="access_ends_after_it_begins", condition=ENDED_AFTER_BEGUN),
            Policy(
                name="access_scope", to="jisr_app", verbs="SELECT", using="centre_id = ANY(jisr_centres())",
                check="false",
            ),
            Policy(name="access_compartment", to="jisr_app", using=OPEN, restrictive=True),
            SameCompartment(
                name="access_same_compartment", column="household_id", subject="families_household"
            ),
        ]  # fmt: skip


class Person(Keyed, Versioned):
    """A person, in a household, under the names by which she is called."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="persons")
    given_ar = models.CharField(_("given name in Arabic"), max_length=120, blank=True)
    family_ar = models.CharField(_("surname in Arabic"), max_length=120, blank=True)
    given_fr = models.CharField(_("given name in Latin letters"), max_length=120, blank=True)
    family_fr = models.CharField(_("surname in Latin letters"), max_length=120, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    born_on = models.DateField(_("birth date"), null=True, blank=True)
    born_about = models.BooleanField(_("about"), default=False)
    marital_state = models.CharField(_("marital state"), max_length=10, choices=MaritalState, blank=True)
    literacy = models.CharField(_("reading"), max_length=8, choices=Literacy, blank=True)
    schooled = models.BooleanField(_("goes to school"), null=True, blank=True)
    disability = models.CharField(_("disability"), max_length=12, choices=Disability, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("person")
        indexes: ClassVar = [models.Index(fields=["household"], name="person_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="person_compartment_key"),
            models.CheckConstraint(
                name="person_has_a_name", condition=~Q(given_ar="", given_fr="", family_ar="", family_fr="")
            ),
            models.CheckConstraint(name="person_about_needs_a_date", condition=Q(born_about=False) | ~Q(born_on=None)),
            *walls(subject=("household_id", "families_household"), prefix="person"),
        ]

    @property
    def given(self) -> str:
        """The given name, Arabic first."""
        return self.given_ar or self.given_fr

    @property
    def shown(self) -> str:
        """Given name and surname, Arabic first; for a screen under this person's scope only.

        Each part is taken from the other script where this one lacks it: nobody is called by her surname alone.
        """
        if self.given_ar or not self.given_fr:
            return " ".join(filter(None, [self.given_ar, self.family_ar or self.family_fr]))
        return " ".join(filter(None, [self.given_fr, self.family_fr or self.family_ar]))

    @property
    def shown_latin(self) -> str:
        """Given name and surname in Latin letters; "" when not recorded."""
        return " ".join(filter(None, [self.given_fr, self.family_fr]))


class Membership(Keyed):
    """A person belongs to a household as something, from a day until a day."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    relation = models.CharField(_("relation to the head"), max_length=12, choices=Relation)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("membership")
        indexes: ClassVar = [models.Index(fields=["household"], name="membership_household")]
        constraints: ClassVar = [
            models.CheckConstraint(name="membership_ends_after_it_begins", condition=ENDED_AFTER_BEGUN),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None), name="membership_one_household_at_a_time"
            ),
            *walls(subject=("person_id", "families_person"), prefix="membership"),
        ]


class Phone(Keyed):
    """A number at which the household may be reached, whose it is, and whether it is safe."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="phones")
    person = models.ForeignKey(Person, models.CASCADE, related_name="phones", null=True, blank=True)
    number = models.CharField(_("telephone"), max_length=20)
    owner = models.CharField(_("whose telephone"), max_length=10, choices=PhoneOwner, default=PhoneOwner.OWN)
    is_safe = models.BooleanField(_("safe: others do not read or answer it"), default=False)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("telephone")
        indexes: ClassVar = [models.Index(fields=["household"], name="phone_household")]
        constraints: ClassVar = walls(prefix="phone")


class Identity(Keyed):
    """An identity number: optional, encrypted, found by its exact value only."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="identities")
    kind = models.CharField(_("kind"), max_length=10, choices=IdentityKind)
    sealed = models.BinaryField()
    exact = models.CharField(max_length=64, help_text="keyed hash; not unique: a hidden person must not be told")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("identity number")
        indexes: ClassVar = [
            models.Index(fields=["exact"], name="identity_exact"),
            models.Index(fields=["household"], name="identity_household"),
        ]
        constraints: ClassVar = walls(subject=("person_id", "families_person"), prefix="identity")


class NameKey(models.Model):
    """Folded words of a person's names, read by the search door alone."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    word = models.CharField(max_length=60, help_text="skeleton of one word")

    class Meta:
        verbose_name = _("search key of a name")
        indexes: ClassVar = [models.Index(fields=["word", "person"], name="namekey_word")]

    def __str__(self) -> str:
        return f"name key {self.pk}"


class Consent(Keyed):
    """What a person agreed to share, for what, how she said so, and when she took it back."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=40, default="referral")
    covers = ArrayField(models.CharField(max_length=12, choices=ConsentScope), verbose_name=_("what may be shared"))
    manner = models.CharField(_("how it was given"), max_length=10, choices=ConsentManner)
    given_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("consent")
        indexes: ClassVar = [models.Index(fields=["household"], name="consent_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="consent_compartment_key"),
            *walls(prefix="consent"),
        ]


class AccessRequest(Keyed):
    """A centre asks the one in charge to open a file; two sides read it, neither reads more by it."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    from_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    to_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=300)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("request to open a file")
        indexes: ClassVar = [
            models.Index(fields=["to_centre", "asked_at"], name="accessrequest_to"),
            models.Index(fields=["from_centre", "asked_at"], name="accessrequest_from"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accessrequest_answered_whole", condition=Q(answered_at=None, granted=None)
                | Q(answered_at__isnull=False, granted__isnull=False),
            ),
            Policy(name="accessrequest_sides", to="jisr_app", using=TWO_SIDES, check=ASKED_OR_ANSWERED),
            Policy(name="accessrequest_compartment", to="jisr_app", using=OPEN, restrictive=True),
            WithinHousehold(name="accessrequest_within_household"),
        ]  # fmt: skip
