"""What happened along the way, what was published, what was reached, and the documents that show it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.accounts.models import User
from jisr.centres.choices import Public
from jisr.common.models import Keyed
from jisr.common.walls import Policy
from jisr.forum.models.walls import ME, sources
from jisr.ledger.agreements.choices import ClaimAbout, DocumentKind, MilestoneKind, Precision, Unit
from jisr.ledger.agreements.models.agreements import INVENTED_OR_SOURCED, Agreement, OfAgreement, Party
from jisr.ledger.agreements.models.objects import Placed, placed
from jisr.ledger.agreements.models.walls import FIRST, KEEPER, SECOND, SEEN, alike, mine, near, published, same

#: A file is at most this long, in bytes.
MOST_BYTES = 10 * 1024 * 1024
#: Whoever may know of a document may open it.
_OF_DOCUMENTS = "document_id = ANY(ARRAY(SELECT id FROM agreements_document))"


class Document(OfAgreement):
    """A file of an agreement: what it is, and the checksum by which anybody can tell it from another one."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="documents", editable=False)
    kind = models.CharField(pgettext_lazy("of document", "kind"), max_length=10, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=200)
    media_type = models.CharField(max_length=60, editable=False, help_text="read from the content, not from the name")
    size = models.PositiveIntegerField(editable=False, help_text="bytes")
    sha256 = models.CharField(max_length=64, editable=False)
    is_public = models.BooleanField(_("shown to everybody"), default=False)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document of an agreement")
        constraints: ClassVar = [
            *alike("agreementdocument", "agreement_id", "sha256"),
            models.UniqueConstraint(fields=["agreement", "sha256"], name="agreementdocument_once_an_agreement"),
            models.CheckConstraint(name="agreementdocument_kind_known", condition=Q(kind__in=DocumentKind.values)),
            models.CheckConstraint(
                name="agreementdocument_of_some_bytes", condition=Q(size__gt=0, size__lte=MOST_BYTES)
            ),
            *same("agreementdocument", "agreement_id", "agreements_agreement", "is_demonstration"),
            # a file that is not shown to everybody is its region's: for others it does not exist
            *published(
                "agreementdocument", using=f"is_public AND {SEEN} OR {mine(KEEPER, FIRST, SECOND)}",
                shown=f"is_public AND {SEEN}", verbs="SELECT, INSERT, UPDATE (is_public)",
            ),
            Policy(
                name="agreementdocument_in_her_own_name", to="jisr_app", using="true", check=f"added_by_id = {ME}",
                restrictive=True, on="INSERT",
            ),
        ]  # fmt: skip


