"""The keys of many persons at once, from the names that are stored: set by set, beside what the search reads.

Each spelling is folded once, however many bear it. All keys are made in tables beside the ones in use, which take
their place in one short step at the end: the search answers meanwhile, and a run that was interrupted leaves nothing
but tables that the next one drops.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connections, transaction
from psycopg import sql

from jisr.common.database import speaker
from jisr.common.text import FOLD_VERSION
from jisr.families.keying.reading import Vocabulary, read

log = logging.getLogger(__name__)
Said = Callable[[str], Any]

TABLES: Final = ("families_personkey", "families_skeleton", "families_skeletonalias")
_NEW: Final = "_beside"
#: One number for all databases: two runs at once would drop each other's tables.
_LOCK: Final = 7_418_205

_SPELLINGS = """
SELECT DISTINCT s FROM ({persons}) p
CROSS JOIN LATERAL (VALUES (p.given_ar), (p.family_ar), (p.given_fr), (p.family_fr)) v(s) WHERE s <> ''
"""
_EVERYBODY = "SELECT * FROM families_person"
_STAGE = """
CREATE TEMP TABLE {name} (written text PRIMARY KEY, code int NOT NULL, heard text NOT NULL)
"""
# The second row only where the two scripts have other skeletons: keys_of does the same for one person.
_INSERT = """
INSERT INTO {target} (person_id, place, family, given, born, commune, named, kept,
                      family_ar, given_ar, family_fr, given_fr)
SELECT p.id, r.place, r.family, r.given, p.born_on, replace(h.commune_id, '.', '')::int,
    jisr_named(p.given_ar, p.family_ar, p.given_fr, p.family_fr), jisr_kept(p.compartment, c.confidential),
    coalesce(fa.heard, ''), coalesce(ga.heard, ''), coalesce(fl.heard, ''), coalesce(gl.heard, '')
FROM ({persons}) p JOIN families_household h ON h.id = p.household_id JOIN centres_centre c ON c.id = h.opened_by_id
LEFT JOIN {stage} ga ON ga.written = p.given_ar LEFT JOIN {stage} fa ON fa.written = p.family_ar
LEFT JOIN {stage} gl ON gl.written = p.given_fr LEFT JOIN {stage} fl ON fl.written = p.family_fr
CROSS JOIN LATERAL (SELECT
    coalesce(nullif(fa.code, 0), fl.code, 0), coalesce(nullif(ga.code, 0), gl.code, 0),
    coalesce(nullif(fl.code, 0), fa.code, 0), coalesce(nullif(gl.code, 0), ga.code, 0)) k(f1, g1, f2, g2)
