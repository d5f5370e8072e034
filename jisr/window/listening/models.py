"""Listening: needs and strengths in the person's words, under professional secrecy."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.choices import Accessibility, Theme
from jisr.centres.models import Centre
from jisr.common.choices import Sex
from jisr.common.models import CompartmentField, Keyed, Versioned
from jisr.common.walls import Policy, walls
from jisr.families.models import Household, Person, SealsWords, Words
from jisr.window.listening.choices import Gravity, InterviewPlace, NeedState, Secrecy
from jisr.window.reception.models import Visit

READABLE_NOTE = "secrecy = 'team' OR author_id::text = nullif(current_setting('jisr.user', true), '')"


class Interview(SealsWords, Keyed, Versioned):
    """One private interview; a disclosure is an interview of its own, in its compartment."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+", null=True, blank=True)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    held_at = models.DateTimeField(default=timezone.now)
    place = models.CharField(_("place"), max_length=8, choices=InterviewPlace, default=InterviewPlace.CENTRE)
    minutes = models.PositiveSmallIntegerField(_("minutes of work"), null=True, blank=True)
    strengths_plain = models.TextField(_("strengths and supports"), blank=True, max_length=4000, db_column="strengths")
    strengths_sealed = models.BinaryField(null=True)
    strengths = Words("strengths")
    risks_plain = models.TextField(_("risks"), blank=True, max_length=4000, db_column="risks")
    risks_sealed = models.BinaryField(null=True)
    risks = Words("risks")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    sealed_words: ClassVar = ("strengths", "risks")

    class Meta:
        verbose_name = _("interview")
        indexes: ClassVar = [models.Index(fields=["household", "-held_at"], name="interview_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="interview_compartment_key"),
            *walls(prefix="interview"),
        ]


class Need(SealsWords, Keyed, Versioned):
    """What a person lacks, in one domain, in her words."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="needs")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("for whom"))
    theme = models.CharField(_("domain"), max_length=30, choices=Theme)
    gravity = models.PositiveSmallIntegerField(_("how it is today"), choices=Gravity, default=Gravity.HARD)
    words_plain = models.TextField(_("in the person's words"), blank=True, max_length=2000, db_column="words")
    words_sealed = models.BinaryField(null=True)
    words = Words("words")
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.OPEN)
    staff_gender = models.CharField(
        _("asks to be received by"), max_length=1, choices=Sex, default="", blank=True
    )  # fmt: skip
    access = ArrayField(
        models.CharField(max_length=12, choices=Accessibility), verbose_name=_("cannot do without"), default=list,
        blank=True, help_text="beside what the file says of the person",
    )  # fmt: skip
    compartment = CompartmentField()

    sealed_words: ClassVar = ("words",)

    class Meta:
        verbose_name = _("need")
        indexes: ClassVar = [models.Index(fields=["household", "state"], name="need_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="need_compartment_key"),
            models.CheckConstraint(name="need_gravity_from_1_to_4", condition=Q(gravity__gte=1, gravity__lte=4)),
            *walls(subject=("interview_id", "listening_interview"), prefix="need"),
        ]


class Note(SealsWords, Keyed):
    """A note of the interview, for the team or for its author alone."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="notes")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    secrecy = models.CharField(_("who reads it"), max_length=8, choices=Secrecy, default=Secrecy.TEAM)
    text_plain = models.TextField(_("note"), blank=True, max_length=8000, db_column="text")
    text_sealed = models.BinaryField(null=True)
    text = Words("text")
    written_at = models.DateTimeField(default=timezone.now)
    compartment = CompartmentField()

    sealed_words: ClassVar = ("text",)
    person_sql: ClassVar = "(SELECT i.person_id FROM listening_interview i WHERE i.id = t.interview_id)"

    class Meta:
        verbose_name = _("note")
        indexes: ClassVar = [models.Index(fields=["household"], name="note_household")]
        constraints: ClassVar = [
            *walls(subject=("interview_id", "listening_interview"), prefix="note"),
            Policy(name="note_secrecy", to="jisr_app", using=READABLE_NOTE, restrictive=True),
        ]

    def person_of_words(self) -> UUID:
        """Who was listened to."""
        return self.interview.person_id
