"""The conditions of a service as data, in versions: the tree, from which day, where it was read, who wrote it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models.changes import Watched
from jisr.centres.models.services import Service
from jisr.common.models import Keyed
from jisr.common.walls import Policy

#: What visitors read of it: everything but who wrote it.
_READ = (
    "id", "service_id", "version", "since", "until", "tree", "source_title", "source_url", "source_read_on",
    "written_at",
)  # fmt: skip


class RuleManager(models.Manager):
    """Reads what every login may read: who wrote it is asked for by its name."""

    def get_queryset(self) -> Any:
        """Without the writer."""
        return super().get_queryset().defer("by")


class ServiceRule(Keyed):
    """On which conditions a service takes somebody, from a day until a day; a version that held is never rewritten."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="rules")
    version = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="first day on which it no longer holds")
    tree = models.JSONField(help_text="a tree of jisr.conditions over the facts of centres/parameters/facts.yaml")
    source_title = models.CharField(max_length=200)
    source_url = models.URLField(max_length=300, blank=True)
    source_read_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    objects = RuleManager()

    class Meta:
        verbose_name = _("conditions of a service")
        base_manager_name = "objects"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "version"], name="servicerule_one_a_version"),
            models.UniqueConstraint(fields=["service"], condition=Q(until=None), name="servicerule_one_without_end"),
            models.CheckConstraint(
                # one that was replaced on its first day never held alone
                name="servicerule_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(name="servicerule_version_from_1", condition=Q(version__gte=1)),
            models.CheckConstraint(name="servicerule_has_a_source", condition=~Q(source_title="")),
            Watched(name="servicerule_watched", of="service_id"),
            Policy(
                name="servicerule_app", to="jisr_app", using="true", verbs="SELECT, INSERT, UPDATE (until)"
            ),
            Policy(
                name="servicerule_public", to="jisr_public", check="false", verbs=f"SELECT ({', '.join(_READ)})",
                using="EXISTS (SELECT FROM centres_service s WHERE s.id = service_id)",
            ),
        ]  # fmt: skip
