"""The conditions of services as data, in versions."""

import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0002_what_the_field_knows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ServiceRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, help_text="first day on which it no longer holds", null=True)),
                (
                    "tree",
                    models.JSONField(
                        help_text="a tree of jisr.conditions over the facts of centres/parameters/facts.yaml"
                    ),
                ),
                ("source_title", models.CharField(max_length=200)),
                ("source_url", models.URLField(blank=True, max_length=300)),
                ("source_read_on", models.DateField(blank=True, null=True)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="centres.service"
                    ),
                ),
            ],
            options={
                "verbose_name": "conditions of a service",
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("service", "version"), name="servicerule_one_a_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("service",), name="servicerule_one_without_end"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="servicerule_ends_after_it_begins",
                    ),
                    models.CheckConstraint(condition=models.Q(("version__gte", 1)), name="servicerule_version_from_1"),
                    models.CheckConstraint(
                        condition=models.Q(("source_title", ""), _negated=True), name="servicerule_has_a_source"
                    ),
                    jisr.common.walls.Policy(
                        check="true",
                        name="servicerule_app",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="true",
                        verbs="SELECT, INSERT, UPDATE (until)",
                    ),
                    jisr.common.walls.Policy(
                        check="false",
                        name="servicerule_public",
                        on="ALL",
                        restrictive=False,
                        to="jisr_public",
                        using="EXISTS (SELECT FROM centres_service s WHERE s.id = service_id)",
                        verbs="SELECT (id, service_id, version, since, until, tree, source_title, source_url, source_read_on, written_at)",
                    ),
                ],
            },
        ),
    ]
