"""Persons in the tables of the last release, by that release's own columns: today's models would not fit them."""

import hashlib
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import sql

#: Households to one transaction: what is checked at its end waits in memory.
_AT_ONCE = 25_000
#: Persons to a household, and households to a centre.
PERSONS, HOUSEHOLDS = 4, 500
#: What people at desks did most in the last release: the statements of a reader, and of a writer.
READS = (
    "SELECT id, reference, opened_on FROM families_household ORDER BY opened_on DESC LIMIT 25",
    "SELECT p.id, p.family_fr, h.reference FROM families_person p JOIN families_household h ON h.id = p.household_id"
    " ORDER BY p.id LIMIT 25",
    "SELECT count(*) FROM families_membership WHERE until IS NULL",
    "SELECT n.id, n.theme FROM listening_need n WHERE n.state = 'open' LIMIT 25",
)
WRITES = (
    "INSERT INTO common_journalline (id, at, by, post, verb, subject, reason, compartment)"
    " VALUES (gen_random_uuid(), now(), '1', '', 'benchmarks.wrote', 'centres.centre:1', '', '')",
    "UPDATE families_person SET version = version + 1 WHERE id = (SELECT id FROM families_person LIMIT 1)",
    "UPDATE families_household SET version = version + 1 WHERE id = (SELECT id FROM families_household LIMIT 1)",
    "UPDATE listening_need SET version = version + 1 WHERE id = (SELECT id FROM listening_need LIMIT 1)",
)
_NAME = "substr(md5({seed} || n), 1, 8)"
_HOUSEHOLD = "md5('household' || {n})::uuid"
_PERSON = "md5('person' || {n})::uuid"
_OF = _HOUSEHOLD.format(n=f"((n - 1) / {PERSONS} + 1)")
_CENTRE = f"1 + ((n - 1) / {HOUSEHOLDS})"
_GUARDED = (
    "families_access", "families_person", "families_membership", "families_identity", "listening_interview",
    "listening_need", "listening_note",
)  # fmt: skip
#: What stands in a column without a default, by its type.
_USUAL = {
    "character varying": "''", "text": "''", "boolean": "false", "integer": "1", "smallint": "1", "bigint": "1",
    "uuid": "gen_random_uuid()", "date": "CURRENT_DATE", "timestamp with time zone": "now()", "ARRAY": "'{}'",
    "jsonb": "'[]'", "double precision": "0", "bytea": "''",
}  # fmt: skip


def load(owner: psycopg.Connection[Any], persons: int, key: Path) -> None:
    """Fill empty tables with households of four, what they confided, and who may read it.

    Args:
        persons: how many; rounded down to whole households.
        key: the key file of the installation: identity numbers are sealed with it, as the last release did.
    """
    households = persons // PERSONS
    centres = households // HOUSEHOLDS + 1
    _catalogue(owner, centres)
    for table in _GUARDED:  # what is made here fits by its making
        owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    for first in range(1, households + 1, _AT_ONCE):
        _households(owner, first, min(first + _AT_ONCE - 1, households))
        owner.commit()
    _identities(owner, households * PERSONS, key)
    owner.commit()
    for table in _GUARDED:
        owner.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table)))
    owner.commit()
    owner.autocommit = True
    owner.execute("VACUUM ANALYZE")


def _catalogue(owner: psycopg.Connection[Any], centres: int) -> None:
    place = {"lat": "31.0", "lon": "-8.0"}
    _fill(owner, "territory_region", 1, 1, {"code": "'07'", **place})
    _fill(owner, "territory_province", 1, 1, {"code": "'07.161'", "region_id": "'07'", **place})
    _fill(owner, "territory_commune", 1, 1, {"code": "'07.161.01.01'", "province_id": "'07.161'", **place})
    _fill(owner, "accounts_user", 1, 1, {"id": "n", "email": "'benchmark@example.org'"})
    _fill(owner, "centres_operator", 1, 1, {"id": "n", "code": "'O'", "kind": "'association'"})
    _fill(
        owner, "centres_centre", 1, centres,
        {"id": "n", "code": "'C' || n", "type": "'assistance_centre'", "answers": "'list'", "province_id": "'07.161'"},
    )  # fmt: skip


