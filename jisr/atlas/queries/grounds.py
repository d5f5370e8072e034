"""Who lives where: communes, and the points that are known inside them."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from django.db import connections
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from jisr.atlas.choices import Who
from jisr.atlas.figures import Ground, Named, Spread
from jisr.atlas.kernels.strips import Reals
from jisr.atlas.queries import held
from jisr.atlas.travel import Network, network, points, speeds
from jisr.common.database import speaker
from jisr.territory.choices import CommuneType
from jisr.territory.models import (
    Arrondissement,
    BusDays,
    Commune,
    Douar,
    Edition,
    LoadedTable,
    Province,
    Region,
)
from jisr.territory.sources import neighbours

_PEOPLE: Final = (
    "population", "population_municipal", "population_urban", "population_rural", "female_pct", "age_0_14_pct",
    "age_60_plus_pct", "disability_pct",
)  # fmt: skip
_DOUAR: Final = ("commune", "lat", "lon", "km_to_paved_road", "population", "age_0_14_pct", "age_60_plus_pct")
#: Kinds of points, as ``figures.Spread`` has them.
MAIN, QUARTER, DOUAR = 0, 1, 2


def ground() -> Ground:
    """Who lives where, for what is loaded of the territory: one query, seven more where it is not held yet."""
    database = str(connections[speaker.get()].settings_dict["NAME"])
    own = LoadedTable.objects.values_list(Concat("name", Value(" "), "checksum"))
    edition = repr(sorted(Edition.objects.values_list("checksum").union(own)))
    return held.grounds.get((database, edition), lambda: _ground(f"{database}:{edition}"))


def _ground(mark: str) -> Ground:
    regions = [Named(*row) for row in Region.objects.order_by("code").values_list(*Named._fields)]
    provinces = [Named(*row) for row in Province.objects.order_by("code").values_list(*Named._fields)]
    fields = (*Named._fields, "province", "type", "lat", "lon", "km_to_paved_road", *_PEOPLE)
    rows = list(Commune.objects.order_by("code").values_list(*fields))
    columns = _columns(fields, rows)
    at = {code: place for place, code in enumerate(columns["code"])}
    at_province = {one.code: place for place, one in enumerate(provinces)}
    at_region = {one.code: place for place, one in enumerate(regions)}
    ends = [
        (at[code], at[other]) for code in at for other in neighbours().get(code, ()) if other in at and code < other
    ]
    mountain = speeds(timezone.localdate()).mountain_provinces
    net = network(
        columns["lat"], columns["lon"], np.array(ends).reshape(-1, 2), [one in mountain for one in columns["province"]]
    )
    track = np.where(_is(columns["type"], CommuneType.RURAL), numbers(columns["km_to_paved_road"]), 0.0)
    people = _people(columns)
    return Ground(
        mark, [Named(*row[:3]) for row in rows], provinces, regions,
        np.array([at_province[code] for code in columns["province"]], dtype=np.int64),
        np.array([at_region[one.code.partition(".")[0]] for one in provinces], dtype=np.int64),
        people, net, points(net, np.arange(len(rows)), track_km=track),
        _spread(net, at, people, track), _bus_days(at),
    )  # fmt: skip


def _columns(fields: tuple[str, ...], rows: list[Any]) -> dict[str, Any]:
    return dict(zip(fields, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(fields, ())


def _people(columns: Mapping[str, Any]) -> dict[str, Reals]:
    """Residents, and their parts: shares of the census rest on those who live in ordinary households."""
    number = {name: numbers(columns[name]) for name in _PEOPLE}
    base = number["population_municipal"]
    women = base * number["female_pct"] / 100
    return {
        Who.ALL: number["population"], Who.WOMEN: women, Who.MEN: base - women,
        Who.CHILDREN: base * number["age_0_14_pct"] / 100, Who.ELDERLY: base * number["age_60_plus_pct"] / 100,
        Who.DISABLED: base * number["disability_pct"] / 100,
        Who.URBAN: number["population_urban"], Who.RURAL: number["population_rural"],
    }  # fmt: skip


def _spread(net: Network, at: Mapping[str, int], people: Mapping[str, Reals], track: Reals) -> Spread:
    """People of a commune at its arrondissements; or at its douars, those of its town at its own point."""
    quarters = _columns(
        ("commune", "lat", "lon", *_PEOPLE),
        list(Arrondissement.objects.order_by("code").values_list("commune", "lat", "lon", *_PEOPLE)),
    )
    douars = _columns(_DOUAR, list(Douar.objects.order_by("code").values_list(*_DOUAR)))
    size = len(at)
    in_city, in_country = (
        np.array([at[code] for code in one["commune"]], dtype=np.int64) for one in (quarters, douars)
    )
    parted = np.bincount(in_country, numbers(douars["population"]), size) > 0
    cities = np.bincount(in_city, minlength=size) > 0
    own, of_quarters = _of_main(people, cities, parted), _people(quarters)
    of_douars = _of_douars(douars, in_country, people)
    weights = {who: np.concatenate((own[who], of_quarters[who], of_douars[who])) for who in Who}
    where = np.concatenate((np.arange(size), in_city, in_country))
    kinds = np.repeat([MAIN, QUARTER, DOUAR], [size, len(in_city), len(in_country)])
    kept = (kinds != MAIN) | (np.nan_to_num(weights[Who.ALL]) > 0)
    kept[:size] |= ~(cities | parted)
    nowhere = np.full(size, np.nan)
    lat, lon = (np.concatenate((nowhere, numbers(quarters[name]), numbers(douars[name]))) for name in ("lat", "lon"))
    roads = numbers(douars["km_to_paved_road"])
    far = np.concatenate((
        np.where(parted, 0.0, track), np.zeros(len(in_city)), np.where(np.isnan(roads), track[in_country], roads),
    ))  # fmt: skip
    there = points(net, where[kept], lat=lat[kept], lon=lon[kept], track_km=far[kept])
    shares = _shares({who: weight[kept] for who, weight in weights.items()}, where[kept], size)
    return Spread(there, shares, kinds[kept])


def _of_main(people: Mapping[str, Reals], cities: Any, parted: Any) -> dict[str, Reals]:
    """(communes,) how many of each kind stay at the commune's own point."""
    whole, urban = people[Who.ALL], np.nan_to_num(people[Who.URBAN])
    left = np.where(
        cities, 0.0, np.where(parted, np.divide(urban, whole, out=np.zeros_like(urban), where=whole > 0), 1.0)
    )
    found = {who: np.nan_to_num(count) * left for who, count in people.items()}
    found[Who.URBAN] = np.where(cities, 0.0, urban)
    found[Who.RURAL] = np.where(cities | parted, 0.0, np.nan_to_num(people[Who.RURAL]))
    return found


