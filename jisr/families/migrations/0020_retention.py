"""What fell due under a rule of retention: found for each centre, erased once somebody signed."""

from django.db import migrations

# rule -> (rows t that are over, their day, their centre, their compartment, what is blanked)
RULES = {
    "shared": (
        "orientation_referral t", "coalesce(t.ended_on, t.answered_at::date)", "t.from_centre_id", "t.compartment",
        "t.state IN ('completed', 'failed', 'refused', 'expired', 'withdrawn') AND t.shared <> '{}'",
        "shared = '{}'",
    ),
    "answers": (
        "orientation_referral t", "coalesce(t.ended_on, t.answered_at::date)", "t.from_centre_id", "t.compartment",
        "t.state IN ('completed', 'failed', 'refused', 'expired', 'withdrawn') AND t.answer_words <> ''",
        "answer_words = ''",
    ),
    "messages": (
        "outgoing_message t", "t.ended_at::date", "t.centre_id", "t.compartment",
        "t.state <> 'queued' AND t.centre_id IS NOT NULL AND (t.\"to\" <> '' OR t.body <> '')",
        "\"to\" = '', body = ''",
    ),
    "arrival_words": (
        "reception_visit t", "t.came_at::date", "t.centre_id", "t.compartment",
        "t.state <> 'waiting' AND t.words <> '' AND t.reasons <> '{}'", "words = ''",
    ),
    "silent_file": (
        "families_household t",
        "greatest(t.opened_on, (SELECT max(j.at)::date FROM common_journalline j WHERE j.household_id = t.id))",
        "t.opened_by_id", "t.compartment",
        "NOT EXISTS (SELECT FROM pathways_plan p WHERE p.household_id = t.id AND p.closed_on IS NULL)", "",
    ),
}  # fmt: skip


def _branch(rule, shape):
    table, day, centre, compartment, over, _blank = shape
    return f"""
        WHEN '{rule}' THEN RETURN QUERY SELECT t.id, {centre}, {compartment}::text FROM {table}
            WHERE {over} AND {day} < the_day;"""


def _blank(rule, shape):
    table, day, centre, _compartment, over, blank = shape
    if not blank:
        return f"\n        WHEN '{rule}' THEN RETURN 0;"
    return f"""
        WHEN '{rule}' THEN UPDATE {table} SET {blank} WHERE t.id = ANY(wanted) AND {centre} = b.centre_id
            AND {over} AND {day} < b.before;"""


DUE = f"""
CREATE FUNCTION jisr_retention_due(the_rule text, the_day date)
RETURNS TABLE (id uuid, centre bigint, compartment text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    CASE the_rule{"".join(_branch(rule, shape) for rule, shape in RULES.items())}
    END CASE;
END $$;
REVOKE ALL ON FUNCTION jisr_retention_due(text, date) FROM PUBLIC;
"""
# A batch that nobody signed is found anew each time; without due rows there is none.
PROPOSE = """
CREATE FUNCTION jisr_retention_propose(the_rule text, the_day date) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE due bigint;
BEGIN
    DELETE FROM families_retentionbatch b WHERE b.rule = the_rule AND b.signed_at IS NULL;
    INSERT INTO families_retentionbatch (id, centre_id, rule, before, found_at, keys, count, compartment)
    SELECT gen_random_uuid(), d.centre, the_rule, the_day, now(), jsonb_agg(d.id ORDER BY d.id), count(*), d.compartment
    FROM jisr_retention_due(the_rule, the_day) d GROUP BY d.centre, d.compartment;
    SELECT coalesce(sum(b.count), 0) INTO due FROM families_retentionbatch b
        WHERE b.rule = the_rule AND b.signed_at IS NULL;
    RETURN due;
END $$;
REVOKE ALL ON FUNCTION jisr_retention_propose(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_retention_propose(text, date) TO jisr_keeper;
"""
APPLY = f"""
CREATE FUNCTION jisr_retention_apply(the_batch uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE b families_retentionbatch%ROWTYPE; wanted uuid[]; done bigint;
BEGIN
    SELECT * INTO b FROM families_retentionbatch q WHERE q.id = the_batch AND q.signed_at IS NOT NULL
        AND q.done_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    wanted := ARRAY(SELECT jsonb_array_elements_text(b.keys)::uuid);
    CASE b.rule{"".join(_blank(rule, shape) for rule, shape in RULES.items())}
    END CASE;
    GET DIAGNOSTICS done = ROW_COUNT;
    UPDATE families_retentionbatch q SET done_at = now(), erased = done, keys = '[]' WHERE q.id = the_batch;
    RETURN done;
END $$;
REVOKE ALL ON FUNCTION jisr_retention_apply(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_retention_apply(uuid) TO jisr_keeper;

CREATE FUNCTION jisr_retention_signed() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT b.id FROM families_retentionbatch b WHERE b.signed_at IS NOT NULL AND b.done_at IS NULL ORDER BY b.id
$$;
REVOKE ALL ON FUNCTION jisr_retention_signed() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_retention_signed() TO jisr_keeper;
"""
DROP = """
DROP FUNCTION jisr_retention_signed(); DROP FUNCTION jisr_retention_apply(uuid);
DROP FUNCTION jisr_retention_propose(text, date); DROP FUNCTION jisr_retention_due(text, date);
"""


class Migration(migrations.Migration):
    """The keeper finds and does; a person of the centre signs in between."""

    dependencies = [("families", "0019_forgetting_a_person")]
    operations = [migrations.RunSQL(DUE + PROPOSE + APPLY, DROP)]
