"""Minutes from a router of roads instead of the estimate: what to ask OSRM or Valhalla, and how to read the answer.

Nothing is sent here: the caller asks his own router, block by block, and hands the answers in.

Sources: OSRM "table" service, https://project-osrm.org/docs/v5.24.0/api/#table-service; Valhalla "sources_to_targets",
https://valhalla.github.io/valhalla/api/matrix/api-reference/
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import scipy

from jisr.atlas.travel.matrix import Matrix, Model
from jisr.atlas.travel.modes import Mode, Numbers
from jisr.atlas.travel.network import Indices, Points

#: Points and centres in one question: what both routers take with the settings they ship with.
SIDE: Final = 50


#: How a router goes: by car, or on foot.
Profile = Literal["driving", "foot"]
_COSTINGS: Final[dict[Profile, str]] = {"driving": "auto", "foot": "pedestrian"}


class RouterAnswer(ValueError):
    """What a router answered is no table of these points; the message says what it is."""


@dataclass(frozen=True)
class Block:
    """Points and centres (positions) of one question."""

    rows: Indices
    columns: Indices


def blocks(near: "scipy.sparse.csr_array", commune: Indices, *, side: int = SIDE) -> Iterator[Block]:
    """Questions that hold every way worth asking for, points of one commune together.

    Args:
        near: (points, centres) ways that may be within the limit: an estimated matrix with a generous one.
        commune: (points,) where the points lie.
    """
    order = np.argsort(commune, kind="stable")
    if not order.size:
        return
    for rows in np.split(order, np.flatnonzero(np.diff(commune[order])) + 1):
        columns = np.unique(near[rows].indices)
        for row in range(0, rows.size, side):
            for column in range(0, columns.size, side):
                yield Block(rows[row : row + side], columns[column : column + side])


def osrm_path(origins: Points, centres: Points, block: Block, *, profile: Profile = "driving") -> str:
    """The path to GET from an OSRM server for one block."""
    rows, columns = block.rows, block.columns
    lon, lat = np.r_[origins.lon[rows], centres.lon[columns]], np.r_[origins.lat[rows], centres.lat[columns]]
    places = ";".join(f"{x:.6f},{y:.6f}" for x, y in zip(lon, lat, strict=True))
    sources = ";".join(map(str, range(rows.size)))
    goals = ";".join(map(str, range(rows.size, rows.size + columns.size)))
    return f"/table/v1/{profile}/{places}?sources={sources}&destinations={goals}&annotations=duration"


def valhalla_question(
    origins: Points, centres: Points, block: Block, *, profile: Profile = "driving"
) -> dict[str, Any]:
    """The JSON to POST to /sources_to_targets of a Valhalla server for one block."""

    def of(points: Points, at: Indices) -> list[dict[str, float]]:
        return [{"lat": round(float(points.lat[i]), 6), "lon": round(float(points.lon[i]), 6)} for i in at]

    return {"sources": of(origins, block.rows), "targets": of(centres, block.columns), "costing": _COSTINGS[profile]}


def read_osrm(answer: str, block: Block) -> Numbers:
    """(points, centres) minutes of one block; ``inf`` where OSRM finds no way.

    Raises:
        RouterAnswer: it is an error, or a table of something else.
    """
    said = _said(answer)
    if said.get("code") != "Ok":
        raise RouterAnswer(f"OSRM answered {said.get('code')}: {said.get('message', '')}")
    return _minutes(said.get("durations"), block)


def read_valhalla(answer: str, block: Block) -> Numbers:
    """(points, centres) minutes of one block; ``inf`` where Valhalla finds no way.

    Raises:
        RouterAnswer: it is an error, or a table of something else.
    """
    said = _said(answer)
    table = said.get("sources_to_targets")
    if not isinstance(table, list):
        raise RouterAnswer(f"Valhalla answered {said.get('error_code')}: {said.get('error', '')}")
    try:
        return _minutes([[way["time"] for way in row] for row in table], block)
    except (TypeError, KeyError) as fault:
        raise RouterAnswer(f"Valhalla's table has no times: {fault!r}") from fault


def _said(answer: str) -> dict[str, Any]:
    try:
        said = json.loads(answer)
    except json.JSONDecodeError as fault:
        raise RouterAnswer(f"not JSON: {answer[:80]!r}") from fault
    if not isinstance(said, dict):
        raise RouterAnswer(f"no answer of a router: {answer[:80]!r}")
    return said


def _minutes(seconds: Any, block: Block) -> Numbers:
    try:
        table = np.array([[np.inf if time is None else float(time) for time in row] for row in seconds or []])
    except (TypeError, ValueError) as fault:
        raise RouterAnswer(f"times are no numbers: {fault}") from fault
    if table.shape != (block.rows.size, block.columns.size):
        raise RouterAnswer(f"a table of {table.shape}, not {(block.rows.size, block.columns.size)}")
    if (table < 0).any() or np.isnan(table).any():
        raise RouterAnswer("a time below zero, or none")
    return table / 60


def gathered(
    answers: Iterable[tuple[Block, Numbers]], shape: tuple[int, int], *, model: Model, limit_min: float,
    mode: Mode = "drive",
) -> Matrix:  # fmt: skip
    """One matrix of the answers to all blocks, travelled by one mode; ways longer than the limit are left out."""
    rows, columns, minutes = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0, np.float32)]
    for block, table in answers:
        at = np.nonzero(table <= limit_min)
        rows.append(block.rows[at[0]].astype(np.int32))
        columns.append(block.columns[at[1]].astype(np.int32))
        minutes.append(table[at].astype(np.float32))
    where = (np.concatenate(rows), np.concatenate(columns))
    found = scipy.sparse.coo_array((np.concatenate(minutes), where), shape=shape).tocsr()
    return Matrix(found, mode, model, limit_min)
