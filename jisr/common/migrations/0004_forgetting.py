"""What the keeper may drop: drafts that died, and keys of forms sent long ago. It reads neither."""

from django.db import migrations

FORGET = """
CREATE FUNCTION jisr_forget(acts_after interval) RETURNS TABLE (drafts bigint, acts bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    WITH gone AS (DELETE FROM common_draft d WHERE d.dies_at < now() RETURNING 1) SELECT count(*) INTO drafts FROM gone;
    WITH gone AS (DELETE FROM common_act a WHERE a.at < now() - acts_after RETURNING 1)
        SELECT count(*) INTO acts FROM gone;
    RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION jisr_forget(interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_forget(interval) TO jisr_keeper;
"""


class Migration(migrations.Migration):
    """The keeper sees no draft and no act: it can only ask that the old ones go."""

    dependencies = [("common", "0003_signed_days")]
    operations = [migrations.RunSQL(FORGET, "DROP FUNCTION jisr_forget(interval);")]
