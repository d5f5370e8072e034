"""``select``: who is chosen under a budget with reserved places, beside the optimum that a solver proves."""

import random
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.report import Report, Result
from jisr.ledger.calls.kernels import Cannot, Field, best_first, equal_shares, reserved

PEERS = ("equal_shares", "points_only", "highs")
#: The ordinary case: 5,925 applications for 3,000 places; larger calls keep its proportions.
_APPLICATIONS, _PLACES, _SEED = 5_925, 3_000, 5_925
_PROVINCES, _PUBLICS = (0.5, 0.23, 0.14, 0.13), (0.45, 0.08, 0.3)
_EACH_MAD = 4_000
#: Seconds in which either of our two choices is made.
PROMISE_S = 10.0
_REPEATS = 2
#: Applications up to which the solver is asked for a whole choice.
_WHOLE = 6_000


def run(size: int, engines: Sequence[str], out: Path | None) -> int:
    """Choices of one invented call; 0 when ours broke no law and kept its time.

    Args:
        size: applications.
        engines: ours (best first), equal shares, the ranking without reserved places, and HiGHS, which proves how
            many points any choice can have.
        out: where the lines are kept.
    """
    report, field = Report("select", engines, out), field_of(size)
    best, kept = _bound(field), True
    for engine in ("ours", "equal_shares", "points_only"):
        if engine not in engines:
            continue
        times, chosen = [], np.zeros(size, dtype=bool)
        cpu = time.process_time()
        for _ in range(_REPEATS):
            begin = time.perf_counter()
            chosen = _chosen(engine, field)
            times.append(time.perf_counter() - begin)
        right = quality(field, chosen, best["points"])
        report.say(
            Result("select", engine, size, time.process_time() - cpu, sum(times), right, times, times[0], _peak_mb())
        )
        if engine != "points_only":
            kept = kept and right["in_budget"] and right["reserved_kept"] and max(times) < PROMISE_S
    report.say(Result("select", "highs", size, None, best["wall_s"], best, peak_mb=_peak_mb()))
    return int(not kept)


def field_of(size: int, tightness: float = 0.5) -> Field:
    """An invented call of four provinces and three publics, in its published order; the same each time.

    Args:
        tightness: the part of its share of the places that is reserved for each province and public.
    """
    chance = random.Random(_SEED)  # noqa: S311  the same call each time
    province = chance.choices(range(len(_PROVINCES)), _PROVINCES, k=size)
    points = sorted((chance.randint(20, 200) for _ in range(size)), reverse=True)
    costs = np.array([100 * chance.randint(1_000, 9_000) for _ in range(size)])
    inside = np.array(
        [[one == at for at in range(len(_PROVINCES))] + [chance.random() < share for share in _PUBLICS]
         for one in province]
    )  # fmt: skip
    places = size * _PLACES // _APPLICATIONS
    shares = tightness * np.array([*_PROVINCES, *_PUBLICS])
    at_least = np.minimum(np.floor(places * shares).astype(np.int64), inside.sum(axis=0))
    heads = np.maximum(1, (1_000_000 * np.array([*_PROVINCES, *_PUBLICS])).astype(np.int64))
    return Field(costs, np.array(points), inside, at_least, heads, 100 * _EACH_MAD * places, places)


def quality(field: Field, chosen: Any, best: float) -> dict[str, Any]:
    """What a choice is worth: the laws first, then points beside the proven bound."""
    filled = field.inside[chosen].sum(axis=0)
    points = int(field.points[chosen].sum())
    return {
        "in_budget": bool(field.costs[chosen].sum() <= field.budget),
        "reserved_kept": bool((filled >= field.at_least).all()),
        "chosen": int(chosen.sum()), "places": field.places, "points": points,
        "of_optimum": round(points / best, 4) if best else None,
        "left_mad": int(field.budget - field.costs[chosen].sum()) // 100,
    }  # fmt: skip


def _chosen(engine: str, field: Field) -> Any:
    taken = np.zeros(len(field.costs), dtype=bool)
    if engine == "points_only":
        return best_first(field, taken)
    found = reserved(field)
    if isinstance(found, Cannot):
        raise TypeError(f"the invented call cannot be served: {found}")
    return (equal_shares if engine == "equal_shares" else best_first)(field, found)


def _bound(field: Field) -> dict[str, Any]:
    """The most points that any choice can have: proven to one in a thousand, or, for a large call, a bound of it.

    Whole choices of more than some thousands take the solver minutes; letting it choose halves gives a bound at once.
    """
    begin, count = time.perf_counter(), len(field.costs)
    whole = count <= _WHOLE
    done = milp(
        -field.points.astype(float), integrality=np.full(count, int(whole)), bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(field.inside.astype(float).T, lb=field.at_least),
            LinearConstraint(field.costs[np.newaxis].astype(float), ub=field.budget),
            LinearConstraint(np.ones((1, count)), ub=field.most),
        ],
        options={"time_limit": 40.0, "mip_rel_gap": 1e-3},
    )  # fmt: skip
    points = -(done.mip_dual_bound if whole else done.fun)
    return {
        "points": round(points, 1), "whole": whole, "found": None if done.x is None else int(-done.fun),
        "wall_s": time.perf_counter() - begin,
    }  # fmt: skip


def _peak_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
