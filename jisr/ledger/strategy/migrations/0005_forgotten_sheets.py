"""Sheets of a strategy that nobody took in are dropped by the keeper, not only hidden."""

from django.db import migrations

# A preview is gone from every reader's sight on its day, and from the disk when the keeper comes by.
FORGET = """
CREATE FUNCTION jisr_strategy_forget_sheets() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM strategy_stagedrows s WHERE s.taken_at IS NULL AND s.dies_at < now() RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION jisr_strategy_forget_sheets() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_strategy_forget_sheets() TO jisr_keeper;
"""


class Migration(migrations.Migration):
    """The keeper sees no sheet: it can only ask that the dead ones go."""

    dependencies = [
        ("strategy", "0004_places_and_why"),
    ]

    operations = [
        migrations.RunSQL(FORGET, "DROP FUNCTION jisr_strategy_forget_sheets();"),
    ]
