"""How a law is written down: a sentence, the cells of the access table it forbids, and a probe."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.access.world import World

Cell = tuple[str, str]

FILES = (
    "work.read", "families.search", "families.open", "families.edit", "families.grant", "families.decide",
    "families.retain",
    "reception.receive", "listening.read", "listening.listen", "orientation.propose", "orientation.answer",
    "deposits.receive", "deposits.decide", "pathways.follow", "pathways.approve", "journal.of_file",
    "appointments.book", "appointments.keep", "appointments.rule",
    "allocation.sign",
)  # fmt: skip
FORUM = ("forum.read", "forum.prepare", "forum.record", "forum.moderate", "forum.answer", "forum.advise")
TEAM = ("wave_secretary", "moderator", "answering_body")
AGREEMENTS = ("agreements.read", "agreements.keep", "agreements.propose", "agreements.confirm")
RESULTS = ("results.read", "results.keep", "results.report", "results.approve")
TREASURY = ("regional_council", "first_approver", "second_approver")
ROLES = (
    "reception_officer", "social_worker", "centre_director", "provincial_delegate", "regional_coordinator",
    "strategist", "partner", "auditor", "administrator", "advisory_body_member", *TEAM, *TREASURY,
    "incubator", "file_reader", "applicant",
)  # fmt: skip


@dataclass(frozen=True)
class Law:
    """A promise.

    Attributes:
        sentence: as it would be said to whoever asks.
        cells: what the table must not allow for it to hold.
        probe: knocks at the walls; fails when one gives way.
        committed: the probe needs two logins that see each other.
    """

    sentence: str
    cells: frozenset[Cell]
    probe: Callable[[World], None]
    committed: bool = False


LAWS: list[Law] = []


def law(sentence: str, *cells: Iterable[Cell], committed: bool = False) -> Callable[..., Callable[[World], None]]:
    """Register the function under it as the probe of a law."""

    def registered(probe: Callable[[World], None]) -> Callable[[World], None]:
        LAWS.append(Law(sentence, frozenset(cell for group in cells for cell in group), probe, committed))
        return probe

    return registered


def cells(roles: str | Iterable[str], *verbs: str) -> list[Cell]:
    """Every pair of these roles and verbs."""
    return [(role, verb) for role in ([roles] if isinstance(roles, str) else roles) for verb in verbs]


def others(*but: str) -> list[str]:
    """Every role but these."""
    return [role for role in ROLES if role not in but]
