"""What a selection is made from: everybody who was read, with points and what was decided by hand."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from jisr.ledger.calls.choices import ApplicationState
from jisr.ledger.calls.models import Application, Call, Override, Reading
from jisr.ledger.calls.queries.rows import groups_of
from jisr.ledger.calls.rules.choosing import Candidate, Choice, choose
from jisr.ledger.calls.rules.points import points_of


def totals_of(call: Call) -> dict[UUID, list[int]]:
    """Totals of the readers of each application, in the order in which they read."""
    found: dict[UUID, list[int]] = defaultdict(list)
    rows = Reading.objects.filter(call=call, total__isnull=False).order_by("place")
    for key, total in rows.values_list("application_id", "total"):
        found[key].append(int(total or 0))
    return found


def candidates_of(call: Call, totals: Mapping[UUID, list[int]] | None = None) -> tuple[list[Candidate], int]:
    """Complete applications whose reading is over, and how many still wait for a reader. Three queries."""
    given = totals_of(call) if totals is None else totals
    hand = dict(Override.objects.filter(call=call).values_list("application_id", "outcome"))
    complete = Application.objects.filter(call=call, state__in=[ApplicationState.COMPLETE, ApplicationState.DECIDED])
    fields = ("pk", "number", "deposited_at", "asked", "province", "favoured")
    ready, waiting = [], 0
    for key, number, moment, asked, province, favoured in (
        complete.exclude(settled_on=None).exclude(why__in=["not_eligible", "not_complete"]).values_list(*fields)
    ):
        points = points_of(given.get(key, []), call.gap)
        if points is None:
            waiting += 1
            continue
        ready.append(
            Candidate(key, number, points, moment, asked, province, frozenset(favoured), hand.get(key, ""))
        )  # fmt: skip
    return ready, waiting


def choice_of(call: Call) -> tuple[Choice, int]:
    """Both selections of a call as things stand, and how many applications still wait for a reader.

    Raises:
        TooMuchByHand: what was selected by hand is more than there is.
    """
    ready, waiting = candidates_of(call)
    chosen = choose(ready, groups_of(call), budget=call.budget or 0, places=call.places, least=call.least_points)
    return chosen, waiting
