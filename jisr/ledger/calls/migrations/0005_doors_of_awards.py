"""Whoever holds the code of a selected application shows what each instalment became, and reads how her award stands."""

from django.db import migrations

HASH = "^[0-9a-f]{64}$"

PROVE = f"""
CREATE FUNCTION jisr_calls_prove(new_key uuid, the_hash text, the_tranche uuid, the_item text, the_media text,
    the_size integer, the_digest text, the_sealed bytea)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE t calls_tranche;
BEGIN
    SELECT x.* INTO t FROM calls_tranche x JOIN calls_award w ON w.id = x.award_id
    JOIN calls_application a ON a.id = w.application_id
    WHERE x.id = the_tranche AND a.code_hash = the_hash AND the_hash ~ '{HASH}' FOR UPDATE OF x;
    IF NOT FOUND THEN RETURN 'none'; END IF;
    IF t.paid_on IS NULL OR t.justified_on IS NOT NULL THEN RETURN 'shut'; END IF;
    IF (SELECT count(*) FROM calls_proof p WHERE p.tranche_id = t.id) >= 20 THEN RETURN 'many'; END IF;
    IF NOT coalesce(the_digest ~ '{HASH}' AND the_size BETWEEN 1 AND 8388608
        AND octet_length(the_sealed) BETWEEN 29 AND 8400000 AND the_item IN ('photo', 'invoice')
        AND the_media IN ('image/jpeg', 'image/png', 'application/pdf'), false) THEN RETURN 'wrong'; END IF;
    INSERT INTO calls_proof (id, call_id, tranche_id, item, media, size, digest, sealed, handed_at, is_demonstration)
    VALUES (new_key, t.call_id, t.id, the_item, the_media, the_size, the_digest, the_sealed, clock_timestamp(),
            t.is_demonstration)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN 'known'; END IF;
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), clock_timestamp(), '', '', 'calls.proved', 'calls.tranche:' || t.id, NULL, the_item, '');
    RETURN '';
END $$;

CREATE FUNCTION jisr_calls_my_award(the_hash text) RETURNS TABLE (told jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'amount', w.amount, 'signed_on', w.signed_on,
        'tranches', (SELECT jsonb_agg(jsonb_build_object('id', t.id, 'place', t.place, 'amount', t.amount,
            'for_ar', t.for_ar, 'due_on', t.due_on, 'paid_on', t.paid_on, 'justified_on', t.justified_on,
            'proofs', (SELECT count(*) FROM calls_proof p WHERE p.tranche_id = t.id)) ORDER BY t.place)
            FROM calls_tranche t WHERE t.award_id = w.id))
    FROM calls_award w JOIN calls_application a ON a.id = w.application_id
    WHERE a.code_hash = the_hash AND the_hash ~ '{HASH}'
$$;
"""
DOORS = ("jisr_calls_prove(uuid, text, uuid, text, text, integer, text, bytea)", "jisr_calls_my_award(text)")
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_app, jisr_public;"
    for name in DOORS
)
UNDO = "".join(f"DROP FUNCTION {name};" for name in DOORS)


class Migration(migrations.Migration):
    """The doors of the awards."""

    dependencies = [("calls", "0004_awards")]
    operations = [migrations.RunSQL(PROVE + GRANTS, UNDO)]
