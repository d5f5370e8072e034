"""Doors of orientation: an accepted referral opens the file; a partner without an account reads and answers one."""

from django.db import migrations

OPENS = """
CREATE FUNCTION jisr_open_for_referral(the_referral uuid, days int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- a protected referral inside an open household opens nothing: the access row itself would tell;
    -- and nobody hands on a file that she may not open herself, nor prolongs her own by writing to herself
    INSERT INTO families_access (id, household_id, centre_id, since, until, why, given_by)
    SELECT gen_random_uuid(), r.household_id, r.to_centre_id, CURRENT_DATE, CURRENT_DATE + least(days, 366), 'referral',
           coalesce(current_setting('jisr.user', true), '')
    FROM orientation_referral r JOIN families_household h ON h.id = r.household_id
    JOIN listening_need n ON n.id = r.need_id AND n.household_id = r.household_id
    WHERE r.id = the_referral AND r.to_centre_id = ANY(jisr_centres()) AND r.state IN ('accepted', 'booked')
      AND r.to_centre_id <> r.from_centre_id
      AND EXISTS (SELECT FROM families_access s WHERE s.household_id = r.household_id AND s.centre_id = r.from_centre_id
                  AND s.since <= CURRENT_DATE AND (s.until IS NULL OR s.until > CURRENT_DATE))
      AND (r.compartment = '' OR r.compartment = ANY(jisr_compartments())) AND r.compartment = h.compartment
      AND NOT EXISTS (SELECT FROM families_access a WHERE a.household_id = r.household_id
                      AND a.centre_id = r.to_centre_id AND (a.until IS NULL OR a.until > CURRENT_DATE + days - 1));
END $$;
"""

DUE = """
CREATE FUNCTION jisr_due_referrals(remind int, expire int)
RETURNS TABLE (referral uuid, centre bigint, compartment varchar, what text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.id, r.from_centre_id, r.compartment,
           CASE WHEN r.sent_at < now() - make_interval(days => expire) THEN 'expire' ELSE 'remind' END
    FROM orientation_referral r
    WHERE r.state IN ('offered', 'under_study')
      AND (r.sent_at < now() - make_interval(days => expire)
           OR (r.reminded_at IS NULL AND r.sent_at < now() - make_interval(days => remind)))
    ORDER BY r.sent_at, r.id LIMIT 1000
$$;
"""

