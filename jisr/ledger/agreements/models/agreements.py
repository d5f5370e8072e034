"""Agreements and their versions: what was agreed, by whom, and what an amendment changed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.centres.models.held import Law
from jisr.common.models import Keyed, Versioned
from jisr.common.money import MAD
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME, Demonstration, sources
from jisr.ledger.agreements.choices import AgreementState, PartyKind, ProvisionKind
from jisr.ledger.agreements.models.walls import (
    BALANCED,
    HOLDS,
    KEEPER,
    OF_ITS_REGION,
    SEEN,
    alike,
    mine,
    part_of_version,
    published,
    same,
)
from jisr.territory.models import Region

#: What is invented has no source, and says so instead.
INVENTED_OR_SOURCED = Q(is_demonstration=False) | Q(sources=[])
_KEEPS = (
    f"EXISTS (SELECT FROM staff_post p WHERE p.user_id = {ME} AND p.role = '{KEEPER}' AND {HOLDS} AND "
    + OF_ITS_REGION.replace("a.", "agreements_agreement.")
    + ")"
)
#: A draft is its region's own until it is initialled, unless it was published somewhere.
_SHOWN = "(state <> 'drafted' OR jsonb_array_length(sources) > 0)"
#: What is known from publications is written by their loader alone.
_OWN = "sources = '[]'::jsonb"
_VERSIONS_MINE = mine(KEEPER)


class Party(Keyed, Demonstration):
    """Who may pledge, pay or carry out: one row for each, whatever number of agreements name it."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(pgettext_lazy("of party", "kind"), max_length=12, choices=PartyKind)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)

    class Meta:
        verbose_name = _("party")
        constraints: ClassVar = [
            *alike("party", "is_demonstration"),
            models.CheckConstraint(name="party_kind_known", condition=Q(kind__in=PartyKind.values)),
            Policy(
                name="party_app", to="jisr_app", using="true", verbs="SELECT, INSERT",
                check=f"EXISTS (SELECT FROM staff_post p WHERE p.user_id = {ME} AND p.role = '{KEEPER}' AND {HOLDS}"
                " AND p.is_demonstration = agreements_party.is_demonstration)",
            ),
            # institutions that sign public agreements; no person is a party
            Policy(name="party_public", to="jisr_public", using="true", check="false", verbs="SELECT"),
        ]  # fmt: skip


class Agreement(Keyed, Versioned, Demonstration):
    """A promise between parties over money. What it says stands in its versions; the last one in force holds."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300)
    about_ar = models.TextField(_("what it is about, in Arabic"), max_length=4_000, blank=True)
    about_fr = models.TextField(_("what it is about, in French"), max_length=4_000, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region"),
        help_text="none for the whole country, and for an invented region, which the territory does not know",
    )  # fmt: skip
    place_ar = models.CharField(_("place in Arabic"), max_length=120, blank=True)
    place_fr = models.CharField(_("place in French"), max_length=120, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default=MAD, help_text="of every amount under it")
    state = models.CharField(
        pgettext_lazy("of agreement", "state"), max_length=10, choices=AgreementState, default=AgreementState.DRAFTED
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    sources = sources()

    class Meta:
        verbose_name = _("agreement")
        indexes: ClassVar = [models.Index(fields=["region", "state"], name="agreement_region_state")]
        constraints: ClassVar = [
            *alike("agreement", "is_demonstration"),
            models.CheckConstraint(name="agreement_state_known", condition=Q(state__in=AgreementState.values)),
            models.CheckConstraint(name="agreement_currency_is_iso", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(
                name="agreement_begins_before_it_ends",
                condition=Q(since=None) | Q(until=None) | Q(since__lte=F("until")),
            ),
            models.CheckConstraint(
                name="agreement_without_region_names_its_place",
                condition=Q(region__isnull=False) | (~Q(place_ar="") & ~Q(place_fr="")),
            ),
            # what concerns the whole country is known from publications alone
            models.CheckConstraint(
                name="agreement_national_is_published",
                condition=Q(region__isnull=False) | Q(is_demonstration=True) | ~Q(sources=[]),
            ),
            models.CheckConstraint(name="agreement_invented_or_sourced", condition=INVENTED_OR_SOURCED),
            Law(
                name="agreement_moves_forward", function="jisr_agreements_forward_trigger", on="UPDATE OF state",
                before=True,
            ),
            Law(name="agreement_balanced", function=BALANCED, on="INSERT OR UPDATE OF state"),
            Policy(
                name="agreement_app", to="jisr_app", using=f"{_SHOWN} OR {_KEEPS}", check=f"{_KEEPS} AND {_OWN}",
                verbs="SELECT, INSERT, UPDATE (version, name_ar, name_fr, about_ar, about_fr, state, since, until)",
            ),
            Policy(name="agreement_public", to="jisr_public", using=_SHOWN, check="false", verbs="SELECT"),
        ]  # fmt: skip


class OfAgreement(Keyed, Demonstration):
    """A row under an agreement; invented exactly where the agreement is."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class Version(OfAgreement):
    """What an agreement says from a day on: the first text, then one for each amendment.

    It is written while in preparation; once in force nobody changes it, and the next one replaces it.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions", editable=False)
    number = models.PositiveSmallIntegerField(_("number"))
    envelope = models.BigIntegerField(
        _("envelope"), null=True, blank=True, help_text="minor units; none where no single figure was published"
    )
    in_force = models.BooleanField(default=False, editable=False)
    effective_on = models.DateField(_("in force since"), null=True, blank=True)
    why_ar = models.TextField(_("why it was amended, in Arabic"), max_length=2_000, blank=True)
    why_fr = models.TextField(_("why it was amended, in French"), max_length=2_000, blank=True)
    sources = sources()

    class Meta:
        verbose_name = _("version of an agreement")
        constraints: ClassVar = [
            *alike("agreementversion", "agreement_id", "is_demonstration"),
            models.UniqueConstraint(fields=["agreement", "number"], name="agreementversion_number_once"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(in_force=False), name="agreementversion_one_in_preparation"
            ),
            models.CheckConstraint(name="agreementversion_numbered_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="agreementversion_envelope_positive", condition=Q(envelope=None) | Q(envelope__gt=0)
            ),
            models.CheckConstraint(
                name="agreementversion_in_force_says_since_when",
                condition=Q(in_force=False) | Q(effective_on__isnull=False) | ~Q(sources=[]),
            ),
            models.CheckConstraint(name="agreementversion_invented_or_sourced", condition=INVENTED_OR_SOURCED),
            *same("agreementversion", "agreement_id", "agreements_agreement", "is_demonstration"),
            Law(
                name="agreementversion_kept_once_in_force", function="jisr_agreements_kept_trigger",
                on="UPDATE OR DELETE", before=True,
            ),
            Law(name="agreementversion_balanced", function=BALANCED, on="INSERT OR UPDATE"),
            *published(
                "agreementversion", using=f"{SEEN} AND (in_force OR {_VERSIONS_MINE})", shown=f"{SEEN} AND in_force",
                check=f"{_VERSIONS_MINE} AND {_OWN}",
                verbs="SELECT, INSERT, UPDATE (envelope, in_force, effective_on, why_ar, why_fr), DELETE",
            ),
        ]  # fmt: skip


class OfVersion(OfAgreement):
    """Part of what one version says."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True


