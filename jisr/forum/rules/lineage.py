"""Where statements come from and what became of them: a graph of contributions, statements and edges.

Contributions and statements are nodes, known by their keys. An edge leads from some nodes to some statements; undone,
it stays, with the day of its undoing. Days are compared at their end: what is undone on a day is not there on it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

Node = Any
#: Edges whose source is no longer the statement to read.
REPLACING = frozenset({"merged", "split", "reworded"})
#: Edges along which a vote still means the same: whoever agreed to a part did not agree to a new wording.
CARRYING = frozenset({"merged", "translated"})


@dataclass(frozen=True)
class Edge:
    """Somebody drew, joined, split, reworded or translated.

    Attributes:
        froms: contributions or statements that it starts from.
        tos: statements that it leads to.
        at: the day on which it was made.
        undone_at: the day on which it was taken back; None while it holds.
    """

    key: Any
    kind: str
    froms: frozenset[Node]
    tos: frozenset[Node]
    at: date
    undone_at: date | None = None

    def holds(self, on: date | None = None) -> bool:
        """Whether it holds at the end of a day; now when left out."""
        if on is None:
            return self.undone_at is None
        return self.at <= on and (self.undone_at is None or self.undone_at > on)


def live(edges: Iterable[Edge], on: date | None = None) -> list[Edge]:
    """The edges that hold at the end of a day; now when left out."""
    return [edge for edge in edges if edge.holds(on)]


class Ways:
    """Both ways over the edges that hold, laid out once for whoever asks of many nodes."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        """Lay them out.

        Args:
            edges: those that were undone are left aside.
        """
        self._down: dict[Node, set[Node]] = defaultdict(set)
        self._up: dict[Node, set[Node]] = defaultdict(set)
        for edge in live(edges):
            for node in edge.froms:
                self._down[node] |= edge.tos
            for node in edge.tos:
                self._up[node] |= edge.froms

    def below(self, node: Node) -> set[Node]:
        """Every statement that comes from a node."""
        return _reached({node}, self._down) - {node}

    def above(self, node: Node) -> set[Node]:
        """Every contribution and statement that a node comes from."""
        return _reached({node}, self._up) - {node}


def below(edges: Iterable[Edge], node: Node) -> set[Node]:
    """Every statement that comes from one node, over edges that hold."""
    return Ways(edges).below(node)


def above(edges: Iterable[Edge], node: Node) -> set[Node]:
    """Every contribution and statement that one node comes from, over edges that hold."""
    return Ways(edges).above(node)


def closes_a_circle(edges: Iterable[Edge], froms: Collection[Node], tos: Collection[Node]) -> bool:
    """Whether an edge from ``froms`` to ``tos`` would make a statement come from itself.

    Edges that were undone count too: the whole history has one direction, whatever is redone later.
    """
    steps: dict[Node, set[Node]] = defaultdict(set)
    for edge in edges:
        for node in edge.froms:
            steps[node] |= edge.tos
    return not _reached(set(tos), steps).isdisjoint(froms)


def is_acyclic(edges: Iterable[Edge]) -> bool:
    """Whether nothing comes from itself, undone edges included."""
    edges = list(edges)
    return not any(closes_a_circle(edges, edge.froms, edge.tos) for edge in edges)


def current(statements: Iterable[Node], edges: Iterable[Edge], on: date | None = None) -> set[Node]:
    """The statements to read: made by an edge that holds, and replaced by none that holds."""
    held = live(edges, on)
    made = {to for edge in held for to in edge.tos}
    replaced = {node for edge in held if edge.kind in REPLACING for node in edge.froms}
    return (set(statements) & made) - replaced


def may_undo(edges: Iterable[Edge], key: Any) -> bool:
    """Whether an edge can be taken back: it holds, and nothing that holds starts from what it made alone."""
    held = live(edges)
    undone = next((edge for edge in held if edge.key == key), None)
    if undone is None:
        return False
    others = [edge for edge in held if edge.key != key]
    orphans = undone.tos - {to for edge in others for to in edge.tos}
    return not any(orphans & edge.froms for edge in others)


def undo(edges: Iterable[Edge], key: Any, *, at: date) -> list[Edge]:
    """The same edges with one taken back.

    Raises:
        ValueError: something that holds rests on it.
    """
    edges = list(edges)
    if not may_undo(edges, key):
        raise ValueError(f"edge {key} cannot be undone")
    return [replace(edge, undone_at=at) if edge.key == key else edge for edge in edges]


def merge_given_back(edges: Iterable[Edge], statement: Node) -> Edge | None:
    """The joining that made a statement and that still holds; splitting into the same parts takes it back."""
    return next((edge for edge in live(edges) if edge.kind == "merged" and statement in edge.tos), None)


def carried(edges: Iterable[Edge], statement: Node) -> set[Node]:
    """The statement and those whose votes count for it: what was joined in it, and its translations both ways."""
    steps: dict[Node, set[Node]] = defaultdict(set)
    for edge in live(edges):
        if edge.kind in CARRYING:
            for to in edge.tos:
                steps[to] |= edge.froms
            if edge.kind == "translated":
                for node in edge.froms:
                    steps[node] |= edge.tos
    return _reached({statement}, steps)


def voices(votes: Iterable[tuple[Node, str, int, str]], edges: Iterable[Edge], statement: Node) -> dict[str, str]:
    """What each voter last said of a statement, or of one that was joined in it.

    Args:
        votes: (statement, voter, moment, value), in any order.

    Returns:
        voter -> value.
    """
    within = carried(edges, statement)
    ordered = sorted((vote for vote in votes if vote[0] in within), key=lambda vote: vote[2])
    return {voter: value for _statement, voter, _moment, value in ordered}


def settled_on(node: Node, answered: Mapping[Node, date], edges: Iterable[Edge], on: date | None = None) -> date | None:
    """The day on which a contribution or statement had its answer; None while one is missing."""
    return settling(answered, edges, on)(node)


def settling(
    answered: Mapping[Node, date], edges: Iterable[Edge], on: date | None = None
) -> Callable[[Node], date | None]:
    """The question of ``settled_on`` for many nodes of one graph.

    A contribution is answered by itself, or by every statement that was drawn from it; a statement by itself, by a
    translation, or by every statement that took its place.

    Args:
        answered: node -> day of its first answer.
        on: the day asked for; answers and edges after it do not count.
    """
    held = live(edges, on)
    days = {node: day for node, day in answered.items() if on is None or day <= on}
    twins = _twins(edge for edge in held if edge.kind == "translated")
    ways: dict[Node, list[tuple[date, Node]]] = defaultdict(list)
    for edge in held:
        if edge.kind != "translated":
            for node in edge.froms:
                ways[node] += [(edge.at, to) for to in edge.tos]
    found: dict[Node, date | None] = {}

    def alone(node: Node) -> date | None:
        reached = []
        for at, to in ways.get(node, ()):
            day = settled(to)
            if day is None:
                return days.get(node)
            reached.append(max(at, day))
        direct = [days[node]] if node in days else []
        return min([*direct, *([max(reached)] if reached else [])], default=None)

    def settled(node: Node) -> date | None:
        if node not in found:
            together = twins.get(node, frozenset({node}))
            found.update(dict.fromkeys(together))  # asked again on the way round through a translation: not yet
            known = [day for one in together if (day := alone(one)) is not None]
            for one in together:
                found[one] = min(known, default=None)
        return found[node]

    return settled


def unanswered(contributions: Iterable[Node], answered: Mapping[Node, date], edges: Iterable[Edge]) -> list[Node]:
    """The contributions whose answer is missing, in their order."""
    settled = settling(answered, edges)
    return [node for node in contributions if settled(node) is None]


def joined(edges: Iterable[Edge], contributions: Collection[Node]) -> bool:
    """Whether one statement holds all these contributions."""
    ways = Ways(edges)
    shared = [ways.below(node) for node in contributions]
    return bool(shared) and bool(set.intersection(*shared))


def _reached(starts: set[Node], steps: Mapping[Node, set[Node]]) -> set[Node]:
    """The starts and all that is reached from them."""
    seen, waiting = set(starts), list(starts)
    while waiting:
        for node in steps.get(waiting.pop(), set()) - seen:
            seen.add(node)
            waiting.append(node)
    return seen


def _twins(edges: Iterator[Edge]) -> dict[Node, frozenset[Node]]:
    """Statements that are translations of one another."""
    steps: dict[Node, set[Node]] = defaultdict(set)
    for edge in edges:
        for one in edge.froms:
            for other in edge.tos:
                steps[one].add(other)
                steps[other].add(one)
    return {node: frozenset(_reached({node}, steps)) for node in steps}
