"""What was given to applicants of calls that an agreement pays for: by line, beside what its parties paid in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jisr.ledger.agreements.models import LineTerm, ObjectLine
from jisr.ledger.calls import queries
from jisr.ledger.calls.models import Call
from jisr.ledger.calls.queries import Paid


@dataclass(frozen=True)
class HandedLine:
    """One object line that pays for calls.

    Attributes:
        gives: what the version in force gives it; None where that was not published.
        paid: what was paid to awards; None where nothing was.
    """

    line: ObjectLine
    gives: int | None
    paid: Paid | None
    calls: list[Call]


@dataclass(frozen=True)
class Handed:
    """All lines that pay for calls, with their sum; minor units.

    Attributes:
        paid_in: what the parties of the agreement paid.
        projects: that got something.
    """

    rows: list[HandedLine]
    paid_in: int

    @property
    def given(self) -> int:
        """Given to applicants altogether."""
        return sum(row.paid.amount for row in self.rows if row.paid)

    @property
    def projects(self) -> int:
        """Projects that got something."""
        return sum(row.paid.count for row in self.rows if row.paid)

    @property
    def beyond(self) -> int:
        """How much more was given than came in; 0 where nothing was."""
        return max(self.given - self.paid_in, 0)


def handed(terms: Sequence[LineTerm], paid_in: int) -> Handed | None:
    """What was given to applicants under object lines; None where no line pays for a call. Two queries."""
    lines = [term.line_id for term in terms]
    calls: dict[Any, list[Call]] = {}
    for call in queries.of_lines(lines):
        calls.setdefault(call.line_id, []).append(call)
    paid = queries.paid_to_awards(lines)
    rows = [
        HandedLine(term.line, term.amount, paid.get(term.line_id), calls[term.line_id])
        for term in terms
        if term.line_id in calls
    ]
    return Handed(rows, paid_in) if rows else None
