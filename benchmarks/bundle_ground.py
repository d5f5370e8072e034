"""Invented families with several needs, and the services that would take them; the same each time."""

import random
from collections.abc import Iterator
from typing import Any

from jisr.window.orientation.bundling.rules import Candidate, Terms

TERMS = Terms(390, 510, 1200, 15, 60, 1.5, "Mo-Fr 09:00-15:00", 30.0, 60.0, 89.0)
NEEDS, _SERVICES, _PLACES, _SEED = 8, 12, 9, 20_261_122
_HOURS = ("Mo-Fr 08:30-12:30,14:00-16:30", "Mo-Fr 09:00-12:00", "Tu,Th 09:00-13:00", "We 08:30-15:00", "Sa 09:00-13:00")


def families(count: int) -> Iterator[tuple[list[str], list[Candidate], dict[str, str]]]:
    """Needs, ranked services of each, and whose need it is: six members, eight needs, nine towns."""
    chance = random.Random(_SEED)  # noqa: S311  the same families each time
    for _family in range(count):
        km = {f"town{at}": round(chance.uniform(1, 90), 1) for at in range(_PLACES)}
        needs = [f"n{at}" for at in range(NEEDS)]
        candidates = [
            Candidate(
                need, f"{need}:{at}", place := chance.choice(sorted(km)), f"{place}:{chance.randint(0, 3)}",
                round(chance.uniform(1, 5) + 4 * 2 ** (-km[place] / 30), 2), km[place],
                round(km[place] * 1.2), chance.choice(_HOURS),
            )
            for need in needs for at in range(_SERVICES)
        ]  # fmt: skip
        yield needs, candidates, {need: f"m{chance.randint(0, 5)}" for need in needs}


def said(made: Any) -> dict[str, Any]:
    """What a bundle comes to, in numbers that two solvers can be compared by."""
    return {
        "uncovered": len(made.plan.uncovered), "trips": made.figures.trips, "metres": made.plan.metres,
        "loss": made.plan.loss,
    }  # fmt: skip
