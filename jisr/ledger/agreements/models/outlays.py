"""What was handed on under an object line: the joint between an agreement's money and whoever gets it in the end."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.centres.models.held import Law
from jisr.ledger.agreements.models.agreements import Agreement, OfAgreement
from jisr.ledger.agreements.models.objects import ObjectLine
from jisr.ledger.agreements.models.walls import BALANCED, published, same


class Outlay(OfAgreement):
    """Money of an object line that was handed on, or came back. No login writes it: the database does, with what paid.

    What paid stands in a higher step of the ledger; only its label and key are kept here.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="outlays", editable=False)
    line = models.ForeignKey(ObjectLine, models.PROTECT, related_name="outlays", verbose_name=_("object line"))
    amount = models.BigIntegerField(_("amount"), help_text="minor units; negative where it came back")
    happened_on = models.DateField(_("on"))
    of = models.CharField(max_length=80, unique=True, help_text="label:key of what paid it")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("money handed on under an object line")
        indexes: ClassVar = [models.Index(fields=["agreement", "line"], name="outlay_agreement_line")]
        constraints: ClassVar = [
            models.CheckConstraint(name="outlay_is_something", condition=~Q(amount=0)),
            *same("outlay", "line_id", "agreements_objectline", "agreement_id", "is_demonstration"),
            Law(name="outlay_lawful", function="jisr_agreements_outlay_trigger", on="INSERT", before=True),
            # never more under a line than the version in force gives it, nor after an amendment
            Law(name="outlay_balanced", function=BALANCED, on="INSERT"),
            *published("outlay", check="false", verbs="SELECT"),
        ]
