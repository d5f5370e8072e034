"""A line of a programme as it is compared: where, for whom, about what, when. Plain Python.

A place is the code of a region, a province or a commune, each of which begins with the code of what it lies in; ``MA``
is the whole country. No public at all means everybody, as in the catalogue of services.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from jisr.ledger.strategy.kernels import Days, Flags, Lines

NATION = "MA"


@dataclass(frozen=True, slots=True)
class Line:
    """A measure, or a line of somebody's programme.

    Attributes:
        key: of its row.
        places: codes; none is "not published".
        publics: code -> weight above 0; none is everybody.
        themes: code -> weight above 0; none is "not published".
        since, until: first and last day; None is "not published".
    """

    key: str
    places: frozenset[str]
    publics: Mapping[str, float]
    themes: Mapping[str, float]
    since: date | None
    until: date | None

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not published and would have to be, for the line to be compared with another."""
        there = {"territory": self.places, "themes": self.themes, "period": self.since and self.until}
        return tuple(name for name, value in there.items() if not value)

    def names(self, public: str, theme: str) -> bool:
        """Whether it is for this public and about this theme."""
        return theme in self.themes and (not self.publics or public in self.publics)


@dataclass(frozen=True)
class Ground:
    """What lines are laid over.

    Attributes:
        people: code of a commune -> residents.
        publics, themes: codes of the closed lists, in their order.
    """

    people: Mapping[str, int]
    publics: Sequence[str]
    themes: Sequence[str]
    residents: Days = field(init=False, repr=False)

    def __post_init__(self) -> None:
        counts = np.maximum(np.fromiter(self.people.values(), dtype=np.int64, count=len(self.people)), 1)
        object.__setattr__(self, "residents", counts)

    def within(self, places: Iterable[str]) -> Flags:
        """(communes,) whether each lies in one of the places."""
        codes = frozenset(places)
        if NATION in codes:
            return np.ones(len(self.people), dtype=np.bool_)
        return np.fromiter(
            (not codes.isdisjoint(around(commune)) for commune in self.people), dtype=np.bool_, count=len(self.people)
        )

    def arrays(self, lines: Sequence[Line]) -> Lines:
        """The lines as the kernels take them; none of them misses anything."""
        seen: dict[frozenset[str], Flags] = {}
        for line in lines:
            if line.places not in seen:
                seen[line.places] = self.within(line.places)
        return Lines(
            where=np.array([seen[line.places] for line in lines], dtype=np.bool_).reshape(-1, len(self.people)),
            publics=_shares(self.publics, [line.publics for line in lines]),
            themes=_shares(self.themes, [line.themes for line in lines]),
            since=np.array([line.since.toordinal() for line in lines if line.since], dtype=np.int64),
            until=np.array([line.until.toordinal() + 1 for line in lines if line.until], dtype=np.int64),
        )


def around(commune: str) -> tuple[str, ...]:
    """A commune and what it lies in, as codes.

    >>> around("07.161.05.19")
    ('07.161.05.19', '07.161', '07')
    """
    parts = commune.split(".")
    return commune, ".".join(parts[:2]), parts[0]


def _shares(codes: Sequence[str], weights: Sequence[Mapping[str, float]]) -> np.ndarray:
    """Rows that add up to one; where nothing is named, the same for all."""
    place = {code: n for n, code in enumerate(codes)}
    rows = np.zeros((len(weights), len(codes)))
    for n, named in enumerate(weights):
        for code, weight in named.items():
            rows[n, place[code]] = weight
        if not named:
            rows[n] = 1.0
    return rows / rows.sum(axis=1, keepdims=True)
