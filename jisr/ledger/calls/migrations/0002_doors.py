"""Doors for whoever has no account: an application is written, deposited, followed and appealed by its code alone."""

from django.db import migrations

HASH = "^[0-9a-f]{64}$"

# What somebody is writing is kept sealed, under the hash of the code on her screen. It is kept when the call has just
# closed too: what she typed is hers. It dies ninety days after the call closes, and with the deposit.
KEEP = f"""
CREATE FUNCTION jisr_calls_keep(new_key uuid, the_call uuid, the_hash text, the_sealed bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c calls_call;
BEGIN
    SELECT * INTO c FROM calls_call WHERE id = the_call AND state <> 'drafted' AND sources = '[]';
    IF NOT FOUND OR the_hash !~ '{HASH}' OR octet_length(the_sealed) NOT BETWEEN 29 AND 80000 THEN RETURN 'wrong'; END IF;
    IF clock_timestamp() < c.opens_at OR clock_timestamp() > c.closes_at + interval '1 day' THEN RETURN 'closed'; END IF;
    IF EXISTS (SELECT FROM calls_application a WHERE a.code_hash = the_hash) THEN RETURN 'known'; END IF;
    DELETE FROM calls_unsent WHERE dies_at < clock_timestamp();
    INSERT INTO calls_unsent (id, call_id, code_hash, sealed, saved_at, dies_at, is_demonstration)
    VALUES (new_key, c.id, the_hash, the_sealed, clock_timestamp(), c.closes_at + interval '90 days', c.is_demonstration)
    ON CONFLICT (code_hash) DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at
    WHERE calls_unsent.call_id = excluded.call_id;
    RETURN CASE WHEN FOUND THEN '' ELSE 'wrong' END;
END $$;
"""

UNSENT = f"""
CREATE FUNCTION jisr_calls_unsent(the_hash text)
RETURNS TABLE (call uuid, sealed bytea, saved_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.call_id, u.sealed, u.saved_at FROM calls_unsent u
    WHERE u.code_hash = the_hash AND the_hash ~ '{HASH}' AND u.dies_at > clock_timestamp()
$$;
"""

# The moment of the deposit is that of this clock. Whoever sends the same form twice has one application.
DEPOSIT = f"""
CREATE FUNCTION jisr_calls_deposit(new_key uuid, the_call uuid, the_hash text, the_number text, told jsonb,
    person_key uuid, person bytea)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c calls_call; before uuid; this_moment timestamptz := clock_timestamp();
BEGIN
    SELECT a.call_id INTO before FROM calls_application a WHERE a.code_hash = the_hash;
    IF FOUND THEN RETURN CASE WHEN before = the_call THEN 'known' ELSE 'wrong' END; END IF;
    SELECT * INTO c FROM calls_call WHERE id = the_call AND state <> 'drafted' AND sources = '[]' FOR KEY SHARE;
    IF NOT FOUND THEN RETURN 'wrong'; END IF;
    IF c.state <> 'announced' OR this_moment >= c.closes_at THEN RETURN 'closed'; END IF;
    IF this_moment < c.opens_at THEN RETURN 'early'; END IF;
    IF NOT coalesce(
        the_hash ~ '{HASH}' AND the_number ~ '^[A-Z0-9]{{4}}-[A-Z0-9]{{4}}$'
        AND told ->> 'kind' = ANY(c.kinds)
        AND EXISTS (SELECT FROM jsonb_array_elements(c.provinces) p WHERE p ->> 'code' = told ->> 'province')
        AND (told ->> 'asked')::bigint BETWEEN 1 AND c.most_each
        AND length(told::text) <= 40000 AND octet_length(person) BETWEEN 29 AND 8000, false)
    THEN RETURN 'wrong'; END IF;
    BEGIN
        INSERT INTO calls_application (id, call_id, is_demonstration, version, number, code_hash, deposited_at, language,
            kind, province, favoured, title, project, asked, own, women, facts, eligible, rule_since, declared, state,
            asked_items, why, why_text)
        VALUES (new_key, c.id, c.is_demonstration, 1, the_number, the_hash, this_moment, told ->> 'language',
            told ->> 'kind', told ->> 'province', ARRAY(SELECT jsonb_array_elements_text(told -> 'favoured')),
            told ->> 'title', told ->> 'project', (told ->> 'asked')::bigint, (told ->> 'own')::bigint,
            (told ->> 'women')::integer, told -> 'facts', told ->> 'eligible', (told ->> 'rule_since')::date,
            ARRAY(SELECT jsonb_array_elements_text(told -> 'declared')), 'deposited', '{{}}', '', '')
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            RETURN CASE WHEN EXISTS (SELECT FROM calls_application a WHERE a.code_hash = the_hash AND a.call_id = c.id)
                THEN 'known' ELSE 'taken' END;
        END IF;
    EXCEPTION WHEN check_violation OR not_null_violation OR string_data_right_truncation
        OR numeric_value_out_of_range OR invalid_text_representation THEN RETURN 'wrong';
    END;
    INSERT INTO calls_applicant (id, call_id, application_id, sealed, is_demonstration)
    VALUES (person_key, c.id, new_key, person, c.is_demonstration);
    DELETE FROM calls_unsent WHERE code_hash = the_hash;
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), this_moment, '', '', 'calls.deposited', 'calls.application:' || new_key, NULL,
            told ->> 'kind', '');
    RETURN '';
END $$;
"""

