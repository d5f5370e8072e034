"""The files that ship with the package (``data/``, ``static/territory/``): read, checked, and never trusted unread.

Pure: no database. The loader writes what these functions return; the search index is made of the same rows.
"""

import csv
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
DATA: Final = HERE / "data"
FILES: Final = ("regions.csv", "provinces.csv", "communes.csv", "arrondissements.csv", "crosswalk_2014_2024.csv")

#: What the files must add up to; HCP, RGPH 2024 and 2014, national tables.
COUNTS: Final = {"regions": 12, "provinces": 75, "communes": 1_503, "arrondissements": 41, "former_names": 207}
POPULATION_2024, POPULATION_2014, HOUSEHOLDS_2024 = 36_828_330, 33_848_242, 9_275_038

_TEXTS: Final = frozenset({"code", "name_ar", "name_fr", "type", "point_source"})
_COUNTED: Final = frozenset(
    {"population", "population_2014", "households", "population_municipal", "population_urban", "population_rural"}
)
_LEFT_OUT: Final = frozenset({"code_digits", "region_fr", "region_ar", "province_fr", "province_ar", "cercle_code"})
_RENAMED: Final = {
    "population_2024": "population", "households_2024": "households",
    "population_municipal_2024": "population_municipal", "population_urban_2024": "population_urban",
    "population_rural_2024": "population_rural",
    "region_code": "region_id", "province_code": "province_id", "commune_code": "commune_id",
}  # fmt: skip

Row = dict[str, Any]


class BrokenData(ValueError):
    """The files of the territory are not what they should be; the message names each thing that is wrong."""


@dataclass(frozen=True)
class Territory:
    """Rows by level, columns named as in the models; what the census does not give is None.

    Attributes:
        checksum: SHA-256 of all files together.
    """

    regions: list[Row]
    provinces: list[Row]
    communes: list[Row]
    arrondissements: list[Row]
    former_names: list[Row]
    checksum: str


def read(folder: Path = DATA) -> Territory:
    """The territory as the files have it.

    Raises:
        BrokenData: a file is missing, is not UTF-8 or lacks a column, or a number is not one.
    """
    try:
        return Territory(
            regions=_places(folder / "regions.csv"),
            # the 8 préfectures d'arrondissements lie inside the commune of Casablanca: not a level of their own
            provinces=[row for row in _places(folder / "provinces.csv") if row["type"] in {"province", "prefecture"}],
            communes=[
                {key: value for key, value in row.items() if key != "region_id"}
                for row in _places(folder / "communes.csv")
            ],
            arrondissements=_places(folder / "arrondissements.csv"),
            former_names=_former_names(folder / "crosswalk_2014_2024.csv"),
            checksum=checksum(folder),
        )
    except OSError as fault:
        raise BrokenData(f"{fault.filename}: {fault.strerror}") from fault
    except KeyError as fault:
        raise BrokenData(f"a file has no column {fault}") from fault
    except UnicodeDecodeError as fault:
        raise BrokenData(f"a file is not UTF-8: {fault.reason}") from fault


@lru_cache(maxsize=1)
def shipped() -> Territory:
    """The territory that ships with this version, read once a process."""
    return read()


