"""Small decisions of the catalogue: telephone numbers, statements of places, who may edit a centre."""

import re
from collections.abc import Mapping
from datetime import date


class NotPhone(ValueError):
    """The text is no Moroccan telephone number."""


def phone_number(text: str) -> str:
    """A Moroccan number in the international form; a short number of the State as it is.

    Args:
        text: as typed; a spreadsheet may have eaten the first 0 or the +.

    Raises:
        NotPhone: another number of digits.

    >>> phone_number("0500-00 00 00"), phone_number("212500000000"), phone_number("141")
    ('+212500000000', '+212500000000', '141')
    """
    digits = re.sub(r"[\s.\-()/+\u200e\u202a-\u202e\u2066-\u2069]", "", text)
    if not digits.isascii() or not digits.isdigit():
        raise NotPhone(text)
    digits = re.sub(r"^(?:00)?212|^0", "", digits) if len(digits) >= 9 else digits
    if len(digits) == 9:
        return f"+212{digits}"
    if 2 <= len(digits) <= 4:
        return digits
    raise NotPhone(text)


def phone_shown(number: str) -> str:
    """A number as it is written in the country.

    >>> phone_shown("+212500000012"), phone_shown("141")
    ('05 00 00 00 12', '141')
    """
    if not number.startswith("+212"):
        return number
    digits = f"0{number[4:]}"
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def middle(days: Mapping[int, int]) -> int:
    """The lower median of numbers that come so many times each.

    >>> middle({1: 3, 4: 2, 30: 1})
    1
    """
    half, seen = (sum(days.values()) + 1) // 2, 0
    for value in sorted(days):
        seen += days[value]
        if seen >= half:
            return value
    raise ValueError("nothing was counted")


def may_state_places(*, total: int, free: int, waiting: int | None, said_on: date, today: date) -> list[str]:
    """What is wrong with a statement of places: names of its fields, empty when nothing is.

    >>> may_state_places(total=10, free=12, waiting=None, said_on=date(2026, 1, 2), today=date(2026, 1, 1))
    ['free', 'said_on']
    """
    wrong = {
        "total": total < 0,
        "free": free < 0 or free > total,
        "waiting": waiting is not None and waiting < 0,
        "said_on": said_on > today,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def may_edit(
    centre: int, province: str, region: str, *, of_centre: int | None, of_province: str | None, of_region: str | None
) -> bool:
    """Whether a post held at one place may edit a centre: its own, one of its province, one of its region.

    Args:
        centre, province, region: of the centre to edit.
        of_centre, of_province, of_region: the one place of the post; all None for the whole country.

    >>> may_edit(7, "07.161", "07", of_centre=None, of_province="07.161", of_region=None)
    True
    """
    if of_centre is not None:
        return centre == of_centre
    if of_province is not None:
        return province == of_province
    return of_region is None or region == of_region
