"""Requests of a person about her own data, the list of the erased, batches of what fell due; more about consents."""

import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
import jisr.common.models
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """New columns have values of the database's own: rows already written are not rewritten."""

    dependencies = [
        ("centres", "0001_initial"),
        ("families", "0017_words_under_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="channel",
            field=models.CharField(
                choices=[("counter", "at the centre"), ("phone", "by telephone"), ("home", "at home or on a round")],
                db_default="counter",
                default="counter",
                max_length=10,
                verbose_name="where it was given",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="proof",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="number of the signed paper in its binder",
                max_length=80,
                verbose_name="proof",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="script",
            field=models.CharField(
                blank=True, db_default="", help_text="version of the text read aloud", max_length=20
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("referral", "to send a need to a service"),
                    ("contact", "to be called back or written to"),
                    ("figures", "to be asked for a study"),
                    ("photo", "to keep a photograph or a paper"),
                ],
                default="referral",
                max_length=40,
                verbose_name="purpose",
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_key", models.UUIDField(unique=True)),
                ("request_code", models.CharField(max_length=20)),
                ("asked_on", models.DateField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "kept",
                    models.CharField(
                        blank=True, help_text="a compartment whose keepers still decide; told to nobody", max_length=12
                    ),
                ),
                (
                    "tables",
                    models.JSONField(default=list, help_text="in which something was erased: their files are swept"),
                ),
                (
                    "swept_at",
                    models.DateTimeField(
                        blank=True, help_text="when the files of the database held nothing more", null=True
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "erasure",
                "indexes": [models.Index(fields=["centre", "-at"], name="erasure_centre")],
                "constraints": [
                    jisr.common.walls.Policy(
                        check="false",
                        name="erasure_centre_reads",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="centre_id = ANY(jisr_centres())",
                        verbs="SELECT (id, request_code, centre_id, asked_on, first_by_id, second_by_id, at, swept_at)",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionBatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rule", models.CharField(max_length=30, verbose_name="rule")),
                ("before", models.DateField(help_text="what ended before this day fell due")),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("keys", models.JSONField(default=list, help_text="keys of the rows found; empty once done")),
                ("count", models.PositiveIntegerField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("erased", models.PositiveIntegerField(blank=True, null=True)),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of what fell due",
                "indexes": [models.Index(fields=["centre", "-found_at"], name="retention_centre")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("signed_at", None)),
                        fields=("centre", "rule", "compartment"),
                        name="retention_one_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("erased", None), ("signed_at", None), ("signed_by", None)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="retention_signed_whole",
                    ),
                    jisr.common.walls.Policy(
                        check="centre_id = ANY(jisr_centres())",
                        name="retention_centre_reads",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="centre_id = ANY(jisr_centres())",
                        verbs="SELECT, UPDATE (signed_by_id, signed_at)",
                    ),
                    jisr.common.walls.Policy(
                        check="compartment = '' OR compartment = ANY(jisr_compartments())",
                        name="retention_compartment",
                        on="ALL",
                        restrictive=True,
                        to="jisr_app",
                        using="compartment = '' OR compartment = ANY(jisr_compartments())",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="number of the request")),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("access", "to see what is kept of her"),
                            ("rectification", "to correct it"),
                            ("opposition", "that something no longer be done with it"),
                            ("erasure", "that it be erased"),
                        ],
                        max_length=14,
                        verbose_name="what is asked",
                    ),
                ),
                (
                    "speaks",
                    models.CharField(
                        choices=[
                            ("herself", "the person herself"),
                            ("guardian", "her parent or guardian"),
                            ("proxy", "somebody she gave a written power"),
                        ],
                        default="herself",
                        max_length=10,
                        verbose_name="who asks",
                    ),
                ),
                (
                    "checked",
                    models.CharField(
                        choices=[
                            ("card", "an identity paper was seen"),
                            ("known", "known to the worker, from earlier visits"),
                            ("answers", "she answered what only she knows"),
                            ("power", "a written power and an identity paper were seen"),
                        ],
                        max_length=10,
                        verbose_name="how identity was checked",
                    ),
                ),
                (
                    "words_plain",
                    models.TextField(
                        blank=True, db_column="words", max_length=2000, verbose_name="in the person's words"
                    ),
                ),
                ("words_sealed", models.BinaryField(null=True)),
                ("asked_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="asked on")),
                ("due_on", models.DateField(verbose_name="answer due on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "waits for an answer"),
                            ("proposed", "one said yes, another must decide"),
                            ("granted", "granted"),
                            ("refused", "refused, with reasons"),
                            ("withdrawn", "taken back by the person"),
                        ],
                        default="received",
                        max_length=9,
                    ),
                ),
                ("first_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("danger", "somebody is in danger, and help is under way"),
                            ("unsettled", "a receipt or a referral is not settled yet"),
                            ("money", "money was given that must be justified"),
                            ("identity", "it is not certain that the person asks herself"),
                            ("rights", "it would tell of another person"),
                            ("true", "what is written is right, after it was checked"),
                            ("law", "a law asks that it be kept"),
                        ],
                        max_length=12,
                        verbose_name="why it is refused",
                    ),
                ),
                (
                    "reason_plain",
                    models.TextField(
                        blank=True, db_column="reason", max_length=1000, verbose_name="reasons, in plain words"
                    ),
                ),
                ("reason_sealed", models.BinaryField(null=True)),
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
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "request about one's own data",
                "indexes": [
                    models.Index(fields=["household"], name="rights_household"),
                    models.Index(
                        condition=models.Q(("answered_at", None)), fields=["centre", "due_on"], name="rights_waiting"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at", None), ("answered_by", None), ("state__in", ["received", "proposed"])
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("state__in", ["granted", "refused", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="rights_answered_as_its_state_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), ("state", "refused"), _connector="OR"),
                        name="rights_refused_with_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rights_a_refusal_has_a_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("right", "erasure"), ("state", "granted"), _negated=True),
                            models.Q(
                                ("first_at__isnull", False),
                                ("first_by__isnull", False),
                                models.Q(("first_by", models.F("answered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rights_two_decide",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("asked_on"))), name="rights_due_after_asked"
                    ),
                    jisr.common.walls.Policy(
                        check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                        name="rights_scope",
                        on="ALL",
                        restrictive=False,
                        to="jisr_app",
                        using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                    jisr.common.walls.Policy(
                        check="compartment = '' OR compartment = ANY(jisr_compartments())",
                        name="rights_compartment",
                        on="ALL",
                        restrictive=True,
                        to="jisr_app",
                        using="compartment = '' OR compartment = ANY(jisr_compartments())",
                        verbs="SELECT, INSERT, UPDATE",
                    ),
                    jisr.common.walls.WithinHousehold(name="rights_within_household"),
                    jisr.common.walls.SameCompartment(
                        column="person_id", name="rights_same_compartment", subject="families_person"
                    ),
                ],
            },
        ),
    ]
