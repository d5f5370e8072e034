"""The search for who may be known: from the vocabulary to near persons to those who sound alike.

None of these functions is a door: the logins may not call them, the doors of the next migration do. Each names its
ways of joining, because the planner guesses ten rows for an array handed over, and a function inherits the settings of
its caller (docs/decisions/0081).
"""

from django.db import migrations

PATH = "SET search_path = public, pg_temp"
ALWAYS = (
    f"{PATH} SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 SET jit = off"
    " SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off"
)
BY_LOOPS = f"{ALWAYS} SET enable_nestloop = on SET enable_hashjoin = off"
BY_HASHES = f"{ALWAYS} SET enable_nestloop = off SET enable_hashjoin = on"
CURRENT = "a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)"

TYPES = """
-- What was typed, read by jisr.families.queries.asking.
CREATE TYPE jisr_asked AS (
    readings text[], as_family float8[], as_given float8[],          -- skeletons it may be, and how far off as which
    aliases int[], of_reading int[], whole boolean[],                -- hashes to meet them; false: a letter was left out
    families text[], families_bare text[], givens text[], givens_bare text[], arabic boolean[], costs float8[],
    one_part boolean,                                                -- a single name: given name or surname
    day date, days date[], day_likeness float8[], year int, year_likeness float8[],
    commune int, sex text, phone text, household uuid,
    floor float8, fair float8, strong float8, most int, per_minute int, per_hour int
);
CREATE TYPE jisr_known AS (person uuid, household uuid, seen boolean, centre bigint, since date, score float8);
"""

# Names in the vocabulary near what was typed, with how far off each is as a surname and as a given name.
NEAR_NAMES = f"""
CREATE FUNCTION jisr_near_names(asked jisr_asked, OUT codes int[], OUT as_family float8[], OUT as_given float8[])
LANGUAGE plpgsql STABLE {BY_LOOPS} AS $$
BEGIN
    SELECT array_agg(n.code), array_agg(n.family), array_agg(n.given) INTO codes, as_family, as_given FROM (
        SELECT s.code, min(asked.as_family[q.n] + e.cost) AS family, min(asked.as_given[q.n] + e.cost) AS given
        FROM unnest(asked.aliases, asked.of_reading, asked.whole) q(alias, n, whole)
        JOIN families_skeletonalias a ON a.alias = q.alias
        JOIN families_skeleton s ON s.code = a.code
        CROSS JOIN LATERAL (SELECT CASE
            WHEN s.skeleton = asked.readings[q.n] THEN 0
            WHEN a.part THEN CASE WHEN q.whole THEN .2 END
            WHEN length(asked.readings[q.n]) < 3 THEN
                CASE levenshtein_less_equal(s.skeleton, asked.readings[q.n], 1) WHEN 1 THEN .4 END
            ELSE CASE levenshtein_less_equal(s.skeleton, asked.readings[q.n], 2)
                WHEN 1 THEN .3 WHEN 2 THEN CASE WHEN length(asked.readings[q.n]) > 3 THEN .45 END END
            END::float8 AS cost) e
        WHERE e.cost IS NOT NULL
        GROUP BY s.code ORDER BY least(min(asked.as_family[q.n] + e.cost), min(asked.as_given[q.n] + e.cost)), s.code
        LIMIT 300) n;
END $$;
"""

# A person near in name and birth; both are shares of 1, and the sum orders who is compared.
DATED = """coalesce(d.likeness, CASE WHEN k.born IS NULL THEN .4
        ELSE asked.year_likeness[1 + abs(extract(year FROM k.born)::int - asked.year)] END, 0)"""
NAMED = """CASE WHEN asked.one_part THEN greatest(coalesce(1 - f.away, 0), coalesce(1 - g.away, 0))
        ELSE (coalesce(1 - f.away, 0) + coalesce(1 - g.away, 0)) / 2 END"""
