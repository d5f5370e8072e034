"""When a family is followed up, what is late, where a plan stands: computed, never typed."""

from collections.abc import Sequence
from datetime import date

from jisr.common.periods import months_after


def follow_up_days(start: date, months: Sequence[int]) -> dict[int, date]:
    """Month mark -> the day on which the family is followed up."""
    return {mark: months_after(start, mark) for mark in months}


def progress(states: Sequence[str]) -> tuple[int, int]:
    """(steps ended, steps in all) of a plan.

    >>> progress(["done", "planned", "dropped"])
    (2, 3)
    """
    return sum(state in {"done", "dropped"} for state in states), len(states)


def status(*, outcome: str, ended: bool, due_on: date, today: date, within: int) -> str:
    """Where a step stands, from its facts alone: ``late``, ``due``, ``later``, or what came of it.

    >>> status(outcome="", ended=False, due_on=date(2026, 1, 1), today=date(2026, 1, 2), within=7)
    'late'
    """
    if ended:
        return outcome
    if due_on < today:
        return "late"
    return "due" if (due_on - today).days <= within else "later"


def plan_status(steps: Sequence[str], *, closed: bool, last_look: str) -> str:
    """Where a plan stands: ``closed``, ``empty``, ``late``, ``going``, ``ended``, and how a plan that ended holds.

    Args:
        steps: status of each step.
        last_look: what the newest look back found; "" before the first.

    >>> plan_status(["reached"], closed=False, last_look="holds")
    'ended'
    """
    if closed:
        return "lost" if last_look == "lost" else "closed"
    if not steps:
        return "empty"
    if "late" in steps:
        return "late"
    return "going" if {"due", "later"} & set(steps) else "ended"
