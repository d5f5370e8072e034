"""Appointments: when agents are open, what takes their time, who comes, and who waits for a place."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import OPEN, Policy, walls
from jisr.families.models import Household, Person, Phone
from jisr.window.appointments.choices import (
    WEEKDAYS,
    CancelReason,
    Feast,
    Gathering,
    Motive,
    Place,
    Season,
    SessionState,
    State,
    Told,
    WaitState,
)
from jisr.window.orientation.models import Referral
from jisr.window.reception.models import Visit

HERE = "centre_id = ANY(jisr_centres())"
#: What an agent keeps to herself: for others her time is busy, as it is for a reason that they may not know of.
OWN_TIME = f"({HERE}) AND (NOT private OR agent_id::text = nullif(current_setting('jisr.user', true), ''))"
#: A file is read where it is open; time is given, moved and taken back by the centre whose time it is.
WRITTEN_HERE: dict[str, Any] = {"to": "jisr_app", "using": "true", "check": HERE, "restrictive": True}


def _begins_before_it_ends(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(starts_at__lt=F("ends_at")))


class Opening(Keyed):
    """A rule of an agent's week at a centre: on this day, between these hours, time may be given for these motives."""

    agent = models.ForeignKey(User, models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    season = models.CharField(max_length=8, choices=Season, default=Season.ORDINARY)
    weekday = models.CharField(max_length=1, choices=WEEKDAYS)
    starts = models.TimeField()
    ends = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    motives = ArrayField(models.CharField(max_length=10, choices=Motive))
    place = models.CharField(max_length=8, choices=Place, default=Place.CENTRE)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True, help_text="first day on which it no longer holds")
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("opening")
        indexes: ClassVar = [models.Index(fields=["centre", "agent"], name="opening_centre_agent")]
        constraints: ClassVar = [
            models.CheckConstraint(name="opening_begins_before_it_ends", condition=Q(starts__lt=F("ends"))),
            models.CheckConstraint(name="opening_of_some_minutes", condition=Q(minutes__range=(5, 480))),
            models.CheckConstraint(name="opening_for_something", condition=~Q(motives=[])),
            models.CheckConstraint(
                name="opening_until_after_since", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            Policy(name="opening_centre", to="jisr_app", using=HERE, verbs="SELECT, INSERT, UPDATE (until)"),
        ]  # fmt: skip

    @property
    def said_motives(self) -> list[str]:
        """For what time may be given, in words."""
        return [str(Motive(code).label) for code in self.motives if code in Motive.values]


class Absence(Keyed):
    """Time in which an agent receives nobody: a leave that her centre knows of, or time that she keeps to herself."""

    agent = models.ForeignKey(User, models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    private = models.BooleanField(default=False, help_text="read by the agent alone; others see that she is busy")
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("absence")
        indexes: ClassVar = [models.Index(fields=["agent", "starts_at"], name="absence_agent")]
        constraints: ClassVar = [
            _begins_before_it_ends("absence_begins_before_it_ends"),
            Policy(name="absence_own", to="jisr_app", using=OWN_TIME, verbs="SELECT, INSERT, UPDATE (taken_back_at)"),
        ]


class Closure(Keyed):
    """Days on which a centre receives nobody."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    why = models.CharField(max_length=120, blank=True)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("closure")
        indexes: ClassVar = [models.Index(fields=["centre", "last_on"], name="closure_centre")]
        constraints: ClassVar = [
            models.CheckConstraint(name="closure_first_before_last", condition=Q(first_on__lte=F("last_on"))),
            Policy(name="closure_centre", to="jisr_app", using=HERE, verbs="SELECT, INSERT, UPDATE (taken_back_at)"),
        ]


class RamadanDay(Keyed):
    """Hours of a centre on a day of the week in Ramadan, where they are not those of public offices."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    weekday = models.CharField(max_length=1, choices=WEEKDAYS)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("hours of Ramadan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "weekday"], name="ramadanday_one_a_weekday"),
            models.CheckConstraint(
                name="ramadanday_open_or_shut", condition=Q(opens=None, closes=None) | Q(opens__lt=F("closes"))
            ),
            Policy(
                name="ramadanday_centre", to="jisr_app", using=HERE,
                verbs="SELECT, INSERT, UPDATE (opens, closes, said_by_id)",
            ),
        ]  # fmt: skip


