"""Waves of consultation, their meetings, who came, and who sits on the team."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.models.held import SameAs
from jisr.common.choices import Sex
from jisr.common.models import Keyed, Versioned
from jisr.common.walls import Policy
from jisr.forum.choices import CommitmentState, DateCertainty, Manner, MeetingState, SeatRole, SpeakerRole
from jisr.forum.models.walls import ME, MY_REGIONS, MY_WAVES, Demonstration, open_to_all, sources
from jisr.territory.models import Province, Region

#: Somebody's own seat is there while she holds the post for it in the region of the wave: a post that ended opens
#: nothing, whatever other post she comes in by.
_POST_HELD = "jisr_forum_seat_rests(user_id, wave_id, role)"
_REGION = _("region")
_PROVINCE = _("province")


class Wave(Keyed, Versioned, Demonstration):
    """One round of consultation over a region, a province or the country."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_REGION)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_PROVINCE
    )
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    sources = sources()

    class Meta:
        verbose_name = _("wave of consultation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="wave_id_demonstration"),
            models.CheckConstraint(
                name="wave_opens_before_it_closes", condition=Q(closed_on=None) | Q(opened_on__lte=F("closed_on"))
            ),
            models.CheckConstraint(
                name="wave_of_a_province_names_its_region", condition=Q(province=None) | Q(region__isnull=False)
            ),
            *open_to_all(
                "wave", mine=f"id = {MY_WAVES} OR region_id = {MY_REGIONS}",
                verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, closed_on, sources)",
            ),
        ]  # fmt: skip


