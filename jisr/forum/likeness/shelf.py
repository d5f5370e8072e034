"""What was learnt from the texts of a wave, ready in the memory of this process, and brought up to date as they change.

Nothing of it is on a disk, none of it goes from one key to another, and what nobody asked for in an hour is forgotten.
"""

import time
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock, RLock, Thread
from typing import Any, Final, Generic, TypeVar

Thing = TypeVar("Thing")
Marks = Mapping[str, int]
Texts = Mapping[str, str]

#: So many texts that are new or changed are worked in while somebody waits; more of them in the background.
AT_ONCE: Final = 150
#: Texts of all keys together; the key that was asked for least lately goes first.
MOST_TEXTS: Final = 60_000
FORGOTTEN_S: Final = 3_600.0


@dataclass
class _Kept(Generic[Thing]):
    """What is ready under one key.

    Attributes:
        thing: None until it was learnt for the first time.
        marks: version of each text that it was learnt from.
        stamp: of all of them together.
        is_at_work: whether it is being learnt anew just now.
    """

    thing: Thing | None = None
    marks: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict, repr=False)
    stamp: Any = None
    used_at: float = 0.0
    is_at_work: bool = False
    lock: Any = field(default_factory=RLock, repr=False)


def _in_background(work: Callable[[], None]) -> None:
    Thread(target=work, daemon=True, name="likeness").start()


class Shelf(Generic[Thing]):
    """Things learnt from texts, one a key.

    Args:
        learn: what is made of all texts (key -> text).
        grow: the thing without the texts of some keys and with new ones, or None where it must be learnt anew; always
            learnt anew when left out.
        at_once, most_texts, forgotten_s: as the constants of this module.
        start: does work in the background.
    """

    def __init__(
        self,
        learn: Callable[[Texts], Thing],
        grow: Callable[[Thing, Collection[str], Texts], Thing | None] | None = None,
        *,
        at_once: int = AT_ONCE,
        most_texts: int = MOST_TEXTS,
        forgotten_s: float = FORGOTTEN_S,
        start: Callable[[Callable[[], None]], None] = _in_background,
    ) -> None:
        self._learn, self._grow, self._start = learn, grow, start
        self._at_once, self._most_texts, self._forgotten_s = at_once, most_texts, forgotten_s
        self._shelf: dict[Hashable, _Kept[Thing]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """Texts that are held, of all keys."""
        return sum(len(kept.marks) for kept in list(self._shelf.values()))

    def get(
        self, key: Hashable, stamp: Any, marks: Callable[[], Marks], texts: Callable[[Collection[str]], Texts]
    ) -> Thing | None:
        """The thing of a key, up to date; an older one while many changes are worked in; None while it is first learnt.

        Args:
            stamp: another one whenever a text came, went or changed.
            marks: asked when the stamp is another one: version of each text there is.
            texts: asked then for those that are new or changed.
        """
        kept = self._of(key)
        with kept.lock:
            if kept.stamp != stamp and not kept.is_at_work:
                self._renew(kept, stamp, dict(marks()), texts)
            return kept.thing

    def forget(self) -> None:
        """Empty it."""
        with self._lock:
            self._shelf.clear()

    def _of(self, key: Hashable) -> _Kept[Thing]:
        now = time.monotonic()
        with self._lock:
            kept = self._shelf.setdefault(key, _Kept())
            kept.used_at = now
            old = sorted(self._shelf, key=lambda one: self._shelf[one].used_at)
            held = sum(len(one.marks) for one in self._shelf.values())
            for one in old[:-1]:
                other = self._shelf[one]
                if held > self._most_texts or now - other.used_at > self._forgotten_s:
                    held -= len(other.marks)
                    del self._shelf[one]
        return kept

    def _renew(
        self, kept: _Kept[Thing], stamp: Any, marks: dict[str, int], texts: Callable[[Collection[str]], Texts]
    ) -> None:
        gone = [key for key, mark in kept.marks.items() if marks.get(key) != mark]
        new = [key for key, mark in marks.items() if kept.marks.get(key) != mark]
        fresh = texts(new) if new else {}
        for key in gone:
            kept.texts.pop(key, None)
        kept.texts |= fresh
        kept.marks, kept.stamp = marks, stamp
        grown = self._grown(kept, gone, fresh)
        if grown is not None:
            kept.thing = grown
        elif len(marks) <= self._at_once:
            kept.thing = self._learn(dict(kept.texts))
        else:
            kept.is_at_work = True
            if kept.thing is not None and self._grow is not None and gone:
                kept.thing = self._grow(kept.thing, gone, {}) or kept.thing
            held = dict(kept.texts)
            self._start(lambda: self._work(kept, held))

    def _grown(self, kept: _Kept[Thing], gone: Collection[str], fresh: Texts) -> Thing | None:
        """What is there with the changes worked in, where they are few."""
        if kept.thing is None or self._grow is None or len(fresh) > self._at_once:
            return None
        return self._grow(kept.thing, gone, fresh)

    def _work(self, kept: _Kept[Thing], texts: Texts) -> None:
        """Learn all anew, holding nobody up; what changed meanwhile is seen by its stamp at the next asking."""
        learnt = None
        try:
            learnt = self._learn(texts)
        finally:
            with kept.lock:
                kept.thing = kept.thing if learnt is None else learnt
                kept.stamp = None if learnt is None else kept.stamp  # what failed is tried again when somebody asks
                kept.is_at_work = False
