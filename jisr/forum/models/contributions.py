"""What somebody said: sealed as it was said, and published as a person moderated it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import Public, Theme
from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed, Versioned
from jisr.common.walls import Policy
from jisr.forum.choices import (
    Channel,
    ContributionState,
    DateCertainty,
    DestroyedReason,
    Kind,
    SeatRole,
    SpeakerRole,
    Tongue,
    Urgency,
    WithheldReason,
)
from jisr.forum.models.walls import OF_MY_WAVES, Demonstration, sources
from jisr.forum.models.waves import Meeting, Wave
from jisr.territory.models import Commune, Province, Region

#: The longest speech that is taken; in characters.
MOST_CHARACTERS = 20_000


class Contribution(Keyed, Versioned, Demonstration):
    """A constraint, an expectation, a proposal, an offer or a question that somebody brought to a wave."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="contributions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="contributions", null=True, blank=True)
    code = models.CharField(_("contribution number"), max_length=20, unique=True)
    client_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="made where it was keyed: the same sheet twice is one"
    )
    state = models.CharField(max_length=10, choices=ContributionState, default=ContributionState.SAID)
    kind = models.CharField(pgettext_lazy("of contribution", "kind"), max_length=12, choices=Kind)
    language = models.CharField(_("language"), max_length=10, choices=Tongue)
    channel = models.CharField(_("how it reached us"), max_length=8, choices=Channel)
    speaker_role = models.CharField(_("quality"), max_length=12, choices=SpeakerRole, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", null=True, blank=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="+", null=True, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", null=True, blank=True)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme, blank=True)
    public = models.CharField(pgettext_lazy("of contribution", "public"), max_length=20, choices=Public, blank=True)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, blank=True)
    text = models.TextField(
        _("published text"), max_length=MOST_CHARACTERS, blank=True, help_text="moderated; empty until published"
    )
    masks = models.JSONField(
        default=list, blank=True, help_text="[{start, end, reason}] in the published text: each covered word"
    )
    withheld_reason = models.CharField(max_length=12, choices=WithheldReason, blank=True)
    said_on = models.DateField(_("said on"), default=timezone.localdate)
    said_certainty = models.CharField(
        max_length=10,
        choices=DateCertainty,
        default=DateCertainty.CERTAIN,
        help_text="unknown: the day was not published; said_on is the latest that it can be",
    )
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, help_text="keyed hash of the code on the paper slip")
    sources = sources()

    class Meta:
        verbose_name = _("contribution")
        indexes: ClassVar = [
            models.Index(fields=["wave", "state", "id"], name="contribution_wave_state"),
            models.Index(fields=["meeting", "id"], name="contribution_meeting"),
            models.Index(fields=["region", "theme"], name="contribution_region_theme"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="contribution_id_demonstration"),
            models.UniqueConstraint(fields=["id", "wave"], name="contribution_id_wave"),
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="contribution_one_a_slip"
            ),
            models.CheckConstraint(name="contribution_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="contribution_language_known", condition=Q(language__in=Tongue.values)),
            models.CheckConstraint(name="contribution_channel_known", condition=Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="contribution_role_known", condition=Q(speaker_role__in=["", *SpeakerRole.values])
            ),
            models.CheckConstraint(
                name="contribution_day_certain_or_read",
                condition=Q(said_certainty="certain") | (Q(said_certainty__in=DateCertainty.values) & ~Q(sources=[])),
            ),
            models.CheckConstraint(name="contribution_theme_known", condition=Q(theme__in=["", *Theme.values])),
            models.CheckConstraint(name="contribution_public_known", condition=Q(public__in=["", *Public.values])),
            models.CheckConstraint(name="contribution_urgency_known", condition=Q(urgency__in=["", *Urgency.values])),
            models.CheckConstraint(
                name="contribution_shows_what_its_state_allows",
                condition=Q(state="said", text="", masks=[], withheld_reason="", published_at=None)
                | Q(state="withheld", text="", masks=[], published_at=None, withheld_reason__in=WithheldReason.values)
                | (Q(state="published", withheld_reason="", published_at__isnull=False) & ~Q(text="")),
            ),
            SameAs(
                name="contribution_wave_demonstration", column="wave_id", subject="forum_wave",
                shared="is_demonstration",
            ),
            SameAs(
                name="contribution_meeting_wave", column="meeting_id", subject="forum_meeting", shared="wave_id"
            ),
            Policy(
                name="contribution_app", to="jisr_app", using=f"state = 'published' OR {OF_MY_WAVES}",
                check=OF_MY_WAVES,
                verbs="SELECT, INSERT, UPDATE (version, meeting_id, state, kind, language, speaker_role, organisation,"
                " region_id, province_id, commune_id, theme, public, urgency, text, masks, withheld_reason,"
                " published_at, code_hash)",
            ),
            Policy(
                name="contribution_public", to="jisr_public", using="state = 'published'", check="false",
                verbs="SELECT",
            ),
        ]  # fmt: skip


class Verbatim(models.Model):
    """The words as they were said, sealed. Read by the team of the wave; no other login reaches the table."""

    contribution = models.OneToOneField(Contribution, models.PROTECT, primary_key=True, related_name="verbatim")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    sealed = models.BinaryField(null=True, help_text="encrypted, bound to its contribution")
    flags = models.JSONField(
        default=list, blank=True, help_text="[{start, end, reason}] in the sealed text: what may have to be covered"
    )
    destroyed_on = models.DateField(_("destroyed on"), null=True, blank=True)
    destroyed_reason = models.CharField(max_length=8, choices=DestroyedReason, blank=True)
    destroyed_by_role = models.CharField(max_length=10, choices=SeatRole, blank=True)

    class Meta:
        verbose_name = _("sealed words")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="verbatim_sealed_or_destroyed_with_reason",
                condition=Q(sealed__isnull=False, destroyed_on=None, destroyed_reason="", destroyed_by_role="")
                | Q(
                    sealed=None, flags=[], destroyed_on__isnull=False, destroyed_reason__in=DestroyedReason.values,
                    destroyed_by_role__in=SeatRole.values,
                ),
            ),
            SameAs(
                name="verbatim_contribution_wave", column="contribution_id", subject="forum_contribution",
                shared="wave_id",
            ),
            Policy(
                name="verbatim_team", to="jisr_app", using=OF_MY_WAVES,
                verbs="SELECT, INSERT, UPDATE (sealed, flags, destroyed_on, destroyed_reason, destroyed_by_role)",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"forum.verbatim:{self.pk}"
