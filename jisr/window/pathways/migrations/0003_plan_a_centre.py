"""Two centres may each follow a family with a plan of their own."""

from django.conf import settings
from django.db import migrations, models

#: What a table is held for while people work (tests/repository/test_migration_locks.py).
LOCKS = {"pathways_plan": "one partial index over open plans, of which a household has few: well under a second"}


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0001_initial"),
        ("families", "0006_life_of_households"),
        ("pathways", "0002_attendance_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="plan",
            name="plan_one_open_a_compartment",
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("household", "compartment", "centre"),
                name="plan_one_open_a_centre",
            ),
        ),
    ]
