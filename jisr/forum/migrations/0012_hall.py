"""Where people write to a meeting by themselves, and the doors through which what they write comes in, counted."""

import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.db import migrations, models

# What is said without an account comes in sealed, through this door alone: a visitor may insert nowhere, and reads
# nothing of it back. Moments and days are those of this clock, whatever a telephone says. The key made with the form
# is looked for first: what has come in before is never refused, and never comes in twice.
#
# Keys begin with the moment at which they were made, so the last hour of a meeting is found by its index.
SAY = """
CREATE FUNCTION jisr_forum_say(new_key uuid, the_meeting uuid, the_code text, the_client uuid, the_words jsonb,
    the_sealed bytea, the_flags jsonb, held_back boolean)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE m forum_meeting; w forum_wave; t forum_tribune; before text; a_minute bigint; an_hour bigint;
    this_moment timestamptz := clock_timestamp();
BEGIN
    SELECT * INTO m FROM forum_meeting WHERE id = the_meeting;
    SELECT * INTO t FROM forum_tribune WHERE meeting_id = the_meeting;
    IF m.id IS NULL OR t.id IS NULL THEN RETURN 'shut'; END IF;
    SELECT c.code_hash INTO before FROM forum_contribution c WHERE c.client_key = the_client;
    IF FOUND THEN RETURN CASE WHEN before = the_words ->> 'code_hash' THEN 'known' ELSE 'taken' END; END IF;

    SELECT * INTO w FROM forum_wave WHERE id = m.wave_id FOR KEY SHARE;
    IF w.closed_on IS NOT NULL THEN RETURN 'closed'; END IF;
    IF m.state NOT IN ('planned', 'held') OR this_moment < t.opens_at OR this_moment >= coalesce(t.closes_at, 'infinity')
    THEN RETURN 'shut'; END IF;
    SELECT count(*) FILTER (WHERE c.received_at > this_moment - interval '1 minute'), count(*) INTO a_minute, an_hour
    FROM forum_contribution c
    WHERE c.meeting_id = m.id AND c.channel IN ('remote', 'written') AND c.received_at > this_moment - interval '1 hour'
      AND c.id > (lpad(to_hex((extract(epoch FROM this_moment - interval '65 minutes') * 1000)::bigint), 12, '0')
                  || '70008000000000000000')::uuid;
    IF a_minute >= t.most_a_minute OR an_hour >= 10 * t.most_a_minute THEN RETURN 'many'; END IF;
    IF held_back THEN RETURN 'often'; END IF;

    IF NOT coalesce(
        the_client IS NOT NULL AND the_code ~ '^[A-Z0-9]{4}-[A-Z0-9]{4}$'
        AND the_words ->> 'code_hash' ~ '^[0-9a-f]{64}$' AND the_words ->> 'channel' IN ('remote', 'written')
        AND length(the_words ->> 'organisation') <= 200 AND octet_length(the_sealed) BETWEEN 29 AND 80028
        AND jsonb_typeof(the_flags) = 'array' AND length(the_flags::text) <= 2000000
        AND jisr_forum_place_holds(w.region_id, the_words ->> 'region', the_words ->> 'province',
                                   the_words ->> 'commune'), false)
    THEN RETURN 'wrong'; END IF;
    BEGIN
        INSERT INTO forum_contribution (id, wave_id, meeting_id, code, client_key, version, state, kind, language,
            channel, speaker_role, organisation, region_id, province_id, commune_id, theme, public, urgency, text,
            masks, withheld_reason, said_on, said_certainty, received_at, code_hash, sources, is_demonstration)
        VALUES (new_key, w.id, m.id, the_code, the_client, 1, 'said', the_words ->> 'kind', the_words ->> 'language',
            the_words ->> 'channel', the_words ->> 'speaker_role', the_words ->> 'organisation',
            the_words ->> 'region', the_words ->> 'province', the_words ->> 'commune', the_words ->> 'theme', '', '',
            '', '[]', '', (this_moment AT TIME ZONE 'Africa/Casablanca')::date, 'certain', this_moment,
            the_words ->> 'code_hash', '[]', w.is_demonstration)
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            RETURN CASE WHEN EXISTS (SELECT FROM forum_contribution c WHERE c.client_key = the_client
                                     AND c.code_hash = the_words ->> 'code_hash') THEN 'known' ELSE 'taken' END;
        END IF;
    EXCEPTION WHEN check_violation OR not_null_violation OR string_data_right_truncation THEN RETURN 'wrong';
    END;
    INSERT INTO forum_verbatim (contribution_id, wave_id, sealed, flags, destroyed_reason, destroyed_by_role)
    VALUES (new_key, w.id, the_sealed, the_flags, '', '');
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), this_moment, '', '', 'forum.contributed', 'forum.contribution:' || new_key, NULL,
            the_words ->> 'channel', '');
    RETURN '';
END $$;
"""

