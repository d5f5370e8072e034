"""The two doors: one decides about a pair and joins where all sides said yes; the other takes apart."""

from django.db import migrations

from jisr.families import door_text as doors

# Everything of the person who goes, and of her household where it goes along, becomes the other's. What is kept in a
# compartment that the decider does not keep stays apart, in a protected file of its own, and its keepers are asked.
JOIN = """
CREATE FUNCTION jisr_join(
    m uuid, stays uuid, goes uuid, taken text[], whole boolean, compartments text[], tokens jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    g families_person; home families_household; joined uuid; along boolean; t record; f text; hook text;
    hidden text[]; found text[]; aside text; apart uuid; mine text := 't.compartment = '''' OR t.compartment = ANY($3)';
BEGIN
    SELECT * INTO g FROM families_person WHERE id = goes;
    SELECT * INTO home FROM families_household WHERE id = g.household_id;
    SELECT household_id INTO joined FROM families_person WHERE id = stays;
    along := home.id <> joined AND (whole OR NOT EXISTS (
        SELECT FROM families_person p WHERE p.household_id = home.id AND p.id <> goes));
    UPDATE families_merge SET whole = along WHERE id = m;

    FOREACH f IN ARRAY taken LOOP
        PERFORM jisr_join_set(m, 'field', 'families_person', stays, f, to_jsonb(g)->f);
    END LOOP;
    UPDATE families_person SET version = version + 1 WHERE id = stays;
    IF along THEN  -- what the household that stays does not say, the other says for it
        FOREACH f IN ARRAY ARRAY['locality', 'language', 'rsu', 'rnp'] LOOP
            CONTINUE WHEN to_jsonb(home)->>f = '';
            PERFORM jisr_join_set(m, 'field', 'families_household', joined, f, to_jsonb(home)->f)
            FROM families_household h WHERE h.id = joined AND to_jsonb(h)->>f = '';
        END LOOP;
        UPDATE families_household SET version = version + 1 WHERE id = joined;
    END IF;
    FOR hook IN SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname = 'public' AND p.proname LIKE 'jisr\\_settle\\_%' ORDER BY 1 LOOP
        EXECUTE format('SELECT %I($1, $2, $3, $4, $5, $6, $7)', hook)
            USING m, home.id, joined, stays, goes, along, compartments;
    END LOOP;

    -- what stays apart: the first of its compartments gets a file of its own; the others go along, each in its own
    hidden := '{}';
    FOR t IN SELECT * FROM jisr_join_tables() j WHERE j.kept AND (j.whose = 'person' OR along) LOOP
        EXECUTE format('SELECT array_agg(DISTINCT t.compartment::text) FROM %I t WHERE t.%I = $1 AND NOT (%s)',
                       t.tab, t.col, mine)
            INTO found USING CASE t.whose WHEN 'person' THEN goes ELSE home.id END, NULL::uuid, compartments;
        hidden := hidden || coalesce(found, '{}');
    END LOOP;
    SELECT min(c) INTO aside FROM unnest(hidden) c;
    compartments := compartments || array_remove(hidden, aside);
    IF aside IS NOT NULL THEN
        apart := gen_random_uuid();
        PERFORM jisr_join_add(m, 'families_household', to_jsonb(home) || jsonb_build_object('id', apart,
            'reference', upper(substr(apart::text, 1, 4) || '-' || substr(apart::text, 25, 4)), 'compartment', aside));
        FOR t IN SELECT a.* FROM families_access a WHERE a.household_id = home.id ORDER BY a.id LOOP
            PERFORM jisr_join_add(m, 'families_access', to_jsonb(t) || jsonb_build_object(
                'id', gen_random_uuid(), 'household_id', apart));
        END LOOP;
    END IF;

    IF along THEN
        FOR t IN SELECT * FROM jisr_join_tables() j WHERE j.whose = 'household' AND NOT j.derived LOOP
            PERFORM jisr_join_move(m, t.tab, t.col, home.id, joined,
                CASE WHEN t.tab = 'families_person' THEN format('t.id <> %L', goes)
                     WHEN t.kept THEN mine ELSE 'true' END, compartments);
        END LOOP;
    ELSIF home.id <> joined THEN
        FOR t IN SELECT h.tab, h.col, p.col AS of_person, h.kept FROM jisr_join_tables() h
                 JOIN jisr_join_tables() p ON p.tab = h.tab AND p.whose = 'person'
                 WHERE h.whose = 'household' AND NOT h.derived AND h.tab <> 'families_person' LOOP
            PERFORM jisr_join_move(m, t.tab, t.col, home.id, joined, format('t.%I = %L AND (%s)', t.of_person, goes,
                CASE WHEN t.kept THEN mine ELSE 'true' END), compartments);
        END LOOP;
        -- whoever is in charge of her, or was let in, reads her where she is now
        FOR t IN SELECT DISTINCT ON (a.centre_id) a.* FROM families_access a
                 WHERE a.household_id = home.id AND a.why IN ('reception', 'granted')
                   AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)
                   AND NOT EXISTS (SELECT FROM families_access b WHERE b.household_id = joined
                                   AND b.centre_id = a.centre_id AND (b.until IS NULL OR b.until > CURRENT_DATE))
                 ORDER BY a.centre_id, a.since LOOP
            PERFORM jisr_join_add(m, 'families_access', to_jsonb(t) || jsonb_build_object(
                'id', gen_random_uuid(), 'household_id', joined, 'since', CURRENT_DATE, 'why', 'granted'));
        END LOOP;
    END IF;
    FOR t IN SELECT * FROM jisr_join_tables() j WHERE j.whose = 'person' AND NOT j.derived LOOP
        PERFORM jisr_join_move(m, t.tab, t.col, goes, stays,
            CASE WHEN t.tab = 'families_person' THEN format('t.id <> %L', stays)
                 WHEN t.kept THEN mine ELSE 'true' END, compartments);
    END LOOP;
    IF home.id <> joined AND NOT along THEN
        PERFORM jisr_join_follow(m, home.id, joined, NULL, NULL);
    END IF;

    PERFORM jisr_join_names(m, stays, goes, home, joined, along, tokens);
    IF aside IS NOT NULL THEN
        PERFORM jisr_join_set(m, 'set', 'families_person', goes, 'compartment', to_jsonb(aside));
        PERFORM jisr_join_set(m, 'set', 'families_person', goes, 'household_id', to_jsonb(apart));
        FOR t IN SELECT h.tab, h.col, p.col AS of_person FROM jisr_join_tables() h
                 LEFT JOIN jisr_join_tables() p ON p.tab = h.tab AND p.whose = 'person'
                 WHERE h.whose = 'household' AND h.kept AND NOT h.derived
                   AND h.tab NOT IN ('families_person', 'families_access') LOOP
            CONTINUE WHEN NOT along AND t.of_person IS NULL;
            PERFORM jisr_join_move(m, t.tab, t.col, home.id, apart, format('t.compartment = %L AND (%s)', aside,
                CASE WHEN along THEN 'true' ELSE format('t.%I = %L', t.of_person, goes) END), NULL);
        END LOOP;
        IF NOT along THEN PERFORM jisr_join_follow(m, home.id, apart, NULL, NULL); END IF;
        INSERT INTO families_review (id, one, other, one_centre_id, other_centre_id, one_since, other_since,
                                     source, score, reasons, state,
                                     one_said, other_said, facts, proposed_at, compartment)
        SELECT gen_random_uuid(), least(stays, goes), greatest(stays, goes),
               CASE WHEN stays < goes THEN h.opened_by_id ELSE home.opened_by_id END,
               CASE WHEN stays < goes THEN home.opened_by_id ELSE h.opened_by_id END,
               CASE WHEN stays < goes THEN h.opened_on ELSE home.opened_on END,
               CASE WHEN stays < goes THEN home.opened_on ELSE h.opened_on END,
               'left', 1, '{}', 'waiting', '', '', '', now(), aside
        FROM families_household h WHERE h.id = joined
        ON CONFLICT DO NOTHING;
    ELSE
        FOR t IN SELECT * FROM jisr_join_tables() j WHERE j.whose = 'person' AND j.derived LOOP
            EXECUTE format('WITH gone AS (DELETE FROM %1$I t WHERE t.%2$I = %3$L RETURNING to_jsonb(t) AS was)'
                           ' SELECT jisr_join_note(%4$L, ''keys'', %1$L, '''', ''{}'', jsonb_agg(was), NULL) FROM gone HAVING count(*) > 0',
                           t.tab, t.col, goes, m);
        END LOOP;
        PERFORM jisr_join_del(m, 'families_person', goes);
    END IF;
    IF along THEN PERFORM jisr_join_del(m, 'families_household', home.id); END IF;
END $$;
"""

