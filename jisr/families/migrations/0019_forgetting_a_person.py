"""Erasing a person: found through the keys of the catalogue itself, so that a table added later is found too."""

from django.db import migrations

CURRENT = "a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)"
MINE = (
    "EXISTS (SELECT FROM families_access a WHERE a.household_id = {0} AND a.centre_id = ANY(jisr_centres())"
    f" AND {CURRENT})"
)
CLOSED = "RAISE insufficient_privilege USING MESSAGE = 'this request is not open to the speaker'"

# What points at what, by keys of one column; composite keys only hold compartments together.
POINTERS = """
CREATE FUNCTION jisr_pointers(OUT child text, OUT col text, OUT kind text, OUT may_be_empty boolean, OUT parent text,
    OUT child_key text, OUT names_a_person boolean, OUT has_compartment boolean) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.conrelid::regclass::text, a.attname::text, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
        c.confrelid::regclass::text, k.attname::text,
        c.conrelid IN ('families_person'::regclass, 'families_household'::regclass) OR EXISTS (
            SELECT FROM pg_attribute p WHERE p.attrelid = c.conrelid AND p.attname = 'person_id' AND NOT p.attisdropped),
        EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = c.conrelid AND p.attname = 'compartment'
                AND NOT p.attisdropped)
    FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    JOIN pg_constraint pk ON pk.conrelid = c.conrelid AND pk.contype = 'p' AND cardinality(pk.conkey) = 1
    JOIN pg_attribute k ON k.attrelid = c.conrelid AND k.attnum = pk.conkey[1]
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.connamespace = 'public'::regnamespace
    ORDER BY 1, 2
$$;
REVOKE ALL ON FUNCTION jisr_pointers() FROM PUBLIC;
"""

# A pointer to another person beside one's own (to whom papers are handed) is emptied, never followed.
# Rows that hang on these, and on those again. A pointer that may be empty is followed where the row names no person
# of its own (a report of danger behind a visit), or names her; another person's row only loses the pointer.
HANGING = """
CREATE FUNCTION jisr_hanging_on(begin_with jsonb, hidden text[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE going jsonb := begin_with; edge jsonb := begin_with; next_edge jsonb; fk record; found jsonb;
BEGIN
    WHILE edge <> '{}' LOOP
        next_edge := '{}';
        FOR fk IN SELECT * FROM jisr_pointers() p WHERE edge ? p.parent
            AND (NOT p.may_be_empty OR p.col = 'person_id' OR NOT p.names_a_person)
        LOOP
            EXECUTE format(
                'SELECT coalesce(jsonb_agg(%1$I::text), ''[]'') FROM %2$s WHERE %3$I = ANY($1::%4$s[])'
                ' AND NOT $2 ? %1$I::text AND NOT $3 ? %1$I::text' || CASE WHEN fk.has_compartment
                THEN ' AND NOT compartment = ANY($4)' ELSE '' END,
                fk.child_key, fk.child, fk.col, fk.kind)
            INTO found USING ARRAY(SELECT jsonb_array_elements_text(edge -> fk.parent)),
                coalesce(going -> fk.child, '[]'), coalesce(next_edge -> fk.child, '[]'), hidden;
            IF found <> '[]' THEN
                next_edge := next_edge || jsonb_build_object(fk.child, coalesce(next_edge -> fk.child, '[]') || found);
            END IF;
        END LOOP;
        SELECT going || coalesce(jsonb_object_agg(e.key, coalesce(going -> e.key, '[]') || e.value), '{}')
            INTO going FROM jsonb_each(next_edge) e;
        edge := next_edge;
    END LOOP;
    RETURN going;
END $$;
REVOKE ALL ON FUNCTION jisr_hanging_on(jsonb, text[]) FROM PUBLIC;
"""

# The compartment, among those hidden from whoever decides, in which something of her stands; '' for none.
BEHIND = """
CREATE FUNCTION jisr_kept_behind(tab text, the_key uuid, hidden text[]) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE fk record; kept text;
BEGIN
    FOR fk IN SELECT * FROM jisr_pointers() p WHERE p.parent = tab AND p.has_compartment LOOP
        EXECUTE format('SELECT min(compartment) FROM %s WHERE %I = $1 AND compartment = ANY($2)', fk.child, fk.col)
            INTO kept USING the_key, hidden;
        IF kept IS NOT NULL THEN RETURN kept; END IF;
    END LOOP;
    RETURN '';
END $$;
REVOKE ALL ON FUNCTION jisr_kept_behind(text, uuid, text[]) FROM PUBLIC;
"""

