"""Households in time: how somebody came and left, who is the referent, what they live on."""

import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
import jisr.common.models
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


# what each table is held for while people work (tests/repository/test_migration_locks.py)
_WHY = "two partial indexes, a check and one reading of the memberships: 0.6 s together at 200,000 persons"
LOCKS = {"families_person": _WHY, "families_membership": _WHY}

# where two heads were written, the one written first stays
ONE_HEAD = """
UPDATE families_membership m SET relation = 'other'
WHERE m.relation = 'head' AND m.until IS NULL AND EXISTS (
    SELECT FROM families_membership first WHERE first.household_id = m.household_id
    AND first.compartment = m.compartment AND first.relation = 'head' AND first.until IS NULL AND first.id < m.id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0001_initial"),
        ("families", "0005_access_read_from_one_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Referent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateField(default=django.utils.timezone.localdate)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "compartment",
                    jisr.common.models.CompartmentField(
                        blank=True,
                        choices=[("violence", "violence"), ("child", "child protection")],
                        default="",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "verbose_name": "referent",
            },
        ),
        migrations.CreateModel(
            name="Resource",
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
                            ("work", "work"),
                            ("pension", "pension"),
                            ("direct_aid", "direct social aid (ASD)"),
                            ("alimony", "alimony (nafaqa)"),
                            ("scholarship", "school support"),
                            ("relatives", "help from relatives"),
                            ("other", "another resource"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "monthly",
                    models.BigIntegerField(blank=True, help_text="centimes", null=True, verbose_name="dirhams a month"),
                ),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("declared", "as declared"),
                            ("verified", "verified on a document"),
                            ("unknown", "amount not known"),
                        ],
                        default="declared",
                        max_length=10,
                        verbose_name="how it is known",
                    ),
                ),
                ("shown_by", models.CharField(blank=True, max_length=120, verbose_name="document seen")),
                ("said_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="said on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="no longer since")),
                (
                    "compartment",
                    jisr.common.models.CompartmentField(
                        blank=True,
                        choices=[("violence", "violence"), ("child", "child protection")],
                        default="",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "verbose_name": "resource",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="began",
            field=models.CharField(
                choices=[
                    ("recorded", "was of it when the file was opened"),
                    ("birth", "was born"),
                    ("marriage", "came by marriage"),
                    ("kafala", "was taken in under kafala"),
                    ("returned", "came back"),
                    ("moved", "came from another household"),
                ],
                default="recorded",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="ended",
            field=models.CharField(
                blank=True,
                choices=[
                    ("marriage", "left by marriage"),
                    ("divorce", "left after a divorce"),
                    ("kafala", "was entrusted under kafala"),
                    ("moved", "lives elsewhere"),
                    ("death", "died"),
                    ("mistake", "was written here by mistake"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="died_on",
            field=models.DateField(blank=True, null=True, verbose_name="died on"),
        ),
        migrations.AddField(
            model_name="person",
            name="origin",
            field=models.UUIDField(
                blank=True,
                editable=False,
                help_text="key of the same person in the file from which she came; the walls decide who sees both",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="papers_to",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="families.person",
                verbose_name="papers are handed to",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("origin__isnull", False)), fields=["origin"], name="person_origin"),
        ),
        migrations.RunSQL(ONE_HEAD, ""),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("relation", "head"), ("until", None)),
                fields=("household", "compartment"),
                name="membership_one_head",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("ended", ""), ("until", None)), ("until__isnull", False), _connector="OR"),
                name="membership_ends_for_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="referent",
            name="centre",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"),
        ),
        migrations.AddField(
            model_name="referent",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="referents", to="families.household"
            ),
        ),
        migrations.AddField(
            model_name="referent",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="referent",
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="resource",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="resources", to="families.household"
            ),
        ),
        migrations.AddIndex(
            model_name="referent",
            index=models.Index(fields=["household"], name="referent_household"),
        ),
        migrations.AddConstraint(
            model_name="referent",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="referent_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="referent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("household", "compartment"), name="referent_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="referent",
            constraint=jisr.common.walls.Policy(
                check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                name="referent_scope",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="referent",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="referent_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="referent",
            constraint=jisr.common.walls.WithinHousehold(name="referent_within_household"),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["household"], name="resource_household"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certainty", "unknown"), ("monthly", None)),
                    models.Q(("certainty__in", ["declared", "verified"]), ("monthly__gte", 0)),
                    _connector="OR",
                ),
                name="resource_amount_where_it_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certainty", "verified"), _negated=True),
                    models.Q(("shown_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="resource_verified_on_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=jisr.common.walls.Policy(
                check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                name="resource_scope",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="resource_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=jisr.common.walls.WithinHousehold(name="resource_within_household"),
        ),
    ]
