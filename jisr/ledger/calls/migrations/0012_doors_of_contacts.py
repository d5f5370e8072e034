"""Doors to the addresses of applicants: left and taken back with the code, into the outbox, and away in the end."""

from django.db import migrations

HASH = "^[0-9a-f]{64}$"

# One address serves a few applications a day: nobody has somebody else's telephone filled by applying in her name.
LEAVE = f"""
CREATE FUNCTION jisr_calls_leave_contact(new_key uuid, the_hash text, the_application uuid, the_channel text,
    the_address bytea, the_address_hash text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE a calls_application;
BEGIN
    SELECT * INTO a FROM calls_application x
    WHERE x.id = the_application AND x.code_hash = the_hash AND the_hash ~ '{HASH}' FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN 'gone'; END IF;
    IF the_address IS NULL THEN
        UPDATE calls_contact k SET sealed = NULL, forgotten_on = CURRENT_DATE
        WHERE k.application_id = a.id AND k.sealed IS NOT NULL;
        DELETE FROM outgoing_message m WHERE m.about = 'calls.application:' || a.id AND m.state = 'queued';
    ELSE
        IF NOT coalesce(the_channel IN ('sms', 'email') AND octet_length(the_address) BETWEEN 29 AND 400
            AND the_address_hash ~ '{HASH}', false) THEN RETURN 'wrong'; END IF;
        IF (SELECT count(*) FROM calls_contact k WHERE k.address_hash = the_address_hash
            AND k.application_id <> a.id AND k.left_at > clock_timestamp() - interval '1 day') >= 5 THEN
            RETURN 'many';
        END IF;
        INSERT INTO calls_contact (id, call_id, application_id, channel, sealed, address_hash, left_at, is_demonstration)
        VALUES (new_key, a.call_id, a.id, the_channel, the_address, the_address_hash, clock_timestamp(),
                a.is_demonstration)
        ON CONFLICT (application_id) DO UPDATE SET channel = excluded.channel, sealed = excluded.sealed,
            address_hash = excluded.address_hash, left_at = excluded.left_at, forgotten_on = NULL;
    END IF;
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), clock_timestamp(), '', '', CASE WHEN the_address IS NULL THEN
            'calls.took_back_contact' ELSE 'calls.left_contact' END, 'calls.application:' || a.id, NULL,
            coalesce(the_channel, ''), '');
    RETURN '';
END $$;
"""

