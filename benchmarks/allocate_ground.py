"""An invented country of people and services, in groups; the same each time."""

from pathlib import Path
from typing import Any

import numpy as np

from jisr.window.allocation.kernels import Field

#: Communes of the country; needs, and the part of the people for whom there is a place.
_COMMUNES, _NEEDS, _SHARE = 1_540, 13, 0.7
_CLASSES, _REACH_KM, _NEAREST, _SEED = 2, 60.0, 12, 20_261_122
#: The country in kilometres, and the towns that most communes stand around.
_WIDE_KM, _HIGH_KM, _TOWNS, _AROUND_KM = 600.0, 900.0, 60, 45.0
_TENTH_KM = 10


def country(people: int, services: int) -> dict[str, Any]:
    """Numbers of one invented country: what each group is, and the dozen of services that it reaches.

    Args:
        people: about so many, in some 40,000 groups; places for seven of ten.
        services: each of one need, in one commune.

    Returns:
        the arrays of a ``Field`` by name.
    """
    chance = np.random.default_rng(_SEED)
    towns = chance.random((_TOWNS, 2)) * (_WIDE_KM, _HIGH_KM)
    homes = towns[chance.integers(0, _TOWNS, _COMMUNES)] + chance.normal(0, _AROUND_KM, (_COMMUNES, 2))
    weight = chance.pareto(2.5, _COMMUNES) + 0.2
    weight /= weight.sum()
    where, kind = chance.choice(_COMMUNES, services, p=weight), chance.integers(0, _NEEDS, services)
    away = np.sqrt(((homes[:, None] - homes[None]) ** 2).sum(axis=2))
    starts, found, costs, many, level = [0], [], [], [], []
    of_kind = [np.flatnonzero(kind == need) for need in range(_NEEDS)]
    expected = people * weight[:, None] * chance.dirichlet(np.full(_NEEDS * _CLASSES, 4.0))[None]
    for commune in range(_COMMUNES):
        for need in range(_NEEDS):
            km = away[commune, where[of_kind[need]]]
            near = np.argsort(km, kind="stable")[:_NEAREST]
            near = np.sort(near[km[near] <= _REACH_KM])
            for order in range(_CLASSES):
                found.append(of_kind[need][near])
                costs.append((km[near] * _TENTH_KM).astype(np.int64))
                starts.append(starts[-1] + len(near))
                many.append(max(1, int(chance.poisson(expected[commune, need * _CLASSES + order]))))
                level.append(order)
    there = np.array(many)
    places = chance.multinomial(int(there.sum() * _SHARE), chance.dirichlet(np.full(services, 1.5)))
    return {
        "people": there, "level": np.array(level), "capacity": places.astype(np.int64), "starts": np.array(starts),
        "service": np.concatenate(found).astype(np.int32), "cost": np.concatenate(costs).astype(np.int32),
    }  # fmt: skip


def keep(numbers: dict[str, Any], folder: Path) -> None:
    """Write the arrays where every engine reads them."""
    for name, values in numbers.items():
        np.save(folder / f"{name}.npy", values)


def read(folder: Path) -> Field:
    """The field that ``keep`` wrote."""
    return Field(**{name: np.load(folder / f"{name}.npy") for name in Field.__dataclass_fields__})
