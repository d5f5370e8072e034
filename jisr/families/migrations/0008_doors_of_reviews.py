"""Doors of pairs: proposed by whoever compares, in one statement whatever their number; kept where they belong."""

from django.db import migrations

from jisr.families import door_text as doors

FACTS = (
    "concat_ws('|', {p}.given_ar, {p}.family_ar, {p}.given_fr, {p}.family_fr, {p}.sex, {p}.born_on, {p}.born_about,"
    " {h}.commune_id)"
)

# What touches a compartment is queued for its keepers. A shelter counts as one: that somebody is known there would
# tell where she is. A pair of two compartments can be judged by nobody who keeps one of them, and is left out.
PLACE = """
CREATE FUNCTION jisr_pair_compartment(one varchar, other varchar, shelter boolean) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE count(DISTINCT c) WHEN 0 THEN '' WHEN 1 THEN min(c) END
    FROM unnest(ARRAY[one::text, other::text, CASE WHEN shelter THEN 'violence' ELSE '' END]) AS c WHERE c <> ''
$$;
REVOKE ALL ON FUNCTION jisr_pair_compartment(varchar, varchar, boolean) FROM PUBLIC;
"""

# The answer of a page is how many it handed in: what becomes of them tells nothing of a person it may not see.
PROPOSE = f"""
CREATE FUNCTION jisr_propose_pairs(
    the_ones uuid[], the_others uuid[], the_scores float8[], the_reasons text[], the_source text, from_score float8
) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n int; page boolean := session_user = 'jisr_app';
BEGIN
    INSERT INTO families_review AS known (
        id, one, other, one_centre_id, other_centre_id, one_since, other_since, source, score, reasons, state, one_said, other_said, facts,
        proposed_at, proposed_by_id, compartment)
    SELECT gen_random_uuid(), pair.one, pair.other, h1.opened_by_id, h2.opened_by_id, h1.opened_on, h2.opened_on,
           the_source, pair.score,
           string_to_array(pair.reasons, ','), 'waiting', '', '',
           md5({FACTS.format(p="p1", h="h1")} || '#' || {FACTS.format(p="p2", h="h2")}), now(),
           CASE WHEN page THEN nullif(current_setting('jisr.user', true), '')::int END, place.compartment
    FROM (
        SELECT DISTINCT ON (least(g.a, g.b), greatest(g.a, g.b)) least(g.a, g.b) AS one, greatest(g.a, g.b) AS other,
               least(g.score, 1) AS score, g.reasons
        FROM unnest(the_ones, the_others, the_scores, the_reasons) AS g(a, b, score, reasons)
        WHERE g.a <> g.b AND g.score >= from_score
        ORDER BY least(g.a, g.b), greatest(g.a, g.b), g.score DESC
    ) pair
    JOIN families_person p1 ON p1.id = pair.one JOIN families_household h1 ON h1.id = p1.household_id
    JOIN families_person p2 ON p2.id = pair.other JOIN families_household h2 ON h2.id = p2.household_id
    JOIN centres_centre c1 ON c1.id = h1.opened_by_id JOIN centres_centre c2 ON c2.id = h2.opened_by_id
    CROSS JOIN LATERAL (SELECT jisr_pair_compartment(p1.compartment, p2.compartment,
        c1.id <> c2.id AND (c1.confidential OR c2.confidential)) AS compartment) place
    -- who is written in two households knowingly (moved, brought to safety) is one person already
    WHERE place.compartment IS NOT NULL AND coalesce(p1.origin, p1.id) <> coalesce(p2.origin, p2.id)
    AND (NOT page
        OR ({doors.OPEN.format("p1")} AND {doors.MINE.format("h1.id")})
        OR ({doors.OPEN.format("p2")} AND {doors.MINE.format("h2.id")}))
    ON CONFLICT (one, other, compartment) DO UPDATE SET
        state = 'waiting', one_said = '', other_said = '', score = excluded.score, reasons = excluded.reasons,
        source = excluded.source, facts = excluded.facts, proposed_at = excluded.proposed_at,
        proposed_by_id = excluded.proposed_by_id, decided_at = NULL, decided_by_id = NULL
    -- a colleague who asks is heard again; what compares by itself, only when there is something new to compare
    WHERE known.state = 'different' AND (known.facts <> excluded.facts OR the_source = 'worker');
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN CASE WHEN page THEN cardinality(the_ones) ELSE n END;
END $$;
"""

