"""What an amendment changed: two versions beside each other, plain values in, plain values out."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that two versions say differently.

    Attributes:
        key: what it is about, the same in both.
        before, after: what each says; None where that version does not have it.
    """

    key: Hashable
    before: Any
    after: Any

    @property
    def kind(self) -> str:
        """``added``, ``dropped`` or ``changed``."""
        if self.before is None:
            return "added"
        return "dropped" if self.after is None else "changed"


def changes(before: Mapping[Hashable, Any], after: Mapping[Hashable, Any]) -> list[Change]:
    """What differs, in the order of the older version, what is new at the end.

    >>> [(one.key, one.kind) for one in changes({"a": 1, "b": 2}, {"b": 3, "c": 4})]
    [('a', 'dropped'), ('b', 'changed'), ('c', 'added')]
    """
    keys = [*before, *(key for key in after if key not in before)]
    return [Change(key, before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)]
