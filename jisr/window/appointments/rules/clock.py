"""Hours on a wall of Casablanca as minutes since 1970, UTC, and back; whatever the clock was changed to."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from jisr.zone import ZONE


@lru_cache(maxsize=65_536)
def minute_of(day: date, minute: int) -> int:
    """The minute since 1970 at which a clock on a wall of Casablanca shows this minute of a day.

    Of an hour that is shown twice, the first; of one that is not shown, the moment of the leap: whatever parts touch on
    the wall touch in time, so that at the change of the clock nothing is lost and nothing is there twice.

    >>> minute_of(date(2026, 12, 1), 9 * 60) % (24 * 60)
    540
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    early, late = (_utc(wall, fold) for fold in (0, 1))
    if late >= early:
        return early
    low, high = late, early  # the clock leaps between them: the first minute at which it is past the wall's
    while low < high:
        middle = (low + high) // 2
        if _shown(middle) < wall:
            low = middle + 1
        else:
            high = middle
    return low


def moment(minute: int) -> datetime:
    """The aware moment of a minute since 1970."""
    return datetime.fromtimestamp(minute * 60, tz=UTC)


def minutes(at: datetime, *, up: bool = False) -> int:
    """The minute since 1970 of a moment, or the next where something of it has passed and ``up`` is asked for.

    >>> begun = datetime(1970, 1, 1, 0, 7, 0, 1, tzinfo=UTC)
    >>> minutes(begun), minutes(begun, up=True), minutes(begun.replace(microsecond=0), up=True)
    (7, 8, 7)
    """
    seconds = at.timestamp()
    return int(-(-seconds // 60) if up else seconds // 60)


def _utc(wall: datetime, fold: int) -> int:
    return int(wall.replace(tzinfo=_zone(), fold=fold).timestamp()) // 60


def _shown(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, tz=_zone()).replace(tzinfo=None)


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo(ZONE)
