"""Closed lists of the works: what is found of a building, how works go on, what is measured."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Look(TextChoices):
    """What whoever walked through the building says of one thing; silence is "not looked at"."""

    GOOD = "good", _("Good")
    REPAIR = "repair", _("To repair")
    OUT = "out", _("Out of use")
    ABSENT = "absent", pgettext_lazy("building", "Absent")
    UNSEEN = "unseen", _("Not looked at")


class Grade(TextChoices):
    """The state of a building, worked out from its sheet (docs/decisions/0119-the-state-of-a-building.md)."""

    A = "A", _("A: good")
    B = "B", _("B: fair")
    C = "C", _("C: to rehabilitate")
    D = "D", _("D: unfit")
    NONE = "", _("Not graded")


class SaidBy(TextChoices):
    """How a sheet came about."""

    VISIT = "visit", _("a visit of the building")
    RECEPTION = "reception", _("the reception of works")


class State(TextChoices):
    """Where an operation stands."""

    DIAGNOSIS = "diagnosis", pgettext_lazy("works", "Diagnosis")
    PROGRAMME = "programme", pgettext_lazy("works", "Programme")
    WORKS = "works", pgettext_lazy("works", "Works")
    RECEPTION = "reception", pgettext_lazy("works", "Received with reserves")
    CLOSED = "closed", pgettext_lazy("works", "Finished")
    ABANDONED = "abandoned", pgettext_lazy("works", "Abandoned")


#: From where an operation may go on to where; nothing else is ever written.
NEXT: dict[str, frozenset[str]] = {
    State.DIAGNOSIS: frozenset({State.PROGRAMME, State.ABANDONED}),
    State.PROGRAMME: frozenset({State.WORKS, State.ABANDONED}),
    State.WORKS: frozenset({State.RECEPTION, State.ABANDONED}),
    State.RECEPTION: frozenset({State.CLOSED}),
    State.CLOSED: frozenset(),
    State.ABANDONED: frozenset(),
}


class WhyAbandoned(TextChoices):
    """Why an operation is given up."""

    MONEY = "money", _("the money did not come")
    ELSEWHERE = "elsewhere", _("the centre moves elsewhere")
    UNNEEDED = "unneeded", _("it is needed no longer")
    CONTRACTOR = "contractor", _("no contractor could be found")
    UNSAFE = "unsafe", _("the building cannot be saved")
    OTHER = "other", _("another reason, written below")


class MeterKind(TextChoices):
    """What a meter counts."""

    ELECTRICITY = "electricity", _("Electricity from the network")
    SOLAR = "solar", _("Electricity from the sun")
    WATER = "water", _("Water")
    GAS = "gas", _("Gas")


#: What one step of the counter is.
UNITS: dict[str, str] = {
    MeterKind.ELECTRICITY: "kWh", MeterKind.SOLAR: "kWh", MeterKind.WATER: "m³", MeterKind.GAS: "m³",
}  # fmt: skip


class Measured(TextChoices):
    """What a month's consumption rests on."""

    MEASURED = "measured", _("measured")
    ESTIMATED = "estimated", _("estimated")
    PART = "part", _("part of the month")
    NONE = "none", _("not measured")