# What there is to say and was not said, for those who left an address before it happened. An invented application is
# told into a file of this machine at most: through what reaches somebody, never.
TO_TELL = """
CREATE FUNCTION jisr_calls_to_tell(reaching text[], days int, most int)
RETURNS TABLE (application uuid, template text, occasion text, language varchar, number varchar, day date, call varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH known AS (
        SELECT a.*, k.left_at, c.decided_at, c.region_id, c.rules
        FROM calls_contact k JOIN calls_application a ON a.id = k.application_id JOIN calls_call c ON c.id = a.call_id
        WHERE k.sealed IS NOT NULL AND NOT (a.is_demonstration AND k.channel = ANY(reaching))
    ), due AS (
        SELECT a.id, 'calls_receipt' AS template, '' AS occasion, a.language, a.number, NULL::date AS day, '' AS call,
               a.deposited_at AS at
        FROM known a WHERE a.left_at < a.deposited_at + interval '1 hour'
        UNION ALL
        SELECT a.id, 'calls_papers', '', a.language, a.number, a.asked_until, '', a.asked_on + time '23:59'
        FROM known a WHERE a.state = 'asked' AND a.asked_until >= CURRENT_DATE
        UNION ALL
        SELECT a.id, 'calls_result', CASE WHEN d.reason IN ('called_up', 'gave_up') THEN d.changed_on::text ELSE '' END,
               a.language, a.number, NULL, '',
               CASE WHEN d.reason IN ('called_up', 'gave_up') THEN d.changed_on + time '23:59' ELSE a.decided_at END
        FROM known a JOIN calls_decision d ON d.application_id = a.id WHERE a.decided_at IS NOT NULL
        UNION ALL
        SELECT a.id, 'calls_appeal', '', a.language, a.number, NULL, '', p.answered_on + time '23:59'
        FROM known a JOIN calls_appeal p ON p.application_id = a.id WHERE p.answered_on IS NOT NULL
        UNION ALL
        SELECT a.id, 'calls_paid', p.id::text, a.language, a.number, NULL, '', p.settled_at
        FROM known a JOIN calls_award w ON w.application_id = a.id JOIN calls_tranche t ON t.award_id = w.id
        JOIN calls_payment p ON p.tranche_id = t.id AND p.state = 'confirmed' AND p.amount > 0
        WHERE t.paid_on IS NOT NULL
        UNION ALL
        SELECT a.id, 'calls_visit', v.id || ':' || v.planned_on, a.language, a.number, v.planned_on, '', now()
        FROM known a JOIN calls_award w ON w.application_id = a.id JOIN calls_sitevisit v ON v.award_id = w.id
        WHERE v.made_on IS NULL AND v.planned_on >= CURRENT_DATE
        UNION ALL
        SELECT a.id, 'calls_next', n.id::text, a.language, a.number,
               (n.closes_at AT TIME ZONE 'Africa/Casablanca')::date, n.code, n.opens_at
        FROM known a JOIN calls_decision d ON d.application_id = a.id AND d.outcome <> 'selected'
        JOIN calls_call n ON n.state = 'announced' AND n.id <> a.call_id AND n.sources = '[]' AND n.rules = a.rules
             AND n.region_id IS NOT DISTINCT FROM a.region_id AND n.is_demonstration = a.is_demonstration
             AND a.kind = ANY(n.kinds) AND n.opens_at > a.decided_at
             AND now() >= n.opens_at AND now() < n.closes_at
    )
    SELECT d.id, d.template, d.occasion, d.language, d.number, d.day, d.call
    FROM due d JOIN known a ON a.id = d.id
    WHERE d.at > now() - make_interval(days => days) AND d.at >= a.left_at - interval '1 minute'
      AND NOT EXISTS (SELECT FROM outgoing_message m WHERE m.once_key = d.template || ':' || d.id || ':' || d.occasion)
    ORDER BY d.at, d.id LIMIT most
$$;
"""

# The sealed address is copied as it is; nothing of it comes back. Asked again, in the same moment too, nothing is added.
TELL = r"""
CREATE FUNCTION jisr_calls_tell(the_keys uuid[], applications uuid[], templates text[], occasions text[], bodies text[])
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH queued AS (
        INSERT INTO outgoing_message (id, centre_id, sender, channel, "to", sealed_to, bound_to, template, body, about,
                                      made_at, state, once_key, compartment)
        SELECT t.key, NULL, 'calls.call:' || k.call_id, k.channel, '', k.sealed, 'calls.contact:' || k.application_id,
               t.template, t.said, 'calls.application:' || k.application_id, now(), 'queued',
               t.template || ':' || k.application_id || ':' || t.occasion, ''
        FROM unnest(the_keys, applications, templates, occasions, bodies) AS t(key, application, template, occasion, said)
        JOIN calls_contact k ON k.application_id = t.application AND k.sealed IS NOT NULL
        WHERE length(t.said) <= 400 AND t.template LIKE 'calls\_%'
        ON CONFLICT (once_key) DO NOTHING
        RETURNING id, template
    ), noted AS (
        INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
        SELECT gen_random_uuid(), now(), 'job:calls', '', 'messages.queued', 'outgoing.message:' || q.id, NULL,
               q.template, '' FROM queued q
    )
    SELECT count(*) FROM queued
$$;
"""

# What became of the messages of a call, as counts, for whoever keeps it or decides on it.
REACH = """
CREATE FUNCTION jisr_calls_messages(the_call uuid) RETURNS TABLE (state varchar, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT m.state, count(*) FROM outgoing_message m JOIN calls_call c ON c.id = the_call
    WHERE m.sender = 'calls.call:' || the_call AND EXISTS (
        SELECT FROM staff_post p WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint
        AND p.role IN ('regional_coordinator', 'regional_council') AND p.is_demonstration = c.is_demonstration
        AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration)
        AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))
    GROUP BY 1
$$;
"""

