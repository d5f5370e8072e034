"""By which number a centre's own list calls a person."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jisr.centres.models import Centre
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import Policy, walls
from jisr.families.models.households import Household
from jisr.families.models.persons import Person


class ExternalKey(Keyed):
    """A person, or a household, under the number of a centre's own list: the list brought again finds her by it.

    The number is kept as a keyed hash, to be found, and encrypted, to be given back: many lists number people by
    their identity card. It is that centre's alone.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True, blank=True)
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+", db_index=False)
    source = models.UUIDField(help_text="key of the list")
    exact = models.UUIDField(help_text="keyed hash of the number in the list")
    sealed = models.BinaryField(null=True, help_text="the number; NULL where the list has none, and a hash stands in")
    version = models.PositiveIntegerField(default=1, help_text="of the person when the list last wrote her")
    digest = models.UUIDField(null=True, help_text="keyed hash of what the list last said")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("number in a centre's list")
        constraints: ClassVar = [
            # not unique across compartments: that a number is taken would tell of somebody hidden
            models.UniqueConstraint(
                fields=["source", "exact", "centre", "compartment"], condition=Q(person__isnull=False),
                name="externalkey_person_once",
            ),
            models.UniqueConstraint(
                fields=["source", "exact", "centre", "compartment"], condition=Q(person=None),
                name="externalkey_household_once",
            ),
            *walls(subject=("person_id", "families_person"), prefix="externalkey"),
            Policy(
                name="externalkey_own", to="jisr_app", using="centre_id = ANY(jisr_centres())", restrictive=True
            ),
        ]  # fmt: skip
