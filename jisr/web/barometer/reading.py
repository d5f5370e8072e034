"""Figures of the barometer: counted anew while that is quick, remembered while nothing happens where it is not."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Generic, TypeVar

from django.core.cache import cache
from django.utils import timezone

from jisr.barometer import queries
from jisr.barometer.rules import Figure, Funded, Lacking, Report, Served, Shape, Where
from jisr.web.barometer.places import Ground
from jisr.window.orientation.queries import weights

Told = TypeVar("Told")

#: Counting that took less is done again for each reader.
QUICK_S = 0.05
#: Counting that took longer is remembered until anything happens; and one as slow as this for a while even then, so
#: that figures of the whole country are not counted without end: a second of counting, twenty seconds.
SLOW_S, AGAIN = 1.0, 20
_FORGOTTEN_S = 3_600
#: A referral without an answer is expired by then, even where nobody kept the clock for a month.
_GONE = 2


@dataclass(frozen=True, slots=True)
class Reading(Generic[Told]):
    """Figures, and when they were counted."""

    report: Told
    counted_at: datetime


def shape() -> Shape:
    """Twelve months until the last Sunday, and when an answer is late."""
    limits, today = weights(), timezone.localdate()
    return Shape(today, int(limits["answer_days"]), _GONE * int(limits["expire_after_days"]))


def read(ground: Ground, *, part: int | None, compartments: Collection[str]) -> Reading[Report]:
    """The figures of a ground.

    Args:
        part: which three months; all twelve when left out.
        compartments: those that the reader keeps.
    """
    seen = shape()
    key = f"{ground.key}:{seen.today}:{part}:{','.join(sorted(compartments))}"
    return _counted(
        key, lambda: queries.report(ground.area, seen, part=part, compartments=compartments), compartments
    )  # fmt: skip


def lacking(ground: Ground, *, compartments: Collection[str]) -> Reading[Lacking]:
    """Needs that nothing covers, of a ground, as a reader who keeps these compartments may know them."""
    today = timezone.localdate()
    key = f"lacking:{ground.key}:{today}:{','.join(sorted(compartments))}"
    return _counted(key, lambda: queries.lacking(ground.area, today, compartments=compartments), compartments)


def hindering(ground: Ground, *, compartments: Collection[str]) -> Reading[Lacking]:
    """What stood in the way of referrals of a ground, as a reader who keeps these compartments may know it."""
    today = timezone.localdate()
    key = f"hindering:{ground.key}:{today}:{','.join(sorted(compartments))}"
    return _counted(key, lambda: queries.hindering(ground.area, today, compartments=compartments), compartments)


def kept(ground: Ground, *, compartments: Collection[str]) -> Reading[dict[str, Figure]]:
    """Delays and answers that were kept or not, of a ground, as a reader who keeps these compartments may know them."""
    today = timezone.localdate()
    key = f"kept:{ground.key}:{today}:{','.join(sorted(compartments))}"
    return _counted(key, lambda: queries.kept(ground.area, today, compartments=compartments), compartments)


def lacking_where(ground: Ground, *, compartments: Collection[str]) -> Reading[Where]:
    """The same by theme and by commune."""
    today = timezone.localdate()
    key = f"lacking_where:{ground.key}:{today}:{','.join(sorted(compartments))}"
    return _counted(key, lambda: queries.lacking_where(ground.area, today, compartments=compartments), compartments)


def reached(funded: Mapping[str, Funded], *, apart: bool = True) -> Reading[dict[str, Served]]:
    """Whom each thing that pays has reached, as everybody may know it.

    Args:
        funded: key -> the programmes that it funds, and when; the same key of the answer.
        apart: also count whom nothing attributed.
    """
    asked = repr(sorted((key, sorted(one.programmes), one.period, one.region) for key, one in funded.items()))
    today = timezone.localdate()
    key = f"served:{apart}:{today}:{sha256(asked.encode()).hexdigest()}"
    return _counted(key, lambda: queries.served(funded, today, apart=apart), ())


def _counted(key: str, count: Callable[[], Told], compartments: Collection[str]) -> Reading[Told]:
    kept: tuple[Reading[Told], datetime | None, float] | None = cache.get(f"barometer:{key}")
    newest = queries.newest(compartments)
    if kept is not None:
        reading, known, cost_s = kept
        is_young = (timezone.now() - reading.counted_at).total_seconds() < AGAIN * cost_s
        if known == newest or (cost_s > SLOW_S and is_young):
            return reading
    started = time.monotonic()
    reading = Reading(count(), timezone.now())
    cost_s = time.monotonic() - started
    if cost_s > QUICK_S:
        cache.set(f"barometer:{key}", (reading, newest, cost_s), _FORGOTTEN_S)
    return reading
