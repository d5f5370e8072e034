"""When and where beside the weekly hours: what holds for some days only, and the stops of a mobile unit."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import NoticeKind
from jisr.centres.models.centres import LATITUDES, LONGITUDES, SITE_SEEN, Centre
from jisr.centres.models.changes import Watched
from jisr.centres.models.held import SameAs
from jisr.centres.models.said import OF_A_SERVICE_SEEN
from jisr.centres.models.services import Service
from jisr.common.walls import Policy
from jisr.territory.models import Commune

#: Of a confidential centre the days are known, the words are not: words name streets.
_NO_WORDS = "text_ar = '' AND text_fr = ''"


class Notice(models.Model):
    """What holds from a day until a day: a closure, other hours, something to be known (temporary information)."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="notices", verbose_name=_("centre"))
    confidential = models.BooleanField(default=False, editable=False, help_text="the centre's; kept equal by the key")
    service = models.ForeignKey(
        Service, models.CASCADE, related_name="notices", null=True, blank=True, help_text="empty: the whole centre"
    )
    kind = models.CharField(_("what changes"), max_length=8, choices=NoticeKind)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True, help_text="the last day; empty: until further notice")
    hours = models.CharField(_("hours in these days"), max_length=300, blank=True)
    text_ar = models.CharField(_("words in Arabic"), max_length=300, blank=True)
    text_fr = models.CharField(_("words in French"), max_length=300, blank=True)
    said_on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["centre", "-since"], name="notice_of_centre")]
        constraints: ClassVar = [
            models.CheckConstraint(name="notice_kind_known", condition=Q(kind__in=NoticeKind.values)),
            models.CheckConstraint(
                name="notice_ends_after_it_begins", condition=Q(until=None) | Q(since__lte=F("until"))
            ),
            models.CheckConstraint(
                name="notice_hours_of_other_hours",
                condition=Q(kind="hours") & ~Q(hours="") | ~Q(kind="hours") & Q(hours=""),
            ),
            SameAs(
                name="notice_confidential_as_its_centre", column="centre_id", subject="centres_centre",
                shared="confidential",
            ),
            Watched(name="notice_watched", of="centre_id"),
            Policy(
                name="notice_app", to="jisr_app", using=f"({SITE_SEEN}) OR ({_NO_WORDS})", check="true",
            ),
            Policy(
                name="notice_public", to="jisr_public", check="false",
                using=f"(NOT confidential OR ({_NO_WORDS})) AND (service_id IS NULL OR {OF_A_SERVICE_SEEN})",
                verbs="SELECT (id, centre_id, confidential, service_id, kind, since, until, hours, text_ar, text_fr,"
                " said_on)",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"centres.notice:{self.pk}"


class Stop(models.Model):
    """Where and when a mobile unit halts: on one day, or on a weekday every so many weeks."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="stops", verbose_name=_("mobile unit"))
    confidential = models.BooleanField(default=False, editable=False, help_text="the centre's; kept equal by the key")
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune"))
    place_ar = models.CharField(_("place, in Arabic"), max_length=200, blank=True)
    place_fr = models.CharField(_("place, in French"), max_length=200, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    since = models.DateField(_("from"), help_text="of a weekly stop, its first day; of a single one, the day")
    until = models.DateField(_("until"), null=True, blank=True)
    every_weeks = models.PositiveSmallIntegerField(
        _("every so many weeks"), default=0, help_text="0: on that day only; 1: each week"
    )
    opens = models.TimeField(_("from hour"))
    closes = models.TimeField(_("to hour"))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["commune", "since"], name="stop_in_commune")]
        constraints: ClassVar = [
            models.CheckConstraint(name="stop_hours_in_order", condition=Q(opens__lt=F("closes"))),
            models.CheckConstraint(
                name="stop_ends_after_it_begins", condition=Q(until=None) | Q(since__lte=F("until"))
            ),
            models.CheckConstraint(name="stop_every_few_weeks", condition=Q(every_weeks__lte=8)),
            models.CheckConstraint(
                name="stop_in_the_country",
                condition=Q(lat=None, lon=None) | Q(lat__range=LATITUDES, lon__range=LONGITUDES),
            ),
            SameAs(
                name="stop_confidential_as_its_centre", column="centre_id", subject="centres_centre",
                shared="confidential",
            ),
            Watched(name="stop_watched", of="centre_id"),
            Policy(name="stop_app", to="jisr_app", using=SITE_SEEN, verbs="SELECT, INSERT, UPDATE, DELETE"),
            Policy(
                name="stop_public", to="jisr_public", using="NOT confidential", check="false", verbs="SELECT",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"centres.stop:{self.pk}"
