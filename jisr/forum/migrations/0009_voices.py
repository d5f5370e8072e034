"""Votes by slip, groups learned from votes, and the doors of whoever votes without an account."""

from importlib import import_module

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls

_DOORS = import_module("jisr.forum.migrations.0002_doors")
_OLD_VOTE = "jisr_forum_vote(uuid, uuid, text, jsonb, text)"
_BOTH = "jisr_app, jisr_public"

# The same as before, and whether the voter held a paper slip of the wave.
VOTE = """
CREATE FUNCTION jisr_forum_vote(
    new_key uuid, the_statement uuid, the_voter text, the_groups jsonb, the_value text, the_slip boolean
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE s forum_statement;
BEGIN
    SELECT t.* INTO s FROM forum_statement t JOIN forum_wave w ON w.id = t.wave_id
    WHERE t.id = the_statement AND t.state = 'active' AND w.closed_on IS NULL FOR SHARE OF t;
    IF NOT FOUND THEN RETURN 'closed'; END IF;
    IF the_voter !~ '^[0-9a-f]{64}$' OR the_value NOT IN ('agree', 'disagree', 'pass')
       OR length(the_groups::text) > 400 THEN RETURN 'wrong'; END IF;
    INSERT INTO forum_statementvote (id, statement_id, wave_id, voter, groups, value, by_slip, at)
    VALUES (new_key, s.id, s.wave_id, the_voter, the_groups, the_value, the_slip, clock_timestamp());
    INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
    VALUES (gen_random_uuid(), now(), '', '', 'forum.voted', 'forum.statement:' || s.id, NULL, '', '');
    RETURN '';
END $$;
"""

# Whether a paper slip of this wave has this code, and nothing else of it.
SLIP = """
CREATE FUNCTION jisr_forum_slip_holds(the_wave uuid, the_hash text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM forum_contribution c
                   WHERE c.wave_id = the_wave AND c.code_hash = the_hash AND the_hash ~ '^[0-9a-f]{64}$')
$$;
"""

# What one voter last said of each current statement, for whoever knows her secret: her own votes, nobody else's.
BALLOT = """
CREATE FUNCTION jisr_forum_ballot(the_wave uuid, the_voter text) RETURNS TABLE (statement uuid, value text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE live AS (
        SELECT f.statement_id AS one, t.statement_id AS other, e.kind FROM forum_edge e
        JOIN forum_edgefrom f ON f.edge_id = e.id JOIN forum_edgeto t ON t.edge_id = e.id
        WHERE e.wave_id = the_wave AND e.undone_at IS NULL AND e.kind IN ('merged', 'translated')
          AND f.statement_id IS NOT NULL
    ), passes AS (
        SELECT one, other FROM live UNION SELECT other, one FROM live WHERE kind = 'translated'
    ), carried AS (
        SELECT s.id AS statement, s.id AS source FROM forum_statement s
        WHERE s.wave_id = the_wave AND s.state = 'active'
        UNION SELECT c.statement, p.one FROM carried c JOIN passes p ON p.other = c.source
    )
    SELECT DISTINCT ON (c.statement) c.statement, v.value
    FROM carried c JOIN forum_statementvote v ON v.statement_id = c.source AND v.voter = the_voter
    ORDER BY c.statement, v.at DESC, v.id DESC
$$;
"""

# What a voter says of herself holds for all that she said in the wave, so that it can also be taken back.
DECLARE = """
CREATE FUNCTION jisr_forum_declare(the_wave uuid, the_voter text, the_groups jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w forum_wave; many bigint;
BEGIN
    SELECT * INTO w FROM forum_wave WHERE id = the_wave AND closed_on IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN RETURN 'closed'; END IF;
    IF length(the_groups::text) > 400 THEN RETURN 'wrong'; END IF;
    UPDATE forum_statementvote v SET groups = the_groups
    WHERE v.wave_id = w.id AND v.voter = the_voter AND v.groups <> the_groups;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
        VALUES (gen_random_uuid(), now(), '', '', 'forum.declared', 'forum.wave:' || w.id, NULL, '', '');
    END IF;
    RETURN '';
END $$;
"""

