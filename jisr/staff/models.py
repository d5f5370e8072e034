"""Posts: a user in a role at one place, from a day until a day."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.centres.models.held import SameAs
from jisr.common.choices import Compartment
from jisr.common.models import Keyed
from jisr.common.walls import Grant
from jisr.staff.choices import ROLES, Level, role_choices, roles_at
from jisr.territory.models import Province, Region

_NO_PLACE: dict[str, bool] = {"centre__isnull": True, "province__isnull": True, "region__isnull": True}


def _held_at(level: Level) -> Q:
    """Posts of this level: its roles, its place, and no other place."""
    places = _NO_PLACE | ({} if level == Level.NATION else {f"{level.value}__isnull": False})
    return Q(role__in=roles_at(level), **places)


class Post(Keyed):
    """What a user may do, and where. It ends; it is never deleted. Written by two functions of the database alone."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=30, choices=role_choices)
    centre = models.ForeignKey(
        Centre, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("centre")
    )
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("province")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region")
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("first day on which the post no longer holds")
    )
    compartments = ArrayField(
        models.CharField(max_length=12, choices=Compartment), verbose_name=_("protected files kept"), default=list,
        blank=True,
    )  # fmt: skip
    is_demonstration = models.BooleanField(default=False, editable=False, help_text="the user's, held by a key")

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes: ClassVar = [models.Index(fields=["user", "since"], name="post_user_since")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="post_at_the_place_of_its_role",
                condition=_held_at(Level.CENTRE) | _held_at(Level.PROVINCE) | _held_at(Level.REGION)
                | _held_at(Level.NATION),
            ),
            models.CheckConstraint(
                name="post_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="post_compartments_known", condition=Q(compartments__contained_by=Compartment.values)
            ),
            models.CheckConstraint(
                name="post_compartments_at_a_centre", condition=Q(compartments=[]) | Q(centre__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["user", "role", "centre", "province", "region"], condition=Q(until__isnull=True),
                nulls_distinct=False, name="post_once_at_a_place",
            ),
            SameAs(
                name="post_user_demonstration", column="user_id", subject="accounts_user", shared="is_demonstration"
            ),
            SameAs(
                name="post_centre_demonstration", column="centre_id", subject="centres_centre",
                shared="is_demonstration",
            ),
            Grant(
                name="post_read", to="jisr_app", verbs="SELECT",
                reason="read before any scope exists, to make it; who holds which post is no secret among colleagues",
            ),
        ]  # fmt: skip

    @property
    def level(self) -> Level:
        """The level of the place at which it is held."""
        if self.centre_id:
            return Level.CENTRE
        if self.province_id:
            return Level.PROVINCE
        return Level.REGION if self.region_id else Level.NATION

    @property
    def place(self) -> Any:
        """The centre, the province or the region; None for the nation."""
        return self.centre or self.province or self.region

    @property
    def role_label(self) -> str:
        """What the role is called, in the language of the reader."""
        return str(ROLES[self.role].label)

    @property
    def place_name(self) -> str:
        """What the place is called, in the language of the reader."""
        if self.place is None:
            return gettext("the whole country")
        return self.place.name_ar if (get_language() or "ar").startswith("ar") else self.place.name_fr

    @property
    def compartment_labels(self) -> list[str]:
        """What the compartments it keeps are called."""
        return [str(Compartment(code).label) for code in self.compartments]
