"""The index of what waits, in a condition that reads the same when the loader of a volume gives it back."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("orientation", "0009_gaps")]
    operations = [
        RemoveIndexConcurrently(model_name="referral", name="referral_waiting"),
        AddIndexConcurrently(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state", "offered"), ("state", "under_study"), _connector="OR"),
                fields=["sent_at"],
                name="referral_waiting",
            ),
        ),
    ]
