"""Events of pathways: what a cost is made of, a plan that ends, a family that comes back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("common", "0011_requests_deposited"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="minutes",
            field=models.PositiveSmallIntegerField(blank=True, help_text="of staff, where they were noted", null=True),
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
                    ("reversed", "an earlier event was wrong"),
                ],
                max_length=20,
            ),
        ),
    ]
