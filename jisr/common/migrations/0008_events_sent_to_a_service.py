"""Late answers are looked for among what was sent to the services of a place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A page of a province read all referrals of the country to find those that wait for her centres."""

    dependencies = [
        ("common", "0007_event_recorded"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("code", "oriented")), fields=["service_id", "happened_on"], name="event_sent_to"
            ),
        ),
    ]
