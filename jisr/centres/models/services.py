"""What a centre offers, to whom, with how many places, and who said so when."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import (
    Accessibility,
    CapacityKind,
    Cost,
    CostPer,
    Document,
    Language,
    Mode,
    PlacesSource,
    Public,
    Saturation,
    Theme,
    Topic,
    Welcome,
    Zone,
)
from jisr.centres.models.centres import Centre, Site
from jisr.centres.models.changes import Watched
from jisr.centres.models.held import SameAs
from jisr.centres.models.operators import Named, Programme
from jisr.common.choices import Compartment, Sex
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import Grant, Policy


def _codes(choices: type, verbose_name: Any, *, length: int = 20) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=length, choices=choices), verbose_name=verbose_name, default=list, blank=True
    )


def _places(verbose_name: Any, help_text: str) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=20), verbose_name=verbose_name, default=list, blank=True, help_text=help_text
    )


class Service(Named, Versioned):
    """One thing a centre offers: its theme, its public, its conditions, its places."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="services", verbose_name=_("centre"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="services", null=True, blank=True, verbose_name=_("programme")
    )
    theme = models.CharField(_("theme"), max_length=20, choices=Theme)
    about_ar = models.CharField(_("what it is, in Arabic"), max_length=500, blank=True)
    about_fr = models.CharField(_("what it is, in French"), max_length=500, blank=True)
    publics = _codes(Public, _("publics"))
    topics = _codes(Topic, _("what exactly"), length=40)
    welcomes = models.CharField(_("welcomes"), max_length=13, choices=Welcome, default=Welcome.UNCONDITIONAL)
    age_min = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, default="", blank=True)
    zone = models.CharField(_("people who live in"), max_length=8, choices=Zone, default=Zone.PROVINCE)
    areas = _places(
        _("also takes people of"), "codes of communes, provinces and regions beside the zone (HSDS service_area)"
    )
    intake_site = models.ForeignKey(
        Site,
        models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("where to go first"),
        help_text=_("another place, where people are received before the service begins"),
    )
    modes = _codes(Mode, _("how people are received"))
    staff_gender = models.CharField(_("received by"), max_length=1, choices=Sex, default="", blank=True)
    cost = models.CharField(_("cost"), max_length=8, choices=Cost, default="", blank=True)
    cost_mad = models.PositiveIntegerField(_("amount"), null=True, blank=True, help_text="centimes")
    cost_per = models.CharField(_("paid how often"), max_length=7, choices=CostPer, default="", blank=True)
    hours = models.CharField(
        _("opening hours"), max_length=300, blank=True, help_text=_("left empty: those of the centre")
    )
    languages = _codes(Language, _("languages"))
    accessibility = _codes(Accessibility, _("accessibility"))
    documents = _codes(Document, _("what to bring"))
    places_total = models.PositiveIntegerField(_("places"), null=True, blank=True)
    places_free = models.PositiveIntegerField(_("free places"), null=True, blank=True)
    places_waiting = models.PositiveIntegerField(_("people waiting"), null=True, blank=True)
    places_confirmed_on = models.DateField(_("places confirmed on"), null=True, blank=True)
    places_kind = models.CharField(
        _("what is counted"), max_length=11, choices=CapacityKind, default=CapacityKind.PLACE
    )
    saturation = models.CharField(_("saturation"), max_length=8, choices=Saturation, default="", blank=True)
    wait_days = models.PositiveSmallIntegerField(_("days of waiting"), null=True, blank=True)
    saturation_on = models.DateField(_("saturation said on"), null=True, blank=True)
    verified_on = models.DateField(
        _("said true on"), default=timezone.localdate, help_text="the oldest of its sections"
    )
    hidden_on = models.DateField(
        _("hidden since"), null=True, blank=True, help_text="nobody said it true for too long: shown to nobody else"
    )
    quality = models.PositiveSmallIntegerField(_("quality"), default=0, help_text="0-100, of ``rules.quality``")
    answer_days = models.PositiveSmallIntegerField(
        _("days until an answer"), null=True, blank=True, help_text="median of the centre; None where not measured"
    )
    professional_only = models.BooleanField(
        _("through a social worker only"), default=False, help_text=_("not shown on the public page")
    )
    compartment = CompartmentField()
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["theme", "centre"]),
            models.Index(fields=["verified_on"], name="service_verified"),
            GinIndex(fields=["publics"], name="service_publics"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="service_theme_known", condition=Q(theme__in=Theme.values)),
            models.CheckConstraint(name="service_publics_known", condition=Q(publics__contained_by=Public.values)),
            models.CheckConstraint(
                name="service_documents_known", condition=Q(documents__contained_by=Document.values)
            ),
            models.CheckConstraint(
                name="service_languages_known", condition=Q(languages__contained_by=Language.values)
            ),
            models.CheckConstraint(
                name="service_accessibility_known", condition=Q(accessibility__contained_by=Accessibility.values)
            ),
            models.CheckConstraint(name="service_zone_known", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(name="service_sex_known", condition=Q(sex__in=Sex.values)),
            models.CheckConstraint(
                name="service_compartment_known", condition=Q(compartment__in=["", *Compartment.values])
            ),
            models.CheckConstraint(name="service_welcomes_known", condition=Q(welcomes__in=Welcome.values)),
            models.CheckConstraint(
                name="service_welcomes_names_them", condition=Q(welcomes=Welcome.UNCONDITIONAL) | ~Q(publics=[])
            ),
            models.CheckConstraint(name="service_topics_known", condition=Q(topics__contained_by=Topic.values)),
            models.CheckConstraint(name="service_modes_known", condition=Q(modes__contained_by=Mode.values)),
            models.CheckConstraint(name="service_staff_gender_known", condition=Q(staff_gender__in=Sex.values)),
            models.CheckConstraint(name="service_cost_known", condition=Q(cost__in=["", *Cost.values])),
            models.CheckConstraint(
                name="service_amount_of_a_cost",
                condition=Q(cost_mad=None, cost_per="") | Q(cost__in=["fixed", "income", "members"]),
            ),
            models.CheckConstraint(name="service_cost_per_known", condition=Q(cost_per__in=["", *CostPer.values])),
            models.CheckConstraint(name="service_places_kind_known", condition=Q(places_kind__in=CapacityKind.values)),
            models.CheckConstraint(
                name="service_saturation_known", condition=Q(saturation__in=["", *Saturation.values])
            ),
            models.CheckConstraint(
                name="service_saturation_has_a_day",
                condition=Q(saturation="", wait_days=None) | Q(saturation_on__isnull=False),
            ),
            models.CheckConstraint(name="service_quality_in_percent", condition=Q(quality__lte=100)),
            models.CheckConstraint(
                name="service_intake_is_elsewhere", condition=Q(intake_site=None) | ~Q(intake_site=F("centre"))
            ),
            models.CheckConstraint(
                name="service_ages_in_order",
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_min__lte=F("age_max")),
            ),
            models.CheckConstraint(
                name="service_free_within_total",
                condition=Q(places_free=None) | (Q(places_total__isnull=False) & Q(places_free__lte=F("places_total"))),
            ),
            models.CheckConstraint(
                name="service_free_places_have_a_day",
                condition=Q(places_free=None) | Q(places_confirmed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="service_starts_before_it_ends",
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")),
            ),
            SameAs(
                name="service_centre_demonstration", column="centre_id", subject="centres_centre",
                shared="is_demonstration",
            ),
            SameAs(
                name="service_programme_demonstration", column="programme_id", subject="centres_programme",
                shared="is_demonstration",
            ),
            Watched(name="service_watched", of="id"),
            Policy(name="service_app", to="jisr_app", using="true"),
            Policy(
                name="service_public", to="jisr_public", check="false", verbs="SELECT",
                using="NOT professional_only AND hidden_on IS NULL",
            ),
        ]  # fmt: skip


class PlacesStatement(Keyed):
    """Somebody said on a day how many places a service has; kept, so that freshness and fullness can be read."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="statements")
    said_on = models.DateField(_("said on"))
    said_by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    through = models.CharField(_("how"), max_length=13, choices=PlacesSource, default=PlacesSource.DESK)
    total = models.PositiveIntegerField(_("places"))
    free = models.PositiveIntegerField(_("free places"))
    waiting = models.PositiveIntegerField(_("people waiting"), null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["service", "-said_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="statement_free_within_total", condition=Q(free__lte=F("total"))),
            models.CheckConstraint(name="statement_through_known", condition=Q(through__in=PlacesSource.values)),
            Grant(
                name="placesstatement_app", to="jisr_app", verbs="SELECT, INSERT",
                reason="numbers of places; no person",
            ),
        ]  # fmt: skip
