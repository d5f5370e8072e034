"""What a machine said to be alike, and what people said of that; and how often they agreed, for everybody."""

import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


# How often people kept what was proposed, by kind and version; from twenty verdicts on, so that nobody's single word is
# read out of it.
KEPT = """
CREATE FUNCTION jisr_forum_suggestions_kept(the_wave uuid)
RETURNS TABLE (kind text, method text, version text, accepted bigint, refused bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.kind, s.method, s.version, count(*) FILTER (WHERE s.verdict = 'accepted'),
        count(*) FILTER (WHERE s.verdict = 'refused')
    FROM forum_suggestion s WHERE s.wave_id = the_wave AND s.verdict <> ''
    GROUP BY 1, 2, 3 HAVING count(*) >= 20 ORDER BY 1, 2, 3
$$;
REVOKE ALL ON FUNCTION jisr_forum_suggestions_kept(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_forum_suggestions_kept(uuid) TO jisr_app, jisr_public;
"""


class Migration(migrations.Migration):
    """The table of suggestions, read and written by the team of the wave, and the door to its figures."""

    dependencies = [
        ("forum", "0012_hall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("near", "asks for the same"),
                            ("duplicate", "the same sheet twice"),
                            ("group", "a group that asks for the same"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("showing", models.UUIDField(help_text="of the list in which it was shown: a list is judged once")),
                ("method", models.CharField(max_length=60, verbose_name="method")),
                ("version", models.CharField(max_length=20, verbose_name="version of the method")),
                ("score", models.FloatField(help_text="0 to 1", verbose_name="likeness")),
                ("rank", models.PositiveSmallIntegerField(help_text="from 1", verbose_name="place in the list")),
                ("shown_at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "It asks for the same"), ("refused", "It asks for something else")],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proposed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forum.contribution",
                    ),
                ),
                (
                    "proposed_statement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forum.statement",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        help_text="what it was shown beside; empty where a sheet was not keyed because of it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forum.contribution",
                    ),
                ),
                (
                    "subject_statement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forum.statement",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forum.wave"),
                ),
            ],
            options={
                "verbose_name": "suggestion",
                "indexes": [models.Index(fields=["wave", "kind", "version", "verdict"], name="suggestion_wave_kind")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["near", "duplicate", "group"])), name="suggestion_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["", "accepted", "refused"])),
                        name="suggestion_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 1)), name="suggestion_score_is_a_share"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("proposed__isnull", False), ("proposed_statement", None), ("subject_statement", None)
                            ),
                            models.Q(
                                ("proposed", None),
                                ("proposed_statement__isnull", False),
                                ("subject", None),
                                ("subject_statement__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_of_one_kind_of_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("subject", None),
                                models.Q(("subject", models.F("proposed")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("subject_statement", None),
                                models.Q(("subject_statement", models.F("proposed_statement")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="suggestion_of_another_thing",
                    ),
                    models.UniqueConstraint(fields=("showing", "rank"), name="suggestion_judged_once"),
                    jisr.centres.models.held.SameAs(
                        column="subject_id",
                        name="suggestion_subject_wave",
                        shared="wave_id",
                        subject="forum_contribution",
                    ),
                    jisr.centres.models.held.SameAs(
                        column="proposed_id",
                        name="suggestion_proposed_wave",
                        shared="wave_id",
                        subject="forum_contribution",
                    ),
                    jisr.centres.models.held.SameAs(
                        column="subject_statement_id",
                        name="suggestion_subject_statement_wave",
                        shared="wave_id",
                        subject="forum_statement",
                    ),
                    jisr.centres.models.held.SameAs(
                        column="proposed_statement_id",
                        name="suggestion_proposed_statement_wave",
                        shared="wave_id",
                        subject="forum_statement",
                    ),
                    jisr.common.walls.Policy(
                        check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="suggestion_team",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, "DROP FUNCTION jisr_forum_suggestions_kept(uuid);"),
    ]
