"""Erasing what is hers alone, by the centre that received her; each signature stands for what it was given for."""

from importlib import import_module

from django.db import migrations

_was = import_module("jisr.families.migrations.0019_forgetting_a_person")


def _again(text: str) -> str:
    return text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


def _put(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


# A row that names somebody else is never deleted because of what it rests on: better no erasure than another's loss.
HANGING = _put(
    _again(_was.HANGING),
    (
        "' AND NOT $2 ? %1$I::text AND NOT $3 ? %1$I::text' || CASE WHEN fk.has_compartment",
        "' AND NOT $2 ? %1$I::text AND NOT $3 ? %1$I::text' || CASE WHEN fk.names_a_person AND fk.col <> 'person_id'\n"
        "                AND fk.parent NOT IN ('families_person', 'families_household')\n"
        "                THEN ' AND $5 ? person_id::text' ELSE '' END || CASE WHEN fk.has_compartment",
    ),
    (
        "coalesce(next_edge -> fk.child, '[]'), hidden;",
        "coalesce(next_edge -> fk.child, '[]'), hidden,\n                coalesce(going -> 'families_person', '[]');",
    ),
)

# What two compartments keep of her stays in two files: no keeper reads the other's, and each is asked in turn.
PART = """
CREATE FUNCTION jisr_part_compartments(the_person uuid, hidden text[], the_request uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    her families_person; fk record; one record; there text[]; found text[] := '{}'; c text; file uuid; self uuid;
BEGIN
    SELECT * INTO her FROM families_person WHERE id = the_person;
    FOR fk IN SELECT * FROM jisr_pointers() p WHERE p.parent = 'families_person' AND p.has_compartment
        AND p.child <> 'families_person' LOOP
        EXECUTE format('SELECT array_agg(DISTINCT compartment::text) FROM %s WHERE %I = $1 AND compartment = ANY($2)',
            fk.child, fk.col) INTO there USING the_person, hidden;
        found := found || coalesce(there, '{}');
    END LOOP;
    FOR c IN SELECT DISTINCT f FROM unnest(found) f WHERE f <> (SELECT min(g) FROM unnest(found) g) LOOP
        file := gen_random_uuid(); self := gen_random_uuid();
        INSERT INTO families_household SELECT (jsonb_populate_record(h, jsonb_build_object('id', file, 'locality', '',
            'compartment', c, 'reference', upper(left(md5(file::text), 4) || '-' || right(md5(file::text), 4))))).*
            FROM families_household h WHERE h.id = her.household_id;
        INSERT INTO families_access SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(),
            'household_id', file, 'compartment', c))).* FROM families_access a WHERE a.household_id = her.household_id;
        INSERT INTO families_person SELECT (jsonb_populate_record(her, jsonb_build_object('id', self, 'household_id', file,
            'compartment', c, 'disability', '', 'disability_sealed', NULL, 'papers_to_id', NULL))).*;
        INSERT INTO families_membership SELECT (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(),
            'person_id', self, 'household_id', file, 'compartment', c))).* FROM families_membership b
            WHERE b.person_id = the_person AND b.compartment = her.compartment;
        INSERT INTO families_personkey (person_id, place, family, given, born, commune, named, kept, family_ar, given_ar,
            family_fr, given_fr) SELECT self, place, family, given, born, commune, named, jisr_kept(c, false), family_ar,
            given_ar, family_fr, given_fr FROM families_personkey WHERE person_id = the_person;
        INSERT INTO families_rightsrequest SELECT (jsonb_populate_record(q, jsonb_build_object('id', gen_random_uuid(),
            'person_id', self, 'household_id', file, 'compartment', c, 'code', left(q.code, 18) || '-2', 'words', '',
            'words_sealed', NULL, 'reason', '', 'reason_sealed', NULL, 'state', 'received', 'first_by_id', NULL,
            'first_at', NULL, 'answered_by_id', NULL, 'answered_at', NULL))).*
            FROM families_rightsrequest q WHERE q.id = the_request;
        FOR one IN SELECT e.key AS tab, ARRAY(SELECT jsonb_array_elements_text(e.value)) AS ids FROM jsonb_each(
            jisr_hanging_on(jsonb_build_object('families_person', jsonb_build_array(the_person)),
            array_remove(ARRAY['', her.compartment] || hidden, c))) e WHERE e.key <> 'families_person'
        LOOP
            FOR fk IN SELECT * FROM jisr_pointers() p WHERE p.child = one.tab
                AND (p.parent = 'families_person' OR p.col = 'household_id') LOOP
                EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2 AND id::text = ANY($3)', one.tab, fk.col, fk.col)
                    USING CASE fk.parent WHEN 'families_person' THEN self ELSE file END,
                        CASE fk.parent WHEN 'families_person' THEN the_person ELSE her.household_id END, one.ids;
            END LOOP;
        END LOOP;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION jisr_part_compartments(uuid, text[], uuid) FROM PUBLIC;
"""

# A mother spoke of her child: the child's need stays, and the conversation is the child's, without a word of hers.
HAND_OVER = """
    FOR one IN SELECT i.id, (SELECT n.person_id FROM listening_need n WHERE n.interview_id = i.id
            AND n.person_id <> the_person ORDER BY n.id LIMIT 1) AS whose
        FROM listening_interview i WHERE i.person_id = the_person AND NOT i.compartment = ANY(hidden)
    LOOP
        CONTINUE WHEN one.whose IS NULL;
        DELETE FROM listening_note t WHERE t.interview_id = one.id;
        UPDATE listening_interview i SET person_id = one.whose, visit_id = NULL, strengths = '', risks = '',
            strengths_sealed = NULL, risks_sealed = NULL, version = version + 1 WHERE i.id = one.id;
        touched := '{listening_interview,listening_note}';
    END LOOP;
"""
FORGET = _put(
    _again(_was.FORGET.split("CREATE FUNCTION jisr_forget_staged")[0]),
    ("apart uuid := gen_random_uuid();", "apart uuid := gen_random_uuid();\n    touched text[] := '{}';"),
    (
        "    kept := jisr_kept_behind('families_person', the_person, hidden);\n",
        "    IF cardinality(hidden) > 1 THEN PERFORM jisr_part_compartments(the_person, hidden, the_request); END IF;\n"
        "    kept := jisr_kept_behind('families_person', the_person, hidden);\n",
    ),
    (
        "    going := jsonb_build_object('families_person', jsonb_build_array(the_person));\n",
        f"{HAND_OVER}    going := jsonb_build_object('families_person', jsonb_build_array(the_person));\n",
    ),
    (
        "(SELECT jsonb_agg(e.key) FROM jsonb_each(going) e)",
        "(SELECT jsonb_agg(DISTINCT w) FROM unnest(touched || ARRAY(SELECT jsonb_object_keys(going))) w)",
    ),
)

# Who was let in to read, for a time, does not end the file of a family that came to another centre.
_CAME = "EXISTS (SELECT FROM families_access a WHERE a.household_id = {0} AND a.centre_id = {1} AND a.why IN ('reception', 'imported')"
CAME = f"{_CAME} AND {_was.CURRENT})"
ALSO = _put(
    _again(_was.ALSO),
    (_was.MINE.format("o.household_id"), CAME.format("o.household_id", "ANY(jisr_centres())")),
)
ERASE = _put(
    _again(_was.ERASE.split("CREATE FUNCTION jisr_erasure_held")[0]),
    (_was.MINE.format("q.household_id"), CAME.format("q.household_id", "q.centre_id")),
    (
        "    others := ARRAY(SELECT jisr_also_her(r.person_id));\n",
        "    -- numbers alone: a word of anybody's would empty the sheets of all\n"
        "    the_words := ARRAY(SELECT w FROM unnest(the_words[1:100]) w WHERE w ~ '^[[:alnum:]+/ .-]{5,40}$'\n"
        "        AND length(regexp_replace(w, '[^0-9]', '', 'g')) >= 2\n"
        "        AND (left(w, 1) <> '+' OR w IN (SELECT t.number FROM families_phone t WHERE t.person_id = r.person_id)));\n"
        "    others := ARRAY(SELECT jisr_also_her(r.person_id));\n",
    ),
)

# What the first said yes to is what the second says yes to: nobody puts another name under a signature.
OWN_NAME = _put(
    _again(_was.OWN_NAME.split("CREATE TRIGGER")[0]),
    (
        "    RETURN NEW;",
        "    IF TG_OP = 'UPDATE' AND current_user = 'jisr_app'\n"
        '        AND (NEW.person_id, NEW.household_id, NEW.centre_id, NEW."right", NEW.code, NEW.received_by_id)\n'
        '        IS DISTINCT FROM (OLD.person_id, OLD.household_id, OLD.centre_id, OLD."right", OLD.code, OLD.received_by_id)\n'
        "    THEN RAISE insufficient_privilege USING MESSAGE = 'a request stays the one that was asked'; END IF;\n"
        "    RETURN NEW;",
    ),
)
SIGNED = """
CREATE FUNCTION jisr_retention_own_name() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF session_user = 'jisr_app' AND (OLD.signed_at IS NOT NULL
        OR NEW.signed_by_id::text IS DISTINCT FROM nullif(current_setting('jisr.user', true), '')
        OR NOT EXISTS (SELECT FROM staff_post p WHERE p.user_id = NEW.signed_by_id AND p.centre_id = NEW.centre_id
            AND p.role = 'centre_director' AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))
    THEN RAISE insufficient_privilege USING MESSAGE = 'who directs the centre signs, in her own name, once'; END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION jisr_retention_own_name() FROM PUBLIC;
CREATE TRIGGER retention_own_name BEFORE UPDATE OF signed_by_id, signed_at ON families_retentionbatch
FOR EACH ROW EXECUTE FUNCTION jisr_retention_own_name();
"""
BEFORE = (
    "DROP TRIGGER retention_own_name ON families_retentionbatch; DROP FUNCTION jisr_retention_own_name();"
    + "".join(_again(text) for text in (_was.HANGING, _was.ALSO))
    + _again(_was.FORGET.split("CREATE FUNCTION jisr_forget_staged")[0])
    + _again(_was.ERASE.split("CREATE FUNCTION jisr_erasure_held")[0])
    + _again(_was.OWN_NAME.split("CREATE TRIGGER")[0])
    + "DROP FUNCTION jisr_part_compartments(uuid, text[], uuid);"
)


class Migration(migrations.Migration):
    """Doors are replaced; no row changes, no table is rewritten."""

    dependencies = [("families", "0022_numbers_of_lists"), ("staff", "0006_posts_of_calls")]
    operations = [migrations.RunSQL(HANGING + PART + FORGET + ALSO + ERASE + OWN_NAME + SIGNED, BEFORE)]
