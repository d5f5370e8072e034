"""What somebody said of a fact that conditions ask for, where the file has no place of its own for it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import walls
from jisr.families.models.households import Household
from jisr.families.models.persons import Person
from jisr.families.models.sealed import SealsWords, Words


class DeclaredFact(SealsWords, Keyed):
    """An answer to a question of a condition, under the key of its person; the newest of a fact counts.

    It lies in the compartment of what it was asked for: what is said for a protected need is not told in the open.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    fact = models.CharField(max_length=40, help_text="name in centres/parameters/facts.yaml")
    value_plain = models.CharField(max_length=100, blank=True, db_column="value")
    value_sealed = models.BinaryField(null=True)
    value = Words("value")
    said_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    sealed_words: ClassVar = ("value",)

    class Meta:
        verbose_name = _("declared fact")
        indexes: ClassVar = [models.Index(fields=["household"], name="declaredfact_household")]
        constraints: ClassVar = walls(prefix="declaredfact")
