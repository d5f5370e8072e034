"""Doors of an import of families: who may use them, what is shown of rows, what the reader of files is told."""

from django.db import migrations

TABLES = (
    "importpiece", "importnote", "importrow", "importnumber", "importplan", "importpair", "importhome",
)  # fmt: skip
# A crash of the database empties them: then the file is sent again, and nothing of it was written.
UNLOGGED = "".join(f"ALTER TABLE exchange_{table} SET UNLOGGED;" for table in TABLES) + "".join(
    f"ALTER TABLE exchange_{table} ALTER COLUMN author SET DEFAULT nullif(current_setting('jisr.user', true), '');"
    for table in ("importrow", "importnumber")
)
LOGGED = "".join(f"ALTER TABLE exchange_{table} SET LOGGED;" for table in TABLES)

SPEAKER = "nullif(current_setting('jisr.user', true), '')"

# Every door begins here: the file is the speaker's own, at a centre that she speaks for and directs today.
OF = f"""
CREATE FUNCTION jisr_import_of(the_import uuid, the_states text[]) RETURNS exchange_familyimport
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE found exchange_familyimport;
BEGIN
    SELECT i.* INTO found FROM exchange_familyimport i
    WHERE i.id = the_import AND i.author = {SPEAKER} AND i.centre_id = ANY(jisr_centres())
      AND i.state = ANY(the_states) AND i.dies_at > now()
      AND EXISTS (SELECT FROM staff_post p JOIN accounts_user u ON u.id = p.user_id AND u.is_active
                  WHERE p.user_id = i.author::bigint AND p.centre_id = i.centre_id AND p.role = 'centre_director'
                    AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE));
    IF found.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'this import is not open to the speaker';
    END IF;
    RETURN found;
END $$;
REVOKE ALL ON FUNCTION jisr_import_of(uuid, text[]) FROM PUBLIC;
"""

# Rows as they will be written, a page of one kind at a time; what is encrypted stays where it is.
ROWS = """
CREATE FUNCTION jisr_import_rows(the_import uuid, the_state text, the_after int, the_most int)
RETURNS TABLE (n int, state text, other int, why text, person uuid, household uuid, taken boolean, says jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['checked', 'confirmed']);
BEGIN
    RETURN QUERY SELECT r.n, coalesce(l.state, 'new')::text, l.other, coalesce(l.why, '')::text, l.person_id,
        l.household_id, coalesce(l.take, false),
        jsonb_strip_nulls(to_jsonb(r) - ARRAY['id', 'home', 'importing', 'author', 'key', 'key_sealed', 'home_key',
                                              'home_sealed', 'digest', 'words', 'families', 'givens',
                                              'heard', 'person_named'])
    FROM exchange_importrow r LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = r.n
    WHERE r.importing = i.id AND r.n > the_after AND CASE the_state
        WHEN '' THEN true WHEN 'new' THEN l.n IS NULL OR l.state = 'joined' ELSE l.state = the_state END
    ORDER BY r.n LIMIT least(the_most, 500);
END $$;

CREATE FUNCTION jisr_import_some(the_import uuid, the_rows int[])
RETURNS TABLE (n int, says jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['checked']);
BEGIN
    RETURN QUERY SELECT r.n, jsonb_strip_nulls(to_jsonb(r) - ARRAY['id', 'home', 'importing', 'author', 'key',
        'key_sealed', 'home_key', 'home_sealed', 'digest', 'words', 'families', 'givens',
                                              'heard', 'person_named'])
    FROM exchange_importrow r WHERE r.importing = i.id AND r.n = ANY(the_rows[:500]) ORDER BY r.n;
END $$;
"""

# How far the rows of a file came in, so that a reader that was killed goes on where they end.
REACHED = """
CREATE FUNCTION jisr_import_reached(the_import uuid) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['mapped']);
BEGIN
    RETURN (SELECT count(*)::int FROM exchange_importrow r WHERE r.importing = i.id);
END $$;
"""

WIPE = "".join(f"DELETE FROM exchange_{table} t WHERE t.importing = the_import;" for table in TABLES)
ROWS_ONLY = "".join(
    f"DELETE FROM exchange_{table} t WHERE t.importing = the_import;" for table in TABLES if table != "importpiece"
)
DROP_ROWS = f"""
CREATE FUNCTION jisr_import_wipe(the_import uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN {WIPE} END $$;
REVOKE ALL ON FUNCTION jisr_import_wipe(uuid) FROM PUBLIC;

CREATE FUNCTION jisr_import_drop(the_import uuid, with_file boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM jisr_import_of(the_import, ARRAY['sent', 'looked', 'mapped', 'checked', 'confirmed', 'failed']);
    {ROWS_ONLY}
    IF with_file THEN PERFORM jisr_import_wipe(the_import); END IF;
END $$;
"""

KEEPER = """
CREATE FUNCTION jisr_imports_due(most_tries int) RETURNS TABLE (the_import uuid, author text, centre bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT i.id, i.author, i.centre_id FROM exchange_familyimport i
    WHERE i.state IN ('sent', 'mapped', 'confirmed') AND i.dies_at > now() AND i.tries <= most_tries ORDER BY i.at
$$;

CREATE FUNCTION jisr_forget_imports() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one uuid; gone bigint := 0;
BEGIN
    FOR one IN SELECT i.id FROM exchange_familyimport i
        WHERE i.dies_at < now() AND i.state NOT IN ('taken', 'cancelled') LOOP
        PERFORM jisr_import_wipe(one);
        UPDATE exchange_familyimport SET state = 'cancelled', sealed = NULL WHERE id = one;
        gone := gone + 1;
    END LOOP;
    RETURN gone;
END $$;
"""

FOR = {
    "jisr_import_rows(uuid, text, int, int)": "jisr_app",
    "jisr_import_some(uuid, int[])": "jisr_app",
    "jisr_import_reached(uuid)": "jisr_app",
    "jisr_import_drop(uuid, boolean)": "jisr_app",
    "jisr_imports_due(int)": "jisr_keeper",
    "jisr_forget_imports()": "jisr_keeper",
}
RIGHTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {login};"
    for name, login in FOR.items()
)
GONE = "".join(f"DROP FUNCTION {name};" for name in (*FOR, "jisr_import_wipe(uuid)", "jisr_import_of(uuid, text[])"))


class Migration(migrations.Migration):
    """Names stand in clear in one table that no login reads; these doors read it for the author alone."""

    dependencies = [
        ("exchange", "0003_imports_of_families"),
        ("families", "0022_numbers_of_lists"),
        ("staff", "0003_posts_of_the_forum"),
    ]
    operations = [
        migrations.RunSQL(UNLOGGED, LOGGED),
        migrations.RunSQL(OF + ROWS + REACHED + DROP_ROWS + KEEPER + RIGHTS, GONE),
    ]
