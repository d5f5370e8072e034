"""Doors of open offers, of the code that stands for a link, of text messages, and of what the keeper has to tell."""

from importlib import import_module

from django.db import migrations

before = import_module("jisr.window.orientation.migrations.0002_doors")
ended = import_module("jisr.window.orientation.migrations.0004_consent_withdrawn")

#: The door of a link and the code printed beside it are one door: either hash finds it.
FOUND = "the_token <> '' AND (o.token = the_token OR o.answer_code = the_token)"
#: A protected row is there for who keeps its compartment.
KEPT = "({0}.compartment = '' OR {0}.compartment = ANY(jisr_compartments()))"

DUE = """
CREATE FUNCTION jisr_due_referrals(remind int, expire int, study int)
RETURNS TABLE (referral uuid, centre bigint, compartment varchar, what text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    (SELECT r.id, r.from_centre_id, r.compartment,
           CASE WHEN r.state = 'offered' AND r.sent_at < now() - make_interval(days => expire)
                  OR r.state = 'under_study' AND r.decide_by < CURRENT_DATE - study THEN 'expire'
                WHEN r.state = 'offered' THEN 'remind' ELSE 'decide' END
    FROM orientation_referral r
    WHERE r.state IN ('offered', 'under_study')
      AND (r.state = 'offered' AND r.sent_at < now() - make_interval(days => expire)
           OR r.state = 'offered' AND r.reminded_at IS NULL AND r.sent_at < now() - make_interval(days => remind)
           OR r.state = 'under_study' AND r.decide_by < CURRENT_DATE - study
           OR r.state = 'under_study' AND r.decide_reminded_at IS NULL AND r.decide_by < CURRENT_DATE)
    ORDER BY r.sent_at, r.id LIMIT 1000)
    UNION ALL
    (SELECT o.id, o.from_centre_id, o.compartment, 'lapse' FROM orientation_openoffer o
    WHERE o.state = 'open' AND o.until < CURRENT_DATE ORDER BY o.until, o.id LIMIT 1000)
    UNION ALL
    (SELECT r.id, r.from_centre_id, r.compartment, 'news' FROM orientation_referral r
    WHERE r.news ORDER BY r.moved_at, r.id LIMIT 1000)
$$;
"""

#: The sender's words about an open offer, and a centre's: one row lock decides who was first.
OFFERS = f"""
CREATE FUNCTION jisr_take_offer(the_card uuid) RETURNS TABLE (outcome text, referral uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE c orientation_offercard; o orientation_openoffer;
BEGIN
    SELECT * INTO c FROM orientation_offercard k
    WHERE k.id = the_card AND k.centre_id = ANY(jisr_centres()) AND {KEPT.format("k")};
    IF c.id IS NULL THEN RETURN; END IF;
    SELECT * INTO o FROM orientation_openoffer f WHERE f.id = c.offer_id FOR UPDATE;
    SELECT * INTO c FROM orientation_offercard k WHERE k.id = the_card;
    IF o.state <> 'open' OR c.state <> 'open' OR o.until < CURRENT_DATE
       OR NOT EXISTS (SELECT FROM listening_need n WHERE n.id = o.need_id AND n.state = 'open')
       OR EXISTS (SELECT FROM orientation_referral r WHERE r.need_id = o.need_id AND r.service_id = c.service_id
                  AND r.state IN ('offered', 'under_study', 'accepted', 'booked', 'started')) THEN
        outcome := CASE WHEN c.state = 'taken' THEN 'yours' WHEN c.state = 'declined' THEN 'declined' ELSE 'gone' END;
        RETURN NEXT; RETURN;
    END IF;
    INSERT INTO orientation_referral (
        id, version, need_id, household_id, person_id, service_id, from_centre_id, to_centre_id, code, state, theme,
        urgent, shares, consent_id, shared, reasons, sent_at, sent_by_id, answer_by, answered_at, answered_through,
        refusal, failure, answer_words, token, phone_code, phone_code_tries, compartment, moved_at, news
    ) VALUES (
        o.id, 1, o.need_id, o.household_id, o.person_id, c.service_id, o.from_centre_id, c.centre_id, o.code, 'accepted',
        o.theme, o.urgent, o.shares, o.consent_id, o.shared, '[]', o.made_at, o.made_by_id, o.until, now(), 'offer',
        '', '', '', '', '', 0, o.compartment, now(), true
    );
    UPDATE orientation_openoffer f SET state = 'taken', taken_by_id = c.centre_id, ended_at = now(), shared = '{{}}',
        version = f.version + 1 WHERE f.id = o.id;
    UPDATE orientation_offercard k SET state = CASE WHEN k.id = c.id THEN 'taken' ELSE 'gone' END, ended_at = now()
    WHERE k.offer_id = o.id AND k.state = 'open';
    outcome := 'taken'; referral := o.id;
    RETURN NEXT;
END $$;

CREATE FUNCTION jisr_decline_offer(the_card uuid, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF coalesce(why, '') = '' THEN RETURN false; END IF;
    UPDATE orientation_offercard k SET state = 'declined', refusal = left(why, 16), ended_at = now()
    WHERE k.id = the_card AND k.state = 'open' AND k.centre_id = ANY(jisr_centres())
      AND {KEPT.format("k")};
    RETURN FOUND;
END $$;

CREATE FUNCTION jisr_close_offer(the_offer uuid, the_state text, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF the_state NOT IN ('withdrawn', 'expired') THEN RETURN false; END IF;
    UPDATE orientation_openoffer f SET state = the_state, withdrawal = left(why, 16), ended_at = now(),
        shared = '{{}}', version = f.version + 1
    WHERE f.id = the_offer AND f.state = 'open' AND f.from_centre_id = ANY(jisr_centres())
      AND (the_state = 'withdrawn' OR f.until < CURRENT_DATE)
      AND {KEPT.format("f")};
    IF NOT FOUND THEN RETURN false; END IF;
    UPDATE orientation_offercard k SET state = 'closed', ended_at = now()
    WHERE k.offer_id = the_offer AND k.state = 'open';
    RETURN true;
END $$;
"""

