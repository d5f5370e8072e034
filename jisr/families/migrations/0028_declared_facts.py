"""What somebody answered to a question of a condition."""

import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
import jisr.common.models
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("families", "0027_request_until"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeclaredFact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fact", models.CharField(help_text="name in centres/parameters/facts.yaml", max_length=40)),
                ("value_plain", models.CharField(blank=True, db_column="value", max_length=100)),
                ("value_sealed", models.BinaryField(null=True)),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "compartment",
                    jisr.common.models.CompartmentField(
                        blank=True,
                        choices=[("violence", "violence"), ("child", "child protection")],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "declared fact",
                "indexes": [models.Index(fields=["household"], name="declaredfact_household")],
                "constraints": [
                    jisr.common.walls.Policy(
                        check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                        name="declaredfact_scope",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                    jisr.common.walls.Policy(
                        check="compartment = '' OR compartment = ANY(jisr_compartments())",
                        name="declaredfact_compartment",
                        on="ALL",
                        restrictive=True,
                        to="jisr_app",
                        using="compartment = '' OR compartment = ANY(jisr_compartments())",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                    jisr.common.walls.WithinHousehold(name="declaredfact_within_household"),
                ],
            },
        ),
    ]
