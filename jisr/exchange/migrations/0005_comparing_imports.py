"""What each row of a file would do: whom it changes, whom it joins, whom it resembles. Nothing is written yet."""

from django.db import migrations

from jisr.exchange.migrations._walls_of_imports import BORN_DIFFERS, MINE, OF_HOME, OF_PERSON, OPEN

#: What the file says and the registry does not say so; a silent cell is no difference.
PERSON_DIFFERS = (
    " OR ".join(f"(r.{c} IS NOT NULL AND r.{c} IS DISTINCT FROM p.{c})" for c in OF_PERSON) + f" OR {BORN_DIFFERS}"
    # a disability lies under the person's key: the database sees whether one is known, not which
    " OR (r.disability IS NOT NULL AND CASE WHEN e.digest IS NULL THEN p.disability_sealed IS NULL"
    " ELSE e.digest <> r.digest END)"
)
HOME_DIFFERS = " OR ".join(f"(r.{c} IS NOT NULL AND r.{c} <> h.{f})" for c, f in OF_HOME.items())
BESIDE_DIFFERS = """
    (r.relation IS NOT NULL AND NOT EXISTS (SELECT FROM families_membership m
        WHERE m.person_id = p.id AND m.until IS NULL AND m.relation = r.relation))
    OR (r.phone IS NOT NULL AND NOT EXISTS (SELECT FROM families_phone f
        WHERE f.household_id = p.household_id AND f.number = r.phone))
    OR EXISTS (SELECT FROM exchange_importnumber x WHERE x.importing = r.importing AND x.n = r.n
        AND NOT EXISTS (SELECT FROM families_identity d WHERE d.person_id = p.id AND d.exact = x.exact))
    OR (r.consent IS NOT NULL AND NOT EXISTS (SELECT FROM families_consent c
        WHERE c.person_id = p.id AND c.withdrawn_at IS NULL AND c.covers @> r.consent))
"""
CONTRADICTS = " OR ".join(f"min(r.{c}) <> max(r.{c})" for c in OF_HOME)
FIRST_SAID = ", ".join(f"(array_agg(r.{c} ORDER BY r.n) FILTER (WHERE r.{c} IS NOT NULL))[1] AS {c}" for c in OF_HOME)
NOT_THE_FIRST = " OR ".join(f"r.{c} <> s.{c}" for c in OF_HOME)
NOTE = "INSERT INTO exchange_importplan (id, importing, author, n, state, why, take, {columns}) SELECT gen_random_uuid(), i.id, i.author, "

# Two rows under one number; two heads; another commune than the rest of the household; nowhere to live.
WITHIN = f"""
    {NOTE.format(columns="other")} r.n, 'repeated', 'repeated', false, s.n FROM exchange_importrow r
    JOIN (SELECT r.key, min(r.n) AS n FROM exchange_importrow r WHERE r.importing = i.id
          GROUP BY r.key HAVING count(*) > 1) s ON s.key = r.key AND s.n <> r.n
    WHERE r.importing = i.id;

    {NOTE.format(columns="other")} r.n, 'refused', 'disagrees', false, s.n FROM exchange_importrow r
    JOIN (SELECT r.home_key, min(r.n) AS n, {FIRST_SAID} FROM exchange_importrow r
          WHERE r.importing = i.id AND r.home_key IN (
              SELECT r.home_key FROM exchange_importrow r WHERE r.importing = i.id
              GROUP BY r.home_key HAVING {CONTRADICTS})
          GROUP BY r.home_key) s ON s.home_key = r.home_key
    WHERE r.importing = i.id AND ({NOT_THE_FIRST})
      AND NOT EXISTS (SELECT FROM exchange_importplan l WHERE l.importing = i.id AND l.n = r.n);

    {NOTE.format(columns="other")} r.n, 'refused', 'two_heads', false, s.n FROM exchange_importrow r
    JOIN (SELECT r.home_key, min(r.n) AS n FROM exchange_importrow r WHERE r.importing = i.id AND r.relation = 'head'
          GROUP BY r.home_key HAVING count(*) > 1) s ON s.home_key = r.home_key AND s.n <> r.n
    WHERE r.importing = i.id AND r.relation = 'head'
      AND NOT EXISTS (SELECT FROM exchange_importplan l WHERE l.importing = i.id AND l.n = r.n);
"""

