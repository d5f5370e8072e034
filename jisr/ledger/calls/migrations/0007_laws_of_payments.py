"""What must never be of a payment of an award: one person alone, out of its turn, by whoever had a hand in choosing."""

from django.db import migrations

# Who kept the call, read the file, decided on it or signed its convention neither proposes nor confirms its payments.
HAND = """
CREATE FUNCTION jisr_calls_had_a_hand(the_user bigint, the_award uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM calls_award w JOIN calls_call c ON c.id = w.call_id
        WHERE w.id = the_award AND the_user IN (w.signed_by_id, c.prepared_by_id, c.proposed_by_id, c.decided_by_id)
    ) OR EXISTS (
        SELECT FROM calls_award w JOIN calls_reading r ON r.application_id = w.application_id
        WHERE w.id = the_award AND r.reader_id = the_user
    ) OR EXISTS (
        SELECT FROM calls_award w JOIN calls_override o ON o.application_id = w.application_id
        WHERE w.id = the_award AND o.by_id = the_user
    )
$$;
REVOKE ALL ON FUNCTION jisr_calls_had_a_hand(bigint, uuid) FROM PUBLIC;
"""

# The lock on the instalment comes first: of two people at once, the second sees what the first did.
PAYMENT = """
CREATE FUNCTION jisr_calls_payment_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t calls_tranche; w calls_award; broken text;
BEGIN
    IF NEW.state NOT IN ('open', 'confirmed') THEN RETURN NEW; END IF;
    PERFORM FROM calls_call WHERE id = NEW.call_id FOR NO KEY UPDATE;
    SELECT * INTO t FROM calls_tranche WHERE id = NEW.tranche_id FOR UPDATE;
    SELECT * INTO w FROM calls_award WHERE id = t.award_id;
    broken := CASE
        WHEN jisr_calls_had_a_hand(NEW.proposed_by_id, w.id) OR jisr_calls_had_a_hand(NEW.settled_by_id, w.id)
        THEN 'payment_not_by_who_chose'
        WHEN NEW.amount > 0 AND t.paid_on IS NOT NULL THEN 'payment_once'
        WHEN NEW.amount > 0 AND NEW.amount <> t.amount THEN 'payment_whole'
        WHEN NEW.amount > 0 AND NEW.happened_on < w.signed_on THEN 'payment_after_the_convention'
        WHEN NEW.amount > 0 AND EXISTS (
            SELECT FROM calls_tranche x WHERE x.award_id = t.award_id AND x.place < t.place
            AND (x.justified_on IS NULL OR x.justified_on > NEW.happened_on)) THEN 'tranche_in_turn'
        WHEN NEW.amount < 0 AND t.justified_on IS NOT NULL THEN 'payment_justified_stays'
        WHEN NEW.amount < 0 AND NOT EXISTS (
            SELECT FROM calls_payment p WHERE p.id = NEW.reverses_id AND p.tranche_id = NEW.tranche_id
            AND p.state = 'confirmed' AND p.amount = -NEW.amount AND p.happened_on <= NEW.happened_on
            AND NOT EXISTS (SELECT FROM calls_payment q WHERE q.reverses_id = p.id AND q.state = 'confirmed'
                            AND q.id <> NEW.id))
        THEN 'payment_taken_back_whole'
    END;
    IF broken IS NOT NULL THEN
        RAISE check_violation USING MESSAGE = 'a law of payments is broken: ' || broken, CONSTRAINT = broken;
    END IF;
    IF NEW.state = 'confirmed' THEN
        -- a dirham paid to an award is a dirham of the agreement that pays for its call
        INSERT INTO agreements_outlay (id, agreement_id, line_id, amount, happened_on, of, at, is_demonstration)
        SELECT gen_random_uuid(), l.agreement_id, l.id, NEW.amount, NEW.happened_on, 'calls.payment:' || NEW.id,
               clock_timestamp(), l.is_demonstration
        FROM calls_call c JOIN agreements_objectline l ON l.id = c.line_id WHERE c.id = NEW.call_id;
        UPDATE calls_tranche SET paid_on = CASE WHEN NEW.amount > 0 THEN NEW.happened_on END WHERE id = t.id;
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_calls_payment_trigger() FROM PUBLIC;
"""
# As it was, and what the object line pays for: conventions of all its calls together are within it, so that none is
# signed that could not be paid.
AWARD = """
CREATE OR REPLACE FUNCTION jisr_calls_award_trigger() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE row record; the_line uuid;
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
    SELECT c.line_id INTO the_line FROM calls_call c WHERE c.id = row.call_id;
    IF the_line IS NOT NULL THEN
        PERFORM FROM agreements_agreement a JOIN agreements_objectline l ON l.agreement_id = a.id
        WHERE l.id = the_line FOR NO KEY UPDATE OF a;
        IF (SELECT sum(a.amount) FROM calls_award a JOIN calls_call c ON c.id = a.call_id WHERE c.line_id = the_line)
           > jisr_agreements_line_amount(the_line) THEN
            RAISE check_violation USING MESSAGE = 'more than the object line pays for', CONSTRAINT = 'award_line';
        END IF;
    END IF;
    IF row.amount <> coalesce((SELECT sum(t.amount) FROM calls_tranche t WHERE t.award_id = row.id), 0) THEN
        RAISE check_violation USING MESSAGE = 'instalments do not make the award', CONSTRAINT = 'award_instalments';
    END IF;
    RETURN NULL;
END $$;
"""
UNDO = "DROP FUNCTION jisr_calls_payment_trigger(); DROP FUNCTION jisr_calls_had_a_hand(bigint, uuid);"


class Migration(migrations.Migration):
    """Functions before their tables; a body of PL/pgSQL is read when it runs."""

    dependencies = [("calls", "0006_in_its_time"), ("agreements", "0005_outlays")]
    operations = [
        # bodies of SQL are read at once: of columns that the next migration adds, they know nothing yet
        migrations.RunSQL("SET LOCAL check_function_bodies = off;" + HAND + PAYMENT + AWARD, UNDO),
    ]
