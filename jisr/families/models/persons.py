"""A person, her place in a household, and how she is reached and named."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common.choices import Sex
from jisr.common.crypto import decrypt
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import walls
from jisr.families.choices import Began, Disability, Ended, IdentityKind, Literacy, MaritalState, PhoneOwner, Relation
from jisr.families.models.households import Household
from jisr.families.models.sealed import SealsWords, Words, bound, is_sealed, opened, sealed
from jisr.families.models.sides import ENDED_AFTER_BEGUN


class Person(SealsWords, Keyed, Versioned):
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
    disability_plain = models.CharField(
        _("disability"), max_length=12, choices=Disability, blank=True, db_column="disability"
    )
    disability_sealed = models.BinaryField(null=True)
    disability = Words("disability")
    died_on = models.DateField(_("died on"), null=True, blank=True)
    origin = models.UUIDField(
        null=True, blank=True, editable=False,
        help_text="key of the same person in the file from which she came; the walls decide who sees both",
    )  # fmt: skip
    papers_to = models.ForeignKey(
        "self", models.SET_NULL, related_name="+", null=True, blank=True, db_index=False,
        verbose_name=_("papers are handed to"),
    )  # fmt: skip
    compartment = CompartmentField()

    sealed_words: ClassVar = ("disability",)
    person_sql: ClassVar = "t.id"

    class Meta:
        verbose_name = _("person")
        indexes: ClassVar = [
            models.Index(fields=["household"], name="person_household"),
            models.Index(fields=["origin"], name="person_origin", condition=Q(origin__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="person_compartment_key"),
            models.CheckConstraint(
                name="person_has_a_name", condition=~Q(given_ar="", given_fr="", family_ar="", family_fr="")
            ),
            models.CheckConstraint(name="person_about_needs_a_date", condition=Q(born_about=False) | ~Q(born_on=None)),
            *walls(subject=("household_id", "families_household"), prefix="person"),
        ]

    def person_of_words(self) -> UUID:
        """Herself."""
        return self.pk

    def bound_words(self, name: str, key: UUID) -> str:
        """Bound to the key, not to the row: where two files are joined, both go over to the one that stays."""
        return bound(self._meta.label_lower, key, name)

    def get_disability_display(self) -> str:
        """The words of the kind of her disability; "" where none is written."""
        return str(Disability(self.disability).label) if self.disability else ""

    @property
    def membership(self) -> "Membership | None":
        """Her place in the household today; None when she no longer belongs to it."""
        return next((row for row in self.memberships.all() if row.until is None), None)

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
    began = models.CharField(max_length=10, choices=Began, default=Began.RECORDED)
    ended = models.CharField(max_length=10, choices=Ended, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("membership")
        indexes: ClassVar = [models.Index(fields=["household"], name="membership_household")]
        constraints: ClassVar = [
            models.CheckConstraint(name="membership_ends_after_it_begins", condition=ENDED_AFTER_BEGUN),
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None), name="membership_one_household_at_a_time"
            ),
            models.UniqueConstraint(
                # within a compartment: a head that is hidden refuses nothing in the open
                fields=["household", "compartment"],
                condition=Q(until=None, relation="head"),
                name="membership_one_head",
            ),
            models.CheckConstraint(
                name="membership_ends_for_a_reason", condition=Q(until=None, ended="") | Q(until__isnull=False)
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


class Identity(SealsWords, Keyed):
    """An identity number: optional, under the key of its person, found by its exact value only."""

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

    def seal(self, number: str) -> None:
        """Put the number under the key of its person, and save the row."""
        made, key, data = self.key_of_words()
        self.sealed = sealed(number, key, data, bound_to=bound(self._meta.label_lower, self.pk, "sealed"))
        self.save(force_insert=True)
        if made is not None:
            made.save(force_insert=True)

    @property
    def number(self) -> str:
        """The number, also one that was sealed before persons had keys of their own."""
        value = bytes(self.sealed)
        if is_sealed(value):
            return opened(value, bound_to=bound(self._meta.label_lower, self.pk, "sealed"))
        return decrypt(value, bound_to=str(self.pk))
