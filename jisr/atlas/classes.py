"""Classes of a map: where one shade ends and the next begins, by natural breaks. Pure.

The breaks are those of Jenks, found exactly by dynamic programming (jenkspy), so that values within a class are as
near to one another as five classes allow.

Source: G. F. Jenks, The Data Model Concept in Statistical Mapping, International Yearbook of Cartography 7, 1967.
"""

from collections.abc import Sequence
from typing import Final

import jenkspy
import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Shades that an eye tells apart.
CLASSES: Final = 5


def breaks(values: ArrayLike, *, most: int = CLASSES) -> tuple[float, ...]:
    """Upper ends of the classes, growing; none where nothing is finite.

    Args:
        values: any; what is not finite has no class.
        most: classes at most; fewer where there are fewer different values.

    >>> breaks([1, 2, 2, 3, 50, 51, 90, 91, 200, 201, 400])
    (3.0, 51.0, 91.0, 201.0, 400.0)
    """
    there = np.asarray(values, dtype=np.float64)
    there = there[np.isfinite(there)]
    different = np.unique(there)
    if different.size <= most:
        return tuple(different.tolist())
    return tuple(float(end) for end in jenkspy.jenks_breaks(there, n_classes=most)[1:])


def class_of(values: ArrayLike, ends: Sequence[float]) -> NDArray[np.int64]:
    """Number of the class of each value, from 1; 0 for what is not finite.

    >>> class_of([1, 4, float("nan"), float("inf")], (3.0, 51.0)).tolist()
    [1, 2, 0, 0]
    """
    there = np.asarray(values, dtype=np.float64)
    if not ends:
        return np.zeros(there.shape, dtype=np.int64)
    found = np.searchsorted(ends, there, side="left") + 1
    return np.where(np.isfinite(there), np.minimum(found, len(ends)), 0)