SCORED = f"""
        SELECT k.person_id, max({NAMED}) AS named, max({DATED}) AS dated,
            max(.7 * {NAMED} + .3 * {DATED} + CASE WHEN k.commune = asked.commune THEN .04 ELSE 0 END) AS score
        FROM (@FOUND@) k
        LEFT JOIN unnest(codes, as_family) f(code, away) ON f.code = k.family
        LEFT JOIN unnest(codes, as_given) g(code, away) ON g.code = k.given
        LEFT JOIN unnest(asked.days, asked.day_likeness) d(day, likeness) ON d.day = k.born
        GROUP BY k.person_id
        HAVING max(.7 * {NAMED} + .3 * {DATED}) >= CASE WHEN asked.year IS NULL THEN .33 ELSE .42 END
        ORDER BY score DESC, k.person_id LIMIT @MOST@"""
ROWS = "SELECT k.family, k.given, k.born, k.person_id, k.commune FROM families_personkey k WHERE @KEPT@ AND "
BY_DAY = f"""
        {ROWS} asked.day IS DISTINCT FROM date_trunc('year', asked.day)::date AND k.born = asked.day
        UNION ALL {ROWS} k.family = ANY(near) AND k.born = ANY(near_days)
        UNION ALL {ROWS} k.family = ANY(very) AND k.born = ANY(asked.days)
        UNION ALL {ROWS} k.family = ANY(very) AND k.born IS NULL
        UNION ALL ({ROWS} k.given = ANY(very_given) AND k.family = ANY(very) LIMIT 300)
"""
BY_DAY_ONE = f"""
        {ROWS} k.born = ANY(asked.days) AND (k.family = ANY(near) OR k.given = ANY(near_given))
        UNION ALL ({ROWS} k.given = ANY(very_given) LIMIT 1000) UNION ALL ({ROWS} k.family = ANY(very) LIMIT 1000)
"""
BY_YEAR = f"""
        {ROWS} k.family = ANY(very) AND k.born BETWEEN make_date(asked.year - 3, 1, 1) AND make_date(asked.year + 3, 12, 31)
        UNION ALL {ROWS} k.family = ANY(near)
            AND k.born BETWEEN make_date(asked.year - 1, 1, 1) AND make_date(asked.year + 1, 12, 31)
        UNION ALL {ROWS} k.family = ANY(very) AND k.born IS NULL
        UNION ALL ({ROWS} k.given = ANY(very_given) AND k.family = ANY(very) LIMIT 300)
"""
BY_YEAR_ONE = f"""
        {ROWS} k.born BETWEEN make_date(asked.year, 1, 1) AND make_date(asked.year, 12, 31)
            AND (k.family = ANY(near) OR k.given = ANY(near_given))
        UNION ALL ({ROWS} k.given = ANY(very_given) LIMIT 1000) UNION ALL ({ROWS} k.family = ANY(very) LIMIT 1000)
"""
BY_NAME = f"({ROWS} k.given = ANY(near_given) AND k.family = ANY(near) LIMIT 4000)"
BY_NAME_ONE = f"""
        ({ROWS} k.given = ANY(very_given) LIMIT 2000) UNION ALL ({ROWS} k.family = ANY(very) LIMIT 2000)
        UNION ALL ({ROWS} k.given = ANY(near_given) LIMIT 1000) UNION ALL ({ROWS} k.family = ANY(near) LIMIT 1000)
"""
# Whoever is kept apart is looked for apart, and only among those whom the speaker may know of: in what others read
# they take no place, no time and nobody's turn.
KEPT = f"""k.kept <> '' AND (k.kept = ANY(jisr_compartments()) OR k.kept = 'shelter' AND (
            'violence' = ANY(jisr_compartments()) OR EXISTS (
            SELECT FROM families_person p JOIN families_access a ON a.household_id = p.household_id
            WHERE p.id = k.person_id AND a.centre_id = ANY(jisr_centres()) AND {CURRENT})))"""
# Of a name borne by thousands the first found are not the speaker's own: hers are looked at one by one.
OWN = f"""
        SELECT k.family, k.given, k.born, k.person_id, k.commune FROM families_personkey k
        WHERE @KEPT@ AND k.person_id = ANY(ARRAY(SELECT p.id FROM families_person p WHERE p.household_id = ANY(ARRAY(
            SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND {CURRENT}))))
        AND (k.family = ANY(near) OR k.given = ANY(near_given))
"""


