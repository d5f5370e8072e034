"""What nobody asked for, what nobody funded, and what was funded and has served nobody on record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from jisr.centres.choices import Theme
from jisr.ledger.thread.queries.ground import Ground
from jisr.ledger.thread.queries.sentences import Accepted
from jisr.ledger.thread.rules import steps
from jisr.ledger.thread.rules.graph import Node
from jisr.ledger.thread.rules.knots import AgreementKnot, LineKnot
from jisr.ledger.thread.rules.standing import Standing

#: What happens under these is in protected files, and counted nowhere.
PROTECTED = frozenset({Theme.VIOLENCE.value, Theme.CHILD_PROTECTION.value})
#: Why nobody can be counted under an agreement: it names no programme, or no first day of it is known.
UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list.

    Attributes:
        kind: statement, measure, line or agreement.
        row: a statement as it is stored, or a knot.
        stops: the first step that is not found.
        of: the agreement of a line.
    """

    kind: str
    row: Any
    regions: Collection[str]
    themes: Collection[str]
    stops: str
    of: AgreementKnot | None = None

    def fits(self, region: str, theme: str) -> bool:
        """Whether it is of a region and a theme; "" for any. What is of the whole country is of every region."""
        return (not region or region in self.regions or "MA" in self.regions) and (not theme or theme in self.themes)


def unasked(held: Ground, standing: Standing) -> list[Item]:
    """Measures in force and object lines that no statement leads to."""
    measures = [_measure(held, key, standing) for key in held.measures if Node("measure", key) not in standing.asked]
    lines = [_line(held, row, standing) for row in held.lines.values() if Node("line", row.key) not in standing.asked]
    return measures + lines


def unfunded(held: Ground, standing: Standing, accepted: Sequence[Accepted]) -> list[Item]:
    """Statements that a body takes on, and measures in force, that lead to no agreement or to no payment."""
    found = []
    for one in accepted:
        stops = min((standing.stops(node) for node in one.starts), key=_FAR.index)
        if stops in _UNPAID:
            found.append(Item("statement", one.row, one.regions, one.themes, stops))
    measures = [_measure(held, key, standing) for key in held.measures]
    return found + [item for item in measures if item.stops in _UNPAID]


def unserved(held: Ground, reached: Collection[str], counted: Collection[str]) -> list[Item]:
    """Agreements under which something was paid, and under whose programmes we find nobody served.

    Args:
        reached: keys of the agreements that served somebody.
        counted: keys of those under which people can be counted at all.
    """
    found = []
    for node in sorted(held.paid(), key=lambda node: held.agreements[node.key].code):
        row, lines = held.agreements[node.key], held.lines_of(node.key)
        themes = frozenset().union(*(held.programmes[line.programme].themes for line in lines if line.programme))
        if node.key in reached or themes & PROTECTED:
            continue
        stops = steps.SERVED if node.key in counted else UNNAMED
        found.append(Item("agreement", row, {row.region or "MA"}, themes, stops))
    return found


_FAR = ("", steps.SERVED, steps.PAID, steps.AGREEMENT, steps.MEASURE)
_UNPAID = {steps.PAID, steps.AGREEMENT, steps.MEASURE}


def _measure(held: Ground, key: str, standing: Standing) -> Item:
    row = held.measures[key]
    regions = {"MA" if place == "MA" else place[:2] for place in row.places}
    return Item("measure", row, regions, row.themes, standing.stops(Node("measure", key)))


def _line(held: Ground, row: LineKnot, standing: Standing) -> Item:
    of = held.agreements[row.agreement]
    themes = held.programmes[row.programme].themes if row.programme else frozenset()
    return Item("line", row, {of.region or "MA"}, themes, standing.stops(Node("line", row.key)), of)
