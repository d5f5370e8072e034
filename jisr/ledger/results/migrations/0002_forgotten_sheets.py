"""Sheets of results and targets that nobody took in are dropped by the keeper, not only hidden."""

from django.db import migrations

# A preview is gone from every reader's sight on its day, and from the disk when the keeper comes by.
FORGET = """
CREATE FUNCTION jisr_results_forget_sheets() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM results_stagedresults s WHERE s.taken_at IS NULL AND s.dies_at < now() RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION jisr_results_forget_sheets() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_results_forget_sheets() TO jisr_keeper;
"""


class Migration(migrations.Migration):
    """The keeper sees no sheet: it can only ask that the dead ones go."""

    dependencies = [
        ("results", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FORGET, "DROP FUNCTION jisr_results_forget_sheets();"),
    ]
