"""Why somebody may not be erased yet: told by the room that stands above all a person's steps."""

from django.db import migrations

YEARS = 10  # of money given: jisr/families/parameters/rights.yaml says the same, and why; a test compares
HOLDS = f"""
CREATE OR REPLACE FUNCTION jisr_holds_of_person(the_person uuid, hidden text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT 'danger' WHERE EXISTS (SELECT FROM reception_visit v WHERE v.person_id = the_person AND v.urgency = 'now'
            AND v.state = 'waiting' AND NOT v.compartment = ANY(hidden))
        OR EXISTS (SELECT FROM listening_need n WHERE n.person_id = the_person AND n.state = 'open'
            AND n.compartment <> '' AND NOT n.compartment = ANY(hidden))
    UNION ALL
    SELECT 'unsettled' WHERE EXISTS (SELECT FROM reception_visit v WHERE v.person_id = the_person
            AND v.state = 'waiting' AND NOT v.compartment = ANY(hidden))
        OR EXISTS (SELECT FROM orientation_referral r WHERE r.person_id = the_person
            AND r.state IN ('offered', 'under_study', 'accepted', 'booked', 'started')
            AND NOT r.compartment = ANY(hidden))
    UNION ALL
    SELECT 'money' WHERE EXISTS (SELECT FROM pathways_aid a JOIN pathways_step s ON s.id = a.step_id
            WHERE s.person_id = the_person AND a.amount IS NOT NULL AND NOT a.compartment = ANY(hidden)
            AND a.given_on > CURRENT_DATE - interval '{YEARS} years')
$$;
REVOKE ALL ON FUNCTION jisr_holds_of_person(uuid, text[]) FROM PUBLIC;
"""
NONE = """
CREATE OR REPLACE FUNCTION jisr_holds_of_person(the_person uuid, hidden text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT ''::text WHERE false $$;
"""


class Migration(migrations.Migration):
    """A hold in a compartment holds for its keepers alone; for others it must not be told by a refusal."""

    dependencies = [("pathways", "0004_plans_of_joined_files"), ("families", "0019_forgetting_a_person")]
    operations = [migrations.RunSQL(HOLDS, NONE)]
