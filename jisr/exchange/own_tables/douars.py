"""Douars of the census' workbook, checked row by row: each wrong row is named, and then nothing is loaded."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

import numpy as np

from jisr.atlas.reach import Reason, told_apart
from jisr.exchange.own_tables.reading import Row
from jisr.territory.boundaries import boundaries
from jisr.territory.models import Commune

NEEDED: Final = ("code", "commune_code", "name_ar", "population")
#: Column of the workbook -> field, of numbers that may be missing.
_NUMBERS: Final = {
    "households": "households", "age_under_15": "age_0_14_pct", "age_60_plus": "age_60_plus_pct",
    "distance_km_paved_road": "km_to_paved_road", "lat": "lat", "lon": "lon",
}  # fmt: skip
_WHOLE: Final = frozenset({"households", "population"})
_SHARES: Final = frozenset({"age_under_15", "age_60_plus"})
_DEGREES: Final = frozenset({"lat", "lon"})
#: Boundaries are of 2014 and drawn for the screen: a douar may stand this far outside those of its commune.
MARGIN_KM: Final = 3.0
_OUTSIDE: Final = {
    Reason.NO_COORDINATES: "latitude and longitude are both 0",
    Reason.NOT_ON_EARTH: "the coordinates are not of this world",
    Reason.SWAPPED: "latitude and longitude are exchanged",
    Reason.OUTSIDE: "the point is at sea or outside the country",
}


@dataclass(frozen=True)
class Checked:
    """What a file of douars says.

    Attributes:
        douars: fields of each, as the model has them; only those of right rows.
        wrong: (row number, code, why) of every row that cannot be loaded.
        notes: sentences about what is right and worth knowing.
    """

    douars: list[dict[str, Any]]
    wrong: list[tuple[int, str, str]]
    notes: list[str]


class _Wrong(Exception):
    """Why a row cannot be loaded."""


def check(rows: Sequence[Row]) -> Checked:
    """Every row read, and told apart; one query.

    Args:
        rows: of ``reading.read``.
    """
    communes = list(Commune.objects.values_list("code", "population_rural", "lat", "lon"))
    rural = {code: people for code, people, *_point in communes}
    douars: dict[int, dict[str, Any]] = {}
    wrong: list[tuple[int, str, str]] = []
    seen: dict[str, int] = {}
    for row in rows:
        code = row.cells.get("code", "")
        try:
            if code and code in seen:
                raise _Wrong(f"the code stands in row {seen[code]} already")
            seen[code] = row.number
            douars[row.number] = _douar(row.cells, rural)
        except _Wrong as why:
            wrong.append((row.number, code, str(why)))
    misplaced = _misplaced(douars, {code: (lat, lon) for code, _people, lat, lon in communes})
    wrong += [(number, douars[number]["code"], why) for number, why in misplaced.items()]
    right = [douar for number, douar in douars.items() if number not in misplaced]
    return Checked(right, sorted(wrong), _notes(right, rural))


def _douar(cells: Mapping[str, str], rural: Mapping[str, Any]) -> dict[str, Any]:
    code, commune = cells["code"], cells["commune_code"]
    if not code.isascii() or not code.isdigit() or len(code) > 20:
        raise _Wrong(f"{code!r} is no code of a douar" if code else "the code is missing")
    if commune not in rural:
        raise _Wrong(f"there is no commune {commune!r}")
    own = commune.replace(".", "")[2:]
    if not code.startswith(own):
        raise _Wrong(f"the code does not begin with {own}, as douars of {commune} do")
    if not cells["name_ar"]:
        raise _Wrong("the name is missing")
    if len(cells["name_ar"]) > 120:
        raise _Wrong("the name is longer than 120 letters")
    population = _number("population", cells["population"])
    if population is None:
        raise _Wrong("population is missing")
    found = {field: _number(column, cells.get(column, "")) for column, field in _NUMBERS.items()}
    if (found["lat"] is None) != (found["lon"] is None):
        raise _Wrong("only one of latitude and longitude is there")
    return {"code": code, "commune_id": commune, "name_ar": cells["name_ar"], "population": population, **found}


def _number(column: str, text: str) -> float | int | None:
    if not text:
        return None
    read: Callable[[str], float | int] = int if column in _WHOLE else float
    try:
        value = read(text.replace(",", "."))
    except ValueError as fault:
        raise _Wrong(f"{column} is {text!r}, not a {'whole ' * (column in _WHOLE)}number") from fault
    if not isfinite(value) or (value < 0 and column not in _DEGREES) or value > 10_000_000:
        raise _Wrong(f"{column} is {text}, which cannot be")
    if column in _SHARES and value > 100:
        raise _Wrong(f"{column} is {text}, more than 100 in 100")
    return value


def _misplaced(douars: Mapping[int, Mapping[str, Any]], middles: Mapping[str, tuple[float, float]]) -> dict[int, str]:
    """Row -> why, for points that are not in the country, or not in the commune that the code says.

    A commune whose own point lies outside its boundaries, which are of 2014, is not held to them.

    Args:
        middles: commune -> its own point.
    """
    numbers = [number for number, douar in douars.items() if douar["lat"] is not None]
    if not numbers:
        return {}
    lat, lon = (np.array([douars[number][name] for number in numbers]) for name in ("lat", "lon"))
    country = told_apart(lat, lon, np.zeros(len(lat)), country=list(boundaries("regions").values()))
    found = {numbers[at]: _OUTSIDE[why] for at, why in country.reasons.items()}
    inside: dict[str, list[int]] = defaultdict(list)
    for at in country.used.tolist():
        inside[douars[numbers[at]]["commune_id"]].append(at)
    for commune, places in inside.items():
        rings = boundaries(f"communes-{commune[:2]}").get(commune)
        if rings is None:
            continue
        north, east = (np.append(of[places], own) for of, own in zip((lat, lon), middles[commune], strict=True))
        out = told_apart(north, east, np.zeros(len(north)), country=[rings], margin_km=MARGIN_KM).reasons
        if len(places) not in out:
            why = f"the point lies more than {MARGIN_KM:g} km outside the commune {commune} of its code"
            found |= {numbers[places[at]]: why for at in out}
    return found


def _notes(douars: Sequence[Mapping[str, Any]], rural: Mapping[str, Any]) -> list[str]:
    without = sum(douar["lat"] is None for douar in douars)
    people: Counter[str] = Counter()
    for douar in douars:
        people[douar["commune_id"]] += douar["population"]
    found = [f"{len(douars):,} douars of {len(people):,} communes, {people.total():,} people"]
    if without:
        found.append(f"{without:,} have no coordinates: their people are counted at the commune's own point")
    unlike = sorted(code for code, n in people.items() if n > 1.05 * (rural[code] or 0))
    if unlike:
        found.append(
            f"{len(unlike):,} communes have more people in their douars than the census counts in their countryside,"
            f" among them {', '.join(unlike[:5])}: only the shares of the douars are used"
        )
    return found
