"""A list of families between its file and the registry: unlogged, sealed, gone after a day."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
import jisr.common.walls
from django.db import migrations, models


class Migration(migrations.Migration):
    """Tables and their walls."""

    dependencies = [
        ("centres", "0001_initial"),
        ("exchange", "0002_stagedsheet"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportHome",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("importing", models.UUIDField()),
                ("home_key", models.UUIDField()),
                ("n", models.PositiveIntegerField(help_text="its first row")),
                ("household_id", models.UUIDField()),
                ("opens", models.BooleanField()),
                ("compartment", models.CharField(help_text="of the household that is there", max_length=12)),
            ],
            options={
                "indexes": [models.Index(fields=["importing", "home_key"], name="importhome_of")],
            },
        ),
        migrations.CreateModel(
            name="ImportNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("importing", models.UUIDField()),
                ("author", models.CharField(help_text="key of the user", max_length=40)),
                ("first", models.PositiveIntegerField(help_text="number of the first row of the batch")),
                ("sealed", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["importing", "first"], name="importnote_of")],
                "constraints": [
                    jisr.common.walls.Policy(
                        check="author = nullif(current_setting('jisr.user', true), '')",
                        name="importnote_mine",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="author = nullif(current_setting('jisr.user', true), '')",
                        verbs="SELECT, INSERT, DELETE",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportNumber",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("importing", models.UUIDField()),
                ("author", models.CharField(help_text="whoever speaks: written by the database", max_length=40)),
                ("n", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("sealed", models.BinaryField()),
                ("exact", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["importing", "n"], name="importnumber_of")],
                "constraints": [
                    jisr.common.walls.Grant(
                        name="importnumber_copy",
                        reason="written only: whose row it is, the database says; nobody reads it but the doors of the import, for its author",
                        to="jisr_app",
                        verbs="INSERT (id, importing, n, kind, sealed, exact)",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportPair",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("importing", models.UUIDField()),
                ("author", models.CharField(help_text="key of the user", max_length=40)),
                ("n", models.PositiveIntegerField()),
                (
                    "other",
                    models.PositiveIntegerField(help_text="the row of the same file that it resembles", null=True),
                ),
                ("person_id", models.UUIDField(help_text="registered in the reader's scope", null=True)),
                ("centre_id", models.BigIntegerField(help_text="where she is known, elsewhere", null=True)),
                ("since", models.DateField(null=True)),
                ("hidden", models.UUIDField(null=True)),
                ("score", models.FloatField()),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "somebody else"),
                            ("same", "the same person"),
                            ("review", "leave it to the review of duplicates"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["importing", "n"], name="importpair_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["", "new", "same", "review"])),
                        name="importpair_decision_known",
                    ),
                    jisr.common.walls.Policy(
                        check="author = nullif(current_setting('jisr.user', true), '')",
                        name="importpair_mine",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="author = nullif(current_setting('jisr.user', true), '')",
                        verbs="SELECT (id, importing, author, n, other, person_id, centre_id, since, score, reasons, decision), UPDATE (decision)",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportPiece",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("importing", models.UUIDField()),
                ("author", models.CharField(help_text="key of the user", max_length=40)),
                ("place", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["importing", "place"], name="importpiece_of")],
                "constraints": [
                    jisr.common.walls.Policy(
                        check="author = nullif(current_setting('jisr.user', true), '')",
                        name="importpiece_mine",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="author = nullif(current_setting('jisr.user', true), '')",
                        verbs="SELECT, INSERT, DELETE",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportPlan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("importing", models.UUIDField()),
                ("author", models.CharField(help_text="key of the user", max_length=40)),
                ("n", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        help_text="changed, conflict, same, joined, linked, repeated, refused", max_length=10
                    ),
                ),
                ("person_id", models.UUIDField(null=True)),
                ("household_id", models.UUIDField(null=True)),
                (
                    "other",
                    models.PositiveIntegerField(
                        help_text="number of the row that it repeats or contradicts", null=True
                    ),
                ),
                ("why", models.CharField(blank=True, default="", help_text="a refusal: a code", max_length=12)),
                ("version", models.IntegerField(help_text="of the person when she was compared", null=True)),
                ("home_version", models.IntegerField(help_text="of her household then", null=True)),
                (
                    "take",
                    models.BooleanField(default=False, help_text="a conflict: what the file says is taken knowingly"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["importing", "state", "n"], name="importplan_of")],
                "constraints": [
                    jisr.common.walls.Policy(
                        check="author = nullif(current_setting('jisr.user', true), '')",
                        name="importplan_mine",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="author = nullif(current_setting('jisr.user', true), '')",
                        verbs="SELECT, UPDATE (take)",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("home", models.UUIDField(help_text="key of the household, if this is its first row and it is new")),
                ("importing", models.UUIDField()),
                ("author", models.CharField(help_text="whoever speaks: written by the database", max_length=40)),
                ("n", models.PositiveIntegerField(help_text="number of the row in the file")),
                ("key", models.UUIDField(help_text="keyed hash of the person's number in the list")),
                (
                    "key_sealed",
                    models.BinaryField(help_text="the number, encrypted; NULL where the list has none", null=True),
                ),
                (
                    "home_key",
                    models.UUIDField(help_text="keyed hash of the household's number, or of what stands for one"),
                ),
                ("home_sealed", models.BinaryField(null=True)),
                (
                    "person_named",
                    models.UUIDField(help_text="the number is the key of a person: an export of ours", null=True),
                ),
                (
                    "home_named",
                    models.CharField(
                        help_text="the household's number as a reference of ours", max_length=20, null=True
                    ),
                ),
                ("version", models.IntegerField(help_text="of the person when the file was exported", null=True)),
                ("home_version", models.IntegerField(help_text="of the household then", null=True)),
                ("digest", models.UUIDField(help_text="keyed hash of all that the row says")),
                ("given_ar", models.CharField(max_length=120, null=True)),
                ("family_ar", models.CharField(max_length=120, null=True)),
                ("given_fr", models.CharField(max_length=120, null=True)),
                ("family_fr", models.CharField(max_length=120, null=True)),
                ("sex", models.CharField(max_length=1, null=True)),
                ("born_on", models.DateField(null=True)),
                ("born_about", models.BooleanField(null=True)),
                ("marital_state", models.CharField(max_length=10, null=True)),
                ("literacy", models.CharField(max_length=8, null=True)),
                ("schooled", models.BooleanField(null=True)),
                ("disability", models.CharField(max_length=12, null=True)),
                ("relation", models.CharField(max_length=12, null=True)),
                ("phone", models.CharField(max_length=20, null=True)),
                ("phone_owner", models.CharField(max_length=10, null=True)),
                ("phone_safe", models.BooleanField(null=True)),
                ("commune", models.CharField(max_length=20, null=True)),
                ("locality", models.CharField(max_length=120, null=True)),
                ("language", models.CharField(max_length=10, null=True)),
                ("rsu", models.CharField(max_length=10, null=True)),
                ("rnp", models.CharField(max_length=10, null=True)),
                (
                    "consent",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), null=True, size=None
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        help_text="search keys of the names, sorted",
                        size=None,
                    ),
                ),
                (
                    "families",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), help_text="keys of the surname, a pair with givens", size=None
                    ),
                ),
                (
                    "givens",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), help_text="keys of the given name", size=None
                    ),
                ),
                (
                    "heard",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        help_text="sounds of the four fields of the name",
                        size=None,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["importing", "n"], name="importrow_of")],
                "constraints": [
                    jisr.common.walls.Grant(
                        name="importrow_copy",
                        reason="written only: whose row it is, the database says; nobody reads it but the doors of the import, for its author",
                        to="jisr_app",
                        verbs="INSERT (id, home, importing, n, key, key_sealed, home_key, home_sealed, person_named, home_named, version, home_version, digest, given_ar, family_ar, given_fr, family_fr, sex, born_on, born_about, marital_state, literacy, schooled, disability, relation, phone, phone_owner, phone_safe, commune, locality, language, rsu, rnp, consent, words, families, givens, heard)",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportSource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name of the list")),
                (
                    "fingerprint",
                    models.CharField(
                        help_text="keyed hash of the headings: they may be somebody's name", max_length=64
                    ),
                ),
                (
                    "mapping",
                    models.JSONField(
                        default=dict, help_text="how the file is read: place of a column -> field, and answers"
                    ),
                ),
                ("used_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
                    ),
                ),
            ],
            options={
                "verbose_name": "list of a centre",
            },
        ),
        migrations.CreateModel(
            name="FamilyImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("author", models.CharField(help_text="key of the user", max_length=40)),
                ("post", models.CharField(blank=True, help_text="key of the post spoken from", max_length=40)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "dies_at",
                    models.DateTimeField(help_text="from then on nothing of it exists, unless it was taken in"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "being opened"),
                            ("looked", "waits for the meaning of its columns"),
                            ("mapped", "being checked"),
                            ("checked", "checked, nothing written"),
                            ("confirmed", "being written"),
                            ("taken", "written"),
                            ("failed", "stopped"),
                            ("cancelled", "given up"),
                        ],
                        default="sent",
                        max_length=9,
                    ),
                ),
                ("kind", models.CharField(help_text="csv, xlsx or parquet", max_length=8)),
                ("size", models.BigIntegerField(help_text="bytes")),
                ("pieces", models.PositiveIntegerField(default=0)),
                (
                    "sealed",
                    models.BinaryField(
                        help_text="encrypted: name of the file, headings, first rows, mapping", null=True
                    ),
                ),
                ("rows_read", models.PositiveIntegerField(default=0, help_text="rows checked and staged so far")),
                (
                    "rows_total",
                    models.PositiveIntegerField(help_text="rows of the file, once it was read to its end", null=True),
                ),
                (
                    "commune",
                    models.CharField(blank=True, help_text="of households that name none: a code", max_length=20),
                ),
                ("counts", models.JSONField(default=dict, help_text="rows by what becomes of them; problems by kind")),
                ("fault", models.CharField(blank=True, help_text="why it stopped: a code", max_length=20)),
                ("tries", models.PositiveSmallIntegerField(default=0, help_text="how often this step was begun")),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.importsource",
                    ),
                ),
            ],
            options={
                "verbose_name": "import of families",
            },
        ),
        migrations.AddConstraint(
            model_name="importsource",
            constraint=models.UniqueConstraint(fields=("centre", "name"), name="importsource_name_once"),
        ),
        migrations.AddConstraint(
            model_name="importsource",
            constraint=jisr.common.walls.Policy(
                check="centre_id = ANY(jisr_centres())",
                name="importsource_here",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="centre_id = ANY(jisr_centres())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddIndex(
            model_name="familyimport",
            index=models.Index(
                condition=models.Q(("state__in", ("sent", "mapped", "confirmed"))),
                fields=["state"],
                name="familyimport_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="familyimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["sent", "looked", "mapped", "checked", "confirmed", "taken", "failed", "cancelled"])
                ),
                name="familyimport_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="familyimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("taken", "cancelled")), _negated=True), ("sealed", None), _connector="OR"
                ),
                name="familyimport_keeps_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="familyimport",
            constraint=jisr.common.walls.Policy(
                check="author = nullif(current_setting('jisr.user', true), '') AND centre_id = ANY(jisr_centres())",
                name="familyimport_mine",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="author = nullif(current_setting('jisr.user', true), '') AND centre_id = ANY(jisr_centres()) AND (state = 'taken' OR dies_at > now())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
    ]
