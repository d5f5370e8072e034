"""A request on which a decision is owed holds an erasure, as a referral does."""

from importlib import import_module

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
        OR EXISTS (SELECT FROM deposits_deposit d WHERE d.person_id = the_person
            AND d.state IN ('deposited', 'asked', 'complete', 'appealed') AND NOT d.compartment = ANY(hidden))
    UNION ALL
    SELECT 'money' WHERE EXISTS (SELECT FROM pathways_aid a JOIN pathways_step s ON s.id = a.step_id
            WHERE s.person_id = the_person AND a.amount IS NOT NULL AND NOT a.compartment = ANY(hidden)
            AND a.given_on > CURRENT_DATE - interval '{YEARS} years')
$$;
REVOKE ALL ON FUNCTION jisr_holds_of_person(uuid, text[]) FROM PUBLIC;
"""
BEFORE = import_module("jisr.window.pathways.migrations.0005_what_holds_an_erasure").HOLDS


class Migration(migrations.Migration):
    """The same holds as before, and one more."""

    dependencies = [("deposits", "0001_initial"), ("pathways", "0005_what_holds_an_erasure")]
    operations = [migrations.RunSQL(HOLDS, BEFORE)]
