"""Writing a checked file of families: all of it in the caller's one transaction, set by set."""

from django.db import migrations

from jisr.exchange.migrations._walls_of_imports import BORN_DIFFERS, FILLED, MINE, OF_HOME, OF_PERSON, OPEN

SIGN = "substr('234679ACDEFGHJKMNPQRTWXYZ', 1 + get_byte(b, {0}) % 25, 1)"
#: Ten signs instead of eight: hundreds of thousands are made at once. Bytes 6 and 8 of a UUID are not all chance.
CODE = (
    " || ".join(SIGN.format(k) for k in (0, 1, 2, 3, 4))
    + " || '-' || "
    + " || ".join(SIGN.format(k) for k in (9, 10, 11, 12, 13))
)
# a function, so that it is drawn anew for each row
REFERENCE = f"""
CREATE FUNCTION jisr_import_reference() RETURNS text LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    SELECT {CODE} FROM (SELECT uuid_send(gen_random_uuid()) AS b) drawn
$$;
REVOKE ALL ON FUNCTION jisr_import_reference() FROM PUBLIC;
"""
SET_PERSON = ", ".join(f"{c} = coalesce(r.{c}, p.{c})" for c in OF_PERSON)
SET_HOME = ", ".join(f"{f} = coalesce(s.{c}, h.{f})" for c, f in OF_HOME.items())
FILL_PERSON = ", ".join(FILLED)
WRITES = "(l.state = 'changed' OR l.state = 'conflict' AND l.take)"

# What somebody decided of likenesses: the same as one registered here, or as an earlier row of the file.
DECIDE = f"""
    INSERT INTO exchange_importplan (id, importing, author, n, state, why, take, person_id, household_id, version,
                                     home_version)
    SELECT DISTINCT ON (q.n) gen_random_uuid(), i.id, i.author, q.n, 'linked', '', false, p.id, p.household_id,
        p.version, h.version
    FROM exchange_importpair q JOIN families_person p ON p.id = q.person_id AND {OPEN.format("p")}
    JOIN families_household h ON h.id = p.household_id
    WHERE q.importing = i.id AND q.decision = 'same' AND {MINE.format("p.household_id")}
    ORDER BY q.n, q.score DESC;
    DELETE FROM exchange_importplan l USING exchange_importplan k
    WHERE l.importing = i.id AND l.state = 'joined' AND k.importing = i.id AND k.n = l.n AND k.state = 'linked';

    DELETE FROM exchange_importplan l USING exchange_importpair q
    WHERE l.importing = i.id AND l.state = 'joined' AND q.importing = i.id AND q.n = l.n AND q.other IS NOT NULL
      AND q.decision = 'same';
    INSERT INTO exchange_importplan (id, importing, author, n, state, why, take, other)
    SELECT DISTINCT ON (q.n) gen_random_uuid(), i.id, i.author, q.n, 'repeated', 'repeated', false, q.other
    FROM exchange_importpair q WHERE q.importing = i.id AND q.decision = 'same' AND q.other IS NOT NULL
      AND NOT EXISTS (SELECT FROM exchange_importplan l WHERE l.importing = i.id AND l.n = q.n)
    ORDER BY q.n, q.score DESC;
"""

MOVED = f"""
    IF EXISTS (SELECT FROM exchange_importplan l LEFT JOIN families_person p ON p.id = l.person_id
                   AND {OPEN.format("p")} AND {MINE.format("p.household_id")}
               LEFT JOIN families_household h ON h.id = l.household_id AND {OPEN.format("h")}
               WHERE l.importing = i.id AND ({WRITES} OR l.state IN ('linked', 'joined'))
                 AND (h.id IS NULL OR l.home_version <> h.version
                      OR l.state <> 'joined' AND (p.id IS NULL OR l.version <> p.version))) THEN
        RETURN 'moved';
    END IF;
"""

