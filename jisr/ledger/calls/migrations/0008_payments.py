import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0007_laws_of_payments"),
        ("staff", "0006_posts_of_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for the second person"),
                            ("confirmed", "confirmed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("settled_reason", models.CharField(blank=True, max_length=300, verbose_name="why it was refused")),
                (
                    "amount",
                    models.BigIntegerField(
                        help_text="centimes; negative where it takes a payment back", verbose_name="amount"
                    ),
                ),
                ("happened_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="on")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "verbose_name": "payment of an award",
                "ordering": ["proposed_at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="tranche",
            name="tranche_app",
        ),
        migrations.AddField(
            model_name="award",
            name="signed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=jisr.common.walls.Policy(
                check="signed_by_id = nullif(current_setting('jisr.user', true), '')::bigint",
                name="award_signed_by_the_speaker",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                name="tranche_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT id FROM calls_call))",
                verbs="SELECT, INSERT, UPDATE (justified_on)",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=jisr.common.walls.Policy(
                check="paid_on IS NULL AND justified_on IS NULL",
                name="tranche_begins_due",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="call",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="calls.call"
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="proposed_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="proposed_post",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="staff.post"
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="reverses",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversed_by",
                to="calls.payment",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="settled_post",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="staff.post",
            ),
        ),
        migrations.AddField(
            model_name="payment",
            name="tranche",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="calls.tranche"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("reverses", None)),
                    models.Q(("amount__lt", 0), ("reverses__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="payment_takes_back_or_adds",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("tranche",), name="payment_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "confirmed")), fields=("reverses",), name="payment_taken_back_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "confirmed"), _negated=True),
                    models.Q(
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                        ("settled_post__isnull", False),
                        models.Q(("settled_by", models.F("proposed_by")), _negated=True),
                        models.Q(("settled_post", models.F("proposed_post")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="payment_of_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=jisr.centres.models.held.SameAs(
                column="call_id", name="payment_call_demonstration", shared="is_demonstration", subject="calls_call"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=jisr.centres.models.held.SameAs(
                column="tranche_id", name="payment_tranche_call", shared="call_id", subject="calls_tranche"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=jisr.centres.models.held.SameAs(
                column="proposed_by_id",
                name="payment_proposed_by_demonstration",
                shared="is_demonstration",
                subject="accounts_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=jisr.centres.models.held.SameAs(
                column="settled_by_id",
                name="payment_settled_by_demonstration",
                shared="is_demonstration",
                subject="accounts_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_calls_payment_trigger", name="payment_lawful", on="INSERT OR UPDATE"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=jisr.common.walls.Policy(
                check="proposed_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND EXISTS (SELECT FROM staff_post p JOIN calls_call c ON c.id = call_id AND p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.id = proposed_post_id AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('first_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)) AND (state = 'open' OR state = 'withdrawn' AND settled_by_id = nullif(current_setting('jisr.user', true), '')::bigint) OR state = 'refused' AND settled_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('second_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) OR state = 'confirmed' AND settled_by_id = nullif(current_setting('jisr.user', true), '')::bigint AND EXISTS (SELECT FROM staff_post p JOIN calls_call c ON c.id = call_id AND p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.id = settled_post_id AND p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('second_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))",
                name="payment_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator', 'regional_council', 'first_approver', 'second_approver') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE)))",
                verbs="SELECT, INSERT, UPDATE (state, settled_by_id, settled_at, settled_post_id, settled_reason)",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "confirmed", "refused", "withdrawn"])),
                name="payment_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=jisr.common.walls.Policy(
                check="state = 'open'",
                name="payment_begins_open",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=jisr.common.walls.Policy(
                check="true",
                name="payment_settled_once",
                on="UPDATE",
                restrictive=True,
                to="jisr_app",
                using="state = 'open'",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
    ]
