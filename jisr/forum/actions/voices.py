"""Acts of whoever votes, without an account, and of the team that looks for groups in the votes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from psycopg.types.json import Jsonb

from jisr.accounts.models import User
from jisr.common import journal
from jisr.common.database import call
from jisr.common.errors import Refusal, Unacceptable
from jisr.common.keys import new_key
from jisr.forum import queries
from jisr.forum.actions.kept import kept
from jisr.forum.actions.team import ANSWERS, WaveClosed, on_team
from jisr.forum.choices import GROUPS, SeatRole, SpeakerRole, Vote
from jisr.forum.models import LearnedGroups, Statement, Wave
from jisr.forum.queries.sealed import slip_hash
from jisr.forum.queries.voices import cast, voter_mark
from jisr.forum.rules import learned
from jisr.forum.rules.consensus import Tally, telling
from jisr.territory.models import Region

_DECLARED = {"sex": {"f", "m"}, "milieu": {"rural", "urban"}, "role": set(SpeakerRole.values)}


class StatementReplaced(WaveClosed):
    """The statement is no longer the one to vote on; the wave is open."""

    message = _("Another wording has taken the place of this statement. Vote on the one that is shown now.")


class NoSuchSlip(Refusal):
    """Mistyped, never given, or of another wave: nobody is told which."""

    message = _(
        "No slip of this consultation has this code. Compare it with the paper, letter by letter. You can also vote"
        " without a slip."
    )


@transaction.atomic
def vote(
    *, statement: Statement, value: str, voter: str = "", mark: str = "", by_slip: bool = False,
    groups: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Say agree, disagree or pass on a statement. No account is needed; the last vote of each voter counts.

    Args:
        voter: the code of a slip, or a secret kept by the device; only a hash that holds for this wave is stored.
        mark: that hash itself, where the secret is not at hand any more; one of the two.
        by_slip: the voter holds a slip of this wave, as ``take_slip`` found.
        groups: region (its code), role, sex (f or m) and milieu (rural or urban), as the voter declares them.

    Raises:
        WaveClosed: the wave is closed.
        StatementReplaced: the wave is open, the statement was replaced.
        Unacceptable: no value of the list.
    """
    if value not in Vote.values or not (mark or voter.strip()):
        raise Unacceptable({"value": _("Choose: agree, disagree or pass.")})
    mark = mark or kept(voter_mark(statement.wave_id, voter), voter)
    # the line of the journal is left by the function: a visitor writes none herself
    ((refused,),) = call(
        "jisr_forum_vote", new_key(), statement.pk, mark, Jsonb(declared(groups or {})), value, by_slip
    )
    if refused == "closed" and Wave.objects.filter(pk=statement.wave_id, closed_on=None).exists():
        raise StatementReplaced
    if refused:
        raise ANSWERS[refused]


@transaction.atomic
def declare(*, wave: Wave, mark: str, groups: Mapping[str, str]) -> dict[str, str]:
    """Say of which groups a voter is; it holds for all her votes of the wave, and what is left out is taken back.

    Returns:
        what was kept: groups that do not exist are left out.

    Raises:
        WaveClosed: the wave is closed.
    """
    known = declared(groups)
    ((refused,),) = call("jisr_forum_declare", wave.pk, mark, Jsonb(known))
    if refused:
        raise ANSWERS[refused]
    return known


@transaction.atomic
def take_slip(*, wave: Wave, code: str, device: str = "") -> str:
    """Vote under the code of a paper slip from now on.

    Args:
        device: mark of the device whose votes so far are the code's too; "" when they are somebody else's.

    Returns:
        the mark of the code.

    Raises:
        NoSuchSlip: no contribution of this wave has this code.
        WaveClosed: the wave is closed.
    """
    if not queries.holds_slip(wave, code):
        raise NoSuchSlip
    mark = kept(voter_mark(wave, code), code)
    if device:
        ((refused,),) = call("jisr_forum_hand_over", wave.pk, device, slip_hash(code), mark)
        if refused:
            raise ANSWERS[refused]
    return mark


@transaction.atomic
def learn_groups(*, wave: Wave, by: User) -> LearnedGroups:
    """Look for groups in how people voted, and keep what may be shown of them: never who stands in which.

    Raises:
        NotOnTheTeam: neither the secretary nor a moderator of the wave.
    """
    on_team(wave.pk, by, SeatRole.SECRETARY, SeatRole.MODERATOR)
    things = queries.voted_on(wave)
    columns = sorted((one.key for one in things), key=str)
    votes = learned.table(cast(wave, things), columns)
    found = learned.learn(votes)
    row = LearnedGroups(
        wave=wave, by=by, method=learned.METHOD, placed=found.placed, is_demonstration=wave.is_demonstration,
        checks={"together": found.together, "apart": found.apart, "again": found.again},
        groups=may_be_shown(found, votes, [str(key) for key in columns]),
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record("forum.learned_groups", row, by=by)
    return row


def may_be_shown(found: learned.Learned, votes: Any, columns: Sequence[str]) -> list[dict[str, Any]]:
    """What everybody may read of learned groups: their size, and their votes where none of a few follows from them."""
    if not found.shown:
        return []
    groups = range(int(found.labels.max()) + 1)
    tallies: dict[str, dict[str, Tally]] = {str(group): {} for group in groups}
    public: dict[str, dict[str, Tally | None]] = {str(group): {} for group in groups}
    for at, statement in enumerate(columns):
        counted = {str(group): learned.tally(votes[found.labels == group, at]) for group in groups}
        allowed = queries.shown(counted, learned.tally(votes[:, at]))
        for group, tally in allowed.items():
            public[group][statement] = tally
            if tally is not None:
                tallies[group][statement] = tally
    told = telling(tallies)
    return [
        {"size": int((found.labels == group).sum()), "votes": public[str(group)], "telling": told[str(group)]}
        for group in groups
    ]


def declared(groups: Mapping[str, str]) -> dict[str, str]:
    """Of what somebody says of herself, the groups that there are."""
    return {key: said for key, said in groups.items() if key in GROUPS and _is_declared(key, said)}


def _is_declared(key: str, said: str) -> bool:
    if key in _DECLARED:
        return said in _DECLARED[key]
    return 0 < len(said) <= 10 and "\0" not in said and Region.objects.filter(pk=said).exists()
