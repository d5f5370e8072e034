"""Invented countries for siting: people in towns and between them, sites among them, ways within a limit."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from jisr.atlas.siting import Aim, Problem, problem

#: A country is so wide and high, in km; small ones are a region.
_COUNTRY, _REGION = (700.0, 1_000.0), (400.0, 600.0)


@dataclass(frozen=True)
class Case:
    """One question to all engines, and what ours promises.

    Attributes:
        points: of people.
        most: sites that may be chosen.
        limit_km: of ways.
        seconds: in which the gap is reached.
        gap: as a share of the value.
        near_km: of the aim within.
    """

    name: str
    aim: Aim
    points: int
    sites: int
    most: int
    limit_km: float
    seconds: float
    gap: float
    near_km: float = 15.0


def cases(size: int) -> list[Case]:
    """Questions of a size: a region as the issue has it, a country of 10,000 points, a country of 40,000."""
    if size <= 2_000:
        return [Case("region", Aim.TRAVEL, size, size * 400 // 1_540, size * 75 // 1_540, 1_000.0, 30.0, 1e-8)]
    sites = min(4_000, size // 2)
    if size <= 20_000:
        return [
            Case("country", Aim.TRAVEL, size, sites, sites * 300 // 4_000, 60.0, 15.0, 1e-3),
            Case("within", Aim.WITHIN, size, sites, sites * 300 // 4_000, 60.0, 10.0, 1e-2),
        ]
    return [Case(f"p{most}", Aim.TRAVEL, size, sites, most, 60.0, 60.0, 5e-3) for most in (500, 1_500)]


def invent(case: Case, seed: int = 1) -> dict[str, Any]:
    """People, ways and km of a case.

    Half of the points are in sixty towns of very different sizes, half anywhere; sites are at points.
    """
    chance = np.random.default_rng(seed)
    wide = np.array(_REGION if case.points <= 2_000 else _COUNTRY)
    towns, size = chance.uniform(0, 1, (60, 2)) * wide, chance.pareto(1.2, 60) + 1
    near = towns[chance.choice(60, case.points, p=size / size.sum())] + chance.normal(0, 25, (case.points, 2))
    anywhere = chance.uniform(0, 1, (case.points, 2)) * wide
    points = np.where((chance.random(case.points) < 0.5)[:, None], anywhere, near)
    sites = points[chance.choice(case.points, case.sites, replace=False)]
    people = np.rint(chance.lognormal(6, 1, case.points)) + 1
    lists = cKDTree(sites).query_ball_point(points, case.limit_km)
    person = np.repeat(np.arange(case.points), [len(one) for one in lists])
    site = np.concatenate([np.array(one, dtype=np.int64) for one in lists])
    km = np.hypot(*(points[person] - sites[site]).T)
    return {"people": people, "person": person, "site": site, "minutes": km, "points": points, "places": sites}


def keep(case: Case, folder: Path) -> None:
    """Put a case where every engine reads it."""
    np.savez(folder / f"{case.name}.npz", **invent(case))


def read(case: Case, folder: Path) -> Problem:
    """The problem of a case as ours takes it; km stand for minutes."""
    with np.load(folder / f"{case.name}.npz") as kept:
        arrays = {name: kept[name] for name in ("people", "person", "site", "minutes")}
    return problem(**arrays, sites=case.sites, most=case.most, unserved_min=2 * case.limit_km)


def worth(case: Case, folder: Path, chosen: list[int]) -> float:
    """What sites are worth to the aim of a case, counted by nothing of ours: average km, or people within."""
    with np.load(folder / f"{case.name}.npz") as kept:
        open_then = np.isin(kept["site"], chosen)
        km = np.full(case.points, 2 * case.limit_km)
        np.minimum.at(km, kept["person"][open_then], kept["minutes"][open_then])
        if case.aim == Aim.WITHIN:
            return float(kept["people"][km <= case.near_km].sum())
        return float(kept["people"] @ km / kept["people"].sum())