def _of_douars(douars: Mapping[str, Any], at: Any, people: Mapping[str, Reals]) -> dict[str, Reals]:
    """(douars,) of the country people of its commune, those of each kind who live in each douar, as its rows say."""
    whole, rural = people[Who.ALL], np.nan_to_num(people[Who.RURAL])
    counted = numbers(douars["population"])
    sums = np.bincount(at, counted, len(whole))
    part = np.divide(counted, sums[at], out=np.zeros_like(counted), where=sums[at] > 0)
    country = np.divide(rural, whole, out=np.zeros_like(rural), where=whole > 0)[at]
    found = {who: np.nan_to_num(count)[at] * country * part for who, count in people.items()}
    found[Who.URBAN], found[Who.RURAL] = np.zeros(len(at)), rural[at] * part
    for who, name in ((Who.CHILDREN, "age_0_14_pct"), (Who.ELDERLY, "age_60_plus_pct")):
        own = numbers(douars[name])
        mean = np.divide(people[who], whole, out=np.zeros_like(whole), where=whole > 0)[at] * 100
        found[who] = rural[at] * part * np.where(np.isnan(own), np.nan_to_num(mean), own) / 100
    return found


def _shares(weights: Mapping[str, Reals], at: Any, size: int) -> dict[str, Reals]:
    """Weights as shares of their commune; where none of a kind is counted, as residents are; else all alike."""

    def parted(weight: Reals, otherwise: Reals) -> Reals:
        counted = np.nan_to_num(weight)
        whole = np.bincount(at, counted, size)[at]
        return np.divide(counted, whole, out=otherwise.copy(), where=whole > 0)

    alike = 1 / np.bincount(at, minlength=size)[at]
    residents = parted(weights[Who.ALL], alike)
    return {who: parted(weight, residents) for who, weight in weights.items()}


def _bus_days(at: Mapping[str, int]) -> Reals:
    """(communes,) days of the week on which a bus goes; nan where nobody said."""
    found = np.full(len(at), np.nan)
    for code, days in BusDays.objects.values_list("commune", "days_a_week"):
        found[at[code]] = days
    return found


def numbers(values: Any) -> Reals:
    """A column of the database; nan for what is null."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _is(values: Any, wanted: str) -> Any:
    return np.array([value == wanted for value in values], dtype=bool)
