"""What stood in the way of a referral that ended without a service; checked from now on, the rest by 0016."""

import django.contrib.postgres.fields
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orientation", "0014_sent_by_who_may_open_the_file"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="obstacles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("distance", "Too far"),
                        ("transport", "No transport"),
                        ("cost", "Too expensive"),
                        ("papers", "Papers are missing"),
                        ("language", "Nobody speaks the language"),
                        ("access", "The building is not accessible"),
                        ("hours", "Opening hours do not suit"),
                        ("care", "Nobody to look after the children or parents"),
                        ("fear", "Fear or shame"),
                        ("family", "The family disagrees"),
                        ("waiting", "Too long a wait"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                help_text="what stood in the way, as the person says",
                size=None,
            ),
        ),
        AddConstraintNotValid(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("obstacles", []),
                    models.Q(
                        (
                            "obstacles__contained_by",
                            [
                                "distance",
                                "transport",
                                "cost",
                                "papers",
                                "language",
                                "access",
                                "hours",
                                "care",
                                "fear",
                                "family",
                                "waiting",
                            ],
                        ),
                        ("state__in", ["failed", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="referral_obstacles_of_one_that_ended",
            ),
        ),
    ]
