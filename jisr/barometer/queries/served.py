"""People served under programmes: distinct, inside the days of what pays; what names no programme is told apart."""

from collections.abc import Collection, Hashable, Mapping
from datetime import date
from typing import TypeVar

from jisr.barometer import sql
from jisr.barometer.choices import Dimension
from jisr.barometer.queries.asking import rows
from jisr.barometer.rules import ALL, Funded, Reached, Served, told, week_of
from jisr.common.database import scope

Key = TypeVar("Key", bound=Hashable)

#: By what people served are told apart.
BY = (Dimension.SEX, Dimension.AGE, Dimension.DISABILITY, Dimension.MILIEU, Dimension.PROVINCE)


def served(
    funded: Mapping[Key, Funded], today: date, *, compartments: Collection[str] = (), apart: bool = True
) -> dict[Key, Served]:
    """Whom each thing that pays has reached, until the last Sunday. Two queries, whatever their number.

    Args:
        funded: key of your own choice (an agreement, one of its quarters, a measure) -> what it funds and when.
        today: what happens in its week, or is written down in it, is not counted yet.
        compartments: those that the reader keeps; none on a page for everybody.
        apart: also count whom nothing attributed, which reads every such act of each period; 0 where left out.

    Returns:
        the same keys; a key that funds no programme has reached nobody, and still tells what is not attributed.

    >>> served({}, date(2026, 11, 23))
    {}
    """
    if not funded:
        return {}
    known = week_of(today)
    keys, found = list(funded), {key: Reached() for key in funded}
    payers = [(n, code) for n, key in enumerate(keys) for code in sorted(funded[key].programmes)]
    values = {
        "keys": list(range(len(keys))), "regions": [funded[key].region for key in keys],
        "since": [funded[key].period.since for key in keys], "until": [funded[key].period.until for key in keys],
        "payers": [n for n, _ in payers], "programmes": [code for _, code in payers],
        "known": known,
    }  # fmt: skip
    with scope(speaking="counter", compartments=compartments):
        for n, by, value, many, day in rows(sql.served([one.value for one in BY], ALL), values):
            one = found[keys[n]]
            if by == "given":
                one.given, one.first_on = many, day
            else:
                one.people.setdefault(by, {})[value] = many
        for n, many in rows(sql.NOT_ATTRIBUTED, values) if apart else ():
            found[keys[n]].unattributed = many
    return {key: told(one, funded[key].period.before(known)) for key, one in found.items()}
