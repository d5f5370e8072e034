"""The questions that the barometer asks of the events, as SQL. Values come as parameters; names are our own.

People are told apart by three sketches of 64 bits each, made of the keyed hash: one bit for each person. How many bits
are set is at most the number of people, so that what is shown is about at least so many; sketches of parts are joined
by "or", which no count of different people can be (and ``count(DISTINCT …)`` took twice as long).
"""

from collections.abc import Collection, Iterable

from jisr.barometer.choices import GAPS, GIVEN

#: Reversals are few: read once, then looked up, instead of a join for each event.
NOT_REVERSED = "e.id <> ALL (ARRAY(SELECT r.reverses FROM common_event r WHERE r.reverses IS NOT NULL))"
#: The same as it was known when the week began: what is taken back within a week would name itself.
_STOOD = f"{NOT_REVERSED[:-2]} AND r.happened_on < %(known)s))"
_AREA = "area AS MATERIALIZED (SELECT * FROM unnest(%(centres)s::bigint[], %(units)s::text[]) AS a(centre, unit))"
#: Files of one person that were joined: her tokens mean one. They are few, and read once beside the events. Figures of
#: whole weeks know them as they stood when the week began: a file that is joined today moves no cell today.
_MEANT = "coalesce(alias.meant, e.person)"
_ALIAS = (
    "LEFT JOIN (SELECT token, min(meant) AS meant FROM common_personmeant"
    " WHERE since < %(known)s AND (until IS NULL OR until >= %(known)s) GROUP BY token) alias ON alias.token = e.person"
)
_ALIAS_NOW = (
    "LEFT JOIN (SELECT token, min(meant) AS meant FROM common_personalias GROUP BY token) alias"
    " ON alias.token = e.person"
)
#: Which bit of each sketch stands for a person: six bits of the hash, read at three places.
_BITS = ", ".join(
    f"1::bigint << (('x' || substr({_MEANT}, {place}, 2))::bit(8)::int & 63) AS p{n}"
    for n, place in enumerate((1, 3, 5), 1)
)
_ACT = f"""
    SELECT a.unit, e.subject, e.commune, e.theme, e.sex, e.age_band AS age, {_MEANT} AS person, {_BITS}, e.happened_on,
        CASE e.rural WHEN true THEN 'rural' WHEN false THEN 'urban' ELSE '' END AS milieu,
        CASE WHEN e.disability THEN 'yes' ELSE '' END AS disability,
        width_bucket(e.happened_on, %(months)s::date[]) - 1 AS month,
        (width_bucket(e.happened_on, %(months)s::date[]) - 1) / %(wide)s AS part
    FROM common_event e JOIN area a ON a.centre = e.centre_id {_ALIAS}
    WHERE e.code = %(code)s AND e.happened_on >= %(since)s AND e.happened_on < %(until)s AND {_STOOD}
"""
_OF_ANSWERED = ", ".join(f"CASE WHEN answer.answered_on IS NOT NULL THEN p{n} END AS a{n}" for n in (1, 2, 3))
_COUNTED = "count(*), bit_or(p1), bit_or(p2), bit_or(p3)"
#: One event per reason for coming: a visit is one act, and stands under each of its themes.
_RECEIVED = f"""
WITH {_AREA}, heard AS MATERIALIZED ({_ACT}),
    act AS MATERIALIZED (SELECT DISTINCT ON (subject) * FROM heard ORDER BY subject)
SELECT {{said}}, {_COUNTED} FROM act GROUP BY GROUPING SETS ({{sets}})
UNION ALL
SELECT 'theme', theme, part, {_COUNTED} FROM heard GROUP BY theme, part
"""
_ORIENTED = f"""
WITH {_AREA}, sent AS MATERIALIZED ({_ACT}),
    answer AS MATERIALIZED (
        SELECT e.subject, min(e.happened_on) FILTER (WHERE e.code = 'answered') AS answered_on,
            bool_or(e.code = 'accepted') AS accepted
        FROM sent JOIN common_event e ON e.subject = sent.subject
        WHERE e.code IN ('answered', 'accepted') AND e.happened_on >= %(since)s AND e.happened_on < %(known)s
            AND {_STOOD}
        GROUP BY e.subject),
    act AS MATERIALIZED (
        SELECT sent.*, answer.answered_on, answer.accepted, {_OF_ANSWERED}
        FROM sent LEFT JOIN answer USING (subject)),
    came AS (
        SELECT {_MEANT} AS person, min(e.happened_on) AS day
        FROM common_event e JOIN area a ON a.centre = e.centre_id {_ALIAS}
        WHERE e.code = 'received' AND e.person <> '' AND e.happened_on >= %(chosen_since)s
            AND e.happened_on < %(chosen_until)s AND {_STOOD}
        GROUP BY 1),
    went AS (
        SELECT came.person, count(act.subject) AS sent, count(act.answered_on) AS answered
        FROM came LEFT JOIN act ON act.person = came.person AND act.happened_on >= came.day GROUP BY came.person)
SELECT {{said}}, {_COUNTED}, count(answered_on), bit_or(a1), bit_or(a2), bit_or(a3)
FROM act GROUP BY GROUPING SETS ({{sets}})
UNION ALL
SELECT 'days', NULL, part, percentile_disc(0.5) WITHIN GROUP (ORDER BY answered_on - happened_on),
    bit_or(p1), bit_or(p2), bit_or(p3), count(*) FILTER (WHERE accepted),
    bit_or(p1) FILTER (WHERE accepted), bit_or(p2) FILTER (WHERE accepted), bit_or(p3) FILTER (WHERE accepted)
FROM act WHERE answered_on IS NOT NULL GROUP BY GROUPING SETS ((), (part))
UNION ALL
SELECT 'funnel', NULL, NULL, count(*), count(*) FILTER (WHERE sent > 0), count(*) FILTER (WHERE answered > 0),
    0, 0, 0, 0, 0
FROM went
"""
LATE = f"""
SELECT e.service_id, count(*), array_agg(DISTINCT {_MEANT}), min(e.happened_on) FROM common_event e {_ALIAS_NOW}
WHERE e.code = 'oriented' AND e.happened_on < %(before)s AND e.happened_on >= %(since)s
    AND e.service_id = ANY(%(services)s) AND {NOT_REVERSED}
    AND NOT EXISTS (
        SELECT FROM common_event o WHERE o.subject = e.subject AND o.code IN ('answered', 'expired', 'retracted')
            AND {NOT_REVERSED.replace("e.id", "o.id")})
GROUP BY e.service_id
"""
_GAPS = ", ".join(f"'{code.value}'" for code in GAPS)
LACKING = f"""
WITH gap AS (
    SELECT e.theme, left(e.commune, %(wide)s) AS place, e.code, {_MEANT} AS person FROM common_event e {_ALIAS}
    WHERE e.code IN ({_GAPS}) AND e.centre_id = ANY(%(centres)s) AND e.happened_on >= %(since)s
        AND e.happened_on < %(known)s AND {_STOOD}
        AND NOT EXISTS (
            SELECT FROM common_event c WHERE c.subject = e.subject AND c.code = 'gap.closed'
                AND c.happened_on < %(known)s AND {_STOOD.replace("e.id", "c.id")}))
SELECT CASE WHEN GROUPING(theme) = 0 THEN 'theme' WHEN GROUPING(place) = 0 THEN 'place'
        WHEN GROUPING(code) = 0 THEN 'why' ELSE '*' END,
    coalesce(theme, place, code, '*'), count(*), count(DISTINCT person)
FROM gap GROUP BY GROUPING SETS ((theme), (place), (code), ())
"""
#: What stood in the way of referrals, by theme, by place and by obstacle; a referral may have several of these.
HINDERED = f"""
WITH told AS (
    SELECT e.subject, e.theme, left(e.commune, %(wide)s) AS place, e.reason, {_MEANT} AS person
    FROM common_event e {_ALIAS}
    WHERE e.code = 'hindered' AND e.centre_id = ANY(%(centres)s) AND e.happened_on >= %(since)s
        AND e.happened_on < %(known)s AND {_STOOD})
SELECT CASE WHEN GROUPING(theme) = 0 THEN 'theme' WHEN GROUPING(place) = 0 THEN 'place'
        WHEN GROUPING(reason) = 0 THEN 'why' ELSE '*' END,
    coalesce(theme, place, reason, '*'), count(DISTINCT subject), count(DISTINCT person)
FROM told GROUP BY GROUPING SETS ((theme), (place), (reason), ())
"""
#: ``LACKING`` by theme and by the commune where people live, for a map; a person without a commune is of none.
LACKING_WHERE = f"""
WITH gap AS (
    SELECT e.theme, left(e.commune, 6) AS province, e.commune, {_MEANT} AS person FROM common_event e {_ALIAS}
    WHERE e.code IN ({_GAPS}) AND e.centre_id = ANY(%(centres)s) AND e.happened_on >= %(since)s
        AND e.happened_on < %(known)s AND {_STOOD}
        AND NOT EXISTS (
            SELECT FROM common_event c WHERE c.subject = e.subject AND c.code = 'gap.closed'
                AND c.happened_on < %(known)s AND {_STOOD.replace("e.id", "c.id")}))
SELECT CASE WHEN GROUPING(commune) = 0 THEN commune WHEN GROUPING(province) = 0 THEN province ELSE '*' END,
    CASE WHEN GROUPING(theme) = 0 THEN theme ELSE '*' END, count(*), count(DISTINCT person)
FROM gap GROUP BY GROUPING SETS ((commune, theme), (commune), (province, theme), (province), (theme), ())
"""
_GIVEN = ", ".join(f"'{code.value}'" for code in GIVEN)
#: A presence of last week may be written down today: it is counted with what happens this week.
_BEFORE = "e.happened_on < %(known)s AND e.recorded_at < %(known)s::date"
_FUNDED = """funded AS MATERIALIZED (
        SELECT * FROM unnest(%(keys)s::int[], %(since)s::date[], %(until)s::date[], %(regions)s::text[])
            AS f(key, since, until, region))"""