#: What left with consent is taken back from what waits: referrals without an answer, offers that nobody took.
ENDS = """
CREATE OR REPLACE FUNCTION jisr_end_sharing(the_consent uuid) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH ended AS (
        SELECT c.id FROM families_consent c
        WHERE c.id = the_consent AND c.withdrawn_at IS NOT NULL
          AND (c.compartment = '' OR c.compartment = ANY(jisr_compartments()))
          AND EXISTS (SELECT FROM families_access a WHERE a.household_id = c.household_id
                      AND a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE
                      AND (a.until IS NULL OR a.until > CURRENT_DATE))),
    sent AS (
        UPDATE orientation_referral r SET shares = '{}', shared = jsonb_build_object('facts', r.shared->'facts')
        FROM ended e WHERE r.consent_id = e.id AND r.state IN ('offered', 'under_study') RETURNING r.id),
    open AS (
        UPDATE orientation_openoffer o SET shares = '{}', shared = jsonb_build_object('facts', o.shared->'facts')
        FROM ended e WHERE o.consent_id = e.id AND o.state = 'open' RETURNING o.id)
    SELECT id FROM sent UNION ALL SELECT id FROM open
$$;
"""

_READS, _REST = before.LINK.split("CREATE FUNCTION jisr_link_code", 1)
_SENDS, _ANSWERS = _REST.split("CREATE FUNCTION jisr_link_answer", 1)
_OLD_FOUND = "o.token = the_token AND the_token <> ''"
READ = (
    _READS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace(_OLD_FOUND, FOUND)
    .replace(
        "'expired', false,",
        "'expired', false, 'through', CASE WHEN r.token = the_token THEN 'link' ELSE 'code' END,"
        " 'decide_by', r.decide_by,",
    )
)
SEND = f"CREATE OR REPLACE FUNCTION jisr_link_code{_SENDS.replace(_OLD_FOUND, FOUND)}"
ANSWER = "CREATE FUNCTION jisr_link_answer" + (
    _ANSWERS.replace(_OLD_FOUND, FOUND)
    .replace("the_words text, the_day date\n)", "the_words text, the_day date,\n    the_study date, the_way text\n)")
    .replace(
        "OR the_state NOT IN ('accepted', 'booked', 'under_study', 'refused') THEN",
        "OR the_state NOT IN ('accepted', 'booked', 'under_study', 'refused')\n"
        "        OR r.state = the_state OR the_way NOT IN ('link', 'code', 'sms') THEN",
    )
    .replace("answered_through = 'link'", "answered_through = the_way, decide_by = the_study")
    .replace("now(), 'link', '', 'orientation.' || the_state", "now(), the_way, '', 'orientation.' || the_state")
)