# Everything that whoever holds the code may read of her own application; never what a reader gave.
MINE = f"""
CREATE FUNCTION jisr_calls_mine(the_hash text) RETURNS TABLE (told jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'application', to_jsonb(a) - 'code_hash' - 'facts',
        'decision', (SELECT to_jsonb(d) - 'application_id' FROM calls_decision d WHERE d.application_id = a.id),
        'appeal', (SELECT to_jsonb(p) - 'sealed' - 'answered_by_id' FROM calls_appeal p WHERE p.application_id = a.id),
        'papers', (SELECT coalesce(jsonb_agg(jsonb_build_object('item', h.item, 'size', h.size, 'at', h.handed_at)
                   ORDER BY h.handed_at), '[]') FROM calls_paper h WHERE h.application_id = a.id),
        'decided_at', (SELECT c.decided_at FROM calls_call c WHERE c.id = a.call_id))
    FROM calls_application a WHERE a.code_hash = the_hash AND the_hash ~ '{HASH}'
$$;
"""

# A paper is whole or it is not there: it comes as one value, after its content was read to the end and looked at.
HAND_IN = f"""
CREATE FUNCTION jisr_calls_hand_in(new_key uuid, the_hash text, the_item text, the_media text, the_size integer,
    the_digest text, the_sealed bytea)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE a calls_application; c calls_call;
BEGIN
    SELECT * INTO a FROM calls_application WHERE code_hash = the_hash AND the_hash ~ '{HASH}' FOR UPDATE;
    IF NOT FOUND THEN RETURN 'none'; END IF;
    SELECT * INTO c FROM calls_call WHERE id = a.call_id;
    IF a.state NOT IN ('deposited', 'asked') OR a.state = 'asked' AND CURRENT_DATE > a.asked_until THEN RETURN 'shut'; END IF;
    IF (SELECT count(*) FROM calls_paper p WHERE p.application_id = a.id) >= 20 THEN RETURN 'many'; END IF;
    IF NOT coalesce(the_digest ~ '{HASH}' AND the_size BETWEEN 1 AND 8388608
        AND octet_length(the_sealed) BETWEEN 29 AND 8400000 AND the_item ~ '^[a-z_]{{1,30}}$'
        AND the_media IN ('image/jpeg', 'image/png', 'application/pdf'), false) THEN RETURN 'wrong'; END IF;
    INSERT INTO calls_paper (id, call_id, application_id, item, media, size, digest, sealed, handed_at, is_demonstration)
    VALUES (new_key, a.call_id, a.id, the_item, the_media, the_size, the_digest, the_sealed, clock_timestamp(),
            a.is_demonstration)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'known'; END IF;
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), clock_timestamp(), '', '', 'calls.handed_in', 'calls.paper:' || new_key, NULL, the_item, '');
    RETURN '';
END $$;
"""

