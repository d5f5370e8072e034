"""A household, and who may open its file."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import Language
from jisr.centres.models import Centre
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import OPEN, SCOPE, Policy, SameCompartment, WithinHousehold, walls
from jisr.families.choices import AccessReason, Certainty, Registered, ResourceKind
from jisr.families.models.sides import ASKED_OR_ANSWERED, ENDED_AFTER_BEGUN, TWO_SIDES
from jisr.territory.models import Commune


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

    @property
    def members(self) -> list[Any]:
        """Who belongs to it today; ``queries.household`` has read them all with their memberships."""
        return [person for person in self.persons.all() if person.membership is not None]


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


class Referent(Keyed):
    """The worker whom a family knows as hers, from a day until a day; one at a time."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="referents")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("referent"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("referent")
        indexes: ClassVar = [models.Index(fields=["household"], name="referent_household")]
        constraints: ClassVar = [
            models.CheckConstraint(name="referent_ends_after_it_begins", condition=ENDED_AFTER_BEGUN),
            models.UniqueConstraint(
                fields=["household", "compartment"], condition=Q(until=None), name="referent_one_at_a_time"
            ),
            *walls(prefix="referent"),
        ]


class Resource(Keyed):
    """Something that a household lives on, as it was said on a day; corrected by a new line, never rewritten."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="resources")
    kind = models.CharField(_("kind"), max_length=12, choices=ResourceKind)
    monthly = models.BigIntegerField(_("dirhams a month"), null=True, blank=True, help_text="centimes")
    certainty = models.CharField(_("how it is known"), max_length=10, choices=Certainty, default=Certainty.DECLARED)
    shown_by = models.CharField(_("document seen"), max_length=120, blank=True)
    said_on = models.DateField(_("said on"), default=timezone.localdate)
    ended_on = models.DateField(_("no longer since"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("resource")
        indexes: ClassVar = [models.Index(fields=["household"], name="resource_household")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="resource_amount_where_it_is_known",
                condition=Q(certainty="unknown", monthly=None)
                | Q(certainty__in=["declared", "verified"], monthly__gte=0),
            ),
            models.CheckConstraint(
                name="resource_verified_on_a_document", condition=~Q(certainty="verified") | ~Q(shown_by="")
            ),
            *walls(prefix="resource"),
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
    until = models.DateField(null=True, blank=True, help_text=_("first day on which it no longer holds"))
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
            models.CheckConstraint(
                name="accessrequest_ends_when_granted",
                condition=Q(until=None) | Q(granted__isnull=False, granted=True),
            ),
            Policy(name="accessrequest_sides", to="jisr_app", using=TWO_SIDES, check=ASKED_OR_ANSWERED),
            Policy(name="accessrequest_compartment", to="jisr_app", using=OPEN, restrictive=True),
            WithinHousehold(name="accessrequest_within_household"),
        ]  # fmt: skip

    @property
    def last_day(self) -> date | None:
        """The last day on which the file can be read; None where it was not granted, or has no end."""
        return self.until - timedelta(days=1) if self.until else None

    @property
    def has_ended(self) -> bool:
        """Whether it was granted, and the file is no longer open by it."""
        return self.until is not None and self.until <= timezone.localdate()
