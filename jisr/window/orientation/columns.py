"""The catalogue as columns for ``kernels``: what of each service everybody may know, and for whom it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from math import radians
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from jisr.centres.choices import Accessibility, Language, Public, Theme
from jisr.common.choices import Compartment
from jisr.conditions.trees import Tree, names
from jisr.territory.roads import road_km_of_radians
from jisr.window.orientation.kernels import EXCLUSIVE, NEVER, PREFERENTIAL, UNCONDITIONAL, Columns, Profiles
from jisr.window.orientation.points import COSTS, SATURATION
from jisr.window.orientation.ranking import REMOTE, STOPS_WITHIN_DAYS

THEMES = {code: at for at, code in enumerate(Theme.values)}
COMPARTMENTS = {code: at for at, code in enumerate(["", *Compartment.values])}
SEXES = {"": 0, "f": 1, "m": 2}
WELCOMES = {"unconditional": UNCONDITIONAL, "preferential": PREFERENTIAL, "exclusive": EXCLUSIVE}
PUBLICS, LANGUAGES, ACCESS = (
    {code: 1 << at for at, code in enumerate(codes)} for codes in (Public.values, Language.values, Accessibility.values)
)
#: Nobody lives in it, so no family is of its zone.
NATION: Final = ""
_EVERYWHERE, _SHIFT = 0, 32


class Area(NamedTuple):
    """A place whose people a service takes: its code, and whether only some of its communes, which are not told."""

    code: str
    unsure: bool = False


class Halt(NamedTuple):
    """A stop of a mobile unit, as ``centres.rules.next_stops`` reads one."""

    lat: float
    lon: float
    since: date
    until: date | None
    every_weeks: int


@dataclass(frozen=True)
class Entry:
    """One service as it becomes a line of the columns.

    Attributes:
        service: with the fields of the model.
        languages, accessibility: its own or those of its centre.
        offered: first day, and first day on which it no longer is.
        point: degrees; None where nobody recorded a place.
        areas: whose people it takes.
        halts: of a mobile unit.
        closure: the one that holds or comes next.
        tree: of its conditions.
    """

    service: Any
    languages: Sequence[str]
    accessibility: Sequence[str]
    offered: tuple[date | None, date | None]
    point: tuple[float, float] | None
    areas: Sequence[Area]
    halts: Sequence[Halt] = ()
    closure: tuple[date, date | None] | None = None
    tree: Tree | None = None


@dataclass(frozen=True)
class Catalogue:
    """Every service in columns, with where to look for those of a place.

    Attributes:
        columns: of all services.
        area: sorted keys of (theme, place, unsure), and beside them the place of the service in the columns.
        of_area: same length as ``area``.
        halts: (stops, 6) place in the columns, radians, first and last day, weeks between.
        codes: code of a place -> its number in the keys.
        trees: conditions, each once, with their number.
        by_key: key of a service -> its place in the columns.
    """

    columns: Columns
    area: NDArray[np.int64]
    of_area: NDArray[np.int32]
    halts: NDArray[np.float64]
    codes: Mapping[str, int]
    trees: Mapping[Tree, int]
    by_key: Mapping[int, int] = field(repr=False, default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns)

    @cached_property
    def facts(self) -> frozenset[str]:
        """Facts that conditions speak of."""
        return frozenset(name for tree in self.trees for name in names(tree))

    @cached_property
    def judged(self) -> Sequence[tuple[int, Tree, tuple[str, ...]]]:
        """Conditions with their number, and the facts that each speaks of: they are walked through once only."""
        return [(number, tree, names(tree)) for tree, number in self.trees.items()]

    def candidates(self, themes: Sequence[str], places: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Places in the columns of services of themes that take people of these places, and which only may."""
        numbers = np.array([self.codes[code] for code in {NATION, *places} if code in self.codes], dtype=np.int64)
        theme = np.array([THEMES[code] for code in themes], dtype=np.int64)
        keys = _area_key(theme[:, None], numbers[None, :], 0).ravel()
        first, last = np.searchsorted(self.area, [keys, keys + 2])  # sure and unsure stand beside one another
        spans = [slice(*span) for span in zip(first.tolist(), last.tolist(), strict=True) if span[0] < span[1]]
        if not spans:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
        of = np.concatenate([self.of_area[span] for span in spans])
        maybe = np.concatenate([self.area[span] for span in spans]) & 1
        order = np.lexsort((maybe, of))  # what is sure by one of its areas is sure
        of, maybe = of[order], maybe[order]
        new = np.concatenate([[True], of[1:] != of[:-1]])
        return of[new].astype(np.int64), maybe[new] == 1

    def of_theme(self, theme: str) -> NDArray[np.int64]:
        """Places in the columns of all services of a theme."""
        return np.flatnonzero(self.columns.theme == THEMES[theme])

    def km(self, point: tuple[float, float] | None, at: NDArray[np.int64], today: date) -> NDArray[np.float64]:
        """(services,) distance from a point; of a mobile unit, to its nearest stop of these weeks."""
        if point is None:
            return np.full(len(at), np.nan)
        ways = road_km_of_radians(*_radians(point), self.columns.lat[at], self.columns.lon[at])
        if len(self.halts):
            self._halting(ways, point, at, today)
        return ways

    def _halting(self, ways: NDArray[np.float64], point: Any, at: NDArray[np.int64], today: date) -> None:
        place = np.full(len(self), -1)
        place[at] = np.arange(len(at))
        of = place[self.halts[:, 0].astype(np.int64)]
        these, of = self.halts[of >= 0], of[of >= 0]
        ways[of] = np.nan
        soon = _halts_soon(these, today.toordinal())
        reached = np.full(len(at), np.inf)
        far = road_km_of_radians(*_radians(point), these[soon, 1], these[soon, 2])
        np.minimum.at(reached, of[soon], far)
        ways[np.isfinite(reached)] = reached[np.isfinite(reached)]


