"""What is handed on under an object line never passes what the version in force gives to the line."""

from django.db import migrations

# A line that the version in force left out gives nothing; one without a published amount, the envelope; NULL where
# neither is known.
LINE = """
CREATE FUNCTION jisr_agreements_line_amount(the_line uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v agreements_version; gives bigint;
BEGIN
    SELECT x.* INTO v FROM agreements_version x JOIN agreements_objectline l ON l.agreement_id = x.agreement_id
    WHERE l.id = the_line AND x.in_force ORDER BY x.number DESC LIMIT 1;
    IF NOT FOUND THEN RETURN 0; END IF;
    SELECT coalesce(t.amount, v.envelope) INTO gives FROM agreements_lineterm t
    WHERE t.version_id = v.id AND t.line_id = the_line;
    IF NOT FOUND THEN RETURN 0; END IF;
    RETURN gives;
END $$;
REVOKE ALL ON FUNCTION jisr_agreements_line_amount(uuid) FROM PUBLIC;
"""

# The same words as for an instalment: no money moves under an agreement that is not signed, or that is closed. What is
# known from publications alone stands where its source says; the owner loads what happened before.
OUTLAY = """
CREATE FUNCTION jisr_agreements_outlay_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE a agreements_agreement;
BEGIN
    SELECT * INTO a FROM agreements_agreement x WHERE x.id = NEW.agreement_id FOR NO KEY UPDATE;
    IF session_user <> 'jisr_owner' AND NEW.amount > 0 AND a.sources = '[]'::jsonb
       AND a.state NOT IN ('signed', 'running') THEN
        RAISE check_violation USING MESSAGE = 'no money moves under this agreement',
            CONSTRAINT = 'entry_under_a_living_agreement';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_agreements_outlay_trigger() FROM PUBLIC;
"""
UNDO = "DROP FUNCTION jisr_agreements_outlay_trigger(); DROP FUNCTION jisr_agreements_line_amount(uuid);"


class Migration(migrations.Migration):
    """Functions before their table."""

    dependencies = [("agreements", "0003_claims_of_councils")]
    operations = [migrations.RunSQL(LINE + OUTLAY, UNDO)]
