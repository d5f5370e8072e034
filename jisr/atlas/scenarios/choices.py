"""Closed lists of scenarios: what may be done, what a plan is best at, how far a scenario has come."""

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jisr.atlas.choices import Way
from jisr.atlas.siting import Action, Aim


class State(TextChoices):
    """A draft is written by its author; what is kept is never written again."""

    DRAFT = "draft", pgettext_lazy("of scenario", "draft")
    KEPT = "kept", pgettext_lazy("of scenario", "kept")


class Goal(TextChoices):
    """What a computed plan is best at: the aims of ``siting``."""

    WITHIN = Aim.WITHIN.value, _("Most people within the limit")
    TRAVEL = Aim.TRAVEL.value, _("Least average travel")
    WORST = Aim.WORST.value, _("The worst served first")
    SPREAD = Aim.SPREAD.value, _("The fairest spread of ways")


class Deed(TextChoices):
    """What can be done at one place: the actions of ``siting`` that add something."""

    REHABILITATE = Action.REHABILITATE.value, pgettext_lazy("deed", "Rehabilitate a centre")
    EQUIP = Action.EQUIP.value, pgettext_lazy("deed", "Equip a centre for this service")
    ENLARGE = Action.ENLARGE.value, pgettext_lazy("deed", "Enlarge a service")
    OPEN = Action.OPEN.value, pgettext_lazy("deed", "Open at a commune")
    MOBILE = Action.MOBILE.value, pgettext_lazy("deed", "Serve by a mobile unit")


#: Done at a centre that stands; the others are done at a commune.
AT_CENTRES: Final = frozenset({Deed.REHABILITATE, Deed.EQUIP})
AT_SERVICES: Final = frozenset({Deed.ENLARGE})
AT_COMMUNES: Final = frozenset({Deed.OPEN, Deed.MOBILE})
#: How people go: what a mobile unit would change is drawn as a deed, not asked as a way.
WAYS: Final = [(one.value, one.label) for one in Way if one is not Way.UNIT]
#: Roles that draw scenarios (``atlas.plan`` in the access table).
PLANNERS: Final = ("strategist", "provincial_delegate", "regional_coordinator")


@dataclass(frozen=True, slots=True)
class Limits:
    """What no real scenario exceeds: beyond it a finger slipped."""

    picks: int = 60
    places: int = 5_000
    cost_mad: int = 1_000_000_000
    budget_mad: int = 100_000_000_000
    years: int = 5
    year_first: int = 2_020
    year_last: int = 2_100
    days_a_week: int = 5
    compared: int = 4
    link_days: int = 90


LIMITS: Final = Limits()