HOMES = """
    INSERT INTO exchange_importhome (id, importing, home_key, n, household_id, opens, compartment)
    SELECT gen_random_uuid(), i.id, g.home_key, g.n, coalesce(k.household_id, r.home), k.household_id IS NULL,
        coalesce(h.compartment, '')
    FROM (SELECT r.home_key, min(r.n) AS n FROM exchange_importrow r
          LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = r.n
          WHERE r.importing = i.id AND (l.n IS NULL OR l.state = 'joined') GROUP BY r.home_key) g
    JOIN exchange_importrow r ON r.importing = i.id AND r.n = g.n
    LEFT JOIN (SELECT DISTINCT ON (r.home_key) r.home_key, l.household_id FROM exchange_importplan l
        JOIN exchange_importrow r ON r.importing = i.id AND r.n = l.n
        WHERE l.importing = i.id AND l.household_id IS NOT NULL ORDER BY r.home_key, l.n) k ON k.home_key = g.home_key
    LEFT JOIN families_household h ON h.id = k.household_id;
    ANALYZE exchange_importhome;

    INSERT INTO families_household (id, version, reference, commune_id, locality, language, rsu, rnp, opened_by_id,
                                    opened_on, is_demonstration, compartment)
    SELECT o.household_id, 1, jisr_import_reference(),
        coalesce(s.commune, i.commune), coalesce(s.locality, ''), coalesce(s.language, ''), coalesce(s.rsu, ''),
        coalesce(s.rnp, ''), i.centre_id, today, invented, ''
    FROM exchange_importhome o
    JOIN (SELECT r.home_key, max(r.commune) AS commune, max(r.locality) AS locality, max(r.language) AS language,
                 max(r.rsu) AS rsu, max(r.rnp) AS rnp
          FROM exchange_importrow r LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = r.n
          WHERE r.importing = i.id AND l.n IS NULL GROUP BY r.home_key) s ON s.home_key = o.home_key
    WHERE o.importing = i.id AND o.opens ORDER BY o.household_id;

    INSERT INTO families_access (id, household_id, centre_id, since, until, why, given_by)
    SELECT gen_random_uuid(), o.household_id, i.centre_id, today, NULL, 'imported', i.author
    FROM exchange_importhome o WHERE o.importing = i.id AND o.opens;
"""

NEW = """exchange_importrow r JOIN exchange_importhome o ON o.importing = i.id AND o.home_key = r.home_key
    LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = r.n"""
IS_NEW = "r.importing = i.id AND (l.n IS NULL OR l.state = 'joined')"

PERSONS = f"""
    INSERT INTO families_person (id, version, household_id, given_ar, family_ar, given_fr, family_fr, sex, born_on,
                                 born_about, marital_state, literacy, schooled, disability, compartment)
    SELECT r.id, 1, o.household_id, coalesce(r.given_ar, ''), coalesce(r.family_ar, ''), coalesce(r.given_fr, ''),
        coalesce(r.family_fr, ''), coalesce(r.sex, ''), r.born_on, coalesce(r.born_about, false),
        coalesce(r.marital_state, ''), coalesce(r.literacy, ''), r.schooled, '', o.compartment
    FROM {NEW} WHERE {IS_NEW};
    INSERT INTO families_membership (id, household_id, person_id, relation, since, until, began, ended, compartment)
    SELECT gen_random_uuid(), o.household_id, r.id, coalesce(r.relation, 'other'), today, NULL, 'recorded', '',
        o.compartment
    FROM {NEW} WHERE {IS_NEW};
    INSERT INTO families_externalkey (id, household_id, person_id, centre_id, source, exact, sealed, version, digest,
                                      compartment)
    SELECT gen_random_uuid(), o.household_id, r.id, i.centre_id, i.source_id, r.key, r.key_sealed, 1, r.digest,
        o.compartment
    FROM {NEW} WHERE {IS_NEW};
    INSERT INTO families_externalkey (id, household_id, person_id, centre_id, source, exact, sealed, version, digest,
                                      compartment)
    SELECT gen_random_uuid(), o.household_id, NULL, i.centre_id, i.source_id, o.home_key, r.home_sealed, h.version,
        NULL, o.compartment
    FROM exchange_importhome o JOIN exchange_importrow r ON r.importing = i.id AND r.n = o.n
    JOIN families_household h ON h.id = o.household_id
    WHERE o.importing = i.id ON CONFLICT DO NOTHING;
"""

