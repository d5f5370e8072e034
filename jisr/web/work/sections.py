"""A long day in sections: what is late first, then what waits by its kind; the rest of each is one touch away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from jisr.web.parts import Task
from jisr.web.work.desk import Item

#: As many as are read at a glance: up to here the list is one.
GLANCE = 10
#: Of what is late so many are in sight, and of each other kind.
_LATE, _EACH = 10, 3

_WORDS = {
    "late": pgettext_lazy("work", "Late"),
    "people": pgettext_lazy("work", "People who wait"),
    "appointments": pgettext_lazy("work", "Appointments"),
    "referrals": pgettext_lazy("work", "Referrals"),
    "needs": pgettext_lazy("work", "Needs to orient"),
    "plans": pgettext_lazy("work", "Plans and follow-up"),
    "deposits": pgettext_lazy("work", "Requests deposited"),
    "files": pgettext_lazy("work", "Files and rights"),
    "messages": pgettext_lazy("work", "Messages"),
    "centre": pgettext_lazy("work", "The centre"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the list.

    Attributes:
        name: of its anchor.
        shown: in sight.
        folded: behind "more"; none of them is lost.
    """

    name: str
    words: Any
    shown: list[Task]
    folded: list[Task]

    @property
    def many(self) -> int:
        """All of them."""
        return len(self.shown) + len(self.folded)


def parted(items: Mapping[str, Sequence[Item]]) -> list[Section]:
    """What waits, by section; nothing for a day that is read at a glance.

    Args:
        items: by the names of ``_WORDS``, in any order.

    Returns:
        Sections that hold something, always in the same order: each item in exactly one of them.
    """
    if sum(map(len, items.values())) <= GLANCE:
        return []
    late = [item for group in items.values() for item in group if item.task.tone == "late"]
    waiting = {name: [item for item in group if item.task.tone != "late"] for name, group in items.items()}
    by_name = {"late": late} | waiting
    return [_section(name, by_name[name]) for name in _WORDS if by_name.get(name)]


def _section(name: str, items: Sequence[Item]) -> Section:
    tasks = [item.task for item in sorted(items, key=lambda item: item.order)]
    cut = _LATE if name == "late" else _EACH
    if len(tasks) == cut + 1:  # a fold that hides one line spares nothing
        cut += 1
    return Section(name, _WORDS[name], tasks[:cut], tasks[cut:])