FORGET = """
CREATE FUNCTION jisr_forget_person(the_person uuid, hidden text[], the_words text[], the_request uuid) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    going jsonb; home uuid; alone boolean; kept text; fk record; one record; keys text[]; her record; apart uuid := gen_random_uuid();
BEGIN
    SELECT p.* INTO her FROM families_person p WHERE p.id = the_person FOR UPDATE;
    IF NOT FOUND THEN RETURN '{}'; END IF;
    home := her.household_id;
    PERFORM FROM families_household h WHERE h.id = home FOR UPDATE;
    alone := NOT EXISTS (SELECT FROM families_person p WHERE p.household_id = home AND p.id <> the_person);
    kept := jisr_kept_behind('families_person', the_person, hidden);
    IF kept = '' AND alone THEN kept := jisr_kept_behind('families_household', home, hidden); END IF;
    going := jsonb_build_object('families_person', jsonb_build_array(the_person));
    IF alone THEN going := going || jsonb_build_object('families_household', jsonb_build_array(home)); END IF;
    going := jisr_hanging_on(going, hidden);
    IF kept <> '' THEN
        -- for everybody outside she is gone; her name stays where its keepers decide, and the request waits for them
        SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') INTO going FROM jsonb_each(going) e WHERE e.key NOT IN
            ('families_person', 'families_household', 'families_membership', 'families_access', 'families_rightsrequest');
        IF alone THEN UPDATE families_household SET compartment = kept, locality = '' WHERE id = home; END IF;
    END IF;
    keys := ARRAY(SELECT jsonb_array_elements_text(e.value) FROM jsonb_each(going) e);
    FOR fk IN SELECT * FROM jisr_pointers() p WHERE going ? p.parent AND p.may_be_empty LOOP
        EXECUTE format('UPDATE %s SET %I = NULL WHERE %I = ANY($1::%s[]) AND NOT $2 ? %I::text',
            fk.child, fk.col, fk.col, fk.kind, fk.child_key)
            USING ARRAY(SELECT jsonb_array_elements_text(going -> fk.parent)), coalesce(going -> fk.child, '[]');
    END LOOP;
    -- what leaves no key behind: messages, what somebody was typing, sheets between preview and yes
    DELETE FROM outgoing_message m WHERE split_part(m.about, ':', 2) = ANY(keys || the_person::text);
    DELETE FROM common_draft d WHERE EXISTS (
        SELECT FROM unnest(keys || the_person::text || home::text) k WHERE position(k IN d.place) > 0);
    PERFORM jisr_forget_staged(the_words || ARRAY(
        SELECT w FROM unnest(ARRAY[her.given_ar || chr(1) || her.family_ar, her.given_fr || chr(1) || her.family_fr]) w
        WHERE length(w) > 3));
    -- keys of tables are judged at the end: the order of the tables does not count
    SET CONSTRAINTS ALL DEFERRED;
    FOR one IN SELECT e.key AS tab, ARRAY(SELECT jsonb_array_elements_text(e.value)) AS ids FROM jsonb_each(going) e LOOP
        EXECUTE format('DELETE FROM %s WHERE %I::text = ANY($1)', one.tab, (
            SELECT k.attname FROM pg_constraint pk JOIN pg_attribute k ON k.attrelid = pk.conrelid
            AND k.attnum = pk.conkey[1] WHERE pk.conrelid = one.tab::regclass AND pk.contype = 'p')) USING one.ids;
    END LOOP;
    IF kept <> '' AND NOT alone THEN
        -- a person is in the compartment of her household: she gets one of her own, for the same centres
        INSERT INTO families_household SELECT (jsonb_populate_record(h, jsonb_build_object('id', apart, 'locality', '',
            'compartment', kept, 'reference', upper(left(md5(apart::text), 4) || '-' || right(md5(apart::text), 4))))).*
            FROM families_household h WHERE h.id = home;
        INSERT INTO families_access SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(),
            'household_id', apart, 'compartment', kept))).* FROM families_access a WHERE a.household_id = home;
        UPDATE families_person SET household_id = apart, compartment = kept WHERE id = the_person;
        FOR one IN SELECT e.key AS tab, ARRAY(SELECT jsonb_array_elements_text(e.value)) AS ids
            FROM jsonb_each(jisr_hanging_on(jsonb_build_object('families_person', jsonb_build_array(the_person)), '{}')) e
            WHERE e.key <> 'families_person' AND EXISTS (SELECT FROM pg_attribute c WHERE c.attrelid = e.key::regclass
                AND c.attname = 'household_id')
        LOOP
            EXECUTE format('UPDATE %s SET household_id = $1, compartment = $2 WHERE id::text = ANY($3)', one.tab)
                USING apart, kept, one.ids;
        END LOOP;
    END IF;
    IF kept <> '' THEN
        UPDATE families_person SET disability = '', disability_sealed = NULL, compartment = kept WHERE id = the_person;
        UPDATE families_rightsrequest SET words = '', words_sealed = NULL, reason = '', reason_sealed = NULL,
            state = 'received', first_by_id = NULL, first_at = NULL, answered_by_id = NULL, answered_at = NULL
            WHERE id = the_request;
        DELETE FROM families_rightsrequest WHERE person_id = the_person AND id <> the_request
            AND NOT compartment = ANY(hidden);
    END IF;
    RETURN jsonb_build_object('kept', kept, 'tables', (SELECT jsonb_agg(e.key) FROM jsonb_each(going) e));
END $$;
REVOKE ALL ON FUNCTION jisr_forget_person(uuid, text[], text[], uuid) FROM PUBLIC;

CREATE FUNCTION jisr_forget_staged(the_words text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE sheet record;
BEGIN
    FOR sheet IN SELECT t.attrelid::regclass::text AS tab FROM pg_attribute t JOIN pg_attribute d USING (attrelid)
        JOIN pg_class c ON c.oid = t.attrelid WHERE t.attname = 'lines' AND d.attname = 'dies_at' AND c.relkind = 'r'
        AND c.relnamespace = 'public'::regnamespace AND NOT t.attisdropped AND NOT d.attisdropped
    LOOP
        EXECUTE format(
            'DELETE FROM %s s WHERE EXISTS (SELECT FROM unnest($1) w WHERE NOT EXISTS ('
            'SELECT FROM unnest(string_to_array(w, chr(1))) part WHERE position(part IN s.lines::text) = 0))',
            sheet.tab) USING the_words;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION jisr_forget_staged(text[]) FROM PUBLIC;
"""

