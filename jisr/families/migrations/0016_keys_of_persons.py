"""A key for each person, wrapped by a key that stands outside the database."""

import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
import jisr.common.models
import jisr.common.walls
from django.db import migrations, models


class Migration(migrations.Migration):
    """Words already written are sealed by the next migration, in batches."""

    dependencies = [
        ("families", "0015_no_name_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="WrappingKey",
            fields=[
                ("mark", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "wrapping key",
            },
        ),
        migrations.AlterField(
            model_name="person",
            name="disability",
            field=models.CharField(
                blank=True,
                choices=[
                    ("motor", "motor disability"),
                    ("hearing", "hearing disability"),
                    ("visual", "visual disability"),
                    ("intellectual", "intellectual disability"),
                    ("autism", "autism"),
                    ("psychic", "psychic disability"),
                    ("multiple", "multiple disabilities"),
                ],
                db_column="disability",
                max_length=12,
                verbose_name="disability",
            ),
        ),
        migrations.RenameField(
            model_name="person",
            old_name="disability",
            new_name="disability_plain",
        ),
        migrations.AddField(
            model_name="person",
            name="disability_sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.CreateModel(
            name="DataKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("wrapped", models.BinaryField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="families.person"
                    ),
                ),
                (
                    "wrapped_by",
                    models.ForeignKey(
                        db_column="wrapped_by",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="families.wrappingkey",
                    ),
                ),
            ],
            options={
                "verbose_name": "key of a person",
                "constraints": [
                    jisr.common.walls.Policy(
                        check="EXISTS (SELECT FROM families_person p WHERE p.id = person_id)",
                        name="datakey_scope",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="EXISTS (SELECT FROM families_person p WHERE p.id = person_id)",
                        verbs="SELECT, INSERT, UPDATE (person_id)",
                    ),
                    jisr.common.walls.Policy(
                        check="compartment = '' OR compartment = ANY(jisr_compartments())",
                        name="datakey_compartment",
                        on="ALL",
                        restrictive=True,
                        to="jisr_app",
                        using="compartment = '' OR compartment = ANY(jisr_compartments())",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
    ]
