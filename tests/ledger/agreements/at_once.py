"""Acts of several people at the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections

from jisr.ledger.agreements import actions


def at_once(*acts: Callable[[], Any], refusals: type[Exception] = actions.BrokenLaw) -> list[Any]:
    """Do acts at the same moment; what each gave, or how it was refused."""
    ready = Barrier(len(acts))

    def one(act: Callable[[], Any]) -> Any:
        ready.wait(20)
        return alone(act, refusals)

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result(30) for future in [threads.submit(one, act) for act in acts]]


def alone(act: Callable[[], Any], refusals: type[Exception] = actions.BrokenLaw) -> Any:
    """What an act gave on a connection of its own, or how it was refused."""
    try:
        return act()
    except refusals as refusal:
        return refusal
    finally:
        connections.close_all()
