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
        UPDATE calls_tranche SET paid_on = CASE WHEN NEW.amount > 0 THEN NEW.happened_on END WHERE id = t.id;
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_calls_payment_trigger() FROM PUBLIC;
"""
UNDO = "DROP FUNCTION jisr_calls_payment_trigger(); DROP FUNCTION jisr_calls_had_a_hand(bigint, uuid);"


class Migration(migrations.Migration):
    """Functions before their tables; a body of PL/pgSQL is read when it runs."""

    dependencies = [("calls", "0005_doors_of_awards")]
    operations = [
        # bodies of SQL are read at once: of columns that the next migration adds, they know nothing yet
        migrations.RunSQL("SET LOCAL check_function_bodies = off;" + HAND + PAYMENT, UNDO),
    ]
