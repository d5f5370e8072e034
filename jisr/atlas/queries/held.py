"""What was computed last is held by all that it was made of; a bounded number of each."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Memory:
    """What was computed last, by all that it was made of; one thread makes, the others wait."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under a key, made now where it was not."""
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            self._made.move_to_end(key)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
            found: Made = self._made[key]
            return found

    def forget(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._made.clear()


grounds, supplies, ways, views = Memory(2), Memory(48), Memory(12), Memory(96)


def forget() -> None:
    """Hold nothing in memory: the next question reads and computes everything."""
    for memory in (grounds, supplies, ways, views):
        memory.forget()
