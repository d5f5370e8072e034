"""What stands beside the ranking: one query that filters alike and puts the nearest first, in PostgreSQL and DuckDB.

Neither says why, nor weighs anything but the distance; both read past the walls.
"""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np

from jisr.window.orientation.ranking import Asked

#: A catalogue as one table: what the filters and the distance need.
FLAT = """
SELECT s.id, s.theme, s.compartment, coalesce(s.age_min, -1) AS age_min, coalesce(s.age_max, 999) AS age_max, s.sex,
       s.publics, s.welcomes = 'exclusive' AS exclusive, s.zone, s.areas, c.province_id AS province,
       p.region_id AS region, CASE WHEN c.confidential THEN NULL ELSE site.commune_id END AS commune,
       coalesce(s.since, DATE '1900-01-01') AS since, coalesce(s.until, DATE '2900-01-01') AS until,
       coalesce(c.opened_on, DATE '1900-01-01') AS opened_on, coalesce(c.closed_on, DATE '2900-01-01') AS closed_on,
       s.hidden_on IS NOT NULL AND s.hidden_on <= %(today)s AS hidden,
       EXISTS (SELECT FROM centres_notice n WHERE n.centre_id = c.id AND n.kind = 'closure' AND n.since <= %(today)s
               AND (n.until IS NULL OR n.until >= %(today)s) AND (n.service_id IS NULL OR n.service_id = s.id)) AS shut,
       radians(CASE WHEN c.confidential THEN p.lat ELSE coalesce(site.lat, m.lat) END) AS lat,
       radians(CASE WHEN c.confidential THEN p.lon ELSE coalesce(site.lon, m.lon) END) AS lon
FROM centres_service s JOIN centres_centre c ON c.id = s.centre_id JOIN territory_province p ON p.code = c.province_id
LEFT JOIN centres_site site ON site.centre_id = c.id LEFT JOIN territory_commune m ON m.code = site.commune_id
"""
_FITS = """
f.theme = w.theme AND f.compartment IN ('', w.compartment) AND NOT f.hidden AND NOT f.shut
AND f.since <= %(day)s AND f.until > %(day)s AND f.opened_on <= %(day)s AND f.closed_on > %(day)s
AND (w.age IS NULL OR (w.age >= f.age_min AND w.age <= f.age_max)) AND (f.sex = '' OR w.sex = '' OR f.sex = w.sex)
AND (f.zone = 'nation' OR f.zone = 'region' AND f.region = w.region OR f.zone = 'province' AND f.province = w.province
     OR f.zone = 'commune' AND (f.commune = w.commune OR f.commune IS NULL AND f.province = w.province)
     OR {areas})
AND NOT (f.exclusive AND NOT {meets} AND {told})
"""
_POSTGRESQL = {
    "areas": "f.areas && ARRAY[w.commune, w.province, w.region]::varchar[]", "meets": "f.publics && w.yes::varchar[]",
    "told": "f.publics <@ w.known::varchar[]",
}  # fmt: skip
_DUCKDB = {
    "areas": "list_has_any(f.areas, [w.commune, w.province, w.region])", "meets": "list_has_any(f.publics, w.yes)",
    "told": "list_has_all(w.known, f.publics)",
}  # fmt: skip
_KM = (
    "1.17 * 2 * 6371.0088 * asin(sqrt(least(1.0, sin((f.lat - w.lat) / 2) ^ 2"
    " + cos(w.lat) * cos(f.lat) * sin((f.lon - w.lon) / 2) ^ 2)))"
)
_WANTED = (
    "n int", "theme text", "compartment text", "age int", "sex text", "yes text[]", "known text[]", "commune text",
    "province text", "region text", "lat float8", "lon float8",
)  # fmt: skip


def line(number: int, theme: str, compartment: str, asked: Asked) -> tuple[Any, ...]:
    """One need as a line that both queries read."""
    facts, place = asked.facts, asked.facts.place
    lat, lon = np.radians(asked.point or (0.0, 0.0)).tolist()
    yes = [code for code, answer in facts.publics.items() if answer]
    return (
        number, theme, compartment, facts.age, facts.sex, yes, list(facts.publics), place.commune, place.province,
        place.region, lat, lon,
    )  # fmt: skip