#: A text message is heard from the line recorded for the centre alone, and its answer goes to that line.
MESSAGES = f"""
CREATE FUNCTION jisr_message_once(the_key uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO common_act (id, author, key, digest, result, at)
    VALUES (gen_random_uuid(), 'message', the_key, '', '', now()) ON CONFLICT (author, key) DO NOTHING;
    RETURN FOUND;
END $$;

CREATE FUNCTION jisr_link_line(the_token text, the_number text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM orientation_referral o JOIN centres_contact c ON c.centre_id = o.to_centre_id
        WHERE {FOUND} AND o.token_until > now() AND length(regexp_replace(the_number, '\\D', '', 'g')) >= 9
          AND right(regexp_replace(c.phone, '\\D', '', 'g'), 9) = right(regexp_replace(the_number, '\\D', '', 'g'), 9))
$$;

CREATE FUNCTION jisr_link_reply(the_token text, the_key uuid, the_template text, words text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE r orientation_referral; known text;
BEGIN
    SELECT * INTO r FROM orientation_referral o WHERE {FOUND} AND o.token_until > now();
    IF r.id IS NULL THEN RETURN false; END IF;
    SELECT c.phone INTO known FROM centres_contact c WHERE c.centre_id = r.to_centre_id;
    IF coalesce(known, '') = '' OR the_template NOT IN ('sms_noted', 'sms_known', 'sms_unclear') THEN
        RETURN false;
    END IF;
    -- a line that is written to all day does not write back all day
    IF 20 <= (SELECT count(*) FROM outgoing_message m WHERE m.centre_id = r.from_centre_id
              AND m.about = 'orientation.referral:' || r.id AND m.template LIKE 'sms\\_%'
              AND m.made_at > now() - interval '1 day') THEN RETURN false; END IF;
    INSERT INTO outgoing_message (id, centre_id, channel, "to", template, body, about, made_at, state, once_key,
                                  compartment)
    VALUES (gen_random_uuid(), r.from_centre_id, 'sms', known, the_template, left(words, 480),
            'orientation.referral:' || r.id, now(), 'queued', 'reply:' || the_key, r.compartment)
    ON CONFLICT (once_key) DO NOTHING;
    RETURN FOUND;
END $$;
"""

RIGHTS = {
    "jisr_due_referrals(int, int, int)": "jisr_keeper",
    "jisr_take_offer(uuid)": "jisr_app",
    "jisr_decline_offer(uuid, text)": "jisr_app",
    "jisr_close_offer(uuid, text, text)": "jisr_app",
    "jisr_link_answer(text, text, text, text, text, date, date, text)": "jisr_public",
    "jisr_message_once(uuid)": "jisr_public",
    "jisr_link_line(text, text)": "jisr_public",
    "jisr_link_reply(text, uuid, text, text)": "jisr_public",
}
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {login};"
    for name, login in RIGHTS.items()
)
GONE = "jisr_due_referrals(int, int)", "jisr_link_answer(text, text, text, text, text, date)"
AGAIN = {name: before.RIGHTS[name] for name in GONE}
BACK = "".join(
    [
        *(f"DROP FUNCTION {name};" for name in RIGHTS),
        before.DUE,
        "CREATE FUNCTION jisr_link_answer" + _ANSWERS,
        _READS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        "CREATE OR REPLACE FUNCTION jisr_link_code" + _SENDS,
        ended.ENDS.split("REVOKE")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
        *(f"REVOKE ALL ON FUNCTION {n} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {n} TO {to};" for n, to in AGAIN.items()),
    ]
)


class Migration(migrations.Migration):
    """Whoever is first to lock the row of an offer takes it; the others find it gone."""

    dependencies = [
        ("orientation", "0007_found_and_held"),
        ("outgoing", "0003_doors_of_the_sender"),
        ("common", "0002_memory"),
    ]
    operations = [
        migrations.RunSQL(
            "".join(f"DROP FUNCTION {name};" for name in GONE)
            + DUE + OFFERS + ENDS + READ + SEND + ANSWER + MESSAGES + GRANTS,
            BACK,
        )
    ]  # fmt: skip