# By the number of the list, or by the key that an export of ours gave. What was changed by hand since is a conflict.
BY_KEY = f"""
    INSERT INTO exchange_importplan (id, importing, author, n, state, why, take, person_id, household_id, version,
                                     home_version)
    SELECT DISTINCT ON (p.id) gen_random_uuid(), i.id, i.author, r.n,
        CASE WHEN NOT ((c.person OR c.beside) OR c.home) OR e.digest = r.digest THEN 'same'
             WHEN (c.person AND NOT coalesce(e.version = p.version, r.version = p.version, false))
               OR (c.home AND NOT coalesce(k.version = h.version, r.home_version = h.version, false)) THEN 'conflict'
             ELSE 'changed' END,
        '', false, p.id, p.household_id, p.version, h.version
    FROM exchange_importrow r
    LEFT JOIN families_externalkey e ON e.source = i.source_id AND e.exact = r.key AND e.centre_id = i.centre_id
        AND e.person_id IS NOT NULL AND {OPEN.format("e")}
    JOIN families_person p ON p.id = coalesce(e.person_id, r.person_named) AND {OPEN.format("p")}
    JOIN families_household h ON h.id = p.household_id AND {OPEN.format("h")}
    LEFT JOIN families_externalkey k ON k.source = i.source_id AND k.centre_id = i.centre_id AND k.person_id IS NULL
        AND k.household_id = h.id
    CROSS JOIN LATERAL (SELECT ({PERSON_DIFFERS}) AS person, ({HOME_DIFFERS}) AS home, ({BESIDE_DIFFERS}) AS beside) c
    WHERE r.importing = i.id AND {MINE.format("p.household_id")}
      AND NOT EXISTS (SELECT FROM exchange_importplan l WHERE l.importing = i.id AND l.n = r.n)
    ORDER BY p.id, r.n;
"""

# Somebody new in a household that the list, an export, or another of its rows already leads to.
JOINS = f"""
    {NOTE.format(columns="household_id, home_version")} r.n, 'joined', '', false, h.id, h.version
    FROM exchange_importrow r
    LEFT JOIN (SELECT DISTINCT ON (r.home_key) r.home_key, l.household_id FROM exchange_importplan l
          JOIN exchange_importrow r ON r.importing = i.id AND r.n = l.n
          WHERE l.importing = i.id AND l.household_id IS NOT NULL ORDER BY r.home_key, l.n) b ON b.home_key = r.home_key
    LEFT JOIN families_externalkey k ON k.source = i.source_id AND k.exact = r.home_key AND k.centre_id = i.centre_id
        AND k.person_id IS NULL AND {OPEN.format("k")}
    LEFT JOIN families_household f ON f.reference = r.home_named
    JOIN families_household h ON h.id = coalesce(b.household_id, k.household_id, f.id) AND {OPEN.format("h")}
    WHERE r.importing = i.id AND {MINE.format("h.id")}
      AND NOT EXISTS (SELECT FROM exchange_importplan l WHERE l.importing = i.id AND l.n = r.n);

    UPDATE exchange_importplan l SET state = 'refused', why = 'head_there' FROM exchange_importrow r
    WHERE l.importing = i.id AND l.state = 'joined' AND r.importing = i.id AND r.n = l.n AND r.relation = 'head'
      AND EXISTS (SELECT FROM families_membership m WHERE m.household_id = l.household_id AND m.relation = 'head'
                  AND m.until IS NULL AND {OPEN.format("m")});

    {NOTE.format(columns="other")} r.n, 'refused', 'no_commune', false, NULL FROM exchange_importrow r
    WHERE r.importing = i.id AND i.commune = '' AND r.home_key IN (
        SELECT r.home_key FROM exchange_importrow r
        LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = r.n
        WHERE r.importing = i.id AND l.n IS NULL GROUP BY r.home_key HAVING max(r.commune) IS NULL)
      AND NOT EXISTS (SELECT FROM exchange_importplan l WHERE l.importing = i.id AND l.n = r.n);
"""

COMPARE = f"""
CREATE FUNCTION jisr_import_compare(the_import uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '192MB' AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['mapped']);
BEGIN
    DELETE FROM exchange_importplan l WHERE l.importing = i.id;
    DELETE FROM exchange_importpair q WHERE q.importing = i.id;
    ANALYZE exchange_importrow;
    ANALYZE exchange_importnumber;
    {WITHIN}
    {BY_KEY}
    {JOINS}
END $$;
"""

