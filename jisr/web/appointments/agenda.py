"""Agendas gathered for a page: day by day, what takes an agent's time as far as the reader may know. Fixed queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jisr.accounts.models import User
from jisr.window.appointments import queries, rules
from jisr.window.appointments.choices import Feast, State
from jisr.window.appointments.kernels import gaps, merged

_TONES = {State.KEPT: "done", State.MISSED: "late", State.BOOKED: ""}


@dataclass(frozen=True, slots=True)
class Block:
    """Some time that is taken.

    Attributes:
        what: in words; who comes stands apart, because people typed it.
        href: "" where the reader may not know by what.
    """

    starts_at: datetime
    ends_at: datetime
    what: Any
    who: str = ""
    href: str = ""
    tone: str = ""
    tag: Any = ""
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day of one agent.

    Attributes:
        off: why nobody receives; "" on an ordinary day.
        hours: when she gives time: (from, to).
        free: how many slots are left.
    """

    day: date
    agent: User
    off: Any = ""
    hours: list[tuple[datetime, datetime]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    free: int = 0


def of(people: Sequence[User], centre: Any, *, first: date, days: int) -> list[Day]:
    """The days of some agents, agent by agent within each day."""
    keys = [one.pk for one in people]
    off = queries.year(centre, first, days)
    open_ = queries.openings(centre, only=keys, on_or_after=first) if keys else []
    busy = queries.busy(keys, first, days)
    left = rules.free(open_, busy, off, first=first, days=days, now=rules.minutes(timezone.now(), up=True))
    seen = list(_seen(people, first, first + timedelta(days=days), centre))
    hidden = list(_hidden(keys, busy, seen))
    hours = _hours(open_, off, first, days)
    free_on = _per_day(left)
    found = []
    for day in (first + timedelta(days=n) for n in range(days)):
        for one in people:
            blocks = [
                block for who, block in (*seen, *hidden) if who == one.pk and timezone.localdate(block.starts_at) == day
            ]
            found.append(Day(
                day, one, off=said_off(off, day), hours=hours.get((one.pk, day), []),
                blocks=sorted(blocks, key=lambda block: (block.starts_at, block.ends_at)),
                free=free_on.get((one.pk, day), 0),
            ))  # fmt: skip
    return found


def said_off(year: rules.Year, day: date) -> Any:
    """Why nobody receives on a day, in words."""
    if day not in year.off:
        return ""
    return Feast(year.off[day]).label if year.off[day] else _("The centre is shut")


def _seen(people: Sequence[User], first: date, last: date, centre: Any) -> Iterable[tuple[int, Block]]:
    """What the reader may know of."""
    keys = {one.pk for one in people}
    for row in queries.times(first=first, last=last):
        if row.agent_id in keys:
            yield row.agent_id, Block(
                row.starts_at, row.ends_at, row.get_motive_display(), row.person.shown,
                reverse("appointments:appointment", args=[row.pk]), _TONES[State(row.state)],
                "" if row.state == State.BOOKED else row.get_state_display(),
            )  # fmt: skip
    for room in queries.sessions(first=first, last=last):
        if room.agent_id in keys:
            tag = _("%(taken)s of %(places)s places") % {"taken": room.taken, "places": room.capacity}
            yield room.agent_id, Block(
                room.starts_at, room.ends_at, room.get_kind_display(), room.title,
                reverse("appointments:session", args=[room.pk]), "", tag,
            )  # fmt: skip
    for away in queries.absences(centre):
        if away.agent_id in keys:
            for day in (first + timedelta(days=n) for n in range((last - first).days)):
                yield from _on(day, away)


def _on(day: date, away: Any) -> Iterable[tuple[int, Block]]:
    """The part of an absence that lies in a day."""
    begins, over = (rules.moment(rules.minute_of(day + timedelta(days=n), 0)) for n in (0, 1))
    starts, ends = max(begins, away.starts_at), min(over, away.ends_at)
    if starts < ends:
        what = _("Kept for yourself") if away.private else _("Absent")
        yield away.agent_id, Block(starts, ends, what, busy=True)


def _hidden(
    keys: Sequence[int], busy: tuple[Any, Any, Any], seen: Sequence[tuple[int, Block]]
) -> Iterable[tuple[int, Block]]:
    """Time that is taken by what the reader may not know of: an appointment, a session, or what somebody keeps."""
    order = np.array(sorted(keys), dtype=np.int64)
    if not order.size:
        return
    apart = np.int64(1) << 31
    starts, ends = merged(np.searchsorted(order, busy[0]), busy[1], busy[2])
    who = starts // apart
    known = merged(
        np.array([np.searchsorted(order, one) for one, _block in seen], dtype=np.int64),
        np.array([rules.minutes(block.starts_at) for _who, block in seen], dtype=np.int64),
        np.array([rules.minutes(block.ends_at, up=True) for _who, block in seen], dtype=np.int64),
    )
    of_, from_, to = gaps(who, starts - who * apart, ends - who * apart, *known)
    for place, begins, over in zip(of_.tolist(), from_.tolist(), to.tolist(), strict=True):
        block = Block(rules.moment(begins), rules.moment(over), _("Busy"), busy=True)
        yield int(order[who[place]]), block


def _hours(
    open_: Sequence[rules.Opening], off: rules.Year, first: date, days: int
) -> dict[tuple[int, date], list[tuple[datetime, datetime]]]:
    found: dict[tuple[int, date], list[tuple[datetime, datetime]]] = {}
    rule, starts, ends = rules.occurrences(open_, off, first=first, days=days)
    for place, begins, over in sorted(
        zip(rule.tolist(), starts.tolist(), ends.tolist(), strict=True), key=lambda x: x[1]
    ):
        span = rules.moment(begins), rules.moment(over)
        of_day = found.setdefault((open_[place].agent, timezone.localdate(span[0])), [])
        if span not in of_day:
            of_day.append(span)
    return found


def _per_day(left: rules.Free) -> dict[tuple[int, date], int]:
    found: dict[tuple[int, date], int] = {}
    for who, start in zip(left.agents.tolist(), left.starts.tolist(), strict=True):
        key = who, timezone.localdate(rules.moment(start))
        found[key] = found.get(key, 0) + 1
    return found
