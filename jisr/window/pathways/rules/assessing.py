"""What a low level asks for: a goal and a step. Levels are compared with themselves over time, never added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Answered:
    """A step that serves the goal of a domain.

    Attributes:
        ended_on: None while it is still to be done.
        outcome: what came of it; "" before the end.
    """

    ended_on: date | None
    outcome: str


def lacks(level: int, on: date, *, low: int, goals: int, steps: Iterable[Answered]) -> str:
    """What a level still lacks: ``goal``, ``step``, or "" where nothing is asked or everything is there.

    A step that was given up, or that ended before the level was found, answers nothing.

    >>> lacks(2, date(2026, 1, 5), low=2, goals=1, steps=[Answered(date(2026, 1, 1), "reached")])
    'step'
    """
    if level > low:
        return ""
    if not goals:
        return "goal"
    alive = any(step.ended_on is None or (step.ended_on >= on and step.outcome != "not_reached") for step in steps)
    return "" if alive else "step"