class FeastDay(Keyed):
    """The day on which a feast of the moon falls, as a centre was told; it stands above what was expected."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    feast = models.CharField(max_length=14, choices=Feast)
    year = models.PositiveSmallIntegerField(help_text="of the Hijra")
    day = models.DateField()
    announced = models.BooleanField(default=False)
    said_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("day of a feast")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "feast", "year"], name="feastday_once_a_year"),
            Policy(
                name="feastday_centre", to="jisr_app", using=HERE,
                verbs="SELECT, INSERT, UPDATE (day, announced, said_by_id)",
            ),
        ]  # fmt: skip


class Session(Keyed, Versioned):
    """Something to which several people come together, with so many places."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    agent = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Gathering)
    title = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=SessionState, default=SessionState.PLANNED)
    compartment = CompartmentField()
    #: How many people come, where ``queries.sessions`` counted them.
    taken: int = 0

    class Meta:
        verbose_name = _("session")
        indexes: ClassVar = [models.Index(fields=["centre", "starts_at"], name="session_centre")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="session_compartment_key"),
            models.CheckConstraint(name="session_has_places", condition=Q(capacity__range=(1, 300))),
            _begins_before_it_ends("session_begins_before_it_ends"),
            Policy(name="session_centre", to="jisr_app", using=HERE),
            Policy(name="session_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]


class Appointment(Keyed, Versioned):
    """Time given to one person: with an agent alone, or as a place in a session."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    agent = models.ForeignKey(User, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="places", null=True, blank=True)
    code = models.CharField(max_length=20, unique=True)
    motive = models.CharField(max_length=10, choices=Motive, default=Motive.TALK)
    place = models.CharField(max_length=8, choices=Place, default=Place.CENTRE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.BOOKED)
    reason = models.CharField(max_length=10, choices=CancelReason, blank=True)
    told = models.CharField(max_length=7, choices=Told, default=Told.PAPER)
    phone = models.ForeignKey(Phone, models.SET_NULL, related_name="+", null=True, blank=True)
    says_when = models.BooleanField(default=False, help_text="she agreed that a message says the day and the hour")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", null=True, blank=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+", null=True, blank=True)
    about = models.CharField(max_length=80, blank=True, help_text="label:key of what a later room gives time for")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now, help_text="when its present time was given")
    first_reminder_at = models.DateTimeField(null=True, blank=True)
    second_reminder_at = models.DateTimeField(null=True, blank=True)
    summoned_at = models.DateTimeField(null=True, blank=True, help_text="when the paper was printed")
    spoken_at = models.DateTimeField(null=True, blank=True, help_text="when somebody asked why it was missed")
    counted = models.UUIDField(null=True, help_text="key of the event that says whether she came")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("appointment")
        indexes: ClassVar = [
            models.Index(fields=["household", "starts_at"], name="appointment_household"),
            models.Index(fields=["centre", "state", "starts_at"], name="appointment_centre"),
            models.Index(fields=["agent", "starts_at"], name="appointment_agent"),
            models.Index(fields=["starts_at"], name="appointment_due", condition=Q(state="booked")),
        ]
        constraints: ClassVar = [
            _begins_before_it_ends("appointment_begins_before_it_ends"),
            models.CheckConstraint(
                name="appointment_cancelled_for_a_reason",
                condition=(Q(state="cancelled") & ~Q(reason="")) | (~Q(state="cancelled") & Q(reason="")),
            ),
            models.CheckConstraint(
                name="appointment_phone_where_it_rings", condition=Q(told__in=["sms", "call"]) | Q(phone=None)
            ),
            models.UniqueConstraint(
                fields=["session", "person"], name="appointment_once_a_session",
                condition=Q(session__isnull=False) & ~Q(state="cancelled"),
            ),
            *walls(subject=("session_id", "appointments_session"), prefix="appointment"),
            Policy(name="appointment_written_here", **WRITTEN_HERE),
        ]  # fmt: skip

    @property
    def lasts_min(self) -> int:
        """How many minutes it lasts."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Wait(Keyed):
    """Somebody who waits for a place: sooner than any that is free, or in a session that is full. Made by an agent."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    motive = models.CharField(max_length=10, choices=Motive, default=Motive.TALK)
    agent = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    session = models.ForeignKey(Session, models.PROTECT, related_name="+", null=True, blank=True)
    before_on = models.DateField()
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=WaitState, default=WaitState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("wait for a place")
        indexes: ClassVar = [
            models.Index(fields=["centre", "asked_at"], name="wait_line", condition=Q(state="waiting")),
            models.Index(fields=["household"], name="wait_household"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="wait_ended_when_over", condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
            *walls(subject=("session_id", "appointments_session"), prefix="wait"),
            Policy(name="wait_written_here", **WRITTEN_HERE),
        ]  # fmt: skip


class Hold(models.Model):
    """An agent's time that is taken: one row for each appointment or session, under its key. Nobody is held twice.

    Written by triggers alone, read by one function that tells agents and minutes and nothing else: what takes the time
    of somebody may stand in a compartment, and busy is busy.
    """

    id = models.UUIDField(primary_key=True)
    agent = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    during = DateTimeRangeField()

    class Meta:
        verbose_name = _("time taken")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="hold_nobody_twice",
                expressions=[("agent", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"appointments.hold:{self.pk}"
