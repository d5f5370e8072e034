"""The duty to answer as it stood at the end of any day: how many were answered, after how many days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from jisr.forum.rules.lineage import Edge, Node, settling


class Said(NamedTuple):
    """A contribution: its key, the day on which it was said, and by what it is counted apart.

    Attributes:
        dated: whether the day is known; otherwise it is the latest that it can be, and no delay is counted from it.
    """

    node: Node
    said_on: date
    region: str = ""
    dated: bool = True


class Given(NamedTuple):
    """An answer to a contribution or statement: the day, and the body that gave it."""

    node: Node
    on: date
    body: str = ""


@dataclass(frozen=True)
class Response:
    """What became of some contributions by a day.

    Attributes:
        said: how many there were.
        answered: how many of them had their answer.
        rate: answered / said; None when nothing was said.
        median_days: from the day of saying to the day of the answer; None when none with a known day is answered.
    """

    said: int
    answered: int
    rate: float | None
    median_days: float | None


def response(said: Iterable[Said], given: Iterable[Given], edges: Iterable[Edge], *, on: date) -> Response:
    """The duty to answer at the end of a day; what came later does not count."""
    settled = settling(_first(given), edges, on)
    return counted([row for row in said if row.said_on <= on], settled)


def by_region(said: Iterable[Said], given: Iterable[Given], edges: Iterable[Edge], *, on: date) -> dict[str, Response]:
    """The same for each region; "" for contributions that name none."""
    settled = settling(_first(given), edges, on)
    apart: dict[str, list[Said]] = {}
    for row in said:
        if row.said_on <= on:
            apart.setdefault(row.region, []).append(row)
    return {region: counted(rows, settled) for region, rows in sorted(apart.items())}


def by_body(said: Iterable[Said], given: Iterable[Given], edges: Iterable[Edge], *, on: date) -> dict[str, Response]:
    """For each body, the contributions that its own answers settled, and after how many days.

    Nothing says to which body an unanswered contribution belongs, so a body has no rate: its ``said`` is what it
    answered.
    """
    edges, rows = list(edges), [row for row in said if row.said_on <= on]
    bodies: dict[str, list[Given]] = {}
    for answer in given:
        if answer.on <= on:
            bodies.setdefault(answer.body, []).append(answer)
    found = {}
    for body, answers in sorted(bodies.items()):
        settled = settling(_first(answers), edges, on)
        found[body] = counted([row for row in rows if settled(row.node) is not None], settled)
    return found


def _first(given: Iterable[Given]) -> dict[Node, date]:
    first: dict[Node, date] = {}
    for answer in given:
        first[answer.node] = min(answer.on, first.get(answer.node, answer.on))
    return first


def counted(rows: Sequence[Said], settled: Callable[[Node], date | None]) -> Response:
    """What became of these contributions.

    Args:
        settled: the day on which one had its answer, None for none; as ``lineage.settling`` gives it.
    """
    # an answer that was published before it was asked for took no day
    ended = [(row, day) for row in rows if (day := settled(row.node)) is not None]
    delays = [max(0, (day - row.said_on).days) for row, day in ended if row.dated]
    return Response(
        said=len(rows),
        answered=len(ended),
        rate=len(ended) / len(rows) if rows else None,
        median_days=float(median(delays)) if delays else None,
    )