LINK = """
CREATE FUNCTION jisr_link_referral(the_token text, the_code text) RETURNS TABLE (door jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r orientation_referral; opened boolean := false; counted boolean := false;
BEGIN
    SELECT * INTO r FROM orientation_referral o WHERE o.token = the_token AND the_token <> '';
    IF r.id IS NULL THEN RETURN; END IF;
    IF the_code <> '' THEN  -- a hundred guesses sent at once wait for one another
        SELECT * INTO r FROM orientation_referral o WHERE o.id = r.id FOR UPDATE;
    END IF;
    IF r.token_until < now() THEN door := jsonb_build_object('expired', true); RETURN NEXT; RETURN; END IF;
    IF the_code <> '' THEN
        opened := r.phone_code = the_code AND r.phone_code_until > now() AND r.phone_code_tries < 5;
        -- a code that no longer lives is not guessed at: nothing to count, and a page read again writes nothing
        counted := NOT opened AND r.phone_code <> '' AND r.phone_code_until > now();
        IF counted THEN
            UPDATE orientation_referral SET phone_code_tries = least(phone_code_tries + 1, 100) WHERE id = r.id;
        END IF;
    END IF;
    IF opened THEN
        INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
        VALUES (gen_random_uuid(), now(), 'link', '', 'orientation.opened_by_link', 'orientation.referral:' || r.id,
                r.household_id, '', r.compartment);
    END IF;
    door := jsonb_build_object(
        'expired', false, 'id', r.id, 'code', r.code, 'theme', r.theme, 'service', r.service_id,
        'from_centre', r.from_centre_id, 'to_centre', r.to_centre_id, 'state', r.state, 'urgent', r.urgent,
        'answer_by', r.answer_by, 'until', r.token_until, 'booked_on', r.booked_on, 'refusal', r.refusal,
        'answer_words', r.answer_words, 'shares', to_jsonb(r.shares), 'opened', opened,
        'tries', CASE WHEN r.phone_code_until > now() THEN r.phone_code_tries + counted::int ELSE 0 END,
        'facts', jsonb_build_object('sex', r.shared->'facts'->'sex', 'age_band', r.shared->'facts'->'age_band'),
        'shared', CASE WHEN opened AND r.state <> 'withdrawn' THEN r.shared - 'facts' ELSE '{}'::jsonb END);
    RETURN NEXT;
END $$;

CREATE FUNCTION jisr_link_code(the_token text, the_code text, minutes int, words text) RETURNS TABLE (phone text, sent boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r orientation_referral; known text;
BEGIN
    SELECT * INTO r FROM orientation_referral o
    WHERE o.token = the_token AND the_token <> '' AND o.token_until > now();
    IF r.id IS NULL THEN RETURN; END IF;
    SELECT c.phone INTO known FROM centres_contact c WHERE c.centre_id = r.to_centre_id;
    IF coalesce(known, '') = '' THEN RETURN; END IF;
    sent := r.phone_code_until IS NULL
        OR r.phone_code_until < now() + make_interval(mins => minutes) - interval '1 minute';
    -- one code a minute and ten a day (then: NULL): a link in wrong hands must not ring the partner's phone all day,
    -- and five guesses at each of ten codes a day stay below one in two thousand while the link lives
    IF 10 <= (SELECT count(*) FROM outgoing_message m
              WHERE m.centre_id = r.from_centre_id AND m.about = 'orientation.referral:' || r.id
              AND m.template = 'link_code' AND m.made_at > now() - interval '1 day') THEN sent := NULL; END IF;
    IF sent THEN
        UPDATE orientation_referral SET phone_code = the_code, phone_code_tries = 0,
            phone_code_until = now() + make_interval(mins => minutes) WHERE id = r.id;
        INSERT INTO outgoing_message (id, centre_id, channel, "to", template, body, about, made_at, state, compartment)
        VALUES (gen_random_uuid(), r.from_centre_id, 'sms', known, 'link_code', words,
                'orientation.referral:' || r.id, now(), 'queued', r.compartment);
    END IF;
    phone := right(known, 2);
    RETURN NEXT;
END $$;

CREATE FUNCTION jisr_link_answer(
    the_token text, the_subject text, the_state text, the_refusal text, the_words text, the_day date
) RETURNS TABLE (state text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r orientation_referral; tell text;
BEGIN
    SELECT * INTO r FROM orientation_referral o
    WHERE o.token = the_token AND the_token <> '' AND o.token_until > now() FOR UPDATE;
    IF r.id IS NULL THEN RETURN; END IF;
    IF r.state NOT IN ('offered', 'under_study')
        OR the_state NOT IN ('accepted', 'booked', 'under_study', 'refused') THEN
        state := 'answered'; RETURN NEXT; RETURN;
    END IF;
    UPDATE orientation_referral o SET state = the_state, refusal = the_refusal, answer_words = left(the_words, 1000),
        booked_on = the_day, answered_at = now(), answered_through = 'link', version = o.version + 1 WHERE o.id = r.id;
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), now(), 'link', '', 'orientation.' || the_state, 'orientation.referral:' || r.id,
            r.household_id, the_refusal, r.compartment);
    IF the_state <> 'under_study' THEN
        FOREACH tell IN ARRAY ARRAY['answered', CASE the_state WHEN 'refused' THEN 'refused' ELSE 'accepted' END] LOOP
            INSERT INTO common_event (id, code, happened_on, recorded_at, centre_id, commune, service_id, programme,
                                      theme, sex, age_band, disability, rural, person, subject, compartment)
            SELECT gen_random_uuid(), tell, CURRENT_DATE, now(), r.to_centre_id, e.commune, e.service_id, e.programme,
                   e.theme, e.sex, e.age_band, e.disability, e.rural, e.person, e.subject, e.compartment
            FROM common_event e WHERE e.code = 'oriented' AND e.subject = the_subject
                AND e.centre_id = r.from_centre_id AND e.service_id = r.service_id LIMIT 1;
        END LOOP;
    END IF;
    state := the_state;
    RETURN NEXT;
END $$;
"""

RIGHTS = {
    "jisr_open_for_referral(uuid, int)": "jisr_app",
    "jisr_due_referrals(int, int)": "jisr_keeper",
    "jisr_link_referral(text, text)": "jisr_public",
    "jisr_link_code(text, text, int, text)": "jisr_public",
    "jisr_link_answer(text, text, text, text, text, date)": "jisr_public",
}
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {login};"
    for name, login in RIGHTS.items()
)
DROP = "".join(f"DROP FUNCTION {name};" for name in RIGHTS)


class Migration(migrations.Migration):
    """The token is the key of a partner's door: only its keyed hash is stored."""

    dependencies = [
        ("orientation", "0001_initial"),
        ("families", "0002_doors"),
        ("centres", "0001_initial"),
        ("outgoing", "0001_initial"),
    ]
    operations = [migrations.RunSQL(OPENS + DUE + LINK + GRANTS, DROP)]
