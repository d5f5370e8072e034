"""What must never be of an award: more than was asked for or than there is, an instalment before its turn."""

from django.db import migrations

# Judged when the transaction ends; as the owner, so that no wall hides a row from the sum.
LAWS = """
CREATE FUNCTION jisr_calls_award_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE row record;
BEGIN
    SELECT * INTO row FROM calls_award WHERE id = coalesce(NEW.id, OLD.id);
    IF NOT FOUND THEN RETURN NULL; END IF;
    PERFORM FROM calls_call WHERE id = row.call_id FOR UPDATE;
    IF NOT EXISTS (SELECT FROM calls_decision d WHERE d.application_id = row.application_id AND d.outcome = 'selected'
                   AND row.amount <= d.asked) THEN
        RAISE check_violation USING MESSAGE = 'not selected, or more than was asked for', CONSTRAINT = 'award_asked';
    END IF;
    IF (SELECT sum(a.amount) FROM calls_award a WHERE a.call_id = row.call_id)
       > (SELECT c.budget FROM calls_call c WHERE c.id = row.call_id) THEN
        RAISE check_violation USING MESSAGE = 'more than the budget of the call', CONSTRAINT = 'award_budget';
    END IF;
    IF row.amount <> coalesce((SELECT sum(t.amount) FROM calls_tranche t WHERE t.award_id = row.id), 0) THEN
        RAISE check_violation USING MESSAGE = 'instalments do not make the award', CONSTRAINT = 'award_instalments';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION jisr_calls_tranche_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE row record;
BEGIN
    SELECT * INTO row FROM calls_tranche WHERE id = coalesce(NEW.id, OLD.id);
    IF (SELECT a.amount FROM calls_award a WHERE a.id = coalesce(NEW.award_id, OLD.award_id))
       <> coalesce((SELECT sum(t.amount) FROM calls_tranche t WHERE t.award_id = coalesce(NEW.award_id, OLD.award_id)), 0)
    THEN
        RAISE check_violation USING MESSAGE = 'instalments do not make the award', CONSTRAINT = 'award_instalments';
    END IF;
    IF row.id IS NULL THEN RETURN NULL; END IF;
    IF row.paid_on IS NOT NULL AND EXISTS (
        SELECT FROM calls_tranche t WHERE t.award_id = row.award_id AND t.place < row.place
        AND (t.justified_on IS NULL OR t.justified_on > row.paid_on)) THEN
        RAISE check_violation USING MESSAGE = 'the one before is not justified', CONSTRAINT = 'tranche_in_turn';
    END IF;
    IF row.justified_on IS NOT NULL AND NOT EXISTS (SELECT FROM calls_proof p WHERE p.tranche_id = row.id) THEN
        RAISE check_violation USING MESSAGE = 'nothing shows it', CONSTRAINT = 'tranche_with_proof';
    END IF;
    RETURN NULL;
END $$;

-- Loaders speak as the owner; people of the region speak as the application.
CREATE FUNCTION jisr_calls_terms_trigger() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF current_user = 'jisr_app' AND OLD.state <> 'drafted' AND
       (OLD.budget, OLD.most_each, OLD.places, OLD.gap, OLD.least_points, OLD.kinds, OLD.provinces, OLD.is_blind,
        OLD.appeal_days, OLD.opens_at) IS DISTINCT FROM
       (NEW.budget, NEW.most_each, NEW.places, NEW.gap, NEW.least_points, NEW.kinds, NEW.provinces, NEW.is_blind,
        NEW.appeal_days, NEW.opens_at) THEN
        RAISE check_violation USING MESSAGE = 'the terms of an announced call stand', CONSTRAINT = 'call_terms_stand';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION jisr_calls_part_trigger() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF current_user = 'jisr_app' AND EXISTS (
        SELECT FROM calls_call c WHERE c.id = coalesce(NEW.call_id, OLD.call_id) AND c.state <> 'drafted') THEN
        RAISE check_violation USING MESSAGE = 'the terms of an announced call stand', CONSTRAINT = 'call_terms_stand';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
REVOKE ALL ON FUNCTION jisr_calls_award_trigger() FROM PUBLIC;
REVOKE ALL ON FUNCTION jisr_calls_tranche_trigger() FROM PUBLIC;
"""
UNDO = "DROP FUNCTION jisr_calls_part_trigger(); DROP FUNCTION jisr_calls_terms_trigger(); DROP FUNCTION jisr_calls_tranche_trigger(); DROP FUNCTION jisr_calls_award_trigger();"


class Migration(migrations.Migration):
    """Functions before their tables; a body of PL/pgSQL is read when it runs."""

    dependencies = [("calls", "0002_doors")]
    operations = [migrations.RunSQL(LAWS, UNDO)]
