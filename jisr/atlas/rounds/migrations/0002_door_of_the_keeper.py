from django.db import migrations

DUE = """
CREATE FUNCTION jisr_rounds_due() RETURNS TABLE (the_round uuid, author text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.id, r.made_by_id::text FROM rounds_mobileround r WHERE r.state = 'asked' ORDER BY r.id
$$;
REVOKE ALL ON FUNCTION jisr_rounds_due() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_rounds_due() TO jisr_keeper;
"""


class Migration(migrations.Migration):
    """The keeper learns which rounds wait, and of whom; it reads no table."""

    dependencies = [("rounds", "0001_rounds_of_mobile_units")]
    operations = [migrations.RunSQL(DUE, "DROP FUNCTION jisr_rounds_due();")]