# Reasons for which somebody may not be erased yet; a room that knows one replaces this (pathways does).
HOLDS = """
CREATE FUNCTION jisr_holds_of_person(the_person uuid, hidden text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT ''::text WHERE false $$;
REVOKE ALL ON FUNCTION jisr_holds_of_person(uuid, text[]) FROM PUBLIC;
"""

HIDDEN = (
    "ARRAY(SELECT c FROM unnest(ARRAY['violence', 'child']) c WHERE NOT c = ANY(coalesce(jisr_compartments(), '{}')))"
)

# Somebody who moved stands in two files under one origin: both are hers, where whoever decides may open both.
ALSO = """
CREATE FUNCTION jisr_also_her(the_person uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT o.id FROM families_person p, families_person o WHERE p.id = the_person AND o.id <> p.id
    AND (o.origin IN (p.id, p.origin) OR o.id = p.origin)
    AND (o.compartment = '' OR o.compartment = ANY(jisr_compartments())) AND __MINE__
$$;
REVOKE ALL ON FUNCTION jisr_also_her(uuid) FROM PUBLIC;
""".replace("__MINE__", MINE.format("o.household_id"))

# Two people, one of them in charge of the centre; nothing holds it; the file is open to whoever decides.
ERASE = f"""
CREATE FUNCTION jisr_erase(the_request uuid, the_words text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r record; done jsonb; also uuid; others uuid[];
BEGIN
    SELECT q.* INTO r FROM families_rightsrequest q WHERE q.id = the_request AND q.right = 'erasure'
        AND q.state = 'granted' AND q.answered_by_id::text = current_setting('jisr.user', true)
        AND q.first_by_id <> q.answered_by_id AND q.centre_id = ANY(jisr_centres())
        AND (q.compartment = '' OR q.compartment = ANY(jisr_compartments())) AND {MINE.format("q.household_id")};
    IF NOT FOUND OR (SELECT count(DISTINCT p.user_id) FROM staff_post p WHERE p.centre_id = r.centre_id
            AND p.user_id IN (r.first_by_id, r.answered_by_id) AND p.role IN ('centre_director', 'social_worker')
            AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)) < 2
        OR NOT EXISTS (SELECT FROM staff_post p WHERE p.centre_id = r.centre_id AND p.role = 'centre_director'
            AND p.user_id IN (r.first_by_id, r.answered_by_id)
            AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))
        OR EXISTS (SELECT FROM jisr_erasure_held(r.person_id))
    THEN {CLOSED}; END IF;
    others := ARRAY(SELECT jisr_also_her(r.person_id));
    FOREACH also IN ARRAY others LOOP
        done := jisr_forget_person(also, {HIDDEN}, the_words, NULL);
        INSERT INTO families_erasure (id, person_key, request_code, centre_id, asked_on, first_by_id, second_by_id, at,
            kept, tables)
        VALUES (gen_random_uuid(), also, r.code, r.centre_id, r.asked_on, r.first_by_id, r.answered_by_id, now(),
            done ->> 'kept', coalesce(done -> 'tables', '[]')) ON CONFLICT (person_key) DO NOTHING;
    END LOOP;
    done := jisr_forget_person(r.person_id, {HIDDEN}, the_words, r.id);
    INSERT INTO families_erasure (id, person_key, request_code, centre_id, asked_on, first_by_id, second_by_id, at, kept,
        tables)
    VALUES (gen_random_uuid(), r.person_id, r.code, r.centre_id, r.asked_on, r.first_by_id, r.answered_by_id, now(),
        done ->> 'kept', coalesce(done -> 'tables', '[]'))
    ON CONFLICT (person_key) DO UPDATE SET at = now(), kept = excluded.kept, tables = excluded.tables, swept_at = NULL;
END $$;
REVOKE ALL ON FUNCTION jisr_erase(uuid, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_erase(uuid, text[]) TO jisr_app;

CREATE FUNCTION jisr_erasure_held(the_person uuid) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT h FROM families_person p,
        LATERAL (SELECT p.id UNION ALL SELECT jisr_also_her(p.id)) hers(id), jisr_holds_of_person(hers.id, {HIDDEN}) h
    WHERE p.id = the_person AND (p.compartment = '' OR p.compartment = ANY(jisr_compartments())) AND {MINE.format("p.household_id")} ORDER BY h
$$;
REVOKE ALL ON FUNCTION jisr_erasure_held(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_erasure_held(uuid) TO jisr_app;
"""

