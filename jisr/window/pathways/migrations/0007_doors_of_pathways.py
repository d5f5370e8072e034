"""What the database itself refuses: aid or lodging that nobody else allowed; and the door of a certificate."""

from django.db import migrations

#: Centimes; jisr/window/pathways/parameters/pathways.yaml says the same, since when and why; a test compares.
LIMIT = 100_000
AT_WORK = "p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)"

# Money of one step that nobody allowed counts together, so that a large aid is not given in small ones.
AID = f"""
CREATE FUNCTION jisr_aid_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE given bigint;
BEGIN
    IF NEW.kind <> 'money' THEN RETURN NEW; END IF;
    PERFORM FROM pathways_step s WHERE s.id = NEW.step_id FOR NO KEY UPDATE;
    SELECT coalesce(sum(a.amount), 0) INTO given FROM pathways_aid a WHERE a.step_id = NEW.step_id AND a.id <> NEW.id
        AND a.kind = 'money' AND a.approval_id IS NOT DISTINCT FROM NEW.approval_id;
    IF NEW.approval_id IS NULL AND given + NEW.amount <= {LIMIT} THEN RETURN NEW; END IF;
    IF NOT EXISTS (SELECT FROM pathways_approval a WHERE a.id = NEW.approval_id AND a.step_id = NEW.step_id
            AND a.kind = 'money' AND a.state = 'granted' AND given + NEW.amount <= a.amount
            AND a.decided_by_id <> NEW.by_id
            AND (a.decided_at AT TIME ZONE 'Africa/Casablanca')::date <= NEW.given_on)
    THEN RAISE check_violation USING MESSAGE = 'aid above the limit needs the yes of somebody else'; END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_aid_is_allowed() FROM PUBLIC;
CREATE TRIGGER aid_is_allowed BEFORE INSERT OR UPDATE OF kind, amount, approval_id, step_id, by_id, given_on
ON pathways_aid FOR EACH ROW EXECUTE FUNCTION jisr_aid_is_allowed();
"""

# In a compartment the director does not read: a shelter there does not wait for a signature.
LODGING = """
CREATE FUNCTION jisr_lodging_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pathways_approval a WHERE a.step_id = NEW.id AND a.kind = 'lodging'
            AND a.state = 'granted')
    THEN RAISE check_violation USING MESSAGE = 'lodging needs the yes of somebody else'; END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_lodging_is_allowed() FROM PUBLIC;
CREATE TRIGGER lodging_is_allowed BEFORE UPDATE OF state ON pathways_step FOR EACH ROW
WHEN (NEW.kind = 'lodging' AND NEW.compartment = '' AND OLD.state = 'planned' AND NEW.state IN ('ongoing', 'done'))
EXECUTE FUNCTION jisr_lodging_is_allowed();
"""

# Who says yes says it in her own name, from a post that may, and once; a loader speaks for nobody.
DECIDED = f"""
CREATE FUNCTION jisr_approval_is_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE me text := coalesce(current_setting('jisr.user', true), '');
BEGIN
    IF me = '' THEN RETURN NEW; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'asked' OR NEW.asked_by_id::text <> me
        THEN RAISE insufficient_privilege USING MESSAGE = 'an approval begins as a question in one''s own name'; END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'asked' OR NEW.decided_by_id::text IS DISTINCT FROM me OR NEW.step_id <> OLD.step_id
        OR NEW.kind <> OLD.kind OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.asked_by_id <> OLD.asked_by_id
        OR NOT EXISTS (SELECT FROM staff_post p, pathways_step s JOIN pathways_plan l ON l.id = s.plan_id
            WHERE s.id = NEW.step_id AND p.centre_id = l.centre_id AND p.user_id::text = me AND {AT_WORK}
            AND CASE WHEN NEW.compartment = '' THEN p.role = 'centre_director'
                ELSE p.role = 'social_worker' AND NEW.compartment = ANY(p.compartments) END)
    THEN RAISE insufficient_privilege USING MESSAGE = 'this is decided by somebody else, once'; END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_approval_is_decided() FROM PUBLIC;
CREATE TRIGGER approval_is_decided
BEFORE INSERT OR UPDATE OF state, step_id, kind, amount, asked_by_id, decided_by_id, decided_at
ON pathways_approval FOR EACH ROW EXECUTE FUNCTION jisr_approval_is_decided();
"""

# Whoever holds the paper knows both: the number and the name on it. Nothing else is told, and neither alone.
CERTIFICATE = """
CREATE FUNCTION jisr_certificate(the_code text, the_holder text)
RETURNS TABLE (unit text, hours int, certified_on date, centre_ar text, centre_fr text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.name::text, u.hours::int, u.certified_on,
        CASE WHEN u.compartment <> '' OR c.confidential THEN '' ELSE c.name_ar END,
        CASE WHEN u.compartment <> '' OR c.confidential THEN '' ELSE c.name_fr END
    FROM pathways_trainingunit u JOIN pathways_step s ON s.id = u.step_id JOIN pathways_plan p ON p.id = s.plan_id
    JOIN centres_centre c ON c.id = p.centre_id
    WHERE u.certificate = the_code AND the_holder = ANY(u.holder)
$$;
REVOKE ALL ON FUNCTION jisr_certificate(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_certificate(text, text) TO jisr_app, jisr_public;
"""

# Her own levels, goals and contacts go on in the plan where her steps go on.
_HERS = """FOR s IN SELECT id FROM pathways_{0} WHERE plan_id = p.id AND person_id = goes LOOP
                PERFORM jisr_join_set(m, 'set', 'pathways_{0}', s.id, 'plan_id', to_jsonb(other));
            END LOOP;
            """
_TABLES = ("step", "score", "goal", "contact")
SETTLE = f"""
CREATE OR REPLACE FUNCTION jisr_settle_pathways(
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
        ELSIF NOT whole AND ({
    " OR ".join(f"EXISTS (SELECT FROM pathways_{table} WHERE plan_id = p.id AND person_id = goes)" for table in _TABLES)
}) THEN
            -- the plan stays with the family that made it; what is hers goes on in the plan of the other household
            -- (a plan that is closed, or the first there, is copied for her)
            IF other IS NULL OR p.closed_on IS NOT NULL THEN
                other := gen_random_uuid();
                PERFORM jisr_join_add(m, 'pathways_plan', to_jsonb(p) || jsonb_build_object(
                    'id', other, 'household_id', joined, 'version', 1));
            END IF;
            {"".join(_HERS.format(table) for table in _TABLES)}
        END IF;
    END LOOP;
END $$;
"""
DROP = """
DROP FUNCTION jisr_certificate(text, text);
DROP TRIGGER approval_is_decided ON pathways_approval; DROP FUNCTION jisr_approval_is_decided();
DROP TRIGGER lodging_is_allowed ON pathways_step; DROP FUNCTION jisr_lodging_is_allowed();
DROP TRIGGER aid_is_allowed ON pathways_aid; DROP FUNCTION jisr_aid_is_allowed();
"""


class Migration(migrations.Migration):
    """The triggers are the owner's: they read an approval whoever writes."""

    dependencies = [
        ("pathways", "0006_pathways_in_depth"), ("staff", "0001_initial"), ("families", "0010_joining"),
    ]  # fmt: skip
    operations = [migrations.RunSQL(AID + LODGING + DECIDED + CERTIFICATE + SETTLE, DROP)]