def _radians(point: tuple[float, float]) -> tuple[float, float]:
    """A point in degrees, as the columns hold theirs."""
    return radians(point[0]), radians(point[1])


def _halts_soon(halts: NDArray[np.float64], today: int) -> NDArray[np.bool_]:
    since, until, step = halts[:, 3], halts[:, 4], 7 * halts[:, 5]
    behind = np.maximum(0, today - since)
    following = since + np.where(step > 0, step * np.ceil(behind / np.maximum(step, 1)), 0)
    return (following >= today) & (following <= today + STOPS_WITHIN_DAYS) & ((step == 0) | (following <= until))


def _area_key(theme: Any, number: Any, unsure: Any) -> Any:
    return (theme << _SHIFT) + 2 * number + unsure


def catalogue_of(entries: Sequence[Entry], before: Catalogue | None = None, gone: Iterable[int] = ()) -> Catalogue:
    """A catalogue made of entries; or the one before with some of its services read again.

    Args:
        gone: keys of the services of ``before`` that the entries replace, or that are no more.
    """
    codes = dict(before.codes) if before else {NATION: _EVERYWHERE}
    trees = dict(before.trees) if before else {}
    new = _columns(entries, trees)
    pairs = [(at, area) for at, one in enumerate(entries) for area in one.areas]
    at = np.array([place for place, _ in pairs], dtype=np.int32)
    number = np.array([codes.setdefault(area.code, len(codes)) for _, area in pairs], dtype=np.int64)
    unsure = np.array([area.unsure for _, area in pairs], dtype=np.int64)
    area = _area_key(new.theme[at].astype(np.int64), number, unsure)
    halts = _halts(entries)
    if before is not None:
        new, area, at, halts = _joined(before, set(gone), new, area, at, halts)
    sorted_ = np.argsort(area, kind="stable")
    by_key = {int(key): place for place, key in enumerate(new.key)}
    return Catalogue(new, area[sorted_], at[sorted_], halts, codes, trees, by_key)


def _joined(before: Catalogue, gone: set[int], new: Columns, area: Any, at: Any, halts: Any) -> Any:
    """What stays of the catalogue before, and after it what is new."""
    stays = ~np.isin(before.columns.key, list(gone))
    place = np.cumsum(stays) - 1
    kept, still = int(stays.sum()), stays[before.of_area]
    old_halts = before.halts[stays[before.halts[:, 0].astype(np.int64)]].copy()
    old_halts[:, 0] = place[old_halts[:, 0].astype(np.int64)]
    halts[:, 0] += kept
    columns = before.columns.take(stays)
    joined = Columns(*(
        np.concatenate([getattr(columns, name), getattr(new, name)]) for name in Columns.__dataclass_fields__
    ))  # fmt: skip
    return (
        joined, np.concatenate([before.area[still], area]),
        np.concatenate([place[before.of_area[still]], at + kept]).astype(np.int32), np.concatenate([old_halts, halts]),
    )  # fmt: skip


