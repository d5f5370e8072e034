"""Doors of the sender: one message that is due, lent for some minutes; and what became of it."""

from django.db import migrations

# The lease is committed before anything is sent. Two senders at once skip what the other holds; one that is killed
# gives its message back when the lease is over. What waited past all patience ends here, tried or not.
DUE = """
CREATE FUNCTION jisr_messages_due(carried text[], reaching text[], lease_s int, give_up_s int)
RETURNS TABLE (id uuid, tries smallint, channel varchar, recipient varchar, sealed_to bytea, bound_to varchar,
    body text, waited_s double precision)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    WITH late AS (
        UPDATE outgoing_message m SET state = 'failed', fault = 'too_late', ended_at = now(), sealed_to = NULL
        WHERE m.state = 'queued' AND m.next_try_at <= now() AND m.made_at < now() - make_interval(secs => give_up_s)
          AND (m.centre_id IS NULL OR m.channel = ANY(reaching))
        RETURNING m.id, m.compartment)
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    SELECT gen_random_uuid(), now(), 'job:sender', '', 'messages.failed', 'outgoing.message:' || l.id, NULL,
           'too_late', l.compartment FROM late l;
    RETURN QUERY
    UPDATE outgoing_message m SET tries = m.tries + 1, next_try_at = now() + make_interval(secs => lease_s)
    WHERE m.id = (
        SELECT o.id FROM outgoing_message o
        WHERE o.state = 'queued' AND o.next_try_at <= now()
          AND (o.centre_id IS NULL AND o.channel = ANY(carried) OR o.channel = ANY(reaching))
        ORDER BY o.next_try_at, o.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING m.id, m.tries, m.channel, m."to", m.sealed_to, m.bound_to, m.body,
        extract(epoch FROM now() - m.made_at)::double precision;
END $$;
"""

# What left has left, whoever notes it last; anything else is noted by the sender that holds the lease alone. The
# address goes with the end.
NOTED = """
CREATE FUNCTION jisr_messages_noted(the_id uuid, the_try int, the_state text, the_fault text, in_s int)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE kept varchar;
BEGIN
    IF the_state NOT IN ('queued', 'sent', 'failed') THEN RETURN false; END IF;
    UPDATE outgoing_message m SET state = the_state, fault = the_fault,
        ended_at = CASE WHEN the_state = 'queued' THEN NULL ELSE now() END,
        sealed_to = CASE WHEN the_state = 'queued' THEN m.sealed_to END,
        next_try_at = CASE WHEN the_state = 'queued' THEN now() + make_interval(secs => in_s) ELSE m.next_try_at END
    WHERE m.id = the_id AND m.state = 'queued' AND m.tries > 0 AND (the_state = 'sent' OR m.tries = the_try)
    RETURNING m.compartment INTO kept;
    IF NOT FOUND THEN RETURN false; END IF;
    IF the_state <> 'queued' THEN
        INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
        VALUES (gen_random_uuid(), now(), 'job:sender', '', 'messages.' || the_state, 'outgoing.message:' || the_id,
                NULL, the_fault, kept);
    END IF;
    RETURN true;
END $$;
"""

NAMES = (
    "jisr_messages_due(text[], text[], int, int)",
    "jisr_messages_noted(uuid, int, text, text, int)",
)
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_keeper;" for name in NAMES
)


class Migration(migrations.Migration):
    """The keeper reads no table: it is lent one message at a time."""

    dependencies = [("outgoing", "0002_sent_by_a_machine"), ("common", "0002_memory")]
    operations = [migrations.RunSQL(DUE + NOTED + GRANTS, "".join(f"DROP FUNCTION {name};" for name in NAMES))]
