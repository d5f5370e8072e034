"""From the whole catalogue to the few services that are read, worded and shown, by way of the columns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from jisr.centres.rules import PLACES_FRESH, Place
from jisr.conditions import answer
from jisr.conditions.trees import Facts, Tree
from jisr.window.orientation import kernels
from jisr.window.orientation.columns import COMPARTMENTS, THEMES, Catalogue, profiles, unsure_of
from jisr.window.orientation.ranking import Asked

_VERDICTS = {"no": kernels.NO, "unknown": kernels.UNKNOWN, "yes": kernels.YES}


@dataclass(frozen=True)
class Wanted:
    """One need as the catalogue is asked with it.

    Attributes:
        theme: of the need.
        compartment: in which it lies; a service of another one does not exist for it.
        asked: what is known of the person.
        without: keys of services that are left out, because they were tried.
    """

    theme: str
    compartment: str
    asked: Asked
    without: Collection[int] = ()


def shortlist(
    catalogue: Catalogue, wanted: Sequence[Wanted], weights: Mapping[str, float], *, most: int
) -> list[list[int]]:
    """Keys of the services that may stand among the first ``most`` of each need, in no order.

    Needs of people who live in one commune are judged at once.
    """
    found: list[list[int]] = [[] for _ in wanted]
    for numbers in _together(wanted).values():
        group = [wanted[number] for number in numbers]
        at, total = judged(catalogue, group, weights)
        keys = catalogue.columns.key[at]
        for number, one, sums in zip(numbers, group, total, strict=True):
            sums[np.isin(keys, list(one.without))] = kernels.OUT
            found[number] = keys[kernels.best(sums, most)].tolist()
    return found


def _together(wanted: Sequence[Wanted]) -> dict[Any, list[int]]:
    """Needs of people who live in one commune."""
    groups: dict[Any, list[int]] = {}
    for number, one in enumerate(wanted):
        groups.setdefault((one.asked.commune, one.asked.point), []).append(number)
    return groups


def judged(
    catalogue: Catalogue, wanted: Sequence[Wanted], weights: Mapping[str, float]
) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    """Services for needs of one commune, whatever their themes: places in the columns, and (needs, services) sums."""
    at, out, tenths = looked_at(catalogue, wanted, weights)
    return at, kernels.sums(out, tenths)


def looked_at(
    catalogue: Catalogue, wanted: Sequence[Wanted], weights: Mapping[str, float]
) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.int16]]:
    """The same, with what keeps each out and every part of the sum."""
    asked = wanted[0].asked
    themes = list(dict.fromkeys(one.theme for one in wanted))
    among = Among.of(catalogue, themes, asked.facts.place, asked.point, asked.today)
    people = [one.asked for one in wanted]
    told = profiles(people, verdicts(catalogue, among.these, [one.known for one in people]))
    out, tenths = among.judge(told, weights)
    own = np.array([THEMES[one.theme] for one in wanted])[:, None] == among.these.theme
    inside = np.array([COMPARTMENTS[one.compartment] for one in wanted])[:, None] == among.these.compartment
    out[~own | ~(inside | (among.these.compartment == 0))] |= kernels.ELSEWHERE
    return among.at, out, tenths


@dataclass(frozen=True)
class Among:
    """The services that may take people of one commune for some themes, with the way to each.

    Attributes:
        at: their places in the columns of the catalogue.
    """

    at: NDArray[np.int64]
    these: kernels.Columns
    km: NDArray[np.float64]
    today: date

    @classmethod
    def of(
        cls, catalogue: Catalogue, themes: Sequence[str], place: Place, point: tuple[float, float] | None, today: date
    ) -> "Among":
        """Those whose zone holds the commune, or may."""
        at, unsure = catalogue.candidates(themes, (place.commune, place.province, place.region))
        return cls(at, unsure_of(catalogue.columns.take(at), unsure), catalogue.km(point, at, today), today)

    def judge(
        self, people: kernels.Profiles, weights: Mapping[str, float]
    ) -> tuple[NDArray[np.uint8], NDArray[np.int16]]:
        """What keeps each of them from each person, and every part of the sum."""
        today = self.today.toordinal()
        return kernels.judge(self.these, people, self.km, today, weights, fresh=PLACES_FRESH.days)


def kept_out(catalogue: Catalogue, wanted: Wanted, weights: Mapping[str, float], *, most: int) -> list[int]:
    """Keys of the nearest services of the theme that this person is kept out of, those of other places among them."""
    asked, columns = wanted.asked, catalogue.columns
    at, out, _tenths = looked_at(catalogue, [wanted], weights)
    may = set(at[out[0] == 0].tolist())
    seen = catalogue.of_theme(wanted.theme)
    seen = seen[np.isin(columns.compartment[seen], [0, COMPARTMENTS[wanted.compartment]])]
    seen = seen[~np.isin(columns.key[seen], list(wanted.without))]
    km = catalogue.km(asked.point, seen, asked.today)
    nearest = np.lexsort((columns.key[seen], np.nan_to_num(km, nan=np.inf)))
    return [int(columns.key[one]) for one in seen[nearest].tolist() if one not in may][:most]


def verdicts(catalogue: Catalogue, these: kernels.Columns, known: Sequence[Facts]) -> NDArray[np.int8]:
    """(people, trees) what conditions say: each tree that is met here is judged once for each set of facts."""
    wanted = set(np.unique(these.tree).tolist())
    found = np.full((len(known), len(catalogue.trees)), kernels.YES, dtype=np.int8)
    for number, tree, names in catalogue.judged:
        if number in wanted:
            found[:, number] = _answers(tree, names, known)
    return found


def _answers(tree: Tree, names: Sequence[str], known: Sequence[Facts]) -> list[int]:
    before: dict[Any, int] = {}
    found = []
    for facts in known:
        key = tuple([facts.get(name) for name in names])
        if key not in before:
            before[key] = _VERDICTS[answer(tree, facts)]
        found.append(before[key])
    return found


def checksum(commune: str) -> int:
    """Of the code of a commune, as ``kernels.turns`` takes it."""
    return crc32(commune.encode())
