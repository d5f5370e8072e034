"""Doors of the search: what may be told of whom, in whose name, how often; and the keys of whoever is written down."""

from django.db import migrations

PLANNED = "SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan"
PATH = f"LANGUAGE plpgsql SECURITY DEFINER {PLANNED} AS"
CURRENT = "a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)"
CLOSED = "RAISE insufficient_privilege USING MESSAGE = 'this file is not open to the speaker'"
ME = "coalesce(current_setting('jisr.user', true), '')"

INDEX = f"""
CREATE FUNCTION jisr_index_persons(
    persons uuid[], places int[], families int[], givens int[],
    families_ar text[], givens_ar text[], families_fr text[], givens_fr text[],
    codes int[], skeletons text[], aliases int[], parts boolean[], alias_of int[]
) RETURNS void {PATH} $$
BEGIN
    IF EXISTS (SELECT FROM unnest(persons) q(person) WHERE NOT EXISTS (
               SELECT FROM families_person p JOIN families_access a ON a.household_id = p.household_id
               WHERE p.id = q.person AND (p.compartment = '' OR p.compartment = ANY(jisr_compartments()))
               AND a.centre_id = ANY(jisr_centres()) AND {CURRENT})) THEN {CLOSED}; END IF;
    INSERT INTO families_skeleton (code, skeleton) SELECT * FROM unnest(codes, skeletons) ON CONFLICT DO NOTHING;
    INSERT INTO families_skeletonalias (alias, part, code) SELECT * FROM unnest(aliases, parts, alias_of)
    ON CONFLICT DO NOTHING;
    DELETE FROM families_personkey k WHERE k.person_id = ANY(persons);
    INSERT INTO families_personkey (person_id, place, family, given, born, commune, named, kept,
                                    family_ar, given_ar, family_fr, given_fr)
    SELECT p.id, q.place, q.family, q.given, p.born_on, replace(h.commune_id, '.', '')::int,
        jisr_named(p.given_ar, p.family_ar, p.given_fr, p.family_fr), jisr_kept(p.compartment, c.confidential),
        q.family_ar, q.given_ar, q.family_fr, q.given_fr
    FROM unnest(persons, places, families, givens, families_ar, givens_ar, families_fr, givens_fr)
        q(person, place, family, given, family_ar, given_ar, family_fr, given_fr)
    JOIN families_person p ON p.id = q.person JOIN families_household h ON h.id = p.household_id
    JOIN centres_centre c ON c.id = h.opened_by_id;
END $$;
"""

SHOWN = """TABLE (person uuid, seen boolean, centre bigint, since date, band int, token text, trace text, wait_s int)"""
# What a search hands over. Of households of other centres: the centre, the month, how alike, and a token that holds
# for its asker, for half an hour; their keys stay in the row of the search, which no login reads and a day ends.
HANDED = f"""
CREATE FUNCTION jisr_handed(shown jisr_known[], fair float8, strong float8) RETURNS {SHOWN}
LANGUAGE plpgsql {PLANNED} AS $$
DECLARE the_search uuid := gen_random_uuid(); me text := {ME};
BEGIN
    IF random() < .05 THEN  -- now and then, whoever searches clears away what is older than a day
        DELETE FROM families_search s WHERE s.id = ANY(ARRAY(
            SELECT o.id FROM families_search o WHERE o.at < now() - interval '1 day' ORDER BY o.at LIMIT 500
            FOR UPDATE SKIP LOCKED));
    END IF;
    INSERT INTO families_search (id, by, at, elsewhere)
    SELECT the_search, me, clock_timestamp(),
        ARRAY(SELECT k.household FROM unnest(shown) WITH ORDINALITY k WHERE NOT k.seen ORDER BY k.ordinality);
    RETURN QUERY
    SELECT CASE WHEN k.seen THEN k.person END, k.seen, k.centre,
        CASE WHEN k.seen THEN k.since ELSE date_trunc('month', k.since)::date END,
        CASE WHEN k.score >= strong THEN 3 WHEN k.score >= fair THEN 2 ELSE 1 END,
        CASE WHEN NOT k.seen THEN
            the_search || '.' || count(*) FILTER (WHERE NOT k.seen) OVER (ORDER BY k.ordinality) END,
        left(encode(sha256(convert_to(k.person::text || '/' || me, 'UTF8')), 'hex'), 12), NULL::int
    FROM unnest(shown) WITH ORDINALITY k ORDER BY k.ordinality;
END $$;

-- Seconds to wait where there were too many; whatever is asked for, nobody searches more often than this.
CREATE FUNCTION jisr_must_wait(per_minute int, per_hour int) RETURNS int LANGUAGE plpgsql STABLE {PLANNED} AS $$
DECLARE me text := {ME}; lately int; of_hour int; oldest timestamptz;
BEGIN
    SELECT count(*) FILTER (WHERE s.at > now() - interval '1 minute'), count(*), min(s.at) INTO lately, of_hour, oldest
    FROM families_search s WHERE s.by = me AND s.at > now() - interval '1 hour';
    RETURN CASE WHEN of_hour >= least(per_hour, 3000)
        THEN greatest(60, extract(epoch FROM oldest + interval '1 hour' - now())::int)
        WHEN lately >= least(per_minute, 120) THEN 60 END;
END $$;
"""