@lru_cache(maxsize=1)
def neighbours() -> dict[str, frozenset[str]]:
    """For each commune, those that share a border of some length with it; one connected graph."""
    around: dict[str, set[str]] = {}
    with (DATA / "adjacency.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            around.setdefault(row["code_a"], set()).add(row["code_b"])
            around.setdefault(row["code_b"], set()).add(row["code_a"])
    return {code: frozenset(others) for code, others in around.items()}


def checksum(folder: Path = DATA) -> str:
    """SHA-256 of the files, in their order."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def check(territory: Territory) -> None:
    """Refuse a territory that does not add up.

    Raises:
        BrokenData: names every count, sum, parent, share or point that is wrong.
    """
    checks = (_wrong_counts, _wrong_parents, _wrong_sums, _wrong_values)
    try:
        wrong = [sentence for find in checks for sentence in find(territory)]
    except KeyError as fault:
        raise BrokenData(f"a file has no column {fault}") from fault
    if wrong:
        more = f"; and {len(wrong) - 10} more" if len(wrong) > 10 else ""
        raise BrokenData("; ".join(wrong[:10]) + more)


def _places(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(path.name, raw) for raw in csv.DictReader(file, restval="")]


def _row(file: str, raw: dict[str, str]) -> Row:
    """One line with the names of the models, numbers as numbers, nothing as None."""
    if None in raw:
        raise BrokenData(f"{file}: the line of {raw['code']} has too many cells")
    row: Row = {}
    for column, text in raw.items():
        name = _RENAMED.get(column, column)
        if column in _LEFT_OUT:
            continue
        if name in _TEXTS or name.endswith("_id"):
            row[name] = text
        else:
            row[name] = _number(text, file, raw["code"], whole=name in _COUNTED)
    return row


def _number(text: str, file: str, code: str, *, whole: bool) -> float | int | None:
    if text == "":
        return None
    try:
        return int(text) if whole else float(text)
    except ValueError as fault:
        raise BrokenData(f"{file}: {text!r} of {code} is not a number") from fault


def _former_names(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {
                "commune_id": raw["code_2024"], "year": 2014, "code": raw["code_2014"],
                "name_ar": " ".join(raw["name_ar_2014"].split()), "name_fr": raw["name_2014"],
            }
            for raw in csv.DictReader(file)
        ]  # fmt: skip


def _wrong_counts(territory: Territory) -> list[str]:
    wrong = []
    for level, expected in COUNTS.items():
        rows = getattr(territory, level)
        if len(rows) != expected:
            wrong.append(f"{len(rows)} {level}, not {expected}")
        if len({row["code"] for row in rows}) != len(rows):
            wrong.append(f"a code stands twice in {level}")
    return wrong


def _wrong_parents(territory: Territory) -> list[str]:
    regions = {row["code"] for row in territory.regions}
    provinces = {row["code"] for row in territory.provinces}
    communes = {row["code"] for row in territory.communes}
    return [
        f"{row['code']} lies in {row[key]}, which is not there"
        for rows, key, parents in (
            (territory.provinces, "region_id", regions),
            (territory.communes, "province_id", provinces),
            (territory.arrondissements, "commune_id", communes),
            (territory.former_names, "commune_id", communes),
        )
        for row in rows
        if row[key] not in parents
    ]


def _wrong_sums(territory: Territory) -> list[str]:
    expected = {"population": POPULATION_2024, "population_2014": POPULATION_2014, "households": HOUSEHOLDS_2024}
    sums = {name: sum(row[name] or 0 for row in territory.communes) for name in expected}
    wrong = [f"{name} adds up to {sums[name]}, not {total}" for name, total in expected.items() if sums[name] != total]
    for parents, rows, key in (
        (territory.provinces, territory.communes, "province_id"),
        (territory.regions, territory.provinces, "region_id"),
    ):
        for name in ("population", "households"):
            inside = dict.fromkeys((row["code"] for row in parents), 0)
            for row in rows:
                inside[row[key]] = inside.get(row[key], 0) + (row[name] or 0)
            wrong += [
                f"{name} of {row['code']} is {row[name]}, its parts add up to {inside[row['code']]}"
                for row in parents
                if inside[row["code"]] != row[name]
            ]
    return wrong


def _wrong_values(territory: Territory) -> list[str]:
    wrong = []
    for row in [*territory.regions, *territory.provinces, *territory.communes, *territory.arrondissements]:
        code = row["code"]
        if not (row["name_ar"].strip() and row["name_fr"].strip()):
            wrong.append(f"{code} has no name")
        if not (20.5 <= (row["lat"] or 0) <= 36.1 and -17.3 <= (row["lon"] or 0) <= -0.9):
            wrong.append(f"the point of {code} is not in Morocco")
        wrong += [
            f"{name} of {code} is {value}, not a share"
            for name, value in row.items()
            if "_pct" in name and value is not None and not 0 <= value <= 100
        ]
    return wrong
