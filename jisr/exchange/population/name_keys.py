"""Search keys for every name of the population, set-based: each different word is folded once."""

from django.db import connections

from jisr.common.database import scope
from jisr.exchange.population.keys import LABEL
from jisr.families.models import NameKey
from jisr.families.queries import search_words

#: Tables of the keys, bare like those of the rows while they are written.
TABLES = (NameKey._meta.db_table,)
#: The households of the population among others.
OURS = f"reference LIKE '{LABEL}%'"
_PEOPLE = f"""
families_person p JOIN families_household h ON h.id = p.household_id AND h.{OURS}
CROSS JOIN LATERAL (VALUES (given_ar), (family_ar), (given_fr), (family_fr)) names(name)
"""
_WRITE = f"""
INSERT INTO families_namekey (person_id, word) SELECT DISTINCT p.id, word FROM {_PEOPLE}
JOIN population_words w ON w.name = names.name CROSS JOIN LATERAL unnest(w.words) word
"""
_FORGET = f"""
DELETE FROM families_namekey k USING families_person p, families_household h
WHERE p.id = k.person_id AND h.id = p.household_id AND h.{OURS}
"""


def rekey() -> None:
    """Write the keys of all persons of the population, in one transaction."""
    with scope(speaking="owner"), connections["owner"].cursor() as cursor:
        # as long as the planner has not looked, it takes the tables for empty
        cursor.execute("ANALYZE families_household, families_person")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(f"SELECT DISTINCT name FROM {_PEOPLE} WHERE name <> ''")
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute("CREATE TEMPORARY TABLE population_words (name text, words text[]) ON COMMIT DROP")
        with cursor.copy("COPY population_words FROM STDIN") as copy:
            for name in names:
                copy.write_row([name, [word[:60] for word in search_words(name)]])
        cursor.execute("ANALYZE population_words")
        cursor.execute(_FORGET)
        cursor.execute(_WRITE)
