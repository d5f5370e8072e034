"""Joining two files, and taking them apart: every table under a person or a household, found in the catalogue.

A room that has rules of its own where two of its rows would clash gives a function ``jisr_settle_<room>`` with the
arguments (joining, household left, household joined, person who stays, person who goes, whether the household goes
along, compartments that go along); it is called before anything moves, and writes through ``jisr_join_…`` alone.
"""

from django.db import migrations

# A table with a key of its own is moved row by row; one without (keys of the search) is made of the person's names.
TABLES = """
CREATE FUNCTION jisr_join_tables() RETURNS TABLE (tab text, col text, whose text, kept boolean, derived boolean)
LANGUAGE sql STABLE AS $$
    SELECT c.conrelid::regclass::text, a.attname::text,
        CASE c.confrelid WHEN 'families_person'::regclass THEN 'person' ELSE 'household' END,
        EXISTS (SELECT FROM pg_attribute k WHERE k.attrelid = c.conrelid AND k.attname = 'compartment')
            -- what leads from an identifier of yesterday, or tells of a joining, is no content of a compartment
            AND c.conrelid::regclass::text NOT IN ('families_former', 'families_merge', 'families_protectedlink'),
        NOT EXISTS (SELECT FROM pg_attribute k WHERE k.attrelid = c.conrelid AND k.attname = 'id'
                    AND k.atttypid = 'uuid'::regtype)
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.conparentid = 0
      AND c.confrelid IN ('families_person'::regclass, 'families_household'::regclass)
    ORDER BY 3, 1, 2
$$;

CREATE FUNCTION jisr_join_hangs() RETURNS TABLE (tab text, col text, subject text)
LANGUAGE sql STABLE AS $$
    SELECT c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 2
      AND c.conrelid IN (SELECT t.tab::regclass FROM jisr_join_tables() t WHERE t.whose = 'household')
      AND c.confrelid IN (SELECT t.tab::regclass FROM jisr_join_tables() t WHERE t.whose = 'household')
    ORDER BY 1, 2
$$;

CREATE FUNCTION jisr_join_columns(the_tab text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = the_tab::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
$$;
"""

WRITE = """
CREATE FUNCTION jisr_join_note(m uuid, the_op text, the_tab text, the_col text, the_keys uuid[], was jsonb, now_is jsonb)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO families_mergechange (id, merge_id, n, op, tab, col, keys, before, after)
    SELECT gen_random_uuid(), m, coalesce(max(c.n), 0) + 1, the_op, the_tab, the_col, the_keys, was, now_is
    FROM families_mergechange c WHERE c.merge_id = m
$$;

CREATE FUNCTION jisr_join_set(m uuid, the_op text, the_tab text, the_key uuid, the_col text, value jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE was jsonb;
BEGIN
    EXECUTE format('SELECT to_jsonb(t)->%L FROM %I t WHERE t.id = $1', the_col, the_tab) INTO was USING the_key;
    IF was IS NOT DISTINCT FROM value THEN RETURN; END IF;
    EXECUTE format('UPDATE %1$I SET %2$I = (jsonb_populate_record(NULL::%1$I, jsonb_build_object(%2$L, $1))).%2$I'
                   ' WHERE id = $2', the_tab, the_col) USING value, the_key;
    PERFORM jisr_join_note(m, the_op, the_tab, the_col, ARRAY[the_key], was, value);
END $$;

CREATE FUNCTION jisr_join_move(m uuid, the_tab text, the_col text, left_at uuid, joined uuid, which text, compartments text[])
RETURNS int LANGUAGE plpgsql AS $$
DECLARE moved uuid[];
BEGIN
    EXECUTE format('WITH moved AS (UPDATE %1$I t SET %2$I = $2 WHERE t.%2$I = $1 AND (%3$s) RETURNING t.id)'
                   ' SELECT array_agg(id) FROM moved', the_tab, the_col, which)
        INTO moved USING left_at, joined, compartments;
    IF moved IS NULL THEN RETURN 0; END IF;
    PERFORM jisr_join_note(m, 'set', the_tab, the_col, moved, to_jsonb(left_at), to_jsonb(joined));
    RETURN cardinality(moved);
END $$;

CREATE FUNCTION jisr_join_add(m uuid, the_tab text, value jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE columns text := jisr_join_columns(the_tab);
BEGIN
    EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, $1)', the_tab, columns)
        USING value;
    PERFORM jisr_join_note(m, 'add', the_tab, '', ARRAY[(value->>'id')::uuid], NULL, value);
END $$;

CREATE FUNCTION jisr_join_del(m uuid, the_tab text, the_key uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE was jsonb;
BEGIN
    EXECUTE format('DELETE FROM %1$I t WHERE t.id = $1 RETURNING to_jsonb(t)', the_tab) INTO was USING the_key;
    PERFORM jisr_join_note(m, 'del', the_tab, '', ARRAY[the_key], was, NULL);
END $$;
"""

