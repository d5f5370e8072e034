"""Lists of families that hold somebody who is erased are dropped: rows, pieces, and the first rows kept for the page."""

from django.db import migrations

HERS = """
    i.centre_id IN (SELECT a.centre_id FROM families_access a WHERE a.household_id = home)
    OR EXISTS (SELECT FROM families_externalkey e WHERE e.person_id = the_person AND e.centre_id = i.centre_id)
    OR EXISTS (SELECT FROM exchange_importplan l WHERE l.importing = i.id AND l.person_id = the_person)
    OR EXISTS (SELECT FROM exchange_importpair q WHERE q.importing = i.id AND the_person IN (q.person_id, q.hidden))
    OR EXISTS (SELECT FROM exchange_importnumber x JOIN families_identity d ON d.exact = x.exact
               WHERE x.importing = i.id AND d.person_id = the_person)
    OR EXISTS (SELECT FROM exchange_importrow r JOIN families_phone f ON f.number = r.phone
               WHERE r.importing = i.id AND f.person_id = the_person)
    OR EXISTS (SELECT FROM exchange_importrow r JOIN families_personkey k
               ON k.family = ANY(r.families) AND k.given = ANY(r.givens)
               AND coalesce(abs(r.born_on - k.born) <= 366, true)
               WHERE r.importing = i.id AND k.person_id = the_person)
"""
# Sure rather than sparing: every list of a centre that holds or held her, for what is still sealed in pieces nobody can
# look into; of others those that name her. A list that is being written is waited for, and keeps nothing afterwards.
FORGET = f"""
CREATE OR REPLACE FUNCTION jisr_forget_lists(the_person uuid) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '20s' AS $$
DECLARE home uuid := (SELECT p.household_id FROM families_person p WHERE p.id = the_person); one uuid;
BEGIN
    FOR one IN SELECT i.id FROM exchange_familyimport i WHERE i.sealed IS NOT NULL AND ({HERS}) ORDER BY i.id LOOP
        UPDATE exchange_familyimport i SET state = 'failed', fault = 'erased', sealed = NULL, done_at = now()
            WHERE i.id = one AND i.sealed IS NOT NULL;
        PERFORM jisr_import_wipe(one);
    END LOOP;
    RETURN ARRAY['exchange_familyimport'];
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION jisr_forget_lists(the_person uuid) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN ARRAY[]::text[]; END $$;
"""


class Migration(migrations.Migration):
    """The hook of the families is filled; no row changes."""

    dependencies = [("exchange", "0007_keys_of_imports"), ("families", "0025_forgetting_in_lists")]
    operations = [migrations.RunSQL(FORGET, BEFORE)]