# Likenesses: the same identity number; all words of the name, or all but one, and the birth date, its day and month
# swapped, or the year where only that is known. Elsewhere only the surest, and no more than a search would tell.
FRESH = """
    fresh AS MATERIALIZED (
        SELECT r.n, r.id, r.words, r.families, r.givens, r.heard, r.born_on, r.born_about, r.sex, r.commune
        FROM exchange_importrow r
        LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = r.n
        WHERE r.importing = i.id AND (l.n IS NULL OR l.state = 'joined'))
"""
#: One part of the name is the same; the consonants of the other differ by one at most, in whichever script.
NEAR = (
    "EXISTS (SELECT FROM unnest(ARRAY[k.{k}_ar, k.{k}_fr]) x, unnest(ARRAY[a.heard[{ar}], a.heard[{fr}]]) y"
    " WHERE length(translate(x, 'aiu ', '')) > 2 AND y <> ''"
    " AND levenshtein_less_equal(translate(x, 'aiu ', ''), translate(y, 'aiu ', ''), 1) <= 1)"
)
LIKE = f"""
CREATE FUNCTION jisr_import_liken(the_import uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '192MB' AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['mapped']);
BEGIN
    -- of the same file
    WITH {FRESH}, twice AS (
        SELECT f.words, f.born_on, min(f.n) AS n FROM fresh f WHERE f.born_on IS NOT NULL AND f.words <> '{{}}'
        GROUP BY f.words, f.born_on HAVING count(*) > 1)
    INSERT INTO exchange_importpair (id, importing, author, n, other, score, reasons, decision)
    SELECT gen_random_uuid(), i.id, i.author, f.n, t.n, 0.9, ARRAY['names', 'birth'], ''
    FROM twice t JOIN fresh f ON f.words = t.words AND f.born_on = t.born_on AND f.n <> t.n
    JOIN fresh o ON o.n = t.n AND coalesce(nullif(o.sex, ''), f.sex, '') = coalesce(nullif(f.sex, ''), o.sex, '');

    INSERT INTO exchange_importpair (id, importing, author, n, other, score, reasons, decision)
    SELECT gen_random_uuid(), i.id, i.author, x.n, t.n, 1, ARRAY['number'], ''
    FROM (SELECT x.exact, min(x.n) AS n FROM exchange_importnumber x WHERE x.importing = i.id
          GROUP BY x.exact HAVING count(DISTINCT x.n) > 1) t
    JOIN exchange_importnumber x ON x.importing = i.id AND x.exact = t.exact AND x.n <> t.n
    WHERE NOT EXISTS (SELECT FROM exchange_importplan l WHERE l.importing = i.id AND l.n = x.n AND l.state <> 'joined');

    -- registered
    WITH {FRESH}, days AS MATERIALIZED (
        SELECT f.n, f.born_on AS day, 0.15 AS worth, 'birth' AS said FROM fresh f WHERE f.born_on IS NOT NULL
        UNION ALL
        SELECT f.n, make_date(date_part('year', f.born_on)::int, date_part('day', f.born_on)::int,
                                       date_part('month', f.born_on)::int), 0.0, 'swapped' FROM fresh f
        WHERE date_part('day', f.born_on) <= 12 AND date_part('day', f.born_on) <> date_part('month', f.born_on)
        UNION ALL
        SELECT f.n, date_trunc('year', f.born_on)::date, 0.0, 'year' FROM fresh f
        WHERE f.born_on <> date_trunc('year', f.born_on)),
    asked AS MATERIALIZED (
        SELECT d.n, d.day, d.said, d.worth, q.family, q.given, f.heard FROM days d JOIN fresh f ON f.n = d.n
        CROSS JOIN LATERAL unnest(f.families, f.givens) q(family, given)),
    met AS (
        SELECT a.n, k.person_id AS id, a.said, a.worth, true AS whole FROM asked a
        JOIN families_personkey k ON k.born = a.day AND k.family = a.family AND k.given = a.given
        UNION ALL
        SELECT a.n, k.person_id, a.said, a.worth, true FROM asked a
        JOIN families_personkey k ON k.born = a.day AND k.family = a.given AND k.given = a.family
        UNION ALL
        SELECT a.n, k.person_id, a.said, a.worth, false FROM asked a
        JOIN families_personkey k ON k.born = a.day AND k.family = a.family AND k.given <> a.given
        WHERE a.family <> 0 AND a.worth > 0 AND ({NEAR.format(k="given", ar=2, fr=4)})
        UNION ALL
        SELECT a.n, k.person_id, a.said, a.worth, false FROM asked a
        JOIN families_personkey k ON k.born = a.day AND k.given = a.given AND k.family <> a.family
        WHERE a.given <> 0 AND a.worth > 0 AND ({NEAR.format(k="family", ar=1, fr=3)})),
    found AS (
        SELECT m.n, m.id, CASE WHEN m.whole THEN 0.8 ELSE 0.65 END + m.worth AS score,
               ARRAY[CASE WHEN m.whole THEN 'names' ELSE 'names_near' END, m.said] AS reasons FROM met m
        UNION ALL
        SELECT x.n, d.person_id, 1.0, ARRAY['number'] FROM exchange_importnumber x
        JOIN families_identity d ON d.exact = x.exact JOIN fresh f ON f.n = x.n WHERE x.importing = i.id),
    best AS (
        SELECT DISTINCT ON (f.n, f.id) f.n, f.id, f.score, f.reasons FROM found f ORDER BY f.n, f.id, f.score DESC),
    shown AS (
        SELECT b.*, p.household_id, h.opened_by_id, h.opened_on, c.confidential, {MINE.format("h.id")} AS mine,
               row_number() OVER (PARTITION BY b.n ORDER BY b.score DESC, b.id) AS place
        FROM best b JOIN fresh f ON f.n = b.n JOIN families_person p ON p.id = b.id AND {OPEN.format("p")}
        JOIN families_household h ON h.id = p.household_id AND {OPEN.format("h")}
        JOIN centres_centre c ON c.id = h.opened_by_id
        WHERE b.score >= 0.75 AND (p.sex = '' OR coalesce(f.sex, '') IN ('', p.sex)))
    INSERT INTO exchange_importpair (id, importing, author, n, person_id, centre_id, since, hidden, score, reasons,
                                     decision)
    SELECT gen_random_uuid(), i.id, i.author, s.n, CASE WHEN s.mine THEN s.id END,
        CASE WHEN NOT s.mine THEN s.opened_by_id END, CASE WHEN NOT s.mine THEN s.opened_on END,
        CASE WHEN NOT s.mine THEN s.id END, s.score, s.reasons, ''
    FROM shown s
    WHERE s.place <= 5 AND (s.mine OR s.score >= 0.9 AND (NOT s.confidential OR 'violence' = ANY(jisr_compartments())));
END $$;
"""

