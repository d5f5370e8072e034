"""A referral that is taken back shuts the file that it had opened."""

from django.db import migrations

SHUTS = """
CREATE FUNCTION jisr_shut_for_referral(the_referral uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE families_access a SET until = greatest(a.since, CURRENT_DATE)
    FROM orientation_referral r JOIN families_household h ON h.id = r.household_id
    WHERE r.id = the_referral AND r.from_centre_id = ANY(jisr_centres()) AND r.state = 'withdrawn'
      AND (r.compartment = '' OR r.compartment = ANY(jisr_compartments())) AND r.compartment = h.compartment
      AND EXISTS (SELECT FROM families_access s WHERE s.household_id = r.household_id AND s.centre_id = r.from_centre_id
                  AND s.since <= CURRENT_DATE AND (s.until IS NULL OR s.until > CURRENT_DATE))
      AND a.household_id = r.household_id AND a.centre_id = r.to_centre_id AND a.why = 'referral'
      AND (a.until IS NULL OR a.until > CURRENT_DATE)
      -- another need of the family is served there: the file stays open for that one
      AND NOT EXISTS (SELECT FROM orientation_referral o WHERE o.household_id = r.household_id AND o.id <> r.id
                      AND o.to_centre_id = r.to_centre_id AND o.compartment = r.compartment
                      AND o.state IN ('accepted', 'booked', 'started', 'completed'))
$$;
REVOKE ALL ON FUNCTION jisr_shut_for_referral(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_shut_for_referral(uuid) TO jisr_app;
"""


class Migration(migrations.Migration):
    """The sender alone shuts, and only what a referral opened: what a centre has by reception or by request stays."""

    dependencies = [("orientation", "0002_doors"), ("families", "0003_access_compartment")]
    operations = [migrations.RunSQL(SHUTS, "DROP FUNCTION jisr_shut_for_referral(uuid)")]