# What was being written dies on its day, whoever writes next; an address, so long after the results.
FORGET = """
CREATE FUNCTION jisr_calls_forget(days int) RETURNS TABLE (drafts bigint, contacts bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH died AS (DELETE FROM calls_unsent u WHERE u.dies_at < clock_timestamp() RETURNING 1),
    gone AS (
        UPDATE calls_contact k SET sealed = NULL, forgotten_on = CURRENT_DATE FROM calls_call c
        WHERE c.id = k.call_id AND k.sealed IS NOT NULL
          AND coalesce(c.decided_at, c.closes_at + interval '1 year') < clock_timestamp() - make_interval(days => days)
        RETURNING 1)
    SELECT (SELECT count(*) FROM died), (SELECT count(*) FROM gone)
$$;
"""

MINE = f"""
CREATE OR REPLACE FUNCTION jisr_calls_mine(the_hash text) RETURNS TABLE (told jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'application', to_jsonb(a) - 'code_hash' - 'facts',
        'decision', (SELECT to_jsonb(d) - 'application_id' FROM calls_decision d WHERE d.application_id = a.id),
        'appeal', (SELECT to_jsonb(p) - 'sealed' - 'answered_by_id' FROM calls_appeal p WHERE p.application_id = a.id),
        'papers', (SELECT coalesce(jsonb_agg(jsonb_build_object('item', h.item, 'size', h.size, 'at', h.handed_at)
                   ORDER BY h.handed_at), '[]') FROM calls_paper h WHERE h.application_id = a.id),
        'told_by', (SELECT k.channel FROM calls_contact k WHERE k.application_id = a.id AND k.sealed IS NOT NULL),
        'decided_at', (SELECT c.decided_at FROM calls_call c WHERE c.id = a.call_id))
    FROM calls_application a WHERE a.code_hash = the_hash AND the_hash ~ '{HASH}'
$$;
"""
MY_AWARD = f"""
CREATE OR REPLACE FUNCTION jisr_calls_my_award(the_hash text) RETURNS TABLE (told jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'amount', w.amount, 'signed_on', w.signed_on,
        'visit_on', (SELECT min(v.planned_on) FROM calls_sitevisit v
                     WHERE v.award_id = w.id AND v.made_on IS NULL AND v.planned_on >= CURRENT_DATE),
        'tranches', (SELECT jsonb_agg(jsonb_build_object('id', t.id, 'place', t.place, 'amount', t.amount,
            'for_ar', t.for_ar, 'due_on', t.due_on, 'paid_on', t.paid_on, 'justified_on', t.justified_on,
            'proofs', (SELECT count(*) FROM calls_proof p WHERE p.tranche_id = t.id)) ORDER BY t.place)
            FROM calls_tranche t WHERE t.award_id = w.id))
    FROM calls_award w JOIN calls_application a ON a.id = w.application_id
    WHERE a.code_hash = the_hash AND the_hash ~ '{HASH}'
$$;
"""

RIGHTS = {
    "jisr_calls_leave_contact(uuid, text, uuid, text, bytea, text)": "jisr_app, jisr_public",
    "jisr_calls_to_tell(text[], int, int)": "jisr_keeper",
    "jisr_calls_tell(uuid[], uuid[], text[], text[], text[])": "jisr_keeper",
    "jisr_calls_messages(uuid)": "jisr_app",
    "jisr_calls_forget(int)": "jisr_keeper",
}
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {logins};"
    for name, logins in RIGHTS.items()
)


class Migration(migrations.Migration):
    """No page reads an address; the keeper tells, and sweeps."""

    dependencies = [("calls", "0011_contacts"), ("outgoing", "0003_doors_of_the_sender")]
    operations = [
        migrations.RunSQL(
            LEAVE + TO_TELL + TELL + REACH + FORGET + MINE + MY_AWARD + GRANTS,
            "".join(f"DROP FUNCTION {name};" for name in RIGHTS),
        )
    ]