# Rows that hang on another row go where it goes: a note with its interview, an aid with its step.
HANGING = """
CREATE FUNCTION jisr_join_follow(m uuid, left_at uuid, joined uuid, was uuid, now_is uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE h record; p record; follows text; again int := 1; n int;
BEGIN
    WHILE again <= 4 LOOP
        FOR h IN SELECT * FROM jisr_join_hangs() LOOP
            CONTINUE WHEN h.subject IN ('families_person', 'families_household');
            follows := format('EXISTS (SELECT FROM %I s WHERE s.id = t.%I AND s.household_id = $2)', h.subject, h.col);
            IF m IS NOT NULL THEN
                CONTINUE WHEN EXISTS (SELECT FROM jisr_join_tables() t WHERE t.tab = h.tab AND t.whose = 'person');
                PERFORM jisr_join_move(m, h.tab, 'household_id', left_at, joined, follows, NULL);
                CONTINUE;
            END IF;
            FOR p IN SELECT * FROM jisr_join_tables() t WHERE t.tab = h.tab AND t.whose = 'person' LOOP
                EXECUTE format('UPDATE %I t SET %I = $4 WHERE t.%I = $3 AND t.household_id = $1 AND %s',
                               h.tab, p.col, p.col, follows) USING left_at, joined, was, now_is;
            END LOOP;
            EXECUTE format('UPDATE %I t SET household_id = $2 WHERE t.household_id = $1 AND %s', h.tab, follows)
                USING left_at, joined;
        END LOOP;
        again := again + 1;
    END LOOP;
END $$;
"""

# Where two rows of the families' own would clash: nobody lives in one household twice, and nobody leads it twice.
SETTLE = """
CREATE FUNCTION jisr_settle_families(
    m uuid, left_at uuid, joined uuid, stays uuid, goes uuid, whole boolean, compartments text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
    -- her place in the household that she leaves ends on the day; her place in the other one stays as it was
    FOR r IN SELECT id, since FROM families_membership WHERE person_id = goes AND until IS NULL LOOP
        PERFORM jisr_join_set(m, 'set', 'families_membership', r.id, 'until',
                              to_jsonb(greatest(r.since, CURRENT_DATE)));
    END LOOP;
    -- her files in other households name her by her key: where she came from is who she is now
    PERFORM jisr_join_move(m, 'families_person', 'origin', goes, stays, format('t.id <> %L', stays), NULL);
    FOR r IN SELECT g.origin FROM families_person g JOIN families_person s ON s.id = stays
             WHERE g.id = goes AND s.origin IS NULL AND g.origin <> stays LOOP
        PERFORM jisr_join_set(m, 'set', 'families_person', stays, 'origin', to_jsonb(r.origin));
    END LOOP;
    -- the worker whom the household that is joined knows as hers stays its referent
    IF whole AND left_at <> joined THEN
        FOR r IN SELECT f.id, f.since FROM families_referent f WHERE f.household_id = left_at AND f.until IS NULL
                 AND EXISTS (SELECT FROM families_referent o WHERE o.household_id = joined AND o.until IS NULL
                             AND o.compartment = f.compartment) LOOP
            PERFORM jisr_join_set(m, 'set', 'families_referent', r.id, 'until',
                                  to_jsonb(greatest(r.since, CURRENT_DATE)));
        END LOOP;
    END IF;
    -- who leads the household that is joined goes on leading it
    IF whole AND left_at <> joined AND EXISTS (
        SELECT FROM families_membership WHERE household_id = joined AND until IS NULL AND relation = 'head'
    ) THEN
        FOR r IN SELECT id FROM families_membership
                 WHERE household_id = left_at AND until IS NULL AND relation = 'head' LOOP
            PERFORM jisr_join_set(m, 'set', 'families_membership', r.id, 'relation', '"other"');
        END LOOP;
    END IF;
END $$;
"""

NAMES = (
    "jisr_join_tables()", "jisr_join_hangs()", "jisr_join_columns(text)",
    "jisr_join_note(uuid, text, text, text, uuid[], jsonb, jsonb)",
    "jisr_join_set(uuid, text, text, uuid, text, jsonb)",
    "jisr_join_move(uuid, text, text, uuid, uuid, text, text[])", "jisr_join_add(uuid, text, jsonb)",
    "jisr_join_del(uuid, text, uuid)", "jisr_join_follow(uuid, uuid, uuid, uuid, uuid)",
    "jisr_settle_families(uuid, uuid, uuid, uuid, uuid, boolean, text[])",
)  # fmt: skip
RIGHTS = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in NAMES)
DROP = "".join(f"DROP FUNCTION {name};" for name in reversed(NAMES))


class Migration(migrations.Migration):
    """Called by the doors alone; each writes down what it changes, so that it can be taken back exactly."""

    dependencies = [("families", "0008_doors_of_reviews")]
    operations = [migrations.RunSQL(TABLES + WRITE + HANGING + SETTLE + RIGHTS, DROP)]
