import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0010_paid_in_its_region"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("sms", "text message"),
                            ("email", "e-mail"),
                            ("call", "telephone call by the centre"),
                            ("paper", "paper slip"),
                        ],
                        max_length=6,
                    ),
                ),
                ("sealed", models.BinaryField(help_text="encrypted, bound to its application", null=True)),
                (
                    "address_hash",
                    models.CharField(help_text="keyed hash: how many applications name one address", max_length=64),
                ),
                ("left_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("forgotten_on", models.DateField(null=True)),
            ],
            options={
                "verbose_name": "address of an applicant",
            },
        ),
        migrations.RemoveConstraint(
            model_name="sitevisit",
            name="sitevisit_app",
        ),
        migrations.AddField(
            model_name="sitevisit",
            name="planned_on",
            field=models.DateField(blank=True, null=True, verbose_name="announced for"),
        ),
        migrations.AddConstraint(
            model_name="sitevisit",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                name="sitevisit_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator', 'regional_council') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE (planned_on, made_on, is_alive, jobs, women, income, words)",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="application",
            field=models.OneToOneField(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="calls.application"
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="call",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="calls.call"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["address_hash", "left_at"], name="contact_address_left"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ("sms", "email"))), name="contact_channel_carried"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("address_hash__regex", "^[0-9a-f]{64}$")), name="contact_address_hashed"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("forgotten_on", None), ("sealed__isnull", False)),
                    models.Q(("forgotten_on__isnull", False), ("sealed", None)),
                    _connector="OR",
                ),
                name="contact_sealed_or_forgotten",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=jisr.centres.models.held.SameAs(
                column="call_id", name="contact_call_demonstration", shared="is_demonstration", subject="calls_call"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=jisr.centres.models.held.SameAs(
                column="application_id", name="contact_application_call", shared="call_id", subject="calls_application"
            ),
        ),
    ]
