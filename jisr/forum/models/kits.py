"""Kits of a meeting: cut on the main server, opened on a laptop in the hall, joined again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models.held import SameAs
from jisr.common.models import Keyed
from jisr.common.walls import Grant, Policy
from jisr.forum.models.walls import ME, MY_WAVES, TODAY, Demonstration
from jisr.forum.models.waves import Meeting, Wave

#: Waves of which the speaker is secretary today.
MY_KEPT_WAVES = f"ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = {ME} AND role = 'secretary' AND {TODAY}))"  # noqa: S608


class Kit(Keyed, Demonstration):
    """A kit was cut for a meeting. Its key is worked out from its number and the key of this installation."""

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="kits")
    cut_at = models.DateTimeField(default=timezone.now)
    cut_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("meeting kit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "wave"], name="kit_id_wave"),
            SameAs(name="kit_meeting_wave", column="meeting_id", subject="forum_meeting", shared="wave_id"),
            SameAs(
                name="kit_meeting_demonstration", column="meeting_id", subject="forum_meeting",
                shared="is_demonstration",
            ),
            SameAs(
                name="kit_user_demonstration", column="cut_by_id", subject="accounts_user", shared="is_demonstration"
            ),
            Policy(
                name="kit_secretaries", to="jisr_app", using=f"wave_id = {MY_KEPT_WAVES}", verbs="SELECT, INSERT"
            ),
        ]  # fmt: skip


class KitBundle(Keyed):
    """What a kit gathered, as it was brought: sealed until it is joined, then only how much it was."""

    kit = models.ForeignKey(Kit, models.PROTECT, related_name="bundles")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+", editable=False)
    digest = models.CharField(max_length=64, help_text="of the file: the same one twice is one")
    content = models.BinaryField(null=True, help_text="the file as it was brought; gone once it is joined")
    brought_at = models.DateTimeField(default=timezone.now)
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    off_s = models.IntegerField(default=0, help_text="seconds to add to the clock of the kit")
    joined_at = models.DateTimeField(null=True, blank=True)
    joined_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True, help_text="{new, there, refused, votes, people}")

    class Meta:
        verbose_name = _("bundle of a meeting kit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kit", "digest"], name="kitbundle_once"),
            models.CheckConstraint(
                name="kitbundle_waits_or_was_joined",
                condition=Q(content__isnull=False, joined_at=None, joined_by=None)
                | Q(content=None, joined_at__isnull=False, joined_by__isnull=False),
            ),
            SameAs(name="kitbundle_kit_wave", column="kit_id", subject="forum_kit", shared="wave_id"),
            Policy(
                name="kitbundle_secretaries", to="jisr_app", using=f"wave_id = {MY_KEPT_WAVES}",
                verbs="SELECT, INSERT, UPDATE (content, joined_at, joined_by_id, counts)",
            ),
        ]  # fmt: skip


class OpenedKit(models.Model):
    """In a kit: which one it is. On the main server the table is empty."""

    kit = models.UUIDField(primary_key=True, help_text="number of the kit on the main server")
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    instance = models.UUIDField(help_text="this laptop: the same kit may be opened on two")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opened meeting kit")
        constraints: ClassVar = [
            Grant(
                name="openedkit_read", to="jisr_app", verbs="SELECT",
                reason="which kit this installation is stands on each of its pages; empty elsewhere",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"forum.openedkit:{self.pk}"


class KitSecret(models.Model):
    """In a kit: what a keyed hash was made from (a slip, a voter), sealed, so that the main server makes its own."""

    hash = models.CharField(max_length=64, primary_key=True)
    sealed = models.BinaryField(help_text="encrypted, bound to its hash")

    class Meta:
        verbose_name = _("kept code of a meeting kit")
        constraints: ClassVar = [
            Policy(
                name="kitsecret_team", to="jisr_app", verbs="SELECT", check="false",
                using=f"EXISTS (SELECT FROM forum_openedkit o WHERE o.wave_id = {MY_WAVES})",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"forum.kitsecret:{self.pk[:8]}"