def _columns(entries: Sequence[Entry], trees: dict[Tree, int]) -> Columns:
    lines = [_line(one, trees) for one in entries]
    turned: Sequence[Any] = list(zip(*lines, strict=True)) if lines else [()] * len(Columns.__dataclass_fields__)
    kinds = (one.type for one in Columns.__dataclass_fields__.values())
    return Columns(*(np.array(values, dtype=_dtype(kind)) for values, kind in zip(turned, kinds, strict=True)))


def _dtype(kind: Any) -> Any:
    """The numbers of a column, from its annotation: ``NDArray[np.int32]`` holds int32."""
    return kind.__args__[1].__args__[0]


def _line(one: Entry, trees: dict[Tree, int]) -> tuple[Any, ...]:
    """One entry as numbers, in the order of the fields of ``Columns``."""
    service = one.service
    lat, lon = np.radians(one.point) if one.point else (np.nan, np.nan)
    counted = service.places_free is not None and service.places_confirmed_on is not None
    said = bool(service.saturation) and service.saturation_on is not None
    since, until = one.offered
    first, last = one.closure or (None, None)
    return (
        service.pk, THEMES[service.theme], COMPARTMENTS[service.compartment], lat, lon, _or(service.age_min),
        _or(service.age_max), SEXES[service.sex], SEXES[service.staff_gender], WELCOMES[service.welcomes],
        bits(service.publics, PUBLICS), bits(one.languages, LANGUAGES), bits(one.accessibility, ACCESS), False,
        _day(since, 0), _day(until, NEVER), _day(first, NEVER), _day(last, NEVER) if first else -1,
        _day(service.hidden_on, NEVER), _day(service.verified_on, -1),
        service.places_free if counted else -1, _day(service.places_confirmed_on, -1),
        round(100 * SATURATION[service.saturation]) if said else -1, _day(service.saturation_on, -1),
        _or(service.wait_days), _or(service.answer_days), service.quality, _cost(service),
        any(mode in service.modes for mode in REMOTE), _tree(one.tree, trees),
    )  # fmt: skip


def _or(value: int | None) -> int:
    return -1 if value is None else value


def _day(value: date | None, otherwise: int) -> int:
    return otherwise if value is None else value.toordinal()


def _cost(service: Any) -> int:
    """As ``kernels`` reads it: centimes, or -1 where not known, or a share."""
    if service.cost in COSTS:
        return -2 - round(100 * COSTS[service.cost])
    return -1 if not service.cost or service.cost_mad is None else service.cost_mad


def _tree(tree: Tree | None, trees: dict[Tree, int]) -> int:
    return -1 if tree is None else trees.setdefault(tree, len(trees))


def bits(codes: Iterable[str], of: Mapping[str, int]) -> int:
    """A set of codes as bits; a code that the list no longer has is left out."""
    return sum(of.get(code, 0) for code in set(codes))


def _halts(entries: Sequence[Entry]) -> NDArray[np.float64]:
    rows = [
        (at, *np.radians((halt.lat, halt.lon)), halt.since.toordinal(), _day(halt.until, NEVER), halt.every_weeks)
        for at, one in enumerate(entries) for halt in one.halts
    ]  # fmt: skip
    return np.array(rows, dtype=np.float64).reshape(len(rows), 6)


def unsure_of(these: Columns, unsure: NDArray[np.bool_]) -> Columns:
    """The same services, some of which take only people of a commune that is not told."""
    return replace(these, zone_unsure=unsure) if unsure.any() else these


def profiles(people: Sequence[Any], verdicts: NDArray[np.int8]) -> Profiles:
    """People as numbers.

    Args:
        people: of ``ranking.Asked``.
        verdicts: (people, trees).
    """
    facts = [one.facts for one in people]
    belongs = [bits((code for code, is_so in one.publics.items() if is_so), PUBLICS) for one in facts]
    return Profiles(
        np.array([_or(one.age) for one in facts], dtype=np.int16),
        np.array([SEXES[one.sex] for one in facts], dtype=np.int8),
        np.array([SEXES[one.staff] for one in people], dtype=np.int8),
        np.array(belongs, dtype=np.int64),
        np.array([bits(one.publics, PUBLICS) for one in facts], dtype=np.int64),
        np.array([bits(one.languages, LANGUAGES) for one in facts], dtype=np.int64),
        np.array([bits(one.needs, ACCESS) for one in facts], dtype=np.int64),
        verdicts,
    )
