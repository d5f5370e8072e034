"""How long an interview took, where the worker notes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0003_words_under_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="minutes",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes of work"),
        ),
    ]
