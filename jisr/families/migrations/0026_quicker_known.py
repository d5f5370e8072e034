"""The search among ten million: each row scored once, the best of them gathered, and what it reads kept in memory."""

from importlib import import_module

from django.db import migrations

_was = import_module("jisr.families.migrations.0012_known")
_doors = import_module("jisr.families.migrations.0013_known_doors")

#: One person has a row for each of her keys and each way in which she was found: a tenth of these are persons, at least.
_ROWS = 600
# A year as a float, where EXTRACT makes a number of any length first.
DATED = _was.DATED.replace("extract(year FROM k.born)::int", "date_part('year', k.born)::int")
# Two barriers (OFFSET 0): a likeness is computed once, not where it is filtered, ordered and gathered.
SCORED = f"""
        SELECT t.person_id, max(t.named) AS named, max(t.dated) AS dated, max(t.score) AS score FROM (
            SELECT r.person_id, r.named, r.dated,
                .7 * r.named + .3 * r.dated + CASE WHEN r.commune = asked.commune THEN .04 ELSE 0 END AS score
            FROM (SELECT k.person_id, k.commune, {_was.NAMED} AS named, {DATED} AS dated
                FROM (@FOUND@) k
                LEFT JOIN unnest(codes, as_family) f(code, away) ON f.code = k.family
                LEFT JOIN unnest(codes, as_given) g(code, away) ON g.code = k.given
                LEFT JOIN unnest(asked.days, asked.day_likeness) d(day, likeness) ON d.day = k.born
                OFFSET 0) r
            WHERE .7 * r.named + .3 * r.dated >= CASE WHEN asked.year IS NULL THEN .33 ELSE .42 END
            ORDER BY score DESC, r.person_id LIMIT {_ROWS}) t
        GROUP BY t.person_id ORDER BY score DESC, t.person_id LIMIT @MOST@"""


# Where the year alone is known, a surname as far off as a day would allow brings thousands who are nobody: it must be
# within two letters, or one and a particle.
_YEARS = "k.family = ANY(near)\n            AND k.born BETWEEN make_date(asked.year - 1, 1, 1)"
_NEAR = "    near int[] := ARRAY(SELECT code FROM unnest(codes, as_family) x(code, away) WHERE away <= .6);"


def closer(text: str) -> str:
    """The function with that condition."""
    assert text.count(_YEARS) == 1 and text.count(_NEAR) == 1
    return text.replace(_YEARS, _YEARS.replace("(near)", "(closer)")).replace(
        _NEAR, f"{_NEAR}\n{_NEAR.replace('near int', 'closer int').replace('.6', '.45')}"
    )


def again(text: str) -> str:
    """A function put in the place of the one that is there."""
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


KINDS = (("jisr_near_open", "k.kept = ''"), ("jisr_near_kept", _was.KEPT))
NEAR = "".join(again(closer(_was.near_persons(name, kept, SCORED))) for name, kept in KINDS)
OLD_NEAR = "".join(again(_was.near_persons(name, kept)) for name, kept in KINDS)
# Called hundreds of times in a search, by functions that set it already: setting it each time cost a tenth of a search.
WORDS = "ALTER FUNCTION jisr_words_alike RESET search_path;"
OLD_WORDS = "ALTER FUNCTION jisr_words_alike SET search_path = public, pg_temp;"
# First what every search reads, then what it shows of those found; as much as finds room beside everything else.
WARM = f"""
CREATE OR REPLACE FUNCTION jisr_warm_keys() RETURNS int {_doors.PATH} $$
DECLARE
    one regclass; bytes bigint := 0; has boolean := EXISTS (SELECT FROM pg_proc WHERE proname = 'pg_prewarm');
    room bigint := pg_size_bytes(current_setting('shared_buffers')) * 7 / 8;
BEGIN
    FOR one IN SELECT q.one FROM (
        SELECT i.indexrelid AS one, CASE WHEN i.indrelid IN ('families_skeleton'::regclass,
            'families_skeletonalias'::regclass) THEN 1 WHEN i.indisprimary THEN 3 ELSE 2 END AS turn
        FROM pg_index i WHERE i.indrelid IN (
            'families_personkey'::regclass, 'families_skeleton'::regclass, 'families_skeletonalias'::regclass)
        UNION ALL SELECT t.one::regclass, t.turn FROM (VALUES ('families_skeleton', 1), ('families_skeletonalias', 1),
            ('families_personkey', 4), ('families_household_pkey', 5), ('access_household', 5),
            ('person_compartment_key', 5), ('families_household', 6), ('families_access', 6), ('families_person', 6))
            t(one, turn)) q ORDER BY q.turn, q.one LOOP
        CONTINUE WHEN bytes + pg_relation_size(one) > room;
        bytes := bytes + pg_relation_size(one);
        IF has THEN EXECUTE 'SELECT pg_prewarm($1)' USING one; END IF;
    END LOOP;
    {_doors.WARM.split("END LOOP;")[1].split("REVOKE ALL")[0].strip()}
"""


class Migration(migrations.Migration):
    """Functions alone."""

    dependencies = [("families", "0025_forgetting_in_lists")]
    operations = [
        migrations.RunSQL(
            NEAR + WORDS + WARM,
            OLD_NEAR + OLD_WORDS + again(_doors.WARM.split("REVOKE ALL")[0]),
        )
    ]
