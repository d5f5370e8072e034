"""Votes as pages read them: what is voted on, one voter's own votes, what may be shown of everybody's."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jisr.common.crypto import keyed_hash
from jisr.common.database import call
from jisr.forum.choices import EdgeKind, StatementState
from jisr.forum.models import LearnedGroups, Statement, StatementVote, Wave
from jisr.forum.queries import lineage
from jisr.forum.queries.figures import against_census
from jisr.forum.queries.lineage import asked as rows_of
from jisr.forum.queries.sealed import slip_hash
from jisr.forum.rules import ballot
from jisr.forum.rules.consensus import Tally, Verdict, kept_back, verdict
from jisr.forum.rules.lineage import carried
from jisr.forum.rules.represent import Share

# Which statements are translations of one another, by edges that hold.
_TRANSLATED = """SELECT f.statement_id, t.statement_id FROM forum_edge e
JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
WHERE e.wave_id = %s AND e.kind = %s AND e.undone_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Voiced:
    """Last votes on one statement, as they may be shown.

    Attributes:
        total: of everybody; None below five voters.
        groups: dimension -> group -> last votes; None where the numbers are kept back.
    """

    total: Tally | None
    groups: Mapping[str, Mapping[str, Tally | None]]

    def verdict(self, dimension: str) -> Verdict:
        """What the groups of one kind have in common."""
        return verdict(self.groups.get(dimension, {}))


@dataclass(frozen=True, slots=True)
class Voters:
    """Who voted in a wave.

    Attributes:
        total: how many; None for fewer than five, nobody included.
        by_slip: how many of them by the code of a paper slip; None for fewer than five.
        declared: dimension -> group -> voters; None where the number is kept back.
    """

    total: int | None
    by_slip: int | None
    declared: Mapping[str, Mapping[str, int | None]]


def voter_mark(wave: Wave | UUID, secret: str) -> str:
    """Under what the votes of a voter are kept: a keyed hash that holds for one wave alone.

    Args:
        secret: the code of a slip, or what her device keeps; capitals, spaces and dashes make no difference.
    """
    name = "".join(sign for sign in secret.upper() if sign.isalnum())
    return keyed_hash(f"{wave.pk if isinstance(wave, Wave) else wave}:{name}", purpose="forum.voter")


def holds_slip(wave: Wave, typed: str) -> bool:
    """Whether a slip of this wave has this code; one query."""
    wanted = slip_hash(typed)
    return bool(wanted) and call("jisr_forum_slip_holds", wave.pk, wanted)[0][0]


def voted_on(wave: Wave) -> list[ballot.Asked]:
    """What is voted on in a wave: its current statements, translations together; two queries."""
    rows = Statement.objects.filter(wave=wave, state=StatementState.ACTIVE).order_by()
    wordings = [ballot.Wording(*row) for row in rows.values_list("pk", "language", "text", "made_at")]
    return ballot.asked(wordings, rows_of(_TRANSLATED, wave.pk, EdgeKind.TRANSLATED))


def own_votes(wave: Wave, mark: str) -> dict[UUID, str]:
    """Current statement -> what one voter last said of it; one query."""
    return dict(call("jisr_forum_ballot", wave.pk, mark))


def voices(wave: Wave) -> dict[UUID, Voiced]:
    """What may be shown of the votes on each current statement: no number of a group below five, nor any from which
    it could be computed; one query.
    """
    totals: dict[UUID, Tally | None] = {}
    groups: dict[UUID, dict[str, dict[str, Tally | None]]] = defaultdict(lambda: defaultdict(dict))
    for statement, kind, member, agree, disagree, passed in call("jisr_forum_counts", wave.pk):
        tally = None if agree is None else Tally(agree, disagree, passed)
        if kind:
            groups[statement][kind][member] = tally
        else:
            totals[statement] = tally
    return {
        key: Voiced(total, {kind: shown(named, total) for kind, named in groups[key].items()})
        for key, total in totals.items()
    }


def shown(groups: Mapping[str, Tally | None], total: Tally | None) -> dict[str, Tally | None]:
    """The same groups, without the numbers that must be kept back."""
    seen = {name: None if tally is None else tally.seen for name, tally in groups.items()}
    hidden = kept_back(seen, total.seen if total else 0)
    return {name: None if name in hidden else tally for name, tally in groups.items()}


def voters(wave: Wave) -> Voters:
    """Who voted in a wave, as it may be shown; one query."""
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    for kind, member, many in call("jisr_forum_voters", wave.pk):
        found[kind][member] = many
    total, by_slip = found.pop("", {"": None})[""], found.pop("slip", {"": None})[""]
    declared = {}
    for kind, named in found.items():
        hidden = kept_back(named, total or 0)
        declared[kind] = {name: None if name in hidden else many for name, many in named.items()}
    return Voters(total, by_slip, declared)


def voters_represented(wave: Wave, who: Voters) -> dict[str, list[Share]]:
    """What the voters declare, against the census of the province, region or country of the wave; one query.

    A kind of groups of which one is kept back is left out: its shares would tell the number.
    """
    whole = {
        kind: {name: many for name, many in named.items() if many is not None}
        for kind, named in who.declared.items()
        if None not in named.values()
    }
    return against_census(wave, whole.get("sex", {}), whole.get("milieu", {}))


def learned_groups(wave: Wave) -> LearnedGroups | None:
    """What the team last learned from the votes of a wave; one query."""
    return LearnedGroups.objects.filter(wave=wave).order_by("-at", "-id").first()


def cast(wave: Wave, things: list[ballot.Asked]) -> list[tuple[str, Any, str]]:
    """(voter, key of what is voted on, value) of every last vote of a wave; for its team, two queries."""
    held = lineage.edges(wave, undone=False)
    counts_for: dict[UUID, list[Any]] = defaultdict(list)
    for one in things:
        for source in carried(held, one.key):
            counts_for[source].append(one.key)
    last: dict[tuple[str, Any], str] = {}
    rows = StatementVote.objects.filter(wave=wave).order_by("at", "id")
    for statement, voter, value in rows.values_list("statement", "voter", "value"):
        for key in counts_for[statement]:
            last[voter, key] = value
    return [(voter, key, value) for (voter, key), value in last.items()]
