"""Doors to the sealed addresses: into the outbox, out with a danger, and away when they have served."""

from django.db import migrations

SPEAKER = "nullif(current_setting('jisr.user', true), '')::bigint"
HOLDS = "{0}.since <= CURRENT_DATE AND ({0}.until IS NULL OR {0}.until > CURRENT_DATE)"
SITS = f"EXISTS (SELECT FROM forum_seat s WHERE s.wave_id = {{0}} AND s.user_id = {SPEAKER} AND {HOLDS.format('s')})"

# The sealed address is copied into the outbox as it is; nothing of it comes back. Each message has a key made of what
# it is about: asked again, in the same moment too, nothing is added.
TELL = f"""
CREATE FUNCTION jisr_forum_tell(the_keys uuid[], contributions uuid[], occasions text[], the_template text,
    bodies text[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH queued AS (
        INSERT INTO outgoing_message (id, centre_id, sender, channel, "to", sealed_to, bound_to, template, body, about,
                                      made_at, state, once_key, compartment)
        SELECT t.key, NULL, 'forum.wave:' || a.wave_id, a.channel, '', a.sealed,
               'forum.replyaddress:' || a.contribution_id, the_template, t.said, 'forum.contribution:' || a.contribution_id,
               now(), 'queued', the_template || ':' || a.contribution_id || ':' || t.occasion, ''
        FROM unnest(the_keys, contributions, occasions, bodies) AS t(key, contribution, occasion, said)
        JOIN forum_replyaddress a ON a.contribution_id = t.contribution AND a.sealed IS NOT NULL
        WHERE {SITS.format("a.wave_id")} AND length(t.said) <= 1000 AND CASE the_template
            WHEN 'forum_answered' THEN EXISTS (
                SELECT FROM forum_answer w WHERE w.id::text = t.occasion AND w.wave_id = a.wave_id)
            WHEN 'forum_news' THEN t.occasion IN ('withheld', 'destroyed') ELSE false END
        ON CONFLICT (once_key) DO NOTHING
        RETURNING id
    ), noted AS (
        INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
        SELECT gen_random_uuid(), now(), coalesce(current_setting('jisr.user', true), ''), '', 'messages.queued',
               'outgoing.message:' || q.id, NULL, the_template, '' FROM queued q
    )
    SELECT count(*) FROM queued
$$;
"""

# Only with a danger that is leaving, only for a moderator of its wave, only once.
TAKE = f"""
CREATE FUNCTION jisr_forum_take_address(the_contribution uuid) RETURNS TABLE (channel varchar, sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE a forum_replyaddress;
BEGIN
    PERFORM FROM forum_contribution c JOIN forum_verbatim v ON v.contribution_id = c.id
    WHERE c.id = the_contribution AND c.withheld_reason = 'danger' AND v.destroyed_reason = 'passed'
      AND EXISTS (SELECT FROM forum_seat s WHERE s.wave_id = c.wave_id AND s.user_id = {SPEAKER}
                  AND s.role = 'moderator' AND {HOLDS.format("s")});
    IF NOT FOUND THEN RETURN; END IF;
    DELETE FROM outgoing_message m WHERE m.about = 'forum.contribution:' || the_contribution AND m.state = 'queued';
    SELECT * INTO a FROM forum_replyaddress r WHERE r.contribution_id = the_contribution AND r.sealed IS NOT NULL FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE forum_replyaddress r SET sealed = NULL, forgotten_on = CURRENT_DATE, forgotten_reason = 'danger'
    WHERE r.contribution_id = the_contribution;
    channel := a.channel; sealed := a.sealed;
    RETURN NEXT;
END $$;
"""

# What became of the messages of a wave, as counts.
REACH = f"""
CREATE FUNCTION jisr_forum_messages(the_wave uuid) RETURNS TABLE (state varchar, fault varchar, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.state, m.fault, count(*) FROM outgoing_message m
    WHERE m.sender = 'forum.wave:' || the_wave AND {SITS.format("the_wave")} GROUP BY 1, 2 ORDER BY 1, 2
$$;
"""

