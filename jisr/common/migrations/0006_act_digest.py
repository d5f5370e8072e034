"""What was sent under a key, so that a changed form under the same key is told from the same one sent twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A keyed hash: what was typed is not kept by it."""

    dependencies = [("common", "0005_events_found_by_index")]
    operations = [
        migrations.AddField(
            model_name="act",
            name="digest",
            field=models.CharField(blank=True, help_text="keyed hash of what was sent, and where to", max_length=64),
        )
    ]
