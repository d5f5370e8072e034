"""Invented people and centres around the real communes; the same each time."""

import csv
from pathlib import Path
from typing import Any

import numpy as np

from jisr.launch.environment import ROOT

#: The catchment, in kilometres; zones and weights of Luo and Qi 2009, stretched to it; a bell as wide as a third of it.
LIMIT_KM, ZONES, SIGMA_KM = 60.0, {20.0: 1.0, 40.0: 0.68, 60.0: 0.22}, 20.0
#: What is measured: all centres within the limit alike, or enhanced, each by a bell. The others are compared only.
ALIKE, BELL = "alike", "bell"
#: Points for one centre; the largest size at which zones and three steps are compared as well.
POINTS_A_CENTRE, ALL_MEASURES = 10, 4_000
_COMMUNES, _SEED, _DEGREE_KM, _LARGEST_KM2 = ROOT / "jisr/territory/data/communes.csv", 20_261_123, 111.2, 2_000.0


def ground(points: int) -> dict[str, Any]:
    """Points strewn over the area of each commune, centres where people are.

    Args:
        points: as many as a table of douars has, some 26 for each commune at 40,000.

    Returns:
        lat, lon, people (points,); centre_lat, centre_lon, places (points / 10,).
    """
    with _COMMUNES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["lat"] and row["population"]]
    lat, lon, people, area = (
        np.array([float(row[name] or _LARGEST_KM2) for row in rows])
        for name in ("lat", "lon", "population", "area_km2")
    )
    chance = np.random.default_rng(_SEED)
    around = np.sqrt(np.minimum(area, _LARGEST_KM2) / np.pi) / _DEGREE_KM
    home = chance.permutation(len(rows))[np.arange(points) % len(rows)]
    likely = np.sqrt(people) / np.sqrt(people).sum()
    seat = chance.choice(len(rows), points // POINTS_A_CENTRE, p=likely)
    spread = lambda at: chance.normal(0, 0.5, (2, len(at))) * around[at]  # noqa: E731
    (north, east), (centre_north, centre_east) = spread(home), spread(seat)
    return {
        "lat": lat[home] + north, "lon": lon[home] + east,
        "people": np.ceil(people[home] * chance.gamma(2, 0.5, points) * len(rows) / points),
        "centre_lat": lat[seat] + centre_north, "centre_lon": lon[seat] + centre_east,
        "places": chance.integers(5, 200, len(seat)).astype(float),
    }  # fmt: skip


def keep(arrays: dict[str, Any], folder: Path, mark: str = "") -> None:
    """Write arrays where every engine reads them, or beside them under the mark of an engine."""
    for name, values in arrays.items():
        np.save(folder / f"{mark}{name}.npy", values)


def read(folder: Path, *names: str, mark: str = "") -> list[Any]:
    """What ``keep`` wrote, in this order."""
    return [np.load(folder / f"{mark}{name}.npy") for name in names]