FORGET = """
CREATE FUNCTION jisr_forum_forget_addresses(days int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH told AS (
        SELECT m.about, bool_or(m.state = 'queued') AS waits, max(m.ended_at) AS ended
        FROM outgoing_message m WHERE m.template = 'forum_answered' GROUP BY m.about
    ), gone AS (
        UPDATE forum_replyaddress a SET sealed = NULL, forgotten_on = CURRENT_DATE, forgotten_reason = 'answered'
        FROM forum_wave w WHERE w.id = a.wave_id AND a.sealed IS NOT NULL AND (
            w.closed_on < CURRENT_DATE - days
            OR EXISTS (SELECT FROM told t WHERE t.about = 'forum.contribution:' || a.contribution_id AND NOT t.waits
                       AND t.ended < now() - make_interval(days => days)))
        RETURNING 1)
    SELECT count(*) FROM gone
$$;
"""

# Whoever holds the slip leaves an address herself, another one, or takes it back. With a danger that left, nothing is
# kept any more: the forum writes to nobody there.
LEAVE = """
CREATE FUNCTION jisr_forum_leave_address(the_hash text, the_contribution uuid, the_channel text, the_address bytea)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c forum_contribution;
BEGIN
    SELECT * INTO c FROM forum_contribution o
    WHERE o.id = the_contribution AND o.code_hash = the_hash AND the_hash ~ '^[0-9a-f]{64}$' FOR NO KEY UPDATE;
    IF NOT FOUND OR c.withheld_reason = 'danger' THEN RETURN 'gone'; END IF;
    IF the_address IS NULL THEN
        UPDATE forum_replyaddress a SET sealed = NULL, forgotten_on = CURRENT_DATE, forgotten_reason = 'asked'
        WHERE a.contribution_id = c.id AND a.sealed IS NOT NULL;
        DELETE FROM outgoing_message m WHERE m.about = 'forum.contribution:' || c.id AND m.state = 'queued';
    ELSE
        IF the_channel NOT IN ('sms', 'email') OR length(the_address) > 400 THEN RETURN 'wrong'; END IF;
        INSERT INTO forum_replyaddress (contribution_id, wave_id, channel, sealed, left_on, forgotten_reason)
        VALUES (c.id, c.wave_id, the_channel, the_address, CURRENT_DATE, '')
        ON CONFLICT (contribution_id) DO UPDATE SET channel = excluded.channel, sealed = excluded.sealed,
            left_on = excluded.left_on, forgotten_on = NULL, forgotten_reason = '';
    END IF;
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), now(), 'slip', '', CASE WHEN the_address IS NULL THEN 'forum.took_back_address'
            ELSE 'forum.left_address' END, 'forum.contribution:' || c.id, NULL, the_channel, '');
    RETURN '';
END $$;
"""

RIGHTS = {
    "jisr_forum_leave_address(text, uuid, text, bytea)": "jisr_public",
    "jisr_forum_tell(uuid[], uuid[], text[], text, text[])": "jisr_app",
    "jisr_forum_take_address(uuid)": "jisr_app",
    "jisr_forum_messages(uuid)": "jisr_app",
    "jisr_forum_forget_addresses(int)": "jisr_keeper",
}
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {login};"
    for name, login in RIGHTS.items()
)


class Migration(migrations.Migration):
    """No page reads an address; four functions use it."""

    dependencies = [("forum", "0010_addresses_for_answers"), ("outgoing", "0003_doors_of_the_sender")]
    operations = [
        migrations.RunSQL(
            TELL + TAKE + REACH + FORGET + LEAVE + GRANTS, "".join(f"DROP FUNCTION {name};" for name in RIGHTS)
        )
    ]
