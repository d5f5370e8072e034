"""An event may say why, by a code of the closed list of its kind; something may stand in the way.

Who writes events reads none: the default stands in the column and not in the model, which would ask for it back.
"""

from django.db import migrations, models


LOCKS = {"common_event": "the default of a column is one line of the catalogue: milliseconds, at any size"}


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0016_works_counted"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="reason",
            field=models.CharField(
                blank=True, default="", help_text="a code of the closed list of its kind", max_length=20
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE common_event ALTER COLUMN reason SET DEFAULT ''",
            "ALTER TABLE common_event ALTER COLUMN reason DROP DEFAULT",
        ),
        migrations.AlterField(
            model_name="event",
            name="code",
            field=models.CharField(
                choices=[
                    ("received", "person received"),
                    ("listened", "person listened to"),
                    ("consented", "consent given"),
                    ("withdrawn", "consent withdrawn"),
                    ("oriented", "referral sent"),
                    ("answered", "referral answered"),
                    ("accepted", "referral accepted"),
                    ("refused", "referral refused"),
                    ("expired", "referral expired without answer"),
                    ("retracted", "referral taken back by its sender"),
                    ("started", "service started"),
                    ("completed", "service completed"),
                    ("failed", "service failed"),
                    ("appointment.made", "appointment given"),
                    ("appointment.kept", "appointment kept"),
                    ("appointment.missed", "appointment missed"),
                    ("step.planned", "step planned"),
                    ("step.done", "step done"),
                    ("attended", "person attended"),
                    ("aid.given", "aid given"),
                    ("outcome", "outcome recorded"),
                    ("followed", "follow-up done"),
                    ("gift.valued", "value of a gift"),
                    ("plan.opened", "plan opened"),
                    ("plan.closed", "plan closed"),
                    ("reentered", "family came back within a year"),
                    ("contacted", "contact with a family"),
                    ("certified", "unit certified"),
                    ("places.stated", "free places stated"),
                    ("deposited", "request deposited"),
                    ("completion", "missing papers asked for"),
                    ("decided", "decision taken in time"),
                    ("decided.late", "decision taken late"),
                    ("appealed", "refusal appealed against"),
                    ("settled", "appeal answered"),
                    ("handed", "handed over to the person"),
                    ("gap.none", "need without any service here"),
                    ("gap.full", "need for which every service is full"),
                    ("gap.condition", "need of a person whom no service takes"),
                    ("gap.far", "need whose services are too far"),
                    ("gap.closed", "need covered since"),
                    ("hindered", "something stood in the way"),
                    ("audit.made", "building looked at"),
                    ("works.programmed", "works programmed"),
                    ("works.begun", "works begun"),
                    ("works.received", "works received"),
                    ("centre.closed", "centre closed for works"),
                    ("centre.reopened", "centre reopened after works"),
                    ("reversed", "an earlier event was wrong"),
                ],
                max_length=20,
            ),
        ),
    ]