# A place and those around it fit one another, and the region that is consulted.
PLACE = """
CREATE FUNCTION jisr_forum_place_holds(of_wave text, the_region text, the_province text, the_commune text)
RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT (of_wave IS NULL OR the_region IS NULL OR the_region = of_wave)
       AND (the_region IS NULL OR EXISTS (SELECT FROM territory_region r WHERE r.code = the_region))
       AND (the_province IS NULL OR EXISTS (
            SELECT FROM territory_province p WHERE p.code = the_province AND p.region_id = the_region))
       AND (the_commune IS NULL OR EXISTS (
            SELECT FROM territory_commune c WHERE c.code = the_commune AND c.province_id = the_province))
$$;
"""

# How many came so far, whatever became of them: a number, for the screen of the hall.
HEARD = """
CREATE FUNCTION jisr_forum_heard(the_meeting uuid) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM forum_contribution c WHERE c.meeting_id = the_meeting
$$;
"""
DOORS = (
    "jisr_forum_say(uuid, uuid, text, uuid, jsonb, bytea, jsonb, boolean)",
    "jisr_forum_heard(uuid)",
)
GRANTS = "".join(
    f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO jisr_app, jisr_public;"
    for name in DOORS
)
UNDO = "".join(f"DROP FUNCTION {name};" for name in (*DOORS, "jisr_forum_place_holds(text, text, text, text)"))


class Migration(migrations.Migration):
    """The tribune of a meeting, and its doors."""

    dependencies = [
        ("forum", "0011_doors_of_addresses"),
        ("common", "0002_memory"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tribune",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="typed from the screen; kept when it opens again", unique=True
                    ),
                ),
                ("opens_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="opens")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="closes")),
                (
                    "most_a_minute",
                    models.PositiveSmallIntegerField(
                        default=120,
                        help_text="more than so many are asked to wait a minute",
                        verbose_name="most in a minute",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tribune", to="forum.meeting"
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forum.wave"
                    ),
                ),
            ],
            options={
                "verbose_name": "tribune",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1000), ("number__lt", 1000000)), name="tribune_number_short"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_at", None), ("opens_at__lte", models.F("closes_at")), _connector="OR"
                        ),
                        name="tribune_opens_before_it_closes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most_a_minute__gte", 1), ("most_a_minute__lte", 1000)),
                        name="tribune_takes_some",
                    ),
                    jisr.centres.models.held.SameAs(
                        column="meeting_id",
                        name="tribune_meeting_demonstration",
                        shared="is_demonstration",
                        subject="forum_meeting",
                    ),
                    jisr.centres.models.held.SameAs(
                        column="meeting_id", name="tribune_meeting_wave", shared="wave_id", subject="forum_meeting"
                    ),
                    jisr.common.walls.Policy(
                        check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="tribune_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT, UPDATE (version, opens_at, closes_at, most_a_minute)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="tribune_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="true",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PLACE + SAY + HEARD + GRANTS, UNDO),
    ]
