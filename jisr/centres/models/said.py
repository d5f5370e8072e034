"""What is said of services by kind and by section: how much there is, what was said true, in which foreign words."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import CapacityKind, CentreType, PlacesSource, Section
from jisr.centres.models.centres import Centre
from jisr.centres.models.operators import CATALOGUE
from jisr.centres.models.services import Service
from jisr.common.models import Keyed
from jisr.common.walls import Grant, Policy
from jisr.territory.models import Province

#: What hangs on a service is seen by visitors where they see the service itself.
OF_A_SERVICE_SEEN = "EXISTS (SELECT FROM centres_service s WHERE s.id = service_id)"
#: Of a confidential place nobody is told other people's words: they name streets.
_OF_A_PLACE_SEEN = (
    "CASE WHEN service_id IS NULL"
    " THEN EXISTS (SELECT FROM centres_centre c WHERE c.id = centre_id AND NOT c.confidential)"
    " ELSE EXISTS (SELECT FROM centres_service s JOIN centres_centre c ON c.id = s.centre_id"
    " WHERE s.id = service_id AND NOT c.confidential) END"
)


class Capacity(models.Model):
    """How much of one kind a service has beside the kind that ``places_*`` count (HSDS ``service_capacity``)."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="capacities")
    kind = models.CharField(_("what is counted"), max_length=11, choices=CapacityKind)
    maximum = models.PositiveIntegerField(_("all there are"))
    available = models.PositiveIntegerField(_("still free"), null=True, blank=True)
    unit = models.CharField(_("in which unit"), max_length=60, blank=True, help_text=_("for example: a week"))
    said_on = models.DateField(_("said on"), default=timezone.localdate)
    said_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    through = models.CharField(_("how"), max_length=13, choices=PlacesSource, default=PlacesSource.DESK)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "kind"], name="capacity_one_of_a_kind"),
            models.CheckConstraint(name="capacity_kind_known", condition=Q(kind__in=CapacityKind.values)),
            models.CheckConstraint(name="capacity_through_known", condition=Q(through__in=PlacesSource.values)),
            models.CheckConstraint(
                name="capacity_free_within_maximum", condition=Q(available=None) | Q(available__lte=F("maximum"))
            ),
            Policy(name="capacity_app", to="jisr_app", using="true", verbs="SELECT, INSERT, UPDATE, DELETE"),
            # who said it is for those who keep the catalogue
            Policy(
                name="capacity_public", to="jisr_public", using=OF_A_SERVICE_SEEN, check="false",
                verbs="SELECT (id, service_id, kind, maximum, available, unit, said_on, through)",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"centres.capacity:{self.pk}"


class Campaign(models.Model):
    """A delegate asks the centres of a province to say what is still true, until a day."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name=_("province"))
    sections = ArrayField(
        models.CharField(max_length=8, choices=Section), verbose_name=_("what is asked"), default=list, blank=True,
        help_text="empty: everything",
    )  # fmt: skip
    types = ArrayField(
        models.CharField(max_length=20, choices=CentreType), verbose_name=_("types of centre"), default=list,
        blank=True, help_text="empty: all",
    )  # fmt: skip
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"))
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["province", "-until"], name="campaign_of_province")]
        constraints: ClassVar = [
            models.CheckConstraint(name="campaign_ends_after_it_begins", condition=Q(since__lte=F("until"))),
            models.CheckConstraint(name="campaign_sections_known", condition=Q(sections__contained_by=Section.values)),
            models.CheckConstraint(name="campaign_types_known", condition=Q(types__contained_by=CentreType.values)),
            Grant(
                name="campaign_app", to="jisr_app", verbs="SELECT, INSERT, UPDATE",
                reason="what centres are asked about their own pages; no person",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"centres.campaign:{self.pk}"


class Confirmation(Keyed):
    """Somebody said on a day that a section of a service is as it is shown (HSDS ``metadata``); never changed."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="+")
    section = models.CharField(
        max_length=8, choices=Section, default="", blank=True, help_text="empty: all sections at once"
    )
    on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    through = models.CharField(_("how"), max_length=13, choices=PlacesSource, default=PlacesSource.DESK)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["service", "section", "-on"], name="confirmation_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(name="confirmation_section_known", condition=Q(section__in=["", *Section.values])),
            models.CheckConstraint(name="confirmation_through_known", condition=Q(through__in=PlacesSource.values)),
            Grant(
                name="confirmation_app", to="jisr_app", verbs="SELECT, INSERT",
                reason="which section of a page was said true when; no person of a file",
            ),
        ]  # fmt: skip


class TaxonomyTerm(models.Model):
    """A word of somebody else's list, kept as it came (HSDS ``taxonomy_term``)."""

    taxonomy = models.CharField(_("list of words"), max_length=100, help_text="its name or address")
    code = models.CharField(_("code"), max_length=100)
    name = models.CharField(_("name"), max_length=300)
    parent = models.ForeignKey("self", models.SET_NULL, related_name="children", null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="taxonomyterm_once_a_list"),
            Grant(name="taxonomyterm_app", to="jisr_app", verbs="SELECT, INSERT, UPDATE", reason=CATALOGUE),
            Grant(name="taxonomyterm_public", to="jisr_public", verbs="SELECT", reason=CATALOGUE),
        ]

    def __str__(self) -> str:
        return f"centres.taxonomyterm:{self.pk}"


class Attribute(models.Model):
    """A service or a centre described by a word of somebody else's list (HSDS ``attribute``)."""

    term = models.ForeignKey(TaxonomyTerm, models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, models.CASCADE, related_name="attributes", null=True, blank=True)
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="attributes", null=True, blank=True)
    value = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="attribute_of_one_thing",
                condition=Q(service__isnull=False, centre=None) | Q(service=None, centre__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["term", "service", "centre", "value"], name="attribute_once", nulls_distinct=False
            ),
            Policy(name="attribute_app", to="jisr_app", using="true", verbs="SELECT, INSERT, UPDATE, DELETE"),
            Policy(
                name="attribute_public", to="jisr_public", using=_OF_A_PLACE_SEEN, check="false", verbs="SELECT",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"centres.attribute:{self.pk}"
