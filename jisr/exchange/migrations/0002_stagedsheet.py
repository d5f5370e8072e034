"""Contributions read from a file wait for a yes, sealed; those that nobody took in are dropped by the keeper."""

import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
import jisr.common.walls
from django.db import migrations, models


# What nobody took in is gone from every reader's sight at once, and from the disk when the keeper comes by.
FORGET = """
CREATE FUNCTION jisr_forget_sheets() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH gone AS (DELETE FROM exchange_stagedsheet s WHERE s.state = 'previewed' AND s.dies_at < now() RETURNING 1)
    SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION jisr_forget_sheets() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jisr_forget_sheets() TO jisr_keeper;
"""


class Migration(migrations.Migration):
    """The keeper sees no sheet: it can only ask that the dead ones go."""

    dependencies = [
        ("exchange", "0001_initial"),
        ("forum", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StagedSheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("author", models.CharField(help_text="key of the user", max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("dies_at", models.DateTimeField(help_text="from then on it does not exist for anybody")),
                (
                    "state",
                    models.CharField(
                        choices=[("previewed", "previewed, nothing written"), ("taken", "taken into the catalogue")],
                        default="previewed",
                        max_length=9,
                    ),
                ),
                (
                    "sealed",
                    models.BinaryField(
                        help_text="encrypted: rows to take in, why others are refused, file name", null=True
                    ),
                ),
                ("counts", models.JSONField(default=dict, help_text="rows, new, there, refused")),
                (
                    "wave",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forum.wave"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["previewed", "taken"])), name="stagedsheet_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sealed__isnull", False), ("state", "previewed")),
                            models.Q(("sealed", None), ("state", "taken")),
                            _connector="OR",
                        ),
                        name="stagedsheet_keeps_nothing_once_taken",
                    ),
                    jisr.common.walls.Policy(
                        check="author = nullif(current_setting('jisr.user', true), '') AND wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="stagedsheet_mine",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="author = nullif(current_setting('jisr.user', true), '') AND wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE))) AND (state = 'taken' OR dies_at > now())",
                        verbs="SELECT, INSERT, UPDATE (state, sealed, counts), DELETE",
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION jisr_forget_sheets();"),
    ]