# Those whom the file changes, or whom somebody said to be the same: filled where nothing was known, never overwritten.
RENAMED = " OR ".join(f"r.{c} IS NOT NULL AND r.{c} <> p.{c}" for c in OF_PERSON[:4])
CHANGES = f"""
    UPDATE exchange_importplan l SET why = 'renamed' FROM exchange_importrow r, families_person p
    WHERE l.importing = i.id AND ({WRITES} OR l.state = 'linked') AND r.importing = i.id AND r.n = l.n
      AND p.id = l.person_id AND ({RENAMED});
    UPDATE families_person p SET version = p.version + 1, {SET_PERSON},
        born_on = CASE WHEN {BORN_DIFFERS} THEN r.born_on ELSE p.born_on END,
        born_about = CASE WHEN {BORN_DIFFERS} THEN r.born_about ELSE p.born_about END
    FROM exchange_importplan l JOIN exchange_importrow r ON r.importing = i.id AND r.n = l.n
    WHERE l.importing = i.id AND {WRITES} AND p.id = l.person_id;
    UPDATE families_person p SET version = p.version + 1, {FILL_PERSON}
    FROM exchange_importplan l JOIN exchange_importrow r ON r.importing = i.id AND r.n = l.n
    WHERE l.importing = i.id AND l.state = 'linked' AND p.id = l.person_id;

    UPDATE families_household h SET version = h.version + 1, {SET_HOME}
    FROM (SELECT l.household_id, max(r.commune) AS commune, max(r.locality) AS locality, max(r.language) AS language,
                 max(r.rsu) AS rsu, max(r.rnp) AS rnp
          FROM exchange_importplan l JOIN exchange_importrow r ON r.importing = i.id AND r.n = l.n
          WHERE l.importing = i.id AND {WRITES} GROUP BY l.household_id) s
    WHERE h.id = s.household_id AND ({" OR ".join(f"s.{c} <> h.{f}" for c, f in OF_HOME.items())});
    UPDATE families_membership m SET relation = r.relation
    FROM exchange_importplan l JOIN exchange_importrow r ON r.importing = i.id AND r.n = l.n
    WHERE l.importing = i.id AND {WRITES} AND m.person_id = l.person_id AND m.until IS NULL
      AND r.relation <> m.relation AND (r.relation <> 'head' OR NOT EXISTS (
          SELECT FROM families_membership c WHERE c.household_id = m.household_id AND c.compartment = m.compartment
          AND c.relation = 'head' AND c.until IS NULL));
"""

# Everybody who is written, new or not: the person, the household and the row she comes from.
WRITTEN = f"""(
    SELECT r.n, r.id AS person_id, o.household_id, o.compartment FROM {NEW} WHERE {IS_NEW}
    UNION ALL
    SELECT l.n, l.person_id, l.household_id, p.compartment FROM exchange_importplan l
    JOIN families_person p ON p.id = l.person_id
    WHERE l.importing = i.id AND ({WRITES} OR l.state = 'linked'))"""
BESIDE = f"""
    INSERT INTO families_phone (id, household_id, person_id, number, owner, is_safe, compartment)
    SELECT DISTINCT ON (w.household_id, r.phone) gen_random_uuid(), w.household_id, w.person_id, r.phone,
        coalesce(r.phone_owner, 'own'), coalesce(r.phone_safe, false), w.compartment
    FROM {WRITTEN} w JOIN exchange_importrow r ON r.importing = i.id AND r.n = w.n
    WHERE r.phone IS NOT NULL AND NOT EXISTS (
        SELECT FROM families_phone f WHERE f.household_id = w.household_id AND f.number = r.phone)
    ORDER BY w.household_id, r.phone, w.n;
    INSERT INTO families_identity (id, household_id, person_id, kind, sealed, exact, compartment)
    SELECT x.id, w.household_id, w.person_id, x.kind, x.sealed, x.exact, w.compartment
    FROM {WRITTEN} w JOIN exchange_importnumber x ON x.importing = i.id AND x.n = w.n
    WHERE NOT EXISTS (SELECT FROM families_identity d WHERE d.person_id = w.person_id AND d.exact = x.exact);
    INSERT INTO families_consent (id, household_id, person_id, purpose, covers, manner, given_at, taken_by_id,
                                  centre_id, withdrawn_at, compartment)
    SELECT gen_random_uuid(), w.household_id, w.person_id, 'referral', r.consent, 'signed', now(), i.author::bigint,
        i.centre_id, NULL, w.compartment
    FROM {WRITTEN} w JOIN exchange_importrow r ON r.importing = i.id AND r.n = w.n
    WHERE r.consent IS NOT NULL AND NOT EXISTS (
        SELECT FROM families_consent c
        WHERE c.person_id = w.person_id AND c.withdrawn_at IS NULL AND c.covers @> r.consent);
"""

# The list knows from now on what it said last; a conflict that was left alone is not asked again for the same words.
REMEMBER = """
    UPDATE families_externalkey e SET digest = r.digest,
        version = CASE WHEN l.state = 'conflict' AND NOT l.take OR l.state = 'same' THEN e.version ELSE p.version END
    FROM exchange_importplan l JOIN exchange_importrow r ON r.importing = i.id AND r.n = l.n
    JOIN families_person p ON p.id = l.person_id
    WHERE l.importing = i.id AND l.state IN ('changed', 'conflict', 'same', 'linked') AND e.source = i.source_id
      AND e.centre_id = i.centre_id AND e.exact = r.key AND e.person_id = l.person_id;
    INSERT INTO families_externalkey (id, household_id, person_id, centre_id, source, exact, sealed, version, digest,
                                      compartment)
    SELECT gen_random_uuid(), p.household_id, p.id, i.centre_id, i.source_id, r.key, r.key_sealed, p.version, r.digest,
        p.compartment
    FROM exchange_importplan l JOIN exchange_importrow r ON r.importing = i.id AND r.n = l.n
    JOIN families_person p ON p.id = l.person_id
    WHERE l.importing = i.id AND l.state IN ('changed', 'linked', 'conflict') ON CONFLICT DO NOTHING;
    UPDATE families_externalkey e SET version = h.version
    FROM exchange_importplan l JOIN families_household h ON h.id = l.household_id
    WHERE l.importing = i.id AND l.state = 'changed' AND e.source = i.source_id AND e.centre_id = i.centre_id
      AND e.person_id IS NULL AND e.household_id = h.id;
"""

