"""What a kit brings home: which sheets are new, how wrong its clock was, which days are set right. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

#: A clock that is wrong by this much or more puts sheets on wrong days, or votes in a wrong order.
MATTERS = timedelta(hours=1)
NOTHING = timedelta()


@dataclass(frozen=True)
class Clock:
    """How wrong the clock of a kit was.

    Attributes:
        off: what is added to a time of the kit to get the time of the server.
        measured: somebody read the true time beside it; otherwise the least that the known times prove.
    """

    off: timedelta
    measured: bool

    @property
    def matters(self) -> bool:
        """Whether days and times are set right."""
        return abs(self.off) >= MATTERS

    def right(self, at: datetime) -> datetime:
        """The time of the server for a time of the kit."""
        return at + self.off if self.matters else at


def clock(
    *, cut_at: datetime, opened_at: datetime, closed_at: datetime, true_at: datetime | None, brought_at: datetime
) -> Clock:
    """How wrong the clock was: as it was read in the hall, else as the order of what happened proves.

    A kit is opened after it was cut, and what it gathered is brought after it was taken out: where the clock of the
    kit says otherwise, it is wrong by at least the difference.

    Args:
        cut_at, brought_at: by the clock of the server.
        opened_at, closed_at: by the clock of the kit.
        true_at: what a telephone or a watch said when the clock of the kit said ``closed_at``.

    >>> from datetime import UTC
    >>> day = datetime(2026, 11, 3, 9, tzinfo=UTC)
    >>> later = lambda hours: day + timedelta(hours=hours)
    >>> clock(cut_at=day, opened_at=later(-2), closed_at=later(4), true_at=None, brought_at=later(9)).off
    datetime.timedelta(seconds=7200)
    """
    slow, latest = max(cut_at - opened_at, NOTHING), brought_at - closed_at
    off = slow if true_at is None else true_at - closed_at
    return Clock(min(off, latest), measured=true_at is not None)


def day_of(said_on: date, received_at: datetime, clock: Clock, *, zone: tzinfo, today: date) -> date:
    """The day on which something was said, by the clock of the server.

    A day that the kit took from its clock moves with the clock; one that somebody wrote stays.

    Args:
        received_at: when it was keyed, by the clock of the kit.
        today: no day lies after it.
    """
    from_clock = said_on == received_at.astimezone(zone).date()
    day = clock.right(received_at).astimezone(zone).date() if from_clock and clock.matters else said_on
    return min(day, today)


@dataclass(frozen=True)
class Sheet:
    """What tells one contribution from another.

    Attributes:
        key: of its row.
        client_key: made where it was keyed, before it had a row; None for what was keyed without.
    """

    key: UUID
    client_key: UUID | None = None

    @property
    def identity(self) -> UUID:
        """The same in every place that has it."""
        return self.client_key or self.key


@dataclass(frozen=True)
class Sorted:
    """The sheets of a kit, each in exactly one heap, in the order in which they came."""

    new: list[Any] = field(default_factory=list)
    there: list[Any] = field(default_factory=list)
    refused: list[tuple[Any, str]] = field(default_factory=list)


def sort_out(
    brought: Iterable[Any], there: Collection[UUID], *, wrong: Callable[[Any], str] = lambda sheet: ""
) -> Sorted:
    """Which of the sheets brought are new.

    Args:
        brought: what has an ``identity``; the same one twice is one.
        there: identities that the server has.
        wrong: the code of why one cannot be taken; "" for most.
    """
    heaps, known = Sorted(), set(there)
    for sheet in brought:
        reason = wrong(sheet)
        if sheet.identity in known:
            heaps.there.append(sheet)
        elif reason:
            heaps.refused.append((sheet, reason))
        else:
            heaps.new.append(sheet)
            known.add(sheet.identity)
    return heaps
