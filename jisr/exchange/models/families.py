"""A centre's list of families between the file and the registry: sealed pieces, rows as read, what they would do.

Everything here but ``FamilyImport`` and ``ImportSource`` is unlogged: it is gone after a crash of the database, after
a day, on a cancel and once it is taken in. Names stand in clear in ``ImportRow`` alone, which no login can read; the
doors of the import read it (docs/decisions/0088).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.centres.models import Centre
from jisr.common.models import MINE, Keyed
from jisr.common.walls import Grant, Policy
from jisr.exchange.choices import FamilyImportState, PairDecision

HERE = "centre_id = ANY(jisr_centres())"
#: Columns that a reader of files copies in; the author is left to the database, which knows who speaks.
COPIED = (
    "id, home, importing, n, key, key_sealed, home_key, home_sealed, person_named, home_named, version, home_version,"
    " digest, given_ar, family_ar, given_fr, family_fr, sex, born_on, born_about, marital_state, literacy, schooled,"
    " disability, relation, phone, phone_owner, phone_safe, commune, locality, language, rsu, rnp, consent, words,"
    " families, givens, heard"
)
COPIED_NUMBER = "id, importing, n, kind, sealed, exact"
_WHY = "written only: whose row it is, the database says; nobody reads it but the doors of the import, for its author"


class ImportSource(Keyed):
    """A list that a centre brings again and again: what its headings mean, remembered under a name."""

    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    name = models.CharField(_("name of the list"), max_length=40)
    fingerprint = models.CharField(max_length=64, help_text="keyed hash of the headings: they may be somebody's name")
    mapping = models.JSONField(default=dict, help_text="how the file is read: place of a column -> field, and answers")
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("list of a centre")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "name"], name="importsource_name_once"),
            Policy(name="importsource_here", to="jisr_app", verbs="SELECT, INSERT, UPDATE", using=HERE),
        ]


class FamilyImport(Keyed):
    """A file of families that a centre brings: where it stands, and what it came to. Its content is never here."""

    author = models.CharField(max_length=40, help_text="key of the user")
    post = models.CharField(max_length=40, blank=True, help_text="key of the post spoken from")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    source = models.ForeignKey(ImportSource, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(default=timezone.now)
    dies_at = models.DateTimeField(help_text="from then on nothing of it exists, unless it was taken in")
    state = models.CharField(max_length=9, choices=FamilyImportState, default=FamilyImportState.SENT)
    kind = models.CharField(max_length=8, help_text="csv, xlsx or parquet")
    size = models.BigIntegerField(help_text="bytes")
    pieces = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField(null=True, help_text="encrypted: name of the file, headings, first rows, mapping")
    rows_read = models.PositiveIntegerField(default=0, help_text="rows checked and staged so far")
    rows_total = models.PositiveIntegerField(null=True, help_text="rows of the file, once it was read to its end")
    commune = models.CharField(max_length=20, blank=True, help_text="of households that name none: a code")
    counts = models.JSONField(default=dict, help_text="rows by what becomes of them; problems by kind")
    fault = models.CharField(max_length=20, blank=True, help_text="why it stopped: a code")
    tries = models.PositiveSmallIntegerField(default=0, help_text="how often this step was begun")
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of families")
        indexes: ClassVar = [
            models.Index(
                fields=["state"], condition=Q(state__in=("sent", "mapped", "confirmed")), name="familyimport_due"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="familyimport_state_known", condition=Q(state__in=FamilyImportState.values)
            ),
            models.CheckConstraint(
                name="familyimport_keeps_nothing",
                condition=~Q(state__in=("taken", "cancelled")) | Q(sealed=None),
            ),
            Policy(
                name="familyimport_mine", to="jisr_app", verbs="SELECT, INSERT, UPDATE",
                using=f"{MINE} AND {HERE} AND (state = 'taken' OR dies_at > now())", check=f"{MINE} AND {HERE}",
            ),
        ]  # fmt: skip


class _OfImport(Keyed):
    """What hangs on an import, by its key alone: an unlogged table is written a million rows at a time."""

    importing = models.UUIDField()
    author = models.CharField(max_length=40, help_text="key of the user")

    class Meta:
        abstract = True


class ImportPiece(_OfImport):
    """A piece of the file as it came, encrypted."""

    place = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["importing", "place"], name="importpiece_of")]
        constraints: ClassVar = [
            Policy(name="importpiece_mine", to="jisr_app", verbs="SELECT, INSERT, DELETE", using=MINE),
        ]


class ImportNote(_OfImport):
    """Why rows of one batch were refused or need a look, encrypted: the report of every row is made of these."""

    first = models.PositiveIntegerField(help_text="number of the first row of the batch")
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["importing", "first"], name="importnote_of")]
        constraints: ClassVar = [
            Policy(name="importnote_mine", to="jisr_app", verbs="SELECT, INSERT, DELETE", using=MINE),
        ]


class ImportRow(Keyed):
    """One person of the file, checked: typed values, NULL where the file says nothing. Read by doors alone.

    Its key becomes that of the person, if she is new.
    """

    home = models.UUIDField(help_text="key of the household, if this is its first row and it is new")
    importing = models.UUIDField()
    author = models.CharField(max_length=40, help_text="whoever speaks: written by the database")
    n = models.PositiveIntegerField(help_text="number of the row in the file")
    key = models.UUIDField(help_text="keyed hash of the person's number in the list")
    key_sealed = models.BinaryField(null=True, help_text="the number, encrypted; NULL where the list has none")
    home_key = models.UUIDField(help_text="keyed hash of the household's number, or of what stands for one")
    home_sealed = models.BinaryField(null=True)
    person_named = models.UUIDField(null=True, help_text="the number is the key of a person: an export of ours")
    home_named = models.CharField(max_length=20, null=True, help_text="the household's number as a reference of ours")
    version = models.IntegerField(null=True, help_text="of the person when the file was exported")
    home_version = models.IntegerField(null=True, help_text="of the household then")
    digest = models.UUIDField(help_text="keyed hash of all that the row says")
    given_ar = models.CharField(max_length=120, null=True)
    family_ar = models.CharField(max_length=120, null=True)
    given_fr = models.CharField(max_length=120, null=True)
    family_fr = models.CharField(max_length=120, null=True)
    sex = models.CharField(max_length=1, null=True)
    born_on = models.DateField(null=True)
    born_about = models.BooleanField(null=True)
    marital_state = models.CharField(max_length=10, null=True)
    literacy = models.CharField(max_length=8, null=True)
    schooled = models.BooleanField(null=True)
    disability = models.CharField(max_length=12, null=True)
    relation = models.CharField(max_length=12, null=True)
    phone = models.CharField(max_length=20, null=True)
    phone_owner = models.CharField(max_length=10, null=True)
    phone_safe = models.BooleanField(null=True)
    commune = models.CharField(max_length=20, null=True)
    locality = models.CharField(max_length=120, null=True)
    language = models.CharField(max_length=10, null=True)
    rsu = models.CharField(max_length=10, null=True)
    rnp = models.CharField(max_length=10, null=True)
    consent = ArrayField(models.CharField(max_length=12), null=True)
    words = ArrayField(models.CharField(max_length=60), help_text="search keys of the names, sorted")
    families = ArrayField(models.IntegerField(), help_text="keys of the surname, a pair with givens")
    givens = ArrayField(models.IntegerField(), help_text="keys of the given name")
    heard = ArrayField(models.CharField(max_length=120), help_text="sounds of the four fields of the name")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["importing", "n"], name="importrow_of")]
        constraints: ClassVar = [Grant(name="importrow_copy", to="jisr_app", verbs=f"INSERT ({COPIED})", reason=_WHY)]


class ImportNumber(Keyed):
    """An identity number of a row, already encrypted. Read by doors alone."""

    importing = models.UUIDField()
    author = models.CharField(max_length=40, help_text="whoever speaks: written by the database")
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    sealed = models.BinaryField()
    exact = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["importing", "n"], name="importnumber_of")]
        constraints: ClassVar = [
            Grant(name="importnumber_copy", to="jisr_app", verbs=f"INSERT ({COPIED_NUMBER})", reason=_WHY)
        ]


class ImportPlan(_OfImport):
    """What a row would do, where it is not simply somebody new: whom it changes, why it is left out."""

    n = models.PositiveIntegerField()
    state = models.CharField(max_length=10, help_text="changed, conflict, same, joined, linked, repeated, refused")
    person_id = models.UUIDField(null=True)
    household_id = models.UUIDField(null=True)
    other = models.PositiveIntegerField(null=True, help_text="number of the row that it repeats or contradicts")
    why = models.CharField(max_length=12, blank=True, default="", help_text="a refusal: a code")
    version = models.IntegerField(null=True, help_text="of the person when she was compared")
    home_version = models.IntegerField(null=True, help_text="of her household then")
    take = models.BooleanField(default=False, help_text="a conflict: what the file says is taken knowingly")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["importing", "state", "n"], name="importplan_of")]
        constraints: ClassVar = [
            Policy(name="importplan_mine", to="jisr_app", verbs="SELECT, UPDATE (take)", using=MINE),
        ]


class ImportHome(Keyed):
    """A household of the file while it is written: the one that it opens, or the one that is there."""

    importing = models.UUIDField()
    home_key = models.UUIDField()
    n = models.PositiveIntegerField(help_text="its first row")
    household_id = models.UUIDField()
    opens = models.BooleanField()
    compartment = models.CharField(max_length=12, help_text="of the household that is there")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["importing", "home_key"], name="importhome_of")]


class ImportPair(_OfImport):
    """A new row that looks like somebody: of the same file, registered here, or known elsewhere.

    Who is known elsewhere stands in ``hidden`` alone, which no login reads.
    """

    n = models.PositiveIntegerField()
    other = models.PositiveIntegerField(null=True, help_text="the row of the same file that it resembles")
    person_id = models.UUIDField(null=True, help_text="registered in the reader's scope")
    centre_id = models.BigIntegerField(null=True, help_text="where she is known, elsewhere")
    since = models.DateField(null=True)
    hidden = models.UUIDField(null=True)
    score = models.FloatField()
    reasons = ArrayField(models.CharField(max_length=20))
    decision = models.CharField(max_length=8, choices=PairDecision, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["importing", "n"], name="importpair_of")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="importpair_decision_known", condition=Q(decision__in=["", *PairDecision.values])
            ),
            Policy(
                name="importpair_mine", to="jisr_app", using=MINE,
                verbs="SELECT (id, importing, author, n, other, person_id, centre_id, since, score, reasons, decision),"
                " UPDATE (decision)",
            ),
        ]  # fmt: skip
