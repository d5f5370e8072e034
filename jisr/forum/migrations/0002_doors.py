"""Doors through the walls of the forum: each a definer function that checks its caller and shows the least."""

from django.db import migrations

SPEAKER = "nullif(current_setting('jisr.user', true), '')::bigint"
HOLDS = "{0}.since <= CURRENT_DATE AND ({0}.until IS NULL OR {0}.until > CURRENT_DATE)"

# A seat is given by a secretary of the wave; the first one by whoever holds the post of secretary in its region. It
# asks for the post that goes with it, so that nobody reads sealed words by a seat alone.
SEAT = f"""
CREATE FUNCTION jisr_forum_seat(new_key uuid, the_wave uuid, the_user bigint, the_role text, the_post text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w forum_wave; u accounts_user; first boolean;
BEGIN
    SELECT * INTO w FROM forum_wave WHERE id = the_wave FOR UPDATE;
    IF NOT FOUND THEN RETURN 'gone'; END IF;
    first := NOT EXISTS (SELECT FROM forum_seat s WHERE s.wave_id = w.id AND s.role = 'secretary' AND {HOLDS.format("s")});
    IF NOT (
        EXISTS (SELECT FROM forum_seat s WHERE s.wave_id = w.id AND s.user_id = {SPEAKER} AND s.role = 'secretary'
                AND {HOLDS.format("s")})
        OR first AND EXISTS (SELECT FROM staff_post p WHERE p.user_id = {SPEAKER} AND p.role = 'wave_secretary'
                AND (w.region_id IS NULL OR p.region_id = w.region_id) AND {HOLDS.format("p")})
    ) THEN RETURN 'not_yours'; END IF;
    SELECT * INTO u FROM accounts_user WHERE id = the_user AND is_active;
    IF NOT FOUND OR u.is_demonstration <> w.is_demonstration THEN RETURN 'gone'; END IF;
    IF the_post <> (CASE the_role WHEN 'secretary' THEN 'wave_secretary' WHEN 'moderator' THEN 'moderator'
                   WHEN 'answerer' THEN 'answering_body' ELSE '' END)
       OR NOT EXISTS (SELECT FROM staff_post p WHERE p.user_id = the_user AND p.role = the_post
                      AND (w.region_id IS NULL OR p.region_id = w.region_id) AND {HOLDS.format("p")})
    THEN RETURN 'no_post'; END IF;
    IF EXISTS (SELECT FROM forum_seat s WHERE s.wave_id = w.id AND s.user_id = the_user AND s.role = the_role
               AND {HOLDS.format("s")}) THEN RETURN 'held'; END IF;
    INSERT INTO forum_seat (id, wave_id, user_id, role, since, is_demonstration)
    VALUES (new_key, w.id, the_user, the_role, CURRENT_DATE, w.is_demonstration);
    RETURN '';
END $$;

CREATE FUNCTION jisr_forum_leave_seat(the_seat uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE held forum_seat;
BEGIN
    SELECT * INTO held FROM forum_seat s WHERE s.id = the_seat AND {HOLDS.format("s")} FOR UPDATE;
    IF NOT FOUND THEN RETURN 'gone'; END IF;
    PERFORM FROM forum_wave w WHERE w.id = held.wave_id FOR UPDATE;
    IF NOT EXISTS (SELECT FROM forum_seat s WHERE s.wave_id = held.wave_id AND s.user_id = {SPEAKER}
                   AND s.role = 'secretary' AND {HOLDS.format("s")}) THEN RETURN 'not_yours'; END IF;
    IF held.role = 'secretary' AND NOT EXISTS (
        SELECT FROM forum_seat s WHERE s.wave_id = held.wave_id AND s.role = 'secretary' AND s.id <> held.id
        AND {HOLDS.format("s")}) THEN RETURN 'last'; END IF;
    UPDATE forum_seat SET until = greatest(since, CURRENT_DATE) WHERE id = held.id;
    RETURN '';
END $$;
"""

