"""What is decided of people: how often somebody missed in a row, whom a free slot may be proposed to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jisr.window.appointments.rules.slots import Free


def missed_in_a_row(states: Iterable[str]) -> int:
    """How many appointments were missed since one was kept.

    Args:
        states: of past appointments, the newest first; those that were cancelled do not count.

    >>> missed_in_a_row(["missed", "cancelled", "missed", "kept", "missed"])
    2
    """
    many = 0
    for state in states:
        if state == "missed":
            many += 1
        elif state == "kept":
            break
    return many


def proposals(
    line: Sequence[tuple[Any, str, int | None, int | None]], left: Mapping[str, Free]
) -> dict[Any, tuple[int, int, int]]:
    """Whom a free slot may be proposed to, each minute of an agent to one alone; whoever waits longest chooses first.

    Args:
        line: those who wait, in order: (key, motive, agent or None for anybody, last minute or None).
        left: motive -> slots that are free for it, in order of time; the same minute may be free for several.

    Returns:
        key -> (agent, first minute, length).
    """
    given: dict[Any, tuple[int, int, int]] = {}
    busy: list[tuple[int, int, int]] = []
    slots_left = {
        motive: list(zip(one.agents.tolist(), one.starts.tolist(), one.minutes.tolist(), strict=True))
        for motive, one in left.items()
    }
    for key, motive, agent, last in line:
        for who, start, long in slots_left[motive]:
            if last is not None and start > last:
                break
            if agent not in {None, who} or any(w == who and start < e and s < start + long for w, s, e in busy):
                continue
            given[key] = who, start, long
            busy.append((who, start, start + long))
            break
    return given