# A backup that is put back brings the erased back: the list takes them out again, before anybody is let in.
AGAIN = """
CREATE FUNCTION jisr_erase_again(the_person uuid, the_kept text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE there boolean := EXISTS (SELECT FROM families_person p WHERE p.id = the_person
    AND (the_kept = '' OR p.compartment <> the_kept));
BEGIN
    IF there THEN
        PERFORM jisr_forget_person(the_person, CASE WHEN the_kept = '' THEN ARRAY[]::text[]
            ELSE ARRAY['violence', 'child'] END, ARRAY[]::text[], NULL);
    END IF;
    RETURN there;
END $$;
REVOKE ALL ON FUNCTION jisr_erase_again(uuid, text) FROM PUBLIC;
"""

# Who says yes says it herself: neither half of the two is written in another's name.
OWN_NAME = """
CREATE FUNCTION jisr_rights_own_name() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE me text := coalesce(current_setting('jisr.user', true), '');
BEGIN
    IF me <> '' AND ((NEW.first_by_id IS NOT NULL AND NEW.first_by_id::text <> me
            AND (TG_OP = 'INSERT' OR NEW.first_by_id IS DISTINCT FROM OLD.first_by_id))
        OR (NEW.answered_by_id IS NOT NULL AND NEW.answered_by_id::text <> me
            AND (TG_OP = 'INSERT' OR NEW.answered_by_id IS DISTINCT FROM OLD.answered_by_id)))
    THEN RAISE insufficient_privilege USING MESSAGE = 'nobody decides in the name of another'; END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_rights_own_name() FROM PUBLIC;
CREATE TRIGGER rights_own_name BEFORE INSERT OR UPDATE ON families_rightsrequest
FOR EACH ROW EXECUTE FUNCTION jisr_rights_own_name();
"""

DROP = """
DROP TRIGGER rights_own_name ON families_rightsrequest; DROP FUNCTION jisr_rights_own_name();
DROP FUNCTION jisr_erase_again(uuid, text); DROP FUNCTION jisr_erasure_held(uuid); DROP FUNCTION jisr_erase(uuid, text[]);
DROP FUNCTION jisr_also_her(uuid);
DROP FUNCTION jisr_holds_of_person(uuid, text[]); DROP FUNCTION jisr_forget_staged(text[]);
DROP FUNCTION jisr_forget_person(uuid, text[], text[], uuid); DROP FUNCTION jisr_kept_behind(text, uuid, text[]);
DROP FUNCTION jisr_hanging_on(jsonb, text[]); DROP FUNCTION jisr_pointers();
"""


class Migration(migrations.Migration):
    """One door for whoever decides second; everything behind it is the owner's."""

    dependencies = [
        ("families", "0018_rights_of_the_person"),
        ("common", "0004_forgetting"),
        ("outgoing", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(POINTERS + HANGING + BEHIND + FORGET + HOLDS + ALSO + ERASE + OWN_NAME + AGAIN, DROP)
    ]
