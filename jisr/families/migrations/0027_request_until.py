"""A request that was granted says until when the file is open."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models

ENDS = models.CheckConstraint(
    name="accessrequest_ends_when_granted",
    condition=models.Q(("until", None), models.Q(("granted", True), ("granted__isnull", False)), _connector="OR"),
)


class Migration(migrations.Migration):
    """Each step by itself: the column is empty in every row, and rows are read while everybody goes on writing."""

    atomic = False
    dependencies = [("families", "0026_quicker_known")]

    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="until",
            field=models.DateField(blank=True, help_text="first day on which it no longer holds", null=True),
        ),
        AddConstraintNotValid(model_name="accessrequest", constraint=ENDS),
        ValidateConstraint(model_name="accessrequest", name="accessrequest_ends_when_granted"),
    ]
