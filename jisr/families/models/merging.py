"""Two files that may be one person's: what was proposed, what was decided, and what a joining moved."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import OPEN, Policy, SameCompartment, walls
from jisr.families.choices import ApartReason, FormerKind, ReviewSource, ReviewState, Said
from jisr.families.models.households import Household
from jisr.families.models.persons import Person

ITS_SIDES = "one_centre_id = ANY(jisr_centres()) OR other_centre_id = ANY(jisr_centres())"
_READ = (
    "id", "one", "other", "one_centre_id", "other_centre_id", "one_since", "other_since", "source", "score",
    "reasons", "state", "one_said",
    "other_said", "proposed_at", "proposed_by_id", "decided_at", "decided_by_id", "compartment",
)  # fmt: skip


class ReviewManager(models.Manager):
    """Reads what the application may read: never the digest of the facts that were compared."""

    def get_queryset(self) -> Any:
        """Without the digest."""
        return super().get_queryset().defer("facts")


class Review(Keyed):
    """A pair of persons who are perhaps one. The two are named by their keys alone: a person may be gone by then.

    Written by the doors of the database alone; each side reads it, and of the other half only where it is known.
    """

    one = models.UUIDField(help_text="key of the person whose key is the smaller")
    other = models.UUIDField()
    one_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", help_text="in charge of the first's file")
    other_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    one_since = models.DateField(help_text="since when she is known there")
    other_since = models.DateField()
    source = models.CharField(_("proposed by"), max_length=10, choices=ReviewSource)
    score = models.FloatField(_("likeness"))
    reasons = ArrayField(models.CharField(max_length=24), default=list)
    state = models.CharField(max_length=9, choices=ReviewState, default=ReviewState.WAITING)
    one_said = models.CharField(max_length=9, choices=Said, blank=True)
    other_said = models.CharField(max_length=9, choices=Said, blank=True)
    facts = models.CharField(max_length=64, blank=True, help_text="digest of what was compared; read by no page")
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    compartment = CompartmentField()

    objects = ReviewManager()

    class Meta:
        verbose_name = _("pair that may be one person")
        base_manager_name = "objects"
        indexes: ClassVar = [
            models.Index(fields=["one_centre", "state", "-score"], name="review_one"),
            models.Index(fields=["other_centre", "state", "-score"], name="review_other"),
            models.Index(fields=["other"], name="review_of_other"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other", "compartment"], name="review_one_a_pair"),
            models.CheckConstraint(name="review_in_one_order", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(name="review_likeness_from_0_to_1", condition=Q(score__gte=0, score__lte=1)),
            Policy(name="review_sides", to="jisr_app", using=ITS_SIDES, check="false",
                   verbs=f"SELECT ({', '.join(_READ)})"),
            Policy(name="review_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]  # fmt: skip


class Merge(Keyed):
    """One person's file was joined into another's: who, when, from where; what it moved stands in its changes."""

    review = models.UUIDField(null=True, blank=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", help_text="who stays")
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    gone = models.UUIDField(help_text="key of the person who was joined")
    gone_household = models.UUIDField(help_text="where she stood")
    whole = models.BooleanField(help_text="the household went along")
    one_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    other_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    undone_reason = models.CharField(_("why"), max_length=10, choices=ApartReason, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("joining of two files")
        indexes: ClassVar = [
            models.Index(fields=["household"], name="merge_household"),
            models.Index(fields=["person"], name="merge_person"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="merge_undone_whole", condition=Q(undone_at=None, undone_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_reason="")),
            ),
            Policy(name="merge_sides", to="jisr_app", using=ITS_SIDES, check="false", verbs="SELECT"),
            Policy(name="merge_compartment", to="jisr_app", using=OPEN, restrictive=True),
            SameCompartment(name="merge_same_compartment", column="household_id", subject="families_household"),
        ]  # fmt: skip


class MergeChange(Keyed):
    """One statement of a joining: which rows of which table, which column, what stood there, what stands there now.

    No login of the product reads it: it names rows of every compartment that moved. It falls with its joining.
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="+")
    n = models.PositiveIntegerField(help_text="in which order")
    op = models.CharField(max_length=6, help_text="set, field, add, del or keys")
    tab = models.CharField(max_length=63)
    col = models.CharField(max_length=63, blank=True)
    keys = ArrayField(models.UUIDField(), default=list)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("change made by a joining")
        constraints: ClassVar = [models.UniqueConstraint(fields=["merge", "n"], name="mergechange_in_order")]


class Former(Keyed):
    """An identifier of yesterday: the key or the reference of a file that was joined, and where it leads."""

    kind = models.CharField(max_length=9, choices=FormerKind)
    old = models.CharField(max_length=40)
    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True, blank=True)
    within = models.UUIDField(help_text="household in which it stood")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("former identifier")
        indexes: ClassVar = [
            models.Index(fields=["old"], name="former_old"),
            models.Index(fields=["household"], name="former_household"),
        ]
        constraints: ClassVar = walls(subject=("household_id", "families_household"), prefix="former")


class ProtectedLink(Keyed):
    """A protected file is the same person's as another file. Nothing moves; only keepers know."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", help_text="whose key is the smaller")
    same = models.ForeignKey(Person, models.CASCADE, related_name="+")
    one_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    other_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("link of a protected file")
        constraints: ClassVar = [
            models.CheckConstraint(name="protectedlink_is_protected", condition=~Q(compartment="")),
            Policy(name="protectedlink_sides", to="jisr_app", using=ITS_SIDES, check="false", verbs="SELECT"),
            Policy(name="protectedlink_compartment", to="jisr_app", using=OPEN, restrictive=True),
        ]  # fmt: skip
