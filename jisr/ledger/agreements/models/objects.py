"""What the money is for, and how many people it was promised to."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.choices import Public
from jisr.centres.models import Programme
from jisr.centres.models.held import Law
from jisr.forum.models.walls import sources
from jisr.ledger.agreements.choices import Unit
from jisr.ledger.agreements.models.agreements import Agreement, OfAgreement, OfVersion, Version
from jisr.ledger.agreements.models.walls import BALANCED, alike, part_of_version, published, same
from jisr.territory.models import Province


class ObjectLine(OfAgreement):
    """Something that an agreement pays for, and the programme that it funds; the same line in every version."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="lines", editable=False)
    code = models.SlugField(_("code"), max_length=60)
    name_ar = models.CharField(_("name in Arabic"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("programme"),
        help_text="the joint of money and care; none where the agreement names none",
    )  # fmt: skip

    class Meta:
        verbose_name = _("object line")
        constraints: ClassVar = [
            *alike("objectline", "agreement_id", "is_demonstration"),
            models.UniqueConstraint(fields=["agreement", "code"], name="objectline_code_once"),
            *same("objectline", "agreement_id", "agreements_agreement", "is_demonstration"),
            *same("objectline", "programme_id", "centres_programme", "is_demonstration"),
            *published("objectline"),
        ]  # fmt: skip


class LineTerm(OfVersion):
    """How much one version gives to an object line; nothing where that was not published."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="line_terms", editable=False)
    line = models.ForeignKey(ObjectLine, models.PROTECT, related_name="terms", verbose_name=_("object line"))
    amount = models.BigIntegerField(
        pgettext_lazy("of object line", "amount"), null=True, blank=True,
        help_text="minor units of the agreement's currency",
    )  # fmt: skip

    class Meta:
        verbose_name = _("amount of an object line")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "line"], name="lineterm_once_a_line"),
            models.CheckConstraint(name="lineterm_never_negative", condition=Q(amount=None) | Q(amount__gte=0)),
            *same("lineterm", "line_id", "agreements_objectline", "agreement_id"),
            *part_of_version("lineterm"),
            Law(name="lineterm_balanced", function=BALANCED),
        ]  # fmt: skip


class Placed(models.Model):
    """A province, or an invented place that the territory does not know; neither for the whole agreement."""

    province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("province")
    )
    place_ar = models.CharField(_("place in Arabic"), max_length=120, blank=True)
    place_fr = models.CharField(_("place in French"), max_length=120, blank=True)

    class Meta:
        abstract = True


def placed(table: str) -> list[models.BaseConstraint]:
    """One place, in both languages, and an invented one under an invented agreement alone."""
    return [
        models.CheckConstraint(
            name=f"{table}_at_one_place",
            condition=Q(place_ar="", place_fr="")
            | (Q(province=None, is_demonstration=True) & ~Q(place_ar="") & ~Q(place_fr="")),
        )
    ]


class Target(OfVersion, Placed):
    """How many a version promises to reach: of whom, and in which province."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="targets", editable=False)
    unit = models.CharField(_("what is counted"), max_length=12, choices=Unit)
    public = models.CharField(_("for whom"), max_length=20, choices=Public, blank=True)
    number = models.PositiveIntegerField(_("how many"))
    sources = sources()

    class Meta:
        verbose_name = _("target")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "unit", "public", "province", "place_fr"], nulls_distinct=False,
                name="agreementtarget_once_a_place",
            ),
            models.CheckConstraint(name="agreementtarget_unit_known", condition=Q(unit__in=Unit.values)),
            models.CheckConstraint(name="agreementtarget_public_known", condition=Q(public__in=["", *Public.values])),
            *placed("agreementtarget"),
            *part_of_version("agreementtarget"),
        ]  # fmt: skip
