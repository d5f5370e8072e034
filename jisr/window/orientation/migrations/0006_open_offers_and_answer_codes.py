"""Open offers, the code that stands for a link, and what is asked of every end of a referral.

A referral that was taken back before reasons were asked for says "not said"; one under study is due on the day on which
this migration ran. Both are written as defaults of new columns, so that no row is rewritten.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions
import django.utils.timezone
import jisr.common.keys
import jisr.common.models
import jisr.common.walls
import jisr.window.orientation.models
from django.conf import settings
from django.db import migrations, models


#: ``referral_moves`` is a trigger: a line of the catalogue, though it is declared as a constraint.
LOCKS = {"orientation_referral": "a trigger is added in a moment, no row is read or written for it"}


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0001_initial"),
        ("families", "0027_request_until"),
        ("listening", "0003_words_under_keys"),
        ("orientation", "0005_reasons_for_workers_alone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OfferCard",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("theme", models.CharField(max_length=30)),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("f", "female"), ("m", "male"), ("", "not said")], max_length=1
                    ),
                ),
                ("age_band", models.CharField(blank=True, max_length=8)),
                ("place", models.CharField(blank=True, help_text="code of a commune or a province", max_length=20)),
                ("urgent", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "may be taken"),
                            ("taken", "taken here"),
                            ("gone", "another centre took it"),
                            ("declined", "not for this centre"),
                            ("closed", "no longer open"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "No place at the moment"),
                            ("not_public", "The service is meant for other people"),
                            ("age", "Outside the age limits"),
                            ("zone", "Lives outside the zone served"),
                            ("papers", "A document is missing"),
                            ("closed", "The service is closed for now"),
                            ("not_reached", "The person could not be reached"),
                            ("declined", "The person no longer wishes it"),
                            ("conflict", "Somebody there and this person should not meet"),
                            ("unsafe", "The place would not be safe for this person"),
                            ("safety", "The safety of the others there"),
                            ("other", "Another reason, given in writing"),
                        ],
                        max_length=16,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "open offer as one centre sees it",
            },
        ),
        migrations.CreateModel(
            name="OpenOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="referral number")),
                ("theme", models.CharField(max_length=30)),
                ("urgent", models.BooleanField(default=False)),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("province", "centres of her province"),
                            ("region", "centres of her region"),
                            ("nation", "centres of the whole country"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "shown",
                    models.CharField(
                        choices=[("nothing", "not at all"), ("province", "her province"), ("commune", "her commune")],
                        max_length=8,
                    ),
                ),
                (
                    "shares",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("name", "name"),
                                ("contact", "telephone"),
                                ("household", "members of the household"),
                                ("need", "the need, in the person's words"),
                                ("disability", "disability"),
                                ("situation", "marital state, literacy, registers"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("spoken", "spoken, after the text was read aloud"),
                            ("signed", "signed on paper"),
                            ("guardian", "given by the parent or guardian"),
                        ],
                        help_text="how she agreed that several see it",
                        max_length=10,
                    ),
                ),
                (
                    "shared",
                    models.JSONField(
                        default=dict, help_text="what goes along to whoever takes it; gone once it has ended"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateField(help_text="the last day on which it may be taken")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open: the first centre that takes it receives the person"),
                            ("taken", "taken by a centre"),
                            ("expired", "nobody took it in time"),
                            ("withdrawn", "taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "withdrawal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "the person no longer wishes it"),
                            ("served", "she was helped elsewhere"),
                            ("mistake", "it was sent by mistake"),
                            ("changed", "her situation has changed"),
                            ("not_said", "not said"),
                        ],
                        max_length=16,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "open offer",
            },
        ),
        migrations.AddField(
            model_name="referral",
            name="answer_code",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="keyed hash of the code beside the link",
                max_length=64,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="confirmed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="confirmed_through",
            field=models.CharField(
                blank=True,
                choices=[("counter", "at the counter"), ("phone", "by telephone")],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="decide_by",
            field=models.DateField(
                blank=True,
                help_text="under study: decided by this day",
                null=True,
                db_default=django.db.models.functions.Now(),
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="decide_by",
            field=models.DateField(blank=True, help_text="under study: decided by this day", null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="decide_reminded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="face",
            field=models.PositiveSmallIntegerField(
                blank=True, choices=[(1, "not satisfied"), (2, "so-so"), (3, "satisfied")], null=True
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="moved_at",
            field=models.DateTimeField(blank=True, help_text="when its state last changed", null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="news",
            field=models.BooleanField(db_default=False, default=False, help_text="to tell the person, to look further"),
        ),
        migrations.AddField(
            model_name="referral",
            name="next_service",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="the best one left when this one did not serve",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="centres.service",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="paper_on",
            field=models.DateField(blank=True, help_text="day written on the paper that was keyed in later", null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="withdrawal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("declined", "the person no longer wishes it"),
                    ("served", "she was helped elsewhere"),
                    ("mistake", "it was sent by mistake"),
                    ("changed", "her situation has changed"),
                    ("not_said", "not said"),
                ],
                db_default="not_said",
                default="",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="withdrawal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("declined", "the person no longer wishes it"),
                    ("served", "she was helped elsewhere"),
                    ("mistake", "it was sent by mistake"),
                    ("changed", "her situation has changed"),
                    ("not_said", "not said"),
                ],
                db_default="",
                default="",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="answered_through",
            field=models.CharField(blank=True, help_text="one of choices.Through", max_length=8),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=jisr.window.orientation.models.Moves(
                moves=(
                    "accepted>booked",
                    "accepted>failed",
                    "accepted>started",
                    "accepted>withdrawn",
                    "booked>booked",
                    "booked>failed",
                    "booked>started",
                    "booked>withdrawn",
                    "offered>accepted",
                    "offered>booked",
                    "offered>expired",
                    "offered>refused",
                    "offered>under_study",
                    "offered>withdrawn",
                    "started>completed",
                    "started>failed",
                    "under_study>accepted",
                    "under_study>booked",
                    "under_study>expired",
                    "under_study>refused",
                    "under_study>withdrawn",
                ),
                name="referral_moves",
            ),
        ),
        migrations.AddField(
            model_name="offercard",
            name="centre",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
            ),
        ),
        migrations.AddField(
            model_name="offercard",
            name="from_centre",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
            ),
        ),
        migrations.AddField(
            model_name="offercard",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.service"
            ),
        ),
        migrations.AddField(
            model_name="openoffer",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="families.consent",
            ),
        ),
        migrations.AddField(
            model_name="openoffer",
            name="from_centre",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
            ),
        ),
        migrations.AddField(
            model_name="openoffer",
            name="household",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
            ),
        ),
        migrations.AddField(
            model_name="openoffer",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="openoffer",
            name="need",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="listening.need"),
        ),
        migrations.AddField(
            model_name="openoffer",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.person"
            ),
        ),
        migrations.AddField(
            model_name="openoffer",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="centres.centre",
            ),
        ),
        migrations.AddField(
            model_name="offercard",
            name="offer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cards",
                to="orientation.openoffer",
            ),
        ),
        migrations.AddIndex(
            model_name="openoffer",
            index=models.Index(fields=["from_centre", "state"], name="openoffer_from"),
        ),
        migrations.AddIndex(
            model_name="openoffer",
            index=models.Index(condition=models.Q(("state", "open")), fields=["until"], name="openoffer_due"),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=models.UniqueConstraint(fields=("id", "compartment"), name="openoffer_compartment_key"),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("need",), name="openoffer_one_a_need"
            ),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "open"), ("ended_at__isnull", False), _connector="XOR"),
                name="openoffer_ended_when_no_longer_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "taken"), ("taken_by", None), _connector="XOR"),
                name="openoffer_taken_by_a_centre",
            ),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("withdrawal", ""), _negated=True),
                    _connector="OR",
                ),
                name="openoffer_withdrawal_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("shares", []), ("consent__isnull", False), _connector="OR"),
                name="openoffer_shares_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=jisr.common.walls.Policy(
                check="from_centre_id = ANY(jisr_centres())",
                name="openoffer_sender",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="from_centre_id = ANY(jisr_centres())",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="openoffer_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=jisr.common.walls.SameCompartment(
                column="need_id", name="openoffer_same_compartment", subject="listening_need"
            ),
        ),
        migrations.AddConstraint(
            model_name="openoffer",
            constraint=jisr.common.walls.WithinHousehold(name="openoffer_within_household"),
        ),
        migrations.AddIndex(
            model_name="offercard",
            index=models.Index(fields=["centre", "state", "until"], name="offercard_centre"),
        ),
        migrations.AddConstraint(
            model_name="offercard",
            constraint=models.UniqueConstraint(fields=("offer", "centre"), name="offercard_once_a_centre"),
        ),
        migrations.AddConstraint(
            model_name="offercard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("refusal", ""), _negated=True),
                    _connector="OR",
                ),
                name="offercard_declined_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="offercard",
            constraint=jisr.common.walls.Policy(
                check="from_centre_id = ANY(jisr_centres())",
                name="offercard_sides",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="centre_id = ANY(jisr_centres()) OR from_centre_id = ANY(jisr_centres())",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="offercard",
            constraint=jisr.common.walls.Policy(
                check="compartment = '' OR compartment = ANY(jisr_compartments())",
                name="offercard_compartment",
                on="ALL",
                restrictive=True,
                to="jisr_app",
                using="compartment = '' OR compartment = ANY(jisr_compartments())",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="offercard",
            constraint=jisr.common.walls.SameCompartment(
                column="offer_id", name="offercard_same_compartment", subject="orientation_openoffer"
            ),
        ),
    ]
