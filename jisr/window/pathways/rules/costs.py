"""What a pathway cost: four figures, never added up; what was not noted is not measured, and never nothing."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure and what it is made of.

    Attributes:
        value: the sum; None where one input is missing, or where nothing was noted that could be summed.
        known: sum of the inputs that are there.
        inputs: how many there are, those that are missing among them.
        missing: how many lack what is summed.
    """

    value: int | None
    known: int
    inputs: int
    missing: int


def measured(inputs: Iterable[int | None], *, none_is_nothing: bool) -> Measured:
    """Add up inputs that measure one thing.

    Args:
        inputs: each a number, or None where it was not noted.
        none_is_nothing: whether no input at all means 0 (nothing was given), or that nobody noted anything.

    >>> measured([30, None], none_is_nothing=False)
    Measured(value=None, known=30, inputs=2, missing=1)
    """
    rows = list(inputs)
    known = [row for row in rows if row is not None]
    missing = len(rows) - len(known)
    whole = missing == 0 and (bool(rows) or none_is_nothing)
    return Measured(sum(known) if whole else None, sum(known), len(rows), missing)


@dataclass(frozen=True, slots=True)
class Cost:
    """The four figures of one pathway.

    Attributes:
        money: centimes given in money.
        gifts: centimes of what was given otherwise, as valued.
        minutes: of staff.
        trips: ways there and back; they are counted, so never missing.
        km: of these ways.
    """

    money: Measured
    gifts: Measured
    minutes: Measured
    trips: int
    km: Measured
