"""Asking an operator's own router of roads, block by block, and keeping what it says for the atlas.

Only points of the census and places of the public catalogue are sent, to the address that the operator names.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import numpy as np

from jisr.atlas import queries
from jisr.atlas.choices import FARTHEST_MIN
from jisr.atlas.figures import Ground
from jisr.atlas.travel import Model, Points, matrix, points, speeds
from jisr.atlas.travel.modes import Mode, Numbers
from jisr.atlas.travel.roads import Roads, keep_roads
from jisr.atlas.travel.routers import (
    Block,
    Profile,
    RouterAnswer,
    blocks,
    gathered,
    osrm_path,
    read_osrm,
    read_valhalla,
    valhalla_question,
)
from jisr.centres.choices import Theme

#: Profile of a router -> ways to travel that its minutes serve.
SERVES: Final[dict[Profile, tuple[Mode, ...]]] = {"driving": ("taxi",), "foot": ("foot", "unit")}
#: Ways that an estimate puts so much beyond the limit are still asked for: a road may be better than we think.
GENEROUS: Final = 1.25
TIMEOUT_S: Final = 60
#: An answer of fifty by fifty is some thirty kilobytes.
_MOST_BYTES: Final = 20_000_000


class _Stays(HTTPRedirectHandler):
    """Nothing is asked of another address than the operator named: where an answer leads is not followed."""

    def redirect_request(self, *args: Any) -> None:
        """The answer stands as it came."""


_OPENER: Final = build_opener(_Stays)


class NoRouter(ValueError):
    """The router does not answer, or not with a table; the message says what happened."""


@dataclass(frozen=True)
class Router:
    """Where it is, and what it speaks.

    Attributes:
        address: of the server, without a path: http://127.0.0.1:5000
    """

    address: str
    kind: Model
    profile: Profile

    def minutes(self, origins: Points, centres: Points, block: Block) -> Numbers:
        """(points, centres) minutes of one block.

        Raises:
            NoRouter: it does not answer, or not with this table.
        """
        try:
            if self.kind == "osrm":
                return read_osrm(self._asked(osrm_path(origins, centres, block, profile=self.profile)), block)
            question = valhalla_question(origins, centres, block, profile=self.profile)
            return read_valhalla(self._asked("/sources_to_targets", json.dumps(question)), block)
        except RouterAnswer as fault:
            raise NoRouter(str(fault)) from fault

    def _asked(self, path: str, question: str = "") -> str:
        address = self.address.rstrip("/") + path
        if not address.startswith(("http://", "https://")):
            raise NoRouter(f"{self.address} is no address of http or https")
        asked = Request(address, question.encode() or None, {"Content-Type": "application/json"})  # noqa: S310
        try:
            with _OPENER.open(asked, timeout=TIMEOUT_S) as answer:
                said: bytes = answer.read(_MOST_BYTES)
        except HTTPError as refused:
            if 300 <= refused.code < 400:
                raise NoRouter(f"{self.address} sends to another address: name that one") from refused
            said = refused.read(_MOST_BYTES)  # both say in words what is wrong
        except (URLError, TimeoutError, HTTPException, OSError) as fault:
            raise NoRouter(f"{self.address} does not answer: {fault}") from fault
        return said.decode("utf-8", errors="replace")


def spots(ground: Ground, on: date) -> Points:
    """Every place of the public catalogue at which a service of any theme is offered, each once."""
    found: dict[tuple[float, float], int] = {}
    for theme in Theme.values:
        for units in (False, True):
            given = queries.supply(theme, on, ground, units=units)
            used = given.apart.used
            there = points(ground.net, given.commune[used], lat=given.lat[used], lon=given.lon[used])
            found |= dict(
                zip(zip(there.lat.tolist(), there.lon.tolist(), strict=True), there.commune.tolist(), strict=True)
            )
    lat, lon = np.array(list(found) or np.zeros((0, 2))).reshape(-1, 2).T
    return points(ground.net, np.array(list(found.values()), dtype=np.int32), lat=lat, lon=lon)


def ask(router: Router, ground: Ground, on: date, folder: Path, *, told: Callable[[int, int], None]) -> dict[str, int]:
    """Ask for every way worth asking, and keep the table; on a fault nothing is kept and what was stays.

    Args:
        folder: where matrices of travel are kept.
        told: called with blocks answered and blocks in all.

    Returns:
        points, places and ways.

    Raises:
        NoRouter: the router does not answer, or not with tables.
    """
    origins, places = queries.homes_of(ground), spots(ground, on)
    modes = SERVES[router.profile]
    by: Mode = "foot" if router.profile == "foot" else "drive"
    near = matrix(ground.net, origins, places, mode=by, speeds=speeds(on), limit_min=FARTHEST_MIN * GENEROUS)
    asked = list(blocks(near.minutes, origins.commune))

    def answers() -> Iterator[tuple[Block, Numbers]]:
        for number, block in enumerate(asked, 1):
            yield block, router.minutes(origins, places, block)
            told(number, len(asked))

    table = gathered(answers(), near.minutes.shape, model=router.kind, limit_min=FARTHEST_MIN, mode=by).minutes
    for mode in modes:
        roads = Roads(table, places.lat, places.lon, router.kind, on)
        keep_roads(folder, ground.net, origins, roads, mode=mode)
    return {"points": origins.lat.size, "places": places.lat.size, "ways": int(table.nnz)}
