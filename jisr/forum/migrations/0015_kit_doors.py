"""Two doors of the meeting kit: what a hash was made from is kept in the kit; votes of a kit are joined."""

from django.db import migrations

SPEAKER = "nullif(current_setting('jisr.user', true), '')::bigint"

# Anybody who is counted in a hall leaves a code there. Only in a kit, where the table that says so is not empty.
KEEP = """
CREATE FUNCTION jisr_kit_keep(the_hash text, the_sealed bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO forum_kitsecret (hash, sealed)
    SELECT the_hash, the_sealed FROM forum_openedkit
    WHERE the_hash ~ '^[0-9a-f]{64}$' AND length(the_sealed) <= 1000 LIMIT 1
    ON CONFLICT DO NOTHING
$$;
"""

# No login writes votes. The secretary of an open wave brings those of a kit; each has its key, so twice is once, and
# none is of a time to come, or it would count as the last one of its voter for ever. A vote that came as that of a
# telephone becomes that of a slip when its voter typed the code since; never the other way round, so any order will do.
VOTES = f"""
CREATE FUNCTION jisr_kit_votes(the_wave uuid, the_votes jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n bigint;
BEGIN
    IF NOT EXISTS (
        SELECT FROM forum_seat s JOIN forum_wave w ON w.id = s.wave_id
        WHERE s.wave_id = the_wave AND w.closed_on IS NULL AND s.user_id = {SPEAKER} AND s.role = 'secretary'
        AND s.since <= CURRENT_DATE AND (s.until IS NULL OR s.until > CURRENT_DATE))
    THEN RETURN -1; END IF;
    INSERT INTO forum_statementvote (id, statement_id, wave_id, voter, groups, value, by_slip, at)
    SELECT v.id, t.id, t.wave_id, v.voter, v.groups, v.value, v.by_slip, least(v.at, clock_timestamp())
    FROM jsonb_to_recordset(the_votes)
        AS v(id uuid, statement uuid, voter text, groups jsonb, value text, by_slip boolean, at timestamptz)
    JOIN forum_statement t ON t.id = v.statement AND t.wave_id = the_wave
    WHERE v.voter ~ '^[0-9a-f]{{64}}$' AND v.value IN ('agree', 'disagree', 'pass') AND length(v.groups::text) <= 400
    ON CONFLICT (id) DO UPDATE SET voter = EXCLUDED.voter, by_slip = true
        WHERE EXCLUDED.by_slip AND NOT forum_statementvote.by_slip AND forum_statementvote.wave_id = the_wave;
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN n;
END $$;
"""

GRANTS = """
REVOKE ALL ON FUNCTION jisr_kit_keep(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_kit_keep(text, bytea) TO jisr_app, jisr_public;
REVOKE ALL ON FUNCTION jisr_kit_votes(uuid, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_kit_votes(uuid, jsonb) TO jisr_app;
"""


class Migration(migrations.Migration):
    """What the tables of the kit cannot hold alone."""

    dependencies = [("forum", "0014_kits")]
    operations = [
        migrations.RunSQL(
            KEEP + VOTES + GRANTS,
            "DROP FUNCTION jisr_kit_votes(uuid, jsonb); DROP FUNCTION jisr_kit_keep(text, bytea);",
        )
    ]
