"""Closed lists of agreements; what may follow what is a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AgreementState(TextChoices):
    """Where an agreement stands."""

    DRAFTED = "drafted", pgettext_lazy("of agreement", "drafted")
    INITIALLED = "initialled", pgettext_lazy("of agreement", "initialled")
    SIGNED = "signed", pgettext_lazy("of agreement", "signed")
    RUNNING = "running", pgettext_lazy("of agreement", "running")
    CLOSED = "closed", pgettext_lazy("of agreement", "closed")


#: state -> the one that may follow it; held by a trigger of the table too
AGREEMENT_TRANSITIONS: dict[str, frozenset[str]] = {
    AgreementState.DRAFTED: frozenset({AgreementState.INITIALLED}),
    AgreementState.INITIALLED: frozenset({AgreementState.SIGNED}),
    AgreementState.SIGNED: frozenset({AgreementState.RUNNING}),
    AgreementState.RUNNING: frozenset({AgreementState.CLOSED}),
    AgreementState.CLOSED: frozenset(),
}
#: States in which money moves.
LIVING = frozenset({AgreementState.SIGNED, AgreementState.RUNNING})


class PartyKind(TextChoices):
    """Who may be party to an agreement."""

    STATE = "state", _("State body")
    REGION = "region", pgettext_lazy("party", "Region")
    PROVINCE = "province", _("Province or prefecture")
    COMMUNE = "commune", pgettext_lazy("party", "Commune")
    AGENCY = "agency", _("Public agency")
    FOREIGN = "foreign", _("Foreign State or agency")
    UN = "un", _("United Nations body")
    ASSOCIATION = "association", pgettext_lazy("party", "Association")
    COOPERATIVE = "cooperative", pgettext_lazy("party", "Cooperative")
    FIRM = "firm", pgettext_lazy("party", "Firm")


class ProvisionKind(TextChoices):
    """How an agreement is governed, and on what it depends."""

    COMMITTEE = "committee", _("Steering committee")
    GUIDE = "guide", _("Procedure guide")
    CONDITION = "condition", pgettext_lazy("of agreement", "Condition")


class Unit(TextChoices):
    """What is counted in a target and in what was reached."""

    PEOPLE = "people", pgettext_lazy("counted", "people")
    COOPERATIVES = "cooperatives", pgettext_lazy("counted", "cooperatives")
    PROJECTS = "projects", pgettext_lazy("counted", "projects")
    JOBS = "jobs", pgettext_lazy("counted", "jobs")


class Step(TextChoices):
    """What happens to the money of an instalment, in this order; each is recorded by entries and never edited."""

    CALLED = "called", pgettext_lazy("of instalment", "called")
    APPROVED = "approved", pgettext_lazy("of instalment", "approved")
    PAID = "paid", pgettext_lazy("of instalment", "paid")
    JUSTIFIED = "justified", pgettext_lazy("of instalment", "justified")


#: Steps that two people of two posts take together: one proposes, the other confirms.
OF_TWO = frozenset({Step.APPROVED, Step.PAID})


class InstalmentState(TextChoices):
    """Where an instalment stands; worked out from its entries, never stored."""

    DUE = "due", pgettext_lazy("of instalment", "due")
    CALLED = "called", pgettext_lazy("of instalment", "called")
    APPROVED = "approved", pgettext_lazy("of instalment", "approved")
    PAID = "paid", pgettext_lazy("of instalment", "paid")
    JUSTIFIED = "justified", pgettext_lazy("of instalment", "justified")
    BLOCKED = "blocked", pgettext_lazy("of instalment", "blocked")
    CANCELLED = "cancelled", pgettext_lazy("of instalment", "cancelled")


class ProposalState(TextChoices):
    """What became of a step that one person proposed."""

    OPEN = "open", pgettext_lazy("of proposal", "waits for the second person")
    CONFIRMED = "confirmed", pgettext_lazy("of proposal", "confirmed")
    REFUSED = "refused", pgettext_lazy("of proposal", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("of proposal", "withdrawn")


class BlockReason(TextChoices):
    """Why an instalment cannot go on."""

    PROOF = "proof", _("a proof is missing")
    VOTE = "vote", _("a vote of the council is missing")
    CREDITS = "credits", _("credits are not open")
    VISA = "visa", _("a visa is missing")
    ACCOUNT = "account", _("the bank account is not right")
    CONDITION = "condition", _("a condition of the agreement is not met")
    DISPUTE = "dispute", _("a party disputes it")


class MilestoneKind(TextChoices):
    """What happens along the way of an agreement."""

    RECALLED = "recalled", pgettext_lazy("of agreement", "spoken of in public")
    INITIALLED = "initialled", pgettext_lazy("milestone", "initialled")
    SIGNED = "signed", pgettext_lazy("milestone", "signed")
    LAUNCHED = "launched", pgettext_lazy("milestone", "launched")
    PLATFORM = "platform", _("registration platform open")
    COMMITTEE = "committee", _("steering committee met")
    CALL_OPEN = "call_open", _("call open")
    CALL_CLOSED = "call_closed", _("call closed")
    SELECTION = "selection", pgettext_lazy("milestone", "selection")
    CONVENTION = "convention", _("conventions signed with those chosen")
    PAYMENT = "payment", pgettext_lazy("milestone", "payment")
    HANDED_OVER = "handed_over", _("certificates handed over")
    VISIT = "visit", _("visit on the spot")


class Precision(TextChoices):
    """How much of a date was published."""

    DAY = "day", pgettext_lazy("of date", "the day")
    MONTH = "month", pgettext_lazy("of date", "the month")
    YEAR = "year", pgettext_lazy("of date", "the year")


class DocumentKind(TextChoices):
    """What a document of an agreement is."""

    AGREEMENT = "agreement", _("text of the agreement")
    AMENDMENT = "amendment", pgettext_lazy("document", "amendment")
    GUIDE = "guide", pgettext_lazy("document", "procedure guide")
    CALL = "call", _("notice of the call")
    PROOF = "proof", _("proof of spending")
    MINUTES = "minutes", _("minutes of the committee")
    PICTURE = "picture", pgettext_lazy("document", "picture")


class ClaimAbout(TextChoices):
    """What a published figure is about, where sources contradict one another or the agreement."""

    ENVELOPE = "envelope", pgettext_lazy("of agreement", "envelope")
    SHARE = "share", pgettext_lazy("of agreement", "share of a party")
    PEOPLE = "people", pgettext_lazy("counted", "people")
    WOMEN = "women", pgettext_lazy("counted", "women")
    COOPERATIVES = "cooperatives", pgettext_lazy("counted", "cooperatives")
    PROJECTS = "projects", pgettext_lazy("counted", "projects")
    TERRITORY = "territory", pgettext_lazy("of agreement", "territory")
    REGISTERED = "registered", _("people registered")


#: Claims whose value is an amount of money.
OF_MONEY = frozenset({ClaimAbout.ENVELOPE, ClaimAbout.SHARE})
