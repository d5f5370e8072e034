"""Ways that somebody measured: minutes between points and centres; where the table says nothing there is no road."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import scipy  # its parts load when first used: a program that never asks starts half a second sooner
from numpy.typing import ArrayLike, NDArray

from jisr.atlas.faults import NotNumbers, same_length
from jisr.atlas.kernels.strips import Indices, Reals
from jisr.atlas.reach.decay import Decay
from jisr.common.faults import ShapeMismatch


@dataclass(frozen=True, eq=False)
class Table:
    """Minutes row by row, with the weights that they were asked for.

    Attributes:
        minutes: (points, some centres) sparse: what is not in it has no road.
    """

    minutes: Any
    _weights: dict[Decay, Any] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many centres."""
        return int(self.minutes.shape[1])

    def weighed(self, decay: Decay) -> Any:
        """The table of weights, zeros left out."""
        if decay not in self._weights:
            weights = decay.of(self.minutes.data)
            counts = weights > 0
            starts = np.concatenate(([0], np.cumsum(counts)))[self.minutes.indptr]
            found = (weights[counts], self.minutes.indices[counts], starts)
            self._weights[decay] = scipy.sparse.csr_array(found, shape=self.minutes.shape)
        return self._weights[decay]


@dataclass(frozen=True, eq=False)
class Minutes:
    """Minutes of travel. Made by ``Minutes.of``.

    Attributes:
        parts: tables that stand beside one another; a centre that was added is a table of its own.
        open: (centres,) whether a centre is there; a closed one keeps its number.
    """

    parts: tuple[Table, ...]
    open: NDArray[np.bool_]

    unit = "min"
    engine = "scipy"

    @classmethod
    def of(cls, table: Any) -> "Minutes":
        """Read a table.

        Args:
            table: (points, centres) minutes; an array with infinity, or a scipy sparse matrix without an entry, where
                there is no road. An entry of 0 is a centre at the door.

        Raises:
            ShapeMismatch: the table is not one of points and centres.
            NotNumbers: a time is negative or not a number, or one pair stands twice.
        """
        part = _rows(table)
        return cls((Table(part),), np.ones(part.shape[1], dtype=np.bool_))

    @property
    def points(self) -> int:
        """How many points there are."""
        return int(self.parts[0].minutes.shape[0])

    @property
    def centres(self) -> int:
        """How many centres have a number, closed ones included."""
        return len(self.open)

    def to_centres(self, values: Reals, decay: Decay, only: Indices | None = None) -> Reals:
        """(centres,) what lies around each, summed over points by the decay; 0 for a closed one.

        Args:
            values: (points,) of each point.
            only: centres that are wanted; then (len(only),) in their order.
        """
        if len(values) != self.points:
            raise ShapeMismatch(f"{len(values)} values, {self.points} points")
        found = np.concatenate([part.weighed(decay).T @ values for part in self.parts])
        found[~self.open] = 0.0
        return found if only is None else found[only]

    def to_points(self, values: Reals, decay: Decay, only: Indices | None = None) -> Reals:
        """(points,) what lies around each, summed over open centres by the decay.

        Args:
            values: (centres,) of each centre.
            only: points that are wanted; then (len(only),) in their order.
        """
        same_length(values=values, centres=self.open)
        there = np.where(self.open, values, 0.0)
        found, first = np.zeros(self.points if only is None else len(only)), 0
        for part in self.parts:
            table, last = part.weighed(decay), first + part.width
            found += (table if only is None else table[only]) @ there[first:last]
            first = last
        return found

    def nearest(self, only: Indices | None = None) -> tuple[Indices, Reals]:
        """(points,) the nearest open centre and the minutes to it; -1 and infinite where no road leads to one.

        Args:
            only: points that are wanted; then in their order.
        """
        count = self.points if only is None else len(only)
        who, least, first = np.full(count, -1, dtype=np.int64), np.full(count, np.inf), 0
        for part in self.parts:
            table, last = part.minutes if only is None else part.minutes[only], first + part.width
            minutes = np.where(self.open[first:last][table.indices], table.data, np.inf)
            rows = np.flatnonzero(np.diff(table.indptr))
            if len(rows):
                best = np.minimum.reduceat(minutes, table.indptr[rows])
                is_best = (minutes == np.repeat(best, np.diff(table.indptr)[rows])) & np.isfinite(minutes)
                number = np.where(is_best, table.indices, part.width)
                which = np.minimum.reduceat(number, table.indptr[rows]) + first
                nearer = best < least[rows]
                least[rows[nearer]], who[rows[nearer]] = best[nearer], which[nearer]
            first = last
        return who, least

    def far_from(self, centre: int) -> Reals:
        """(points,) the way to one centre; infinite where there is no road, or it is closed."""
        found, first = np.full(self.points, np.inf), 0
        for part in self.parts:
            if first <= centre < first + part.width and self.open[centre]:
                at = np.flatnonzero(part.minutes.indices == centre - first)
                found[np.searchsorted(part.minutes.indptr, at, side="right") - 1] = part.minutes.data[at]
            first += part.width
        return found

    def with_centre(self, where: ArrayLike) -> "Minutes":
        """The same with one more centre, numbered last.

        Args:
            where: (points,) minutes to it, infinite where there is no road.
        """
        column = np.asarray(where, dtype=np.float64)
        if column.shape != (self.points,):
            raise ShapeMismatch(f"{column.shape} minutes, {self.points} points")
        return replace(self, parts=(*self.parts, Table(_rows(column[:, None]))), open=np.append(self.open, True))

    def only(self, which: NDArray[np.bool_]) -> "Minutes":
        """The same with no other centres open than these; the numbers stay.

        Args:
            which: (centres,) those that stay open.
        """
        same_length(which=which, centres=self.open)
        return replace(self, open=self.open & which)

    def without(self, centre: int) -> "Minutes":
        """The same with one centre closed."""
        return replace(self, open=self.open & (np.arange(self.centres) != centre))


def _rows(table: Any) -> Any:
    """A table row by row, checked, its centres in order within each row."""
    if scipy.sparse.issparse(table):
        if table.format != "csr" and len(table.shape) == 2:
            pairs = table.tocoo()
            count = len(np.unique(pairs.row.astype(np.int64) * max(table.shape[1], 1) + pairs.col))
            if count != pairs.nnz:
                raise NotNumbers("a pair of point and centre stands twice in the table")
        part = scipy.sparse.csr_array(table, dtype=np.float64)
        if not part.has_sorted_indices:
            part = part.sorted_indices()
        if not part.has_canonical_format:
            raise NotNumbers("a pair of point and centre stands twice in the table")
        if np.isinf(part.data).any():
            rows = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
            road = ~np.isinf(part.data)
            part = scipy.sparse.csr_array((part.data[road], (rows[road], part.indices[road])), shape=part.shape)
    else:
        full = np.asarray(table, dtype=np.float64)
        if full.ndim != 2:
            raise ShapeMismatch(f"the table is {full.shape}, not points and centres")
        rows, columns = np.nonzero(~np.isposinf(full))
        part = scipy.sparse.csr_array((full[rows, columns], (rows, columns)), shape=full.shape)
    if np.isnan(part.data).any() or (part.data < 0).any():
        raise NotNumbers("a time is negative or not a number")
    return part
