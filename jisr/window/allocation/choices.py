"""Closed lists of an allocation; the states of a round are a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoundState(TextChoices):
    """Where a round of places stands."""

    PROPOSED = "proposed", _("proposed, to be reviewed")
    SIGNED = "signed", _("signed")
    DROPPED = "dropped", _("dropped")


#: state -> states that may follow it
TRANSITIONS: dict[str, frozenset[str]] = {
    RoundState.PROPOSED: frozenset({RoundState.SIGNED, RoundState.DROPPED}),
    RoundState.SIGNED: frozenset(),
    RoundState.DROPPED: frozenset(),
}


class WhyWaiting(TextChoices):
    """Why somebody waits; nobody is refused by a round."""

    ALL_FULL = "all_full", _("all places go to people whose turn comes before")
    NONE_WITHIN = "none_within", _("lives farther away than the round reaches, or is not of its age or sex")
    NOT_TOGETHER = "not_together", _("asked to stay together, and fewer places are left")


class WhyChanged(TextChoices):
    """Why a person who reviews a round changes it."""

    FACT = "fact", _("a fact is wrong or was missing")
    DANGER = "danger", _("danger or emergency")
    FAMILY = "family", _("the family decided otherwise")
    COURT = "court", _("a judge or an authority ordered it")
    OTHER = "other", _("another reason, said in words")
