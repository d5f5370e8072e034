"""Templates, levels and goals, approvals, training units, contacts, answers to signals: what a pathway is made of."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import jisr.common.keys
import jisr.common.models
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


#: What a table is held for while people work (tests/repository/test_migration_locks.py).
LOCKS = {
    "pathways_attendance": "one index over days of presence is made anew, two columns wider: seconds at a million rows",
    "pathways_aid": "keys and one rule over columns that are empty in every row: one reading, under a second",
    "pathways_step": "the key of a column that is empty in every row: one reading, under a second",
}


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0001_initial"),
        ("families", "0027_request_until"),
        ("pathways", "0005_what_holds_an_erasure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("money", "aid in money"), ("lodging", "lodging")],
                        max_length=8,
                        verbose_name="what must be allowed",
                    ),
                ),
                (
                    "amount",
                    models.BigIntegerField(
                        blank=True, help_text="centimes", null=True, verbose_name="amount in dirhams"
                    ),
                ),
                ("why", models.CharField(max_length=500, verbose_name="why it is needed")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "asked"), ("granted", "allowed"), ("refused", "refused")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                (
                    "refused_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_means", "no means left in the programme"),
                            ("other_way", "another aid or service covers it"),
                            ("papers", "a paper is missing"),
                            ("too_much", "the amount goes beyond the need"),
                            ("elsewhere", "another body has to give it"),
                        ],
                        max_length=10,
                        verbose_name="why it is refused",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="what can be done")),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "approval",
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("centre", "at the centre"),
                            ("home", "home visit"),
                            ("phone", "by telephone"),
                            ("beside", "went along with them"),
                            ("about", "a step taken for them, without them"),
                        ],
                        max_length=8,
                        verbose_name="how you met",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes of work")),
                (
                    "km",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="kilometres, there and back"),
                ),
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
                "verbose_name": "contact",
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "domain",
                    models.CharField(help_text="code of a published domain", max_length=20, verbose_name="domain"),
                ),
                ("words", models.TextField(max_length=300, verbose_name="what will be different")),
                ("set_on", models.DateField(default=django.utils.timezone.localdate)),
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
                "verbose_name": "goal",
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "domain",
                    models.CharField(help_text="code of a published domain", max_length=20, verbose_name="domain"),
                ),
                ("level", models.PositiveSmallIntegerField(verbose_name="level")),
                ("on", models.DateField(default=django.utils.timezone.localdate)),
                ("scale", models.PositiveSmallIntegerField(default=1, help_text="version of the published scale")),
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
                "verbose_name": "level in a domain",
            },
        ),
        migrations.CreateModel(
            name="SignalAnswered",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rule", models.CharField(max_length=20, verbose_name="rule")),
                (
                    "facts",
                    models.CharField(help_text="which facts fired it, as keys and days; never words", max_length=80),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("acted", "acted on"), ("aside", "set aside")], max_length=8, verbose_name="answer"
                    ),
                ),
                (
                    "aside",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("known", "it is known, and followed already"),
                            ("explained", "the family explained it"),
                            ("declined", "the family wants nothing done"),
                            ("wrong", "what is on file is wrong"),
                        ],
                        max_length=10,
                        verbose_name="why it is set aside",
                    ),
                ),
                ("on", models.DateField(default=django.utils.timezone.localdate)),
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
                "verbose_name": "answer to a signal",
            },
        ),
        migrations.CreateModel(
            name="TrainingUnit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("code", models.CharField(max_length=20, verbose_name="code of the unit")),
                ("name", models.CharField(max_length=200, verbose_name="unit")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="hours")),
                (
                    "attendance",
                    models.PositiveSmallIntegerField(default=80, verbose_name="presence asked, in per cent"),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("passed", "passed"),
                            ("retake", "to be taken again"),
                            ("left", "left before the end"),
                        ],
                        max_length=8,
                        verbose_name="result",
                    ),
                ),
                ("result_on", models.DateField(blank=True, null=True, verbose_name="result of")),
                ("certificate", models.CharField(blank=True, max_length=12, null=True, unique=True)),
                ("certified_on", models.DateField(blank=True, null=True)),
                (
                    "holder",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        default=list,
                        help_text="keyed hashes of the names on paper",
                        size=None,
                    ),
                ),
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
                "verbose_name": "training unit",
            },
        ),
        migrations.RemoveConstraint(
            model_name="attendance",
            name="attendance_once_a_day",
        ),
        migrations.AddField(
            model_name="aid",
            name="minutes",
            field=models.PositiveIntegerField(
                blank=True, help_text="minutes", null=True, verbose_name="hours of service"
            ),
        ),
        migrations.AddField(
            model_name="aid",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="centres.programme",
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes of work"),
        ),
        migrations.AddField(
            model_name="step",
            name="papers",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=160),
                blank=True,
                default=list,
                size=None,
                verbose_name="papers to bring",
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="template",
            field=models.CharField(blank=True, help_text="code@version of the template it came from", max_length=40),
        ),
        migrations.AddField(
            model_name="step",
            name="theme",
            field=models.CharField(
                blank=True,
                choices=[
                    ("schooling", "Schooling"),
                    ("student_lodging", "School boarding"),
                    ("childcare", "Childcare"),
                    ("literacy", "Literacy"),
                    ("training", "Training"),
                    ("work", "Work and income"),
                    ("papers", "Rights and papers"),
                    ("direct_aid", "Direct social aid"),
                    ("health", "Health"),
                    ("psychology", "Psychological support"),
                    ("disability", "Disability"),
                    ("elderly", "Older people"),
                    ("family", "Family mediation"),
                    ("legal", "Legal protection"),
                    ("child_protection", "Child protection"),
                    ("violence", "Support after violence"),
                    ("shelter", "Emergency lodging"),
                    ("housing", "Housing"),
                    ("goods", "Food and basic goods"),
                ],
                max_length=30,
                verbose_name="service to look for",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("training", "training"),
                    ("work", "work or income activity"),
                    ("school", "school"),
                    ("health", "health and rehabilitation"),
                    ("rights", "rights and papers"),
                    ("lodging", "lodging"),
                    ("mediation", "family mediation"),
                    ("parenting", "group of parents"),
                    ("protection", "protection"),
                    ("aid", "aid"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="programme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="centres.programme",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="approvals", to="pathways.step"
            ),
        ),
        migrations.AddField(
            model_name="aid",
            name="approval",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="aids",
                to="pathways.approval",
            ),
        ),
        migrations.AddConstraint(
            model_name="aid",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes", None), models.Q(("kind", "service"), ("minutes__gt", 0)), _connector="OR"
                ),
                name="aid_hours_are_of_a_service",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="families.person",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="pathways.plan"
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="families.person",
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="pathways.plan"
            ),
        ),
        migrations.AddField(
            model_name="step",
            name="goal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="pathways.goal",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="follow_up",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="pathways.followup",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="families.person",
            ),
        ),
        migrations.AddField(
            model_name="score",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="pathways.plan"
            ),
        ),
        migrations.AddField(
            model_name="signalanswered",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signalanswered",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
            ),
        ),
        migrations.AddField(
            model_name="signalanswered",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="families.person",
            ),
        ),
        migrations.AddField(
            model_name="signalanswered",
            name="step",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="pathways.step",
            ),
        ),
        migrations.AddField(
            model_name="trainingunit",
            name="certified_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="trainingunit",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
            ),
        ),
        migrations.AddField(
            model_name="trainingunit",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="units", to="pathways.step"
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="days",
                to="pathways.trainingunit",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                fields=("step", "day", "unit"), name="attendance_once_a_day_and_unit", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(fields=["household", "state"], name="approval_household"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("kind", "money")),
                    models.Q(models.Q(("kind", "money"), _negated=True), ("amount", None)),
                    _connector="OR",
                ),
                name="approval_of_money_says_how_much",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "asked")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ["granted", "refused"]),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="approval_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("refused_because", ""), _negated=True)),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("refused_because", "")),
                    _connector="OR",
                ),
                name="approval_refused_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=jisr.common.walls.Policy(
                check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                name="approval_scope",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="approval_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=jisr.common.walls.WithinHousehold(name="approval_within_household"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=jisr.common.walls.SameCompartment(
                column="step_id", name="approval_same_compartment", subject="pathways_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("minutes", None), models.Q(("minutes__gt", 0), ("minutes__lte", 1440)), _connector="OR"),
                    models.Q(("km", None), ("km__lte", 2000), _connector="OR"),
                ),
                name="contact_within_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=jisr.common.walls.Policy(
                check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                name="contact_scope",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="contact_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=jisr.common.walls.WithinHousehold(name="contact_within_household"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=jisr.common.walls.SameCompartment(
                column="plan_id", name="contact_same_compartment", subject="pathways_plan"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=jisr.common.walls.Policy(
                check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                name="goal_scope",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="goal_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=jisr.common.walls.WithinHousehold(name="goal_within_household"),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=jisr.common.walls.SameCompartment(
                column="plan_id", name="goal_same_compartment", subject="pathways_plan"
            ),
        ),
        migrations.AddIndex(
            model_name="score",
            index=models.Index(fields=["household", "domain", "on"], name="score_household"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="score_from_1_to_5"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=jisr.common.walls.Policy(
                check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                name="score_scope",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="score_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=jisr.common.walls.WithinHousehold(name="score_within_household"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=jisr.common.walls.SameCompartment(
                column="plan_id", name="score_same_compartment", subject="pathways_plan"
            ),
        ),
        migrations.AddIndex(
            model_name="signalanswered",
            index=models.Index(fields=["household", "rule", "facts"], name="signalanswered_facts"),
        ),
        migrations.AddConstraint(
            model_name="signalanswered",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "acted"), ("aside", "")),
                    models.Q(("answer", "aside"), ("step", None), models.Q(("aside", ""), _negated=True)),
                    _connector="OR",
                ),
                name="signalanswered_aside_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalanswered",
            constraint=jisr.common.walls.Policy(
                check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                name="signalanswered_scope",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalanswered",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="signalanswered_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalanswered",
            constraint=jisr.common.walls.WithinHousehold(name="signalanswered_within_household"),
        ),
        migrations.AddConstraint(
            model_name="trainingunit",
            constraint=models.UniqueConstraint(fields=("step", "code"), name="trainingunit_once_a_step"),
        ),
        migrations.AddConstraint(
            model_name="trainingunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result", ""), ("result_on", None)),
                    models.Q(models.Q(("result", ""), _negated=True), ("result_on__isnull", False)),
                    _connector="OR",
                ),
                name="trainingunit_result_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("certificate", None), ("certified_by", None), ("certified_on", None)),
                    models.Q(
                        ("certificate__isnull", False),
                        ("certified_by__isnull", False),
                        ("certified_on__isnull", False),
                        ("result", "passed"),
                    ),
                    _connector="OR",
                ),
                name="trainingunit_certified_when_passed",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("attendance__lte", 100), ("hours__gt", 0)), name="trainingunit_presence_is_a_share"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingunit",
            constraint=jisr.common.walls.Policy(
                check="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                name="trainingunit_scope",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="household_id = ANY(ARRAY(SELECT a.household_id FROM families_access a WHERE a.centre_id = ANY(jisr_centres()) AND a.since <= CURRENT_DATE AND (a.until IS NULL OR a.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingunit",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="trainingunit_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingunit",
            constraint=jisr.common.walls.WithinHousehold(name="trainingunit_within_household"),
        ),
        migrations.AddConstraint(
            model_name="trainingunit",
            constraint=jisr.common.walls.SameCompartment(
                column="step_id", name="trainingunit_same_compartment", subject="pathways_step"
            ),
        ),
    ]
