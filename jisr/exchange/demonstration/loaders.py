"""Everything the demonstration is made of, in the order in which it is loaded."""

from collections.abc import Callable
from datetime import date
from functools import partial

from jisr.exchange.demonstration import (
    agendas,
    deposits,
    doubles,
    families,
    network,
    open_offers,
    people,
    places,
    volume,
    works,
)

Loader = Callable[[date], dict[str, int]]


def loaders(persons: int = families.PERSONS) -> tuple[Loader, ...]:
    """Each takes the day of loading and tells how many rows of what it made; zeros when they were there already.

    Args:
        persons: about how many invented people come to the window; 0 for a network without families.
    """
    invent = volume.load if persons >= volume.FROM else families.load
    return (
        network.load,
        people.load,
        partial(invent, persons=persons),
        doubles.load,
        open_offers.load,
        deposits.load,
        agendas.load,
        places.load,
        works.load,
    )