# Identifiers of yesterday, the tokens of the figures, and pairs that wait: all of them mean the person who stays.
NAMES = """
CREATE FUNCTION jisr_join_names(
    m uuid, stays uuid, goes uuid, home families_household, joined uuid, along boolean, tokens jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record; kept_in text; its_meaning text := tokens->>(stays::text); its_token text := tokens->>(goes::text);
BEGIN
    SELECT compartment INTO kept_in FROM families_household WHERE id = joined;
    PERFORM jisr_join_add(m, 'families_former', jsonb_build_object('id', gen_random_uuid(), 'kind', 'person',
        'old', goes, 'household_id', joined, 'person_id', stays, 'within', home.id, 'compartment', kept_in));
    IF along THEN
        PERFORM jisr_join_add(m, 'families_former', jsonb_build_object('id', gen_random_uuid(), 'kind', 'household',
            'old', home.id, 'household_id', joined, 'within', home.id, 'compartment', kept_in));
        PERFORM jisr_join_add(m, 'families_former', jsonb_build_object('id', gen_random_uuid(), 'kind', 'reference',
            'old', home.reference, 'household_id', joined, 'within', home.id, 'compartment', kept_in));
    END IF;
    FOR r IN SELECT a.id FROM common_personalias a WHERE a.meant = its_token LOOP
        PERFORM jisr_join_set(m, 'set', 'common_personalias', r.id, 'meant', to_jsonb(its_meaning));
    END LOOP;
    PERFORM jisr_join_add(m, 'common_personalias', jsonb_build_object(
        'id', gen_random_uuid(), 'token', its_token, 'meant', its_meaning, 'compartment', kept_in));
    FOR r IN SELECT w.*, CASE WHEN w.one = goes THEN w.other ELSE w.one END AS third FROM families_review w
             WHERE (w.one = goes OR w.other = goes) AND w.state IN ('waiting', 'sent_on') LOOP
        PERFORM jisr_join_del(m, 'families_review', r.id);
        CONTINUE WHEN r.third = stays;
        INSERT INTO families_review (id, one, other, one_centre_id, other_centre_id, one_since, other_since,
                                     source, score, reasons, state,
                                     one_said, other_said, facts, proposed_at, proposed_by_id, compartment)
        SELECT gen_random_uuid(), p1.id, p2.id, h1.opened_by_id, h2.opened_by_id, h1.opened_on, h2.opened_on, r.source, r.score, r.reasons,
               'waiting', '', '', '', r.proposed_at, r.proposed_by_id, r.compartment
        FROM families_person p1 JOIN families_household h1 ON h1.id = p1.household_id
        CROSS JOIN families_person p2 JOIN families_household h2 ON h2.id = p2.household_id
        WHERE p1.id = least(stays, r.third) AND p2.id = greatest(stays, r.third)
        ON CONFLICT DO NOTHING;
    END LOOP;
END $$;
"""

