"""Plans where two files are joined: a centre has one open plan for a household, and every step stands in a plan."""

from django.db import migrations

SETTLE = """
CREATE FUNCTION jisr_settle_pathways(
    m uuid, left_at uuid, joined uuid, stays uuid, goes uuid, whole boolean, compartments text[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE p record; s record; other uuid;
BEGIN
    IF left_at = joined THEN RETURN; END IF;
    FOR p IN SELECT * FROM pathways_plan q WHERE q.household_id = left_at
             AND (q.compartment = '' OR q.compartment = ANY(compartments)) ORDER BY q.id LOOP
        SELECT q.id INTO other FROM pathways_plan q
        WHERE q.household_id = joined AND q.compartment = p.compartment AND q.centre_id = p.centre_id
          AND q.closed_on IS NULL;
        IF whole AND p.closed_on IS NULL AND other IS NOT NULL THEN
            -- what is still to be done goes on in the plan that stays; the other ends on the day, with what was done
            FOR s IN SELECT id FROM pathways_step WHERE plan_id = p.id AND state IN ('planned', 'ongoing') LOOP
                PERFORM jisr_join_set(m, 'set', 'pathways_step', s.id, 'plan_id', to_jsonb(other));
            END LOOP;
            PERFORM jisr_join_set(m, 'set', 'pathways_plan', p.id, 'closed_on',
                                  to_jsonb(greatest(p.opened_on, CURRENT_DATE)));
        ELSIF NOT whole AND EXISTS (SELECT FROM pathways_step WHERE plan_id = p.id AND person_id = goes) THEN
            -- the plan stays with the family that made it; her own steps go on in the plan of the other household
            -- (a plan that is closed, or the first there, is copied for her)
            IF other IS NULL OR p.closed_on IS NOT NULL THEN
                other := gen_random_uuid();
                PERFORM jisr_join_add(m, 'pathways_plan', to_jsonb(p) || jsonb_build_object(
                    'id', other, 'household_id', joined, 'version', 1));
            END IF;
            FOR s IN SELECT id FROM pathways_step WHERE plan_id = p.id AND person_id = goes LOOP
                PERFORM jisr_join_set(m, 'set', 'pathways_step', s.id, 'plan_id', to_jsonb(other));
            END LOOP;
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION jisr_settle_pathways(uuid, uuid, uuid, uuid, uuid, boolean, text[]) FROM PUBLIC;
"""
DROP = "DROP FUNCTION jisr_settle_pathways(uuid, uuid, uuid, uuid, uuid, boolean, text[])"


class Migration(migrations.Migration):
    """Called by the joining of two files, before anything moves."""

    dependencies = [("pathways", "0003_plan_a_centre"), ("families", "0009_doors_of_joining")]
    operations = [migrations.RunSQL(SETTLE, DROP)]
