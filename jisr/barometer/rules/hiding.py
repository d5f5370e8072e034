"""Hiding what would tell about fewer than five people. Plain Python.

A table of counts has rows (places, themes ...), columns (parts of the year) and both kinds of totals. A cell about too
few people is hidden, and others with it until nothing hidden can be computed from what is shown:

* every hidden cell must lie on a circle of hidden cells. Cells are the edges between the nodes "its row" and "its
  column", totals included; each node is one equation (the cells add up to the total), and an unknown edge is determined
  exactly when it is a bridge of the graph of unknown edges (D. Gusfield, A graph theoretic approach to statistical
  data security, SIAM Journal on Computing 17(3), 1988);
* what the hidden cells of a line add up to, which its total tells, must not be small itself.

What is hidden is chosen to be as little as possible: a bridge is closed by the cheapest path.
"""

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from jisr.barometer.rules.figures import ALL, LEAST, Cell, Count

#: Price of hiding an empty cell: it protects badly, since it cannot be less than nothing.
_EMPTY = 1_000_000


def hide(table: Mapping[Cell, Count], least: int = LEAST, also: Iterable[Cell] = ()) -> set[Cell]:
    """Cells that are not to be shown.

    Args:
        table: (row, column) -> count; totals under ``ALL``. A cell left out is empty. A table of one column is a list
            with its total.
        least: fewer people than this are hidden.
        also: cells that are hidden elsewhere, and so must be hidden here.

    Returns:
        the cells about too few people, and those without which these could be computed.

    >>> cells = {("a", ALL): Count(2, 2), ("b", ALL): Count(9, 9), ("c", ALL): Count(30, 30), (ALL, ALL): Count(41, 41)}
    >>> sorted(hide(cells))
    [('a', '*'), ('b', '*')]
    """
    hiding = _Hiding(table, least, also)
    while hiding.cover_sums() or hiding.cover_bridges():
        pass
    return hiding.hidden


def hide_together(tables: Mapping[str, Mapping[Cell, Count]], least: int = LEAST) -> dict[str, set[Cell]]:
    """Cells not to be shown in several tables of the same acts, which share their totals.

    A total hidden in one table is hidden in all, so that no other table gives it away.

    Args:
        tables: by what -> table as for ``hide``; (ALL, column) is the same in each.
    """
    shared: set[Cell] = set()
    while True:
        hidden = {name: hide(table, least, shared) for name, table in tables.items()}
        totals = {cell for cells in hidden.values() for cell in cells if cell[0] == ALL}
        if totals <= shared:
            return hidden
        shared |= totals


