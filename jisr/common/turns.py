"""In which order the keeper treats what is due."""

import random
from collections.abc import Iterable
from typing import TypeVar

Row = TypeVar("Row")


def in_any_order(rows: Iterable[Row]) -> list[Row]:
    """What is due, begun elsewhere at each turn.

    A row that always fails ends the turn, so that it is seen; always met first, it would stand before all others for
    ever. What is due is due at once: nothing depends on the order.

    >>> sorted(in_any_order("abc"))
    ['a', 'b', 'c']
    """
    found = list(rows)
    return random.sample(found, len(found))
