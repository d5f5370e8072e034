"""Closed lists of the calls: who applies, where a call and an application stand, why somebody is not chosen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ApplicantKind(TextChoices):
    """Who may hand in a project; the codes stand in rule files too."""

    IDEA = "idea", _("woman with an idea")
    SELF_ENTREPRENEUR = "self_entrepreneur", _("self-entrepreneur")
    COOPERATIVE = "cooperative", _("cooperative")
    ASSOCIATION = "association", pgettext_lazy("who applies", "association")


class Favoured(TextChoices):
    """Publics for whom places may be reserved; said by the applicant herself."""

    RURAL = "rural", _("project in a rural commune")
    DISABILITY = "disability", _("with persons with a disability")
    YOUNG = "young", _("led by somebody under 30")
    ALONE = "alone", _("led by a woman who provides alone for her family")


class CallState(TextChoices):
    """How far a call is; open and closed are told by the clock between announced and decided."""

    DRAFTED = "drafted", pgettext_lazy("of call", "in preparation")
    ANNOUNCED = "announced", pgettext_lazy("of call", "announced")
    PROPOSED = "proposed", pgettext_lazy("of call", "selection proposed")
    DECIDED = "decided", pgettext_lazy("of call", "results published")


class ApplicationState(TextChoices):
    """Where an application stands, each step with its day."""

    DEPOSITED = "deposited", pgettext_lazy("of application", "deposited")
    ASKED = "asked", pgettext_lazy("of application", "to be completed")
    COMPLETE = "complete", pgettext_lazy("of application", "complete")
    SET_ASIDE = "set_aside", pgettext_lazy("of application", "not admitted")
    DECIDED = "decided", pgettext_lazy("of application", "decided")


class Outcome(TextChoices):
    """What became of an application."""

    SELECTED = "selected", pgettext_lazy("of application", "selected")
    WAITING = "waiting", pgettext_lazy("of application", "on the waiting list")
    REFUSED = "refused", pgettext_lazy("of application", "refused")


class Reason(TextChoices):
    """Why: the first words of every decision; the rest is written by a person."""

    RANKED = "ranked", _("by its points, within the budget")
    RESERVED = "reserved", _("in a place reserved for its province or public")
    SHARES = "shares", _("in the equal share of its province or public")
    NO_MONEY = "no_money", _("the budget or the places were used up before its rank")
    TOO_FEW_POINTS = "too_few_points", _("fewer points than the published least")
    NOT_ELIGIBLE = "not_eligible", _("a published condition is not met")
    NOT_COMPLETE = "not_complete", _("a paper asked for did not come in time")
    BY_HAND = "by_hand", _("decided by hand, with the reason that follows")
    APPEAL = "appeal", _("after an appeal")
    CALLED_UP = "called_up", _("next in the order, when a place became free")
    GAVE_UP = "gave_up", _("gave up its place")


class Method(TextChoices):
    """How those who are complete and read are chosen."""

    GREEDY = "greedy", _("best first")
    SHARES = "shares", _("equal shares")


class Item(TextChoices):
    """What is handed in beside the papers of the file list: proofs of an instalment."""

    PHOTO = "photo", _("photograph of what was bought or done")
    INVOICE = "invoice", _("invoice")


class GroupKind(TextChoices):
    """Of what places are reserved for."""

    PROVINCE = "province", pgettext_lazy("of reserved places", "province")
    PUBLIC = "public", pgettext_lazy("of reserved places", "public")
