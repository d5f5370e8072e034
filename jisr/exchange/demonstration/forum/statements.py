"""Statements of the invented wave, the edges by which they came about, and the votes on them."""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jisr.accounts.models import User
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.forum.choices import EdgeKind, StatementState, Vote
from jisr.forum.models import Contribution, Edge, EdgeFrom, EdgeTo, Statement, StatementVote, Wave
from jisr.forum.rules.lineage import REPLACING

#: The same seed, the same votes.
SEED = "jisr demonstration forum"
_GROUPS = tuple(
    {"role": role, "sex": sex, "milieu": milieu}
    for role in ("person", "association", "cooperative", "professional")
    for sex in ("f", "m")
    for milieu in ("rural", "urban")
)


@dataclass
class Lineage:
    """Statements by name, and the edges between them and contributions."""

    statements: dict[str, Statement] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    froms: list[EdgeFrom] = field(default_factory=list)
    tos: list[EdgeTo] = field(default_factory=list)


def lineage_of(
    rows: Sequence[Mapping[str, Any]],
    wave: Wave,
    contributions: Mapping[int, Contribution],
    calendar: Calendar,
    author: User,
) -> Lineage:
    """The statements in the order of the file; those of one split come from one edge.

    Args:
        contributions: by their number in ``voices.yaml``.
    """
    lineage, splits = Lineage(), dict[str, Edge]()
    for place, row in enumerate(rows):
        made_at = calendar.at(calendar.day(row["day"]), place)
        statement = Statement(
            wave=wave, language=row["language"], text=row["text"], author=author, made_at=made_at,
            is_demonstration=True,
        )  # fmt: skip
        lineage.statements[row["name"]] = statement
        edge = splits.get(str(row["froms"])) if row["kind"] == EdgeKind.SPLIT else None
        if edge is None:
            edge = Edge(wave=wave, kind=row["kind"], at=made_at, by=author)
            splits[str(row["froms"])] = edge
            lineage.edges.append(edge)
            lineage.froms += list(_froms(edge, row, lineage, contributions))
        lineage.tos.append(EdgeTo(edge=edge, statement=statement))
        _replace(row, edge, statement, lineage, calendar, author)
    return lineage


def _froms(
    edge: Edge, row: Mapping[str, Any], lineage: Lineage, contributions: Mapping[int, Contribution]
) -> Iterator[EdgeFrom]:
    for one in row["froms"]:
        if isinstance(one, int):
            yield EdgeFrom(edge=edge, contribution=contributions[one])
        else:
            yield EdgeFrom(edge=edge, statement=lineage.statements[one])


def _replace(
    row: Mapping[str, Any], edge: Edge, statement: Statement, lineage: Lineage, calendar: Calendar, author: User
) -> None:
    """Who is read from now on: the new statement, or the old ones where the edge was taken back."""
    if "undone" in row:
        edge.undone_at, edge.undone_by = calendar.at(calendar.day(row["undone"])), author
        statement.state = StatementState.REPLACED
    elif row["kind"] in REPLACING:
        for name in row["froms"]:
            lineage.statements[name].state = StatementState.REPLACED


def votes_of(plan: Mapping[str, Any], voters: int, lineage: Lineage, calendar: Calendar) -> list[StatementVote]:
    """What invented voters think; every eighth changed her mind, and her last vote counts.

    Args:
        plan: name of a statement -> percent that agree and pass; ``rural`` is added to those who agree there.
    """
    chance = random.Random(SEED)
    return [vote for voter in range(voters) for vote in _voter(voter, plan, lineage, calendar, chance)]


def _voter(
    number: int, plan: Mapping[str, Any], lineage: Lineage, calendar: Calendar, chance: random.Random
) -> Iterator[StatementVote]:
    voter = hashlib.sha256(f"{SEED} {number}".encode()).hexdigest()
    groups = _GROUPS[number % len(_GROUPS)]
    for name, shares in plan.items():
        statement = lineage.statements[name]
        values = [_value(shares, groups, chance)]
        if number % 8 == 0:
            values.insert(0, Vote.PASS)
        for turn, value in enumerate(values):
            at = calendar.at(statement.made_at.date(), 60 + 2 * number + turn)
            yield StatementVote(
                statement=statement, wave=statement.wave, voter=voter, groups=groups, value=value, at=at
            )


def _value(shares: Mapping[str, int], groups: Mapping[str, str], chance: random.Random) -> Vote:
    agree = shares["agree"] + (shares.get("rural", 0) if groups["milieu"] == "rural" else 0)
    drawn = 100 * chance.random()
    if drawn < agree:
        return Vote.AGREE
    return Vote.PASS if drawn < agree + shares["pass"] else Vote.DISAGREE
