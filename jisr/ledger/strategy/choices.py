"""Closed lists of strategies, of programmes of others, and of what is decided about two lines."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionState(TextChoices):
    """Where a version of a strategy stands; what is in force is not rewritten, a new version is begun."""

    DRAFT = "draft", pgettext_lazy("of strategy", "draft")
    CURRENT = "current", pgettext_lazy("of strategy", "in force")
    REPLACED = "replaced", pgettext_lazy("of strategy", "replaced by a later version")


class PlanKind(TextChoices):
    """Whose programme it is."""

    MINISTRY = "ministry", _("programme of the social pole")
    REGIONAL = "regional", _("regional development programme")
    PROVINCIAL = "provincial", _("provincial programme")
    INDH = "indh", _("national initiative for human development (INDH)")
    ASSOCIATION = "association", _("programme of an association")
    PARTNER = "partner", _("programme of a foreign partner")
    OTHER = "other", _("another programme")


class PairKind(TextChoices):
    """What two lines are to each other."""

    DUPLICATE = "duplicate", pgettext_lazy("of two lines", "duplicate")
    COMPLEMENT = "complement", pgettext_lazy("of two lines", "complement")
    SEQUENCE = "sequence", pgettext_lazy("of two lines", "sequence")


#: What each kind means, for whoever reads the list.
PAIR_MEANINGS = {
    PairKind.DUPLICATE: _("Same place, same people, same theme, same time: two programmes may do one thing."),
    PairKind.COMPLEMENT: _("Same place, same people, same time, another theme: what one leaves out, the other does."),
    PairKind.SEQUENCE: _(
        "Same place, same people, same theme, one after the other: the second can go on from the first."
    ),
}


class Verdict(TextChoices):
    """What people decide about two lines."""

    JOIN = "join", pgettext_lazy("verdict", "make one of them")
    TOGETHER = "together", pgettext_lazy("verdict", "keep both, and work together")
    IN_TURN = "in_turn", pgettext_lazy("verdict", "one after the other")
    APART = "apart", pgettext_lazy("verdict", "leave them apart")


@dataclass(frozen=True, slots=True)
class Limits:
    """What no real line exceeds: beyond it a finger slipped."""

    weight: float = 1_000
    budget_mad: int = 100_000_000_000
    year_first: int = 1_990
    year_last: int = 2_100


LIMITS = Limits()