class Seat(Keyed, Demonstration):
    """Somebody sits on the team of a wave, from a day until a day. Written by one function of the database alone."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="seats")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(pgettext_lazy("of seat", "seat"), max_length=10, choices=SeatRole)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "wave"], name="seat_user_wave")]
        constraints: ClassVar = [
            models.CheckConstraint(name="seat_role_known", condition=Q(role__in=SeatRole.values)),
            models.CheckConstraint(
                name="seat_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.UniqueConstraint(
                fields=["wave", "user", "role"], condition=Q(until=None), name="seat_once_on_a_team"
            ),
            SameAs(
                name="seat_user_demonstration", column="user_id", subject="accounts_user", shared="is_demonstration"
            ),
            SameAs(name="seat_wave_demonstration", column="wave_id", subject="forum_wave", shared="is_demonstration"),
            # asked by every policy of the forum; who sits on a team is no secret among colleagues
            Policy(
                name="seat_while_its_post", to="jisr_app", using=f"user_id IS DISTINCT FROM {ME} OR {_POST_HELD}",
                check="false", verbs="SELECT",
            ),
        ]  # fmt: skip


class Meeting(Keyed, Versioned, Demonstration):
    """One consultation meeting. What is not known is empty, and shown as not published."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="meetings")
    code = models.SlugField(_("code"), max_length=60, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_REGION)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_PROVINCE
    )
    place_ar = models.CharField(_("place in Arabic"), max_length=200, blank=True)
    place_fr = models.CharField(_("place in French"), max_length=200, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    held_until = models.DateField(_("last day"), null=True, blank=True)
    date_certainty = models.CharField(max_length=10, choices=DateCertainty, default=DateCertainty.CERTAIN)
    manner = models.CharField(pgettext_lazy("of meeting", "manner"), max_length=10, choices=Manner, blank=True)
    chair_ar = models.CharField(_("chair, in Arabic"), max_length=200, blank=True)
    chair_fr = models.CharField(_("chair, in French"), max_length=200, blank=True)
    agenda_ar = models.TextField(_("agenda in Arabic"), blank=True, max_length=20_000)
    agenda_fr = models.TextField(_("agenda in French"), blank=True, max_length=20_000)
    minutes_ar = models.TextField(_("minutes in Arabic"), blank=True, max_length=60_000)
    minutes_fr = models.TextField(_("minutes in French"), blank=True, max_length=60_000)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    sources = sources()

    class Meta:
        verbose_name = _("consultation meeting")
        indexes: ClassVar = [models.Index(fields=["wave", "held_on"], name="meeting_wave_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="meeting_id_demonstration"),
            models.UniqueConstraint(fields=["id", "wave"], name="meeting_id_wave"),
            models.CheckConstraint(name="meeting_state_known", condition=Q(state__in=MeetingState.values)),
            models.CheckConstraint(name="meeting_manner_known", condition=Q(manner__in=["", *Manner.values])),
            models.CheckConstraint(
                name="meeting_day_known_or_said_unknown",
                condition=Q(held_on__isnull=False, date_certainty__in=["certain", "inferred"])
                | Q(held_on=None, date_certainty="unknown"),
            ),
            models.CheckConstraint(
                name="meeting_begins_before_it_ends",
                condition=Q(held_until=None) | Q(held_on__isnull=False, held_on__lte=F("held_until")),
            ),
            SameAs(
                name="meeting_wave_demonstration", column="wave_id", subject="forum_wave", shared="is_demonstration"
            ),
            *open_to_all(
                "meeting",
                verbs="SELECT, INSERT, UPDATE (version, region_id, province_id, place_ar, place_fr, held_on,"
                " held_until, date_certainty, manner, chair_ar, chair_fr, agenda_ar, agenda_fr, minutes_ar,"
                " minutes_fr, state, sources)",
            ),
        ]  # fmt: skip


class Attendance(Keyed, Demonstration):
    """How many people of one kind came to a meeting; counts, never names."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    role = models.CharField(_("quality"), max_length=12, choices=SpeakerRole)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_PROVINCE
    )
    rural = models.BooleanField(_("rural"), null=True, blank=True)
    n = models.PositiveIntegerField(_("people"))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="attendance_counts_somebody", condition=Q(n__gt=0)),
            models.CheckConstraint(name="attendance_role_known", condition=Q(role__in=SpeakerRole.values)),
            models.UniqueConstraint(
                fields=["meeting", "role", "organisation", "sex", "province", "rural"], nulls_distinct=False,
                name="attendance_one_count_a_kind",
            ),
            SameAs(
                name="attendance_meeting_demonstration", column="meeting_id", subject="forum_meeting",
                shared="is_demonstration",
            ),
            SameAs(
                name="attendance_meeting_wave", column="meeting_id", subject="forum_meeting", shared="wave_id"
            ),
            *open_to_all("attendance", verbs="SELECT, INSERT, UPDATE (n)"),
        ]  # fmt: skip


class Commitment(Keyed, Versioned, Demonstration):
    """What somebody promised at a meeting: who, by when, and what shows that it was kept."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="commitments")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    what_ar = models.TextField(_("what was promised, in Arabic"), max_length=2_000, blank=True)
    what_fr = models.TextField(_("what was promised, in French"), max_length=2_000, blank=True)
    owner_ar = models.CharField(_("who promised, in Arabic"), max_length=200, blank=True)
    owner_fr = models.CharField(_("who promised, in French"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=CommitmentState, default=CommitmentState.PROMISED)
    evidence = models.TextField(_("what shows it"), max_length=2_000, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    sources = sources()

    class Meta:
        verbose_name = _("commitment")
        indexes: ClassVar = [models.Index(fields=["wave", "state", "due_on"], name="commitment_due")]
        constraints: ClassVar = [
            models.CheckConstraint(name="commitment_state_known", condition=Q(state__in=CommitmentState.values)),
            models.CheckConstraint(
                name="commitment_says_what_and_who",
                condition=(~Q(what_ar="") | ~Q(what_fr="")) & (~Q(owner_ar="") | ~Q(owner_fr="")),
            ),
            models.CheckConstraint(
                name="commitment_settled_with_evidence",
                condition=Q(state="promised", settled_on=None)
                | (~Q(state="promised") & Q(settled_on__isnull=False) & ~Q(evidence="")),
            ),
            SameAs(
                name="commitment_meeting_demonstration", column="meeting_id", subject="forum_meeting",
                shared="is_demonstration",
            ),
            SameAs(
                name="commitment_meeting_wave", column="meeting_id", subject="forum_meeting", shared="wave_id"
            ),
            *open_to_all(
                "commitment",
                verbs="SELECT, INSERT, UPDATE (version, due_on, state, evidence, settled_on, sources)",
            ),
        ]  # fmt: skip

    @property
    def is_late(self) -> bool:
        """Whether its day has passed and nothing shows that it was kept."""
        return self.state == CommitmentState.PROMISED and self.due_on is not None and self.due_on < timezone.localdate()
