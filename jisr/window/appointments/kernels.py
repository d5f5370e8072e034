"""Time left over: openings minus what is busy, cut into slots. Whole minutes since 1970, for many agents at once."""

from typing import Any

import numpy as np

Numbers = np.ndarray[Any, np.dtype[np.int64]]
#: Minutes that keep two agents apart on one line of numbers: more than there are in four thousand years.
_APART = np.int64(1) << 31


def merged(who: Numbers, starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """Busy times that touch or overlap become one, agent by agent.

    Args:
        who: (n,) place of the agent, >= 0.
        starts: (n,) first minute.
        ends: (n,) first minute after; what ends before it starts is left out.

    Returns:
        starts and ends in order, each moved by its agent's place: nobody's time meets another's.

    >>> starts, ends = merged(np.array([0, 0, 1]), np.array([5, 0, 2]), np.array([9, 5, 3]))
    >>> starts.tolist(), (ends % (1 << 31)).tolist()
    ([0, 2147483650], [9, 3])
    """
    real = ends > starts
    at = who[real].astype(np.int64) * _APART
    starts, ends = at + starts[real], at + ends[real]
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order]) if order.size else ends[order]
    first = np.ones(starts.size, dtype=bool)
    first[1:] = starts[1:] > ends[:-1]
    last = np.append(np.flatnonzero(first)[1:] - 1, starts.size - 1) if starts.size else np.zeros(0, dtype=np.int64)
    return starts[first], ends[last]


def gaps(
    who: Numbers, starts: Numbers, ends: Numbers, busy_starts: Numbers, busy_ends: Numbers
) -> tuple[Numbers, Numbers, Numbers]:  # fmt: skip
    """What is left of each opening.

    Args:
        who: (n,) place of the agent of each opening.
        starts, ends: (n,) its first minute, and the first one after.
        busy_starts, busy_ends: as ``merged`` gives them.

    Returns:
        of each piece: place of its opening, first minute, first minute after. Pieces of no length are left out.
    """
    at = who.astype(np.int64) * _APART
    begins, over = starts + at, ends + at
    low = np.searchsorted(busy_ends, begins, "right")
    high = np.maximum(np.searchsorted(busy_starts, over, "left"), low)
    pieces = high - low + 1
    opening = np.repeat(np.arange(who.size), pieces)
    number = np.arange(opening.size) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    before = low[opening] + number  # the busy time after the piece; the one before it stands at ``before - 1``
    if busy_starts.size:
        from_ = np.where(number == 0, begins[opening], busy_ends[np.clip(before - 1, 0, busy_ends.size - 1)])
        to = np.where(before == high[opening], over[opening], busy_starts[np.clip(before, 0, busy_starts.size - 1)])
    else:
        from_, to = begins[opening], over[opening]
    left = to > from_
    opening = opening[left]
    return opening, from_[left] - at[opening], to[left] - at[opening]


def slots(starts: Numbers, ends: Numbers, minutes: Numbers) -> tuple[Numbers, Numbers]:
    """Cut pieces of time into slots, from the beginning of each.

    Args:
        starts, ends: (n,) of the pieces.
        minutes: (n,) length of a slot in each, > 0.

    Returns:
        of each slot: place of its piece, first minute.

    >>> slots(np.array([0, 60]), np.array([50, 61]), np.array([20, 20]))
    (array([0, 0]), array([ 0, 20]))
    """
    many = np.maximum((ends - starts) // minutes, 0)
    piece = np.repeat(np.arange(starts.size), many)
    number = np.arange(piece.size) - np.repeat(np.cumsum(many) - many, many)
    return piece, starts[piece] + number * minutes[piece]
