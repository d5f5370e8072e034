"""What the database itself holds: nobody's time is given twice, no session takes more than its places."""

from django.db import migrations

# Those who want the same agent at the same time wait for one another here, so that two insertions never wait for each
# other inside the constraint; the constraint has the last word.
HOLD = """
CREATE FUNCTION jisr_appointments_hold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN DELETE FROM appointments_hold WHERE id = OLD.id; RETURN NULL; END IF;
    one := to_jsonb(NEW);
    -- a place in a session takes no time beside the session's own
    IF one->>'state' = 'cancelled' OR one->>'session_id' IS NOT NULL THEN
        DELETE FROM appointments_hold WHERE id = NEW.id;
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('appointments_hold:' || NEW.agent_id, 0));
    INSERT INTO appointments_hold (id, agent_id, during)
    VALUES (NEW.id, NEW.agent_id, tstzrange(NEW.starts_at, NEW.ends_at))
    ON CONFLICT (id) DO UPDATE SET agent_id = excluded.agent_id, during = excluded.during;
    RETURN NULL;
END $$;
CREATE TRIGGER appointment_holds AFTER INSERT OR DELETE OR UPDATE OF agent_id, starts_at, ends_at, state, session_id
    ON appointments_appointment FOR EACH ROW EXECUTE FUNCTION jisr_appointments_hold();
CREATE TRIGGER session_holds AFTER INSERT OR DELETE OR UPDATE OF agent_id, starts_at, ends_at, state
    ON appointments_session FOR EACH ROW EXECUTE FUNCTION jisr_appointments_hold();
"""

# A place is of its session: same agent, same hours. Whoever takes one locks the session first, so places are counted
# one by one, those of people whom the writer may not see among them.
PLACES = """
CREATE FUNCTION jisr_appointments_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s appointments_session; taken int;
BEGIN
    IF NEW.session_id IS NULL OR NEW.state = 'cancelled' THEN RETURN NEW; END IF;
    SELECT * INTO s FROM appointments_session x WHERE x.id = NEW.session_id FOR UPDATE;
    IF s.id IS NULL THEN RETURN NEW; END IF;  -- the foreign key says so
    NEW.agent_id := s.agent_id; NEW.centre_id := s.centre_id;
    NEW.starts_at := s.starts_at; NEW.ends_at := s.ends_at;
    IF s.state = 'cancelled' THEN
        RAISE check_violation USING CONSTRAINT = 'session_takes_place', MESSAGE = 'the session does not take place';
    END IF;
    SELECT count(*) INTO taken FROM appointments_appointment a
    WHERE a.session_id = s.id AND a.state <> 'cancelled' AND a.id <> NEW.id;
    IF taken >= s.capacity THEN
        RAISE check_violation USING CONSTRAINT = 'session_has_room', MESSAGE = 'every place is taken';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appointment_takes_a_place BEFORE INSERT OR UPDATE OF state, session_id
    ON appointments_appointment FOR EACH ROW EXECUTE FUNCTION jisr_appointments_place();

CREATE FUNCTION jisr_appointments_room() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE taken int;
BEGIN
    SELECT count(*) INTO taken FROM appointments_appointment a WHERE a.session_id = NEW.id AND a.state <> 'cancelled';
    IF NEW.state <> 'cancelled' AND taken > NEW.capacity THEN
        RAISE check_violation USING CONSTRAINT = 'session_has_room', MESSAGE = 'more people come than that';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_keeps_its_places BEFORE UPDATE OF capacity, state
    ON appointments_session FOR EACH ROW EXECUTE FUNCTION jisr_appointments_room();
"""

# Whose time is taken, and when: of agents who work at one of the speaker's centres. Nothing tells by what: appointments
# of every compartment, sessions, leaves and what somebody keeps to herself are one list, in one order, as numbers of
# four bytes each (agent, first minute since 1970, first minute after): eighteen thousand are read in two milliseconds.
BUSY = """
CREATE FUNCTION jisr_agents_busy(agents int[], from_at timestamptz, until_at timestamptz) RETURNS TABLE (busy bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH here AS (
        SELECT DISTINCT p.user_id FROM staff_post p
        WHERE p.user_id = ANY(agents) AND p.centre_id = ANY(jisr_centres())
          AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)
    ), taken AS (
        SELECT h.agent_id, lower(h.during) AS starts_at, upper(h.during) AS ends_at
        FROM appointments_hold h
        WHERE h.agent_id IN (SELECT user_id FROM here) AND h.during && tstzrange(from_at, until_at)
        UNION ALL
        SELECT a.agent_id, a.starts_at, a.ends_at FROM appointments_absence a
        WHERE a.agent_id IN (SELECT user_id FROM here) AND a.taken_back_at IS NULL
          AND a.starts_at < until_at AND a.ends_at > from_at
    )
    SELECT string_agg(
        int4send(t.agent_id::int) || int4send(floor(extract(epoch FROM t.starts_at) / 60)::int)
        || int4send(ceil(extract(epoch FROM t.ends_at) / 60)::int), '' ORDER BY t.agent_id, t.starts_at, t.ends_at)
    FROM taken t
$$;
"""

# For the keeper: keys of what is due, the newest word of each appointment alone. Days are those of Morocco.
DUE = """
CREATE FUNCTION jisr_due_appointments(first_days int, second_days int)
RETURNS TABLE (appointment uuid, centre bigint, compartment varchar, what text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, a.centre_id, a.compartment, CASE WHEN d.left_days <= second_days THEN 'second' ELSE 'first' END
    FROM appointments_appointment a, LATERAL (SELECT a.starts_at::date - CURRENT_DATE AS left_days) d
    WHERE a.state = 'booked' AND a.told IN ('sms', 'call') AND a.starts_at > now()
      AND a.starts_at < CURRENT_DATE + first_days + 1
      AND CASE WHEN d.left_days <= second_days
          THEN a.second_reminder_at IS NULL AND a.starts_at::date - a.given_at::date > second_days
          ELSE a.first_reminder_at IS NULL AND a.starts_at::date - a.given_at::date > first_days END
    ORDER BY a.starts_at, a.id LIMIT 1000
$$;
"""

RIGHTS = {
    "jisr_agents_busy(int[], timestamptz, timestamptz)": "jisr_app",
    "jisr_due_appointments(int, int)": "jisr_keeper",
}
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {login};"
    for name, login in RIGHTS.items()
) + "".join(
    f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC;"
    for name in ("jisr_appointments_hold", "jisr_appointments_place", "jisr_appointments_room")
)
DROP = """
DROP FUNCTION jisr_agents_busy(int[], timestamptz, timestamptz);
DROP FUNCTION jisr_due_appointments(int, int);
DROP FUNCTION jisr_appointments_hold() CASCADE;
DROP FUNCTION jisr_appointments_place() CASCADE;
DROP FUNCTION jisr_appointments_room() CASCADE;
"""


class Migration(migrations.Migration):
    """Triggers write what nobody else may; one function tells that somebody is busy, and not by what."""

    dependencies = [("appointments", "0001_openings_and_times"), ("staff", "0006_posts_of_calls")]
    operations = [migrations.RunSQL(HOLD + PLACES + BUSY + DUE + GRANTS, DROP)]
