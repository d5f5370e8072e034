"""How much money a worker gives to a family without anybody's yes. Plain Python; the database holds the same."""

from collections.abc import Iterable
from datetime import date, timedelta


def given_alone(given: Iterable[tuple[date, int]], on: date, *, within_days: int) -> int:
    """Centimes that count together with money given on a day: what was given alone close to it, before or after.

    Args:
        given: (day, centimes) of each sum of the plan that nobody allowed, whatever its step.
        within_days: sums that lie so many days apart no longer count together.

    >>> from datetime import date
    >>> given_alone([(date(2026, 1, 1), 40_000), (date(2026, 3, 1), 50_000)], date(2026, 4, 1), within_days=90)
    50000
    """
    apart = timedelta(days=within_days)
    return sum(amount for day, amount in given if on - apart < day < on + apart)
