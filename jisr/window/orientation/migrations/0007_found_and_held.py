"""Indexes and checks of what 0006 added, made beside the work of the desks."""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("orientation", "0006_open_offers_and_answer_codes")]
    operations = [
        AddIndexConcurrently(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("answer_code", ""), _negated=True),
                fields=["answer_code"],
                name="referral_answer_code",
            ),
        ),
        AddIndexConcurrently(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("state__in", ["offered", "under_study"])),
                fields=["sent_at"],
                name="referral_waiting",
            ),
        ),
        AddIndexConcurrently(
            model_name="referral",
            index=models.Index(condition=models.Q(("news", True)), fields=["moved_at"], name="referral_news"),
        ),
        AddConstraintNotValid(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "under_study"), _negated=True), ("decide_by__isnull", False), _connector="OR"
                ),
                name="referral_study_has_a_day",
            ),
        ),
        ValidateConstraint("referral", "referral_study_has_a_day"),
        AddConstraintNotValid(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("withdrawal", ""), _negated=True),
                    _connector="OR",
                ),
                name="referral_withdrawal_has_a_reason",
            ),
        ),
        ValidateConstraint("referral", "referral_withdrawal_has_a_reason"),
        AddConstraintNotValid(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("face", None), ("state", "completed"), _connector="OR"),
                name="referral_face_of_a_completed_one",
            ),
        ),
        ValidateConstraint("referral", "referral_face_of_a_completed_one"),
    ]