# A vote needs no account: the voter is a hash made from the code of her slip or from her device. She is never read
# back; what comes out is counts of groups in which nobody stands alone.
VOTE = """
CREATE FUNCTION jisr_forum_vote(new_key uuid, the_statement uuid, the_voter text, the_groups jsonb, the_value text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s forum_statement;
BEGIN
    SELECT t.* INTO s FROM forum_statement t JOIN forum_wave w ON w.id = t.wave_id
    WHERE t.id = the_statement AND t.state = 'active' AND w.closed_on IS NULL FOR SHARE OF t;
    IF NOT FOUND THEN RETURN 'closed'; END IF;
    IF the_voter !~ '^[0-9a-f]{64}$' OR the_value NOT IN ('agree', 'disagree', 'pass')
       OR length(the_groups::text) > 400 THEN RETURN 'wrong'; END IF;
    INSERT INTO forum_statementvote (id, statement_id, wave_id, voter, groups, value, at)
    VALUES (new_key, s.id, s.wave_id, the_voter, the_groups, the_value, clock_timestamp());
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), now(), '', '', 'forum.voted', 'forum.statement:' || s.id, NULL, '', '');
    RETURN '';
END $$;
"""


# Votes follow a statement into the one it was joined in, and both ways between translations; the last of each voter
# counts. A group of fewer than five is named without its numbers.
COUNTS = """
CREATE FUNCTION jisr_forum_counts(the_wave uuid)
RETURNS TABLE (statement uuid, dimension text, member text, agree bigint, disagree bigint, passed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE live AS (
        SELECT f.statement_id AS one, t.statement_id AS other, e.kind FROM forum_edge e
        JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
        WHERE e.wave_id = the_wave AND e.undone_at IS NULL AND e.kind IN ('merged', 'translated')
          AND f.statement_id IS NOT NULL
    ), passes AS (
        SELECT one, other FROM live UNION SELECT other, one FROM live WHERE kind = 'translated'
    ), carried AS (
        SELECT s.id AS statement, s.id AS source FROM forum_statement s
        WHERE s.wave_id = the_wave AND s.state = 'active'
        UNION SELECT c.statement, p.one FROM carried c JOIN passes p ON p.other = c.source
    ), lasting AS (
        SELECT DISTINCT ON (c.statement, v.voter) c.statement, v.value, v.groups
        FROM carried c JOIN forum_statementvote v ON v.statement_id = c.source
        ORDER BY c.statement, v.voter, v.at DESC, v.id DESC
    ), spread AS (
        SELECT l.statement, '' AS dimension, '' AS member, l.value FROM lasting l
        UNION ALL SELECT l.statement, g.key, g.value, l.value FROM lasting l, jsonb_each_text(l.groups) g
        WHERE g.key IN ('region', 'role', 'sex', 'milieu') AND g.value <> ''
    )
    SELECT x.statement, x.dimension, x.member,
        CASE WHEN count(*) >= 5 THEN count(*) FILTER (WHERE x.value = 'agree') END,
        CASE WHEN count(*) >= 5 THEN count(*) FILTER (WHERE x.value = 'disagree') END,
        CASE WHEN count(*) >= 5 THEN count(*) FILTER (WHERE x.value = 'pass') END
    FROM spread x GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
$$;
"""

# Whoever holds the slip reads where her contribution stands and each answer to it, also when it is not published.
BY_CODE = """
CREATE FUNCTION jisr_contribution_by_code(the_hash text)
RETURNS TABLE (contribution uuid, code text, state text, kind text, theme text, said_on date, published_at timestamptz,
    content text, withheld_reason text, wave_ar text, wave_fr text, answer uuid, answer_kind text, what text, why text,
    next_step text, to_whom text, body_ar text, body_fr text, answered_on date, language text, statement uuid,
    statement_text text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE mine AS (
        SELECT c.* FROM forum_contribution c WHERE c.code_hash = the_hash AND the_hash ~ '^[0-9a-f]{64}$'
    ), down AS (
        SELECT t.statement_id FROM mine m JOIN forum_edgefrom f ON f.contribution_id = m.id
        JOIN forum_edge e ON e.id = f.edge_id AND e.undone_at IS NULL JOIN forum_edgeto t ON t.edge_id = e.id
        UNION
        SELECT t.statement_id FROM down d JOIN forum_edgefrom f ON f.statement_id = d.statement_id
        JOIN forum_edge e ON e.id = f.edge_id AND e.undone_at IS NULL JOIN forum_edgeto t ON t.edge_id = e.id
    )
    SELECT m.id, m.code, m.state, m.kind, m.theme, m.said_on, m.published_at, m.text, m.withheld_reason,
        w.name_ar, w.name_fr, a.id, a.kind, a.what, a.why, a.next_step, a.to_whom, a.body_ar, a.body_fr,
        a.answered_on, a.language, s.id, s.text
    FROM mine m JOIN forum_wave w ON w.id = m.wave_id
    LEFT JOIN forum_answer a ON a.contribution_id = m.id OR a.statement_id IN (SELECT d.statement_id FROM down d)
    LEFT JOIN forum_statement s ON s.id = a.statement_id
    ORDER BY a.answered_on, a.id
$$;
"""

