"""The check of 0015 on the rows that were there, beside the work of the desks."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("orientation", "0015_obstacles")]
    operations = [ValidateConstraint("referral", "referral_obstacles_of_one_that_ended")]
