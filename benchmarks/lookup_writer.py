"""Somebody who registers people, so many a second, while others search: a process of its own."""

from importlib import import_module
from typing import Any

import django


def register(centre: int, a_second: int, stop: Any, done: Any) -> None:
    """A household with one person in each transaction, until told to stop; how many a second is left in ``done``."""
    django.setup()
    import_module("benchmarks.lookup_registering").register(centre, a_second, stop, done)