def near_persons(name: str, kept: str, scored: str = SCORED) -> str:
    """The function over the persons of one kind; one query for each way of asking, so that each has its plan."""
    ways = {
        "asked.year IS NULL AND asked.one_part": BY_NAME_ONE, "asked.year IS NULL": BY_NAME,
        "asked.day IS NULL AND asked.one_part": BY_YEAR_ONE, "asked.day IS NULL": BY_YEAR,
        "asked.one_part": BY_DAY_ONE,
    }  # fmt: skip
    branches = "ELS".join(
        f"IF {condition} THEN\n    RETURN QUERY {scored.replace('@FOUND@', found).replace('@MOST@', '60')};\n    "
        for condition, found in ways.items()
    )
    body = f"""
CREATE FUNCTION {name}(asked jisr_asked, codes int[], as_family float8[], as_given float8[])
RETURNS TABLE (person_id uuid, named float8, dated float8, score float8)
LANGUAGE plpgsql STABLE {BY_HASHES} AS $$
#variable_conflict use_column
DECLARE
    very int[] := ARRAY(SELECT code FROM unnest(codes, as_family) x(code, away) WHERE away <= .2);
    near int[] := ARRAY(SELECT code FROM unnest(codes, as_family) x(code, away) WHERE away <= .6);
    very_given int[] := ARRAY(SELECT code FROM unnest(codes, as_given) x(code, away) WHERE away <= .2);
    near_given int[] := ARRAY(SELECT code FROM unnest(codes, as_given) x(code, away) WHERE away <= .6);
    near_days date[] := ARRAY(SELECT day FROM unnest(asked.days, asked.day_likeness) x(day, likeness)
                              WHERE likeness >= .75);
BEGIN
    {branches}ELSE
    RETURN QUERY {scored.replace("@FOUND@", BY_DAY).replace("@MOST@", "60")};
    END IF;
    IF asked.year IS NULL OR asked.one_part THEN
    RETURN QUERY {scored.replace("@FOUND@", OWN).replace("@MOST@", "40")};
    END IF;
END $$;
"""
    return body.replace("@KEPT@", kept)


# How alike two names sound: 1 for the same. Words are compared one by one where there are several.
ALIKE = f"""
CREATE FUNCTION jisr_words_alike(one text, other text) RETURNS float8
LANGUAGE plpgsql IMMUTABLE {PATH} AS $$
DECLARE
    few text[] := string_to_array(one, ' '); many text[] := string_to_array(other, ' ');
    swap text[]; total float8 := 0; best float8; word text; another text;
    whole float8 := 1 - levenshtein(replace(one, ' ', ''), replace(other, ' ', ''))::float8
        / greatest(length(replace(one, ' ', '')), length(replace(other, ' ', '')), 1);
BEGIN
    IF cardinality(few) > cardinality(many) THEN swap := few; few := many; many := swap; END IF;
    FOREACH word IN ARRAY few LOOP
        best := 0;
        FOREACH another IN ARRAY many LOOP
            best := greatest(best, 1 - levenshtein(word, another)::float8 / greatest(length(word), length(another), 1));
        END LOOP;
        total := total + best;
    END LOOP;
    RETURN greatest(whole, total / cardinality(few) - CASE WHEN cardinality(few) < cardinality(many) THEN .08 ELSE 0 END);
END $$;

CREATE FUNCTION jisr_alike(one text, other text) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN one = other THEN 1 WHEN strpos(one || other, ' ') = 0
        THEN 1 - levenshtein(one, other)::float8 / greatest(length(one), length(other), 1)
        WHEN split_part(one, ' ', 1) = split_part(other, ' ', 1) AND strpos(one, ' ') > 0 AND strpos(other, ' ') > 0
        THEN 1 - levenshtein(substr(one, strpos(one, ' ') + 1), substr(other, strpos(other, ' ') + 1))::float8
            / greatest(length(one) - strpos(one, ' '), length(other) - strpos(other, ' '), 1)
        ELSE jisr_words_alike(one, other) END
$$;
"""


