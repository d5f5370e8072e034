"""Who runs centres, and the programmes that pay for services."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import OperatorKind, Public, Theme
from jisr.centres.models.held import SameAs
from jisr.common.walls import Grant

CATALOGUE = "the catalogue is public; it holds no person"


class Named(models.Model):
    """Something of the catalogue with its code, its two names and where we know it from."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_zgh = models.CharField(
        _("name in Tamazight"), max_length=200, blank=True, help_text=_("in Tifinagh, as on the sign; else left empty")
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("where this is published, with its date")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.label_lower}:{self.code}"


class Operator(Named):
    """A mutual aid institution, association, cooperative or council that runs centres without owning the files."""

    kind = models.CharField(pgettext_lazy("of operator", "kind"), max_length=12, choices=OperatorKind)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="operator_id_demonstration"),
            models.CheckConstraint(name="operator_kind_known", condition=Q(kind__in=OperatorKind.values)),
            Grant(name="operator_app", to="jisr_app", verbs="SELECT, INSERT, UPDATE", reason=CATALOGUE),
            Grant(name="operator_public", to="jisr_public", verbs="SELECT", reason=CATALOGUE),
        ]


class Programme(Named):
    """What pays for services: the joint of care and money (HSDS ``program``)."""

    themes = ArrayField(models.CharField(max_length=20, choices=Theme), verbose_name=_("themes"), default=list)
    publics = ArrayField(
        models.CharField(max_length=20, choices=Public), verbose_name=_("publics"), default=list, blank=True
    )
    owner = models.ForeignKey(Operator, models.PROTECT, related_name="programmes", verbose_name=_("owner"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "is_demonstration"], name="programme_id_demonstration"),
            models.CheckConstraint(
                name="programme_starts_before_it_ends", condition=Q(until=None) | Q(since__lte=F("until"))
            ),
            models.CheckConstraint(name="programme_themes_known", condition=Q(themes__contained_by=Theme.values)),
            models.CheckConstraint(name="programme_publics_known", condition=Q(publics__contained_by=Public.values)),
            SameAs(
                name="programme_owner_demonstration", column="owner_id", subject="centres_operator",
                shared="is_demonstration",
            ),
            Grant(name="programme_app", to="jisr_app", verbs="SELECT, INSERT, UPDATE", reason=CATALOGUE),
            Grant(name="programme_public", to="jisr_public", verbs="SELECT", reason=CATALOGUE),
        ]  # fmt: skip
