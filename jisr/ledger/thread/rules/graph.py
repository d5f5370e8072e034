"""The thread as a graph of what is stored: what leads to what, read onward and back. Plain Python."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Node(NamedTuple):
    """Something of the thread: what it is, and its key.

    Attributes:
        kind: statement, measure, programme, line or agreement.
    """

    kind: str
    key: str


#: From what to what.
Link = tuple[Node, Node]


class Graph:
    """Links, laid out both ways."""

    def __init__(self, links: Iterable[Link], nodes: Iterable[Node] = ()) -> None:
        """Lay it out; a link that is named twice is one.

        Args:
            nodes: those that may stand alone.
        """
        self.links = frozenset(links)
        self.nodes = {node for link in self.links for node in link} | set(nodes)
        self._onward: dict[Node, set[Node]] = defaultdict(set)
        self._back: dict[Node, set[Node]] = defaultdict(set)
        for source, target in self.links:
            self._onward[source].add(target)
            self._back[target].add(source)

    def after(self, starts: Iterable[Node]) -> set[Node]:
        """Whatever these lead to, themselves included.

        >>> said, done = Node("statement", "a"), Node("measure", "b")
        >>> sorted(Graph([(said, done)]).after([said])) == sorted([said, done])
        True
        """
        return _reached(starts, self._onward)

    def before(self, starts: Iterable[Node]) -> set[Node]:
        """Whatever leads to these, themselves included."""
        return _reached(starts, self._back)

    def through(self, starts: Iterable[Node]) -> set[Node]:
        """The thread through these: what leads to them, and what they lead to."""
        starts = list(starts)
        return self.before(starts) | self.after(starts)

    def next(self, node: Node, kind: str) -> set[Node]:
        """What it leads to of one kind, by one link."""
        return {one for one in self._onward.get(node, ()) if one.kind == kind}

    def previous(self, node: Node, kind: str) -> set[Node]:
        """What of one kind leads to it by one link."""
        return {one for one in self._back.get(node, ()) if one.kind == kind}


def _reached(starts: Iterable[Node], ways: Mapping[Node, set[Node]]) -> set[Node]:
    found = set(starts)
    waiting = list(found)
    while waiting:
        for node in ways.get(waiting.pop(), ()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def of_kind(nodes: Iterable[Node], kind: str) -> set[str]:
    """The keys of the nodes of one kind."""
    return {node.key for node in nodes if node.kind == kind}
