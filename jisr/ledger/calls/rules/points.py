"""From the points of two or three readers to one number, and to the published order."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

#: Readers without whom nothing is ranked.
TWO, THREE = 2, 3


class Ranked(Protocol):
    """What an order is made from."""

    @property
    def points(self) -> Decimal:
        """The points it was given."""

    @property
    def deposited_at(self) -> datetime:
        """When it was handed in."""

    @property
    def number(self) -> str:
        """The number on its receipt."""


def needs_third(totals: Sequence[int], gap: int) -> bool:
    """Whether two readers are so far apart that a third reads.

    >>> needs_third([40, 70], 15), needs_third([40, 55], 15), needs_third([40, 70, 60], 15)
    (True, False, False)
    """
    return len(totals) == TWO and abs(totals[0] - totals[1]) > gap


def points_of(totals: Sequence[int], gap: int) -> Decimal | None:
    """The mean of two readers; of the two nearest of three, and of the higher two where both are as near.

    None while somebody still has to read.

    >>> points_of([40, 70, 60], 15)
    Decimal('65')
    """
    if len(totals) < TWO or needs_third(totals, gap):
        return None
    high = sorted(totals, reverse=True)[:THREE]
    pairs = list(pairwise(high))
    first, second = min(pairs, key=lambda pair: pair[0] - pair[1])
    return Decimal(first + second) / TWO


def published_order(row: Ranked) -> tuple[Decimal, datetime, str]:
    """Key of the order: more points first, then who came first, then the number of the receipt."""
    return -row.points, row.deposited_at, row.number
