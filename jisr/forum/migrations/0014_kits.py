"""Kits of a meeting: cut, brought back, joined; and, in a kit, which one it is and the codes that it keeps."""

import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0013_suggestions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Kit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("cut_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "cut_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kits", to="forum.meeting"
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
                "verbose_name": "meeting kit",
                "constraints": [
                    models.UniqueConstraint(fields=("id", "wave"), name="kit_id_wave"),
                    jisr.common.walls.Policy(
                        check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND role = 'secretary' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="kit_secretaries",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND role = 'secretary' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitBundle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(help_text="of the file: the same one twice is one", max_length=64)),
                (
                    "content",
                    models.BinaryField(help_text="the file as it was brought; gone once it is joined", null=True),
                ),
                ("brought_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("off_s", models.IntegerField(default=0, help_text="seconds to add to the clock of the kit")),
                ("joined_at", models.DateTimeField(blank=True, null=True)),
                (
                    "counts",
                    models.JSONField(blank=True, default=dict, help_text="{new, there, refused, votes, people}"),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "joined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="forum.kit"
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
                "verbose_name": "bundle of a meeting kit",
                "constraints": [
                    models.UniqueConstraint(fields=("kit", "digest"), name="kitbundle_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("joined_at", None), ("joined_by", None)),
                            models.Q(("content", None), ("joined_at__isnull", False), ("joined_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="kitbundle_waits_or_was_joined",
                    ),
                    jisr.common.walls.Policy(
                        check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND role = 'secretary' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="kitbundle_secretaries",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND role = 'secretary' AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT, UPDATE (content, joined_at, joined_by_id, counts)",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KitSecret",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField(help_text="encrypted, bound to its hash")),
            ],
            options={
                "verbose_name": "kept code of a meeting kit",
                "constraints": [
                    jisr.common.walls.Policy(
                        check="false",
                        name="kitsecret_team",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="EXISTS (SELECT FROM forum_openedkit o WHERE o.wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE))))",
                        verbs="SELECT",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenedKit",
            fields=[
                (
                    "kit",
                    models.UUIDField(
                        help_text="number of the kit on the main server", primary_key=True, serialize=False
                    ),
                ),
                ("instance", models.UUIDField(help_text="this laptop: the same kit may be opened on two")),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forum.meeting"
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forum.wave"),
                ),
            ],
            options={
                "verbose_name": "opened meeting kit",
                "constraints": [
                    jisr.common.walls.Grant(
                        name="openedkit_read",
                        reason="which kit this installation is stands on each of its pages; empty elsewhere",
                        to="jisr_app",
                        verbs="SELECT",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="kit",
            constraint=jisr.centres.models.held.SameAs(
                column="meeting_id", name="kit_meeting_wave", shared="wave_id", subject="forum_meeting"
            ),
        ),
        migrations.AddConstraint(
            model_name="kit",
            constraint=jisr.centres.models.held.SameAs(
                column="meeting_id",
                name="kit_meeting_demonstration",
                shared="is_demonstration",
                subject="forum_meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="kit",
            constraint=jisr.centres.models.held.SameAs(
                column="cut_by_id", name="kit_user_demonstration", shared="is_demonstration", subject="accounts_user"
            ),
        ),
        migrations.AddConstraint(
            model_name="kitbundle",
            constraint=jisr.centres.models.held.SameAs(
                column="kit_id", name="kitbundle_kit_wave", shared="wave_id", subject="forum_kit"
            ),
        ),
    ]