# Votes given on a device before its holder typed the code of her slip become the code's: one person is one voter.
HAND_OVER = """
CREATE FUNCTION jisr_forum_hand_over(the_wave uuid, the_device text, the_hash text, the_voter text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE w forum_wave; many bigint;
BEGIN
    SELECT * INTO w FROM forum_wave WHERE id = the_wave AND closed_on IS NULL FOR KEY SHARE;
    IF NOT FOUND THEN RETURN 'closed'; END IF;
    IF the_voter !~ '^[0-9a-f]{64}$' OR the_device = the_voter
       OR NOT jisr_forum_slip_holds(the_wave, the_hash) THEN RETURN 'wrong'; END IF;
    UPDATE forum_statementvote v SET voter = the_voter, by_slip = true
    WHERE v.wave_id = w.id AND v.voter = the_device AND NOT v.by_slip;
    GET DIAGNOSTICS many = ROW_COUNT;
    IF many > 0 THEN
        INSERT INTO common_journalline (id, at, by, post, verb, subject, household_id, reason, compartment)
        VALUES (gen_random_uuid(), now(), '', '', 'forum.brought_votes', 'forum.wave:' || w.id, NULL, '', '');
    END IF;
    RETURN '';
END $$;
"""

# How many voted, how many of them by a slip, and what they declare; fewer than five are not counted.
VOTERS = """
CREATE FUNCTION jisr_forum_voters(the_wave uuid) RETURNS TABLE (dimension text, member text, voters bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH latest AS (
        SELECT DISTINCT ON (v.voter) v.voter, v.groups, v.by_slip FROM forum_statementvote v
        WHERE v.wave_id = the_wave ORDER BY v.voter, v.at DESC, v.id DESC
    ), spread AS (
        SELECT '' AS dimension, '' AS member FROM latest
        UNION ALL SELECT 'slip', '' FROM latest l WHERE l.by_slip
        UNION ALL SELECT g.key, g.value FROM latest l, jsonb_each_text(l.groups) g
        WHERE g.key IN ('region', 'role', 'sex', 'milieu') AND g.value <> ''
    )
    SELECT x.dimension, x.member, CASE WHEN count(*) >= 5 THEN count(*) END FROM spread x GROUP BY 1, 2 ORDER BY 1, 2
$$;
"""

MADE = (
    "jisr_forum_vote(uuid, uuid, text, jsonb, text, boolean)",
    "jisr_forum_slip_holds(uuid, text)",
    "jisr_forum_ballot(uuid, text)",
    "jisr_forum_declare(uuid, text, jsonb)",
    "jisr_forum_hand_over(uuid, text, text, text)",
    "jisr_forum_voters(uuid)",
)


def _granted(*names: str) -> str:
    return "".join(
        f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {_BOTH};" for name in names
    )


DO = f"DROP FUNCTION {_OLD_VOTE};" + VOTE + SLIP + BALLOT + DECLARE + HAND_OVER + VOTERS + _granted(*MADE)
UNDO = "".join(f"DROP FUNCTION {name};" for name in MADE) + _DOORS.VOTE + _granted(_OLD_VOTE)


class Migration(migrations.Migration):
    """A vote may be a slip's; what a team learned is read by everybody; a voter sees and tends her own votes."""

    dependencies = [
        ("forum", "0008_seats_answer_alike"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="statementvote",
            name="by_slip",
            field=models.BooleanField(default=False, help_text="the voter held a paper slip of the wave"),
        ),
        migrations.CreateModel(
            name="LearnedGroups",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("method", models.CharField(max_length=40)),
                ("placed", models.PositiveIntegerField(help_text="voters who voted on enough statements")),
                ("checks", models.JSONField(default=dict, help_text="{together, apart, again}, each 0 to 1")),
                (
                    "groups",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="[{size, votes: {statement: [agree, disagree, pass] or null}, telling: [[statement, side]]}]; empty when they are not stable",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forum.wave"),
                ),
            ],
            options={
                "verbose_name": "groups learned from votes",
                "indexes": [models.Index(fields=["wave", "-at"], name="learnedgroups_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("method", ""), _negated=True), name="learnedgroups_method_named"
                    ),
                    jisr.centres.models.held.SameAs(
                        column="wave_id",
                        name="learnedgroups_wave_demonstration",
                        shared="is_demonstration",
                        subject="forum_wave",
                    ),
                    jisr.common.walls.Policy(
                        check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="learnedgroups_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="learnedgroups_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="true",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
        migrations.RunSQL(DO, UNDO),
    ]
