"""Doors of reports of danger: one that only takes in, from somebody who sees no centre; and one number."""

from django.db import migrations

SPEAKER = "nullif(current_setting('jisr.user', true), '')::bigint"
HOLDS = "{0}.since <= CURRENT_DATE AND ({0}.until IS NULL OR {0}.until > CURRENT_DATE)"

# A moderator of a consultation holds no centre and reads no row of one. She gives a report to a centre where somebody
# receives today, and to a compartment only where somebody keeps it; nothing comes back but whether it was taken.
TAKE_IN = f"""
CREATE FUNCTION jisr_take_in_alert(the_key uuid, the_centre bigint, the_compartment text, the_words bytea,
    the_language text, the_day date, the_province text, the_commune text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM staff_post m JOIN accounts_user u ON u.id = m.user_id AND u.is_active
        JOIN centres_centre c ON c.id = the_centre AND c.is_demonstration = u.is_demonstration
        WHERE m.user_id = {SPEAKER} AND m.role = 'moderator' AND {HOLDS.format("m")}
          AND (c.closed_on IS NULL OR c.closed_on > CURRENT_DATE)
    ) THEN RETURN 'not_yours'; END IF;
    IF NOT EXISTS (
        SELECT FROM staff_post p JOIN accounts_user r ON r.id = p.user_id AND r.is_active
        WHERE p.centre_id = the_centre AND p.role IN ('reception_officer', 'social_worker')
          AND {HOLDS.format("p")} AND (the_compartment = '' OR the_compartment = ANY(p.compartments))
    ) THEN RETURN 'nobody'; END IF;
    INSERT INTO reception_alert (id, centre_id, sealed, language, said_on, province_id, commune_id, came_at, state,
                                 closed_reason, compartment)
    VALUES (the_key, the_centre, the_words, the_language, the_day, the_province, the_commune, now(), 'waiting', '',
            the_compartment);
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), now(), coalesce(current_setting('jisr.user', true), ''), '', 'reception.alerted',
            'reception.alert:' || the_key, NULL, '', the_compartment);
    RETURN '';
END $$;
"""

# Who answers for a place learns that somebody must act there, protected or not; a number, never a row.
LATE = f"""
CREATE FUNCTION jisr_late_alerts(the_hours int) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM reception_alert a JOIN centres_centre c ON c.id = a.centre_id
    WHERE a.state = 'waiting' AND a.came_at < now() - make_interval(hours => the_hours)
      AND EXISTS (SELECT FROM staff_post p WHERE p.user_id = {SPEAKER} AND {HOLDS.format("p")}
                  AND (p.role = 'centre_director' AND p.centre_id = a.centre_id
                       OR p.role = 'provincial_delegate' AND p.province_id = c.province_id))
$$;
"""

NAMES = ("jisr_take_in_alert(uuid, bigint, text, bytea, text, date, text, text)", "jisr_late_alerts(int)")
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_app;" for name in NAMES
)


class Migration(migrations.Migration):
    """A report of danger comes in by one door."""

    dependencies = [
        ("reception", "0002_reports_of_danger"),
        ("staff", "0003_posts_of_the_forum"),
        ("centres", "0001_initial"),
        ("common", "0002_memory"),
    ]
    operations = [migrations.RunSQL(TAKE_IN + LATE + GRANTS, "".join(f"DROP FUNCTION {name};" for name in NAMES))]
