"""Keys by which persons are found: read and written by the doors of the search alone, granted to no login.

Three tables stand for one thought: names are few and persons are many. What is typed is compared with the
*vocabulary* of skeletons, by exact look-ups of their one-letter deletions; then only the persons under the look-alike
skeletons and the plausible days are visited, in covering indexes (docs/decisions/0081).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.common.models import Keyed
from jisr.families.models.persons import Person

#: What a person in no compartment, known in no confidential place, is kept as; all others are absent for most.
OPEN = Q(kept="")


class Skeleton(models.Model):
    """The consonants of a name or of its parts, as somebody recorded bears them.

    The code is a hash of the skeleton: no sequence and no lock, so that a name never seen before is a row of the
    transaction that writes it. Two skeletons may share a code (with 60,000 of them, every second installation has
    one such pair): both are then candidates, and the comparison of names tells them apart.
    """

    pk = models.CompositePrimaryKey("code", "skeleton")
    code = models.IntegerField()
    skeleton = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("skeleton of names")

    def __str__(self) -> str:
        return f"skeleton {self.code}"


class SkeletonAlias(models.Model):
    """A hash under which a skeleton is met: of itself, of itself without one letter, of one word of a compound."""

    pk = models.CompositePrimaryKey("alias", "part", "code")
    alias = models.IntegerField()
    part = models.BooleanField()
    code = models.IntegerField()

    class Meta:
        verbose_name = _("alias of a skeleton")

    def __str__(self) -> str:
        return f"alias {self.alias}"


class PersonKey(models.Model):
    """Where a person stands in the index of names: one row, and a second where her two scripts sound apart.

    Attributes:
        named: hash of the names that the key was made of; another name asks for another key (trigger).
        kept: the person's compartment, or ``shelter`` where her centre is confidential; only "" is in the indexes
            that everybody's search reads, so that hidden persons take no place in it and cost no time.
        family_ar: sounds of the surname in Arabic, word by word; the other three likewise.
    """

    pk = models.CompositePrimaryKey("person_id", "place")
    # the key of the database deletes these rows with the person (ON DELETE CASCADE, in the migration)
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False)
    place = models.SmallIntegerField()
    family = models.IntegerField()
    given = models.IntegerField()
    born = models.DateField(null=True)
    commune = models.IntegerField(help_text="digits of the commune's code")
    named = models.IntegerField()
    kept = models.CharField(max_length=12, blank=True)
    family_ar = models.CharField(max_length=120, blank=True)
    given_ar = models.CharField(max_length=120, blank=True)
    family_fr = models.CharField(max_length=120, blank=True)
    given_fr = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("key of a person")
        indexes: ClassVar = [
            models.Index(
                fields=["family", "born", "given"], include=["person", "commune"], condition=OPEN,
                name="personkey_family",
            ),
            models.Index(
                fields=["born", "family", "given"], include=["person", "commune"], condition=OPEN,
                name="personkey_born",
            ),
            models.Index(
                fields=["given", "family", "born"], include=["person", "commune"], condition=OPEN,
                name="personkey_given",
            ),
            models.Index(fields=["family", "born", "given"], condition=~OPEN, name="personkey_kept_family"),
            models.Index(fields=["born", "family", "given"], condition=~OPEN, name="personkey_kept_born"),
            models.Index(fields=["given", "family", "born"], condition=~OPEN, name="personkey_kept_given"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"key of {self.person_id}"


class Search(Keyed):
    """A search, for a day: who, when, and which households of other centres it named to her without showing them.

    The key is the token with which she may ask for them, each by its place; the database draws it by lot.
    """

    by = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)
    elsewhere = ArrayField(models.UUIDField(), default=list, help_text="households, in the order in which they came")

    class Meta:
        verbose_name = _("search")
        indexes: ClassVar = [
            models.Index(fields=["by", "at"], name="search_by_at"),
            models.Index(fields=["at"], name="search_at"),
        ]


class Folding(models.Model):
    """With which rules of folding the keys were made: others ask for ``python -m jisr rekey``."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.IntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("folding of the keys")

    def __str__(self) -> str:
        return f"folding {self.version}"
