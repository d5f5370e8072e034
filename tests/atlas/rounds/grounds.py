"""Problems for tests of rounds: places strewn on a plain, with ways as the crow flies."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from jisr.atlas.rounds.rules import Place, Problem


def plain(units: int, places: Sequence[Place], seed: int = 1, *, side_min: float = 100, **day: Any) -> Problem:
    """Units and places strewn over a square that is crossed in so many minutes, at a kilometre a minute."""
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, side_min, (units + len(places), 2))
    far = np.hypot(*(at[:, None, :] - at[None, :, :]).transpose(2, 0, 1))
    given = {"weekdays": (0, 1, 2, 3, 4), "opens_min": 8 * 60, "closes_min": 17 * 60} | day
    return Problem(units, tuple(places), far, far.copy(), **given)
