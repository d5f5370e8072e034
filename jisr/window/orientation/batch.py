"""The best service for each of very many needs at once: what a forecast of unmet needs is made of.

Nobody is oriented by it: it counts what the catalogue has for families like these. It is a door for batches: the
benchmark ``orient`` measures it and no page or task of the night calls it, since what nothing covers is a gap that a
worker notes (docs/decisions/0097-bundle.md). People whose facts are alike for every service of the theme share one
computation: of an age only that between two limits counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jisr.centres.rules import Place
from jisr.window.orientation import kernels
from jisr.window.orientation.columns import COMPARTMENTS, THEMES, Catalogue
from jisr.window.orientation.points import PARTS
from jisr.window.orientation.shortlist import Among, checksum, verdicts

_THEMES = list(THEMES)


@dataclass(frozen=True)
class Homes:
    """Communes where the families live: their codes, and where they stand in degrees."""

    places: Sequence[Place]
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Crowd:
    """Needs side by side, one place in each array for each; codes are those of ``columns``.

    Attributes:
        home: which commune of ``Homes``.
        theme, compartment: of the need.
        age: -1 where not known.
        sex, staff, publics, told, languages, needs: as in ``kernels.Profiles``.
        known: which of the sets of facts that conditions speak of.
    """

    home: NDArray[np.int32]
    theme: NDArray[np.int16]
    compartment: NDArray[np.int16]
    age: NDArray[np.int16]
    sex: NDArray[np.int8]
    staff: NDArray[np.int8]
    publics: NDArray[np.int64]
    told: NDArray[np.int64]
    languages: NDArray[np.int64]
    needs: NDArray[np.int64]
    known: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.home)


@dataclass(frozen=True)
class Best:
    """What each need would be sent to.

    Attributes:
        service: (needs,) key of the service, 0 where the catalogue has none.
        tenths: (parts, needs) of its sum.
        profiles: how many different people were computed.
    """

    service: NDArray[np.int64]
    tenths: NDArray[np.int16]
    profiles: int


def best_for(
    catalogue: Catalogue, crowd: Crowd, homes: Homes, weights: Mapping[str, float], today: date,
    facts: Sequence[Mapping[str, Any]] = ({},),
) -> Best:  # fmt: skip
    """The service that stands first for each need, with the parts of its sum.

    Args:
        facts: sets of facts that conditions speak of, as ``Crowd.known`` names them.
    """
    first, profile = _alike(catalogue, crowd)
    service = np.zeros(len(first), dtype=np.int64)
    tenths = np.zeros((len(PARTS), len(first)), dtype=np.int16)
    for rows in _together(crowd, first):
        people = first[rows]
        home, theme, compartment = (int(of[people[0]]) for of in (crowd.home, crowd.theme, crowd.compartment))
        among = Among.of(catalogue, [_THEMES[theme]], homes.places[home], homes.points[home], today)
        if not len(among.at):
            continue
        told = verdicts(catalogue, among.these, [facts[one] for one in crowd.known[people].tolist()])
        out, parts = among.judge(_profiles(crowd, people, told), weights)
        out[:, ~np.isin(among.these.compartment, [0, compartment])] |= kernels.ELSEWHERE
        turns = kernels.turns(among.these.key, checksum(homes.places[home].commune))
        chosen = kernels.first(kernels.sums(out, parts), turns, today.toordinal())
        some = np.flatnonzero(chosen >= 0)
        service[rows[some]] = among.these.key[chosen[some]]
        tenths[:, rows[some]] = parts[:, some, chosen[some]]
    return Best(service[profile], tenths[:, profile], len(first))


def _alike(catalogue: Catalogue, crowd: Crowd) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """One need of each kind, and for each need which kind it is."""
    of = np.zeros(len(crowd), dtype=np.int64)
    sides: tuple[Any, ...] = (
        crowd.compartment, _ages(catalogue, crowd), crowd.sex, crowd.staff, crowd.publics, crowd.told,
        crowd.languages, crowd.needs, crowd.known, crowd.theme, crowd.home,
    )  # fmt: skip
    first: Any = np.zeros(0, dtype=np.int64)
    for side in sides:
        _values, number = np.unique(side, return_inverse=True)
        _, first, of = np.unique(number * (int(of.max(initial=0)) + 1) + of, return_index=True, return_inverse=True)
    return first, of


def _ages(catalogue: Catalogue, crowd: Crowd) -> NDArray[np.int64]:
    """Between which two limits of the theme an age lies; -1 where it is not known."""
    found = np.full(len(crowd), -1, dtype=np.int64)
    for theme in np.unique(crowd.theme).tolist():
        these = catalogue.columns.take(catalogue.of_theme(_THEMES[theme]))
        least, most = these.age_min[these.age_min >= 0], these.age_max[these.age_max >= 0] + 1
        limits = np.unique(np.concatenate([least, most]))
        rows = (crowd.theme == theme) & (crowd.age >= 0)
        found[rows] = np.searchsorted(limits, crowd.age[rows], side="right")
    return found


def _together(crowd: Crowd, first: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Kinds of one commune, theme and compartment at a time."""
    key = (crowd.home[first].astype(np.int64) * len(_THEMES) + crowd.theme[first]) * len(COMPARTMENTS)
    key += crowd.compartment[first]
    sorted_ = np.argsort(key, kind="stable")
    yield from np.split(sorted_, np.flatnonzero(np.diff(key[sorted_])) + 1)


def _profiles(crowd: Crowd, people: NDArray[np.int64], told: NDArray[np.int8]) -> kernels.Profiles:
    return kernels.Profiles(
        crowd.age[people], crowd.sex[people], crowd.staff[people], crowd.publics[people], crowd.told[people],
        crowd.languages[people], crowd.needs[people], told,
    )  # fmt: skip