#: Facts of a person are those of the last thing given to her, so that each counts under one sex, age and place.
SERVED = f"""
WITH {_FUNDED}, pays AS MATERIALIZED (
        SELECT * FROM unnest(%(payers)s::int[], %(programmes)s::text[]) AS p(key, programme)),
    given AS MATERIALIZED (
        SELECT f.key, e.sex, e.age_band, e.commune, e.rural, e.disability, e.happened_on, e.recorded_at, e.id,
            {_MEANT} AS person
        FROM funded f JOIN pays p USING (key)
        JOIN common_event e ON e.programme = p.programme AND e.happened_on >= f.since AND e.happened_on < f.until
        {_ALIAS}
        WHERE e.code IN ({_GIVEN}) AND e.programme <> '' AND e.person <> '' AND {_BEFORE} AND {_STOOD}),
    person AS (
        SELECT DISTINCT ON (key, person) key, sex, age_band AS age, left(commune, 6) AS province,
            CASE rural WHEN true THEN 'rural' WHEN false THEN 'urban' ELSE '' END AS milieu,
            CASE WHEN disability THEN 'yes' ELSE '' END AS disability
        FROM given ORDER BY key, person, happened_on DESC, recorded_at DESC, id DESC)
SELECT key, CASE {{cases}} ELSE '{{all}}' END, coalesce({{names}}, '{{all}}'), count(*), NULL::date
FROM person GROUP BY GROUPING SETS ({{sets}}, (key))
UNION ALL
SELECT key, 'given', '', count(*), min(happened_on) FROM given GROUP BY key
"""
NOT_ATTRIBUTED = f"""
WITH {_FUNDED}
SELECT f.key, count(DISTINCT {_MEANT}) FROM funded f
JOIN common_event e ON e.happened_on >= f.since AND e.happened_on < f.until AND e.commune LIKE f.region || '%%'
{_ALIAS}
WHERE e.code IN ({_GIVEN}) AND e.programme = '' AND e.person <> '' AND {_BEFORE} AND {_STOOD}
GROUP BY f.key
"""