# A pair goes where its persons go; what was decided stays as it was decided.
FOLLOWS = """
CREATE FUNCTION jisr_review_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE mine uuid := OLD.id;
BEGIN
    IF TG_OP = 'DELETE' THEN
        DELETE FROM families_review r WHERE (r.one = mine OR r.other = mine) AND r.state IN ('waiting', 'sent_on');
        RETURN OLD;
    END IF;
    IF NEW.compartment <> OLD.compartment THEN
        DELETE FROM families_review r WHERE (r.one = mine OR r.other = mine) AND r.state IN ('waiting', 'sent_on')
            AND (NEW.compartment = '' OR r.compartment NOT IN ('', NEW.compartment) OR EXISTS (
                SELECT FROM families_review s
                WHERE s.one = r.one AND s.other = r.other AND s.compartment = NEW.compartment AND s.id <> r.id));
        UPDATE families_review r SET compartment = NEW.compartment
        WHERE (r.one = mine OR r.other = mine) AND r.state IN ('waiting', 'sent_on');
    END IF;
    UPDATE families_review r SET
        one_centre_id = CASE WHEN r.one = mine THEN h.opened_by_id ELSE r.one_centre_id END,
        other_centre_id = CASE WHEN r.other = mine THEN h.opened_by_id ELSE r.other_centre_id END,
        one_since = CASE WHEN r.one = mine THEN h.opened_on ELSE r.one_since END,
        other_since = CASE WHEN r.other = mine THEN h.opened_on ELSE r.other_since END
    FROM families_household h
    WHERE h.id = NEW.household_id AND (r.one = mine OR r.other = mine) AND r.state IN ('waiting', 'sent_on');
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_review_follows() FROM PUBLIC;
CREATE TRIGGER person_takes_reviews_along AFTER UPDATE OF compartment, household_id ON families_person FOR EACH ROW
WHEN (OLD.compartment <> NEW.compartment OR OLD.household_id <> NEW.household_id) EXECUTE FUNCTION jisr_review_follows();
CREATE TRIGGER person_ends_reviews AFTER DELETE ON families_person FOR EACH ROW EXECUTE FUNCTION jisr_review_follows();
"""

# A file that was joined keeps its readers: the lines of both stand in one list, those of a compartment for its keepers.
READERS = f"""
CREATE OR REPLACE FUNCTION jisr_readers_of_file(the_household uuid, most int)
RETURNS TABLE (at timestamptz, by varchar, verb varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH was AS (SELECT f.kind, f.old, f.within FROM families_former f
                 WHERE f.household_id = the_household AND {doors.OPEN.format("f")})
    SELECT j.at, j.by, j.verb FROM common_journalline j
    WHERE j.household_id IN (SELECT the_household UNION SELECT was.within FROM was) AND {doors.OPEN.format("j")}
    AND (j.household_id = the_household
         OR EXISTS (SELECT FROM was WHERE was.kind = 'household' AND was.within = j.household_id)
         OR EXISTS (SELECT FROM was WHERE was.kind = 'person' AND was.within = j.household_id
                    AND j.subject = 'families.person:' || was.old))
    AND {doors.MINE.format("the_household")}
    AND EXISTS (SELECT FROM families_household h WHERE h.id = the_household AND {doors.OPEN.format("h")})
    -- lines of one instant in a fixed order: left to chance, hidden rows would move those beside them
    ORDER BY j.at DESC, j.id DESC LIMIT least(most, 1000)
$$;
"""
SIGNATURE = "jisr_propose_pairs(uuid[], uuid[], float8[], text[], text, float8)"
RIGHTS = f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {SIGNATURE} TO jisr_app;"
DROP = f"""
DROP TRIGGER person_takes_reviews_along ON families_person; DROP TRIGGER person_ends_reviews ON families_person;
DROP FUNCTION jisr_review_follows(); DROP FUNCTION {SIGNATURE};
DROP FUNCTION jisr_pair_compartment(varchar, varchar, boolean);
"""


class Migration(migrations.Migration):
    """The rows are written by these alone: a page reads pairs, and hands in what it found."""

    dependencies = [("families", "0007_deciding"), ("centres", "0001_initial")]
    operations = [migrations.RunSQL(PLACE + PROPOSE + FOLLOWS + READERS + RIGHTS, DROP)]