JOURNAL = f"""
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    SELECT gen_random_uuid(), now(), i.author, i.post,
        CASE WHEN o.opens THEN 'families.imported_household' ELSE 'families.changed_by_import' END,
        'families.household:' || s.household_id, s.household_id, '', s.compartment
    FROM (SELECT DISTINCT w.household_id, w.compartment FROM {WRITTEN} w) s
    LEFT JOIN exchange_importhome o ON o.importing = i.id AND o.household_id = s.household_id AND o.opens;
"""

TAKE = f"""
CREATE FUNCTION jisr_import_take(the_import uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '192MB' AS $$
DECLARE
    i exchange_familyimport := jisr_import_of(the_import, ARRAY['confirmed']);
    today date := (now() AT TIME ZONE 'Africa/Casablanca')::date;
    invented boolean;
BEGIN
    IF (SELECT count(*) FROM exchange_importrow r WHERE r.importing = i.id) <> (i.counts ->> 'staged')::int THEN
        RETURN 'lost'; END IF;
    SELECT c.is_demonstration INTO invented FROM centres_centre c WHERE c.id = i.centre_id;
    DELETE FROM exchange_importhome o WHERE o.importing = i.id;
    {DECIDE}
    {MOVED}
    {HOMES}
    {PERSONS}
    {CHANGES}
    {BESIDE}
    {REMEMBER}
    {JOURNAL}
    RETURN '';
END $$;
"""

# After the act, in its transaction: whose search keys are to be made, whose words are to be sealed under her key, what
# goes to the review of duplicates.
AFTER = f"""
CREATE FUNCTION jisr_import_named(the_import uuid)
RETURNS TABLE (person uuid, given_ar text, family_ar text, given_fr text, family_fr text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['confirmed']);
BEGIN
    RETURN QUERY SELECT p.id, p.given_ar::text, p.family_ar::text, p.given_fr::text, p.family_fr::text
    FROM families_person p WHERE p.id IN (
        SELECT r.id FROM {NEW} WHERE {IS_NEW}
        UNION ALL SELECT l.person_id FROM exchange_importplan l WHERE l.importing = i.id AND l.why = 'renamed');
END $$;

CREATE FUNCTION jisr_import_disabilities(the_import uuid) RETURNS TABLE (person uuid, said text, fills boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['confirmed']);
BEGIN
    RETURN QUERY SELECT w.person_id, r.disability::text, coalesce(l.state = 'linked', false)
    FROM {WRITTEN} w JOIN exchange_importrow r ON r.importing = i.id AND r.n = w.n
    LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = w.n WHERE r.disability IS NOT NULL;
END $$;

CREATE FUNCTION jisr_import_reviews(the_import uuid)
RETURNS TABLE (one uuid, other uuid, score float, reasons varchar[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['confirmed']);
BEGIN
    RETURN QUERY SELECT r.id, coalesce(q.person_id, q.hidden, b.id), q.score, q.reasons
    FROM exchange_importpair q JOIN exchange_importrow r ON r.importing = i.id AND r.n = q.n
    LEFT JOIN exchange_importrow b ON b.importing = i.id AND b.n = q.other
    LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = q.n
    LEFT JOIN exchange_importplan k ON k.importing = i.id AND k.n = q.other
    WHERE q.importing = i.id AND (q.decision IN ('', 'review') OR q.decision = 'same' AND q.hidden IS NOT NULL)
      AND (l.n IS NULL OR l.state = 'joined') AND (k.n IS NULL OR k.state = 'joined');
END $$;
"""

NAMES = (
    "jisr_import_take(uuid)",
    "jisr_import_named(uuid)",
    "jisr_import_disabilities(uuid)",
    "jisr_import_reviews(uuid)",
)
RIGHTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_app;" for name in NAMES
)


class Migration(migrations.Migration):
    """One transaction for a file, or none of it."""

    dependencies = [("exchange", "0005_comparing_imports")]
    operations = [
        migrations.RunSQL(
            REFERENCE + TAKE + AFTER + RIGHTS,
            "".join(f"DROP FUNCTION {name};" for name in (*NAMES, "jisr_import_reference()")),
        )
    ]
