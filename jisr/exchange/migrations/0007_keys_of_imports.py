"""Search keys of those whom a file brought, set by set: they were folded when its rows were checked."""

from importlib import import_module

from django.db import migrations

_was = import_module("jisr.exchange.migrations.0006_taking_imports")
NEW, IS_NEW = _was.NEW, _was.IS_NEW

# Spellings of the new, each once: their words join the vocabulary. Those of a name that a file changed are asked
# apart, since what they are called now is not what the row says; all of them where the rules of folding are others.
NAMED = f"""
CREATE FUNCTION jisr_import_spellings(the_import uuid) RETURNS TABLE (written text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '64MB' AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['confirmed']);
BEGIN
    RETURN QUERY SELECT DISTINCT v.s::text FROM {NEW}
    CROSS JOIN LATERAL (VALUES (r.given_ar), (r.family_ar), (r.given_fr), (r.family_fr)) v(s)
    WHERE {IS_NEW} AND v.s <> '';
END $$;

CREATE FUNCTION jisr_import_named(the_import uuid, also_new boolean)
RETURNS TABLE (person uuid, given_ar text, family_ar text, given_fr text, family_fr text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['confirmed']);
BEGIN
    RETURN QUERY SELECT p.id, p.given_ar::text, p.family_ar::text, p.given_fr::text, p.family_fr::text
    FROM families_person p WHERE p.id IN (
        SELECT r.id FROM {NEW} WHERE also_new AND {IS_NEW}
        UNION ALL SELECT l.person_id FROM exchange_importplan l WHERE l.importing = i.id AND l.why = 'renamed');
END $$;
"""

KEYS = f"""
CREATE FUNCTION jisr_import_keys(the_import uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '192MB' AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['confirmed']);
BEGIN
    INSERT INTO families_personkey (person_id, place, family, given, born, commune, named, kept,
                                    family_ar, given_ar, family_fr, given_fr)
    SELECT r.id, q.place - 1, q.family, q.given, r.born_on, replace(h.commune_id, '.', '')::int,
        jisr_named(coalesce(r.given_ar, ''), coalesce(r.family_ar, ''), coalesce(r.given_fr, ''),
                   coalesce(r.family_fr, '')),
        jisr_kept(o.compartment, c.confidential), r.heard[1], r.heard[2], r.heard[3], r.heard[4]
    FROM {NEW} JOIN families_household h ON h.id = o.household_id JOIN centres_centre c ON c.id = h.opened_by_id
    CROSS JOIN LATERAL unnest(r.families, r.givens) WITH ORDINALITY q(family, given, place)
    WHERE {IS_NEW} ORDER BY r.id, q.place;
END $$;
"""
DOORS = "jisr_import_spellings(uuid), jisr_import_named(uuid, boolean), jisr_import_keys(uuid)"
RIGHTS = f"REVOKE ALL ON FUNCTION {DOORS} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {DOORS} TO jisr_app;"
BEFORE = """
REVOKE ALL ON FUNCTION jisr_import_named(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_import_named(uuid) TO jisr_app;
"""
OLD = "CREATE FUNCTION jisr_import_named" + _was.AFTER.split("CREATE FUNCTION jisr_import_named")[1].split("END $$;")[0]


class Migration(migrations.Migration):
    """The door of before goes in the same step."""

    dependencies = [("exchange", "0006_taking_imports"), ("families", "0024_names_of_vowels_alone")]
    operations = [
        migrations.RunSQL(
            f"DROP FUNCTION jisr_import_named(uuid);{NAMED}{KEYS}{RIGHTS}",
            f"DROP FUNCTION {DOORS};{OLD}END $$;{BEFORE}",
        )
    ]