def served(dimensions: Collection[str], total: str) -> str:
    """Rows (key of what pays, by what, value, people, day) of people served.

    The total stands by ``total``; the row "given" carries acts, and the day of the first.
    """
    cases = " ".join(f"WHEN GROUPING({name}) = 0 THEN '{name}'" for name in dimensions)
    sets = ", ".join(f"(key, {name})" for name in dimensions)
    return SERVED.format(cases=cases, names=", ".join(dimensions), sets=sets, all=total)


def received(dimensions: Collection[str]) -> str:
    """Rows (by what, key, part, acts, three sketches) of people received."""
    return _filled(_RECEIVED, [name for name in dimensions if name != "theme"])


def oriented(dimensions: Collection[str]) -> str:
    """Rows (by what, key, part, then acts and three sketches of those sent and of those answered) of referrals.

    Rows "days" carry the median and the sketches of what was answered, then what was accepted; the row "funnel"
    carries three numbers of people.
    """
    return _filled(_ORIENTED, dimensions)


def _filled(text: str, names: Iterable[str]) -> str:
    names = list(names)
    cases = " ".join(f"WHEN GROUPING({name}) = 0 THEN '{name}'" for name in names)
    key = f"coalesce({', '.join(names)}, month::text)"
    sets = ", ".join([*(f"({name}, part)" for name in names), "(month)"])
    return text.format(said=f"CASE {cases} ELSE 'month' END, {key}, part", sets=sets)


