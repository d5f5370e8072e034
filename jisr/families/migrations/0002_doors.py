"""Doors through the walls of the families: each a definer function that checks its caller and shows the least."""

from django.db import migrations

CURRENT = "a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)"
OPEN = "({0}.compartment = '' OR {0}.compartment = ANY(jisr_compartments()))"
MINE = (
    "EXISTS (SELECT FROM families_access a WHERE a.household_id = {0} AND a.centre_id = ANY(jisr_centres())"
    f" AND {CURRENT})"
)
CLOSED = "RAISE insufficient_privilege USING MESSAGE = 'this file is not open to the speaker'"

# A new file is opened to the centre that opens it; a known one by the centre in charge, to one that asked and was
# told yes. Everything else reads the same refusal, whether the household is another's, hidden, or never was.
GIVE = f"""
CREATE FUNCTION jisr_give_access(the_household uuid, the_centre bigint, the_why text, the_until date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE in_charge bigint; allowed boolean;
BEGIN
    SELECT h.opened_by_id INTO in_charge FROM families_household h
    WHERE h.id = the_household AND h.opened_by_id = ANY(jisr_centres()) AND {OPEN.format("h")};
    allowed := CASE the_why
        WHEN 'reception' THEN in_charge = the_centre
            AND NOT EXISTS (SELECT FROM families_access a WHERE a.household_id = the_household)
        WHEN 'granted' THEN {MINE.format("the_household")} AND EXISTS (
            SELECT FROM families_accessrequest r WHERE r.household_id = the_household
            AND r.from_centre_id = the_centre AND r.to_centre_id = in_charge AND r.granted)
        ELSE false END;
    IF allowed IS NOT TRUE THEN {CLOSED}; END IF;
    INSERT INTO families_access (id, household_id, centre_id, since, until, why, given_by)
    VALUES (gen_random_uuid(), the_household, the_centre, CURRENT_DATE, the_until, the_why,
            coalesce(current_setting('jisr.user', true), ''));
END $$;
"""

# "Known in the shelter since March" would tell whoever looks for her where she is.
KNOWN = """
    SELECT p.id, p.household_id, {mine}, h.opened_by_id, h.opened_on, found.matched::int
    FROM ({found}) found JOIN families_person p ON p.id = found.person_id
    JOIN families_household h ON h.id = p.household_id JOIN centres_centre c ON c.id = h.opened_by_id
    WHERE {open_person} AND {open_household} AND cardinality(jisr_centres()) > 0
    AND ({mine} OR NOT c.confidential OR 'violence' = ANY(jisr_compartments()))
"""
PARTS = {
    "mine": MINE.format("p.household_id"),
    "open_person": OPEN.format("p"),
    "open_household": OPEN.format("h"),
}
SHOWN = "TABLE (person uuid, household uuid, seen boolean, centre bigint, since date, matched int)"
BY_NAME = """SELECT k.person_id, count(DISTINCT k.word) AS matched FROM families_namekey k WHERE k.word = ANY(keys)
        GROUP BY k.person_id HAVING count(DISTINCT k.word) >= greatest(1, cardinality(keys) - 1)"""
BY_NUMBER = "SELECT DISTINCT i.person_id, 1 AS matched FROM families_identity i WHERE i.exact = mark"

SEARCH = f"""
CREATE FUNCTION jisr_known_persons(keys text[], born date, most int) RETURNS {SHOWN}
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    {KNOWN.format(found=BY_NAME, **PARTS)}
    ORDER BY found.matched DESC, (p.born_on = born) DESC NULLS LAST, 3 DESC, p.id LIMIT least(most, 50)
$$;

CREATE FUNCTION jisr_known_identity(mark text) RETURNS {SHOWN}
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    {KNOWN.format(found=BY_NUMBER, **PARTS)} ORDER BY p.id LIMIT 20
$$;

CREATE FUNCTION jisr_index_person(the_person uuid, keys text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM families_person p WHERE p.id = the_person AND {OPEN.format("p")}
                   AND {MINE.format("p.household_id")}) THEN {CLOSED}; END IF;
    DELETE FROM families_namekey k WHERE k.person_id = the_person;
    INSERT INTO families_namekey (person_id, word) SELECT the_person, left(w, 60) FROM unnest(keys) w;
END $$;
"""

READERS = f"""
CREATE FUNCTION jisr_readers_of_file(the_household uuid, most int)
RETURNS TABLE (at timestamptz, by varchar, verb varchar)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT j.at, j.by, j.verb FROM common_journalline j
    WHERE j.household_id = the_household AND {OPEN.format("j")} AND {MINE.format("the_household")}
    AND EXISTS (SELECT FROM families_household h WHERE h.id = the_household AND {OPEN.format("h")})
    -- lines of one instant in a fixed order: left to chance, hidden rows would move those beside them
    ORDER BY j.at DESC, j.id DESC LIMIT least(most, 1000)
$$;
"""

SIGNATURES = (
    "jisr_give_access(uuid, bigint, text, date)",
    "jisr_known_persons(text[], date, int)",
    "jisr_known_identity(text)",
    "jisr_index_person(uuid, text[])",
    "jisr_readers_of_file(uuid, int)",
)
RIGHTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_app;" for name in SIGNATURES
)
DROP = "".join(f"DROP FUNCTION {name};" for name in SIGNATURES)


class Migration(migrations.Migration):
    """Doors are made by the owner of the tables, who is never a request."""

    dependencies = [("families", "0001_initial"), ("common", "0002_memory")]
    operations = [migrations.RunSQL(GIVE + SEARCH + READERS + RIGHTS, DROP)]
