"""The report of a post: counted anew while that is quick, remembered while nothing happens where it is not."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from jisr.barometer import queries
from jisr.barometer.rules import Report, Shape
from jisr.web.barometer.places import Ground
from jisr.window.orientation.queries import weights

#: Counting that took less is done again for each reader.
QUICK_S = 0.05
#: Counting that took longer is remembered until anything happens; and one as slow as this for a while even then, so
#: that figures of the whole country are not counted without end: a second of counting, twenty seconds.
SLOW_S, AGAIN = 1.0, 20
_FORGOTTEN_S = 3_600
#: A referral without an answer is expired by then, even where nobody kept the clock for a month.
_GONE = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, and when it was counted."""

    report: Report
    counted_at: datetime


def shape() -> Shape:
    """The last twelve months, and when an answer is late."""
    limits, today = weights(), timezone.localdate()
    return Shape(today, int(limits["answer_days"]), _GONE * int(limits["expire_after_days"]))


def read(ground: Ground, *, part: int | None, compartments: Collection[str]) -> Reading:
    """The figures of a ground.

    Args:
        part: which three months; all twelve when left out.
        compartments: those that the reader keeps.
    """
    seen = shape()
    key = f"barometer:{ground.key}:{seen.today}:{part}:{','.join(sorted(compartments))}"
    kept: tuple[Reading, datetime | None, float] | None = cache.get(key)
    newest = queries.newest(compartments)
    if kept is not None:
        reading, known, cost_s = kept
        is_young = (timezone.now() - reading.counted_at).total_seconds() < AGAIN * cost_s
        if known == newest or (cost_s > SLOW_S and is_young):
            return reading
    started = time.monotonic()
    report = queries.report(ground.area, seen, part=part, compartments=compartments)
    reading, cost_s = Reading(report, timezone.now()), time.monotonic() - started
    if cost_s > QUICK_S:
        cache.set(key, (reading, newest, cost_s), _FORGOTTEN_S)
    return reading
