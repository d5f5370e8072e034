"""What the policies ask: which centres and compartments the speaker of this transaction has."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION jisr_centres() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(current_setting('jisr.centres', true), ',')::bigint[] $$;

CREATE FUNCTION jisr_compartments() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(current_setting('jisr.compartments', true), ',') $$;

-- The refusal reads like that of a policy, so that it tells nothing of a household in a compartment.
CREATE FUNCTION jisr_within_household() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE kept text;
BEGIN
    SELECT h.compartment INTO kept FROM families_household h WHERE h.id = NEW.household_id;
    IF kept <> '' AND kept <> NEW.compartment THEN
        RAISE insufficient_privilege USING
            MESSAGE = format('new row violates row-level security policy for table "%s"', TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END $$;
-- hung on a table of one's own it would answer which households are hidden
REVOKE ALL ON FUNCTION jisr_within_household() FROM PUBLIC;
"""
DROP = "DROP FUNCTION jisr_within_household(); DROP FUNCTION jisr_compartments(); DROP FUNCTION jisr_centres();"


class Migration(migrations.Migration):
    """Functions before any table, because every policy calls them."""

    dependencies: list = []
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
