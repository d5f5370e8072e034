"""What became of everything that was said in a wave, on any day: the rules of ``lineage`` and ``asof``, laid out once.

Nothing leads to a contribution and no translation joins it, so that what becomes of it follows from its statements
alone. They are settled by the rules; thousands of contributions are then read off. Held equal to the rules by a test.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from jisr.forum.rules.asof import Given, Response, Said, counted
from jisr.forum.rules.lineage import Edge, Node, live, settling

#: Days whose state is remembered at once.
MOST_DAYS = 8


class Drawn(NamedTuple):
    """A statement was drawn from a contribution.

    Attributes:
        at: the day on which it was.
        undone_at: the day on which that was taken back; None while it holds.
    """

    contribution: Node
    statement: Node
    at: date
    undone_at: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether it holds at the end of a day; now when left out."""
        if on is None:
            return self.undone_at is None
        return self.at <= on and (self.undone_at is None or self.undone_at > on)


class Record:
    """What was said in a wave, what was drawn from it, and what was answered."""

    def __init__(
        self, said: Sequence[Said], drawn: Iterable[Drawn], edges: Sequence[Edge], given: Sequence[Given]
    ) -> None:
        """Lay it out.

        Args:
            drawn: by whom a statement was drawn from which contribution, those taken back too.
            edges: between statements.
        """
        self.said, self._drawn, self._edges, self._given = said, list(drawn), edges, given
        self._nodes = {row.node for row in said}
        self._asked: dict[date | None, Mapping[Node, date]] = {}

    def __len__(self) -> int:
        """How many contributions it holds."""
        return len(self.said)

    def settled(self, on: date | None = None) -> Mapping[Node, date]:
        """Contribution -> the day of its answer, as of a day or now; those that lack one are not in it."""
        known = self._asked.get(on)
        if known is None:
            known = self._settled(self._given, live(self._edges, on), self._held(on), on)
            while len(self._asked) >= MOST_DAYS:
                self._asked.pop(next(iter(self._asked)), None)
            self._asked[on] = known
        return known

    def response(self, on: date) -> Response:
        """The same as ``asof.response``."""
        return counted(self._until(on), self.settled(on).get)

    def by_region(self, on: date) -> dict[str, Response]:
        """The same as ``asof.by_region``."""
        settled, apart = self.settled(on), defaultdict[str, list[Said]](list)
        for row in self._until(on):
            apart[row.region].append(row)
        return {region: counted(rows, settled.get) for region, rows in sorted(apart.items())}

    def by_body(self, on: date) -> dict[str, Response]:
        """The same as ``asof.by_body``."""
        bodies: dict[str, list[Given]] = defaultdict(list)
        for answer in self._given:
            if answer.on <= on:
                bodies[answer.body].append(answer)
        edges, held = live(self._edges, on), self._held(on)
        until = {row.node: row for row in self._until(on)}
        found = {}
        for body, answers in sorted(bodies.items()):
            settled = self._settled(answers, edges, held, on)
            found[body] = counted([until[node] for node in settled if node in until], settled.get)
        return found

    def _until(self, on: date) -> list[Said]:
        return [row for row in self.said if row.said_on <= on]

    def _held(self, on: date | None) -> list[Drawn]:
        """What is drawn and holds on a day."""
        return [one for one in self._drawn if one.holds(on)]

    def _settled(
        self, given: Iterable[Given], edges: Sequence[Edge], held: Iterable[Drawn], on: date | None
    ) -> dict[Node, date]:
        own: dict[Node, date] = {}
        for answer in given:
            if on is None or answer.on <= on:
                own[answer.node] = min(answer.on, own.get(answer.node, answer.on))
        of_statement, last, waits = _of_statements(own, edges, on), dict[Node, date](), set[Node]()
        for contribution, statement, at, _undone_at in held:
            day = of_statement.get(statement)
            if day is None:
                waits.add(contribution)
            else:
                last[contribution] = max(at, day, last.get(contribution, day))
        by_all = {node: day for node, day in last.items() if node not in waits}
        by_own = {node: min(own[node], by_all.get(node, own[node])) for node in own.keys() & self._nodes}
        return {node: day for node, day in by_all.items() if node in self._nodes} | by_own


def _of_statements(own: Mapping[Node, date], edges: Sequence[Edge], on: date | None) -> dict[Node, date | None]:
    """The day of each statement: its own answer where nothing was made from it nor it from anything, else the rules."""
    settled = settling(own, edges, on)
    return {**own, **{node: settled(node) for edge in edges for node in edge.froms | edge.tos}}
