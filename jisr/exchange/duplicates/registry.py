"""Persons of the registry, read once by the owner of the tables, in a transaction that cannot write."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID

from django.db import connections

from jisr.common import journal
from jisr.common.database import scope

_OWNER = "owner"
# a person's own numbers, else those of her household; two at most, since more tell no more
_READ = r"""
COPY (
    SELECT p.id AS uid, p.household_id AS household, p.compartment, p.given_ar, p.family_ar, p.given_fr, p.family_fr,
        p.sex, p.born_on, p.born_about, h.commune_id AS commune,
        coalesce(own.one, home.one) AS phone, coalesce(own.other, home.other) AS phone_2, card.cin, card.idcs
    FROM families_person p JOIN families_household h ON h.id = p.household_id
    LEFT JOIN (SELECT person_id, min(n) AS one, nullif(max(n), min(n)) AS other FROM
        (SELECT person_id, right(regexp_replace(number, '\D', '', 'g'), 9) AS n FROM families_phone
            WHERE person_id IS NOT NULL) numbers GROUP BY person_id) own ON own.person_id = p.id
    LEFT JOIN (SELECT household_id, min(n) AS one, nullif(max(n), min(n)) AS other FROM
        (SELECT household_id, right(regexp_replace(number, '\D', '', 'g'), 9) AS n FROM families_phone
            WHERE person_id IS NULL) numbers GROUP BY household_id) home ON home.household_id = p.household_id
    LEFT JOIN (SELECT person_id, min(exact) FILTER (WHERE kind = 'cin') AS cin,
        min(exact) FILTER (WHERE kind = 'idcs') AS idcs FROM families_identity GROUP BY person_id) card
        ON card.person_id = p.id
) TO STDOUT (FORMAT csv, HEADER true)
"""
_STILL = "SELECT id, compartment FROM families_person WHERE id = ANY(%s)"


def read_into(path: Path) -> None:
    """Write every person as a row of a CSV file that only this account reads; a line in the journal says so.

    Numbers of identity cards are read as the keyed hashes by which they are found, never as numbers.
    """
    with scope(speaking=_OWNER):
        journal.record("families.compared_all", "families.person:all", by="duplicates")
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "wb") as rows, scope(speaking=_OWNER), connections[_OWNER].cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        with cursor.copy(_READ) as copy:
            for block in copy:
                rows.write(block)


def still_together(pairs: Iterable[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those pairs of which both persons are still there, in the same compartment or both in none."""
    asked: Sequence[tuple[UUID, UUID]] = list(pairs)
    with scope(speaking=_OWNER), connections[_OWNER].cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute(_STILL, [list({person for pair in asked for person in pair})])
        stands: dict[UUID, str] = dict(cursor.fetchall())
    return {(one, other) for one, other in asked if one in stands and stands[one] == stands.get(other)}