# Each side says its word for the half that it may open; joined where all have said yes, by whoever says it last.
DECIDE = f"""
CREATE FUNCTION jisr_decide_pair(
    the_review uuid, the_answer text, the_kept uuid, the_taken text[], the_whole boolean, tokens jsonb
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    r families_review; p1 families_person; p2 families_person; one_mine boolean; other_mine boolean; who int; m uuid;
    stays uuid; goes uuid; taken text[] := the_taken; along boolean := the_whole; compartments text[];
    fields text[] := ARRAY['given_ar', 'family_ar', 'given_fr', 'family_fr', 'sex', 'born_on', 'marital_state',
                           'literacy', 'schooled', 'disability', 'died_on'];
BEGIN
    SELECT * INTO r FROM families_review v WHERE v.id = the_review AND {doors.OPEN.format("v")}
        AND (v.one_centre_id = ANY(jisr_centres()) OR v.other_centre_id = ANY(jisr_centres())) FOR UPDATE;
    IF r.id IS NULL THEN {doors.CLOSED}; END IF;
    IF r.state NOT IN ('waiting', 'sent_on') THEN RETURN 'before'; END IF;
    PERFORM FROM families_person p WHERE p.id IN (r.one, r.other) ORDER BY p.id FOR UPDATE;
    SELECT * INTO p1 FROM families_person WHERE id = r.one;
    SELECT * INTO p2 FROM families_person WHERE id = r.other;
    -- whoever writes into one of the two files at this moment comes before or after, never between
    PERFORM FROM families_household h WHERE h.id IN (p1.household_id, p2.household_id) ORDER BY h.id FOR UPDATE;
    one_mine := {doors.OPEN.format("p1")} AND {doors.MINE.format("p1.household_id")};
    other_mine := {doors.OPEN.format("p2")} AND {doors.MINE.format("p2.household_id")};
    IF one_mine IS NOT TRUE AND other_mine IS NOT TRUE THEN {doors.CLOSED}; END IF;
    who := nullif(current_setting('jisr.user', true), '')::int;
    UPDATE families_review v SET one_said = CASE WHEN one_mine THEN the_answer ELSE v.one_said END,
        other_said = CASE WHEN other_mine THEN the_answer ELSE v.other_said END,
        decided_by_id = who, decided_at = now(),
        state = CASE the_answer WHEN 'different' THEN 'different' WHEN 'asks' THEN 'sent_on' ELSE v.state END,
        facts = CASE the_answer WHEN 'different' THEN (
            SELECT md5({{facts_one}} || '#' || {{facts_other}})
            FROM families_household h1, families_household h2 WHERE h1.id = p1.household_id AND h2.id = p2.household_id
        ) ELSE v.facts END
    WHERE v.id = r.id RETURNING * INTO r;
    IF the_answer = 'different' THEN RETURN 'different'; END IF;
    IF the_answer <> 'same' OR r.one_said <> 'same' OR r.other_said <> 'same' THEN RETURN r.state; END IF;

    UPDATE families_review SET state = 'merged' WHERE id = r.id;
    IF p1.compartment <> p2.compartment OR p1.compartment <> r.compartment THEN
        -- nothing of a protected file is moved beside an open one, nor the other way: keepers see that they are one
        INSERT INTO families_protectedlink (id, person_id, same_id, one_centre_id, other_centre_id, at, by_id,
                                            compartment)
        VALUES (gen_random_uuid(), r.one, r.other, r.one_centre_id, r.other_centre_id, now(), who, r.compartment);
        goes := CASE WHEN p1.compartment = r.compartment THEN r.one ELSE r.other END;
        stays := CASE WHEN goes = r.one THEN r.other ELSE r.one END;
        INSERT INTO common_personalias (id, token, meant, compartment)
        SELECT gen_random_uuid(), tokens->>(goes::text), tokens->>(stays::text), r.compartment
        WHERE NOT EXISTS (SELECT FROM common_personalias a WHERE a.token = ANY(ARRAY[
            tokens->>(goes::text), tokens->>(stays::text)]));
        RETURN 'linked';
    END IF;
    IF one_mine AND other_mine THEN
        stays := CASE WHEN the_kept = r.other THEN r.other ELSE r.one END;
        compartments := jisr_compartments();
    ELSE
        -- neither side has seen the other's half: the older file stays, and what it lacks is taken from the other
        SELECT p.id INTO stays FROM families_person p JOIN families_household h ON h.id = p.household_id
        WHERE p.id IN (r.one, r.other) ORDER BY h.opened_on, p.id LIMIT 1;
        SELECT coalesce(array_agg(f), '{{{{}}}}') INTO taken FROM unnest(fields) f
        WHERE coalesce(to_jsonb(CASE WHEN stays = r.one THEN p1 ELSE p2 END)->>f, '') = ''
          AND coalesce(to_jsonb(CASE WHEN stays = r.one THEN p2 ELSE p1 END)->>f, '') <> '';
        compartments := ARRAY[r.compartment]::text[];
        along := false;
    END IF;
    goes := CASE WHEN stays = r.one THEN r.other ELSE r.one END;
    taken := ARRAY(SELECT f FROM unnest(taken) f WHERE f = ANY(fields));
    IF 'born_on' = ANY(taken) THEN taken := taken || 'born_about'::text; END IF;
    m := gen_random_uuid();
    INSERT INTO families_merge (id, review, person_id, household_id, gone, gone_household, whole, one_centre_id,
                                other_centre_id, at, by_id, undone_reason, compartment)
    SELECT m, r.id, stays, CASE WHEN stays = r.one THEN p1.household_id ELSE p2.household_id END, goes,
           CASE WHEN stays = r.one THEN p2.household_id ELSE p1.household_id END, along, r.one_centre_id,
           r.other_centre_id, clock_timestamp(), who, '', r.compartment;
    PERFORM jisr_join(m, stays, goes, taken, along, compartments, tokens);
    -- what cannot stand is met here, and takes everything back
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    RETURN 'merged';
END $$;
"""
FACTS = (
    "concat_ws('|', {p}.given_ar, {p}.family_ar, {p}.given_fr, {p}.family_fr, {p}.sex, {p}.born_on, {p}.born_about,"
    " {h}.commune_id)"
)
DECIDE = DECIDE.format(facts_one=FACTS.format(p="p1", h="h1"), facts_other=FACTS.format(p="p2", h="h2"))