class _Hiding:
    """The work of ``hide``: what is hidden so far, and two ways in which it is not enough."""

    def __init__(self, table: Mapping[Cell, Count], least: int, also: Iterable[Cell]) -> None:
        self.table, self.least = table, least
        self.rows = {ALL: None} | dict.fromkeys(row for row, _ in table)
        self.columns = {ALL: None} | dict.fromkeys(column for _, column in table)
        self.hidden = {cell for cell, what in table.items() if what.is_small(least)} | set(also)
        self._near = _neighbours((*self.ends(cell), cell) for cell in self.cells())

    def value(self, cell: Cell) -> int:
        """What a cell counts; nothing where the table says nothing."""
        found = self.table.get(cell)
        return found.value if found else 0

    def price(self, cell: Cell) -> int:
        """What is lost by hiding a cell."""
        if cell in self.hidden:
            return 0
        return self.value(cell) or _EMPTY

    def lines(self) -> Iterable[tuple[Cell, list[Cell]]]:
        """(total, cells) of each row and each column that has more than its total."""
        inner_rows = [row for row in self.rows if row != ALL]
        inner_columns = [column for column in self.columns if column != ALL]
        if inner_columns:
            for row in self.rows:
                yield (row, ALL), [(row, column) for column in inner_columns]
        if inner_rows:
            for column in self.columns:
                yield (ALL, column), [(row, column) for row in inner_rows]

    def cover_sums(self) -> bool:
        """Hide more in lines whose hidden cells add up to something small; whether anything changed."""
        changed = False
        for total, cells in self.lines():
            hidden = [cell for cell in cells if cell in self.hidden]
            if not hidden or total in self.hidden:
                continue
            together = sum(map(self.value, hidden))
            for cell in sorted((cell for cell in cells if cell not in self.hidden), key=self.price):
                if (together >= self.least and len(hidden) > 1) or not self.value(cell):
                    break
                self.hidden.add(cell)
                hidden.append(cell)
                together += self.value(cell)
                changed = True
            if together < self.least or len(hidden) < 2:
                self.hidden.add(total)
                changed = True
        return changed

    def cover_bridges(self) -> bool:
        """Close a circle through each hidden cell that could be computed; whether anything changed."""
        before = len(self.hidden)
        for cell in bridges((*self.ends(cell), cell) for cell in self.hidden):
            self.hidden.update(self._around(cell))
        return len(self.hidden) > before

    def cells(self) -> Iterable[Cell]:
        """Every cell that a table of these rows and columns has."""
        return ((row, column) for row in self.rows for column in self.columns)

    def ends(self, cell: Cell) -> tuple[Hashable, Hashable]:
        """The two equations in which a cell stands; a table of one column has none for its rows, nor the reverse."""
        row = ("row", cell[0]) if len(self.columns) > 1 else "rows"
        column = ("column", cell[1]) if len(self.rows) > 1 else "columns"
        return row, column

    def _around(self, cell: Cell) -> list[Cell]:
        """The cheapest path of cells between the two ends of a cell, without the cell itself."""
        start, goal = self.ends(cell)
        best: dict[Hashable, int] = {start: 0}
        came: dict[Hashable, tuple[Hashable, Cell]] = {}
        queue: list[tuple[int, int, Hashable]] = [(0, 0, start)]
        turn = 0
        while queue:
            cost, _, node = heapq.heappop(queue)
            for other, edge in self._near[node] if cost == best[node] else ():
                price = cost + self.price(edge)
                if edge != cell and price < best.get(other, price + 1):
                    best[other], came[other], turn = price, (node, edge), turn + 1
                    heapq.heappush(queue, (price, turn, other))
        path, node = [], goal
        while node != start and node in came:
            node, edge = came[node]
            path.append(edge)
        return path


def bridges(edges: Iterable[tuple[Hashable, Hashable, Cell]]) -> list[Cell]:
    """Cells that could be computed from all others: the bridges of a graph, by depth-first search without recursion.

    Args:
        edges: the two ends of each unknown cell, and the cell.

    >>> bridges([("a", "x", 1), ("a", "y", 2), ("b", "x", 3), ("b", "y", 4), ("c", "x", 5)])
    [5]
    """
    near = _neighbours(edges)
    found: list[Cell] = []
    seen: dict[Hashable, int] = {}
    low: dict[Hashable, int] = {}
    for root in near:
        if root in seen:
            continue
        seen[root] = low[root] = len(seen)
        walk: list[tuple[Hashable, Cell | None, Iterator[tuple[Hashable, Cell]]]] = [(root, None, iter(near[root]))]
        while walk:
            node, through, rest = walk[-1]
            other, edge = next(rest, (None, None))
            if edge is None:
                walk.pop()
                if walk:
                    before = walk[-1][0]
                    low[before] = min(low[before], low[node])
                    if low[node] > seen[before] and through is not None:
                        found.append(through)
            elif edge != through and other in seen:
                low[node] = min(low[node], seen[other])
            elif edge != through:
                seen[other] = low[other] = len(seen)
                walk.append((other, edge, iter(near[other])))
    return found


def _neighbours(edges: Iterable[tuple[Hashable, Hashable, Cell]]) -> dict[Hashable, list[tuple[Hashable, Cell]]]:
    near: dict[Hashable, list[tuple[Hashable, Cell]]] = defaultdict(list)
    for one, other, cell in edges:
        near[one].append((other, cell))
        near[other].append((one, cell))
    return near
