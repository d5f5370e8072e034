"""More invented voters of the invented wave, of two ways of seeing things; the same votes each time."""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from jisr.accounts.models import User
from jisr.common import yaml_text
from jisr.exchange.demonstration.forum.calendar import Calendar
from jisr.exchange.demonstration.forum.statements import Lineage
from jisr.forum.actions.voices import may_be_shown
from jisr.forum.choices import Vote
from jisr.forum.models import LearnedGroups, StatementVote, Wave
from jisr.forum.rules import learned

SEED = "jisr demonstration ballots"
_GROUPS = ("milieu", "role", "sex")


def votes_of(lineage: Lineage, calendar: Calendar) -> list[StatementVote]:
    """What the voters of ``ballots.yaml`` think of the statements, some of them under the code of a slip."""
    told = yaml_text.read((Path(__file__).parent / "ballots.yaml").read_text(encoding="utf-8"))
    chance = random.Random(SEED)
    return [
        vote
        for camp in told["camps"].values()
        for number in range(camp["voters"])
        for vote in _voter(number, camp, told, lineage, calendar, chance)
    ]


def learned_of(wave: Wave, votes: Sequence[StatementVote], by: User, calendar: Calendar) -> LearnedGroups:
    """What the team learned from these votes this morning.

    Args:
        votes: in the order in which they were given.
    """
    made_at = {vote.statement.pk: vote.statement.made_at for vote in votes}
    last = {(vote.voter, vote.statement.pk): vote.value for vote in sorted(votes, key=lambda vote: vote.at)}
    columns = list(dict.fromkeys(statement for _voter, statement in sorted(last, key=lambda pair: made_at[pair[1]])))
    table = learned.table([(voter, statement, value) for (voter, statement), value in last.items()], columns)
    found = _found(table.tobytes(), len(columns))
    return LearnedGroups(
        wave=wave, by=by, method=learned.METHOD, placed=found.placed, is_demonstration=True,
        checks={"together": found.together, "apart": found.apart, "again": found.again},
        groups=may_be_shown(found, table, [str(key) for key in columns]), at=calendar.at(calendar.today),
    )  # fmt: skip


@cache
def _found(table: bytes, columns: int) -> learned.Learned:
    """What is learned of these votes: they are the same each time, and looking takes a second."""
    return learned.learn(np.frombuffer(table).reshape(-1, columns))


def _voter(
    number: int, camp: Mapping[str, Any], told: Mapping[str, Any], lineage: Lineage, calendar: Calendar,
    chance: random.Random,
) -> Iterator[StatementVote]:  # fmt: skip
    voter = hashlib.sha256(f"{SEED} {camp['agree']} {number}".encode()).hexdigest()
    said = _GROUPS[:1] if number % told["silent_each"] == 1 else _GROUPS
    groups = {kind: camp[kind][number % len(camp[kind])] for kind in said}
    for name, agree in camp["agree"].items():
        statement = lineage.statements[name]
        yield StatementVote(
            statement=statement, wave=statement.wave, voter=voter, groups=groups,
            by_slip=number % told["slip_each"] == 0, value=_value(agree, told["pass"], chance),
            at=calendar.at(statement.made_at.date(), 240 + number),
        )  # fmt: skip


def _value(agree: int, passing: int, chance: random.Random) -> Vote:
    if 100 * chance.random() < agree:
        return Vote.AGREE
    return Vote.PASS if 100 * chance.random() < passing else Vote.DISAGREE
