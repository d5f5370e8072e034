"""How a day is written in the language of the reader, on pages and in refusals alike.

Morocco writes Western digits in Arabic and has its own names of months; Django's Arabic has those of Egypt.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, pgettext, pgettext_lazy

MONTHS = (
    pgettext_lazy("month", "January"),
    pgettext_lazy("month", "February"),
    pgettext_lazy("month", "March"),
    pgettext_lazy("month", "April"),
    pgettext_lazy("month", "May"),
    pgettext_lazy("month", "June"),
    pgettext_lazy("month", "July"),
    pgettext_lazy("month", "August"),
    pgettext_lazy("month", "September"),
    pgettext_lazy("month", "October"),
    pgettext_lazy("month", "November"),
    pgettext_lazy("month", "December"),
)


def language() -> str:
    """The code of the reader's language without its country: ar, fr, en or zgh."""
    return (get_language() or "ar").split("-")[0]


def day(value: date) -> str:
    """A day in full: «3 نونبر 2026», «1er mars 2027», "3 November 2026".

    Args:
        value: a date, or an aware moment, which is first brought to Africa/Casablanca.
    """
    value = local_day(value)
    number = "1er" if value.day == 1 and language() == "fr" else str(value.day)
    return pgettext("day", "%(day)s %(month)s %(year)s") % {
        "day": number,
        "month": MONTHS[value.month - 1],
        "year": value.year,
    }


def local_day(value: date) -> date:
    """The day of a date, or of an aware moment in Africa/Casablanca.

    Raises:
        ValueError: a naive moment, whose day is unknown.
    """
    if not isinstance(value, datetime):
        return value
    if timezone.is_naive(value):
        raise ValueError("a moment without its zone has no day")
    return timezone.localtime(value).date()
