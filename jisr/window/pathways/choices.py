"""Closed lists of pathways."""

from django.db.models import TextChoices
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
    PARENTING = "parenting", _("group of parents")
    PROTECTION = "protection", _("protection")
    AID = "aid", _("aid")


class Responsible(TextChoices):
    """Who does it."""

    FAMILY = "family", _("the family")
    WORKER = "worker", _("the social worker")
    SERVICE = "service", _("the service that accepted")


class About(TextChoices):
    """Of what a domain tells."""

    PERSON = "person", _("the person")
    FAMILY = "family", _("the family")
    AROUND = "around", _("what is around them")


class ApprovalKind(TextChoices):
    """What somebody else must allow before it is given."""

    MONEY = "money", _("aid in money")
    LODGING = "lodging", _("lodging")


class ApprovalState(TextChoices):
    """Where an approval stands; from asked, one way, once."""

    ASKED = "asked", _("asked")
    GRANTED = "granted", _("allowed")
    REFUSED = "refused", _("refused")


class RefusedBecause(TextChoices):
    """Why something is not allowed, as it is told to whoever asked."""

    NO_MEANS = "no_means", _("no means left in the programme")
    OTHER_WAY = "other_way", _("another aid or service covers it")
    PAPERS = "papers", _("a paper is missing")
    TOO_MUCH = "too_much", _("the amount goes beyond the need")
    ELSEWHERE = "elsewhere", _("another body has to give it")


class UnitResult(TextChoices):
    """How a training unit ended."""

    PASSED = "passed", _("passed")
    RETAKE = "retake", _("to be taken again")
    LEFT = "left", _("left before the end")


class ContactWay(TextChoices):
    """How a worker and a family met."""

    CENTRE = "centre", _("at the centre")
    HOME = "home", _("home visit")
    PHONE = "phone", _("by telephone")
    BESIDE = "beside", _("went along with them")
    ABOUT = "about", _("a step taken for them, without them")


class SignalAnswer(TextChoices):
    """What a worker made of a signal."""

    ACTED = "acted", _("acted on")
    ASIDE = "aside", _("set aside")


class AsideReason(TextChoices):
    """Why a signal was set aside."""

    KNOWN = "known", _("it is known, and followed already")
    EXPLAINED = "explained", _("the family explained it")
    DECLINED = "declined", _("the family wants nothing done")
    WRONG = "wrong", _("what is on file is wrong")


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


#: Ways in which somebody travels: the family to the centre, or the worker to the family.
TRAVELLED = frozenset({ContactWay.CENTRE, ContactWay.HOME, ContactWay.BESIDE})
#: Levels of a domain, the first the worst.
LEVELS = (1, 2, 3, 4, 5)
#: Months after the start of a plan at which the family is followed up.
FOLLOW_UP_MONTHS = (1, 3, 6, 12)