@dataclass
class PostgreSQL:
    """The query beside the product, as the owner of the tables, on a table made for it with an index."""

    cursor: Any
    today: date

    def prepare(self) -> None:
        """Make the table; it is gone with the connection."""
        self.cursor.execute("DROP TABLE IF EXISTS orient_flat")
        self.cursor.execute(f"CREATE TEMPORARY TABLE orient_flat AS {FLAT}", {"today": self.today})
        self.cursor.execute("CREATE INDEX ON orient_flat (theme, province)")
        self.cursor.execute("ANALYZE orient_flat")

    def answer(self, lines: Sequence[tuple[Any, ...]], most: int | None) -> list[tuple[int, int]]:
        """(number of the need, key of a service), the nearest first; all that fit where ``most`` is None."""
        names = ", ".join(one.split()[0] for one in _WANTED)
        row = "(" + ", ".join(f"%s::{one.split()[1]}" for one in _WANTED) + ")"
        rows = ", ".join([row] * len(lines))
        limit = "" if most is None else f"ORDER BY {_KM} LIMIT {most}"
        fits = _FITS.format(**_POSTGRESQL) % {"day": f"'{self.today}'"}
        self.cursor.execute(
            f"SELECT w.n, x.id FROM (VALUES {rows}) AS w({names}), LATERAL ("  # noqa: S608
            f"SELECT f.id FROM orient_flat f WHERE {fits} {limit}) x",
            [value for one in lines for value in one],
        )
        return self.cursor.fetchall()


class DuckDB:
    """The same on columns in the memory of this process."""

    def __init__(self, cursor: Any, today: date) -> None:
        """Take the catalogue over from PostgreSQL."""
        self.today = today
        cursor.execute(FLAT, {"today": today})
        names = [column.name for column in cursor.description]
        rows = cursor.fetchall()
        self.connection = duckdb.connect()
        kinds = {
            "id": "BIGINT", "age_min": "INT", "age_max": "INT", "publics": "VARCHAR[]", "areas": "VARCHAR[]",
            **dict.fromkeys(("exclusive", "hidden", "shut"), "BOOLEAN"), **dict.fromkeys(("lat", "lon"), "DOUBLE"),
            **dict.fromkeys(("since", "until", "opened_on", "closed_on"), "DATE"),
        }  # fmt: skip
        self._table("f", {name: kinds.get(name, "VARCHAR") for name in names}, rows)

    def wanted(self, lines: Sequence[tuple[Any, ...]]) -> None:
        """Needs as a table."""
        kinds = {"text[]": "VARCHAR[]", "text": "VARCHAR", "float8": "DOUBLE", "int": "INT"}
        self._table("w", {name: kinds[kind] for name, kind in (one.split() for one in _WANTED)}, lines)

    def _table(self, name: str, kinds: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            file.writelines(json.dumps(dict(zip(kinds, row, strict=True)), default=str) + "\n" for row in rows)
            file.flush()
            self.connection.execute(
                f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM read_json(?, columns = {dict(kinds)!r},"  # noqa: S608
                " format = 'newline_delimited')",
                [file.name],
            )

    def answer(self, most: int | None) -> list[tuple[int, int]]:
        """As the query of PostgreSQL, for the needs of ``wanted``."""
        fits = _FITS.format(**_DUCKDB) % {"day": f"DATE '{self.today}'"}
        cut = "" if most is None else f"QUALIFY row_number() OVER (PARTITION BY w.n ORDER BY {_KM}) <= {most}"
        return self.connection.execute(f"SELECT w.n, f.id FROM w, f WHERE {fits} {cut}").fetchall()  # noqa: S608

    def served(self) -> int:
        """How many of the needs of ``wanted`` have a service at all, by the nearest of each."""
        fits = _FITS.format(**_DUCKDB) % {"day": f"DATE '{self.today}'"}
        asked = f"SELECT w.n, arg_min(f.id, {_KM}) FROM w JOIN f ON f.theme = w.theme WHERE {fits} GROUP BY w.n"  # noqa: S608
        return len(self.connection.execute(asked).fetchall())
