"""A registry of that many invented people in a database of its own, and some of them as they may be asked for again."""

import contextlib
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from jisr.exchange.population import noise
from jisr.exchange.population.households import Block, Plan, Population

#: People who will be asked for; each stands in both scripts, in Arabic alone or in Latin letters alone.
ASKED_FOR = 4_000
#: Of so many people one centre keeps the files.
A_CENTRE = 600
_BOTH, _ARABIC = 0.4, 0.7

_STAGES = """
CREATE UNLOGGED TABLE lookup_home (id uuid, reference text, commune text, centre bigint);
CREATE UNLOGGED TABLE lookup_person (id uuid, home uuid, given_ar text, family_ar text, given_fr text, family_fr text,
    sex text, born date, about boolean, phone text)
"""
_WRITE = (
    "INSERT INTO families_household (id, version, reference, commune_id, locality, language, rsu, rnp, opened_by_id,"
    " opened_on, is_demonstration, compartment)"
    " SELECT id, 1, reference, commune, '', '', '', '', centre, '2025-03-01', true, '' FROM lookup_home",
    "INSERT INTO families_access (id, household_id, centre_id, since, why, given_by, compartment)"
    " SELECT gen_random_uuid(), id, centre, '2025-03-01', 'reception', '', '' FROM lookup_home",
    "INSERT INTO families_person (id, version, household_id, given_ar, family_ar, given_fr, family_fr, sex, born_on,"
    " born_about, marital_state, literacy, disability, compartment)"
    " SELECT id, 1, home, given_ar, family_ar, given_fr, family_fr, sex, born, about, '', '', '', ''"
    " FROM lookup_person",
    "INSERT INTO families_phone (id, household_id, person_id, number, owner, is_safe, compartment)"
    " SELECT gen_random_uuid(), home, id, phone, 'own', false, '' FROM lookup_person WHERE phone <> ''",
    "TRUNCATE lookup_home, lookup_person",
)


@dataclass(frozen=True)
class Asked:
    """Somebody who is recorded, and how: what a question about her is made of."""

    key: str
    record: noise.Record
    sex: str
    commune: str


