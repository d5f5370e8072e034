"""The messages about one row are found at once: its page shows them, and the doors of a link count them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("outgoing", "0003_doors_of_the_sender")]
    operations = [
        AddIndexConcurrently(
            model_name="message",
            index=models.Index(
                condition=models.Q(("about", ""), _negated=True), fields=["about"], name="message_about"
            ),
        )
    ]
