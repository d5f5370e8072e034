"""What a worker made of a signal; the signals themselves are computed from what is on file and stored nowhere."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jisr.accounts.models import User
from jisr.common.models import CompartmentField, Keyed
from jisr.common.walls import walls
from jisr.families.models import Household, Person
from jisr.window.pathways.choices import AsideReason, SignalAnswer
from jisr.window.pathways.models.plans import Step


class SignalAnswered(Keyed):
    """A rule fired on some facts, and somebody acted or set it aside: the same facts are not shown again."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", null=True, blank=True)
    rule = models.CharField(_("rule"), max_length=20)
    facts = models.CharField(max_length=80, help_text="which facts fired it, as keys and days; never words")
    answer = models.CharField(_("answer"), max_length=8, choices=SignalAnswer)
    aside = models.CharField(_("why it is set aside"), max_length=10, choices=AsideReason, blank=True)
    step = models.ForeignKey(Step, models.SET_NULL, related_name="+", null=True, blank=True)
    on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    compartment = CompartmentField()

    class Meta:
        verbose_name = _("answer to a signal")
        indexes: ClassVar = [models.Index(fields=["household", "rule", "facts"], name="signalanswered_facts")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signalanswered_aside_says_why",
                condition=Q(answer="acted", aside="") | (Q(answer="aside", step=None) & ~Q(aside="")),
            ),
            *walls(prefix="signalanswered"),
        ]
