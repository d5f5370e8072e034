"""How many centres of which kind stand where: pure arithmetic on the calibration facts, the same every time."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jisr.exchange.demonstration.ground import Ground

#: Boarding homes stand where schools are far: in rural communes and small towns.
SMALL_TOWN = 45_000
DENSE_REGION = "07"


@dataclass(frozen=True)
class Planned:
    """One centre to invent: its kind and its commune."""

    type: str
    ground: Ground


def largest_remainders(weights: Mapping[str, float], total: int) -> dict[str, int]:
    """Share ``total`` in whole numbers by weight; what is left goes to the largest remainders.

    >>> largest_remainders({"a": 2.0, "b": 1.0}, 4)
    {'a': 3, 'b': 1}
    """
    whole = sum(weights.values())
    if total <= 0 or whole <= 0:
        return dict.fromkeys(weights, 0)
    exact = {key: total * weight / whole for key, weight in weights.items()}
    shares = {key: int(value) for key, value in exact.items()}
    left = total - sum(shares.values())
    for key in sorted(exact, key=lambda key: (shares[key] - exact[key], key))[:left]:
        shares[key] += 1
    return shares


def highest_averages(weights: Mapping[str, float], total: int) -> list[str]:
    """The keys in the order in which seats fall to them (D'Hondt): big places first, then again, then small ones."""
    queue = [(-weight, key, 1) for key, weight in weights.items() if weight > 0]
    heapq.heapify(queue)
    order: list[str] = []
    while queue and len(order) < total:
        value, key, seats = heapq.heappop(queue)
        order.append(key)
        heapq.heappush(queue, (value * seats / (seats + 1), key, seats + 1))
    return order


def plan(
    grounds: Sequence[Ground], calibration: Mapping[str, Any], named: Iterable[Mapping[str, Any]]
) -> list[Planned]:
    """All invented centres but the named ones, which are counted as already there.

    Args:
        grounds: every commune.
        calibration: content of ``calibration.yaml``.
        named: content of ``named.yaml``.
    """
    by_code = {ground.code: ground for ground in grounds}
    provinces: dict[str, list[Ground]] = defaultdict(list)
    for ground in grounds:
        provinces[ground.province].append(ground)
    there = Counter((row["type"], by_code[row["commune"]].province) for row in named)
    special = calibration["provinces"]
    scripted = [
        planned for province in special for planned in _scripted(special[province], provinces[province], by_code)
    ]
    planned = list(scripted)
    for kind, facts in calibration["national"].items():
        fixed = Counter(one.ground.province for one in scripted if one.type == kind)
        fixed |= {code: rows[kind] for code, rows in special.items() if kind in rows}
        closed = {code for code, rows in special.items() if "only" in rows or kind in rows}
        free = {code: rows for code, rows in provinces.items() if code not in closed}
        shares = _shares(facts, free, calibration["marrakech_safi_weight"], facts["count"] - sum(fixed.values()))
        shares |= {code: rows[kind] for code, rows in special.items() if kind in rows}
        for code, count in sorted(shares.items()):
            without = special.get(code, {}).get(f"no_{kind}", ())
            there_too = [ground for ground in provinces[code] if ground.code not in without]
            planned += [Planned(kind, by_code[key]) for key in _communes(kind, there_too, count - there[kind, code])]
    return planned


def _shares(
    facts: Mapping[str, Any], provinces: Mapping[str, list[Ground]], dense: float, total: int
) -> dict[str, int]:
    people = {"people": "people", "each": "people", "urban": "urban_people", "rural": "rural_people"}[facts["weigh"]]
    weights = {
        code: sum(getattr(ground, people) for ground in rows) * (dense if rows[0].region == DENSE_REGION else 1.0)
        for code, rows in provinces.items()
    }
    if facts["weigh"] != "each" or total < len(provinces):
        return largest_remainders(weights, total)
    more = largest_remainders(weights, total - len(provinces))
    return {code: 1 + more[code] for code in provinces}


def _communes(kind: str, grounds: Sequence[Ground], count: int) -> list[str]:
    if kind == "student_home":
        weights = {g.code: g.people**0.5 for g in grounds if not g.urban or g.people < SMALL_TOWN}
    else:
        weights = {g.code: g.people**0.5 * (1.0 if g.urban else 0.45) for g in grounds}
    return highest_averages(weights or {g.code: float(g.people) for g in grounds}, count)


def _scripted(rows: Mapping[str, Any], grounds: Sequence[Ground], by_code: Mapping[str, Ground]) -> list[Planned]:
    planned = []
    for place, kinds in rows.get("only", {}).items():
        if place != "rural":
            planned += [Planned(kind, by_code[place]) for kind in kinds]
            continue
        for kind, count in kinds.items():
            keys = highest_averages({g.code: g.people**0.5 for g in grounds if not g.urban}, count)
            planned += [Planned(kind, by_code[key]) for key in keys]
    return planned
