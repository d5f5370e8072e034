"""What every room stands on: keys, versions, the journal, the events, drafts and acts."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.encoding import force_str

from jisr.common.choices import Compartment, EventCode, Sex
from jisr.common.errors import Stale
from jisr.common.keys import new_key
from jisr.common.walls import OPEN, Grant, Policy

MINE = "author = nullif(current_setting('jisr.user', true), '')"
#: A request writes in the name of the one who speaks; jobs and the doors of sign-in speak for nobody yet.
OWN_NAME = "coalesce(current_setting('jisr.user', true), '') IN ('', by)"


class Keyed(models.Model):
    """A row whose key is a UUIDv7 made by the program."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:  # reaches logs: never a name
        return f"{self._meta.label_lower}:{self.pk}"

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802 - what every get_..._display calls
        """The words of a stored choice. Django translates all choices of the field to say one of them."""
        value = getattr(self, field.attname)
        words = next((said for code, said in field.flatchoices if code == value), value)
        return force_str(words, strings_only=True)


class Versioned(models.Model):
    """A row that two people may save at once: the second is told, and loses nothing."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_version(self, expected: int, **values: Any) -> None:
        """Write values if nobody wrote since ``expected`` was read.

        Raises:
            Stale: the stored version is another one; it carries the row as it is now.
        """
        changed = type(self)._base_manager.filter(pk=self.pk, version=expected).update(version=expected + 1, **values)
        if not changed:
            raise Stale(type(self)._base_manager.filter(pk=self.pk).first())
        self.version = expected + 1
        for name, value in values.items():
            setattr(self, name, value)


class CompartmentField(models.CharField):
    """The compartment of a row; "" for none."""

    def __init__(self, **options: Any) -> None:
        always: dict[str, Any] = {"max_length": 12, "choices": Compartment, "default": "", "blank": True}
        super().__init__(**always | options)


class JournalLine(Keyed):
    """Who did what to which row, when and why. Append-only; points at nothing, so it outlives what it tells of."""

    at = models.DateTimeField(default=timezone.now)
    by = models.CharField(max_length=40, blank=True, help_text="key of the user, or the name of a job")
    post = models.CharField(max_length=40, blank=True, help_text="key of the post spoken from")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, help_text="label:key")
    household_id = models.UUIDField(null=True, blank=True, help_text="whose file, where there is one")
    reason = models.CharField(max_length=60, blank=True, help_text="a code, never free text")
    compartment = CompartmentField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at"]),
            models.Index(fields=["household_id", "-at"]),
            models.Index(fields=["by", "-at"]),
        ]
        constraints: ClassVar = [
            # visitors write none: what a partner does by a link is written down by the functions of the link
            Policy(name="journalline_write", to="jisr_app", using="false", check=OWN_NAME, verbs="INSERT"),
            Policy(name="journalline_seal", to="jisr_sealer", using="true", check="false", verbs="SELECT"),
        ]


class JournalBatch(models.Model):
    """A sealed batch: the Merkle root of its lines, chained to the batch before."""

    n = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField(default=timezone.now)
    lines = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            Grant(name="journalbatch_seal", to="jisr_sealer", verbs="SELECT, INSERT", reason="hashes of lines only"),
        ]

    def __str__(self) -> str:
        return f"batch {self.n}"


class JournalSeal(models.Model):
    """The place of one line in a batch and its leaf hash, so that a changed line can be named."""

    line = models.UUIDField(primary_key=True)
    batch = models.ForeignKey(JournalBatch, models.PROTECT, related_name="seals")
    place = models.PositiveIntegerField()
    leaf = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "place"], name="journalseal_one_line_a_place"),
            Grant(name="journalseal_seal", to="jisr_sealer", verbs="SELECT, INSERT", reason="hashes of lines only"),
        ]

    def __str__(self) -> str:
        return f"seal of {self.line}"


class JournalDay(models.Model):
    """Where the chain stood when a day was over, signed: a tail cut off later no longer fits."""

    day = models.DateField(primary_key=True)
    batch = models.BigIntegerField(help_text="the last one sealed by then")
    chain = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=timezone.now)
    signature = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            Grant(name="journalday_seal", to="jisr_sealer", verbs="SELECT, INSERT", reason="hashes of lines only"),
        ]

    def __str__(self) -> str:
        return f"journal day {self.day}"


class JournalCheck(Keyed):
    """The whole journal was read again: when, and what was found broken."""

    at = models.DateTimeField(default=timezone.now)
    broken = models.JSONField(default=list, help_text="sentences that name a batch and a place; empty when whole")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at"])]
        constraints: ClassVar = [
            Grant(name="journalcheck_seal", to="jisr_sealer", verbs="SELECT, INSERT", reason="hashes of lines only"),
        ]


class Event(Keyed):
    """Something that happened in the world, without a name; corrected by a reversing event, never edited."""

    code = models.CharField(max_length=20, choices=EventCode)
    happened_on = models.DateField(default=timezone.localdate)
    recorded_at = models.DateTimeField(default=timezone.now)
    centre_id = models.BigIntegerField()
    commune = models.CharField(max_length=20, blank=True)
    service_id = models.BigIntegerField(null=True, blank=True)
    programme = models.CharField(max_length=40, blank=True)
    theme = models.CharField(max_length=30, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    age_band = models.CharField(max_length=8, blank=True)
    disability = models.BooleanField(null=True, blank=True)
    rural = models.BooleanField(null=True, blank=True)
    amount = models.BigIntegerField(null=True, blank=True, help_text="centimes")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of staff, where they were noted")
    #: the column has a default of its own: functions of the database write events too, and without it
    reason = models.CharField(max_length=20, blank=True, default="", help_text="a code of the closed list of its kind")
    person = models.CharField(max_length=64, blank=True, help_text="keyed hash, never shown")
    subject = models.CharField(max_length=64, blank=True, help_text="keyed hash of the referral, plan or visit")
    reverses = models.UUIDField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["centre_id", "code", "happened_on"], name="event_centre"),
            models.Index(fields=["code", "happened_on"]),
            # what was answered is found without reading the events themselves
            models.Index(
                fields=["subject"], include=["code", "happened_on", "compartment", "id"], name="event_subject"
            ),
            # whether anything happened since figures were last counted
            models.Index(fields=["recorded_at"], name="event_recorded"),
            models.Index(fields=["reverses"], condition=models.Q(reverses__isnull=False), name="event_reverses"),
            # who lets a referral wait is found among those sent to her, not among all that were sent
            models.Index(
                fields=["service_id", "happened_on"], condition=models.Q(code="oriented"), name="event_sent_to"
            ),
            # whom the money of an agreement reached is found among what its programmes gave
            models.Index(
                fields=["programme", "happened_on"], condition=~models.Q(programme=""), name="event_programme"
            ),
        ]
        constraints: ClassVar = [
            Policy(
                name="event_write", to="jisr_app", verbs="INSERT", using="false",
                check="centre_id = ANY(jisr_centres())",
            ),
            Policy(name="event_count", to="jisr_counter", verbs="SELECT", using="true", check="false"),
            Policy(name="event_count_open", to="jisr_counter", using=OPEN, restrictive=True),
            models.CheckConstraint(
                name="event_reversal_names_its_event",
                condition=~models.Q(code="reversed") | models.Q(reverses__isnull=False),
            ),
        ]  # fmt: skip


class PersonAlias(Keyed):
    """Two tokens of the events that mean one person, since her files were joined; gone when they are taken apart."""

    token = models.CharField(max_length=64, help_text="keyed hash of a person who was joined")
    meant = models.CharField(max_length=64, help_text="keyed hash of the person who stays")
    compartment = CompartmentField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["meant"], name="personalias_meant")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "compartment"], name="personalias_one_meaning"),
            Policy(name="personalias_count", to="jisr_counter", verbs="SELECT", using="true", check="false"),
            Policy(name="personalias_count_open", to="jisr_counter", using=OPEN, restrictive=True),
        ]


class PersonMeant(models.Model):
    """What a token of the events meant, from a day until a day: figures of whole weeks know aliases as they stood.

    Written by a trigger of ``PersonAlias`` alone. What ended is kept for as long as the figures of a week look back.
    """

    token = models.CharField(max_length=64, help_text="keyed hash of a person who was joined")
    meant = models.CharField(max_length=64, help_text="keyed hash of the person who stays")
    since = models.DateField()
    until = models.DateField(null=True, help_text="day from which on it means that no more")
    compartment = CompartmentField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["token"], name="personmeant_token")]
        constraints: ClassVar = [
            Policy(name="personmeant_count", to="jisr_counter", verbs="SELECT", using="true", check="false"),
            Policy(name="personmeant_count_open", to="jisr_counter", using=OPEN, restrictive=True),
        ]

    def __str__(self) -> str:
        return f"common.personmeant:{self.pk}"


class Draft(Keyed):
    """What somebody is typing, kept for her alone and for a day."""

    author = models.CharField(max_length=40)
    place = models.CharField(max_length=200, help_text="path of the form")
    body = models.BinaryField(help_text="encrypted fields")
    saved_at = models.DateTimeField(default=timezone.now)
    dies_at = models.DateTimeField()

    class Meta:
        # not unique: a draft that died is invisible to its author, and must not stand in the way of a new one
        indexes: ClassVar = [models.Index(fields=["author", "place"])]
        constraints: ClassVar = [
            Policy(
                name="draft_mine", to="jisr_app", verbs="SELECT, INSERT, UPDATE, DELETE",
                using=f"{MINE} AND dies_at > now()", check=MINE,
            ),
        ]  # fmt: skip


class Act(Keyed):
    """A form sent once: the same key from the same author answers with the first result."""

    author = models.CharField(max_length=40)
    key = models.UUIDField(help_text="made where the form was shown")
    digest = models.CharField(max_length=64, blank=True, help_text="keyed hash of what was sent, and where to")
    result = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "key"], name="act_once"),
            Policy(name="act_mine", to="jisr_app", verbs="SELECT, INSERT, UPDATE, DELETE", using=MINE),
        ]
