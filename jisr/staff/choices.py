"""The access table: which role may do which verb, and over how wide a place. Later rooms add rows, nothing else.

Read by ``rules.may``, by the mark of every route (``jisr.web.access``) and by the tests made from it (tests/access).
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """How wide a place a role is held over."""

    CENTRE = "centre", _("centre")
    PROVINCE = "province", _("province")
    REGION = "region", _("region")
    NATION = "nation", _("nation")


class Reads(TextChoices):
    """What the eye meets when a verb is done."""

    FILES = "files", _("files of persons")
    FIGURES = "figures", _("figures without persons")
    CATALOGUE = "catalogue", _("the catalogue of centres")
    FORUM = "forum", _("what was said in consultations")
    LEDGER = "ledger", _("promises and money")
    JOURNAL = "journal", _("the journal")
    ACCOUNTS = "accounts", _("accounts and posts")


@dataclass(frozen=True)
class Verb:
    """Something that can be done in a room."""

    code: str
    label: Any
    room: str
    reads: Reads


@dataclass(frozen=True)
class Role:
    """A row of the access table.

    Attributes:
        room: the room in which the role works.
        widest: the level of the one place at which it is held; None for whoever has no account.
        verbs: what it may do there.
        keeps_compartments: whether a post of this role may be given a compartment.
    """

    code: str
    label: Any
    room: str
    widest: Level | None
    verbs: frozenset[str] = field(default_factory=frozenset)
    keeps_compartments: bool = False

    @property
    def needs_totp(self) -> bool:
        """Whoever reads beyond one centre signs in with a second step."""
        return self.widest not in {Level.CENTRE, None}


VERBS: dict[str, Verb] = {
    verb.code: verb
    for verb in (
        Verb("work.read", _("see what is waiting"), "window", Reads.FILES),
        Verb("families.search", _("search before creating"), "families", Reads.FILES),
        Verb("families.open", _("open a family's file"), "families", Reads.FILES),
        Verb("families.edit", _("correct a family's file"), "families", Reads.FILES),
        Verb("families.grant", _("open a family's file to another centre"), "families", Reads.FILES),
        Verb("families.retain", _("sign what was kept long enough"), "families", Reads.FILES),
        Verb("families.decide", _("decide whether two files are one person's"), "families", Reads.FILES),
        Verb("families.import", _("bring in a centre's own list of families"), "families", Reads.FILES),
        Verb("families.export", _("take a centre's families out as a table"), "families", Reads.FILES),
        Verb("reception.receive", _("receive a person"), "window.reception", Reads.FILES),
        Verb("listening.read", _("read what was listened to"), "window.listening", Reads.FILES),
        Verb("listening.listen", _("listen to a person"), "window.listening", Reads.FILES),
        Verb("orientation.propose", _("orient to a service"), "window.orientation", Reads.FILES),
        Verb("orientation.answer", _("answer a referral"), "window.orientation", Reads.FILES),
        Verb("deposits.receive", _("take in a request that a decision is owed on"), "window.deposits", Reads.FILES),
        Verb("deposits.decide", _("decide on a deposited request"), "window.deposits", Reads.FILES),
        Verb("appointments.book", _("give appointments and say who came"), "window.appointments", Reads.FILES),
        Verb("appointments.keep", _("keep one's own hours, and plan sessions"), "window.appointments", Reads.FILES),
        Verb("appointments.rule", _("keep the hours of everybody at a centre"), "window.appointments", Reads.FILES),
        Verb("allocation.sign", _("give the places of a centre to those who wait"), "window.allocation", Reads.FILES),
        Verb("pathways.follow", _("follow a pathway"), "window.pathways", Reads.FILES),
        Verb("pathways.approve", _("allow aid or lodging that another asks for"), "window.pathways", Reads.FILES),
        Verb("journal.of_file", _("show who opened a file"), "common", Reads.FILES),
        Verb("centres.edit", _("keep a centre's page"), "centres", Reads.CATALOGUE),
        Verb(
            "works.keep", _("keep the sheet, the works and the meters of a building"), "centres.works", Reads.CATALOGUE
        ),
        Verb("centres.import", _("import centres and services"), "centres", Reads.CATALOGUE),
        Verb("rounds.plan", _("plan the days and stops of mobile units"), "atlas", Reads.CATALOGUE),
        Verb("barometer.read", _("read figures"), "barometer", Reads.FIGURES),
        Verb("atlas.plan", _("draw, compare and share scenarios of the atlas"), "atlas", Reads.CATALOGUE),
        Verb("forum.read", _("read what was said, with the team of a wave"), "forum", Reads.FORUM),
        Verb("forum.prepare", _("prepare and close a consultation"), "forum", Reads.FORUM),
        Verb("forum.survey", _("read on one sheet what a consultation starts from"), "forum", Reads.FIGURES),
        Verb("forum.record", _("write down what is said"), "forum", Reads.FORUM),
        Verb("forum.moderate", _("moderate and join what was said"), "forum", Reads.FORUM),
        Verb("forum.answer", _("answer what was said"), "forum", Reads.FORUM),
        Verb("forum.advise", _("keep the programme of an advisory body and write its opinions"), "forum", Reads.FORUM),
        Verb("agreements.read", _("follow the agreements of a region"), "ledger.agreements", Reads.LEDGER),
        Verb(
            "agreements.keep",
            _("keep agreements, call and justify their instalments"),
            "ledger.agreements",
            Reads.LEDGER,
        ),
        Verb("agreements.propose", _("propose what is approved and paid"), "ledger.agreements", Reads.LEDGER),
        Verb("agreements.confirm", _("confirm what is approved and paid"), "ledger.agreements", Reads.LEDGER),
        Verb("strategy.read", _("compare a strategy with the programmes of others"), "ledger.strategy", Reads.LEDGER),
        Verb("strategy.edit", _("prepare a strategy and decide about pairs"), "ledger.strategy", Reads.LEDGER),
        Verb("calls.keep", _("keep a call for projects until its results"), "ledger.calls", Reads.LEDGER),
        Verb("calls.decide", _("decide on the selection that another proposes"), "ledger.calls", Reads.LEDGER),
        Verb("calls.help", _("help whoever wants to apply"), "ledger.calls", Reads.LEDGER),
        Verb("calls.read", _("read files and give points"), "ledger.calls", Reads.LEDGER),
        Verb("results.read", _("follow the results of agreements"), "ledger.results", Reads.LEDGER),
        Verb("results.keep", _("keep the indicators and targets of agreements"), "ledger.results", Reads.LEDGER),
        Verb("results.report", _("report results of agreements"), "ledger.results", Reads.LEDGER),
        Verb("results.approve", _("approve or return reported results"), "ledger.results", Reads.LEDGER),
        Verb("journal.read", _("read the journal"), "common", Reads.JOURNAL),
        Verb("staff.manage", _("assign and end posts"), "staff", Reads.ACCOUNTS),
    )
}

_AT_THE_DESK = frozenset({"work.read", "families.search", "families.open", "orientation.answer", "appointments.book"})

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role(
            "reception_officer", _("reception officer"), "window", Level.CENTRE,
            _AT_THE_DESK | {"reception.receive", "deposits.receive"},
        ),
        Role(
            "social_worker", _("social worker"), "window", Level.CENTRE,
            _AT_THE_DESK | {
                "reception.receive", "deposits.receive", "families.edit", "families.grant", "families.decide",
                "listening.read", "listening.listen",
                "orientation.propose", "pathways.follow", "journal.of_file", "appointments.keep",
            },
            keeps_compartments=True,
        ),
        Role(
            "centre_director", _("centre director"), "centres", Level.CENTRE,
            _AT_THE_DESK | {
                "families.grant", "families.retain", "families.import", "families.export", "centres.edit",
                "works.keep", "deposits.decide", "pathways.approve",
                "barometer.read", "rounds.plan", "journal.of_file", "appointments.keep", "appointments.rule",
                "allocation.sign",
            },
        ),
        Role(
            "provincial_delegate", _("provincial delegate"), "barometer", Level.PROVINCE,
            frozenset({
                "barometer.read", "atlas.plan", "rounds.plan", "centres.edit", "forum.survey", "results.read",
                "results.report",
            }),
        ),
        Role(
            "regional_coordinator", _("regional coordinator"), "barometer", Level.REGION,
            frozenset({
                "barometer.read", "atlas.plan", "rounds.plan", "centres.import", "forum.survey", "calls.keep",
                "results.read", "results.report",
            }),
        ),
        Role(
            "wave_secretary", _("secretary of a consultation"), "forum", Level.REGION,
            frozenset({"forum.prepare", "forum.survey", "forum.record", "forum.read"}),
        ),
        Role(
            "moderator", _("moderator of a consultation"), "forum", Level.REGION,
            frozenset({"forum.moderate", "forum.record", "forum.read"}),
        ),
        Role(
            "answering_body", _("body that answers a consultation"), "forum", Level.REGION,
            frozenset({"forum.answer", "forum.read"}),
        ),
        Role(
            "advisory_body_member", _("member of an advisory body"), "forum", Level.REGION,
            frozenset({"forum.advise"}),
        ),
        Role(
            "regional_council", _("regional council"), "ledger.agreements", Level.REGION,
            frozenset({
                "agreements.read", "agreements.keep", "strategy.read", "calls.decide", "results.read", "results.keep",
                "results.approve",
            }),
        ),
        Role(
            "first_approver", _("first approver of payments"), "ledger.agreements", Level.REGION,
            frozenset({"agreements.read", "agreements.propose"}),
        ),
        Role(
            "second_approver", _("second approver of payments"), "ledger.agreements", Level.REGION,
            frozenset({"agreements.read", "agreements.confirm"}),
        ),
        Role(
            "incubator", _("association that helps applicants"), "ledger.calls", Level.REGION,
            frozenset({"calls.help", "results.read", "results.report"}),
        ),
        Role("file_reader", _("reader of files"), "ledger.calls", Level.REGION, frozenset({"calls.read"})),
        # opens her own application by the code of her receipt; never has an account, so never a post
        Role("applicant", _("applicant of a call"), "ledger.calls", None),
        Role(
            "strategist", _("strategist"), "barometer", Level.NATION,
            frozenset({
                "barometer.read", "atlas.plan", "rounds.plan", "forum.survey", "strategy.read", "strategy.edit",
            }),
        ),
        # answers one referral by a signed link; never has an account, so never a post
        Role("partner", _("partner centre without account"), "window", None),
        Role("auditor", _("auditor"), "common", Level.NATION, frozenset({"journal.read", "barometer.read"})),
        Role(
            "administrator", _("administrator"), "staff", Level.NATION,
            frozenset({"staff.manage", "centres.import"}),
        ),
    )
}  # fmt: skip


def role_choices() -> list[tuple[str, Any]]:
    """Roles that can be held as a post, for forms and the model."""
    return [(role.code, role.label) for role in ROLES.values() if role.widest is not None]


def roles_at(level: Level) -> list[str]:
    """Codes of the roles held at places of this level."""
    return [role.code for role in ROLES.values() if role.widest == level]
