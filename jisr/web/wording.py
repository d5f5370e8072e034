"""How days, hours, numbers and amounts are written, in one place, in the language of the reader.

Morocco writes Western digits in Arabic and has its own names of months; Django's Arabic has those of Egypt.
Every function takes plain values and returns plain text; the templates' filters add the markup.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jisr.common.days import MONTHS, day, language, local_day
from jisr.common.money import MINOR

__all__ = ["MONTHS", "day", "language", "local_day"]

# (thousands, decimals); Moroccan Arabic as in CLDR ar-MA, French with a narrow space that does not break
SEPARATORS = {"ar": (".", ","), "zgh": ("\u202f", ","), "fr": ("\u202f", ","), "en": (",", ".")}
MINUTES_IN_HOUR, METRES_IN_KILOMETRE = 60, 1000


def of_file(words: Mapping[str, str]) -> str:
    """Words of a data file, which are written in Arabic and in French, in the reader's language."""
    return words["ar" if language() in {"ar", "zgh"} else "fr"]


def weekday(value: date) -> str:
    """A day with its name, for an appointment: «الثلاثاء 3 نونبر 2026»."""
    return f"{WEEKDAYS[local_day(value).weekday()]} {day(value)}"


def month(value: date) -> str:
    """A month: «نونبر 2026», "novembre 2026"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def hour(value: datetime) -> str:
    """An hour of the day in Casablanca on 24 hours: 14:05."""
    return timezone.localtime(value).strftime("%H:%M")


def when(value: datetime) -> str:
    """A moment: today and yesterday by their names, any other by its day, and the hour."""
    days = (timezone.localdate() - local_day(value)).days
    if days == 0:
        return _("today at %(hour)s") % {"hour": hour(value)}
    if days == 1:
        return _("yesterday at %(hour)s") % {"hour": hour(value)}
    return pgettext("moment", "%(day)s at %(hour)s") % {"day": day(value), "hour": hour(value)}


def moment(value: datetime) -> str:
    """A moment with the name of its day, for an appointment: «الثلاثاء 3 نونبر 2026 على الساعة 09:30»."""
    return pgettext("moment", "%(day)s at %(hour)s") % {"day": weekday(value), "hour": hour(value)}


def ago(value: date, *, today: date | None = None) -> str:
    """How far a day is, in words: "3 days ago", "today", "in 2 months".

    Args:
        value: a date, or an aware moment.
        today: the day it is told, today by default.
    """
    days = ((today or timezone.localdate()) - local_day(value)).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days == -1:
        return _("tomorrow")
    return _("%(span)s ago") % {"span": span(days)} if days > 0 else _("in %(span)s") % {"span": span(-days)}


def span(days: int) -> str:
    """A number of days as people say it: days up to two months, months up to two years, then years.

    Args:
        days: >= 0.
    """
    if days < 60:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < 730:
        months = round(days / 30.44)
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = int(days / 365.25)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def age(years: int) -> str:
    """An age: «14 سنة», "14 ans"; a child in its first year is "under one year"."""
    if years == 0:
        return _("under one year")
    return ngettext("%(n)s year old", "%(n)s years old", years) % {"n": years}


def number(value: int | float | Decimal, decimals: int = 0) -> str:
    """A number with the separators of the language: «36.828.330», "36 828 330"."""
    thousands, point = SEPARATORS.get(language(), SEPARATORS["ar"])
    plain = f"{value:,.{decimals}f}"
    return plain.replace(",", "\0").replace(".", point).replace("\0", thousands)


def percent(share: float, decimals: int = 0) -> str:
    """A share of one as a percentage: 0.248 with one decimal is «24,8%», "24,8 %", "24.8%".

    Only French parts number and sign; in Arabic a space would send the sign to the other side of the number.
    """
    return f"{number(share * 100, decimals)}{chr(0x202F) if language() == 'fr' else ''}%"


def mad(minor: int) -> str:
    """An amount of dirhams from its centimes: «1.300 درهم», "1 300 DH", "MAD 1,300"; centimes only where there are any.

    Args:
        minor: centimes, of either sign.
    """
    whole = minor % MINOR == 0
    amount = number(Decimal(minor) / MINOR, 0 if whole else 2)
    count = abs(minor) // MINOR
    return ngettext("MAD %(amount)s", "MAD %(amount)s", count) % {"amount": amount}


def distance(metres: float) -> str:
    """A distance: metres by tens under one kilometre, else whole kilometres: «22 كلم», "22 km"."""
    if metres < METRES_IN_KILOMETRE:
        return _("%(n)s m") % {"n": number(round(metres, -1))}
    return _("%(n)s km") % {"n": number(metres / METRES_IN_KILOMETRE)}


def duration(minutes: float) -> str:
    """A length of time: «50 دقيقة», "1 h 20"."""
    minutes = round(minutes)
    if minutes < MINUTES_IN_HOUR:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours, rest = divmod(minutes, MINUTES_IN_HOUR)
    text = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if not rest:
        return text
    return _("%(hours)s and %(minutes)s") % {
        "hours": text,
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest},
    }


def listed(items: list[str]) -> str:
    """Several things in one sentence: "a, b and c", «أ وب وج»."""
    texts = [str(item) for item in items]
    if len(texts) < 2:
        return "".join(texts)
    comma, last = pgettext("list", ", "), pgettext("list", " and ")
    return comma.join(texts[:-1]) + last + texts[-1]


def name_of(place: Any, reads: str | None = None) -> str:
    """The name of a place or centre in the language of the reader, or the one name it has.

    Args:
        reads: the language that is active, from whoever asked for it already.
    """
    reads = reads or language()
    arabic, french = str(place.name_ar or ""), str(place.name_fr or "")
    if reads == "zgh" and getattr(place, "name_zgh", ""):
        return str(place.name_zgh)
    return (arabic or french) if reads in {"ar", "zgh"} else (french or arabic)
