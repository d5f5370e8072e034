"""The two functions that write posts. They ask again who is speaking, whatever the program has decided."""

from django.db import migrations

GIVES = """
CREATE FUNCTION staff_gives_posts(who bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM staff_post p JOIN accounts_user u ON u.id = p.user_id
        WHERE p.user_id = who AND p.role = 'administrator' AND u.is_active
          AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))
$$;
REVOKE ALL ON FUNCTION staff_gives_posts FROM PUBLIC;
"""

# Only posts at a centre open files (held by a test on the access table), so "centre is set" means "opens files".
ASSIGN = """
CREATE FUNCTION staff_assign(
    new_key uuid, new_user bigint, new_role text, new_centre bigint,
    new_province staff_post.province_id%TYPE, new_region staff_post.region_id%TYPE,
    new_since date, new_until date, new_compartments text[]
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    speaker bigint := nullif(current_setting('jisr.user', true), '')::bigint;
    days daterange;
BEGIN
    IF NOT staff_gives_posts(speaker) THEN RETURN 'not_yours'; END IF;
    IF new_since < CURRENT_DATE OR new_until <= new_since THEN RETURN 'past'; END IF;
    IF new_centre IS NOT NULL AND new_user = speaker THEN RETURN 'oneself'; END IF;
    days := daterange(new_since, new_until);
    -- two administrators at once: the second waits here and sees what the first gave
    PERFORM FROM accounts_user u WHERE u.id = new_user FOR UPDATE;
    IF NOT FOUND THEN RETURN 'gone'; END IF;
    IF EXISTS (
        SELECT FROM staff_post p WHERE p.user_id = new_user AND daterange(p.since, p.until) && days
          AND (p.role = 'administrator' AND new_centre IS NOT NULL
               OR p.centre_id IS NOT NULL AND new_role = 'administrator')
    ) THEN RETURN 'apart'; END IF;
    IF EXISTS (
        SELECT FROM staff_post p WHERE p.user_id = new_user AND p.role = new_role
          AND p.centre_id IS NOT DISTINCT FROM new_centre AND p.province_id IS NOT DISTINCT FROM new_province
          AND p.region_id IS NOT DISTINCT FROM new_region AND daterange(p.since, p.until) && days
    ) THEN RETURN 'held'; END IF;
    INSERT INTO staff_post (
        id, user_id, role, centre_id, province_id, region_id, since, until, compartments, is_demonstration)
    SELECT new_key, new_user, new_role, new_centre, new_province, new_region, new_since, new_until,
        new_compartments, u.is_demonstration FROM accounts_user u WHERE u.id = new_user;
    RETURN '';
END $$;
REVOKE ALL ON FUNCTION staff_assign FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_assign TO jisr_app;
"""

END = """
CREATE FUNCTION staff_end(old_key uuid, last_day date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    speaker bigint := nullif(current_setting('jisr.user', true), '')::bigint;
    post staff_post%ROWTYPE;
BEGIN
    IF NOT staff_gives_posts(speaker) THEN RETURN 'not_yours'; END IF;
    IF last_day < CURRENT_DATE THEN RETURN 'past'; END IF;
    -- administrators end posts one after the other, so that two cannot both be the last but one
    PERFORM FROM staff_post p WHERE p.role = 'administrator' ORDER BY p.id FOR UPDATE;
    SELECT * INTO post FROM staff_post p WHERE p.id = old_key FOR UPDATE;
    IF NOT FOUND OR post.until <= last_day THEN RETURN 'gone'; END IF;
    IF post.role = 'administrator' AND NOT EXISTS (
        SELECT FROM staff_post p JOIN accounts_user u ON u.id = p.user_id
        WHERE p.role = 'administrator' AND p.id <> old_key AND u.is_active
          AND p.since <= last_day AND p.until IS NULL
    ) THEN RETURN 'last'; END IF;
    UPDATE staff_post p SET until = greatest(last_day, p.since) WHERE p.id = old_key;
    RETURN '';
END $$;
REVOKE ALL ON FUNCTION staff_end FROM PUBLIC;
GRANT EXECUTE ON FUNCTION staff_end TO jisr_app;
"""


class Migration(migrations.Migration):
    """Nobody else writes posts: the application's login has no right to the table but reading."""

    dependencies: list = [("staff", "0001_initial")]
    operations: list = [
        migrations.RunSQL(
            GIVES + ASSIGN + END,
            "DROP FUNCTION staff_end; DROP FUNCTION staff_assign; DROP FUNCTION staff_gives_posts",
        )
    ]