_OF_KEPT = (
    "'received', 'listened', 'oriented', 'deposited', 'completion', 'decided', 'decided.late', 'handed', 'reentered'"
)
#: One line for each act that a delay is counted of: by what, whose, whether it was so, or after how many days.
KEPT = f"""
WITH {_AREA}, act AS MATERIALIZED (
        SELECT e.code, e.subject, coalesce(nullif({_MEANT}, ''), e.subject) AS person, e.happened_on AS day
        FROM common_event e JOIN area a ON a.centre = e.centre_id {_ALIAS}
        WHERE e.code IN ({_OF_KEPT}) AND e.happened_on >= %(since)s AND e.happened_on < %(known)s AND {_STOOD}),
    came AS (SELECT person, min(day) AS day FROM act WHERE code = 'received' GROUP BY person),
    sent AS (SELECT subject, min(person) AS person, min(day) AS day FROM act WHERE code = 'oriented' GROUP BY subject),
    reply AS (
        SELECT e.subject, min(e.happened_on) AS day,
            min(e.happened_on) FILTER (WHERE e.code = 'answered') AS answered_on
        FROM sent JOIN common_event e ON e.subject = sent.subject
        WHERE e.code IN ('answered', 'retracted', 'started', 'completed', 'failed') AND e.happened_on >= %(since)s
            AND e.happened_on < %(known)s AND {_STOOD}
        GROUP BY e.subject),
    told AS (
        SELECT 'wait' AS what, came.person, true AS yes, min(l.day) - came.day AS days
        FROM came JOIN act l ON l.person = came.person AND l.code = 'listened' AND l.day >= came.day
        GROUP BY came.person, came.day
        UNION ALL SELECT 'in_time', person, code = 'decided', NULL FROM act WHERE code IN ('decided', 'decided.late')
        UNION ALL SELECT 'asked_more', d.person,
            EXISTS (SELECT FROM act c WHERE c.code = 'completion' AND c.subject = d.subject), NULL
        FROM act d WHERE d.code = 'deposited'
        UNION ALL SELECT 'handed', h.person, true, h.day - (
            SELECT min(d.happened_on) FROM common_event d WHERE d.subject = h.subject AND d.code = 'deposited')
        FROM act h WHERE h.code = 'handed'
        UNION ALL SELECT 'closed', sent.person, coalesce(reply.answered_on - sent.day <= %(within)s, false), NULL
        FROM sent LEFT JOIN reply USING (subject) WHERE sent.day < %(known)s::date - %(within)s::int
        UNION ALL SELECT 'lost', sent.person, coalesce(reply.day - sent.day > %(lost)s, true), NULL
        FROM sent LEFT JOIN reply USING (subject) WHERE sent.day < %(known)s::date - %(lost)s::int
        UNION ALL SELECT 'came_back', person, true, NULL FROM act WHERE code = 'reentered')
SELECT what, count(*), count(*) FILTER (WHERE yes), count(DISTINCT person),
    count(DISTINCT person) FILTER (WHERE yes), count(DISTINCT person) FILTER (WHERE NOT yes),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY days)
FROM told GROUP BY what
"""
