"""The public log tells what left for a centre, never that it was for a danger: in a hall, a number and a day are a face."""

from importlib import import_module

from django.db import migrations

_BEFORE: str = import_module("jisr.forum.migrations.0002_doors").LOG
_PASSED = "c.withheld_reason = 'danger'"
LOG = (
    _BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    # both were handed to a centre, and neither is told from the other
    .replace("c.withheld_reason, v.", f"CASE WHEN {_PASSED} THEN 'private' ELSE c.withheld_reason END, v.")
    # words about a danger are destroyed as they leave: the day would tell which they were
    .replace(
        "v.destroyed_on, v.destroyed_reason, v.destroyed_by_role",
        f"CASE WHEN {_PASSED} THEN NULL ELSE v.destroyed_on END,"
        f" CASE WHEN {_PASSED} THEN '' WHEN v.destroyed_reason = 'danger' THEN '' ELSE v.destroyed_reason END,"
        f" CASE WHEN {_PASSED} THEN '' ELSE v.destroyed_by_role END",
    )
)


class Migration(migrations.Migration):
    """Its name, arguments and columns stay, and so do those who may call it."""

    dependencies = [("forum", "0016_seats_rest_on_posts")]

    operations = [migrations.RunSQL(LOG, _BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]
