"""Tables of a batch: persons as they are compared, their keys, and the pairs that share one. DuckDB and Spark alike.

Two persons are compared when they share a key (one of ``_KEYS``): never a birth date alone, since one in twelve is
written as 1 January, and never more than ``most`` persons at once: such a key is a number like 0600000000. Keys of
one name alone are shared by chance, more often the more persons there are: who shares nothing but one must be near in
what is left (``_NEAR``), or ten million would be compared a hundred times as often as one.
"""

from collections.abc import Callable
from typing import Any

#: What is read of each person, from the registry or from a file.
RAW = (
    "uid", "household", "compartment", "given_ar", "family_ar", "given_fr", "family_fr", "sex", "born_on", "born_about",
    "commune", "phone", "phone_2", "cin", "idcs",
)  # fmt: skip

# 1 January is what is written where the day is not known
PERSONS = """
SELECT r.person, r.household, coalesce(r.compartment, '') AS compartment, nullif(r.sex, '') AS sex, r.commune,
    nullif(r.phone, '') AS phone, nullif(r.phone_2, '') AS phone_2, nullif(r.cin, '') AS cin,
    nullif(r.idcs, '') AS idcs,
    coalesce(ga.skeleton, gl.skeleton) AS given_key, nullif(gl.skeleton, ga.skeleton) AS given_key_2,
    coalesce(fa.skeleton, fl.skeleton) AS family_key, nullif(fl.skeleton, fa.skeleton) AS family_key_2,
    coalesce(ga.sounds, gl.sounds) AS given_sounds, nullif(gl.sounds, ga.sounds) AS given_sounds_2,
    coalesce(fa.sounds, fl.sounds) AS family_sounds, nullif(fl.sounds, fa.sounds) AS family_sounds_2,
    ga.letters AS given_arabic, gl.letters AS given_latin, fa.letters AS family_arabic, fl.letters AS family_latin,
    coalesce(ga.word, gl.word) AS given_word, coalesce(ga.word_2, gl.word_2) AS given_word_2,
    coalesce(fa.word, fl.word) AS family_word, coalesce(fa.word_2, fl.word_2) AS family_word_2,
    year(r.born_on) AS year, month(r.born_on) AS month, day(r.born_on) AS day,
    (coalesce(r.born_about, false) OR (month(r.born_on) = 1 AND day(r.born_on) = 1)) AS about
FROM raw r LEFT JOIN names ga ON ga.spelling = r.given_ar LEFT JOIN names gl ON gl.spelling = r.given_fr
LEFT JOIN names fa ON fa.spelling = r.family_ar LEFT JOIN names fl ON fl.spelling = r.family_fr
"""

# every reading of the given name with every reading of the family name; then each part by itself, whichever it is
_BOTH = " UNION ALL ".join(
    f"SELECT person, compartment, commune, year, about, {given} AS given, {family} AS family FROM persons"
    f" WHERE {given} IS NOT NULL AND {family} IS NOT NULL"
    for given in ("given_key", "given_key_2")
    for family in ("family_key", "family_key_2")
)
_DATE = "year * 10000 + least(month, day) * 100 + greatest(month, day)"  # the same where day and month were swapped
_PARTS = " UNION ALL ".join(
    f"SELECT person, compartment, commune, phone, phone_2, year, about, {_DATE} AS born, {part} AS part FROM persons"
    f" WHERE {part} IS NOT NULL"
    for part in ("given_key", "given_key_2", "family_key", "family_key_2")
)
_APART = " UNION ALL ".join(f"SELECT {years} AS years" for years in (-2, -1, 0, 1, 2))
_KEYS = """
SELECT 1 AS kind, {hash}(1, compartment, least(given, family), greatest(given, family), year + years) AS k, person
    FROM (%(both)s) b CROSS JOIN (%(apart)s) a WHERE year IS NOT NULL AND (years = 0 OR about)
UNION ALL SELECT 2, {hash}(2, compartment, least(given, family), greatest(given, family), commune), person
    FROM (%(both)s) b WHERE commune IS NOT NULL
UNION ALL SELECT 3, {hash}(3, compartment, part, born), person FROM (%(parts)s) p WHERE born IS NOT NULL AND NOT about
UNION ALL SELECT 4, {hash}(4, compartment, part, commune, year), person FROM (%(parts)s) p
    WHERE commune IS NOT NULL AND year IS NOT NULL
UNION ALL SELECT 5, {hash}(5, compartment, part, phone), person FROM (%(parts)s) p WHERE phone IS NOT NULL
UNION ALL SELECT 5, {hash}(5, compartment, part, phone_2), person FROM (%(parts)s) p WHERE phone_2 IS NOT NULL
UNION ALL SELECT 6, {hash}(6, compartment, cin), person FROM persons WHERE cin IS NOT NULL
UNION ALL SELECT 7, {hash}(7, compartment, idcs), person FROM persons WHERE idcs IS NOT NULL
""" % {"both": _BOTH, "parts": _PARTS, "apart": _APART}  # noqa: UP031  braces are left for the dialect

