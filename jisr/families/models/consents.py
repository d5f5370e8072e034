"""What a person agreed to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.centres.models import Centre
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import walls
from jisr.families.choices import ConsentChannel, ConsentManner, ConsentPurpose, ConsentScope
from jisr.families.models.households import Household
from jisr.families.models.persons import Person


class Consent(Keyed):
    """What a person agreed to share, for what, how she said so, and when she took it back."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=40, choices=ConsentPurpose, default=ConsentPurpose.REFERRAL)
    covers = ArrayField(models.CharField(max_length=12, choices=ConsentScope), verbose_name=_("what may be shared"))
    manner = models.CharField(_("how it was given"), max_length=10, choices=ConsentManner)
    channel = models.CharField(
        _("where it was given"), max_length=10, choices=ConsentChannel, default=ConsentChannel.COUNTER,
        db_default=ConsentChannel.COUNTER,
    )  # fmt: skip
    proof = models.CharField(
        _("proof"), max_length=80, blank=True, db_default="", help_text=_("number of the signed paper in its binder")
    )
    script = models.CharField(max_length=20, blank=True, db_default="", help_text="version of the text read aloud")
    given_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("consent")
        indexes: ClassVar = [models.Index(fields=["household"], name="consent_household")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["id", "compartment"], name="consent_compartment_key"),
            *walls(prefix="consent"),
        ]
