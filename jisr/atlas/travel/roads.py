"""Minutes that a router of roads said, kept beside the estimates and taken before them. Pure.

One file for each way to travel holds every point of the ground by every place that was asked for: a theme takes its
columns from it, and a place of which the router was not asked yet is estimated with its whole theme, never mixed.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import scipy

from jisr.atlas.travel.kept import of_arrays
from jisr.atlas.travel.matrix import MODELS, Model
from jisr.atlas.travel.modes import Mode, Numbers
from jisr.atlas.travel.network import Network, Points

#: Part of the mark: raised when the form of the file changes.
EDITION: Final = 1
#: Places nearer than this in degrees are one: a metre.
_SAME: Final = 1e-5


@dataclass(frozen=True, eq=False)
class Roads:
    """Minutes by road.

    Attributes:
        minutes: (points, places) sparse: what it does not hold is out of reach.
        lat, lon: (places,) degrees.
        model: which router.
        made_on: when it was asked.
    """

    minutes: "scipy.sparse.csr_array"
    lat: Numbers
    lon: Numbers
    model: Model
    made_on: date


def keep_roads(folder: Path, net: Network, origins: Points, roads: Roads, *, mode: Mode) -> Path:
    """Write what a router said, whole or not at all; the file before it is replaced.

    Returns:
        the file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = _file(folder, net, origins, mode)
    half = file.with_suffix(f".{os.getpid()}")
    said = json.dumps({"model": roads.model, "made_on": roads.made_on.isoformat()})
    with half.open("wb") as out:
        np.savez(
            out, data=roads.minutes.data, indices=roads.minutes.indices, indptr=roads.minutes.indptr,
            lat=roads.lat, lon=roads.lon, said=np.array(said),
        )  # fmt: skip
    half.replace(file)
    for old in folder.glob(f"{mode}-*.roads"):
        if old != file:
            old.unlink(missing_ok=True)  # of another ground: it can never be read again
    return file


def roads_of(
    folder: Path, net: Network, origins: Points, places: Points, *, mode: Mode, wait_min: float = 0.0
) -> Roads | None:
    """What a router said of the ways to these places; None where none was asked, or not of all of them.

    Args:
        wait_min: added to each way: a router knows no stand of taxis.
    """
    held = _read(_file(folder, net, origins, mode), origins.lat.size)
    if held is None:
        return None
    known = {_key(lat, lon): at for at, (lat, lon) in enumerate(zip(held.lat, held.lon, strict=True))}
    wanted = [known.get(_key(lat, lon), -1) for lat, lon in zip(places.lat, places.lon, strict=True)]
    if -1 in wanted:
        return None
    table = held.minutes[:, np.array(wanted, dtype=np.int64)].tocsr() if wanted else held.minutes[:, :0].tocsr()
    # a sparse sum would drop a way of no time: its entry is kept, and the wait is added to what is stored
    table.data = table.data + np.float32(wait_min)
    return Roads(table, places.lat, places.lon, held.model, held.made_on)


def stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """What tells whether a router said something new: names and times of the files."""
    return tuple(sorted((file.name, file.stat().st_mtime_ns) for file in folder.glob("*.roads")))


def _key(lat: float, lon: float) -> tuple[int, int]:
    return round(lat / _SAME), round(lon / _SAME)


def _file(folder: Path, net: Network, origins: Points, mode: Mode) -> Path:
    said = hashlib.sha256(repr((EDITION, mode)).encode())
    of_arrays(said, net)
    of_arrays(said, origins)
    return folder / f"{mode}-{said.hexdigest()[:32]}.roads"


def _read(file: Path, points: int) -> Roads | None:
    try:
        with file.open("rb") as read, np.load(read, allow_pickle=False) as held:
            lat, lon = held["lat"], held["lon"]
            shape = (points, len(lat))
            table = scipy.sparse.csr_array((held["data"], held["indices"], held["indptr"]), shape=shape)
            said: dict[str, Any] = json.loads(str(held["said"]))
    except (OSError, EOFError, KeyError, ValueError, BadZipFile):
        return None  # not there, or cut by a full disk: what is estimated answers, and says so
    if said.get("model") not in MODELS:
        return None
    return Roads(table, lat, lon, said["model"], date.fromisoformat(said["made_on"]))
