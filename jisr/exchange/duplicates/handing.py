"""Pairs handed over to people, who decide: the one place where a batch touches the list of reviews."""

from collections.abc import Sequence

from jisr.common.database import scope
from jisr.exchange.duplicates.batch import Pair
from jisr.exchange.duplicates.registry import still_together
from jisr.families.actions import reviews
from jisr.families.choices import ReviewSource


def propose(pairs: Sequence[Pair]) -> int:
    """Hand pairs over, in one transaction; how many were not known before.

    What changed since the rows were read is respected: a pair of which one is gone, or has moved into a compartment
    without the other, is not handed to anybody.
    """
    still = still_together((one, other) for one, other, _, _ in pairs)
    with scope(speaking="owner"):
        return reviews.propose([pair for pair in pairs if pair[:2] in still], source=ReviewSource.BATCH)