def field(asked: str, heard: str) -> str:
    """A field of a name compared in the script recorded; across scripts without the ``a`` that Arabic does not write."""
    return f"""CASE WHEN s.{asked} = '' THEN NULL
            WHEN s.arabic AND k.{heard}_ar <> '' THEN jisr_alike(s.{asked}, k.{heard}_ar)
            WHEN NOT s.arabic AND k.{heard}_fr <> '' THEN jisr_alike(s.{asked}, k.{heard}_fr)
            WHEN k.{heard}_ar <> '' THEN jisr_alike(s.{asked}_bare, replace(k.{heard}_ar, 'a', ''))
            WHEN k.{heard}_fr <> '' THEN jisr_alike(s.{asked}_bare, replace(k.{heard}_fr, 'a', '')) ELSE .4 END"""


# The candidates compared letter by letter; then what else was asked counts a little, and what is told is looked up.
COMPARED = f"""
CREATE FUNCTION jisr_compared(asked jisr_asked, persons uuid[], named float8[], dated float8[])
RETURNS SETOF jisr_known LANGUAGE plpgsql STABLE {BY_LOOPS} AS $$
#variable_conflict use_column
DECLARE weight float8 := .7 + CASE WHEN asked.year IS NULL THEN 0 ELSE .3 END;
BEGIN
    RETURN QUERY
    WITH best AS (
        SELECT q.person, max((
            .7 * (.35 * coalesce(q.named, n.alike) + .65 * n.alike)
            + CASE WHEN asked.year IS NULL THEN 0 ELSE .3 * q.dated END) / weight
            -- a given name alone, and quite another birth, is nobody to be shown
            - CASE WHEN asked.one_part AND asked.year IS NOT NULL AND q.dated = 0 THEN .15 ELSE 0 END
            + CASE WHEN k.commune = asked.commune THEN .04 ELSE 0 END) AS score
        FROM unnest(persons, named, dated) q(person, named, dated)
        JOIN families_personkey k ON k.person_id = q.person AND k.place = 0
        CROSS JOIN LATERAL (
            SELECT max(CASE WHEN w.f IS NULL THEN w.g WHEN w.g IS NULL THEN w.f ELSE (w.f + w.g) / 2 END
                - w.cost) AS alike
            FROM (SELECT {field("families", "family")} AS f, {field("givens", "given")} AS g, s.cost
                  FROM unnest(asked.families, asked.families_bare, asked.givens, asked.givens_bare, asked.arabic,
                              asked.costs) s(families, families_bare, givens, givens_bare, arabic, cost)) w
        ) n
        GROUP BY q.person ORDER BY score DESC NULLS LAST, q.person LIMIT 3 * asked.most
    )
    SELECT p.id, p.household_id, (a.household_id IS NOT NULL), h.opened_by_id, h.opened_on,
        least(1, coalesce(best.score, 0)
        - CASE WHEN asked.sex <> '' AND p.sex <> '' AND p.sex <> asked.sex THEN .08 ELSE 0 END
        + CASE WHEN p.household_id = asked.household THEN .05 ELSE 0 END
        + CASE WHEN asked.phone <> '' AND EXISTS (SELECT FROM families_phone t WHERE t.household_id = p.household_id
               AND right(regexp_replace(t.number, '\\D', '', 'g'), 9) = asked.phone
               AND (t.compartment = '' OR t.compartment = ANY(jisr_compartments())))
          THEN CASE WHEN best.score IS NULL THEN asked.fair ELSE .1 END ELSE 0 END) AS score
    FROM best JOIN families_person p ON p.id = best.person
    JOIN families_household h ON h.id = p.household_id
    JOIN centres_centre c ON c.id = h.opened_by_id
    LEFT JOIN LATERAL (SELECT a.household_id FROM families_access a WHERE a.household_id = p.household_id
                       AND a.centre_id = ANY(jisr_centres()) AND {CURRENT} LIMIT 1) a ON true
    WHERE (p.compartment = '' OR p.compartment = ANY(jisr_compartments()))
    AND (h.compartment = '' OR h.compartment = ANY(jisr_compartments()))
    AND (a.household_id IS NOT NULL OR NOT c.confidential OR 'violence' = ANY(jisr_compartments()));
END $$;
"""