# Figures of the preview, in one answer.
COUNTS = """
CREATE FUNCTION jisr_import_counts(the_import uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE i exchange_familyimport := jisr_import_of(the_import, ARRAY['mapped', 'checked', 'confirmed']);
BEGIN
    RETURN (SELECT coalesce(jsonb_object_agg(s.what, s.many), '{}') FROM (
        SELECT CASE WHEN l.why <> '' THEN l.why ELSE l.state END AS what, count(*) AS many
        FROM exchange_importplan l WHERE l.importing = i.id GROUP BY 1
        UNION ALL SELECT 'read', count(*) FROM exchange_importrow r WHERE r.importing = i.id
        UNION ALL SELECT 'alike', count(DISTINCT q.n) FROM exchange_importpair q WHERE q.importing = i.id
        UNION ALL SELECT 'homes', count(DISTINCT r.home_key) FROM exchange_importrow r
            LEFT JOIN exchange_importplan l ON l.importing = i.id AND l.n = r.n
            WHERE r.importing = i.id AND l.n IS NULL) s);
END $$;
"""

NAMES = ("jisr_import_compare(uuid)", "jisr_import_liken(uuid)", "jisr_import_counts(uuid)")
RIGHTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_app;" for name in NAMES
)


class Migration(migrations.Migration):
    """Set-based: one statement for a question, however many rows the file has."""

    dependencies = [("exchange", "0004_doors_of_imports"), ("families", "0015_no_name_keys")]
    operations = [
        migrations.RunSQL(COMPARE + LIKE + COUNTS + RIGHTS, "".join(f"DROP FUNCTION {name};" for name in NAMES))
    ]
