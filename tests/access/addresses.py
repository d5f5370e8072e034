"""Addresses of the rows of the rooms that the story tells apart."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Consultation:
    """Addresses of the rows of a wave with its team."""

    wave: str
    planned: str
    held: str
    contribution: str
    statement: UUID
    edge: UUID
    seat: UUID
    commitment: UUID
    staged: UUID
    bundle: UUID


@dataclass(frozen=True)
class Body:
    """Addresses of the rows of an advisory body."""

    code: str
    member: UUID
    item: UUID
    request: UUID
    draft: UUID
    opinion: UUID


@dataclass(frozen=True)
class Promise:
    """Addresses of the rows of an agreement that is carried out, with an amendment in preparation."""

    code: str
    draft: UUID
    share: UUID
    instalment: UUID
    block: UUID
    entry: UUID
    proposal: UUID
    milestone: UUID
    document: UUID
    claim: UUID


@dataclass(frozen=True)
class Compared:
    """Addresses of the rows of a strategy beside somebody's programme."""

    code: str
    plan: str
    measure: UUID
    line: UUID
    decision: UUID
    draft: int
    drafted: UUID
    staged: UUID
    statement: UUID


@dataclass(frozen=True)
class Drawn:
    """Addresses of scenarios of the strategist: a draft, a kept one, and a link to the latter."""

    draft: UUID
    kept: UUID
    link: UUID


@dataclass(frozen=True)
class Calling:
    """Addresses of the rows of a call with results."""

    code: str
    file: UUID
    paper: UUID
    reading: UUID
    help: UUID
    appeal: UUID
    award: UUID
    tranche: UUID
    proof: UUID
    visit: UUID
    payment: UUID


@dataclass(frozen=True)
class Results:
    """Addresses of the rows of the results of an agreement."""

    code: str
    indicator: UUID
    target: UUID
    report: UUID
    day: str
    staged: UUID


@dataclass(frozen=True)
class Deciding:
    """Addresses of a pair that waits at ``OWN``, and of two files that were joined there."""

    pair: UUID
    joining: UUID
    link: UUID


@dataclass(frozen=True)
class Times:
    """Keys of an appointment at ``OWN``, and of what it stands on; the hours are those of the keeper."""

    appointment: UUID
    session: UUID
    wait: UUID
    opening: UUID
    absence: UUID
    closure: UUID
