"""For whom the list of what waits is made, and how a thing with a day is shown on it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jisr.staff.rules import may
from jisr.web import wording
from jisr.web.parts import Task
from jisr.window.orientation.rules import days_late

#: More of one kind than anybody does in a day; the most overdue come first.
MOST = 25
LOOKED_AT = MOST + 1


@dataclass(frozen=True, slots=True)
class Desk:
    """For whom the list is made.

    Attributes:
        centres: whose things wait here.
        post: the post itself, where what waits depends on its place.
        oversees: sees what is late and what only a person in charge may grant, not the daily work of others.
    """

    role: str
    centres: Sequence[int]
    post: Any = field(default=None, kw_only=True)
    today: date = field(default_factory=timezone.localdate)

    def able(self, verb: str) -> bool:
        """Whether the post may do a verb."""
        return may(self.role, verb)

    @property
    def oversees(self) -> bool:
        """Whether this desk neither receives nor listens: it looks after what is late."""
        return not self.able("reception.receive") and not self.able("listening.listen")

    def way(self, verb: str, route: str, key: Any, household: Any) -> str:
        """Where the row leads: to the act, or to the family's file for whoever may not do it."""
        if self.able(verb):
            return reverse(route, args=[key])
        return reverse("families:household", args=[household])


@dataclass(frozen=True, slots=True)
class Item:
    """A task and where it stands in the list: days late (0 when not), then what has waited longest."""

    task: Task
    late: int = 0
    since: str = ""

    @property
    def order(self) -> tuple[int, int, str]:
        """Overdue first and the most overdue before, then soon, then the rest."""
        return ({"late": 0, "soon": 1}.get(self.task.tone, 2), -self.late, self.since)


def due_item(desk: Desk, due: date | None, *, urgent: bool = False, **task: Any) -> Item:
    """A task with a day: late after it, soon on it or when urgent."""
    if due is None:
        return Item(Task(**task))
    late = days_late(due, desk.today)
    if late:
        tag = ngettext("%(n)s day late", "%(n)s days late", late) % {"n": late}
        return Item(Task(**task, tone="late", tag=tag), late=late, since=due.isoformat())
    if due == desk.today or urgent:
        return Item(Task(**task, tone="soon", tag=_("urgent") if urgent else _("today")), since=due.isoformat())
    return Item(Task(**task, tag=wording.ago(due, today=desk.today)), since=due.isoformat())


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that waits.

    Attributes:
        find: its items, at most about ``MOST``.
        verbs: one of them shows the kind.
        overseen: whether it also concerns whoever oversees the centre.
        only_late: and then only where it is late.
    """

    find: Callable[[Desk], Iterable[Item]]
    verbs: tuple[str, ...]
    overseen: bool = True
    only_late: bool = True

    def meant_for(self, desk: Desk) -> bool:
        """Whether a desk sees this kind."""
        return self.overseen if desk.oversees else any(map(desk.able, self.verbs))
