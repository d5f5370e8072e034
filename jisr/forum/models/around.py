"""What surrounds a meeting: who was invited, its minutes while they are written, the agreements signed there."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed
from jisr.common.walls import Policy
from jisr.forum.choices import InvitedBy, SpeakerRole
from jisr.forum.models.walls import OF_MY_WAVES, Demonstration, open_to_all, sources
from jisr.forum.models.waves import Meeting, Wave


class Invitation(Keyed):
    """How many people of one quality were invited to a meeting, and by which way; counts, never names."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    role = models.CharField(_("quality"), max_length=12, choices=SpeakerRole)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    channel = models.CharField(_("by which way"), max_length=8, choices=InvitedBy)
    n = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("invitation")
        constraints: ClassVar = [
            models.CheckConstraint(name="invitation_counts_somebody", condition=Q(n__gt=0)),
            models.CheckConstraint(name="invitation_role_known", condition=Q(role__in=SpeakerRole.values)),
            models.CheckConstraint(name="invitation_channel_known", condition=Q(channel__in=InvitedBy.values)),
            models.UniqueConstraint(
                fields=["meeting", "role", "organisation", "channel"], name="invitation_one_count_a_kind"
            ),
            SameAs(
                name="invitation_meeting_wave", column="meeting_id", subject="forum_meeting", shared="wave_id"
            ),
            Policy(
                name="invitation_team", to="jisr_app", using=OF_MY_WAVES, verbs="SELECT, INSERT, DELETE",
            ),
        ]  # fmt: skip


class MinutesDraft(models.Model):
    """The minutes of a meeting while they are written: read by the team alone, public once they are closed."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, primary_key=True, related_name="draft")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    minutes_ar = models.TextField(_("minutes in Arabic"), blank=True, max_length=60_000)
    minutes_fr = models.TextField(_("minutes in French"), blank=True, max_length=60_000)

    class Meta:
        verbose_name = _("minutes being written")
        constraints: ClassVar = [
            SameAs(
                name="minutesdraft_meeting_wave", column="meeting_id", subject="forum_meeting", shared="wave_id"
            ),
            Policy(
                name="minutesdraft_team", to="jisr_app", using=OF_MY_WAVES,
                verbs="SELECT, INSERT, DELETE, UPDATE (minutes_ar, minutes_fr)",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"forum.minutesdraft:{self.pk}"


class Signing(Keyed, Demonstration):
    """An agreement that was signed at a meeting: what it is about and between whom. Nothing of what became of it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="signings")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    about_ar = models.CharField(_("what the agreement is about, in Arabic"), max_length=400, blank=True)
    about_fr = models.CharField(_("what the agreement is about, in French"), max_length=400, blank=True)
    parties_ar = models.CharField(_("between whom, in Arabic"), max_length=400, blank=True)
    parties_fr = models.CharField(_("between whom, in French"), max_length=400, blank=True)
    sources = sources()

    class Meta:
        verbose_name = _("agreement signed at a meeting")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signing_says_what_and_between_whom",
                condition=(~Q(about_ar="") | ~Q(about_fr="")) & (~Q(parties_ar="") | ~Q(parties_fr="")),
            ),
            SameAs(
                name="signing_meeting_demonstration", column="meeting_id", subject="forum_meeting",
                shared="is_demonstration",
            ),
            SameAs(
                name="signing_meeting_wave", column="meeting_id", subject="forum_meeting", shared="wave_id"
            ),
            *open_to_all("signing"),
        ]  # fmt: skip