LOOKED_UP = f"""
CREATE FUNCTION jisr_phoned(asked jisr_asked) RETURNS uuid[] LANGUAGE plpgsql STABLE {BY_LOOPS} AS $$
BEGIN
    RETURN ARRAY(
        SELECT p.id FROM families_phone t JOIN families_person p ON p.household_id = t.household_id
        JOIN families_household h ON h.id = p.household_id JOIN centres_centre c ON c.id = h.opened_by_id
        WHERE right(regexp_replace(t.number, '\\D', '', 'g'), 9) = asked.phone
        AND (t.compartment = '' OR t.compartment = ANY(jisr_compartments()))
        AND (p.compartment = '' OR p.compartment = ANY(jisr_compartments()))
        AND (NOT c.confidential OR 'violence' = ANY(jisr_compartments()) OR EXISTS (
            SELECT FROM families_access a WHERE a.household_id = h.id AND a.centre_id = ANY(jisr_centres())
            AND {CURRENT})) LIMIT 200);
END $$;

-- Whether anybody whom most searches do not know of may be known to the speaker.
CREATE FUNCTION jisr_keeps() RETURNS boolean LANGUAGE plpgsql STABLE {BY_LOOPS} AS $$
BEGIN
    RETURN coalesce(cardinality(jisr_compartments()), 0) > 0
    OR EXISTS (SELECT FROM centres_centre c WHERE c.id = ANY(jisr_centres()) AND c.confidential)
    OR EXISTS (SELECT FROM families_access a JOIN families_household h ON h.id = a.household_id
               JOIN centres_centre c ON c.id = h.opened_by_id AND c.confidential
               WHERE a.centre_id = ANY(jisr_centres()) AND a.why <> 'reception' AND {CURRENT});
END $$;

CREATE FUNCTION jisr_looked_up(asked jisr_asked) RETURNS jisr_known[]
LANGUAGE plpgsql STABLE {BY_LOOPS} AS $$
DECLARE
    names record; persons uuid[]; named float8[]; dated float8[]; shown jisr_known[]; phoned uuid[] := '{{}}';
BEGIN
    IF cardinality(asked.readings) > 0 THEN
        names := jisr_near_names(asked);
        SELECT array_agg(n.person_id), array_agg(n.named), array_agg(n.dated) INTO persons, named, dated FROM (
            SELECT * FROM jisr_near_open(asked, names.codes, names.as_family, names.as_given)
            UNION ALL SELECT * FROM jisr_near_kept(asked, names.codes, names.as_family, names.as_given)
            WHERE jisr_keeps()) n;
    END IF;
    IF asked.phone <> '' THEN
        phoned := jisr_phoned(asked);
        SELECT array_agg(q.person), array_agg(q.named), array_agg(q.dated) INTO persons, named, dated FROM (
            SELECT * FROM unnest(persons, named, dated) q(person, named, dated)
            UNION ALL SELECT t.person, NULL, NULL FROM unnest(phoned) t(person) WHERE t.person <> ALL(coalesce(persons, '{{}}'))
        ) q;
    END IF;
    SELECT array_agg(k ORDER BY round(k.score::numeric, 2) DESC, k.seen DESC, k.score DESC, k.person) INTO shown FROM (
        SELECT * FROM jisr_compared(asked, persons, named, dated) c WHERE c.score >= asked.floor
        ORDER BY round(c.score::numeric, 2) DESC, c.seen DESC, c.score DESC, c.person LIMIT asked.most) k;
    RETURN shown;
END $$;
"""

FUNCTIONS = (
    "jisr_near_names", "jisr_near_open", "jisr_near_kept", "jisr_words_alike", "jisr_alike", "jisr_compared",
    "jisr_phoned", "jisr_keeps", "jisr_looked_up",
)  # fmt: skip
SHUT = f"REVOKE ALL ON FUNCTION {', '.join(FUNCTIONS)} FROM PUBLIC;"
DROP = f"DROP FUNCTION {', '.join(reversed(FUNCTIONS))}; DROP TYPE jisr_known, jisr_asked;"


class Migration(migrations.Migration):
    """Read by the doors alone."""

    dependencies = [("families", "0011_keys")]
    operations = [
        migrations.RunSQL(
            TYPES + NEAR_NAMES + near_persons("jisr_near_open", "k.kept = ''") + near_persons("jisr_near_kept", KEPT)
            + ALIKE + COMPARED + LOOKED_UP + SHUT,
            DROP,
        )
    ]  # fmt: skip