class Given(models.Model):
    """An amount that was given in another currency than the agreement's, with the dated rate that turned it."""

    given = models.BigIntegerField(null=True, blank=True, help_text="minor units of the other currency")
    given_currency = models.CharField(max_length=3, blank=True)
    rate = models.DecimalField(max_digits=18, decimal_places=8, null=True, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    rate_source = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


def turned(table: str) -> list[models.BaseConstraint]:
    """Nothing of another currency, or all of it: amount, rate, day and source, and the amount that they make."""
    none = Q(given=None, given_currency="", rate=None, rate_on=None, rate_source="")
    whole = (
        Q(given__isnull=False, rate__gt=0, rate_on__isnull=False, given_currency__regex=r"^[A-Z]{3}$")
        & ~Q(rate_source="")
        & Q(amount=_rounded())
    )
    return [models.CheckConstraint(name=f"{table}_rate_dated_and_sourced", condition=none | whole)]


def _rounded() -> Any:
    product = models.ExpressionWrapper(F("given") * F("rate"), output_field=models.DecimalField())
    return models.functions.Round(product, output_field=models.DecimalField())


class Share(OfVersion, Given):
    """A party to an agreement, and what it pledges; nothing where that was not published, zero where it pays none."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="shares", editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", verbose_name=_("party"))
    amount = models.BigIntegerField(
        _("pledged share"), null=True, blank=True, help_text="minor units of the agreement's currency"
    )
    sources = sources()

    class Meta:
        verbose_name = _("share of a party")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "party"], name="share_once_a_party"),
            models.CheckConstraint(name="share_never_negative", condition=Q(amount=None) | Q(amount__gte=0)),
            *turned("share"),
            *same("share", "party_id", "agreements_party", "is_demonstration"),
            *part_of_version("share"),
            Law(name="share_balanced", function=BALANCED),
        ]  # fmt: skip


class Provision(OfVersion):
    """How the agreement is governed, by whom its committee sits, and on what it depends."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="provisions", editable=False)
    kind = models.CharField(pgettext_lazy("of provision", "kind"), max_length=10, choices=ProvisionKind)
    text_ar = models.TextField(_("text in Arabic"), max_length=2_000)
    text_fr = models.TextField(_("text in French"), max_length=2_000)
    sources = sources()

    class Meta:
        verbose_name = _("provision of an agreement")
        constraints: ClassVar = [
            models.CheckConstraint(name="provision_kind_known", condition=Q(kind__in=ProvisionKind.values)),
            *part_of_version("provision"),
        ]  # fmt: skip
