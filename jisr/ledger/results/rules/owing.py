"""Who still owes data: periods past their day without an approved report, and who must act."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from jisr.ledger.results.rules.periods import Period, due_on


@dataclass(frozen=True, slots=True)
class Owing:
    """A period that is owed.

    Attributes:
        days_late: since the day on which it was to be reported, at least 1.
        approver_acts: it was reported and waits for its approval; else whoever reports must act.
    """

    period: Period
    due_on: date
    days_late: int
    approver_acts: bool


def owing(
    periods: Iterable[Period], *, approved: Container[date], waiting: Container[date], due_days: int, today: date
) -> list[Owing]:
    """Periods past their day without an approved report, the oldest first.

    Args:
        approved, waiting: first days of periods with an approved report, and with one that waits for approval.

    >>> quarter = Period(date(2026, 1, 1), date(2026, 3, 31))
    >>> [one.days_late for one in owing([quarter], approved=(), waiting=(), due_days=30, today=date(2026, 5, 10))]
    [10]
    """
    found = []
    for one in sorted(periods):
        due = due_on(one, due_days)
        if due < today and one.starts_on not in approved:
            found.append(Owing(one, due, (today - due).days, one.starts_on in waiting))
    return found
