"""Accesses are read from their covering index alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the smaller index of the key, the planner left the covering one aside and read every row of a centre."""

    dependencies = [
        ("centres", "0001_initial"),
        ("families", "0004_request_compartment"),
    ]

    operations = [
        migrations.AlterField(
            model_name="access",
            name="centre",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
            ),
        ),
        migrations.AlterField(
            model_name="access",
            name="household",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.household"
            ),
        ),
    ]
