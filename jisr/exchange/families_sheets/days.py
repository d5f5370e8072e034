"""Birth dates as lists write them: day first, month named, a year alone, a serial of a spreadsheet, the Hijri year."""

import re
from datetime import date, timedelta
from typing import Final

#: Day 0 of a spreadsheet's count of days, its invented 29 February 1900 included.
_SERIAL: Final = date(1899, 12, 30)
_SERIALS: Final = range(3_654, 60_000)  # 1910 to 2064; below it a number is an age or a slip
_MONTHS: Final = {
    name: place
    for place, names in enumerate(
        (
            "janvier janv jan يناير january", "février fev fevrier févr فبراير february feb",
            "mars مارس march mar", "avril avr أبريل ابريل april apr", "mai ماي may", "juin يونيو june jun",
            "juillet juil يوليوز يوليو july jul", "août aout غشت أغسطس august aug",
            "septembre sept شتنبر سبتمبر september sep",
            "octobre oct أكتوبر اكتوبر october", "novembre nov نونبر نوفمبر november",
            "décembre dec decembre déc دجنبر ديسمبر december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?")
_THREE: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[ T]\d{1,2}:\d{2}.*)?")
_TWO: Final = re.compile(r"(\d{1,2})[-/.](\d{4})")
_SHORT: Final = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_NAMED: Final = re.compile(r"(?:(\d{1,2})(?:er)?[\s\-./]+)?([^\W\d_]+)\.?[\s\-./,]+(\d{4})")
_AGE: Final = re.compile(r"(\d{1,3})\s*(?:ans?|سنة|سنه|عاما?|سنوات|years?)?")
#: Hijri years of people now alive; as a Gregorian year none of them can be.
HIJRI: Final = range(1320, 1460)


class NotADay(ValueError):
    """It cannot be read: ``kind`` of problem."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def read_birth(text: str, *, month_first: bool = False, hijri: bool = False) -> tuple[date, bool]:
    """A birth date, and whether it is only about then.

    Args:
        text: with digits 0-9, as ``western`` leaves them.
        month_first: 12/31/1988 rather than 31/12/1988.
        hijri: years between 1320 and 1460 are Hijri, told so by whoever brings the list.

    Raises:
        NotADay: "day", "short_year", "month_order", "hijri" (such a year, and nobody said so).

    >>> read_birth("31/12/1988"), read_birth("1985"), read_birth("2 mars 1990")[0]
    ((datetime.date(1988, 12, 31), False), (datetime.date(1985, 1, 1), True), datetime.date(1990, 3, 2))
    """
    text = text.strip()
    if text.startswith("~"):  # as our own export says "about"
        return read_birth(text[1:], month_first=month_first, hijri=hijri)[0], True
    year, month, day = _parts(text, month_first)
    if year in HIJRI:
        if not hijri:
            raise NotADay("hijri")
        return _from_hijri(year, month or 1, day or 1), True
    try:
        # a day or month written 0 or 00 is one that nobody knew
        return date(year, month or 1, day or 1), not (month and day)
    except ValueError as fault:
        raise NotADay("month_order" if month > 12 >= day > 0 else "day") from fault


def _parts(text: str, month_first: bool) -> tuple[int, int, int]:
    """(year, month, day), 0 for what is not said."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _THREE.fullmatch(text):
        first, second, year = (int(part) for part in found.groups())
        return (year, first, second) if month_first else (year, second, first)
    if found := _TWO.fullmatch(text):
        return int(found[2]), int(found[1]), 0
    if _SHORT.fullmatch(text):
        raise NotADay("short_year")
    if found := _NAMED.fullmatch(text):
        month = _MONTHS.get(found[2].casefold())
        if month:
            return int(found[3]), month, int(found[1] or 0)
    if text.isascii() and text.isdigit():
        return _of_number(int(text)) if len(text) <= 5 else _run_together(text)
    raise NotADay("day")


def _of_number(number: int) -> tuple[int, int, int]:
    if 1300 <= number <= 2200:
        return number, 0, 0
    if number in _SERIALS:
        found = _SERIAL + timedelta(days=number)
        return found.year, found.month, found.day
    raise NotADay("day")


def _run_together(text: str) -> tuple[int, int, int]:
    """19880502, as some programs write it."""
    if len(text) != 8:
        raise NotADay("day")
    return int(text[:4]), int(text[4:6]), int(text[6:])


def _from_hijri(year: int, month: int, day: int) -> date:
    """The civil (tabular) calendar; the sighted one differs by a day or two, hence "about" (Reingold, Dershowitz).

    >>> _from_hijri(1410, 1, 1)
    datetime.date(1989, 8, 4)
    """
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise NotADay("day")
    since = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(227_014 + since)


def read_age(text: str) -> int:
    """Whole years.

    Raises:
        NotADay: "age".

    >>> read_age("38 ans")
    38
    """
    found = _AGE.fullmatch(text.strip().casefold())
    if found is None or int(found[1]) > 120:
        raise NotADay("age")
    return int(found[1])