HELP = f"""
CREATE FUNCTION jisr_calls_ask_help(new_key uuid, the_call uuid, the_hash text, the_sealed bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c calls_call;
BEGIN
    SELECT * INTO c FROM calls_call WHERE id = the_call AND state = 'announced' AND sources = '[]';
    IF NOT FOUND OR clock_timestamp() >= c.closes_at THEN RETURN 'closed'; END IF;
    IF the_hash !~ '{HASH}' OR octet_length(the_sealed) NOT BETWEEN 29 AND 8000 THEN RETURN 'wrong'; END IF;
    INSERT INTO calls_helprequest (id, call_id, code_hash, sealed, asked_at, is_demonstration)
    VALUES (new_key, c.id, the_hash, the_sealed, clock_timestamp(), c.is_demonstration) ON CONFLICT DO NOTHING;
    RETURN '';
END $$;
"""

APPEAL = f"""
CREATE FUNCTION jisr_calls_appeal(new_key uuid, the_hash text, the_sealed bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE a calls_application; c calls_call;
BEGIN
    SELECT * INTO a FROM calls_application WHERE code_hash = the_hash AND the_hash ~ '{HASH}' FOR UPDATE;
    IF NOT FOUND THEN RETURN 'none'; END IF;
    SELECT * INTO c FROM calls_call WHERE id = a.call_id;
    IF c.decided_at IS NULL THEN RETURN 'early'; END IF;
    IF clock_timestamp() >= c.decided_at + make_interval(days => c.appeal_days::int) THEN RETURN 'late'; END IF;
    IF octet_length(the_sealed) NOT BETWEEN 29 AND 20000 THEN RETURN 'wrong'; END IF;
    INSERT INTO calls_appeal (id, call_id, application_id, sealed, made_at, answer, is_demonstration)
    VALUES (new_key, a.call_id, a.id, the_sealed, clock_timestamp(), '', a.is_demonstration) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'known'; END IF;
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), clock_timestamp(), '', '', 'calls.appealed', 'calls.application:' || a.id, NULL, '', '');
    RETURN '';
END $$;
"""

# Whoever proposes a selection does not publish it: another person does, from a post of the regional council.
DECIDE = """
CREATE FUNCTION jisr_calls_decide(the_call uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c calls_call; me bigint := nullif(current_setting('jisr.user', true), '')::bigint;
BEGIN
    SELECT * INTO c FROM calls_call WHERE id = the_call FOR UPDATE;
    IF NOT FOUND OR c.state <> 'proposed' THEN RETURN 'gone'; END IF;
    IF NOT EXISTS (SELECT FROM staff_post p WHERE p.user_id = me AND p.role = 'regional_council'
        AND p.is_demonstration = c.is_demonstration
        AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration)
        AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)) THEN RETURN 'not_yours'; END IF;
    IF c.proposed_by_id = me OR c.prepared_by_id = me THEN RETURN 'own'; END IF;
    UPDATE calls_call SET state = 'decided', decided_by_id = me, decided_at = clock_timestamp(), version = version + 1
    WHERE id = c.id;
    UPDATE calls_application SET state = 'decided', version = version + 1 WHERE call_id = c.id;
    RETURN '';
END $$;
REVOKE ALL ON FUNCTION jisr_calls_decide(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_calls_decide(uuid) TO jisr_app;
"""

DOORS = (
    "jisr_calls_keep(uuid, uuid, text, bytea)",
    "jisr_calls_unsent(text)",
    "jisr_calls_deposit(uuid, uuid, text, text, jsonb, uuid, bytea)",
    "jisr_calls_mine(text)",
    "jisr_calls_hand_in(uuid, text, text, text, integer, text, bytea)",
    "jisr_calls_ask_help(uuid, uuid, text, bytea)",
    "jisr_calls_appeal(uuid, text, bytea)",
)
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_app, jisr_public;"
    for name in DOORS
)
UNDO = "".join(f"DROP FUNCTION {name};" for name in (*DOORS, "jisr_calls_decide(uuid)"))


class Migration(migrations.Migration):
    """None of these tables is open to a visitor; each function checks what it is given and shows the least."""

    dependencies = [("calls", "0001_initial"), ("common", "0002_memory"), ("staff", "0006_posts_of_calls")]
    operations = [
        migrations.RunSQL(KEEP + UNSENT + DEPOSIT + MINE + HAND_IN + HELP + APPEAL + GRANTS + DECIDE, UNDO),
    ]