def _households(owner: psycopg.Connection[Any], first: int, last: int) -> None:
    household = _HOUSEHOLD.format(n="n")
    _fill(owner, "families_household", first, last, {
        "id": household, "reference": "lpad(to_hex(n), 9, '0')", "language": "'darija'", "rsu": "'unknown'",
        "rnp": "'unknown'", "commune_id": "'07.161.01.01'", "opened_by_id": _CENTRE,
        "opened_on": "CURRENT_DATE - (n % 1000)::int",
    })  # fmt: skip
    _fill(owner, "families_access", first, last, {
        "household_id": household, "centre_id": _CENTRE, "why": "'reception'", "given_by": "'1'",
        "since": "CURRENT_DATE - 30",
    })  # fmt: skip
    begin, end = (first - 1) * PERSONS + 1, last * PERSONS
    person = {"person_id": _PERSON.format(n="n"), "household_id": _OF}
    _fill(owner, "families_person", begin, end, {
        "id": person["person_id"], "household_id": _OF, "given_fr": _NAME.format(seed="'g'"),
        "family_fr": _NAME.format(seed="'f'"), "sex": "CASE n % 2 WHEN 0 THEN 'f' ELSE 'm' END",
        "born_on": "DATE '1950-01-01' + (n % 25000)::int",
        "disability": "CASE WHEN n % 15 = 0 THEN 'motor' ELSE '' END",
    })  # fmt: skip
    _fill(
        owner,
        "families_membership",
        begin,
        end,
        {
            **person,
            "relation": f"CASE WHEN n % {PERSONS} = 1 THEN 'head' ELSE 'child' END",
            "since": "CURRENT_DATE - 30",
        },
    )
    for part in "gf":
        _fill(owner, "families_namekey", begin, end, {
            "person_id": person["person_id"], "word": _NAME.format(seed=f"'{part}'"),
        })  # fmt: skip
    listened = _PERSON.format(n="n").replace("person", "interview", 1)
    every_tenth = "n % 10 = 0"
    _fill(owner, "listening_interview", begin, end, {
        **person, "id": listened, "by_id": "1", "place": "'centre'", "strengths": "'what she can: ' || n",
        "centre_id": "1",
    }, where=every_tenth)  # fmt: skip
    _fill(owner, "listening_need", begin, end, {
        **person, "interview_id": listened, "theme": "'family'", "gravity": "1 + n % 4", "state": "'open'",
        "words": "'what she said: ' || n",
    }, where=every_tenth)  # fmt: skip
    _fill(owner, "listening_note", begin, end, {
        "household_id": _OF, "interview_id": listened, "author_id": "1", "secrecy": "'team'",
        "text": "'what was noted: ' || n",
    }, where="n % 20 = 0")  # fmt: skip


def _identities(owner: psycopg.Connection[Any], persons: int, key: Path) -> None:
    """Every fifth person showed her identity card."""
    material = hashlib.blake2b(key.read_bytes(), person=b"fields", digest_size=32).digest()
    cipher = AESGCM(material)
    asked = sql.SQL("SELECT {}, {} FROM generate_series(5, {}, 5) n").format(  # every word of it stands in this file
        sql.SQL(_PERSON.format(n="n")), sql.SQL(_OF), sql.Literal(persons)
    )
    people = owner.execute(asked).fetchall()
    rows = "COPY families_identity (id, kind, sealed, exact, compartment, household_id, person_id) FROM STDIN"
    with owner.cursor() as cursor, cursor.copy(rows) as copy:
        for number, (person, household) in enumerate(people):
            row, nonce = uuid.uuid4(), os.urandom(12)
            sealed = nonce + cipher.encrypt(nonce, f"EE{number}".encode(), str(row).encode())
            copy.write_row((row, "cin", sealed, hashlib.sha256(sealed).hexdigest(), "", household, person))


def _fill(
    owner: psycopg.Connection[Any], table: str, first: int, last: int, said: Mapping[str, str], where: str = "true"
) -> None:
    """Insert rows numbered ``n``; a column that is not said gets nothing, or the usual value of its type."""
    columns = owner.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s"
        " AND (is_nullable = 'NO' OR column_name = ANY(%s)) AND (is_identity = 'NO' OR column_name = ANY(%s))",
        [table, list(said), list(said)],
    ).fetchall()
    names = sql.SQL(", ").join(sql.Identifier(name) for name, _type in columns)
    values = sql.SQL(", ").join(sql.SQL(said.get(name, _USUAL[kind])) for name, kind in columns)  # type: ignore[arg-type]
    owner.execute(
        sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM generate_series({}, {}) n WHERE {}").format(
            sql.Identifier(table),
            names,
            values,
            sql.Literal(first),
            sql.Literal(last),
            sql.SQL(where),  # type: ignore[arg-type]
        )
    )
