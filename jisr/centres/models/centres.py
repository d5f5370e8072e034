"""Places of service: the centre, and apart from it where it stands."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import Accessibility, Answers, CentreType, Language
from jisr.centres.models.changes import Watched
from jisr.centres.models.held import SameAs
from jisr.centres.models.operators import CATALOGUE, Named, Operator
from jisr.centres.rules import phone_shown
from jisr.common.models import Versioned
from jisr.common.text import fold
from jisr.common.walls import Grant, Policy
from jisr.territory.models import Commune, Province

#: Where a confidential centre stands is for those who work there and for the keepers of violence files.
SITE_SEEN = "NOT confidential OR centre_id = ANY(jisr_centres()) OR 'violence' = ANY(jisr_compartments())"
#: Latitudes and longitudes that hold the whole country; what lies outside is a mistake of typing.
LATITUDES, LONGITUDES = (20.7, 36.0), (-17.3, -0.9)


class Centre(Named, Versioned):
    """A place where people are received; run by an operator, supervised by another."""

    type = models.CharField(pgettext_lazy("of centre", "type"), max_length=20, choices=CentreType)
    operator = models.ForeignKey(Operator, models.PROTECT, related_name="centres", verbose_name=_("run by"))
    supervised_by = models.ForeignKey(
        Operator, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("supervised by")
    )
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name=_("province"))
    confidential = models.BooleanField(
        _("confidential address"), default=False, help_text=_("the place is never shown outside the centre")
    )
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=12, choices=Language), verbose_name=_("languages"), default=list, blank=True
    )
    accessibility = ArrayField(
        models.CharField(max_length=12, choices=Accessibility), verbose_name=_("accessibility"), default=list,
        blank=True,
    )  # fmt: skip
    hours = models.CharField(
        _("opening hours"), max_length=300, blank=True, help_text=_("for example: Mo-Fr 08:30-16:30; Sa 09:00-12:00")
    )
    answers = models.CharField(_("answers referrals"), max_length=4, choices=Answers, default=Answers.LIST)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    sort_ar = models.CharField(
        max_length=200, editable=False, default="", help_text="folded name: sought and sorted by"
    )
    sort_fr = models.CharField(max_length=200, editable=False, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["province", "type"]),
            models.Index(fields=["sort_ar", "id"], name="centre_by_arabic_name"),
            models.Index(fields=["sort_fr", "id"], name="centre_by_french_name"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="centre_id_demonstration"),
            models.UniqueConstraint(fields=["id", "confidential"], name="centre_id_confidential"),
            models.CheckConstraint(name="centre_type_known", condition=Q(type__in=CentreType.values)),
            models.CheckConstraint(name="centre_answers_known", condition=Q(answers__in=Answers.values)),
            models.CheckConstraint(name="centre_languages_known", condition=Q(languages__contained_by=Language.values)),
            models.CheckConstraint(
                name="centre_accessibility_known", condition=Q(accessibility__contained_by=Accessibility.values)
            ),
            models.CheckConstraint(
                name="centre_opens_before_it_closes",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(opened_on__lte=F("closed_on")),
            ),
            SameAs(
                name="centre_operator_demonstration", column="operator_id", subject="centres_operator",
                shared="is_demonstration",
            ),
            SameAs(
                name="centre_supervisor_demonstration", column="supervised_by_id", subject="centres_operator",
                shared="is_demonstration",
            ),
            Watched(name="centre_watched", of="centre"),
            Grant(name="centre_app", to="jisr_app", verbs="SELECT, INSERT, UPDATE", reason=CATALOGUE),
            Grant(name="centre_public", to="jisr_public", verbs="SELECT", reason=CATALOGUE),
        ]  # fmt: skip

    @property
    def phone_shown(self) -> str:
        """Its telephone as people write it."""
        return phone_shown(self.phone)

    def set_sort_keys(self) -> None:
        """Fold both names into the keys by which centres are sought and sorted."""
        self.sort_ar, self.sort_fr = fold(self.name_ar), fold(self.name_fr)


class Site(models.Model):
    """Where a centre stands. Apart from the centre, so that a shelter is known without its place."""

    centre = models.OneToOneField(Centre, models.CASCADE, primary_key=True, related_name="site")
    confidential = models.BooleanField(default=False, editable=False, help_text="the centre's; kept equal by the key")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune"))
    address = models.CharField(_("address"), max_length=300, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="site_in_the_country",
                condition=Q(lat=None, lon=None) | Q(lat__range=LATITUDES, lon__range=LONGITUDES),
            ),
            SameAs(
                name="site_confidential_as_its_centre", column="centre_id", subject="centres_centre",
                shared="confidential",
            ),
            Watched(name="site_watched", of="centre_id"),
            Policy(name="site_app", to="jisr_app", using=SITE_SEEN, check="true"),
            Policy(
                name="site_public", to="jisr_public", using="NOT confidential", check="false", verbs="SELECT",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"centres.site:{self.pk}"


class Contact(models.Model):
    """How a centre that has no account is reached for an answer; for professionals only."""

    centre = models.OneToOneField(Centre, models.CASCADE, primary_key=True, related_name="contact")
    phone = models.CharField(_("telephone for codes"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail for links"), blank=True)

    class Meta:
        constraints: ClassVar = [
            Grant(
                name="contact_app", to="jisr_app", verbs="SELECT, INSERT, UPDATE",
                reason="lines of institutions, not of persons; kept from the public login",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"centres.contact:{self.pk}"
