"""The population in the database: chunk by chunk, each one transaction with its mark; resumed, or taken away again.

Rows go by COPY into unlogged staging and from there into the tables, as their owner. Tables are bare meanwhile
(``bare``): nobody works with the installation while it is loaded.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from django.db import DatabaseError, connections

from jisr.common.database import scope
from jisr.exchange.population import bare
from jisr.exchange.population.desks import Desks, read_desks
from jisr.exchange.population.households import Block, Plan, Population
from jisr.exchange.population.name_keys import OURS, rekey
from jisr.exchange.population.parquet import PROCESSES, in_processes, joined, same_plan, table
from jisr.families.choices import AccessReason, PhoneOwner
from jisr.families.models import Access, Household, Membership, Person, Phone

#: Blocks of one transaction: about 65,000 persons.
CHUNK = 8
_SHAPE = {
    "households": ("household", "reference", "commune", "language", "opened_on", "centre"),
    "persons": ("person", "household", "given_ar", "family_ar", "given_fr", "family_fr", "sex", "born_on",
                "born_about", "relation", "marital_state", "literacy", "schooled", "disability", "phone"),
}  # fmt: skip
_TYPES = {"household": "uuid", "person": "uuid", "opened_on": "date", "born_on": "date", "centre": "bigint",
          "born_about": "boolean", "schooled": "boolean"}  # fmt: skip
_HOME = "persons s JOIN {staging}_households h USING (household)"
#: Model -> what is written of staging into its columns; every other column takes the model's default. A membership,
#: a telephone and an access bear the key of the row they are of: each is a table of its own.
_ROWS: tuple[tuple[Any, dict[str, str], str], ...] = (
    (Household, {"id": "household", "reference": "reference", "commune_id": "commune", "language": "language",
                 "opened_by_id": "centre", "opened_on": "opened_on", "is_demonstration": "true"}, "households"),
    (Access, {"id": "household", "household_id": "household", "centre_id": "centre", "since": "opened_on",
              "why": f"'{AccessReason.RECEPTION}'"}, "households"),
    (Person, {"id": "person", "household_id": "household", **{name: name for name in (
        "given_ar", "family_ar", "given_fr", "family_fr", "sex", "born_on", "born_about", "marital_state", "literacy",
        "schooled", "disability")}}, "persons"),
    (Membership, {"id": "s.person", "household_id": "household", "person_id": "s.person", "relation": "s.relation",
                  "since": "h.opened_on"}, _HOME),
    (Phone, {"id": "person", "household_id": "household", "person_id": "person", "number": "phone",
             "owner": f"'{PhoneOwner.OWN}'"}, "persons WHERE phone <> ''"),
)  # fmt: skip


class RealFamilies(ValueError):
    """There are families here who are not of the demonstration."""


class Another(ValueError):
    """There is a population already, and it is another one."""


class WorkedWith(ValueError):
    """Somebody has worked with the generated families: they cannot be taken away alone."""


def load(
    plan: Plan, truth: Path, *, processes: int = PROCESSES, chunk: int = CHUNK,
    told: Callable[[int], None] = lambda persons: None,
) -> bool:  # fmt: skip
    """Load the population, or what is still missing of it.

    Args:
        plan: which population.
        truth: directory of the pairs that are one person, outside the database.
        chunk: blocks of one transaction; what is loaded does not hang on it.
        told: called with the persons loaded since the last call.

    Returns:
        whether anything was missing.

    Raises:
        RealFamilies: the database is not for this.
        Another: another population is here.
    """
    with _alone():
        if not _begin(plan, truth):
            return False
        desks, done = read_desks(), _done()
        told(sum(plan.size(block) for block in done))
        left = [block for block in range(plan.blocks) if block not in done]
        chunks = [left[start : start + chunk] for start in range(0, len(left), chunk)]
        if processes > 1:
            connections.close_all()  # a connection must not be shared with the processes
        for persons in in_processes(Population(plan), _Chunk(chunks, desks, truth), range(len(chunks)), processes):
            told(persons)
        rekey()
        bare.put_back(processes)
        _end()
    return True


def drop(truth: Path) -> int:
    """Take the generated families away; how many households went.

    Raises:
        WorkedWith: receptions, plans or other work hang on them.
    """
    with _alone():
        with scope(speaking="owner"), connections["owner"].cursor() as cursor:
            if not _is_here(cursor):
                return 0
        bare.put_back(1)  # a load that was killed left the tables bare
        with scope(speaking="owner"), connections["owner"].cursor() as cursor:
            try:
                went = _delete(cursor)
            except DatabaseError as fault:
                raise WorkedWith(
                    "Work was done with the generated families, and they cannot be taken away without it."
                    " Empty the installation instead: remove its data directory, then start again."
                ) from fault
        for file in (*(truth / "truth").glob("part-*.parquet"), truth / "population.json"):
            file.unlink(missing_ok=True)
    return went


class _Chunk:
    """Loads one chunk of blocks in one transaction; its truth is written before, so that no pair is ever unknown."""

    def __init__(self, chunks: list[list[int]], desks: Desks, truth: Path) -> None:
        self.chunks, self.desks, self.truth = chunks, desks, truth

    def __call__(self, population: Population, number: int) -> int:
        blocks: list[Block] = list(population.blocks(iter(self.chunks[number])))
        for block in blocks:
            table(block.truth, self.truth / "truth", f"part-{block.number:06d}.parquet")
        households = joined([block.households for block in blocks])
        households["centre"] = self.desks.of(households["commune"], households["desk"])
        persons = joined([block.persons for block in blocks])
        with scope(speaking="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            staging = f"population.part_{number}"
            for kind, rows in (("households", households), ("persons", persons)):
                _stage(cursor, f"{staging}_{kind}", rows, _SHAPE[kind])
            for model, values, source in _ROWS:
                _insert(cursor, model, values, source, staging)
            cursor.execute(f"DROP TABLE {staging}_households, {staging}_persons")
            cursor.executemany("INSERT INTO population.done VALUES (%s)", [(block.number,) for block in blocks])
        return len(persons["sex"])


def _begin(plan: Plan, truth: Path) -> bool:
    """Make ready, or find out where a run that was stopped had come to; False when all is there."""
    wanted = json.dumps(asdict(plan) | {"communes": sorted(plan.communes or ())}, sort_keys=True)
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        if real := Household.objects.filter(is_demonstration=False).count():
            raise RealFamilies(
                f"There are {real:,} households here that are not of the demonstration. A population is for an"
                " installation of its own: set JISR_DATA=/another/place (or another DATABASE_URL) and try again."
            )
        if _is_here(cursor):
            cursor.execute("SELECT plan, taken, whole FROM population.plan")
            found, taken, whole = cursor.fetchone()
            if found != wanted or not same_plan(plan, truth / "population.json"):
                raise Another(
                    f"Another population is here: {found}. Take it away first: python -m jisr population --drop"
                )
            if not whole and taken is None:
                bare.take_away(cursor)
            return not whole
        cursor.execute("CREATE SCHEMA population")
        cursor.execute("CREATE TABLE population.plan (plan text, taken text, whole boolean DEFAULT false)")
        cursor.execute("CREATE TABLE population.done (block integer PRIMARY KEY)")
        cursor.execute("INSERT INTO population.plan (plan) VALUES (%s)", [wanted])
        bare.take_away(cursor)
    if not same_plan(plan, truth / "population.json"):
        for file in (truth / "truth").glob("part-*.parquet"):
            file.unlink()
        (truth / "population.json").unlink()
        same_plan(plan, truth / "population.json")
    return True


def _end() -> None:
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE population.plan SET whole = true")
    with connections["owner"].cursor() as cursor:  # outside a transaction: index-only reads need it
        if not connections["owner"].in_atomic_block:
            cursor.execute(f"VACUUM (ANALYZE) {', '.join(bare.TABLES)}")


def _done() -> set[int]:
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT block FROM population.done")
        return {block for (block,) in cursor.fetchall()}


def _is_here(cursor: Any) -> bool:
    cursor.execute("SELECT to_regclass('population.plan') IS NOT NULL")
    return cursor.fetchone()[0]


def _delete(cursor: Any) -> int:
    """Delete all rows at once; what else points at them refuses when the keys are put back, and all is as it was."""
    with bare.unwatched(cursor) as cascades:
        for name, source in (
            ("families_household", f"SELECT id FROM families_household WHERE {OURS}"),
            ("families_person", "SELECT p.id FROM families_person p JOIN going_families_household g"
                                " ON g.id = p.household_id"),
        ):  # fmt: skip
            cursor.execute(f"CREATE TEMPORARY TABLE going_{name} ON COMMIT DROP AS {source}")
            cursor.execute(f"ANALYZE going_{name}")
        for table_, column, of in cascades:
            if table_ not in bare.TABLES and of in {"families_household", "families_person"}:
                cursor.execute(f'DELETE FROM "{table_}" WHERE "{column}" IN (SELECT id FROM going_{of})')
        for name in reversed(bare.TABLES[1:]):
            cursor.execute(f"DELETE FROM {name} WHERE household_id IN (SELECT id FROM going_families_household)")
        cursor.execute(f"DELETE FROM families_household WHERE {OURS}")
        went = cursor.rowcount
    cursor.execute("DROP SCHEMA population CASCADE")
    return went


def _stage(cursor: Any, name: str, rows: dict[str, np.ndarray], columns: tuple[str, ...]) -> None:
    shape = ", ".join(f"{column} {_TYPES.get(column, 'text')}" for column in columns)
    cursor.execute(f"CREATE UNLOGGED TABLE {name} ({shape})")
    with cursor.copy(f"COPY {name} FROM STDIN") as copy:
        lines = map("\t".join, zip(*(_texts(column, rows[column]) for column in columns), strict=True))
        copy.write("\n".join(lines) + "\n")


def _texts(column: str, values: np.ndarray) -> list[str]:
    """A column as COPY reads it; no name holds a tab or a backslash."""
    if column == "schooled":
        return np.array(["f", "t", "\\N"], dtype=object)[values].tolist()
    if values.dtype == bool:
        return np.where(values, "t", "f").tolist()
    return (values if values.dtype == object else values.astype(str)).tolist()


def _insert(cursor: Any, model: Any, values: dict[str, str], source: str, staging: str) -> None:
    """One INSERT … SELECT; columns that are not told take the default of their field."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns, marks, parameters = [], [], []
    for field in fields:
        columns.append(f'"{field.column}"')
        told = values.get(field.column)
        marks.append(told or "%s")
        if told is None:
            parameters.append(field.get_db_prep_save(field.get_default(), connections["owner"]))
    order = f"{staging}_{source.format(staging=staging)}"
    cursor.execute(
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) SELECT {", ".join(marks)} FROM {order}',
        parameters,
    )


@contextmanager
def _alone() -> Iterator[None]:
    """One load at a time; a second does not wait, and says so."""
    keeper = connections["owner"].copy()  # a connection of its own: the others come and go, the lock stays with it
    try:
        with keeper.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('jisr population'))")
            if not cursor.fetchone()[0]:
                raise Another("A population is being loaded or taken away already, by another program.")
        yield
    finally:
        keeper.close()