class DocumentContent(Keyed):
    """The bytes of a document, apart from its row; the database itself works out that they have its checksum."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="content")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("content of a document")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agreementdocumentcontent_has_its_checksum",
                condition=Q(
                    sha256=Func(
                        Func(F("content"), function="sha256", output_field=models.BinaryField()), Value("hex"),
                        function="encode", output_field=models.CharField(),
                    )
                ),
            ),
            *same("agreementdocumentcontent", "document_id", "agreements_document", "agreement_id", "sha256"),
            Policy(
                name="agreementdocumentcontent_app", to="jisr_app", using=_OF_DOCUMENTS, check=mine(KEEPER),
                verbs="SELECT, INSERT",
            ),
            Policy(
                name="agreementdocumentcontent_public", to="jisr_public", check="false", verbs="SELECT",
                using=_OF_DOCUMENTS,
            ),
        ]  # fmt: skip


class Milestone(OfAgreement):
    """Something that happened along the way, when, and where that was read. Taken back, never edited."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="milestones", editable=False)
    kind = models.CharField(pgettext_lazy("of milestone", "kind"), max_length=12, choices=MilestoneKind)
    happened_on = models.DateField(_("on"))
    precision = models.CharField(_("what is known of the date"), max_length=5, choices=Precision, default=Precision.DAY)
    note_ar = models.CharField(_("in a few words, in Arabic"), max_length=300, blank=True)
    note_fr = models.CharField(_("in a few words, in French"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("document")
    )
    sources = sources()
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_back_why = models.CharField(_("why it is taken back"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("milestone")
        indexes: ClassVar = [models.Index(fields=["agreement", "happened_on"], name="milestone_agreement_day")]
        constraints: ClassVar = [
            models.CheckConstraint(name="milestone_kind_known", condition=Q(kind__in=MilestoneKind.values)),
            models.CheckConstraint(name="milestone_precision_known", condition=Q(precision__in=Precision.values)),
            models.CheckConstraint(
                name="milestone_taken_back_with_a_reason",
                condition=Q(taken_back_at=None, taken_back_why="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_why="")),
            ),
            models.CheckConstraint(name="milestone_invented_or_sourced", condition=INVENTED_OR_SOURCED),
            *same("milestone", "agreement_id", "agreements_agreement", "is_demonstration"),
            *same("milestone", "document_id", "agreements_document", "agreement_id"),
            *published("milestone", verbs="SELECT, INSERT, UPDATE (taken_back_at, taken_back_why)"),
            Policy(
                name="milestone_taken_back_once", to="jisr_app", using="taken_back_at IS NULL", check="true",
                restrictive=True, on="UPDATE",
            ),
        ]  # fmt: skip


class Claim(OfAgreement):
    """A figure that a source gives; two that contradict one another are both shown, and none is chosen.

    What the loader of the public record wrote is its own alone. The council of the region writes others beside them,
    each with its source; what it wrote is never edited: it is taken out with a reason, or another takes its place.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="claims", editable=False)
    about = models.CharField(_("about"), max_length=12, choices=ClaimAbout)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("party"))
    value = models.BigIntegerField(
        _("figure"), null=True, blank=True, help_text="minor units where it is money, else how many"
    )
    is_about = models.BooleanField(_("the source says about"), default=False)
    text_ar = models.CharField(_("as we read it, in Arabic"), max_length=400, blank=True)
    text_fr = models.CharField(_("as we read it, in French"), max_length=400, blank=True)
    sources = sources()
    by_council = models.BooleanField(
        default=False, editable=False, help_text="written down by the council of its region, not by the public record"
    )
    added_at = models.DateTimeField(null=True, blank=True, editable=False)
    replaces = models.OneToOneField("self", models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_back_why = models.CharField(_("why it is taken out"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("published figure")
        constraints: ClassVar = [
            *alike("claim", "agreement_id"),
            models.CheckConstraint(name="claim_about_known", condition=Q(about__in=ClaimAbout.values)),
            models.CheckConstraint(
                name="claim_says_something", condition=Q(value__gte=0) | (~Q(text_ar="") & ~Q(text_fr=""))
            ),
            models.CheckConstraint(name="claim_has_a_source", condition=~Q(sources=[])),
            models.CheckConstraint(
                name="claim_taken_back_with_a_reason",
                condition=Q(taken_back_at=None, taken_back_why="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_why="")),
            ),
            models.CheckConstraint(
                name="claim_of_the_record_stays",
                condition=Q(by_council=True) | Q(by_council=False, taken_back_at=None, replaces=None),
            ),
            *same("claim", "agreement_id", "agreements_agreement", "is_demonstration"),
            *same("claim", "party_id", "agreements_party", "is_demonstration"),
            *same("claim", "replaces_id", "agreements_claim", "agreement_id"),
            *published(
                "claim", check=f"by_council AND {near(KEEPER)}",
                verbs="SELECT, INSERT, UPDATE (taken_back_at, taken_back_why)",
            ),
            Policy(
                name="claim_taken_back_once", to="jisr_app", using="by_council AND taken_back_at IS NULL",
                check="true", restrictive=True, on="UPDATE",
            ),
        ]  # fmt: skip


class Reached(OfAgreement, Placed):
    """How many were reached by a day, handed in as counts; the last one for a place and a unit holds."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reached", editable=False)
    unit = models.CharField(_("what is counted"), max_length=12, choices=Unit)
    public = models.CharField(_("for whom"), max_length=20, choices=Public, blank=True)
    number = models.PositiveIntegerField(_("how many"))
    rural = models.PositiveIntegerField(_("of whom in rural communes"), null=True, blank=True)
    as_of = models.DateField(_("counted on"))
    sources = sources()
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("count of those reached")
        constraints: ClassVar = [
            models.CheckConstraint(name="reached_unit_known", condition=Q(unit__in=Unit.values)),
            models.CheckConstraint(name="reached_public_known", condition=Q(public__in=["", *Public.values])),
            models.CheckConstraint(
                name="reached_rural_among_them", condition=Q(rural=None) | Q(rural__lte=F("number"))
            ),
            models.CheckConstraint(name="reached_invented_or_sourced", condition=INVENTED_OR_SOURCED),
            *placed("reached"),
            *same("reached", "agreement_id", "agreements_agreement", "is_demonstration"),
            *published("reached"),
        ]  # fmt: skip
