"""A person under the number of a centre's own list, and the reason for which such a file is open."""

import django.db.models.deletion
import jisr.common.keys
import jisr.common.models
import jisr.common.walls
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables and their walls."""

    dependencies = [
        ("centres", "0001_initial"),
        ("families", "0021_joining_of_sealed_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="access",
            name="why",
            field=models.CharField(
                choices=[
                    ("reception", "the person came to this centre"),
                    ("referral", "this centre accepted a referral"),
                    ("granted", "the centre in charge opened the file on request"),
                    ("imported", "this centre brought the family in its own list"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="ExternalKey",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("source", models.UUIDField(help_text="key of the list")),
                ("exact", models.UUIDField(help_text="keyed hash of the number in the list")),
                (
                    "sealed",
                    models.BinaryField(
                        help_text="the number; NULL where the list has none, and a hash stands in", null=True
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, help_text="of the person when the list last wrote her"),
                ),
                ("digest", models.UUIDField(help_text="keyed hash of what the list last said", null=True)),
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
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="centres.centre",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="families.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "number in a centre's list",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("source", "exact", "centre", "compartment"),
                        name="externalkey_person_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)),
                        fields=("source", "exact", "centre", "compartment"),
                        name="externalkey_household_once",
                    ),
                    jisr.common.walls.Policy(
                        check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                        name="externalkey_scope",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                    jisr.common.walls.Policy(
                        check="compartment = '' OR compartment = ANY(jisr_compartments())",
                        name="externalkey_compartment",
                        on="ALL",
                        restrictive=True,
                        to="jisr_app",
                        using="compartment = '' OR compartment = ANY(jisr_compartments())",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                    jisr.common.walls.WithinHousehold(name="externalkey_within_household"),
                    jisr.common.walls.SameCompartment(
                        column="person_id", name="externalkey_same_compartment", subject="families_person"
                    ),
                    jisr.common.walls.Policy(
                        check="centre_id = ANY(jisr_centres())",
                        name="externalkey_own",
                        on="ALL",
                        restrictive=True,
                        to="jisr_app",
                        using="centre_id = ANY(jisr_centres())",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
    ]
