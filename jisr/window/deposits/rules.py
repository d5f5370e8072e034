"""Pure decisions of deposits: which day a decision is due, what a silence comes to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

#: Where the clock of a deposit stands.
STILL, OPEN, SOON, SILENT, DONE = "still", "open", "soon", "silent", "done"


@dataclass(frozen=True)
class Clock:
    """Where the clock of a deposit stands on a day.

    Attributes:
        how: STILL while papers are awaited; OPEN; SOON; SILENT once the day has passed without a decision; DONE.
        due_on: the day by which the decision is owed; None while the clock stands still, or once it was taken.
        days: to that day, or past it; 0 where it does not run.
        agrees: a silence that a public text counts as agreement.
    """

    how: str
    due_on: date | None = None
    days: int = 0
    agrees: bool = False


def clock(*, due_on: date | None, decided: bool, today: date, soon_days: int, agrees: bool) -> Clock:
    """Where a clock stands.

    Args:
        due_on: None while papers are awaited.
        agrees: whether a public text counts silence as agreement for this procedure.

    >>> clock(due_on=date(2026, 1, 10), decided=False, today=date(2026, 1, 12), soon_days=7, agrees=True)
    Clock(how='silent', due_on=datetime.date(2026, 1, 10), days=2, agrees=True)
    >>> ahead = [date(2026, 1, day) for day in (2, 3, 10)]
    >>> [clock(due_on=ahead[-1], decided=False, today=day, soon_days=7, agrees=True).how for day in ahead]
    ['open', 'soon', 'soon']
    """
    if decided:
        return Clock(DONE)
    if due_on is None:
        return Clock(STILL)
    if today > due_on:
        return Clock(SILENT, due_on, (today - due_on).days, agrees)
    left = (due_on - today).days
    return Clock(SOON if left <= soon_days else OPEN, due_on, left)


def keyed_late(deposited_on: date, keyed_on: date, back_days: int) -> bool:
    """Whether a request came into the register later than it may without a word.

    Args:
        back_days: so many days back are keyed in without one, >= 0.

    >>> keyed_late(date(2026, 1, 1), date(2026, 1, 4), 3), keyed_late(date(2026, 1, 1), date(2026, 1, 5), 3)
    (False, True)
    """
    return (keyed_on - deposited_on).days > back_days


def due_day(deposited_on: date, days: int) -> date:
    """The last day of a delay; the day of the deposit does not count.

    >>> due_day(date(2026, 1, 1), 60)
    datetime.date(2026, 3, 2)
    """
    return deposited_on + timedelta(days=days)


def resumed(due_on: date, asked_on: date, brought_on: date) -> date:
    """The day a decision is due once missing papers are there: the days they were awaited are not the centre's.

    >>> resumed(date(2026, 3, 2), date(2026, 1, 11), date(2026, 1, 21))
    datetime.date(2026, 3, 12)
    """
    return due_on + (brought_on - asked_on)


def missing(needed: Collection[str], brought: Collection[str]) -> list[str]:
    """Papers that are not there, in the order of the list."""
    return [code for code in needed if code not in set(brought)]