SEARCH = f"""
CREATE FUNCTION jisr_known_persons(asked_for jsonb) RETURNS {SHOWN} {PATH} $$
DECLARE asked jisr_asked := jsonb_populate_record(NULL::jisr_asked, asked_for); wait int;
BEGIN
    IF coalesce(cardinality(jisr_centres()), 0) = 0 THEN RETURN; END IF;
    wait := jisr_must_wait(asked.per_minute, asked.per_hour);
    IF wait IS NOT NULL THEN
        RETURN QUERY SELECT NULL::uuid, false, NULL::bigint, NULL::date, 0, NULL::text, NULL::text, wait; RETURN;
    END IF;
    asked.most := least(asked.most, 50);
    RETURN QUERY SELECT * FROM jisr_handed(jisr_looked_up(asked), asked.fair, asked.strong);
END $$;

CREATE FUNCTION jisr_known_identity(mark text, per_minute int, per_hour int) RETURNS {SHOWN} {PATH} $$
DECLARE wait int; shown jisr_known[];
BEGIN
    IF coalesce(cardinality(jisr_centres()), 0) = 0 THEN RETURN; END IF;
    wait := jisr_must_wait(per_minute, per_hour);
    IF wait IS NOT NULL THEN
        RETURN QUERY SELECT NULL::uuid, false, NULL::bigint, NULL::date, 0, NULL::text, NULL::text, wait; RETURN;
    END IF;
    SELECT array_agg(f.k ORDER BY (f.k).person) INTO shown FROM (
        SELECT (p.id, p.household_id, m.mine, h.opened_by_id, h.opened_on, 1.0)::jisr_known AS k
        FROM (SELECT DISTINCT i.person_id FROM families_identity i WHERE i.exact = mark
              AND (i.compartment = '' OR i.compartment = ANY(jisr_compartments()))) i
        JOIN families_person p ON p.id = i.person_id JOIN families_household h ON h.id = p.household_id
        JOIN centres_centre c ON c.id = h.opened_by_id
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM families_access a WHERE a.household_id = h.id
                            AND a.centre_id = ANY(jisr_centres()) AND {CURRENT}) AS mine) m
        WHERE (p.compartment = '' OR p.compartment = ANY(jisr_compartments()))
        AND (h.compartment = '' OR h.compartment = ANY(jisr_compartments()))
        AND (m.mine OR NOT c.confidential OR 'violence' = ANY(jisr_compartments()))
        ORDER BY p.id LIMIT 20) f;
    RETURN QUERY SELECT * FROM jisr_handed(shown, 0.5, 0.5);
END $$;
"""

