"""Needs that nothing covers, by the commune where people live and by theme, for a map. Plain Python.

A reader of the map also reads the list of ``lacking``: how many in all, by theme, and by province (or by commune). So
cells are hidden until none can be computed from other cells and these totals together: the tables of provinces hang on
the table of the country, and what is hidden in one is hidden in the other.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import product

from jisr.barometer.rules.figures import ALL, Cell, Count
from jisr.barometer.rules.hiding import hide
from jisr.barometer.rules.lacking import Lacking

#: (commune, theme).
Spot = tuple[str, str]
_PROVINCE = 6


@dataclass(frozen=True, slots=True)
class Where:
    """Open gaps by commune and theme.

    Attributes:
        shown: (commune, theme) -> needs; a pair that is in neither has none.
        hidden: pairs that have some, or that would tell of others.
    """

    shown: Mapping[Spot, int]
    hidden: Collection[Spot]

    def of(self, theme: str) -> dict[str, int | None]:
        """Commune -> needs of a theme; None where the count is hidden.

        >>> Where({("07.161.01.01", "health"): 9}, {("07.161.01.03", "health")}).of("health")
        {'07.161.01.01': 9, '07.161.01.03': None}
        """
        found: dict[str, int | None] = {commune: n for (commune, what), n in self.shown.items() if what == theme}
        return found | {commune: None for commune, what in self.hidden if what == theme}


def where(counted: Mapping[Cell, Count], listed: Lacking, *, communes: bool) -> Where:
    """What may be shown of what was counted.

    Args:
        counted: (place, theme) -> needs and different people; places are communes, provinces and ``ALL``, themes are
            themes and ``ALL``.
        listed: the list that the same reader sees.
        communes: whether its places are communes; provinces otherwise.
    """
    spots = [(str(place), str(theme)) for place, theme in counted if _is_commune(place) and theme != ALL]
    hidden: set[Spot] = set()
    while True:
        hidden, margins = _hidden(counted, hidden)
        away = margins & _listed(listed)
        given_away = {
            (place, theme) for place, theme in spots
            if {(ALL, theme), (place if communes else place[:_PROVINCE], ALL), (ALL, ALL)} & away
        }  # fmt: skip
        if given_away <= hidden:
            # what the list tells although it would give a cell away: then no cell is told, nor which of them are empty
            if given_away:
                hidden = set(product({place for place, _theme in spots}, {theme for _place, theme in spots}))
            return Where({spot: counted[spot].value for spot in spots if spot not in hidden}, frozenset(hidden))
        hidden |= given_away


def _listed(listed: Lacking) -> set[Cell]:
    """Totals that the list tells."""
    found: set[Cell] = {(value, ALL) for value, one in listed.tables.get("place", ()) if not one.hidden}
    found |= {(ALL, value) for value, one in listed.tables.get("theme", ()) if not one.hidden}
    return found if listed.total.hidden else found | {(ALL, ALL)}


def _hidden(counted: Mapping[Cell, Count], also: Collection[Spot]) -> tuple[set[Spot], set[Cell]]:
    """Pairs that are hidden, and totals; country and provinces until they agree."""
    country, inside = _tables(counted)
    shared: set[Cell] = set()
    while True:
        above = hide(country, also=shared)
        cells: set[Spot] = set()
        margins: set[Cell] = set(above)
        for province, table in inside.items():
            given = {(ALL, theme) for place, theme in above if place == province}
            known = [spot for spot in also if spot[0][:_PROVINCE] == province]
            for place, theme in hide(table, also={*given, *known}):
                if place == ALL:
                    margins.add((province, theme))
                elif theme == ALL:
                    margins.add((place, ALL))
                else:
                    cells.add((str(place), str(theme)))
        found = {cell for cell in margins if cell in country or (cell[0] in inside)}
        if found <= shared | above:
            return cells, margins
        shared |= found


def _tables(counted: Mapping[Cell, Count]) -> tuple[dict[Cell, Count], dict[str, dict[Cell, Count]]]:
    """Provinces by themes; and in each province, communes by themes with its own totals."""
    country: dict[Cell, Count] = {}
    inside: dict[str, dict[Cell, Count]] = defaultdict(dict)
    for (place, theme), count in counted.items():
        if _is_commune(place):
            inside[str(place)[:_PROVINCE]][(place, theme)] = count
        else:
            country[(place, theme)] = count
            if place != ALL:
                inside[str(place)][(ALL, theme)] = count
    return country, inside


def _is_commune(place: object) -> bool:
    return isinstance(place, str) and len(place) > _PROVINCE
