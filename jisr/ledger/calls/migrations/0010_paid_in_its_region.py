import jisr.common.walls
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0005_outlays"),
        ("calls", "0009_outlays_of_awards"),
        ("centres", "0001_initial"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="call",
            constraint=jisr.common.walls.Policy(
                check="line_id IS NULL OR EXISTS (SELECT FROM agreements_objectline l JOIN agreements_agreement a ON a.id = l.agreement_id WHERE l.id = line_id AND a.currency = calls_call.currency AND (a.region_id = calls_call.region_id OR a.region_id IS NULL AND a.is_demonstration))",
                name="call_paid_in_its_region",
                on="INSERT",
                restrictive=True,
                to="jisr_app",
                using="true",
                verbs="SELECT, INSERT, UPDATE",
            ),
        ),
    ]