CROSS JOIN LATERAL (VALUES (0, k.f1, k.g1), (1, k.f2, k.g2)) r(place, family, given)
WHERE r.place = 0 OR (k.f1, k.g1) <> (k.f2, k.g2)
"""
# Written since the tables beside were begun, by whoever is not in that snapshot.
_SINCE = """
SELECT DISTINCT k.person_id FROM families_personkey k
WHERE age(k.xmin) <= age((%s::text::bigint %% 4294967296)::text::xid)
"""


def rekey(persons: str | None = None, *, say: Said = log.info) -> int:
    """Make the keys of everybody, or of the persons named in a table, as the owner who is speaking.

    Loads call it once at their end. Of everybody: beside, then in place of what was there, whatever rules that was
    folded with. Of some: in the tables in use, in the transaction of the caller.

    Args:
        persons: a table of the caller's own with the keys of persons in a column ``id``; None for everybody.
        say: takes a line of progress.

    Returns:
        How many persons have their keys.
    """
    with connections[speaker.get()].cursor() as cursor:
        if persons is not None:
            chosen = sql.SQL("SELECT p.* FROM families_person p JOIN {} s ON s.id = p.id").format(
                sql.Identifier(persons)
            )
            return _some(cursor, chosen)
        return _everybody(cursor, say)


def complete() -> int:
    """Make the keys of those who have none; how many there were."""
    missing = f"{_EVERYBODY} q WHERE NOT EXISTS (SELECT FROM families_personkey k WHERE k.person_id = q.id)"
    with connections[speaker.get()].cursor() as cursor:
        return _some(cursor, sql.SQL(missing))


def is_due() -> bool:
    """Whether the keys were made with other rules than those of this version, or never."""
    with connections[speaker.get()].cursor() as cursor:
        cursor.execute("SELECT version FROM families_folding")
        found = cursor.fetchone()
    return found is None or found[0] != FOLD_VERSION


def _some(cursor: Any, chosen: sql.Composable) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM ({}) p").format(chosen))
    done = int(cursor.fetchone()[0])
    with _staged(cursor, chosen) as stage:
        vocabulary = _fold(cursor, chosen, stage)
        _keep(cursor, vocabulary, "")
        cursor.execute(sql.SQL("DELETE FROM families_personkey k USING ({}) p WHERE k.person_id = p.id").format(chosen))
        cursor.execute(_insert("families_personkey", chosen, stage))
    _note(cursor, only_if_new=True)
    return done


def _everybody(cursor: Any, say: Said) -> int:
    everybody = sql.SQL(_EVERYBODY)
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
    if not cursor.fetchone()[0]:
        raise RuntimeError("keys are being made by another run")
    try:
        cursor.execute(f"DROP TABLE IF EXISTS {', '.join(table + _NEW for table in TABLES)}")
        # after a load the planner takes the tables for empty until it has looked
        cursor.execute("ANALYZE families_household, families_person")
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())")
        begun = cursor.fetchone()[0]
        for table in TABLES:
            cursor.execute(f"CREATE TABLE {table}{_NEW} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
        with _staged(cursor, everybody) as stage:
            vocabulary = _fold(cursor, everybody, stage)
            say(f"{len(vocabulary.skeletons)} skeletons")
            cursor.execute("SET work_mem = '128MB'")
            cursor.execute(_insert("families_personkey" + _NEW, everybody, stage))
            cursor.execute("RESET work_mem")
        say("keys written")
        _keep(cursor, vocabulary, _NEW)
        names = _indexes(cursor)
        say("indexes stand")
        done = _swap(cursor, begun, names)
        if not connections[
            speaker.get()
        ].in_atomic_block:  # the search reads indexes alone once it is known what is seen
            cursor.execute("VACUUM (ANALYZE) families_personkey")
        say(f"{done} persons are found")
        return done
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _staged(cursor: Any, chosen: sql.Composable) -> Iterator[str]:
    """A table for spellings, of this session alone."""
    cursor.execute("DROP TABLE IF EXISTS keying_spelling")
    cursor.execute(_STAGE.format(name="keying_spelling"))
    yield "keying_spelling"
    cursor.execute("DROP TABLE keying_spelling")


def _fold(cursor: Any, chosen: sql.Composable, stage: str) -> Vocabulary:
    """Fold each spelling among these persons that the stage lacks; the vocabulary they make."""
    vocabulary = Vocabulary()
    cursor.execute(sql.SQL(_SPELLINGS).format(persons=chosen))
    written = [row[0] for row in cursor.fetchall()]
    with cursor.copy(f"COPY {stage} FROM STDIN") as copy:
        for text in written:
            found = read.__wrapped__(text)
            copy.write_row((text, found.code, found.heard))
            if found.part is not None:
                vocabulary.add(found.part)
    cursor.execute(f"ANALYZE {stage}")
    return vocabulary


def _insert(target: str, chosen: sql.Composable, stage: str) -> sql.Composable:
    return sql.SQL(_INSERT).format(target=sql.Identifier(target), persons=chosen, stage=sql.Identifier(stage))


def _keep(cursor: Any, vocabulary: Vocabulary, suffix: str) -> None:
    """Add a vocabulary to the tables of this suffix, in the order in which others add theirs."""
    for table, rows, kinds in (
        ("families_skeleton", sorted(vocabulary.skeletons), "int, text"),
        ("families_skeletonalias", sorted(vocabulary.aliases), "int, boolean, int"),
    ):
        names = ["code", "skeleton"] if len(kinds.split()) == 2 else ["alias", "part", "code"]
        columns = ", ".join(f"{name} {kind}" for name, kind in zip(names, kinds.split(", "), strict=True))
        cursor.execute(f"CREATE TEMP TABLE keying_words ({columns})")
        with cursor.copy("COPY keying_words FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table}{suffix} ({', '.join(names)}) SELECT * FROM keying_words ON CONFLICT DO NOTHING"  # noqa: S608
        )
        cursor.execute("DROP TABLE keying_words")


def _indexes(cursor: Any) -> list[tuple[str, str, str]]:
    """Make the indexes of the tables in use on those beside; (table, name in use, name beside) of each."""
    found = []
    cursor.execute("SET maintenance_work_mem = '512MB'")
    cursor.execute(
        "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname"
        " FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'p'"
        " WHERE i.indrelid = ANY(%s::text[]::regclass[]) ORDER BY 1, 2",
        [list(TABLES)],
    )
    for table, name, made, primary in cursor.fetchall():
        beside = name[:50] + _NEW
        cursor.execute(made.replace(f" {name} ", f" {beside} ", 1).replace(f".{table} ", f".{table}{_NEW} ", 1))
        if primary:
            cursor.execute(f'ALTER TABLE {table}{_NEW} ADD CONSTRAINT "{beside}" PRIMARY KEY USING INDEX "{beside}"')
        found.append((table, name, beside))
    cursor.execute("RESET maintenance_work_mem")
    for table in TABLES:
        cursor.execute(f"ANALYZE {table}{_NEW}")
    return found


def _swap(cursor: Any, begun: Any, names: list[tuple[str, str, str]]) -> int:
    """Take over what was written meanwhile, then put the tables beside in place of those in use."""
    with transaction.atomic(using=speaker.get()):
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        cursor.execute(f"LOCK TABLE {', '.join(TABLES)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"CREATE TEMP TABLE keying_since AS {_SINCE}", [str(begun)])
        since = sql.SQL("SELECT p.* FROM families_person p JOIN keying_since s ON s.person_id = p.id")
        with _staged(cursor, since) as stage:
            vocabulary = _fold(cursor, since, stage)
            _keep(cursor, vocabulary, _NEW)
            cursor.execute(
                f"DELETE FROM families_personkey{_NEW} k USING keying_since s WHERE s.person_id = k.person_id"  # noqa: S608
            )
            cursor.execute(_insert("families_personkey" + _NEW, since, stage))
        cursor.execute("DROP TABLE keying_since")
        for table in TABLES:
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"ALTER TABLE {table}{_NEW} RENAME TO {table}")
        for _table, name, beside in names:
            cursor.execute(f'ALTER INDEX "{beside}" RENAME TO "{name}"')
        cursor.execute(
            "ALTER TABLE families_personkey ADD CONSTRAINT personkey_of_person FOREIGN KEY (person_id)"
            " REFERENCES families_person (id) ON DELETE CASCADE NOT VALID"
        )
        _note(cursor)
    # whoever was taken out of the tables meanwhile has keys no more
    cursor.execute(
        "DELETE FROM families_personkey k WHERE NOT EXISTS (SELECT FROM families_person p WHERE p.id = k.person_id)"
    )
    cursor.execute("ALTER TABLE families_personkey VALIDATE CONSTRAINT personkey_of_person")
    cursor.execute("SELECT count(*) FROM families_personkey WHERE place = 0")
    return int(cursor.fetchone()[0])


def _note(cursor: Any, *, only_if_new: bool = False) -> None:
    taken = "NOTHING" if only_if_new else "UPDATE SET version = EXCLUDED.version, made_at = EXCLUDED.made_at"
    cursor.execute(
        "INSERT INTO families_folding (id, version, made_at) VALUES (1, %s, now()) ON CONFLICT (id) DO " + taken,  # noqa: S608
        [FOLD_VERSION],
    )