# What was published, withheld or destroyed, when and why: codes alone, for anybody.
LOG = """
CREATE FUNCTION jisr_forum_moderation_log(the_wave uuid)
RETURNS TABLE (code text, said_on date, state text, published_at timestamptz, masks jsonb, withheld_reason text,
    destroyed_on date, destroyed_reason text, destroyed_by_role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT c.code, c.said_on, c.state, c.published_at,
        (SELECT coalesce(jsonb_agg(m ->> 'reason' ORDER BY m ->> 'reason'), '[]') FROM jsonb_array_elements(c.masks) m),
        c.withheld_reason, v.destroyed_on, v.destroyed_reason, v.destroyed_by_role
    FROM forum_contribution c LEFT JOIN forum_verbatim v ON v.contribution_id = c.id
    WHERE c.wave_id = the_wave ORDER BY c.said_on, c.id
$$;
"""

ATTENDANCE = f"""
CREATE FUNCTION jisr_forum_clear_attendance(the_meeting uuid) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM forum_attendance a WHERE a.meeting_id = the_meeting AND EXISTS (
            SELECT FROM forum_seat s WHERE s.wave_id = a.wave_id AND s.user_id = {SPEAKER} AND {HOLDS.format("s")})
        RETURNING 1)
    SELECT count(*) FROM gone
$$;
"""

# A wave that is closed stays answered: nothing comes in, nothing is joined or taken apart. Whoever closes it locks the
# row that this trigger reads, so a sheet keyed in the same moment comes before or is refused.
OPEN_ONLY = """
CREATE FUNCTION jisr_forum_open_only_trigger() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM forum_wave w WHERE w.id = NEW.wave_id AND w.closed_on IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN RAISE check_violation USING MESSAGE = 'this wave is closed'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER contribution_open_wave_only BEFORE INSERT ON forum_contribution
    FOR EACH ROW EXECUTE FUNCTION jisr_forum_open_only_trigger();
CREATE TRIGGER edge_open_wave_only BEFORE INSERT OR UPDATE ON forum_edge
    FOR EACH ROW EXECUTE FUNCTION jisr_forum_open_only_trigger();
"""

APP_ONLY = (
    "jisr_forum_seat(uuid, uuid, bigint, text, text)",
    "jisr_forum_leave_seat(uuid)",
    "jisr_forum_clear_attendance(uuid)",
)
ALSO_VISITORS = (
    "jisr_forum_vote(uuid, uuid, text, jsonb, text)",
    "jisr_forum_counts(uuid)",
    "jisr_contribution_by_code(text)",
    "jisr_forum_moderation_log(uuid)",
)
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {logins};"
    for names, logins in ((APP_ONLY, "jisr_app"), (ALSO_VISITORS, "jisr_app, jisr_public"))
    for name in names
)
UNDO = (
    "DROP TRIGGER edge_open_wave_only ON forum_edge; DROP TRIGGER contribution_open_wave_only ON forum_contribution;"
    " DROP FUNCTION jisr_forum_open_only_trigger();"
    + "".join(f" DROP FUNCTION {name};" for name in (*APP_ONLY, *ALSO_VISITORS))
)


class Migration(migrations.Migration):
    """What the tables alone cannot hold."""

    dependencies = [("forum", "0001_initial"), ("staff", "0003_posts_of_the_forum"), ("common", "0002_memory")]
    operations = [migrations.RunSQL(SEAT + VOTE + COUNTS + BY_CODE + LOG + ATTENDANCE + OPEN_ONLY + GRANTS, UNDO)]
