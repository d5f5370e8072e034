"""The way of a contribution as its public thread tells it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from jisr.forum.models import Answer, Contribution
from jisr.forum.queries import Kin
from jisr.web import wording
from jisr.web.said import is_undated


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a public thread.

    Attributes:
        kind: said, published, joined or answered.
        days: since the words were said; None where that is not known.
        rows: statements joined, or answers given, on that step.
    """

    kind: str
    on: date
    days: int | None
    rows: list[Any] = field(default_factory=list)


def steps(contribution: Contribution, joined: Iterable[Kin], given: Iterable[Answer]) -> list[Step]:
    """The way of a contribution, each step with the days since it was said."""
    known = None if is_undated(contribution) else contribution.said_on
    found = [Step("said", contribution.said_on, None)]
    if contribution.published_at:
        # what was public before was not published by us: the days until we wrote it down say nothing
        first = None if contribution.sources else known
        found.append(_step("published", wording.local_day(contribution.published_at), first))
    for one in joined:
        on = wording.local_day(one.at)
        if found[-1].kind == "joined" and found[-1].on == on:
            found[-1].rows.append(one)
        else:
            found.append(_step("joined", on, known, one))
    found += [_step("answered", one.answered_on, known, one) for one in given]
    return sorted(found, key=lambda step: (step.kind != "said", step.on))


def _step(kind: str, on: date, said: date | None, *rows: Any) -> Step:
    return Step(kind, on, days_between(said, on), list(rows))


def days_between(first: date | None, on: date) -> int | None:
    """Days from one day to another, none for an answer that was there before; None where the first is not known."""
    return None if first is None else max((on - first).days, 0)


def waiting_days(contribution: Contribution) -> int | None:
    """How many days ago a contribution was said; None where nobody published its day."""
    return days_between(None if is_undated(contribution) else contribution.said_on, timezone.localdate())
