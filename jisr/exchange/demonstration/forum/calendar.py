"""Days and moments of the invented wave, counted from the day of loading; none is after now."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Calendar:
    """Turns the numbers of the files into days and moments.

    Attributes:
        today: the day of loading.
    """

    today: date

    def day(self, number: int) -> date:
        """The day that many days from today; before it when negative."""
        return self.today + timedelta(days=number)

    def at(self, day: date, minute: int = 0) -> datetime:
        """A moment of a day: ten o'clock and some minutes, or now on a day that is not over."""
        moment = datetime.combine(day, time(10), timezone.get_default_timezone()) + timedelta(minutes=minute)
        return min(moment, timezone.now())
