"""Matrices kept on disk under the mark of everything they were made of: a changed input is a new matrix."""

import hashlib
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import scipy

from jisr.atlas.travel.matrix import Matrix, matrix
from jisr.atlas.travel.modes import Mode, Speeds
from jisr.atlas.travel.network import Network, Points

#: Part of the mark: raised when the way a matrix is made changes.
EDITION: Final = 1
#: Bytes of matrices that are kept beside each other: every theme by every way to travel is some 150 MB, and what-ifs.
KEPT: Final = 400_000_000


def mark(net: Network, origins: Points, centres: Points, mode: Mode, speeds: Speeds, limit_min: float) -> str:
    """The mark of what a matrix is made of: 32 hexadecimal digits; equal inputs have equal marks."""
    said = hashlib.sha256(repr((EDITION, mode, limit_min, sorted(_plain(speeds).items()))).encode())
    for part in (net, origins, centres):
        of_arrays(said, part)
    return said.hexdigest()[:32]


def of_arrays(said: Any, part: Network | Points) -> None:
    """Add to a digest all that a network, or points, are made of."""
    for value in vars(part).values():
        said.update(repr((value.shape, value.dtype.str)).encode())
        said.update(np.ascontiguousarray(value).tobytes())


def _plain(speeds: Speeds) -> dict[str, object]:
    return asdict(speeds) | {"mountain_provinces": sorted(speeds.mountain_provinces)}


def kept(
    folder: Path, net: Network, origins: Points, centres: Points, *, mode: Mode, speeds: Speeds, limit_min: float
) -> Matrix:
    """As ``matrix``, read from the folder where it was made before, made and kept where it was not.

    A file that is half-written does not exist under its name; one that cannot be read is made anew.
    """
    file = folder / f"{mark(net, origins, centres, mode, speeds, limit_min)}.npz"
    found = _read(file, (origins.lat.size, centres.lat.size))
    if found is None:
        made = matrix(net, origins, centres, mode=mode, speeds=speeds, limit_min=limit_min)
        _write(file, made.minutes)
        return made
    os.utime(file)
    return Matrix(found, mode, "communes", limit_min)


def _read(file: Path, shape: tuple[int, int]) -> "scipy.sparse.csr_array | None":
    try:
        with file.open("rb") as read, np.load(read, allow_pickle=False) as held:
            return scipy.sparse.csr_array((held["data"], held["indices"], held["indptr"]), shape=shape)
    except (OSError, EOFError, KeyError, ValueError, BadZipFile):
        return None  # not there, or cut by a full disk: made again


def _write(file: Path, minutes: "scipy.sparse.csr_array") -> None:
    """Whole or not at all; those read longest ago go, down to ``KEPT``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_suffix(f".{os.getpid()}")
    with half.open("wb") as out:
        np.savez(out, data=minutes.data, indices=minutes.indices, indptr=minutes.indptr)
    half.replace(file)
    by_use = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in file.parent.glob("*.npz"))
    left = sum(size for _used, size, _path in by_use)
    for _used, size, old in by_use[:-1]:
        if left <= KEPT:
            break
        old.unlink(missing_ok=True)
        left -= size
