"""Work of the keeper: every round that was asked for, each in a process of its own, which may fall alone."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from jisr.atlas.rounds import actions, queries
from jisr.atlas.rounds.choices import RoundState
from jisr.atlas.rounds.models import MobileRound
from jisr.atlas.rounds.rules import Router, planned, read, what_would_do
from jisr.common.database import call, scope

#: A plan that takes longer is stopped and begun again.
_LONGEST_S = 300
#: A process that fell so often will fall again.
TRIES = 3


def plan_rounds() -> int:
    """Plan every round that waits, one after the other; how many there were."""
    with scope(speaking="keeper"):
        due = call("jisr_rounds_due")
    for key, author in due:
        command = [sys.executable, "-m", "django", "plan_round", str(key), str(author)]
        with suppress(subprocess.TimeoutExpired):  # it is stopped then, and the others have their turn
            subprocess.run(command, cwd=settings.ROOT.parent, timeout=_LONGEST_S, check=False)
    return len(due)


def plan(key: UUID, *, author: object, route: Router, wanted: Callable[..., object]) -> bool:
    """Plan one round that was asked for: read, computed outside every transaction, kept at once; whether it was kept.

    A process that is killed leaves the round as it was asked; after ``TRIES`` it is told as not planned.

    Args:
        route, wanted: ``kernels.tours`` and ``kernels.Wanted``: handed in, since the keeper does not load them.
    """
    with scope(user=author):
        row = queries.round_of(key)
        if row is None or row.state != RoundState.ASKED:
            return False
        if row.tries >= TRIES:
            actions.give_up(row=row)
            return False
        MobileRound.objects.filter(pk=row.pk).update(tries=row.tries + 1)
        problem = queries.problem_of(read(row.question), timezone.localdate())
    answer = what_would_do(problem, planned(problem, route, wanted), route, wanted)
    with scope(user=author):
        return actions.keep_answer(row=row, answer=answer)
