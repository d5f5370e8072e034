"""What is not there and what is not hers are answered alike by the doors of the team."""

from importlib import import_module

from django.db import migrations

SPEAKER = "nullif(current_setting('jisr.user', true), '')::bigint"
HOLDS = "{0}.since <= CURRENT_DATE AND ({0}.until IS NULL OR {0}.until > CURRENT_DATE)"

# A seat is given by a secretary of the wave; the first one by whoever holds the post of secretary in its region. It
# asks for the post that goes with it, so that nobody reads sealed words by a seat alone. A wave, a seat or an account
# that does not exist is answered like one that the speaker has no hold of.
SEAT = f"""
CREATE OR REPLACE FUNCTION jisr_forum_seat(new_key uuid, the_wave uuid, the_user bigint, the_role text, the_post text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w forum_wave; u accounts_user; first boolean;
BEGIN
    SELECT * INTO w FROM forum_wave WHERE id = the_wave FOR UPDATE;
    IF NOT FOUND THEN RETURN 'not_yours'; END IF;
    first := NOT EXISTS (SELECT FROM forum_seat s WHERE s.wave_id = w.id AND s.role = 'secretary' AND {HOLDS.format("s")});
    IF NOT (
        EXISTS (SELECT FROM forum_seat s WHERE s.wave_id = w.id AND s.user_id = {SPEAKER} AND s.role = 'secretary'
                AND {HOLDS.format("s")})
        OR first AND EXISTS (SELECT FROM staff_post p WHERE p.user_id = {SPEAKER} AND p.role = 'wave_secretary'
                AND (w.region_id IS NULL OR p.region_id = w.region_id) AND {HOLDS.format("p")})
    ) THEN RETURN 'not_yours'; END IF;
    SELECT * INTO u FROM accounts_user WHERE id = the_user AND is_active;
    IF NOT FOUND OR u.is_demonstration <> w.is_demonstration THEN RETURN 'no_post'; END IF;
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

CREATE OR REPLACE FUNCTION jisr_forum_leave_seat(the_seat uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE held forum_seat;
BEGIN
    SELECT * INTO held FROM forum_seat s WHERE s.id = the_seat AND {HOLDS.format("s")} FOR UPDATE;
    IF NOT FOUND THEN RETURN 'not_yours'; END IF;
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
BEFORE: str = import_module("jisr.forum.migrations.0002_doors").SEAT


class Migration(migrations.Migration):
    """The functions keep their names, arguments and callers."""

    dependencies = [("forum", "0007_around_a_meeting")]
    operations = [migrations.RunSQL(SEAT, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]
