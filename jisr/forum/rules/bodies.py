"""What may be said of an advisory body on a day: how long it waits, what was followed, how many women sit in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

#: Answers after which a request is settled; after any other it may be answered again.
SETTLED = frozenset({"granted", "partly", "refused"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request for means stands on a day.

    Attributes:
        kind: of the last answer; "" where there is none.
        waits: whether the region owes an answer on that day.
        days: it has waited, where it waits: since it was asked, or since the day to which it was put off;
            otherwise the days until its first answer.
    """

    kind: str
    waits: bool
    days: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the requests and opinions of a body, or of several.

    Attributes:
        asked: requests for means; ``answered`` of them had an answer, ``waiting`` owe one today.
        median_days: until the first answer; None where none was answered.
        longest_days: of the request that waits longest; None where none waits.
        given: opinions given, without those that a corrected one replaced.
        followed, in_part, not_followed: what became of them; the rest has no answer.
        share_followed: of the opinions given, those followed; None where none was given.
    """

    asked: int = 0
    answered: int = 0
    waiting: int = 0
    median_days: float | None = None
    longest_days: int | None = None
    given: int = 0
    followed: int = 0
    in_part: int = 0
    not_followed: int = 0

    @property
    def share_followed(self) -> float | None:
        """Opinions followed out of those given."""
        return self.followed / self.given if self.given else None

    @property
    def without_answer(self) -> int:
        """Opinions given of which nothing became known."""
        return self.given - self.followed - self.in_part - self.not_followed


@dataclass(frozen=True, slots=True)
class Parity:
    """How many women and men sit in a body.

    >>> Parity(3, 1, 0).share_of_women, Parity(0, 0, 2).share_of_women
    (0.75, None)
    """

    women: int
    men: int
    unsaid: int

    @property
    def share_of_women(self) -> float | None:
        """Women out of those whose sex is said; None where it is said of nobody."""
        known = self.women + self.men
        return self.women / known if known else None


def standing(asked_on: date, answers: Sequence[tuple[str, date, date | None]], on: date) -> Standing:
    """Where a request stands at the end of a day.

    Args:
        answers: (kind, day, day of the next step) in the order in which they were given.

    >>> standing(date(2026, 1, 1), [("deferred", date(2026, 1, 5), date(2026, 2, 1))], date(2026, 2, 3))
    Standing(kind='deferred', waits=True, days=2)
    """
    given = [answer for answer in answers if answer[1] <= on]
    if not given:
        return Standing("", waits=True, days=max((on - asked_on).days, 0))
    kind, _day, until = given[-1]
    if kind not in SETTLED and (until is None or until < on):
        return Standing(kind, waits=True, days=(on - (until or given[-1][1])).days)
    return Standing(kind, waits=False, days=max((given[0][1] - asked_on).days, 0))


def figures(
    requests: Iterable[tuple[date, Sequence[tuple[str, date, date | None]]]], outcomes: Iterable[str], on: date
) -> Figures:
    """The public figures of a body.

    Args:
        requests: (asked on, answers as ``standing`` takes them).
        outcomes: of each opinion given, "" where there is none.
    """
    rows, told = list(requests), list(outcomes)
    waited = [where.days for asked, answers in rows if (where := standing(asked, answers, on)).waits]
    first = [max((answers[0][1] - asked).days, 0) for asked, answers in rows if answers]
    counted: Mapping[str, int] = {kind: told.count(kind) for kind in ("followed", "in_part", "not_followed")}
    return Figures(
        asked=len(rows), answered=len(first), waiting=len(waited), median_days=median(first) if first else None,
        longest_days=max(waited, default=None), given=len(told), **counted,
    )  # fmt: skip


def parity(sexes: Iterable[str]) -> Parity:
    """How many of each sex, as recorded: f, m or "".

    >>> parity(["f", "f", "m", ""])
    Parity(women=2, men=1, unsaid=1)
    """
    told = list(sexes)
    return Parity(told.count("f"), told.count("m"), len(told) - told.count("f") - told.count("m"))


def is_late(due_on: date | None, settled_on: date | None, on: date) -> bool:
    """Whether a day has passed with nothing done, or what was done came after it.

    >>> is_late(date(2026, 1, 2), None, date(2026, 1, 2)), is_late(date(2026, 1, 2), None, date(2026, 1, 3))
    (False, True)
    """
    return due_on is not None and (settled_on or on) > due_on