def load(cursor: Any, size: int, seed: int, said: Callable[[str], Any]) -> list[Asked]:
    """Write so many people as the owner, without their keys; those who will be asked for."""
    population = Population(Plan(persons=size, seed=seed, duplicates=0.0))
    chance = random.Random(seed)  # noqa: S311 - the same questions each time
    centres = max(2, size // A_CENTRE)
    cursor.execute("SELECT count(*) FROM families_person")
    empty = cursor.fetchone()[0] < size
    if empty:  # what a load that was ended left is of no use
        cursor.execute("TRUNCATE families_household CASCADE")
        cursor.execute("DROP TABLE IF EXISTS lookup_home, lookup_person")
        cursor.execute("DELETE FROM centres_centre WHERE code LIKE 'LOOKUP-%'")
        cursor.execute("DELETE FROM centres_operator WHERE code = 'LOOKUP'")
        _centres(cursor, centres)
        cursor.execute(_STAGES)
        cursor.execute("ALTER TABLE families_person DISABLE TRIGGER USER")
    share = ASKED_FOR / max(size, ASKED_FOR)
    asked: list[Asked] = []
    for block in population.blocks():
        asked += _chosen(block, population, chance, share * 2.6)
        if empty:
            _write(cursor, block, centres)
            if block.number % 20 == 0:
                said(f"{(block.number + 1) * len(block.persons['sex'])} people")
    if empty:
        cursor.execute("ALTER TABLE families_person ENABLE TRIGGER USER")
        cursor.execute("DROP TABLE lookup_home, lookup_person")
        cursor.execute("ANALYZE families_household, families_person, families_access, families_phone")
    _see_them(cursor, asked)
    return asked


def _see_them(cursor: Any, asked: list[Asked]) -> None:
    """A registry that another version of the population made does not hold those who are asked for."""
    cursor.execute(
        "SELECT id::text, given_ar, family_ar, given_fr, family_fr FROM families_person WHERE id = ANY(%s::uuid[])",
        [[str(one.key) for one in asked]],
    )
    there = {key: names for key, *names in cursor.fetchall()}
    for one in asked:
        record = one.record
        if there.get(str(one.key)) != [record.given_ar, record.family_ar, record.given_fr, record.family_fr]:
            raise SystemExit("this directory holds people of another version: give another --out")


def _centres(cursor: Any, count: int) -> None:
    cursor.execute(
        "INSERT INTO centres_operator (code, name_ar, name_fr, kind, is_demonstration, source)"
        " VALUES ('LOOKUP', 'جهة', 'Opérateur', 'mutual_aid', true, 'benchmark') RETURNING id"
    )
    operator = cursor.fetchone()[0]
    cursor.execute("SELECT column_name, data_type, is_nullable FROM information_schema.columns"
                   " WHERE table_name = 'centres_centre'")  # fmt: skip
    empty = {"text": "''", "character varying": "''", "boolean": "false", "ARRAY": "'{}'", "jsonb": "'{}'",
             "timestamp with time zone": "now()", "smallint": "0", "integer": "0", "date": "CURRENT_DATE"}  # fmt: skip
    values = {name: empty.get(kind, "NULL") if null == "NO" else "NULL" for name, kind, null in cursor.fetchall()}
    values |= {
        "id": "1000 + n", "code": "'LOOKUP-' || n", "operator_id": str(operator), "is_demonstration": "true",
        "type": "'assistance_centre'", "source": "'benchmark'", "answers": "'list'",
        "province_id": "(SELECT code FROM territory_province ORDER BY code OFFSET n % 75 LIMIT 1)",
    }  # fmt: skip
    cursor.execute(
        f"INSERT INTO centres_centre ({', '.join(values)}) SELECT {', '.join(values.values())}"  # noqa: S608
        f" FROM generate_series(0, {count - 1}) n"
    )


def _write(cursor: Any, block: Block, centres: int) -> None:
    homes, people = block.households, block.persons
    with cursor.copy("COPY lookup_home FROM STDIN") as copy:
        for at, key in enumerate(homes["household"]):
            centre = 1000 + (block.number * 7919 + at) % centres
            copy.write_row((key, homes["reference"][at], homes["commune"][at], centre))
    with cursor.copy("COPY lookup_person FROM STDIN") as copy:
        for row in zip(people["person"], people["household"], people["given_ar"], people["family_ar"],
                       people["given_fr"], people["family_fr"], people["sex"], people["born_on"].astype(object),
                       people["born_about"].tolist(), people["phone"], strict=True):  # fmt: skip
            copy.write_row(row)
    for statement in _WRITE:
        cursor.execute(statement)


def _chosen(block: Block, population: Population, chance: random.Random, share: float) -> list[Asked]:
    """Some who stand in both scripts; for most of them one script is taken from the rows, and stays known here."""
    people, homes = block.persons, block.households
    both = np.flatnonzero((people["given_ar"] != "") & (people["given_fr"] != "") & (people["family_fr"] != ""))
    shortened = dict(zip(population.given.arabic, zip(population.given.short_arabic, population.given.short_latin, strict=True), strict=True))  # fmt: skip  # noqa: E501
    commune = dict(zip(homes["household"], homes["commune"], strict=True))
    found = []
    for at in (row for row in both.tolist() if chance.random() < share):
        known = tuple(str(people[name][at]) for name in ("given_ar", "family_ar", "given_fr", "family_fr"))
        lot = chance.random()
        if lot > _BOTH:
            for name in ("given_fr", "family_fr") if lot < _ARABIC else ("given_ar", "family_ar"):
                people[name][at] = ""
        record = noise.Record(
            *(str(people[name][at]) for name in ("given_ar", "family_ar", "given_fr", "family_fr")),
            people["born_on"][at].astype(object), bool(people["born_about"][at]), known,
            short=tuple(shortened.get(known[0], ("", ""))),
        )  # fmt: skip
        found.append(Asked(people["person"][at], record, people["sex"][at], commune[people["household"][at]]))
    return found


#: Kinds of question: how what is asked differs from what is recorded.
KINDS = (
    "exact", "ordinary", "typo in both", "year only", "day and month swapped", "parts swapped", "particle missing",
    "compound shortened", "wrong year", "other spelling", "other script", "other script and typo",
    "other script and year only", "no birth, with commune",
)  # fmt: skip

_MADE_BY = {
    "day and month swapped": "day_month_swapped", "parts swapped": "parts_swapped",
    "particle missing": "particle_missing", "compound shortened": "compound_shortened",
    "other spelling": "transliteration",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What is typed, and who is meant."""

    key: str
    name: str
    born: date | None
    year: int | None
    commune: str
    sex: str


def questions(kind: str, asked: list[Asked], count: int, seed: int) -> list[Question]:
    """So many questions of a kind, the same for the same seed."""
    chance = random.Random(f"{kind} {seed}")  # noqa: S311
    found: list[Question] = []
    for one in chance.sample(asked, len(asked)):
        record = _differing(kind, one.record, chance)
        if record is not None:
            found.append(_typed(kind, one, record, chance))
        if len(found) == count:
            break
    return found


def _differing(kind: str, record: noise.Record, chance: random.Random) -> noise.Record | None:
    do = noise._MAKERS
    if kind == "ordinary":
        for share, slip in ((0.3, "typo"), (0.4, "typo"), (0.05, "day_month_swapped")):
            if chance.random() < share:
                record = do[slip](record, chance) or record
        return record
    if kind == "typo in both":
        return do["typo"](do["typo"](record, chance) or record, chance)
    if kind == "wrong year":
        years = chance.choice((-3, -2, -1, 1, 2, 3))
        with contextlib.suppress(ValueError):
            return replace(record, born_on=record.born_on.replace(year=record.born_on.year + years))
        return None
    maker = "other_script" if kind.startswith("other script") else _MADE_BY.get(kind)
    made = do[maker](record, chance) if maker else record
    return do["typo"](made, chance) if made is not None and kind.endswith("and typo") else made


def _typed(kind: str, one: Asked, record: noise.Record, chance: random.Random) -> Question:
    arabic = record.given_ar and (not record.given_fr or chance.random() < 0.5)
    name = f"{record.given_ar} {record.family_ar}" if arabic else f"{record.given_fr} {record.family_fr}"
    only_year = kind.endswith("year only") or (kind == "ordinary" and chance.random() < 0.1)
    unknown = kind.startswith("no birth")
    return Question(
        str(one.key), name.strip(), None if only_year or unknown else record.born_on,
        record.born_on.year if only_year else None, one.commune, one.sex,
    )  # fmt: skip


def timed(what: str, said: Callable[[str], Any]) -> Any:
    """A block that says how long it took."""

    @contextlib.contextmanager
    def block() -> Iterator[None]:
        started = time.monotonic()
        yield
        said(f"{what}: {time.monotonic() - started:.1f} s")

    return block()
