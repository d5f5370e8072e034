"""Who was invited to a meeting, its minutes while they are written, the agreements signed there."""

import django.db.models.deletion
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.db import migrations, models


class Migration(migrations.Migration):
    """The team alone reads invitations and minutes that are not closed; an agreement signed is public."""

    dependencies = [
        ("forum", "0006_slip_of_an_invented_wave"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("person", "person concerned or family"),
                            ("citizen", "citizen"),
                            ("association", "association"),
                            ("cooperative", "cooperative"),
                            ("professional", "social work professional"),
                            ("operator", "mutual aid or social development agency"),
                            ("elected", "elected member of a council"),
                            ("parliament", "member of parliament"),
                            ("state", "State service"),
                            ("authority", "local authority"),
                            ("advisory", "advisory body"),
                            ("university", "university or academy"),
                            ("company", "company"),
                            ("expert", "expert"),
                            ("press", "press"),
                            ("other", "other quality"),
                        ],
                        max_length=12,
                        verbose_name="quality",
                    ),
                ),
                ("organisation", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("letter", "letter"),
                            ("email", "e-mail"),
                            ("phone", "telephone"),
                            ("message", "text message"),
                            ("visit", "face to face"),
                            ("notice", "public notice"),
                        ],
                        max_length=8,
                        verbose_name="by which way",
                    ),
                ),
                ("n", models.PositiveIntegerField(verbose_name="people")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="forum.meeting"
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
                "verbose_name": "invitation",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("n__gt", 0)), name="invitation_counts_somebody"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "person",
                                    "citizen",
                                    "association",
                                    "cooperative",
                                    "professional",
                                    "operator",
                                    "elected",
                                    "parliament",
                                    "state",
                                    "authority",
                                    "advisory",
                                    "university",
                                    "company",
                                    "expert",
                                    "press",
                                    "other",
                                ],
                            )
                        ),
                        name="invitation_role_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["letter", "email", "phone", "message", "visit", "notice"])),
                        name="invitation_channel_known",
                    ),
                    models.UniqueConstraint(
                        fields=("meeting", "role", "organisation", "channel"), name="invitation_one_count_a_kind"
                    ),
                    jisr.centres.models.held.SameAs(
                        column="meeting_id", name="invitation_meeting_wave", shared="wave_id", subject="forum_meeting"
                    ),
                    jisr.common.walls.Policy(
                        check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="invitation_team",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT, DELETE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesDraft",
            fields=[
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="draft",
                        serialize=False,
                        to="forum.meeting",
                    ),
                ),
                ("minutes_ar", models.TextField(blank=True, max_length=60000, verbose_name="minutes in Arabic")),
                ("minutes_fr", models.TextField(blank=True, max_length=60000, verbose_name="minutes in French")),
                (
                    "wave",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forum.wave"
                    ),
                ),
            ],
            options={
                "verbose_name": "minutes being written",
                "constraints": [
                    jisr.centres.models.held.SameAs(
                        column="meeting_id", name="minutesdraft_meeting_wave", shared="wave_id", subject="forum_meeting"
                    ),
                    jisr.common.walls.Policy(
                        check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="minutesdraft_team",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT, DELETE, UPDATE (minutes_ar, minutes_fr)",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "about_ar",
                    models.CharField(blank=True, max_length=400, verbose_name="what the agreement is about, in Arabic"),
                ),
                (
                    "about_fr",
                    models.CharField(blank=True, max_length=400, verbose_name="what the agreement is about, in French"),
                ),
                ("parties_ar", models.CharField(blank=True, max_length=400, verbose_name="between whom, in Arabic")),
                ("parties_fr", models.CharField(blank=True, max_length=400, verbose_name="between whom, in French")),
                ("sources", models.JSONField(blank=True, default=list)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signings", to="forum.meeting"
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
                "verbose_name": "agreement signed at a meeting",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("about_ar", ""), _negated=True),
                                models.Q(("about_fr", ""), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("parties_ar", ""), _negated=True),
                                models.Q(("parties_fr", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="signing_says_what_and_between_whom",
                    ),
                    jisr.centres.models.held.SameAs(
                        column="meeting_id",
                        name="signing_meeting_demonstration",
                        shared="is_demonstration",
                        subject="forum_meeting",
                    ),
                    jisr.centres.models.held.SameAs(
                        column="meeting_id", name="signing_meeting_wave", shared="wave_id", subject="forum_meeting"
                    ),
                    jisr.common.walls.Policy(
                        check="wave_id = ANY(ARRAY(SELECT wave_id FROM forum_seat WHERE user_id = nullif(current_setting('jisr.user', true), '')::bigint AND since <= CURRENT_DATE AND (until IS NULL OR until > CURRENT_DATE)))",
                        name="signing_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="signing_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="true",
                        verbs="SELECT",
                    ),
                ],
            },
        ),
    ]
