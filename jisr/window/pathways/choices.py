"""Closed lists of pathways."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class StepKind(TextChoices):
    """What a step of the plan is about."""

    TRAINING = "training", _("training")
    WORK = "work", _("work or income activity")
    SCHOOL = "school", _("school")
    HEALTH = "health", _("health and rehabilitation")
    RIGHTS = "rights", _("rights and papers")
    LODGING = "lodging", _("lodging")
    MEDIATION = "mediation", _("family mediation")
    PROTECTION = "protection", _("protection")
    AID = "aid", _("aid")


class Responsible(TextChoices):
    """Who does it."""

    FAMILY = "family", _("the family")
    WORKER = "worker", _("the social worker")
    SERVICE = "service", _("the service that accepted")


class StepState(TextChoices):
    """Where a step stands."""

    PLANNED = "planned", _("planned")
    ONGOING = "ongoing", _("under way")
    DONE = "done", _("done")
    DROPPED = "dropped", _("given up")


class StepOutcome(TextChoices):
    """What came of a step."""

    REACHED = "reached", _("reached")
    PARTLY = "partly", _("partly reached")
    NOT_REACHED = "not_reached", _("not reached")


class AidKind(TextChoices):
    """What was given."""

    MONEY = "money", _("money")
    GOODS = "goods", _("in kind")
    DEVICE = "device", _("assistive device")
    SERVICE = "service", _("service")


class FollowUpState(TextChoices):
    """What a follow-up found."""

    HOLDS = "holds", _("it holds")
    FRAGILE = "fragile", _("it is fragile")
    LOST = "lost", _("it did not hold")
    UNREACHED = "unreached", _("the family could not be reached")


class Face(IntegerChoices):
    """The three-face question, answered by the person."""

    SAD = 1, _("not satisfied")
    NEUTRAL = 2, _("so-so")
    GLAD = 3, _("satisfied")


#: Months after the start of a plan at which the family is followed up.
FOLLOW_UP_MONTHS = (1, 3, 6, 12)
