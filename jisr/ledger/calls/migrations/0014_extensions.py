import django.db.models.deletion
import django.utils.timezone
import jisr.centres.models.held
import jisr.common.keys
import jisr.common.walls
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0005_outlays"),
        ("calls", "0013_laws_of_terms"),
        ("centres", "0001_initial"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jisr.common.keys.new_key, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_demonstration", models.BooleanField(default=False, editable=False)),
                ("was", models.DateTimeField(verbose_name="it closed")),
                ("until", models.DateTimeField(verbose_name="it closes")),
                ("reason_ar", models.CharField(max_length=500, verbose_name="why, in Arabic")),
                ("reason_fr", models.CharField(max_length=500, verbose_name="why, in French")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "extension of a call",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="extension",
            name="by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="call",
            field=models.ForeignKey(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="calls.call"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("was"))), name="extension_never_earlier"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason_ar", ""), _negated=True), models.Q(("reason_fr", ""), _negated=True)
                ),
                name="extension_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=jisr.centres.models.held.SameAs(
                column="call_id", name="extension_call_demonstration", shared="is_demonstration", subject="calls_call"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=jisr.centres.models.held.Law(
                before=True, function="jisr_calls_extension_trigger", name="extension_moves_the_call", on="INSERT"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=jisr.common.walls.Policy(
                check="call_id = ANY(ARRAY(SELECT c.id FROM calls_call c JOIN staff_post p ON p.is_demonstration = c.is_demonstration AND (p.region_id = c.region_id OR c.region_id IS NULL AND c.is_demonstration) WHERE p.user_id = nullif(current_setting('jisr.user', true), '')::bigint AND p.role IN ('regional_coordinator') AND p.since <= CURRENT_DATE AND (p.until IS NULL OR p.until > CURRENT_DATE))) AND by_id = nullif(current_setting('jisr.user', true), '')::bigint",
                name="extension_app",
                on="ALL",
                restrictive=False,
                to="jisr_app",
                using="call_id = ANY(ARRAY(SELECT id FROM calls_call))",
                verbs="SELECT, INSERT",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=jisr.common.walls.Policy(
                check="false",
                name="extension_public",
                on="ALL",
                restrictive=False,
                to="jisr_public",
                using="call_id = ANY(ARRAY(SELECT id FROM calls_call))",
                verbs="SELECT",
            ),
        ),
    ]
