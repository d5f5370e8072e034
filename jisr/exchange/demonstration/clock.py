"""When things happen in the demonstration: in a centre's hours, relative to the day of loading, never after now."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

_OPENS = time(8, 30)


class Clock:
    """Draws moments."""

    def __init__(self, chance: random.Random, today: date, now: datetime) -> None:
        self.chance, self.today, self.now = chance, today, timezone.localtime(now)
        self._zone = timezone.get_current_timezone()

    def at(self, day: date, *, after: datetime | None = None) -> datetime:
        """A moment of a working day at a centre.

        Args:
            after: it comes later than this.
        """
        moment = datetime.combine(day, _OPENS, self._zone) + timedelta(seconds=int(7 * 3600 * self.chance.random()))
        if after is not None and moment <= after:
            moment = after + timedelta(seconds=self.chance.randint(60, 1200))
        return min(moment, self.now - timedelta(seconds=self.chance.randint(5, 60)))

    def visit_day(self, longest: int = 360) -> date:
        """A day on which somebody came, the later the likelier: centres came to the window one by one."""
        return self.working(self.today - timedelta(days=1 + int(longest * self.chance.random() ** 1.25)))

    def later(self, day: date, least: int, most: int) -> date | None:
        """A working day some days later; None when it has not come yet."""
        found = self.working(day + timedelta(days=self.chance.randint(least, most)))
        return found if found <= self.today else None

    def working(self, day: date) -> date:
        """The same day, or the Friday before a week-end."""
        return day - timedelta(days=max(0, day.weekday() - 4))
