"""How far each thing of the thread comes, and what nothing leads to. Plain Python."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from jisr.ledger.thread.rules.graph import Graph, Node
from jisr.ledger.thread.rules.steps import AGREEMENT, MEASURE, PAID, SERVED

#: Who asked: the start of every thread in the ledger.
STATEMENT = "statement"


@dataclass(frozen=True)
class Standing:
    """The nodes from which each step is reached, worked out once for a whole graph.

    Attributes:
        asked: nodes that a statement leads to.
        to_measure, to_agreement, to_paid, to_served: nodes that lead there, those that stand there included.
    """

    asked: Collection[Node]
    to_measure: Collection[Node]
    to_agreement: Collection[Node]
    to_paid: Collection[Node]
    to_served: Collection[Node]

    def stops(self, node: Node) -> str:
        """The first step that is not found from a measure or a statement on; "" where all are.

        >>> a, b = Node("statement", "a"), Node("measure", "b")
        >>> standing(Graph([(a, b)]), (), ()).stops(a)
        'agreement'
        """
        for step, there in (
            (MEASURE, self.to_measure), (AGREEMENT, self.to_agreement), (PAID, self.to_paid), (SERVED, self.to_served),
        ):  # fmt: skip
            if node not in there:
                return step
        return ""


def standing(graph: Graph, paid: Iterable[Node], served: Iterable[Node]) -> Standing:
    """How far each node comes.

    Args:
        paid: agreements under which something was paid.
        served: object lines under whose programme somebody was served within the agreement's days.
    """
    return Standing(
        asked=graph.after(node for node in graph.nodes if node.kind == STATEMENT),
        to_measure=graph.before(node for node in graph.nodes if node.kind == MEASURE),
        to_agreement=graph.before(node for node in graph.nodes if node.kind == AGREEMENT),
        to_paid=graph.before(paid),
        to_served=graph.before(served),
    )