# both names begin alike or end alike, in their order or the other: one slip leaves one end of a skeleton as it was


def _alike(one: str, other: str) -> str:
    return f"(one.{one}_first = other.{other}_first OR one.{one}_last = other.{other}_last)"


_NAMES_NEAR = (
    f"coalesce(({_alike('given', 'given')} AND {_alike('family', 'family')})"
    f" OR ({_alike('given', 'family')} AND {_alike('family', 'given')}), true)"
)
_BIRTH_NEAR = (
    "coalesce(one.about OR other.about OR one.month = other.month OR one.day = other.day"
    " OR (one.month = other.day AND one.day = other.month), true)"
)
#: Who shares a key is compared if this holds too: always for keys of both names, or of a number that is one person's.
_NEAR = (
    "(one.kind IN (1, 2, 6, 7) OR (coalesce(one.sex = other.sex, true)"
    f" AND CASE WHEN one.kind = 3 THEN {_NAMES_NEAR} ELSE {_BIRTH_NEAR} END))"
)

#: What each engine calls a number of 64 bits made of several values.
HASH = {"duckdb": "hash", "spark": "xxhash64"}


def keys(dialect: str) -> str:
    """Every key of every person, once: ``kind``, ``k``, ``person``."""
    return f"SELECT DISTINCT kind, k, person FROM ({_KEYS.format(hash=HASH[dialect])}) every_key"


def usable(most: int) -> str:
    """Keys of ``keys`` that at least two and at most so many persons share: ``k``, ``n``."""
    return f"SELECT k, count(*) AS n FROM keys GROUP BY k HAVING count(*) BETWEEN 2 AND {int(most)}"


def pairs(part: int, parts: int) -> str:
    """Pairs that share a key, each once, as Splink takes them; those whose first person falls into one of the parts."""
    return (
        "SELECT DISTINCT '0' AS match_key, one.person AS join_key_l, other.person AS join_key_r FROM shared_keys one"
        " JOIN shared_keys other ON one.k = other.k AND one.person < other.person"
        f" WHERE one.person % {int(parts)} = {int(part)} AND {_NEAR}"
    )


def make(run: Callable[[str], Any], dialect: str, most: int) -> None:
    """Persons, keys and shared keys of the tables ``raw`` and ``names``.

    Args:
        run: does one statement on the engine.
        dialect: duckdb or spark.
        most: persons that may share a key.
    """
    run(f"CREATE TABLE persons AS {PERSONS}")
    run(f"CREATE TABLE keys AS {keys(dialect)}")
    run(f"CREATE TABLE usable AS {usable(most)}")
    ends = ", ".join(
        f"ascii(substr({name}_key, {place}, 1)) AS {name}_{end}"
        for name in ("given", "family") for end, place in (("first", "1"), ("last", f"length({name}_key)"))
    )  # fmt: skip
    run(
        f"CREATE TABLE shared_keys AS SELECT keys.kind, keys.k, p.person, p.sex, p.about, p.month, p.day, {ends}"
        " FROM keys JOIN usable ON keys.k = usable.k JOIN persons p ON p.person = keys.person"
    )
