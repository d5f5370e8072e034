"""Pure decisions about persons: age, age band, what must be corrected before a person is written."""

from datetime import date

#: Upper ages of the bands of the census tables used for figures.
BANDS = ((6, "0-5"), (12, "6-11"), (15, "12-14"), (18, "15-17"), (25, "18-24"), (60, "25-59"), (200, "60+"))
LONGEST_NAME = 120
OLDEST = 120


def age(born: date | None, on: date) -> int | None:
    """Whole years between birth and a day; None when the birth is not known.

    >>> age(date(2019, 3, 1), date(2026, 2, 28))
    6
    """
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_band(born: date | None, on: date) -> str:
    """The band used in figures; "" when the birth is not known.

    >>> age_band(date(2012, 6, 1), date(2026, 11, 22))
    '12-14'
    """
    years = age(born, on)
    if years is None or years < 0:
        return ""
    return next(band for limit, band in BANDS if years < limit)


def birth_from_age(years: int, on: date) -> date:
    """First of January of the year in which somebody of about this age was born.

    >>> birth_from_age(38, date(2026, 11, 22))
    datetime.date(1988, 1, 1)
    """
    return date(on.year - years, 1, 1)


def wrong_birth(born: date | None, on: date) -> str:
    """Why a birth date cannot be: "future", "too_old", or "" when it can."""
    if born is None:
        return ""
    if born > on:
        return "future"
    return "too_old" if on.year - born.year > OLDEST else ""


def publics(
    *,
    years: int | None,
    sex: str,
    marital_state: str,
    schooled: bool | None,
    disabled: bool | None,
    rural: bool | None,
    raises_children: bool | None = None,
) -> dict[str, bool]:
    """To which publics of the catalogue a person belongs; a public that cannot be told is absent (unknown).

    Args:
        years: age in whole years, None when not known.
        sex: f, m or "".
        marital_state: a code of ``MaritalState`` or "".
        schooled: goes to school, None when not said.
        disabled: lives with a disability, None when not said.
        rural: lives in a rural commune.
        raises_children: children under 18 live in the household.

    >>> publics(years=38, sex="f", marital_state="widowed", schooled=None, disabled=None, rural=True)["widows"]
    True
    """
    known: dict[str, bool | None] = {
        "children": None if years is None else years < 18,
        "youth": None if years is None else 15 <= years < 30,
        "elderly": None if years is None else years >= 60,
        "pupils": schooled,
        "out_of_school": None if schooled is None or years is None else not schooled and 6 <= years < 25,
        "women": None if not sex or years is None else sex == "f" and years >= 15,
        "widows": None if not sex or not marital_state else sex == "f" and marital_state == "widowed",
        "divorced": None if not sex or not marital_state else sex == "f" and marital_state == "divorced",
        "lone_mothers": (
            None if not sex or not marital_state or raises_children is None
            else sex == "f" and raises_children and marital_state in {"widowed", "divorced", "separated", "single"}
        ),
        "couples": None if not marital_state else marital_state in {"married", "separated"},
        "disabled": disabled,
        "rural": rural,
    }  # fmt: skip
    return {code: answer for code, answer in known.items() if answer is not None}
