"""A consent that is withdrawn takes back what waits unanswered on its ground, wherever it was sent from."""

from django.db import migrations

ENDS = """
CREATE FUNCTION jisr_end_sharing(the_consent uuid) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE orientation_referral r SET shares = '{}', shared = jsonb_build_object('facts', r.shared->'facts')
    FROM families_consent c
    WHERE c.id = the_consent AND c.withdrawn_at IS NOT NULL AND r.consent_id = c.id
      AND r.state IN ('offered', 'under_study')
      AND (c.compartment = '' OR c.compartment = ANY(jisr_compartments()))
      AND EXISTS (SELECT FROM families_access a WHERE a.household_id = c.household_id
                  AND a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE
                  AND (a.until IS NULL OR a.until > CURRENT_DATE))
    RETURNING r.id
$$;
REVOKE ALL ON FUNCTION jisr_end_sharing(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_end_sharing(uuid) TO jisr_app;
"""


class Migration(migrations.Migration):
    """The person may say so at another centre than the one that sent her: that one does not see the referral."""

    dependencies = [("orientation", "0003_taken_back")]
    operations = [migrations.RunSQL(ENDS, "DROP FUNCTION jisr_end_sharing(uuid)")]
