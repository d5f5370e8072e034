"""What was computed last is held by all that it was made of; a bounded number of each."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Memory:
    """What was computed last, by all that it was made of.

    One thread makes a thing, others who ask for the same wait for it; who asks for what is there waits for nobody.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under a key, made now where it was not."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                held: Made = self._made[key]
                return held
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._made:
                    there: Made = self._made[key]
                    return there
            try:
                made = make()
                with self._lock:
                    self._made[key] = made
                    while len(self._made) > self._most:
                        self._made.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def forget(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._made.clear()


#: With 33,189 douars a view is a megabyte; what a page says of one is held as well, and holds its view.
grounds, supplies, ways, views, readings = Memory(2), Memory(48), Memory(12), Memory(48), Memory(48)


def forget() -> None:
    """Hold nothing in memory: the next question reads and computes everything."""
    for memory in (grounds, supplies, ways, views, readings):
        memory.forget()