ASK = f"""
CREATE FUNCTION jisr_meant(token text) RETURNS uuid LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF token !~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}[.][0-9]{{1,3}}$' OR {ME} = '' THEN RETURN NULL; END IF;
    RETURN (SELECT h.id FROM families_search s
        JOIN families_household h ON h.id = s.elsewhere[split_part(token, '.', 2)::int]
        JOIN centres_centre c ON c.id = h.opened_by_id
        WHERE s.id = split_part(token, '.', 1)::uuid AND s.by = {ME} AND s.at > now() - interval '30 minutes'
        AND (h.compartment = '' OR h.compartment = ANY(jisr_compartments()))
        AND (NOT c.confidential OR 'violence' = ANY(jisr_compartments())));
END $$;

CREATE FUNCTION jisr_asked_centre(token text) RETURNS bigint {PATH} $$
BEGIN RETURN (SELECT h.opened_by_id FROM families_household h WHERE h.id = jisr_meant(token)); END $$;

CREATE FUNCTION jisr_ask_access(the_id uuid, token text, the_centre bigint, the_why text, the_user bigint)
RETURNS void {PATH} $$
DECLARE the_household uuid := jisr_meant(token);
BEGIN
    IF the_household IS NULL OR the_centre <> ALL(jisr_centres()) OR the_user::text <> {ME} THEN {CLOSED}; END IF;
    INSERT INTO families_accessrequest (id, household_id, from_centre_id, to_centre_id, why, asked_by_id, asked_at, compartment)
    SELECT the_id, h.id, the_centre, h.opened_by_id, the_why, the_user, now(), h.compartment
    FROM families_household h WHERE h.id = the_household;
END $$;
"""

# pg_prewarm where the server has it, else a plain read; the names of the indexes are the catalogue's.
WARM = f"""
CREATE FUNCTION jisr_warm_keys() RETURNS int {PATH} $$
DECLARE one regclass; bytes bigint := 0; has boolean := EXISTS (SELECT FROM pg_proc WHERE proname = 'pg_prewarm');
BEGIN
    FOR one IN SELECT i.indexrelid FROM pg_index i WHERE i.indrelid IN (
        'families_personkey'::regclass, 'families_skeleton'::regclass, 'families_skeletonalias'::regclass)
        UNION ALL SELECT 'families_skeleton'::regclass UNION ALL SELECT 'families_skeletonalias'::regclass LOOP
        bytes := bytes + pg_relation_size(one);
        IF has THEN EXECUTE 'SELECT pg_prewarm($1)' USING one; END IF;
    END LOOP;
    IF NOT has THEN
        SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off;
        PERFORM count(*) FROM (SELECT family FROM families_personkey k WHERE k.kept = '' ORDER BY family, born, given) q;
        PERFORM count(*) FROM (SELECT family FROM families_personkey k WHERE k.kept = '' ORDER BY born, family, given) q;
        PERFORM count(*) FROM (SELECT family FROM families_personkey k WHERE k.kept = '' ORDER BY given, family, born) q;
        PERFORM count(*) FROM (SELECT alias FROM families_skeletonalias ORDER BY alias, part, code) q;
        PERFORM count(*) FROM (SELECT code FROM families_skeleton ORDER BY code, skeleton) q;
    END IF;
    RETURN bytes / 1048576;
END $$;
REVOKE ALL ON FUNCTION jisr_warm_keys FROM PUBLIC; GRANT EXECUTE ON FUNCTION jisr_warm_keys TO jisr_keeper;
"""

DOORS = "jisr_index_persons, jisr_known_persons, jisr_known_identity, jisr_asked_centre, jisr_ask_access"
RIGHTS = f"""
REVOKE ALL ON FUNCTION {DOORS}, jisr_handed, jisr_must_wait, jisr_meant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {DOORS} TO jisr_app;
"""
OLD = """
DROP FUNCTION jisr_known_persons(text[], date, int); DROP FUNCTION jisr_known_identity(text);
DROP FUNCTION jisr_index_person(uuid, text[]);
"""


class Migration(migrations.Migration):
    """The doors of before go in the same step: nobody finds a door that shows more."""

    dependencies = [("families", "0012_known")]
    operations = [migrations.RunSQL(OLD + INDEX + HANDED + SEARCH + ASK + WARM + RIGHTS)]
