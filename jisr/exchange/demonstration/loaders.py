"""Everything the demonstration is made of, in the order in which it is loaded."""

from collections.abc import Callable
from datetime import date

from jisr.exchange.demonstration import network, people

#: Each takes the day of loading and tells how many rows of what it made; zeros when they were there already.
LOADERS: tuple[Callable[[date], dict[str, int]], ...] = (network.load, people.load)