# Backwards, statement by statement: a row that somebody changed since keeps what was changed, and a row that is new
# stays with whoever it was written for, unless it hangs on one that goes back.
APART = f"""
CREATE FUNCTION jisr_take_apart(the_merge uuid, the_reason text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE m families_merge; c families_mergechange; r families_review; t record; columns text; who int; joined uuid;
BEGIN
    SELECT * INTO m FROM families_merge g WHERE g.id = the_merge AND {doors.OPEN.format("g")}
        AND (g.one_centre_id = ANY(jisr_centres()) OR g.other_centre_id = ANY(jisr_centres())) FOR UPDATE;
    IF m.id IS NULL THEN {doors.CLOSED}; END IF;
    IF m.undone_at IS NOT NULL THEN RETURN 'before'; END IF;
    PERFORM FROM families_person p WHERE p.id IN (m.person_id, m.gone) ORDER BY p.id FOR UPDATE;
    IF EXISTS (
        SELECT FROM families_mergechange mine JOIN families_mergechange later
            ON later.tab = mine.tab AND later.keys && mine.keys AND later.merge_id <> mine.merge_id
        JOIN families_merge g ON g.id = later.merge_id AND g.undone_at IS NULL AND g.at > m.at
        WHERE mine.merge_id = m.id AND mine.op <> 'field' AND later.op <> 'field'
    ) THEN RETURN 'later'; END IF;
    who := nullif(current_setting('jisr.user', true), '')::int;
    joined := m.household_id;
    FOR c IN SELECT * FROM families_mergechange g WHERE g.merge_id = m.id ORDER BY g.n DESC LOOP
        columns := jisr_join_columns(c.tab);
        IF c.op IN ('set', 'field') THEN
            EXECUTE format('UPDATE %1$I t SET %2$I = b.%2$I FROM jsonb_populate_record(NULL::%1$I, $1) b,'
                           ' jsonb_populate_record(NULL::%1$I, $2) a WHERE t.id = ANY($3)'
                           ' AND t.%2$I IS NOT DISTINCT FROM a.%2$I', c.tab, c.col)
                USING jsonb_build_object(c.col, c.before), jsonb_build_object(c.col, c.after), c.keys;
        ELSIF c.op = 'del' THEN
            EXECUTE format('INSERT INTO %1$I (%2$s) SELECT %2$s FROM jsonb_populate_record(NULL::%1$I, $1)'
                           ' ON CONFLICT DO NOTHING', c.tab, columns) USING c.before;
        ELSIF c.op = 'keys' THEN
            EXECUTE format('INSERT INTO %1$I (%2$s) OVERRIDING SYSTEM VALUE'
                           ' SELECT %2$s FROM jsonb_populate_recordset(NULL::%1$I, $1) ON CONFLICT DO NOTHING',
                           c.tab, columns) USING c.before;
        ELSE
            PERFORM jisr_join_unadd(c, m.gone_household);
        END IF;
    END LOOP;
    IF joined <> m.gone_household THEN
        PERFORM jisr_join_follow(NULL, joined, m.gone_household, m.person_id, m.gone);
    END IF;
    UPDATE families_person SET version = version + 1 WHERE id IN (m.person_id, m.gone);
    UPDATE families_protectedlink l SET undone_at = now()
    WHERE l.undone_at IS NULL AND l.person_id IN (m.person_id, m.gone) AND l.same_id IN (m.person_id, m.gone);
    UPDATE families_merge SET undone_at = now(), undone_by_id = who, undone_reason = the_reason WHERE id = m.id;
    UPDATE families_review v SET state = 'different', one_said = '', other_said = '', decided_at = now(),
        decided_by_id = who, facts = (
            SELECT md5({{facts_one}} || '#' || {{facts_other}})
            FROM families_person p1 JOIN families_household h1 ON h1.id = p1.household_id,
                 families_person p2 JOIN families_household h2 ON h2.id = p2.household_id
            WHERE p1.id = v.one AND p2.id = v.other)
    WHERE v.id = m.review AND v.state = 'merged';
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    RETURN 'apart';
END $$;

CREATE FUNCTION jisr_unlink(the_link uuid, tokens text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE k families_protectedlink;
BEGIN
    UPDATE families_protectedlink l SET undone_at = now()
    WHERE l.id = the_link AND l.undone_at IS NULL
        AND {doors.OPEN.format("l")} AND (l.one_centre_id = ANY(jisr_centres()) OR l.other_centre_id = ANY(jisr_centres()))
        RETURNING * INTO k;
    IF k.id IS NULL THEN {doors.CLOSED}; END IF;
    DELETE FROM common_personalias a WHERE a.compartment = k.compartment AND a.token = ANY(tokens)
        AND a.meant = ANY(tokens);
    UPDATE families_review r SET state = 'different', one_said = '', other_said = '', decided_at = now(),
        decided_by_id = nullif(current_setting('jisr.user', true), '')::int
    WHERE r.one = least(k.person_id, k.same_id) AND r.other = greatest(k.person_id, k.same_id)
        AND r.compartment = k.compartment AND r.state = 'merged';
END $$;

-- A row that a joining made goes again, unless something was hung on it since: then it stays.
CREATE FUNCTION jisr_join_unadd(c families_mergechange, home uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE t record;
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    IF c.tab = 'families_household' THEN
        DELETE FROM families_access a WHERE a.household_id = c.keys[1];
        FOR t IN SELECT * FROM jisr_join_tables() j WHERE j.whose = 'household' AND NOT j.derived LOOP
            EXECUTE format('UPDATE %1$I SET %2$I = $1 WHERE %2$I = $2', t.tab, t.col) USING home, c.keys[1];
        END LOOP;
    END IF;
    EXECUTE format('DELETE FROM %I WHERE id = ANY($1)', c.tab) USING c.keys;
    SET CONSTRAINTS ALL DEFERRED;
EXCEPTION WHEN foreign_key_violation OR insufficient_privilege THEN
    SET CONSTRAINTS ALL DEFERRED;
END $$;
"""
APART = APART.format(facts_one=FACTS.format(p="p1", h="h1"), facts_other=FACTS.format(p="p2", h="h2"))

INSIDE = (
    "jisr_join(uuid, uuid, uuid, text[], boolean, text[], jsonb)",
    "jisr_join_names(uuid, uuid, uuid, families_household, uuid, boolean, jsonb)",
    "jisr_join_unadd(families_mergechange, uuid)",
)
OUTSIDE = (
    "jisr_decide_pair(uuid, text, uuid, text[], boolean, jsonb)", "jisr_take_apart(uuid, text)",
    "jisr_unlink(uuid, text[])",
)  # fmt: skip
RIGHTS = "".join(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC;" for name in (*INSIDE, *OUTSIDE)) + "".join(
    f"GRANT EXECUTE ON FUNCTION {name} TO jisr_app;" for name in OUTSIDE
)
DROP = "".join(f"DROP FUNCTION {name};" for name in (*OUTSIDE, *INSIDE))


class Migration(migrations.Migration):
    """Made by the owner of the tables, who is never a request."""

    dependencies = [("families", "0009_doors_of_joining"), ("common", "0010_people_known_twice")]
    operations = [migrations.RunSQL(NAMES + JOIN + DECIDE + APART + RIGHTS, DROP)]
